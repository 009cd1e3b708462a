"""Signals computed from bins: against plain numpy in memory, and where Facemap goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface import extract, open_result, open_video
from element_mouseface.core.facial_signals import FacialSignals
from element_mouseface.core.facial_signals.extractor import BinExtractor
from element_mouseface.core.facial_signals.native import SignalParams, compute_signals
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.sample import average_stretches, basis_stretches
from element_mouseface.errors import CropError, ParameterError, ResultError
from element_mouseface.params import Crop, HOGParams
from tests.facemap.movies import planted_luma

SBIN = 4
H, W, N = 48, 64, 260
LEFT, RIGHT = Region.box("left", 0, 4, 41, 37), Region.box("right", 16, 8, 45, 33)
EYE = Region("eye", "ellipse", ((8, 4), (52, 40)))
NOSE = Region("nose", "polygon", ((0, 0), (60, 4), (30, 47)))
REGIONS = Regions((LEFT, RIGHT, EYE, NOSE))
BOTH = SignalParams(movie_svd=True)
SMALLEST = (HOGParams(pixels_per_cell=(16, 16)), Crop(width=16, height=16))


@pytest.fixture(scope="module")
def frames():
    return planted_luma(N, H, W)


def passed(frames, folder, regions=REGIONS, missing=(), **options):
    reader = open_video(frames, fps=30)
    if missing:
        read = reader._read

        def with_holes(start, stop, threads):
            for number, frame in read(start, stop, threads):
                yield number, None if number in missing else frame

        reader._read = with_holes
    extractor = BinExtractor(regions, SBIN, *frames.shape[1:], luma_table=reader.luma_table)
    return extract(reader, folder, *SMALLEST, workers=1, extractors=[extractor], **options)


@pytest.fixture(scope="module")
def result(frames, tmp_path_factory):
    return passed(frames, tmp_path_factory.mktemp("native") / "o")


def bins_of(frames):
    h, w = frames.shape[1] // SBIN, frames.shape[2] // SBIN
    cut = frames[:, : h * SBIN, : w * SBIN].astype(np.float64)
    return cut.reshape(-1, h, SBIN, w, SBIN).mean((2, 4))


def in_region(bins, region):
    return bins[:, region.yrange_bin][:, :, region.xrange_bin]


def centered(rows, average=None):
    rows = rows - (rows.mean(0) if average is None else average)
    return rows - rows.mean(1, keepdims=True)


def check_components(components, matrix, inside, frames, up_to=50):
    """Of the rows' own decomposition by numpy, with what is outside left at zero."""
    _, values, directions = np.linalg.svd(matrix, full_matrices=False)
    up_to = min(up_to, len(components))
    np.testing.assert_allclose(components.singular_values[:up_to], values[:up_to], rtol=1e-4)
    assert not components.masks[:, ~inside].any()
    masks = components.masks[:, inside].astype(np.float64)
    cosines = masks[:up_to] @ directions[:up_to].T
    for k in range(1, up_to + 1):
        assert np.linalg.svd(cosines[:k, :k], compute_uv=False)[-1] > 0.999
    np.testing.assert_allclose(
        components.projections[frames], matrix @ masks.T, atol=1e-4 * values[0]
    )
    others = np.setdiff1d(np.arange(len(components.projections)), frames)
    assert np.isnan(components.projections[others]).all()


@pytest.mark.parametrize("number", range(5))
def test_all_frames_are_decomposed_exactly(result, frames, number):
    signals = compute_signals(result, params=BOTH)
    region, bins = signals.regions[number], bins_of(frames)
    (found,) = (r for r in REGIONS.bins(SBIN, H, W) if r.roi_no == region.roi_no)
    mine = in_region(bins, region)[:, found.inside]
    moved = np.abs(np.diff(mine, axis=0))
    assert np.isnan(region.motion[0])
    np.testing.assert_allclose(region.motion[1:], moved.sum(1), rtol=1e-12)
    check_components(region.motion_svd, centered(moved), found.inside, np.arange(1, N))
    check_components(region.movie_svd, centered(mine), found.inside, np.arange(N))
    assert len(region.movie_svd) == min(500, N - 1, found.n_bins - 1)
    np.testing.assert_allclose(signals.avgframe[0], bins.mean(0), rtol=1e-6)
    np.testing.assert_allclose(
        signals.avgmotion[0], np.abs(np.diff(bins, axis=0)).mean(0), rtol=1e-6
    )
    assert (signals.engine, signals.sample, signals.motion_alignment) == ("native", "all", "frame")


@pytest.mark.parametrize("sample", ["all", "facemap"])
def test_regions_that_overlap_do_not_disturb_each_other(result, sample):
    """Facemap subtracts a region's average in place, from what the next one is made of."""
    params = SignalParams(movie_svd=True, sample=sample, n_components=30)
    together = compute_signals(result, params=params)
    for number, region in enumerate(REGIONS.regions, 1):
        alone = compute_signals(result, Regions((region,), full_frame=False), params).regions[0]
        other = together.region(number)
        np.testing.assert_array_equal(alone.motion, other.motion)
        for kind in ("motion_svd", "movie_svd"):
            one, two = getattr(alone, kind), getattr(other, kind)
            np.testing.assert_array_equal(one.masks, two.masks)
            np.testing.assert_array_equal(one.projections, two.projections)


@pytest.mark.parametrize("sample", ["all", "facemap"])
def test_missing_frames_are_left_out(frames, tmp_path, sample):
    """Facemap repeats the frame before: its motion is zero there, and too large after it."""
    gone = (0, 70, 71, 150)
    result = passed(frames, tmp_path / "o", missing=gone)
    signals = compute_signals(result, params=SignalParams(movie_svd=True, sample=sample))
    bins = bins_of(frames)
    here = np.setdiff1d(np.arange(N), gone)
    moving = np.setdiff1d(here, [number + 1 for number in gone])
    region = signals.region(2)
    mine = in_region(bins, region).reshape(N, -1)
    moved = np.abs(mine[moving] - mine[moving - 1])
    assert np.flatnonzero(np.isnan(region.motion)).tolist() == sorted({*gone, 1, 72, 151})
    np.testing.assert_allclose(region.motion[moving], moved.sum(1), rtol=1e-12)
    if sample == "all":
        inside = np.ones(region.movie_svd.masks.shape[1:], bool)
        check_components(region.motion_svd, centered(moved), inside, moving)
        check_components(region.movie_svd, centered(mine[here]), inside, here)
        np.testing.assert_allclose(signals.avgframe[0], bins[here].mean(0), rtol=1e-6)
    else:
        assert np.isfinite(region.movie_svd.projections[here]).all()
        assert np.isnan(region.movie_svd.projections[list(gone)]).all()
        means = []
        for first, stop in average_stretches(N):
            means.append(bins[[t for t in range(first, stop) if t in set(here)]].mean(0))
        np.testing.assert_allclose(signals.avgframe[0], np.mean(means, 0), rtol=1e-6)


@pytest.mark.parametrize("n_frames", [1, 2, 3, 12])
@pytest.mark.parametrize("sample", ["all", "facemap"])
def test_short_movies_have_unit_masks_and_singular_values(frames, tmp_path, n_frames, sample):
    """Facemap stores zeros as singular values, and masks multiplied by them."""
    result = passed(frames[:n_frames], tmp_path / "o", Regions((LEFT,)))
    signals = compute_signals(result, params=SignalParams(movie_svd=True, sample=sample))
    assert signals.n_frames == n_frames
    for region in signals.regions:
        for components in (region.motion_svd, region.movie_svd):
            assert components.singular_values.shape == (len(components),)
            assert (components.singular_values > 0).all() and components.unit_norm
            np.testing.assert_allclose((components.masks**2).sum((1, 2)), 1, atol=1e-5)
        assert len(region.motion_svd) <= max(n_frames - 1, 0)
        assert np.isnan(region.motion[0]) and np.isfinite(region.motion[1:]).all()
    if n_frames == 12 and sample == "all":
        region = signals.region(1)
        mine = in_region(bins_of(frames[:12]), region).reshape(12, -1)
        inside = np.ones(region.movie_svd.masks.shape[1:], bool)
        check_components(region.movie_svd, centered(mine), inside, np.arange(12))


def test_the_sample_is_facemaps():
    assert average_stretches(2700)[:2] == [(0, 100), (288, 388)]
    assert average_stretches(2700)[-1] == (2600, 2700) and len(average_stretches(2700)) == 10
    assert average_stretches(2700, [60, 2640])[0] == (0, 60)
    assert average_stretches(30) == [(0, 30)]
    assert basis_stretches(600) == [(0, 600)]
    assert basis_stretches(1999) == [(0, 1000)]
    assert basis_stretches(2700) == [(0, 1000), (1699, 2699)]
    long = basis_stretches(100_000)
    assert len(long) == 15 and long[-1] == (98_999, 99_999)


def test_the_movies_first_component_is_found_beside_a_bright_still(tmp_path):
    """A movie that hardly changes: what a correction after the fact would lose in float32."""
    rng = np.random.default_rng(0)
    still = rng.integers(30, 230, (H, W))
    bump = np.zeros((H, W))
    bump[8:40, 8:40] = 1
    course = np.sin(np.arange(400) / 9)
    frames = (still + np.round(4 * course[:, None, None] * bump)).astype(np.uint8)
    result = passed(frames, tmp_path / "o", Regions())
    (region,) = compute_signals(result, params=BOTH).regions
    trace = region.movie_svd.projections[:, 0]
    assert abs(np.corrcoef(trace, course)[0, 1]) > 0.995
    mine = bins_of(frames).reshape(400, -1)
    _, values, directions = np.linalg.svd(centered(mine), full_matrices=False)
    assert abs(region.movie_svd.masks[0].ravel() @ directions[0]) > 0.99999
    np.testing.assert_allclose(region.movie_svd.singular_values[0], values[0], rtol=1e-5)


def test_only_what_is_asked_for_is_computed(result):
    neither = compute_signals(result, params=SignalParams(motion_svd=False))
    assert neither.regions[0].motion_svd is None and neither.regions[0].movie_svd is None
    assert np.isfinite(neither.regions[0].motion[1:]).all()
    few = compute_signals(result, Regions((EYE,)), SignalParams(n_components=7))
    assert [len(r.motion_svd) for r in few.regions] == [7, 7]
    assert [(r.roi_no, r.roi_name) for r in few.regions] == [(0, "full frame"), (1, "eye")]


def test_regions_of_a_pass_that_kept_few_bins(frames, tmp_path):
    result = passed(frames, tmp_path / "o", Regions((LEFT,), full_frame=False))
    signals = compute_signals(result)
    bins = bins_of(frames)
    seen = np.zeros(bins.shape[1:], bool)
    seen[1:10, 0:10] = True
    assert np.isnan(signals.avgframe[0][~seen]).all()
    np.testing.assert_allclose(signals.avgframe[0][seen], bins.mean(0)[seen], rtol=1e-6)
    inner = Region.box("inner", 8, 8, 21, 21)
    (found,) = compute_signals(result, Regions((inner,), full_frame=False)).regions
    moved = np.abs(np.diff(in_region(bins, found), axis=0)).sum((1, 2))
    np.testing.assert_allclose(found.motion[1:], moved, rtol=1e-12)
    with pytest.raises(ParameterError, match="outside the stored bins"):
        compute_signals(result, Regions((RIGHT,), full_frame=False))
    with pytest.raises(CropError, match="outside the frame"):
        compute_signals(result, Regions((Region.box("far", 60, 0, 9, 9),)))


def test_a_pass_without_bins_is_told(frames, tmp_path):
    result = extract(open_video(frames, fps=30), tmp_path / "o", *SMALLEST)
    with pytest.raises(ResultError, match="no bin sums"):
        compute_signals(result)


@pytest.mark.parametrize(
    "wrong", [{"n_components": 0}, {"n_components": 501}, {"n_components": 2.5}, {"sample": "some"}]
)
def test_parameters_are_checked(wrong):
    with pytest.raises(ParameterError, match="SignalParams"):
        SignalParams(**wrong)
    assert SignalParams.from_dict(BOTH.to_dict()) == BOTH


def test_progress_grows_to_the_end(result):
    told = []
    compute_signals(result, params=BOTH, progress=lambda done, total: told.append((done, total)))
    done = [d for d, _ in told]
    assert done == sorted(done) and told[-1] == (10_000, 10_000)


def test_computed_again_it_is_the_same_and_can_be_kept(result, tmp_path):
    """What a run that was killed is replaced by: the bins are there, the rest is made again."""
    first = compute_signals(result, params=BOTH)
    again = compute_signals(open_result(result.path), params=BOTH)
    assert first.digest == again.digest
    at_once = compute_signals(result, params=BOTH, workers=3)
    assert at_once.digest == first.digest
    with pytest.raises(ParameterError, match="workers"):
        compute_signals(result, workers=0)
    first.save(tmp_path / "s")
    assert FacialSignals.load(tmp_path / "s").digest == first.digest


def test_an_interrupted_pass_goes_on_and_gives_the_same(result, frames, tmp_path):
    class Stopped(Exception):
        pass

    def stop(done, total):
        if done > total // 2:
            raise Stopped

    with pytest.raises(Stopped):
        passed(frames, tmp_path / "o", progress=stop)
    resumed = passed(frames, tmp_path / "o")
    assert 0 < resumed.provenance["computed_frames"] < N
    assert (
        compute_signals(resumed, params=BOTH).digest == compute_signals(result, params=BOTH).digest
    )
