"""Principal components against scikit-learn; coordinates by seed and by number of threads."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

from element_mouseface.core.learning.parallel import in_threads
from element_mouseface.core.structure import StructureParams, structure
from element_mouseface.core.structure.embedding import (
    principal_components,
    tsne_coordinates,
    umap_coordinates,
)
from element_mouseface.errors import DependencyError, InputError


def numbers(n=90, p=40):
    rng = np.random.default_rng(0)
    places = rng.standard_normal((3, p)) * 3
    return places[np.arange(n) % 3] + rng.standard_normal((n, p))


@pytest.mark.parametrize("shape", [(90, 40), (40, 90)])
def test_components_are_scikit_learns(shape):
    given = numbers(*shape)
    scores, explained = principal_components(given, 5)
    due = PCA(5, svd_solver="full").fit(given)
    assert np.allclose(np.abs(scores), np.abs(due.transform(given)), atol=1e-6)
    assert np.allclose(explained, due.explained_variance_ratio_)
    assert (scores[np.abs(scores).argmax(axis=0), np.arange(5)] > 0).all()


def test_there_are_no_more_components_than_the_frames_have():
    flat = np.outer(np.arange(30.0), np.ones(8))
    scores, explained = principal_components(flat, 5)
    assert scores.shape == (30, 1) and explained == pytest.approx([1])
    with pytest.raises(InputError, match="the same"):
        principal_components(np.ones((30, 8)), 5)


def test_a_seed_gives_the_same_bits_in_one_and_two_threads():
    scores, _ = principal_components(numbers(), 5)
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads), in_threads(1) as run:
            found += run(lambda one: tsne_coordinates(one, StructureParams()), [scores])
    assert found[0].shape == (90, 2) and np.array_equal(*found)
    # frames of one place are neighbors
    group = np.arange(90) % 3
    apart = np.linalg.norm(found[0][:, None] - found[0][None], axis=2) + np.eye(90) * 1e9
    assert (group[apart.argmin(axis=1)] == group).mean() > 0.9


def ours(name):
    return name.partition(".")[0] in ("umap", "pynndescent")


@pytest.fixture
def uncompiled(monkeypatch):
    """UMAP as plain Python: compiling takes longer than all other tests here."""
    numba = pytest.importorskip("numba")
    if importlib.util.find_spec("umap") is None:
        pytest.skip("umap-learn is not installed")
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")  # numba reads it again now and then
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
    before = {name: sys.modules.pop(name) for name in [*sys.modules] if ours(name)}
    yield
    for name in [name for name in sys.modules if ours(name)]:
        del sys.modules[name]  # the next one to import it has it compiled
    sys.modules.update(before)


def test_umap_gives_the_same_bits_and_keeps_groups_apart(uncompiled):
    scores = np.random.default_rng(0).standard_normal((16, 5)) + 8 * (np.arange(16)[:, None] < 8)
    first, again = (umap_coordinates(scores, StructureParams(neighbors=3)) for _ in range(2))
    assert first.shape == (16, 2) and np.array_equal(first, again)
    middles = first[:8].mean(axis=0), first[8:].mean(axis=0)
    spread = max(first[:8].std(), first[8:].std())
    assert np.linalg.norm(middles[0] - middles[1]) > spread, first


def test_umap_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DependencyError, match=r"element-mouseface\[umap\]"):
        umap_coordinates(numbers(), StructureParams())
    with pytest.raises(DependencyError, match="umap-learn"):
        structure("nothing is opened", params=StructureParams(methods=("umap",)))
