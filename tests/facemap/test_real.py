"""Facemap's own results, as it writes them today: how they are read, and what is odd in them."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from element_mouseface import extract, open_video
from element_mouseface.core.facial_signals.facemap_engine import run_facemap
from element_mouseface.core.facial_signals.facemap_file import load_facemap
from element_mouseface.core.facial_signals.native import (
    SignalParams,
    compute_signals,
    extractors_for,
    smallest_pass,
)
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.running import shift_between, taper
from element_mouseface.errors import (
    CropError,
    ParameterError,
    VideoNotFoundError,
    VideoUnreadableError,
)

from .keep import KEPT, NOT_KEPT, small
from .movies import planted_luma, write_lossless
from .runs import RUNS, Run, movie_path

OUT = Path(os.environ.get("MOUSEFACE_FACEMAP", ""))
pytestmark = pytest.mark.skipif(
    "MOUSEFACE_FACEMAP" not in os.environ, reason="needs facemap's results: make test-facemap"
)


def stored(run: Run) -> dict[str, Any]:
    if not run.proc(OUT).exists():
        pytest.skip("no shared data")
    return np.load(run.proc(OUT), allow_pickle=True).item()


def named(name: str) -> Run:
    return next(run for run in RUNS if run.name == name)


def motion_of(luma: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    gray = np.clip(np.floor((luma.astype(float) - 16) * 255 / 219), 0, 255)
    n, height, width = gray.shape
    bins = gray.reshape(n, height // 4, 4, width // 4, 4).mean((2, 4))
    return np.abs(np.diff(bins, axis=0))[:, rows, columns].sum((1, 2))


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_what_is_read_is_what_is_stored(run):
    content, signals = stored(run), load_facemap(run.proc(OUT))
    assert signals.n_frames == max(map(len, content["motion"]))
    assert bool(signals.pupil) == bool(run.rois or run.regions.of("pupil"))
    for region in signals.regions:
        if run.motion:
            np.testing.assert_array_equal(region.motion, content["motion"][region.roi_no])
        for svd, kind in ((region.motion_svd, "mot"), (region.movie_svd, "mov")):
            if svd is not None:
                count = len(svd)
                projections = content[f"{kind}SVD"][region.roi_no]
                np.testing.assert_array_equal(svd.projections, projections[:, :count])
                masks = np.moveaxis(content[f"{kind}Mask_reshape"][region.roi_no], -1, 0)
                np.testing.assert_array_equal(svd.masks, masks[:count])
    assert [region.roi_name for region in signals.regions if region.roi_no] == [
        region.name for region in run.regions.of("motion")
    ]


@pytest.mark.parametrize(
    "run", [r for r in RUNS if not r.is_kept_whole and r.name not in NOT_KEPT], ids=lambda r: r.name
)
def test_the_kept_arrays_are_these(run):
    fresh = small(run.name, stored(run))
    with np.load(KEPT / f"{run.name}.npz") as kept:
        assert set(kept) == set(fresh)
        for part in ("motion", "avgframe", "avgmotion"):
            if part in fresh:
                np.testing.assert_allclose(fresh[part], kept[part], rtol=1e-5)
        for word in ("motion", "movie"):
            if f"{word}_singular_values" in fresh:
                values = (fresh[f"{word}_singular_values"], kept[f"{word}_singular_values"])
                np.testing.assert_allclose(values[0][:100], values[1][:100], rtol=1e-3)
            one, other = (a[f"{word}_projections"][:, :20].astype(float) for a in (fresh, kept))
            agreement = [abs(np.corrcoef(a, b)[0, 1]) for a, b in zip(one.T, other.T, strict=True)]
            assert min(agreement) > 0.999


def test_with_overlapping_regions_the_second_is_off_by_a_constant():
    run = named("planted_overlap")
    motion = load_facemap(run.proc(OUT), realigned=True).region(2).motion[1:]
    # bins as Facemap makes them of columns 40 to 99 and rows 20 to 79
    truth = motion_of(planted_luma(2300), slice(5, 19), slice(10, 25))
    off = motion - truth
    assert off.mean() < -100
    np.testing.assert_allclose(off, off.mean(), rtol=1e-3)
    first = load_facemap(run.proc(OUT), realigned=True).region(1).motion[1:]
    np.testing.assert_allclose(
        first, motion_of(planted_luma(2300), slice(0, 14), slice(0, 15)), rtol=1e-6
    )


def test_the_second_chunk_of_running_and_pupil():
    signals = load_facemap(named("pupil_long").proc(OUT))
    assert signals.n_frames == 620
    assert np.isfinite(signals.pupil[0].area).mean() > 0.95
    assert len(signals.running[0].shift) == len(signals.blink[0].area) == 620


def test_our_pupil_and_blink_are_facemaps():
    run = named("parts_apart")
    facemap = load_facemap(run.proc(OUT))
    reader = open_video(OUT / movie_path(OUT, "pupil_620.avi"))
    result = extract(
        reader,
        OUT / "parts_apart.zarr",
        *smallest_pass(reader.info.height_px, reader.info.width_px),
        extractors=extractors_for(reader, run.regions, 4),
    )
    ours = compute_signals(result, run.regions, SignalParams(motion_svd=False))
    (pupil,), (theirs,) = ours.pupil, facemap.pupil
    np.testing.assert_allclose(pupil.area, theirs.area, rtol=1e-4)
    np.testing.assert_allclose(pupil.com, theirs.com, atol=1e-3)
    np.testing.assert_allclose(pupil.area_smooth[15:-15], theirs.area_smooth[15:-15], rtol=1e-4)
    np.testing.assert_allclose(ours.blink[0].area, facemap.blink[0].area, rtol=1e-9)


def test_facemaps_running_is_no_shift_and_ours_is():
    """It throws its Fourier transforms away, so a planted shift is not in its numbers."""
    from facemap import running

    rng = np.random.default_rng(0)
    texture = rng.integers(0, 255, (120, 140)).astype(np.uint8)
    by = [(0, 0), (2, 3), (-1, 4), (3, -2), (0, 1)]
    at = np.cumsum(by, axis=0)
    frames = np.array([texture[30 + y : 90 + y, 30 + x : 110 + x] for y, x in at])
    planted = -np.array(by[1:])
    theirs = np.stack(running.process(frames), axis=1)
    assert not np.array_equal(theirs, planted)
    weights = taper(60, 80)
    ours = [shift_between(a, b, weights) for a, b in itertools.pairwise(frames)]
    np.testing.assert_allclose(ours, planted, atol=0.1)


def test_the_version_is_told(tmp_path):
    movie = write_lossless(tmp_path / "a.avi", planted_luma(30, 16, 16))
    signals = run_facemap([movie], tmp_path / "out", sbin=2)
    assert (signals.version, signals.engine, signals.n_frames) == ("1.0.8", "facemap", 30)
    assert (tmp_path / "out" / "a_proc.npy").exists()


def test_what_facemap_cannot_do_is_said_before(tmp_path):
    movie = write_lossless(tmp_path / "a.avi", planted_luma(30, 16, 16))
    ellipse = Regions((Region("round", "ellipse", ((0, 0), (12, 12))),))
    with pytest.raises(ParameterError, match="round"):
        run_facemap([movie], tmp_path, regions=ellipse)
    outside = Regions((Region.box("far", 8, 8, 16, 4),))
    with pytest.raises(CropError, match="far"):
        run_facemap([movie], tmp_path, regions=outside)
    with pytest.raises(VideoNotFoundError):
        run_facemap([tmp_path / "b.avi"], tmp_path)
    with pytest.raises(ParameterError, match="one recording"):
        run_facemap([[movie, movie], [movie]], tmp_path)
    (tmp_path / "c.avi").write_text("not a movie")
    with pytest.raises(VideoUnreadableError):
        run_facemap([tmp_path / "c.avi"], tmp_path)
    assert not list(tmp_path.glob("*_proc.npy"))
