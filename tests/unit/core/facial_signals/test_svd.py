"""Decompositions against numpy's own, on few and on many bins and rows, easy and hard."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.facial_signals import merged, svd
from element_mouseface.core.facial_signals.merged import merged_basis
from element_mouseface.core.facial_signals.rows import BinCache, CenteredRows, tally
from element_mouseface.core.facial_signals.svd import decompose, project
from tests.unit.core.arrays import ZarrRows


def planted(n_frames, n_bins, patterns=60, noise=6.0, seed=0):
    """Bin sums: patterns of falling strength, and noise; (frames, 1, bins) of uint16."""
    rng = np.random.default_rng(seed)
    time = rng.standard_normal((n_frames, patterns)) * 250 / (1 + np.arange(patterns))
    space = rng.standard_normal((patterns, n_bins))
    sums = 2000 + time @ space + noise * rng.standard_normal((n_frames, n_bins))
    return sums.clip(0, 4080).astype(np.uint16)[:, None]


def rows_of(sums, motion=False, missing=(), frames=None):
    gone = np.isin(np.arange(len(sums)), missing)
    cache = BinCache(sums, gone)
    places = np.arange(cache.n_bins)
    found = tally(cache, places, motion, cache.frames(motion))
    average = found.of_bins / max(found.n_rows, 1)
    return CenteredRows(cache, places, motion, average, found.of_frames, frames)


def in_memory(sums, motion=False):
    """The centered matrix, in float64."""
    plain = sums.reshape(len(sums), -1).astype(np.float64)
    if motion:
        plain = np.abs(np.diff(plain, axis=0))
    plain = plain - plain.mean(0)
    return plain - plain.mean(1, keepdims=True)


def exact(matrix, count):
    """Leading singular values and directions (count, bins), by the smaller product."""
    if matrix.shape[1] <= matrix.shape[0]:
        squares, vectors = np.linalg.eigh(matrix.T @ matrix)
        directions = vectors[:, ::-1][:, :count].T
    else:
        squares, vectors = np.linalg.eigh(matrix @ matrix.T)
        directions = np.linalg.qr(matrix.T @ vectors[:, ::-1][:, :count])[0].T
    return np.sqrt(np.maximum(squares[::-1][:count], 0)), directions


def least_cosine(masks, directions, up_to):
    """The smallest principal cosine of the first k of each, for every k."""
    cosines = masks[:up_to].astype(np.float64) @ directions[:up_to].T
    count = min(cosines.shape)
    return min(np.linalg.svd(cosines[:k, :k], compute_uv=False)[-1] for k in range(1, count + 1))


@pytest.mark.parametrize("motion", [False, True])
@pytest.mark.parametrize(("n_frames", "n_bins"), [(900, 300), (150, 700), (40, 2500)])
def test_through_the_covariance_it_is_numpys(n_frames, n_bins, motion):
    sums = planted(n_frames, n_bins)
    matrix = in_memory(sums, motion)
    masks, values, projections = decompose(rows_of(sums, motion), 100)
    true_values, directions = exact(matrix, len(values))
    assert len(values) == min(100, n_frames - 1 - motion, n_bins - 1)
    np.testing.assert_allclose(values, true_values, rtol=1e-4)
    assert least_cosine(masks, directions, 50) > 0.9999
    np.testing.assert_allclose(masks @ masks.T, np.eye(len(masks)), atol=1e-5)
    np.testing.assert_allclose(projections, matrix @ masks.T, atol=1e-3 * values[0] / 30)
    assert (masks.max(1) >= -masks.min(1)).all()


@pytest.mark.parametrize("components", [1, 60, 500])
def test_the_krylov_space_is_exact_where_it_must_be(monkeypatch, components):
    monkeypatch.setattr(svd, "_SMALL", 200)
    sums = planted(900, 1100, patterns=40)
    matrix = in_memory(sums)
    masks, values, projections = decompose(rows_of(sums), components)
    true_values, directions = exact(matrix, components)
    assert len(values) == components
    leading = min(components, 50)
    assert least_cosine(masks, directions, leading) > 0.9999
    patterns = min(components, 40)
    np.testing.assert_allclose(values[:patterns], true_values[:patterns], rtol=1e-5)
    # The rest is noise, hardly apart, and iterated until it changes by about this much.
    np.testing.assert_allclose(values[:leading], true_values[:leading], rtol=5e-5)
    assert np.sum(values**2) >= np.sum(true_values**2) - 1e-4 * np.sum(matrix**2)
    np.testing.assert_allclose(projections, matrix @ masks.T, atol=1e-4 * values[0])


def test_noise_without_any_pattern_needs_restarts_and_is_exact(monkeypatch):
    """Neighboring singular values differ by a thousandth: the hardest case there is."""
    for name, value in (("_SMALL", 100), ("_BLOCK", 32), ("_ROOM", 160)):
        monkeypatch.setattr(svd, name, value)
    restarts = []
    restart = svd._Krylov._restart
    monkeypatch.setattr(svd._Krylov, "_restart", lambda *a: (restarts.append(1), restart(*a))[1])
    sums = np.random.default_rng(0).integers(0, 4000, (500, 1, 400), dtype=np.uint16)
    masks, values, _ = decompose(rows_of(sums), 20)
    true_values, directions = exact(in_memory(sums), 20)
    assert len(restarts) >= 2
    np.testing.assert_allclose(values, true_values, rtol=1e-5)
    assert least_cosine(masks, directions, 20) > 0.999


@pytest.mark.parametrize("small", [5, 2048])
def test_fewer_components_where_the_rank_is_lower(monkeypatch, small):
    monkeypatch.setattr(svd, "_SMALL", small)
    rng = np.random.default_rng(0)
    time = rng.integers(-3, 4, (300, 3)) * (100, 30, 9)
    sums = (1000 + time @ rng.integers(-2, 3, (3, 250))).astype(np.uint16)[:, None]
    masks, values, _ = decompose(rows_of(sums), 50)
    assert len(masks) == len(values) == 3
    np.testing.assert_allclose(values, exact(in_memory(sums), 3)[0], rtol=1e-5)


@pytest.mark.parametrize("small", [5, 2048])
def test_nothing_moves_and_there_is_no_component(monkeypatch, small):
    monkeypatch.setattr(svd, "_SMALL", small)
    still = np.full((30, 4, 5), 700, np.uint16)
    for motion in (False, True):
        masks, values, projections = decompose(rows_of(still, motion), 10)
        assert masks.shape == (0, 20) and values.shape == (0,)
        assert projections.shape == (30 - motion, 0)


@pytest.mark.parametrize("motion", [False, True])
def test_rows_are_centered_and_missing_frames_have_none(motion):
    sums = planted(60, 90)
    rows = rows_of(sums, motion, missing=(0, 20, 21, 40))
    kept = np.setdiff1d(np.arange(60), (0, 20, 21, 40))
    if motion:
        kept = np.setdiff1d(kept, (1, 22, 41))
    np.testing.assert_array_equal(rows.frames, kept)
    plain = sums[:, 0].astype(float)
    expected = np.abs(plain[kept] - plain[kept - 1]) if motion else plain[kept]
    expected = expected - expected.mean(0)
    expected -= expected.mean(1, keepdims=True)
    got = np.concatenate([block.copy() for _, block in rows.blocks()])
    np.testing.assert_allclose(got, expected, atol=1e-3)
    tiled = np.concatenate([tile for _, tile in rows.tiles(columns=32)], axis=1)
    np.testing.assert_allclose(tiled, expected, atol=1e-3)


def test_bins_on_the_disk_give_what_bins_in_memory_give(tmp_path, monkeypatch):
    import zarr

    sums = planted(300, 80)
    zarr.create_array(tmp_path / "bins", data=sums, chunks=(64, 1, 80))
    held = decompose(rows_of(sums), 20)
    monkeypatch.setattr("element_mouseface.core.facial_signals.rows._HELD_BYTES", 0)
    monkeypatch.setattr("element_mouseface.core.facial_signals.rows._BLOCK_BYTES", 4 * 80 * 50)
    read = decompose(rows_of(ZarrRows(tmp_path / "bins")), 20)
    np.testing.assert_allclose(read[1], held[1], rtol=1e-6)
    assert least_cosine(read[0], held[0], 20) > 0.99999


# ---- Facemap's merged basis


def merged_in_memory(matrices, kept, components):
    """The same two steps with numpy's exact decomposition."""
    found = []
    for matrix in matrices:
        _, values, directions = np.linalg.svd(matrix, full_matrices=False)
        found.append(values[:kept, None] * directions[:kept])
    _, values, directions = np.linalg.svd(np.concatenate(found), full_matrices=False)
    return values[:components], directions[:components]


@pytest.mark.parametrize("n_bins", [120, 900])
@pytest.mark.parametrize("on_disk", [False, True])
def test_merging_is_that_of_exact_decompositions(monkeypatch, n_bins, on_disk):
    if on_disk:
        monkeypatch.setattr(merged, "_HELD_BYTES", 0)
    # Patterns that end well before the components kept: the random start plays no part.
    sums = planted(400, n_bins, patterns=20, noise=1.0)
    stretches = [rows_of(sums, frames=np.arange(a, a + 199)) for a in (1, 101, 201)]
    matrices = [np.concatenate([b.copy() for _, b in s.blocks()]) for s in stretches]
    masks, values = merged_basis(stretches, 60, 40)
    true_values, directions = merged_in_memory(matrices, 60, 40)
    np.testing.assert_allclose(values[:20], true_values[:20], rtol=1e-4)
    assert least_cosine(masks, directions, 20) > 0.9999
    np.testing.assert_allclose(masks @ masks.T, np.eye(len(masks)), atol=1e-4)
    np.testing.assert_allclose(
        np.linalg.norm(project(stretches[0], masks[:20])),
        np.linalg.norm(matrices[0] @ directions[:20].T),
        rtol=1e-4,
    )


def test_one_stretch_has_singular_values_and_unit_masks():
    """Of a short movie Facemap stores zeros, and masks times what should be there."""
    sums = planted(200, 300, patterns=20, noise=1.0)
    masks, values = merged_basis([rows_of(sums)], 500, 500)
    true_values, directions = exact(in_memory(sums), 20)
    np.testing.assert_allclose(values[:20], true_values, rtol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(masks, axis=1), 1, atol=1e-5)
    assert least_cosine(masks, directions, 20) > 0.9999
    assert len(values) == 199
