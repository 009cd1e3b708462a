"""Rows laid on frames, files joined, points outside, videos chosen: by what is stated or named."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints, load_keypoints
from element_mouseface.errors import ParameterError, ResultError, ResultMismatchError
from tests.unit.core.keypoints.faces import SIZE, face, write_csv, write_facemap

DLC = "DLC_resnet50_faceJun1shuffle1_200000"
N = 12
SHARED = Path(os.environ.get("MOUSEFACE_SHARED", "../shared")) / "data" / "real" / "three_trackers"


@pytest.fixture(scope="module")
def truth() -> Keypoints:
    return face(N)


def numbered(path, truth, numbers, rows=None):
    """A table whose rows have these numbers (names)."""
    write_csv(path, truth, DLC)
    lines = path.read_text().splitlines()
    rows = range(len(numbers)) if rows is None else rows
    body = [f"{n},{lines[3 + r].split(',', 1)[1]}" for n, r in zip(numbers, rows, strict=True)]
    path.write_text("\n".join([*lines[:3], *body]) + "\n")
    return path


def test_rows_are_ordered_by_their_numbers(tmp_path, truth):
    order = np.random.default_rng(0).permutation(N)
    found = load_keypoints(numbered(tmp_path / "a.csv", truth, order, order), n_frames=N)
    assert np.array_equal(found.xy, truth.xy) and "not in order" in found.notes[0]


def test_numbers_from_one_and_gaps(tmp_path, truth):
    found = load_keypoints(numbered(tmp_path / "a.csv", truth, range(1, N + 1)), n_frames=N)
    assert np.array_equal(found.xy, truth.xy) and "numbered from 1" in found.notes[0]
    kept = [k for k in range(N) if k not in (4, 5)]
    found = load_keypoints(numbered(tmp_path / "b.csv", truth, kept, kept), n_frames=N)
    assert np.array_equal(found.xy[kept], truth.xy[kept]) and np.isnan(found.xy[[4, 5]]).all()
    assert "2 frames have no row, and no points, the first is 4" in found.notes
    with pytest.raises(ResultError, match="numbers a frame"):
        load_keypoints(numbered(tmp_path / "c.csv", truth, [*range(N - 1), 10**12]), n_frames=N)


def test_one_row_too_few_or_too_many_is_told_and_can_be_settled(tmp_path, truth):
    path = write_csv(tmp_path / "a.csv", truth, DLC)
    for n_frames in (N + 1, N - 1):
        with pytest.raises(ResultMismatchError, match=f"(?s){n_frames}.*{N}.*align='start'"):
            load_keypoints(path, n_frames=n_frames)
    start = load_keypoints(path, n_frames=N + 1, align="start")
    assert np.array_equal(start.xy[:N], truth.xy) and np.isnan(start.xy[N]).all()
    end = load_keypoints(path, n_frames=N + 1, align="end")
    assert np.array_equal(end.xy[1:], truth.xy) and np.isnan(end.likelihood[0]).all()
    assert np.array_equal(load_keypoints(path, n_frames=N - 1, align="end").xy, truth.xy[1:])
    assert np.array_equal(load_keypoints(path, n_frames=N - 1, align="start").xy, truth.xy[:-1])
    assert (
        "the last 1 rows were left out"
        in load_keypoints(path, n_frames=N - 1, align="start").notes[0]
    )
    with pytest.raises(ParameterError, match="align"):
        load_keypoints(path, n_frames=N + 1, align="middle")


def test_a_file_for_each_file_of_the_recording(tmp_path, truth):
    parts, counts = [], [5, 4, 3]
    for k, (start, count) in enumerate(zip((0, 5, 9), counts, strict=True)):
        rows = slice(start, start + count)
        part = Keypoints(truth.names, truth.xy[rows], truth.likelihood[rows], "facemap")
        parts.append(write_csv(tmp_path / f"part_{k}.csv", part, DLC))
    found = load_keypoints(parts, n_frames=counts, frame_px=SIZE)
    assert np.array_equal(found.xy, truth.xy) and np.array_equal(found.likelihood, truth.likelihood)
    assert np.array_equal(load_keypoints(parts, n_frames=N).xy, truth.xy)
    one = load_keypoints(write_csv(tmp_path / "all.csv", truth, DLC), n_frames=counts)
    assert np.array_equal(one.xy, truth.xy)
    assert len({found.file_sha256, one.file_sha256, load_keypoints(parts[::-1]).file_sha256}) == 3
    # the sum is right, and the files are not
    with pytest.raises(ResultMismatchError, match=r"(?s)part_1\.csv.*Expected: 5.*Got: 4"):
        load_keypoints(parts, n_frames=[5, 5, 2])
    with pytest.raises(ResultMismatchError, match="number of keypoint files"):
        load_keypoints(parts[:2], n_frames=counts)
    with pytest.raises(ResultMismatchError, match="together"):
        load_keypoints(parts, n_frames=N + 1)
    with pytest.raises(ParameterError, match="no keypoint file"):
        load_keypoints([])
    other = Keypoints(("a", *truth.names[1:]), truth.xy[9:], truth.likelihood[9:], "facemap")
    with pytest.raises(ResultMismatchError, match=r"other\.csv has other points"):
        load_keypoints([*parts[:2], write_csv(tmp_path / "other.csv", other, DLC)])


def test_guesses_outside_the_picture_are_kept_as_not_found(tmp_path, truth):
    xy, likelihood = truth.xy.copy(), truth.likelihood.copy()
    paw = truth.names.index("paw")
    xy[:, paw], likelihood[:, paw] = (900, -300), 0.2
    path = write_facemap(tmp_path / "a.h5", Keypoints(truth.names, xy, likelihood, "facemap"))
    found = load_keypoints(path, frame_px=SIZE)
    place = found.names.index("paw")
    assert np.isnan(found.xy[:, place]).all() and (found.likelihood[:, place] > 0).all()
    assert np.isfinite(np.delete(found.xy, place, axis=1)).all()
    assert "6.7% of the points" in found.notes[0] and "paw in 100.0%" in found.notes[0]
    # the same places, and the program is sure of them
    likelihood[:, paw] = 0.9
    path = write_facemap(tmp_path / "b.h5", Keypoints(truth.names, xy, likelihood, "facemap"))
    with pytest.raises(ResultMismatchError, match="allow_outside=True"):
        load_keypoints(path, frame_px=SIZE)
    kept = load_keypoints(path, frame_px=SIZE, allow_outside=True)
    assert (kept.xy[:, place] == [900, -300]).all() and kept.notes == ()


def test_nothing_found_at_all_is_no_fault(tmp_path, truth):
    nothing = Keypoints(truth.names, np.full_like(truth.xy, np.nan), truth.likelihood, "facemap")
    found = load_keypoints(write_csv(tmp_path / "a.csv", nothing, DLC), n_frames=N, frame_px=SIZE)
    assert np.isnan(found.xy).all() and not found.valid(0.1).any()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "source", "rows"), [("LP", None, 3276), ("DLC", None, 3275), ("SLEAP", None, 3275)]
)
def test_three_trackers_of_one_movie(name, source, rows):
    path = SHARED / f"{name}.predictions.csv"
    if not path.exists():
        pytest.skip("the shared data is not here")
    if rows == 3276:
        found = load_keypoints(path, source=source, n_frames=3276)
    else:
        with pytest.raises(ResultMismatchError, match=r"(?s)3276.*3275"):
            load_keypoints(path, source=source, n_frames=3276)
        found = load_keypoints(path, source=source, n_frames=3276, align="start")
        assert np.isnan(found.xy[-1]).all()
    assert found.xy.shape == (3276, 17, 2)
    assert found.software == {"LP": "lightning_pose", "DLC": "deeplabcut", "SLEAP": "sleap"}[name]
