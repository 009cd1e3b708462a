"""Files that Facemap wrote are read as what they are; others are refused."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from element_mouseface.core.facial_signals.facemap_file import load_facemap, realigned_motion
from element_mouseface.errors import PathError, ResultError, UnsafeFileError
from tests.facemap.movies import planted_luma, with_pupil

KEPT = Path(__file__).resolve().parents[3] / "data" / "facemap"
FILES = sorted(path.name[: -len("_proc.npy")] for path in KEPT.glob("*_proc.npy"))


def proc(name: str) -> Path:
    return KEPT / f"{name}_proc.npy"


def as_stored(name: str) -> dict[str, Any]:
    """Read by NumPy itself: these files are ours."""
    return np.load(proc(name), allow_pickle=True).item()


def bin_means(luma: np.ndarray) -> np.ndarray:
    """OpenCV's gray of limited-range luma, in bins of 4 x 4 pixels: worked out here again."""
    gray = np.clip(np.floor((luma.astype(float) - 16) * 255 / 219), 0, 255)
    n, height, width = gray.shape
    return gray.reshape(n, height // 4, 4, width // 4, 4).mean((2, 4))


def motion_of(luma: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    """Motion energy where it belongs: NaN in frame 0."""
    differences = np.abs(np.diff(bin_means(luma), axis=0))[:, rows, columns]
    return np.concatenate([[np.nan], differences.sum((1, 2))])


TINY = with_pupil(planted_luma(70, 24, 32, seed=4))
LONG = planted_luma(2100, 16, 16, seed=9)
ALL = slice(None)


def test_there_are_files_of_several_releases():
    assert len([name for name in FILES if name.startswith("tiny")]) >= 7
    assert {"release_0.2.0", "release_1.0.0", "release_1.0.4"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_loaded_and_survives_being_saved(name, tmp_path):
    signals = load_facemap(proc(name))
    assert (signals.engine, signals.sample, signals.sbin) == ("facemap", "facemap", 4)
    assert signals.regions
    digest = signals.save(tmp_path / "signals")
    assert type(signals).load(tmp_path / "signals").digest == digest


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("tiny")])
def test_numbers_are_as_stored(name):
    signals, stored = load_facemap(proc(name)), as_stored(name)
    for view, average in enumerate(signals.avgframe):
        np.testing.assert_array_equal(average.ravel(), stored["avgframe"][view].ravel())
        np.testing.assert_array_equal(
            signals.avgmotion[view].ravel(), stored["avgmotion"][view].ravel()
        )
    for region in signals.regions:
        if stored["motSVD"]:
            np.testing.assert_array_equal(region.motion, stored["motion"][region.roi_no])
        for components, kind in ((region.motion_svd, "mot"), (region.movie_svd, "mov")):
            if components is None:
                assert not stored[f"{kind}SVD"]
                continue
            count = len(components)
            projections = stored[f"{kind}SVD"][region.roi_no]
            np.testing.assert_array_equal(components.projections, projections[:, :count])
            masks = np.moveaxis(stored[f"{kind}Mask_reshape"][region.roi_no], -1, 0)
            np.testing.assert_array_equal(components.masks, masks[:count])
            assert not masks[count:].any()
            assert not projections[:, count:].any()


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_made_up_of_zeros(name):
    for region in load_facemap(proc(name), realigned=True).regions:
        assert np.isnan(region.motion[0])
        for components in (region.motion_svd, region.movie_svd):
            if components is not None:
                assert components.masks.any((1, 2)).all()
                assert components.singular_values is None or (components.singular_values > 0).all()


def test_motion_belongs_to_its_frame_once_realigned():
    region = load_facemap(proc("tiny_full"), realigned=True).region(0)
    np.testing.assert_allclose(region.motion, motion_of(TINY, ALL, ALL), rtol=1e-6)
    region = load_facemap(proc("tiny_region"), realigned=True).region(1)
    truth = motion_of(TINY, slice(1, 5), slice(0, 3))
    np.testing.assert_allclose(region.motion, truth, rtol=1e-6)
    assert region.roi_name == "left"
    np.testing.assert_array_equal(region.yrange, np.arange(4, 21))
    np.testing.assert_array_equal(region.xrange, np.arange(13))
    np.testing.assert_array_equal(region.yrange_bin, np.arange(1, 5))
    np.testing.assert_array_equal(region.xrange_bin, np.arange(3))


def test_only_the_first_chunk_is_early():
    truth = motion_of(LONG, ALL, ALL)
    stored = load_facemap(proc("tiny_long")).region(0).motion
    np.testing.assert_allclose(stored[:499], truth[1:500], rtol=1e-6)
    assert stored[499] == 0
    np.testing.assert_allclose(stored[500:], truth[500:], rtol=1e-6)
    moved = load_facemap(proc("tiny_long"), realigned=True)
    np.testing.assert_allclose(moved.region(0).motion, truth, rtol=1e-6)
    assert moved.motion_alignment == "frame"
    assert load_facemap(proc("tiny_long")).motion_alignment == "facemap"


@pytest.mark.parametrize("frames", [1, 2, 499, 500, 501, 1200])
def test_realigning_any_length(frames):
    truth = np.arange(frames, dtype=float)
    stored = truth.copy()
    first = min(500, frames)
    stored[: first - 1], stored[first - 1] = truth[1:first], 0
    np.testing.assert_array_equal(realigned_motion(stored)[1:], truth[1:])
    assert np.isnan(realigned_motion(stored)[0])
    assert realigned_motion(np.zeros(0)).shape == (0,)


def test_projections_are_of_their_own_frame():
    """Of every frame but the first, the picture minus the average, on the mask."""
    signals = load_facemap(proc("tiny_everything"))
    svd = load_facemap(proc("tiny_movie_svd")).region(1).movie_svd
    assert svd is not None
    centered = (bin_means(TINY) - signals.avgframe[0])[:, 1:5, 0:3].reshape(70, -1)
    # the two regions overlap, and this one is the first
    expected = centered @ svd.masks.reshape(len(svd), -1).T
    np.testing.assert_allclose(svd.projections[1:], expected[1:], rtol=1e-3, atol=2)
    np.testing.assert_array_equal(svd.projections[0], svd.projections[1])


def test_singular_values_belong_to_the_last_region_alone():
    stored, signals = as_stored("tiny_long"), load_facemap(proc("tiny_long"))
    assert signals.region(0).motion_svd.singular_values is None
    np.testing.assert_array_equal(signals.region(1).motion_svd.singular_values, stored["motSv"])
    assert signals.region(1).motion_svd.unit_norm


def test_under_2000_frames_there_are_none_and_masks_carry_them():
    assert not as_stored("tiny_everything")["motSv"].any()
    for region in load_facemap(proc("tiny_everything")).regions:
        for svd in (region.motion_svd, region.movie_svd):
            assert svd.singular_values is None
            assert not svd.unit_norm
            assert svd.merged


def test_a_movie_svd_that_was_not_merged_says_so():
    svd = load_facemap(proc("tiny_long_movie_svd")).region(1).movie_svd
    assert not svd.merged
    assert svd.singular_values is None
    first, second = np.split(svd.masks.reshape(len(svd), -1), 2)
    overlap = first[0] @ second[0] / np.linalg.norm(first[0]) / np.linalg.norm(second[0])
    assert abs(overlap) > 0.9  # two segments of the same movie, side by side


def test_without_a_motion_svd_there_is_no_motion():
    assert not np.any(as_stored("tiny_movie_svd")["motion"])
    signals = load_facemap(proc("tiny_movie_svd"))
    assert [region.roi_no for region in signals.regions] == [0, 1, 2]
    for region in signals.regions:
        assert region.motion.shape == (70,)
        assert np.isnan(region.motion).all()
        assert region.motion_svd is None
        assert region.movie_svd is not None


def test_regions_without_a_full_frame_keep_their_number():
    signals = load_facemap(proc("tiny_region"))
    assert [region.roi_no for region in signals.regions] == [1]
    assert len(signals.avgframe) == 1


def test_views_and_consecutive_files():
    luma = np.concatenate([planted_luma(40, 24, 32, seed=5), planted_luma(30, 24, 32, seed=6)])
    side = np.concatenate([planted_luma(40, 16, 24, seed=7), planted_luma(30, 16, 24, seed=8)])
    signals = load_facemap(proc("tiny_views"), realigned=True)
    assert signals.n_frames == 70
    assert [average.shape for average in signals.avgframe] == [(6, 8), (4, 6)]
    full = signals.region(0)
    assert full.view is None
    truth = motion_of(luma, ALL, ALL) + motion_of(side, ALL, ALL)
    np.testing.assert_allclose(full.motion, truth, rtol=1e-6)
    # side by side: the canvas holds both, and nothing where there is neither
    assert full.motion_svd.masks.shape[1:] == (6, 14)
    assert not full.motion_svd.masks[:, 4:, 8:].any()
    assert full.motion_svd.masks[0, :4, 8:].all()
    assert signals.region(1).view == 0
    left = motion_of(luma, slice(1, 5), slice(0, 3))
    np.testing.assert_allclose(signals.region(1).motion, left, rtol=1e-6)


def test_pupil_blink_and_running():
    stored, signals = as_stored("tiny_everything"), load_facemap(proc("tiny_everything"))
    (pupil,), (blink,), (running,) = signals.pupil, signals.blink, signals.running
    assert (pupil.name, blink.name, running.name) == ("eye", "lid", "ball")
    for part, values in stored["pupil"][0].items():
        np.testing.assert_array_equal(getattr(pupil, part), values)
    np.testing.assert_array_equal(blink.area, stored["blink"][0])
    np.testing.assert_array_equal(running.shift, stored["running"][0])
    # the dark disc of `with_pupil`, 24 of 255 in a gray surround: found where it was planted
    np.testing.assert_allclose(pupil.area, np.pi * np.sqrt(pupil.axlen.prod(1)))
    dark = (TINY == 24)[:, 2:22, 4:28]
    y, x = np.mgrid[:20, :24]
    center = (
        np.stack([(dark * y).sum((1, 2)), (dark * x).sum((1, 2))], 1) / dark.sum((1, 2))[:, None]
    )
    assert np.abs(pupil.com - center).max() < 1.5
    moved = load_facemap(proc("tiny_everything"), realigned=True).running[0].shift
    assert np.isnan(moved[0]).all()
    np.testing.assert_array_equal(moved[1:], running.shift[1:])


def test_a_pupil_region_takes_motion_away():
    """What `load_facemap` says of it: white outside the ellipse has no motion."""
    alone = load_facemap(proc("tiny_full")).region(0).motion
    beside = load_facemap(proc("tiny_everything")).region(0).motion
    assert (beside[:-1] < alone[:-1]).all()


@pytest.mark.parametrize("release", ["0.2.0", "1.0.0"])
def test_old_releases_have_no_motion_of_the_full_frame(release):
    stored = as_stored(f"release_{release}")["motion"]
    assert len(set(stored[0].tolist())) == 1
    signals = load_facemap(proc(f"release_{release}"), realigned=True)
    assert np.isnan(signals.region(0).motion).all()
    truth = motion_of(TINY, slice(1, 5), slice(0, 3))
    np.testing.assert_allclose(signals.region(1).motion, truth, rtol=1e-6)
    unmoved = load_facemap(proc(f"release_{release}")).region(1).motion
    assert np.isnan(unmoved[-1])
    assert stored[1][-1] == stored[0][0]
    assert (signals.region(1).movie_svd is None) == (release == "0.2.0")
    assert signals.region(1).motion_svd.unit_norm == (release == "0.2.0")


def test_an_old_release_with_cameras_keeps_the_last_one_only():
    signals = load_facemap(proc("release_1.0.4"), realigned=True)
    assert np.isnan(signals.region(1).motion).all()
    side = np.concatenate([planted_luma(40, 16, 24, seed=7), planted_luma(30, 16, 24, seed=8)])
    truth = motion_of(side, slice(0, 3), slice(0, 5))
    np.testing.assert_allclose(signals.region(2).motion, truth, rtol=1e-6)
    assert signals.region(2).view == 1


def changed(tmp_path: Path, name: str = "tiny_everything", **parts: Any) -> Path:
    content = copy.deepcopy(as_stored(name))
    for part, value in parts.items():
        if value is KeyError:
            del content[part]
        else:
            content[part] = value
    path = tmp_path / "changed_proc.npy"
    np.save(path, content, allow_pickle=True)
    return path


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"motion": KeyError}, "not processed"),
        ({"Lybin": KeyError}, "Lybin"),
        ({"sbin": "four"}, "sbin"),
        ({"motion": [np.zeros(70)]}, "motion"),
        ({"motion": [np.zeros(70), np.zeros(60), np.zeros(70)]}, "number of frames"),
        ({"motion": 3}, "not a list"),
        ({"motSVD": [np.zeros((70, 5))] * 3}, "number of projections"),
        ({"motMask_reshape": [np.zeros((2, 2, 69))] * 3}, "another size than the region"),
        ({"avgframe": [np.zeros(7)]}, "are inconsistent"),
        ({"avgframe": []}, "are inconsistent"),
        ({"rois": None}, "more traces"),
        ({"rois": [{"rind": 1}] * 2}, "are inconsistent"),
        ({"pupil": []}, "are inconsistent"),
        ({"pupil": [{"area": np.zeros(70)}]}, "are inconsistent"),
        ({"blink": []}, "blink"),
        ({"motSv": "x"}, "motSv"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_parts_that_do_not_fit_are_our_error(tmp_path, parts, said):
    with pytest.raises(ResultError, match=said) as caught:
        load_facemap(changed(tmp_path, **parts))
    assert "changed_proc.npy" in str(caught.value)
    assert caught.value.do


def test_a_region_of_a_camera_that_is_not_there(tmp_path):
    rois = as_stored("tiny_region")["rois"]
    rois[0]["ivid"] = 3
    with pytest.raises(ResultError, match="camera"):
        load_facemap(changed(tmp_path, "tiny_region", rois=rois))


@pytest.mark.parametrize("content", [[1], {"a": 1}, None, "text", {"rois": None, "filenames": []}])
def test_objects_that_are_no_result(tmp_path, content):
    path = tmp_path / "x_proc.npy"
    np.save(path, np.array(content, object) if content != [1] else {"x": [1]}, allow_pickle=True)
    with pytest.raises(ResultError):
        load_facemap(path)


def test_a_file_cut_short(tmp_path):
    whole = proc("tiny_everything").read_bytes()
    for length in (0, 5, 100, 1000, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut_proc.npy").write_bytes(whole[:length])
        with pytest.raises(ResultError, match="cannot be read"):
            load_facemap(tmp_path / "cut_proc.npy")


def test_code_in_a_result_is_refused(tmp_path):
    path = changed(tmp_path, save_path=Path("somewhere"))
    with pytest.raises(UnsafeFileError, match="pathlib"):
        load_facemap(path)


def test_no_file(tmp_path):
    with pytest.raises(PathError):
        load_facemap(tmp_path / "none_proc.npy")
    shutil.copy(proc("tiny_full"), tmp_path / "a_proc.npy")
    assert load_facemap(str(tmp_path / "a_proc.npy")).n_frames == 70
