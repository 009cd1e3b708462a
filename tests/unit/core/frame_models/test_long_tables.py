"""Models of tables that stay in their files are those of the tables in memory, to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.frame_features import file_rows, open_table, writing
from element_mouseface.core.frame_models import (
    FrameModelParams,
    attributions,
    event_table,
    held_out_attributions,
    partial_dependence,
    train_model,
)
from element_mouseface.core.frame_models.ranges import ranges_of
from element_mouseface.core.learning import Groups, LearningParams, Span, Target

from .planted import animals, score_of, table

ROWS, D = 300, 12
#: fewer than the features, so that they are screened; fewer than the rows, so that these are drawn
LEARNING = LearningParams(
    estimator="linear", beside=("boosted",), iterations=5, max_columns=8, max_samples=200
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Tables in memory, and the same in files of several groups of rows."""
    folder = tmp_path_factory.mktemp("tables")
    due = []
    for number, x in enumerate(animals(3, ROWS, D)):
        x[np.random.default_rng(number).random(x.shape) < 0.03] = np.nan
        due.append(table(x, flags=np.zeros(ROWS, int), about={"source": {"digest": str(number)}}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "ROWS", 64)
        paths = [one.write(folder / f"{k}.parquet") for k, one in enumerate(due)]
    return due, paths


def target(due):
    """Three classes, and rows of which nothing is known."""
    score = [score_of(np.nan_to_num(one.values)) for one in due]
    values = tuple(np.digitize(one, [-0.7, 0.7]) for one in score)
    known = tuple(np.arange(ROWS) % 10 > 0 for _ in due)
    return Target("stimulus", "category", values, known, ("low", "middle", "high"))


def trained(tables, **how):
    return train_model(
        tables,
        target(tables),
        Groups.of(3, animal=["a", "b", "c"]),
        params=FrameModelParams(permutations=19, importance_rows=60),
        learning=LEARNING,
        **how,
    )


@pytest.fixture(scope="module")
def both(tables):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_rows, "_kept", file_rows._Kept(0))
        own = trained([open_table(path) for path in tables[1]], workers=2)
    return trained(tables[0], workers=1), own


def test_a_model_of_files_is_that_of_tables_in_memory(both):
    due, own = both
    assert own.model.digest == due.model.digest and own.crossed.digest == due.crossed.digest
    assert own.model.background.tobytes() == due.model.background.tobytes()
    for part in ("metrics", "folds", "weights", "cluster_weights", "clusters", "findings"):
        assert repr(getattr(own, part)) == repr(getattr(due, part))

    assert own.model.about == due.model.about
    for one, other in zip(own.predictions, due.predictions, strict=True):
        assert one.probability.tobytes() == other.probability.tobytes()


def test_what_files_are_predicted_and_explained_to_be_is_the_same(both, tables):
    due, own = both
    for part, path in zip(tables[0], tables[1], strict=True):
        kept = open_table(path)
        assert (
            own.model.predict(kept).probability.tobytes()
            == due.model.predict(part).probability.tobytes()
        )
        assert own.model.notes_on(kept) == due.model.notes_on(part) != ()
        one, other = attributions(own.model, kept, most=40), attributions(due.model, part, most=40)
        assert one.values.tobytes() == other.values.tobytes()
    one, other = held_out_attributions(own, most=60), held_out_attributions(due, most=60)
    assert one.values.tobytes() == other.values.tobytes()
    (one,), (other,) = partial_dependence(own, ["x:f0"]), partial_dependence(due, ["x:f0"])
    assert one.folds.tobytes() == other.folds.tobytes()


def test_a_cluster_trains_on_files_what_one_process_does(both, tables):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        found = trained([open_table(path) for path in tables[1]], client=client)
    assert found.crossed.digest == both[0].crossed.digest
    assert found.model.digest == both[0].model.digest


@pytest.mark.parametrize("summary", ["mean", "median", "sd"])
def test_events_of_files_are_those_of_tables_in_memory(tables, summary):
    rows = [("a", 1.0, 3.0), ("b", 5.0, 5.4), ("a", 7.0, 20.0), ("b", 28.0, 31.0)]
    events = Events.from_rows(rows)
    how = {"window_s": (0.0, 2.5), "summary": summary, "baseline_s": (-1.0, 0.0)}
    for part, path in zip(tables[0], tables[1], strict=True):
        own, due = event_table(open_table(path), events, **how), event_table(part, events, **how)
        assert own.digest == due.digest and own.values.tobytes() == due.values.tobytes()


def test_ranges_of_trainings_are_those_of_their_rows(tables):
    due = tables[0]
    rng = np.random.default_rng(0)
    trainings = []
    for _ in range(5):
        edges = np.sort(rng.integers(0, ROWS, (3, 6)), axis=1)
        spans = [
            Span(n, int(a), int(b)) for n, own in enumerate(edges) for a, b in own.reshape(3, 2)
        ]
        trainings.append([span for span in spans if span.stop > span.first])
    found = ranges_of(Plain(due[0].names), due, [*trainings, []])
    for spans, one in zip(trainings, found, strict=False):
        x = np.concatenate([due[n].values[a:b] for n, a, b in spans]).astype(np.float32)
        assert one.total == len(x)
        np.testing.assert_array_equal(one.count, np.isfinite(x).sum(axis=0))
        np.testing.assert_array_equal(one.low, np.nanmin(x, axis=0))
        np.testing.assert_array_equal(one.high, np.nanmax(x, axis=0))
    assert found[-1].total == 0 and not found[-1].usable(0.5).any()


class Plain:
    """Columns as they are."""

    def __init__(self, names):
        self.names = names

    def rows(self, recording, first=0, stop=None):
        return recording.block(first, stop).astype(np.float32)
