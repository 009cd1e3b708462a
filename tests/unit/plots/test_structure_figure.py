"""The figure of structure without labels: what is drawn is what was found."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.structure import StructureParams, structure
from element_mouseface.plots.structure import structure_figure
from tests.unit.core.frame_models.planted import defined
from tests.unit.plots.texts import faults, shown_texts

EVENTS = Events.from_rows([(("cat$", "dog_1")[k % 2], 4.0 + 6 * k, 6.0 + 6 * k) for k in range(16)])
QUICK = StructureParams(
    frames=150, counting_frames=120, surrogates=49, level=0.02, permutations=19, margin_s=1.0
)


def table(depth: float) -> FrameTable:
    """Three places, one for each stimulus and one for the baseline."""
    rng = np.random.default_rng(0)
    times_s = np.arange(1000) / 10
    place = np.zeros(1000, int)
    for k, name in enumerate(EVENTS.names, start=1):
        place[EVENTS.frames(times_s, name)] = k
    values = depth * np.eye(3)[place] @ rng.standard_normal((3, 6)) + rng.standard_normal((1000, 6))
    names = tuple(f"x:f{k}" for k in range(6))
    return FrameTable(names, values, times_s=times_s, about={"columns": defined(6)})


@pytest.fixture(scope="module")
def found():
    return structure(table(5.0), EVENTS, params=dataclasses.replace(QUICK, methods=("tsne",)))


def words(figure) -> str:
    return "\n".join(text.get_text() for text in shown_texts(figure))


def test_the_matrix_is_in_the_order_of_the_tree_and_clusters_are_numbered(found, tmp_path):
    path = tmp_path / "structure.png"
    figure = structure_figure(found, title="Frames of a $mouse$", path=path)
    assert path.stat().st_size > 20_000 and not faults(figure)
    matrix = figure.axes[0].get_images()[0].get_array()
    due = found.correlation[np.ix_(found.order, found.order)]
    np.testing.assert_allclose(matrix, due)
    assert found.n_clusters == 3
    told = words(figure)
    assert all(one in told for one in ("cat$", "dog_1", "baseline", "3 clusters, by the rule"))
    scatter = next(axes for axes in figure.axes if axes.get_xlabel() == "t-SNE 1")
    drawn = np.concatenate([part.get_offsets() for part in scatter.collections])
    assert sorted(map(tuple, drawn)) == sorted(map(tuple, found.coordinates["tsne"]))


def test_no_clusters_and_no_events_are_drawn_too(tmp_path):
    nothing = structure(table(0.0), params=QUICK)
    figure = structure_figure(nothing, path=tmp_path / "nothing.svg")
    assert nothing.n_clusters == 1 and "no clusters" in words(figure) and not faults(figure)
