"""Regions out of a `_proc.npy`: the bins are Facemap's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from element_mouseface.core.facial_signals.facemap_regions import facemap_regions
from element_mouseface.core.facial_signals.regions_file import load_regions
from element_mouseface.core.facial_signals.safe_unpickler import load_pickled_object
from element_mouseface.errors import MouseFaceError, ParameterError, ResultError

DATA = Path(__file__).resolve().parents[3] / "data" / "facemap"


@pytest.mark.parametrize("name", ["tiny_everything", "tiny_region", "release_0.2.0"])
def test_bins_are_those_of_facemap(name):
    path = DATA / f"{name}_proc.npy"
    theirs = load_pickled_object(path)
    drawn = [roi for roi in theirs["rois"] if roi["rind"] == 1]
    regions = load_regions(path)
    assert regions.full_frame == bool(theirs["fullSVD"])
    found = [r for r in regions.bins(4, 24, 32) if r.roi_no]
    found = found[: len(drawn)]
    assert [r.kind for r in regions.regions].count("motion") == len(drawn) == len(found)
    for ours, roi in zip(found, drawn, strict=True):
        assert np.array_equal(ours.yrange_bin, roi["yrange_bin"])
        assert np.array_equal(ours.xrange_bin, roi["xrange_bin"])
        assert ours.roi_name == roi.get("roi_name", ours.roi_name)


def test_pupils_blinks_and_running_come_with_what_was_set():
    path = DATA / "tiny_everything_proc.npy"
    theirs = {roi["roi_name"]: roi for roi in load_pickled_object(path)["rois"]}
    ours = {region.name: region for region in load_regions(path).regions}
    assert set(ours) == set(theirs)
    assert (ours["eye"].kind, ours["eye"].saturation, ours["eye"].pupil_sigma) == ("pupil", 130, 2)
    assert (ours["lid"].kind, ours["lid"].saturation) == ("blink", 140)
    assert ours["ball"].kind == "running"
    for name in ("eye", "lid"):
        roi = theirs[name]
        _, _, inside = ours[name].inside(24, 32)
        assert ours[name].box_px[:2] == (roi["xrange"][0], roi["yrange"][0])
        # its ellipse is drawn from corner to corner, ours through pixels' centers
        assert inside.shape == roi["ellipse"].shape
        assert (inside != roi["ellipse"]).mean() < 0.1


def test_cameras_are_told_apart():
    assert len(facemap_regions(DATA / "tiny_views_proc.npy").regions) == 1
    with pytest.raises(ParameterError, match="camera 1"):
        facemap_regions(DATA / "tiny_views_proc.npy", view=1)


ROI = {"rind": 1, "ivid": 0, "yrange": np.arange(4, 20), "xrange": np.arange(8)}


@pytest.mark.parametrize(
    "content",
    [
        {"rois": None},
        {"rois": []},
        {"rois": [{"rind": 0, "yrange": np.arange(3), "xrange": np.arange(3)}]},
        {"rois": [{**ROI, "rind": 2, "saturation": "x"}]},
        {"rois": [{**ROI, "rind": 7}]},
        {"rois": [{**ROI, "yrange": np.zeros(0)}]},
        {"rois": [{**ROI, "xrange": None}]},
        {"rois": [{**ROI, "xrange": np.array([0, 10**12])}]},
        {"rois": [{**ROI, "xrange": np.array([0.0, np.nan])}]},
        {"rois": [{**ROI, "xrange": np.array([5, 4])}]},
        {"rois": [{**ROI, "ivid": "a"}]},
        {"rois": [ROI, ROI]} | {"rois": [{**ROI, "roi_name": "a"}, {**ROI, "roi_name": "a"}]},
        [1, 2],
    ],
)
def test_what_is_none_is_our_error(tmp_path, content):
    np.save(tmp_path / "a_proc.npy", content, allow_pickle=True)
    with pytest.raises(MouseFaceError):
        load_regions(tmp_path / "a_proc.npy")


def test_saved_and_not_processed(tmp_path):
    np.save(tmp_path / "a_proc.npy", {"rois": [ROI], "filenames": [["a.avi"]]}, allow_pickle=True)
    (region,) = load_regions(tmp_path / "a_proc.npy").regions
    assert region.box_px == (0, 4, 8, 20) and region.name == "region 1"
    (tmp_path / "b.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(ResultError):
        load_regions(tmp_path / "b.npy")
