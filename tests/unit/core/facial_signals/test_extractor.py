"""Bins and motion of the one pass, against the same in plain numpy, in whole numbers."""

from __future__ import annotations

import pickle
import threading

import numpy as np
import pytest

from element_mouseface import extract, open_video
from element_mouseface.core.facial_signals.bins import BinBox, bin_dtype, bin_function
from element_mouseface.core.facial_signals.extractor import BINS, MOTION, BinExtractor
from element_mouseface.core.facial_signals.gray import FACEMAP_GRAY, facemap_gray
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.video.luma import LIMITED_TO_FULL
from element_mouseface.errors import ParameterError
from element_mouseface.params import HOGParams

H, W, N = 50, 107, 12
REGIONS = Regions(
    (
        Region.box("box", 9, 4, 70, 31),
        Region("ellipse", "ellipse", ((40, 10), (101, 45))),
        Region("polygon", "polygon", ((5, 5), (90, 8), (50, 48))),
    )
)


@pytest.fixture(scope="module")
def frames():
    return np.random.default_rng(1).integers(0, 256, (N, H, W), dtype=np.uint8)


def plain_bins(frames, sbin):
    h, w = H // sbin, W // sbin
    cut = frames[:, : h * sbin, : w * sbin].astype(np.int64)
    return cut.reshape(-1, h, sbin, w, sbin).sum((2, 4))


def plain_motion(bins, found, sbin):
    apart = np.abs(np.diff(bins, axis=0))
    each = [apart[:, r.yrange_bin][:, :, r.xrange_bin][:, r.inside].sum(1) / sbin**2 for r in found]
    return np.stack(each, 1)


def run_over(extractor, frames):
    out = {n: np.zeros((len(frames), *s), d) for n, (s, d) in extractor.outputs.items()}
    previous = None
    for i, frame in enumerate(frames):
        row = extractor.row(out, i)
        if frame is None:
            extractor.missing(row)
        else:
            extractor(frame, previous, row)
        previous = frame
    return out


def test_gray_is_cut_off_not_rounded():
    exact = np.floor(np.clip((np.arange(256) - 16) * 255 / 219 + 1e-9, 0, 255))
    np.testing.assert_array_equal(FACEMAP_GRAY, exact)
    assert np.any(FACEMAP_GRAY != LIMITED_TO_FULL)
    assert facemap_gray(LIMITED_TO_FULL) is FACEMAP_GRAY and facemap_gray(None) is None
    other = np.arange(256, dtype=np.uint8)[::-1].copy()
    assert facemap_gray(other) is other


@pytest.mark.parametrize("sbin", [1, 3, 4, 17])
@pytest.mark.parametrize("gray", ["full range", "limited range", "another table"])
def test_bins_and_motion_are_exact(frames, sbin, gray):
    reversed_ = np.arange(255, -1, -1).astype(np.uint8)
    table = {"full range": None, "limited range": LIMITED_TO_FULL}.get(gray, reversed_)
    out = run_over(BinExtractor(REGIONS, sbin, H, W, luma_table=table), list(frames))
    seen = frames if table is None else facemap_gray(table)[frames]
    bins = plain_bins(seen, sbin)
    np.testing.assert_array_equal(out[BINS], bins)
    assert out[BINS].dtype == {1: np.uint8, 17: np.uint32}.get(sbin, np.uint16)
    assert np.isnan(out[MOTION][0]).all()
    expected = plain_motion(bins, REGIONS.bins(sbin, H, W), sbin)
    np.testing.assert_array_equal(out[MOTION][1:], expected)


def test_only_the_bins_that_are_needed_are_kept(frames):
    regions = Regions(REGIONS.regions[:1], full_frame=False)
    out = run_over(BinExtractor(regions, 4, H, W), list(frames))
    np.testing.assert_array_equal(out[BINS], plain_bins(frames, 4)[:, 1:8, 2:20])


def bin_sums(luma, table, sbin, box):
    out = np.empty(box.shape, bin_dtype(sbin))
    function, mode, table = bin_function(sbin, table)
    function(luma, mode, table, box.top, box.left, out)
    return out


def test_the_largest_sum_fits():
    white = np.full((256, 512), 255, np.uint8)
    for sbin in (1, 16, 256):
        box = BinBox(Regions().bins(sbin, 256, 512))
        assert (bin_sums(white, None, sbin, box) == 255 * sbin**2).all()
        assert np.iinfo(bin_dtype(sbin)).max >= 255 * sbin**2


def test_planes_with_a_stride_are_read_where_they_lie(frames):
    wide = np.zeros((H, W + 21), np.uint8)
    wide[:, :W] = frames[0]
    box = BinBox(Regions().bins(4, H, W))
    strided = wide[:, :W]
    np.testing.assert_array_equal(
        bin_sums(strided, FACEMAP_GRAY, 4, box), bin_sums(frames[0], FACEMAP_GRAY, 4, box)
    )


def test_a_missing_frame_leaves_no_motion_across_it(frames):
    given = list(frames)
    given[5] = None
    whole = run_over(BinExtractor(REGIONS, 4, H, W), list(frames))
    out = run_over(BinExtractor(REGIONS, 4, H, W), given)
    assert not out[BINS][5].any()
    gone = np.isnan(out[MOTION]).all(1)
    assert np.flatnonzero(gone).tolist() == [0, 5, 6]
    np.testing.assert_array_equal(out[MOTION][~gone], whole[MOTION][~gone])


def test_threads_and_pickles_give_the_same_bits(frames):
    extractor = BinExtractor(REGIONS, 4, H, W, luma_table=LIMITED_TO_FULL)
    alone = run_over(extractor, list(frames))
    # One object, two threads, in step: what a thread keeps of its last frame is its own.
    turns, found = threading.Barrier(2), {}

    def work(name, mine):
        out = {n: np.zeros((N, *s), d) for n, (s, d) in extractor.outputs.items()}
        previous = None
        for i, frame in enumerate(mine):
            turns.wait()
            extractor(frame, previous, extractor.row(out, i))
            previous = frame
        found[name] = out

    backwards = list(frames[::-1])
    threads = [threading.Thread(target=work, args=a) for a in (("a", frames), ("b", backwards))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_array_equal(found["a"][MOTION], alone[MOTION])
    np.testing.assert_array_equal(found["b"][MOTION][1:], alone[MOTION][1:][::-1])
    again = run_over(pickle.loads(pickle.dumps(extractor)), list(frames))
    for name in (BINS, MOTION):
        np.testing.assert_array_equal(again[name], alone[name])


def test_frames_need_not_come_in_order(frames):
    extractor = BinExtractor(REGIONS, 4, H, W)
    whole = run_over(extractor, list(frames))
    out = {n: np.zeros((N, *s), d) for n, (s, d) in extractor.outputs.items()}
    for i in np.random.default_rng(0).permutation(np.arange(1, N)):
        extractor(frames[i], frames[i - 1], extractor.row(out, i))
    np.testing.assert_array_equal(out[MOTION][1:], whole[MOTION][1:])


@pytest.mark.parametrize("workers", [1, 2])
def test_the_engine_stores_what_the_extractor_gives(tmp_path, workers):
    frames = np.random.default_rng(2).integers(0, 256, (90, H, W), dtype=np.uint8)
    reader = open_video(frames, fps=30)
    extractor = BinExtractor(REGIONS, 4, H, W, luma_table=reader.luma_table)
    params = HOGParams(pixels_per_cell=(16, 16))
    result = extract(reader, tmp_path / "o", params, workers=workers, extractors=[extractor])
    bins = plain_bins(frames, 4)
    np.testing.assert_array_equal(np.asarray(result.array(BINS)), bins)
    motion = np.asarray(result.array(MOTION))
    np.testing.assert_array_equal(motion[1:], plain_motion(bins, REGIONS.bins(4, H, W), 4))
    assert result.flags[0] == FrameFlag.FIRST
    assert result.about["content"]["extractors"][1]["sbin"] == 4
    assert BINS in result.definitions
    result.verify()
    # Another set of regions is another result: it is never taken for this one.
    from element_mouseface.errors import ResultMismatchError

    other = BinExtractor(Regions(), 4, H, W)
    with pytest.raises(ResultMismatchError):
        extract(reader, tmp_path / "o", params, extractors=[other])


def test_a_bin_size_out_of_range_is_refused():
    with pytest.raises(ParameterError, match="sbin"):
        BinExtractor(Regions(), 0, H, W)
