"""Features of a recording: against scikit-image, SciPy and the pass, and what is undefined."""

from __future__ import annotations

import dataclasses
import shutil
import tracemalloc

import numpy as np
import pytest
from scipy import stats
from skimage.feature import graycomatrix, graycoprops

from element_mouseface import open_result
from element_mouseface.core.facial_signals import FacialSignals
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.signals import Blink, Pupil, RegionSignals, Running
from element_mouseface.core.frame_features import (
    FeatureParams,
    Reason,
    read_table,
    result_features,
    write_features,
)
from element_mouseface.core.frame_features.places import region_places
from element_mouseface.core.frame_features.recording import recording_features
from element_mouseface.errors import InputError, ParameterError, PathError, ResultChangedError
from element_mouseface.params import Crop, HOGParams, Mask
from tests.unit.core.frame_features.recordings import frames_of_face, recorded

N, LOST, FLAT, BLACK = 70, (0, 17, 40), 30, 31
CHEEK = Region.box("cheek", 90, 40, 70, 60)
NOSE = Region("nose tip", "ellipse", ((20, 30), (80, 100)))
CROP = Crop(8, 4, 180, 120, (Mask("spout", "box", ((100, 50), (140, 80))),))


def movie():
    frames = frames_of_face(N)
    frames[FLAT], frames[BLACK] = 77, 0
    return frames


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recording")
    return recorded(folder / "r.zarr", movie(), lost=LOST, crop=CROP)


@pytest.fixture(scope="module")
def table(result):
    return result_features(result, regions=Regions((CHEEK, NOSE)))


def test_one_row_a_frame_and_the_same_columns_for_each_region(table, result):
    assert len(table) == N and table.kind == "frames"
    np.testing.assert_array_equal(table.flags, result.flags)
    np.testing.assert_array_equal(table.times_s, result.times_s)
    of = {region: [] for region in ("crop", "cheek", "nose tip")}
    for name in table.names:
        of[table.region(name)].append(name.partition(":")[2])
    assert of["cheek"] == of["nose tip"]
    quality = ["luminance", "sharpness", "entropy", "motion_energy"]
    assert of["crop"] == [*of["cheek"][:-1], "thumbnail_motion", *quality]
    assert {table.group(name) for name in table.names} == {
        "intensity", "texture", "edges", "motion", "quality"
    }  # fmt: skip


@pytest.mark.parametrize("region", ["crop", "cheek", "nose tip"])
def test_intensity_and_texture_are_those_of_the_pixels_inside(table, result, region):
    place = next(p for p in region_places(result, (CHEEK, NOSE)) if p.name == region)
    for frame in (1, 25, 69):
        picture = result.thumbnails[frame]
        values = picture[place.inside].astype(float)
        due = {
            "intensity_mean": values.mean(),
            "intensity_spread": values.std(),
            "intensity_skew": stats.skew(values),
        }
        counts, _ = np.histogram(values, np.arange(9) * 32)
        due |= {f"intensity_bin_{k + 1}": c / values.size for k, c in enumerate(counts)}
        for name, value in due.items():
            assert table.column(f"{region}:{name}")[frame] == pytest.approx(value, rel=1e-9), name
    if region == "crop":
        return  # scikit-image knows no masks: the ellipse and the box below need none
    levels = np.where(place.inside, picture // 8 + 1, 0)  # 0 stands for what is outside
    counts = graycomatrix(levels.astype(np.uint8), [1], [0, np.pi / 2], 33, symmetric=True).astype(
        float
    )[1:, 1:]
    contrast = graycoprops(counts / counts.sum((0, 1)), "contrast").ravel()
    found = table.column(f"{region}:haralick_contrast_mean")[frame]
    spread = table.column(f"{region}:haralick_contrast_range")[frame]
    assert abs(found - contrast).max() <= spread + 1e-9  # two of the four directions


def test_cells_and_quality_are_those_of_the_pass(table, result):
    cells = np.asarray(result.cells[25], np.float64)
    coverage = result.cell_coverage
    sums = cells[coverage >= 0.5].sum(axis=0)
    for k, share in enumerate(sums / sums.sum(), 1):
        assert table.column(f"crop:cell_orientation_{k}")[25] == pytest.approx(share, rel=1e-9)
    for name in result.quality_names:
        np.testing.assert_array_equal(table.column(f"crop:{name}"), result.quality(name))


def test_cells_of_a_region_are_those_of_its_pixels(tmp_path):
    """Stripes along y on the left, along x on the right: each region has its own orientation."""
    y, x = np.mgrid[:128, :192]
    frame = np.where(x < 96, 4 * (y % 32), 4 * (x % 32)).astype(np.uint8)
    result = recorded(tmp_path / "r.zarr", np.stack([frame] * 16))
    left, right = Region.box("left", 0, 0, 90, 128), Region.box("right", 100, 0, 92, 128)
    found = result_features(result, regions=(left, right))
    along_y, along_x = "cell_orientation_5", "cell_orientation_1"  # 90 degrees, and 0
    for region, mine, other in (("left", along_y, along_x), ("right", along_x, along_y)):
        assert found.column(f"{region}:{mine}")[3] > 0.95
        assert found.column(f"{region}:{other}")[3] < 0.02
    assert 0.3 < found.column(f"crop:{along_x}")[3] < 0.7


def test_motion_of_a_region_is_its_mean_change(table, result):
    thumbnails = np.asarray(result.thumbnails).astype(float)
    for place in region_places(result, (CHEEK, NOSE)):
        due = np.abs(np.diff(thumbnails, axis=0))[:, place.inside].mean(axis=1)
        found = table.column(f"{place.name}:thumbnail_motion")
        known = np.isfinite(found)
        np.testing.assert_array_equal(np.flatnonzero(~known), [0, 1, 17, 18, 40, 41])
        np.testing.assert_allclose(found[known], due[known[1:]], rtol=1e-12)


def test_what_is_undefined_says_why(table):
    def why(name, frame):
        return Reason(int(table.reason(name)[frame]))

    for name in table.names:
        reasons = table.reason(name)
        np.testing.assert_array_equal(reasons > 0, np.isnan(table.column(name)))
        assert (reasons[list(LOST)] == Reason.MISSING_FRAME).all()
        assert Reason.UNDEFINED not in reasons
    for name in ("crop:thumbnail_motion", "cheek:thumbnail_motion", "crop:motion_energy"):
        assert [why(name, k) for k in (1, 18, 41)] == [Reason.FIRST_FRAME] * 3
    undefined_when_flat = (
        *("cheek:intensity_skew", "cheek:haralick_correlation_mean", "cheek:edge_coherence"),
        "cheek:cell_coherence",
    )
    for name in undefined_when_flat:
        assert why(name, FLAT) == Reason.CONSTANT and why(name, FLAT - 1) == Reason.NONE
    assert why("cheek:edge_sharpness", FLAT) == Reason.NONE
    assert why("cheek:edge_sharpness", BLACK) == why("crop:sharpness", BLACK) == Reason.BLACK
    assert table.column("cheek:intensity_mean")[FLAT] == 77


def test_a_masked_pixel_is_in_no_feature(result, table, tmp_path):
    frames = movie()
    frames[:, 50:80, 100:140] = np.random.default_rng(0).integers(0, 256, (N, 30, 40))
    other = recorded(tmp_path / "r.zarr", frames, lost=LOST, crop=CROP)
    assert not np.array_equal(frames, movie())
    again = result_features(other, regions=(CHEEK, NOSE))
    np.testing.assert_array_equal(again.values, table.values)


def test_a_region_without_pixels_is_undefined_and_the_others_are_not(result):
    under, dot = Region.box("under", 102, 52, 36, 26), Region.box("dot", 20, 20, 2, 2)
    found = result_features(result, regions=(under, dot, CHEEK))
    for region, reason in (("under", Reason.MASKED), ("dot", Reason.TOO_SMALL)):
        for name in (n for n in found.names if found.region(n) == region):
            reasons = found.reason(name)
            assert set(np.delete(reasons, [*LOST, 1, 18, 41]).tolist()) == {reason}, name
    assert np.isfinite(found.column("cheek:haralick_correlation_mean")[25])
    assert found.about["regions"]["under"]["reason"] == "masked"


@pytest.mark.parametrize("workers, chunk", [(1, 16), (3, 32), (2, 80)])
def test_neither_threads_nor_chunks_change_a_digit(table, tmp_path, workers, chunk):
    other = recorded(tmp_path / "r.zarr", movie(), lost=LOST, crop=CROP, chunk=chunk)
    found = result_features(other, regions=(CHEEK, NOSE), workers=workers)
    assert found.digest == table.digest
    path = write_features(
        tmp_path / "t.parquet", other.path, regions=(CHEEK, NOSE), workers=workers
    )
    assert read_table(path).digest == table.digest


def test_groups_and_parameters_are_followed(result, table):
    some = result_features(result, params=FeatureParams(groups=("quality", "intensity")))
    assert some.names[:8] == tuple(f"crop:intensity_bin_{k}" for k in range(1, 9))
    assert {some.group(name) for name in some.names} == {"quality", "intensity"}
    for name in some.names:
        np.testing.assert_array_equal(some.column(name), table.column(name))
    other = result_features(
        result,
        params=FeatureParams(groups=("texture",), gray_levels=8, distance=2, value_range=(0, 127)),
    )
    name = "crop:haralick_contrast_mean"
    assert not np.isclose(other.column(name)[25], table.column(name)[25])
    y, x = 120 / 60, 180 / 80
    assert other.about["thumbnail"]["movie_px_per_px"] == {"x": x, "y": y}
    assert other.about["thumbnail"]["texture_distance_movie_px"] == {
        "x": 2 * x, "y": 2 * y, "diagonal": pytest.approx(2 * np.hypot(x, y))
    }  # fmt: skip
    assert other.about["params_hash"] != table.about["params_hash"]


def test_columns_of_a_later_registry_are_left_out(result):
    made = recording_features(result)
    assert len(made.names) == len(result_features(result).names) > 60
    about = {**made.about, "params": {"version": 0}}
    assert dataclasses.replace(made, about=about).names == ()


def test_cells_of_other_orientations_give_no_columns(tmp_path):
    cells = HOGParams(orientations=9, pixels_per_cell=(16, 16))
    found = result_features(recorded(tmp_path / "r.zarr", frames_of_face(16), cells=cells))
    assert not any(":cell_" in name for name in found.names)


def signals(n):
    motion = np.arange(n, dtype=float)
    motion[[0, 3]] = np.nan
    box = (np.arange(4),) * 4
    region = RegionSignals(1, "cheek", *box, motion)
    com = np.zeros((n, 2))
    return FacialSignals(
        n_frames=n,
        sbin=4,
        avgframe=(np.zeros((4, 4)),),
        avgmotion=(np.zeros((4, 4)),),
        regions=(region,),
        pupil=(Pupil("pupil", motion + 1, com),),
        blink=(Blink("eye", motion + 2),),
        running=(Running("wheel", np.stack([motion, motion], axis=1)),),
    )


def test_signals_stand_under_the_names_of_their_regions(result, table):
    given = signals(N)
    found = result_features(result, regions=(CHEEK, NOSE), signals=given)
    new = [name for name in found.names if name not in table.names]
    assert new == ["cheek:signal_motion", "pupil:pupil_area", "eye:blink_area",
                   "wheel:running_speed"]  # fmt: skip
    np.testing.assert_array_equal(found.column("cheek:signal_motion"), given.regions[0].motion)
    np.testing.assert_allclose(found.column("wheel:running_speed")[5], 5 * np.sqrt(2))
    assert found.why("pupil:pupil_area", 3) == Reason.NOT_MEASURED.text
    assert found.reason("cheek:signal_motion")[0] == Reason.MISSING_FRAME
    assert found.about["signals"]["digest"] == given.digest
    motion_only = result_features(result, signals=given, params=FeatureParams(groups=("motion",)))
    assert "pupil:pupil_area" not in motion_only.names
    with pytest.raises(InputError, match="do not belong to this recording"):
        result_features(result, signals=signals(N + 1))
    twice = dataclasses.replace(given, pupil=given.pupil * 2)
    with pytest.raises(ParameterError, match="same name"):
        result_features(result, signals=twice)


def test_bad_input_is_refused(result, tmp_path):
    with pytest.raises(ParameterError, match="no feature to compute"):
        result_features(result, params=FeatureParams(groups=("geometry",)))
    for bad in ({"regions": [1]}, {"params": {}}, {"keypoints": 3}, {"signals": 3}, {"basis": 3}):
        with pytest.raises(ParameterError):
            result_features(result, **bad)
    with pytest.raises(ParameterError, match="workers"):
        result_features(result, workers=0)
    with pytest.raises(PathError, match="an input is never changed"):
        write_features(result.path / "t.parquet", result)
    with pytest.raises(PathError, match="would replace"):
        write_features(tmp_path / "k.csv", result, inputs=[tmp_path / "k.csv"])
    assert not (result.path / "t.parquet").exists()


def test_a_damaged_result_writes_no_table(result, tmp_path):
    folder = tmp_path / "r.zarr"
    shutil.copytree(result.path, folder)
    chunk = sorted((folder / "thumbnail" / "c").rglob("*"))
    chunk = chunk[-1] if chunk else sorted((folder / "thumbnail").glob("[0-9c]*"))[-1]
    data = bytearray(chunk.read_bytes())
    data[-1] ^= 1
    chunk.write_bytes(data)
    with pytest.raises(ResultChangedError):
        write_features(tmp_path / "t.parquet", open_result(folder))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.zarr"]


class Long:
    """A result with the frames of another again and again."""

    def __init__(self, result, times):
        self._result, self._times = result, times
        self.n_frames = times * result.n_frames
        self.flags = np.tile(result.flags, times)
        self.times_s = np.arange(self.n_frames) / 30

    def __getattr__(self, name):
        return getattr(self._result, name)

    def quality(self, name):
        return np.tile(self._result.quality(name), self._times)

    @property
    def thumbnails(self):
        return self

    @property
    def cells(self):
        return self

    shape = property(lambda self: (self.n_frames, *self._result.thumbnails.shape[1:]))

    def blocks(self):
        for k in range(self._times):
            for first, block in self._result.thumbnails.blocks():
                yield k * self._result.n_frames + first, block

    def __getitem__(self, rows):
        first = rows.start % self._result.n_frames
        return self._result.cells[first : first + rows.stop - rows.start]


def test_memory_does_not_grow_with_the_frames(result):
    params = FeatureParams(groups=("intensity", "edges", "motion"))

    def most(times):
        made = recording_features(result, params=params)
        object.__setattr__(made, "result", Long(result, times))
        tracemalloc.start()
        n = sum(len(block) for block in made.blocks(workers=1))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert n == times * N
        return peak

    most(1)  # compiles
    short = most(2)
    rows = 8 * 18 * N * len(recording_features(result, params=params).names)
    assert most(20) < short + rows / 4
