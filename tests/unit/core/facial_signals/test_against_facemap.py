"""Native signals against Facemap 1.0.8 run for real: the arrays in tests/data/facemap.

Facemap was run with one region at a time (tests/facemap); here all regions of a
movie come from one pass.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import eigh

from element_mouseface import extract, open_video
from element_mouseface.core.facial_signals.extractor import BINS, BinExtractor
from element_mouseface.core.facial_signals.native import SignalParams, compute_signals
from element_mouseface.core.facial_signals.regions import Regions
from element_mouseface.core.facial_signals.rows import BinCache, CenteredRows, tally
from element_mouseface.core.facial_signals.svd import decompose
from element_mouseface.params import Crop, HOGParams
from tests.facemap.movies import planted_luma, write_lossless
from tests.facemap.runs import RUNS, SBIN

KEPT = Path(__file__).resolve().parents[3] / "data" / "facemap"
ONE_CELL = (HOGParams(pixels_per_cell=(32, 32)), Crop(width=32, height=32))
KINDS = ("motion", "movie")


def runs_of(start):
    """Runs of one movie, by the region each was made with."""
    named = {run.name: run for run in RUNS if run.name.startswith(start)}
    return {name: run for name, run in named.items() if len(run.regions.regions) < 2}


class Movie:
    """One pass over a movie with all regions, and its signals."""

    def __init__(self, path, folder, runs):
        drawn = [run.regions.regions[0] for run in runs.values() if run.regions.regions]
        self.regions = Regions(tuple(drawn))
        reader = open_video(path)
        size = reader.info.height_px, reader.info.width_px
        extractor = BinExtractor(self.regions, SBIN, *size, luma_table=reader.luma_table)
        self.result = extract(reader, folder, *ONE_CELL, workers=1, extractors=[extractor])
        self.facemaps = compute_signals(
            self.result, params=SignalParams(movie_svd=True, sample="facemap")
        )

    def region(self, run):
        """The region that a run was made with."""
        name = run.regions.regions[0].name if run.regions.regions else "full frame"
        return next(r for r in self.facemaps.regions if r.roi_name == name)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    path = write_lossless(folder / "m.avi", planted_luma(2300))
    runs = runs_of("planted_full") | runs_of("planted_box")
    return Movie(path, folder / "o", runs)


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    folder = tmp_path_factory.mktemp("short")
    path = write_lossless(folder / "m.avi", planted_luma(600, seed=2))
    return Movie(path, folder / "o", runs_of("planted_short"))


@pytest.fixture(scope="module")
def face(shared, tmp_path_factory):
    path = shared / "face_crf19" / "face.mp4"
    return Movie(path, tmp_path_factory.mktemp("face") / "o", runs_of("crf19"))


def kept(name):
    path = KEPT / f"{name}.npz"
    if not path.exists():
        pytest.skip(f"no {path.name} in tests/data/facemap: make test-facemap")
    with np.load(path) as arrays:
        return dict(arrays)


def aligned(motion):
    """Facemap's motion at its frame: its first 500 values are one frame early."""
    motion, first = motion.astype(np.float64), min(500, len(motion))
    return np.concatenate([[np.nan], motion[: first - 1], motion[first:]])


def cosines(masks, other):
    """The smallest principal cosine of the first k masks of each, for every k."""
    masks, other = (m.reshape(len(m), -1).astype(np.float64) for m in (masks, other))
    products = masks @ np.linalg.qr(other.T)[0]
    counts = range(1, len(other) + 1)
    return np.array([np.linalg.svd(products[:k, :k], compute_uv=False)[-1] for k in counts])


def correlations(projections, other):
    pairs = zip(projections.T.astype(np.float64), other.T.astype(np.float64), strict=True)
    return np.array([abs(np.corrcoef(a, b)[0, 1]) for a, b in pairs])


MOVIES = {"planted": ("planted_full", "planted_box"), "short": ("planted_short",)}
MOVIES["face"] = ("crf19_full", "crf19_eye", "crf19_whiskers", "crf19_mouth")
CASES = [(movie, name) for movie, names in MOVIES.items() for name in names]


@pytest.fixture(params=CASES, ids=[name for _, name in CASES])
def case(request):
    """The movie, the signals of one region, and what Facemap gave for it alone."""
    movie_name, name = request.param
    arrays = kept(name)
    movie = request.getfixturevalue(movie_name)
    return movie, movie.region(next(run for run in RUNS if run.name == name)), arrays


def test_motion_is_facemaps_from_the_first_chunk_on(case):
    _, region, facemap = case
    np.testing.assert_allclose(region.motion, aligned(facemap["motion"]), rtol=1e-6)


def test_averages_are_facemaps(case):
    movie, _, facemap = case
    for name in ("avgframe", "avgmotion"):
        if name in facemap:
            mine = getattr(movie.facemaps, name)[0]
            np.testing.assert_allclose(mine, facemap[name], rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_components_are_facemaps(case, kind):
    _, region, facemap = case
    mine = getattr(region, f"{kind}_svd")
    if f"{kind}_masks" in facemap:
        least = cosines(mine.masks, facemap[f"{kind}_masks"])
        assert least[:50].min() >= 0.999 and least.min() >= 0.98
    frames, theirs = facemap[f"{kind}_frames"], facemap[f"{kind}_projections"]
    found = correlations(mine.projections[frames, : theirs.shape[1]], theirs)
    assert found[:50].min() >= 0.999 and found.min() >= 0.98


@pytest.mark.parametrize("kind", KINDS)
def test_singular_values_are_facemaps_and_there_in_short_movies(case, kind):
    _, region, facemap = case
    mine = getattr(region, f"{kind}_svd").singular_values[:100]
    # Of one stretch Facemap stores no singular values, and masks multiplied by them.
    place = f"{kind}_singular_values"
    theirs = facemap.get(place, facemap.get(f"{kind}_mask_norms"))
    if theirs is None:
        pytest.skip("Facemap stored none")
    apart = np.abs(mine[: len(theirs)] / theirs[: len(mine)].astype(np.float64) - 1)
    assert apart[:50].max() <= 1e-3 and apart.max() <= 5e-3


@pytest.fixture(scope="module")
def of_all_frames(planted):
    """Both kinds of signals, decomposed over every frame."""
    return compute_signals(planted.result, params=SignalParams(movie_svd=True))


@pytest.mark.parametrize("kind", KINDS)
def test_all_frames_explain_no_less_than_facemaps_sample(planted, of_all_frames, kind):
    for mine, facemaps in zip(of_all_frames.regions, planted.facemaps.regions, strict=True):
        one, two = (getattr(r, f"{kind}_svd") for r in (mine, facemaps))
        rows = one.projections[np.isfinite(one.projections[:, 0])].astype(np.float64)
        others = two.projections[np.isfinite(two.projections[:, 0])].astype(np.float64)
        np.testing.assert_allclose((rows**2).sum(0), one.singular_values**2, rtol=1e-3)
        explained = [np.cumsum(((p - p.mean(0)) ** 2).sum(0)) for p in (rows, others)]
        count = min(map(len, explained))
        total = _total(planted.result, mine, kind)
        worse = (explained[1][:count] - explained[0][:count]) / total
        assert worse.max() < 1e-3


def _total(result, region, kind):
    bins = np.asarray(result.array(BINS)).astype(np.float64) / SBIN**2
    rows = bins[:, region.yrange_bin][:, :, region.xrange_bin].reshape(len(bins), -1)
    rows = np.abs(np.diff(rows, axis=0)) if kind == "motion" else rows
    rows = rows - rows.mean(0)
    return np.sum((rows - rows.mean(1, keepdims=True)) ** 2)


@pytest.mark.parametrize("kind", KINDS)
def test_all_frames_of_a_real_face_against_an_exact_decomposition(face, kind):
    """Bins of 8 pixels, so that numpy can decompose all of them in a second or two."""
    fine = np.asarray(face.result.array(BINS)).astype(np.uint16)
    n_frames, rows, columns = fine.shape
    sums = fine.reshape(n_frames, rows // 2, 2, columns // 2, 2).sum((2, 4), dtype=np.uint16)
    cache = BinCache(sums, np.zeros(n_frames, bool))
    places, motion = np.arange(cache.n_bins), kind == "motion"
    found = tally(cache, places, motion, cache.frames(motion))
    centered = CenteredRows(cache, places, motion, found.of_bins / found.n_rows, found.of_frames)
    masks, values, _ = decompose(centered, 200)
    matrix = np.concatenate([block.astype(np.float64) for _, block in centered.blocks()])
    leading = (len(matrix) - 50, len(matrix) - 1)
    squares, vectors = eigh(matrix @ matrix.T, subset_by_index=leading)
    directions = np.linalg.qr(matrix.T @ vectors[:, ::-1])[0].T
    assert cosines(masks[:50], directions).min() >= 0.999
    np.testing.assert_allclose(values[:50], np.sqrt(squares[::-1][:50]), rtol=1e-4)
