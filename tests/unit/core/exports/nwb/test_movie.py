"""Movies by their files: relative, counted, parted where a frame is missing."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
from PIL import Image

from element_mouseface.core.exports.nwb.clock import FrameTimes
from element_mouseface.core.exports.nwb.movie import add_movie, relative_path
from element_mouseface.core.exports.nwb.session import new_nwbfile
from element_mouseface.core.exports.nwb.write import write_nwb
from element_mouseface.core.results.scored import MovieFile, MovieInfo
from element_mouseface.errors import ClockError, InputError, PathError
from tests.unit.core.exports.nwb.labs import SESSION

COUNTS = (10, 15, 20)


@pytest.fixture
def movie(tmp_path):
    """Three files in a folder beside that of the NWB file."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "nwb").mkdir()
    files = []
    for k, n in enumerate(COUNTS):
        path = tmp_path / "raw" / f"face_{k}.mp4"
        path.write_bytes(b"x")
        files.append(MovieFile(path.name, f"{k}" * 64, n, str(path)))
    return MovieInfo(tuple(files))


def times_with(gaps=(), jitter=0.0):
    """A time for each frame; before the frames in `gaps` a frame is missing."""
    steps = np.full(sum(COUNTS), 0.05)
    steps[0] = 0
    steps[list(gaps)] *= 2
    times_s = np.cumsum(steps)
    return times_s + np.random.default_rng(1).uniform(0, jitter, len(times_s))


def added(movie, times, tmp_path, **more):
    return add_movie(
        new_nwbfile(SESSION), movie, times, nwb_path=tmp_path / "nwb" / "face.nwb", **more
    )


def test_files_without_a_gap_are_one_series(movie, tmp_path):
    times = FrameTimes(np.arange(45) / 20, 0.0)
    (series,) = added(movie, times, tmp_path, size_px=(480, 640))
    assert list(series.external_file) == [f"../raw/face_{k}.mp4" for k in range(3)]
    assert list(series.starting_frame) == [0, 10, 25] and series.name == "face_movie"
    assert (series.rate, series.starting_time, series.num_samples) == (20.0, 0.0, 45)
    assert series.format == "external" and list(series.dimension) == [640, 480]
    assert all(file.sha256 in series.comments for file in movie.files)


def test_a_movie_of_a_varying_rate_refers_to_the_frame_numbers(movie, tmp_path):
    times = FrameTimes(times_with(jitter=0.01), 0.0)
    (series,) = added(movie, times, tmp_path)
    numbers = series.fields["timestamps"]
    assert numbers.name == "face_frame_number" and series.rate is None
    np.testing.assert_array_equal(series.timestamps, times.seconds)


@pytest.mark.parametrize(
    ("gaps", "parts"),
    [
        ([10], [(0, 1), (1, 3)]),
        ([25], [(0, 2), (2, 3)]),
        ([10, 25], [(0, 1), (1, 2), (2, 3)]),
        ([5, 17], [(0, 3)]),  # within a file: the times say so, and no file begins there
    ],
)
def test_a_missing_frame_between_files_begins_another_series(movie, tmp_path, gaps, parts):
    times = FrameTimes(times_with(gaps, jitter=0.004), 0.0)
    made = added(movie, times, tmp_path)
    starts = np.cumsum([0, *COUNTS])
    assert len(made) == len(parts)
    for number, (series, (first, stop)) in enumerate(zip(made, parts, strict=True), start=1):
        assert series.name == (f"face_movie_{number}" if len(parts) > 1 else "face_movie")
        assert [str(path)[-5] for path in series.external_file] == [
            str(k) for k in range(first, stop)
        ]
        assert list(series.starting_frame) == [
            start - starts[first] for start in starts[first:stop]
        ]
        np.testing.assert_array_equal(
            series.timestamps, times.seconds[starts[first] : starts[stop]]
        )


def test_parts_of_equal_intervals_have_a_rate_each(movie, tmp_path):
    first, second, third = added(movie, FrameTimes(times_with([10, 25]), 0.0), tmp_path)
    assert [one.num_samples for one in (first, second, third)] == list(COUNTS)
    assert second.starting_time == pytest.approx(0.55)
    assert third.rate == pytest.approx(20)


def test_frames_that_the_clock_lacks_get_a_time_between_their_neighbors(movie, tmp_path):
    """By the movie's own clock, which has a pause; the others stay as they are."""
    own = times_with([17], jitter=0.004)
    clock = 100 + 1.001 * own
    known = clock.copy()
    lacking = [0, 1, 16, 17, 30, 44]
    known[lacking] = np.nan
    times = FrameTimes(known, 90.0)
    (series,) = added(movie, times, tmp_path, own_times_s=own)
    found = np.asarray(series.timestamps)
    np.testing.assert_array_equal(found[times.frames], times.seconds)
    np.testing.assert_allclose(found, clock - 90, atol=1e-4)
    assert (np.diff(found) > 0).all() and "6 of them have no time" in series.description
    with pytest.raises(ClockError, match="before session_start_time"):
        added(movie, FrameTimes(known, known[2]), tmp_path, own_times_s=own)
    kept = FrameTimes(known, known[2], before_start="keep")
    assert added(movie, kept, tmp_path)[0].timestamps[0] < 0


@pytest.mark.parametrize("n", [44, 46])
def test_files_with_more_or_fewer_frames_than_times_are_refused(movie, tmp_path, n):
    with pytest.raises(InputError, match=f"{n} frames"):
        added(movie, FrameTimes(np.arange(n) / 20, 0.0), tmp_path)


def test_paths_are_relative_or_refused(movie, tmp_path):
    times = FrameTimes(np.arange(45) / 20, 0.0)
    names = [f"../raw/face_{k}.mp4" for k in range(3)]
    (series,) = added(movie, times, tmp_path, paths=names)
    assert list(series.external_file) == names
    for wrong in (
        str(tmp_path / "raw" / "face_0.mp4"),
        "C:\\raw\\face_0.mp4",
        "\\\\nas\\face_0.mp4",
    ):
        with pytest.raises(PathError, match="absolute") as caught:
            added(movie, times, tmp_path, paths=[wrong, *names[1:]])
        assert caught.value.do
    with pytest.raises(InputError, match="2 files"):
        added(movie, times, tmp_path, paths=names[:2])
    with pytest.raises(PathError, match="not where it was"):
        added(movie, times, tmp_path, paths=["none.mp4", *names[1:]])
    with pytest.raises(PathError, match="Where the NWB file will be"):
        add_movie(new_nwbfile(SESSION), movie, times)
    with pytest.raises(InputError, match="0 files"):
        added(MovieInfo(), times, tmp_path)


def test_a_linked_folder_is_followed(movie, tmp_path):
    """From a link, '..' leads to where the link leads, not to where it is."""
    deep = tmp_path / "disk" / "deep" / "nwb"
    deep.mkdir(parents=True)
    (tmp_path / "link").symlink_to(deep)
    times, out = FrameTimes(np.arange(45) / 20, 0.0), tmp_path / "link" / "face.nwb"
    (series,) = add_movie(new_nwbfile(SESSION), movie, times, nwb_path=out)
    assert series.external_file[0] == "../../../raw/face_0.mp4"
    assert (deep / series.external_file[0]).exists()


def test_another_drive_is_told(monkeypatch, tmp_path):
    def relpath(*args):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", relpath)
    with pytest.raises(PathError, match="different drives"):
        relative_path(tmp_path / "face.mp4", tmp_path)


def test_images_of_a_folder_are_listed_in_their_order(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (tmp_path / "nwb").mkdir()
    for k in range(12):
        Image.new("L", (16, 16), 20 * k).save(folder / f"frame_{k}.png")
    movie = MovieInfo((MovieFile("raw", "0" * 64, 12, str(folder)),))
    times = FrameTimes(np.arange(12) * 2.0 + np.arange(12) ** 2 / 7, 0.0)
    (series,) = added(movie, times, tmp_path)
    assert list(series.external_file) == [f"../raw/frame_{k}.png" for k in range(12)]
    assert list(series.starting_frame) == list(range(12))
    (folder / "frame_3.png").unlink()
    with pytest.raises(InputError, match="as many images"):
        added(movie, times, tmp_path)


def test_many_images_are_several_series_that_hdf5_can_hold(tmp_path):
    """Where each file begins is an attribute; one of 10,000 files has more than 64 kB."""
    files = tuple(MovieFile(f"{k}.png", "", 1, str(tmp_path / "0.png")) for k in range(9001))
    (tmp_path / "0.png").touch()
    times = FrameTimes(np.cumsum(np.random.default_rng(2).uniform(0.03, 0.04, 9001)), 0.0)
    nwbfile, path = new_nwbfile(SESSION), tmp_path / "x.nwb"
    made = add_movie(nwbfile, MovieInfo(files), times, nwb_path=path)
    assert [len(one.external_file) for one in made] == [4000, 4000, 1001]
    np.testing.assert_array_equal(np.concatenate([one.timestamps for one in made]), times.seconds)
    assert all(one.starting_frame == list(range(len(one.external_file))) for one in made)
    write_nwb(nwbfile, path, inspect=False)
    with h5py.File(path, "r") as file:
        starts = file["acquisition/face_movie_2/external_file"].attrs["starting_frame"]
        assert starts.nbytes < 1 << 16 and starts[-1] == 3999


def test_a_movie_is_added_once(movie, tmp_path):
    made, times = new_nwbfile(SESSION), FrameTimes(np.arange(45) / 20, 0.0)
    add_movie(made, movie, times, nwb_path=tmp_path / "nwb" / "x.nwb")
    with pytest.raises(InputError, match="'face_movie' already"):
        add_movie(made, movie, times, nwb_path=tmp_path / "nwb" / "x.nwb")
    side = FrameTimes(np.arange(45) / 20, 0.0, name="side")
    assert add_movie(made, movie, side, nwb_path=tmp_path / "nwb" / "x.nwb")[0].name == "side_movie"
