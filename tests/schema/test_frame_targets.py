"""What is known about frames, as rows: values, categories, trials; and where they come from."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.errors import FixedRowError, InputError, ParameterError
from tests.schema.faces import activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

N = 40
#: at ten frames a second
EVENTS = [("sucrose", 0.5, 1.0), ("quinine", 2.0, 2.5), ("water", 3.0, 3.5)]
SCHEMAS = ("recording", "descriptors", "behavior", "expression", "frame_models")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "targets", SCHEMAS) as modules:
        path = movie(linking.RAW / "targets.mp4", n=N, fps=10)
        modules.key = insert_movie(modules, path)
        yield modules


def test_values_come_back_and_the_same_ones_are_found_again(pipe):
    rating = np.sin(np.arange(N) / 3)
    rating[5:9] = np.nan
    add = pipe.mod.FrameTarget.add
    key = add(pipe.key, rating, name="rating", kind="continuous", trials=[(0, 20), (20, 40)])
    found = pipe.mod.FrameTarget.values(key)
    np.testing.assert_array_equal(found.values, rating)
    assert found.trials.tolist() == [[0, 20], [20, 40]]
    row = (pipe.mod.FrameTarget & key).fetch1()
    assert (row["target_n_frames"], row["target_n_known"]) == (N, N - 4)
    assert row["target_mean"] == pytest.approx(np.nanmean(rating))
    given = [None if np.isnan(one) else one for one in rating]
    same = {"name": "rating", "kind": "continuous"}
    assert add(pipe.key, given, trials=[(20, 40), (0, 20)], **same) == key
    # without trials it is another target
    assert add(pipe.key, rating, **same) != key


def test_names_are_categories_in_a_stated_order(pipe):
    words = ["low"] * 10 + ["high"] * 10 + [None] * 10 + ["middle"] * 10
    add = pipe.mod.FrameTarget.add
    with pytest.raises(ParameterError, match="order of the categories"):
        add(pipe.key, words, name="rated", kind="ordinal")
    order = ["low", "middle", "high"]
    key = add(pipe.key, words, name="rated", kind="ordinal", categories=order)
    found = pipe.mod.FrameTarget.values(key)
    assert found.categories == tuple(order)
    due = np.repeat([0, 2, np.nan, 1], 10)
    np.testing.assert_array_equal(found.values, due)
    rows = (pipe.mod.FrameTarget.Category & key).to_dicts(order_by="target_category_no")
    assert [(r["target_category"], r["target_category_n_frames"]) for r in rows] == [
        ("low", 10),
        ("middle", 10),
        ("high", 10),
    ]
    assert add(pipe.key, due, name="rated", kind="ordinal", categories=order) == key


@pytest.mark.parametrize(
    ("values", "more", "words"),
    [
        (np.zeros(N - 1), {}, "another number of frames"),
        (np.full(N, np.nan), {}, "no known value"),
        (np.full(N, 0.5), {"kind": "binary"}, "from 0 to 1"),
        (["much"] * N, {}, "cannot be used"),
        (["a", "b"] * (N // 2), {"kind": "category", "categories": ("a", "c")}, "no category"),
        (["a", "A"] * (N // 2), {"kind": "category"}, "capitals or accents"),
        (np.zeros(N), {"trials": [(0, 20), (10, 30)]}, "without overlap"),
        (np.zeros(N), {"trials": [(0, N + 1)]}, "within 40 frames"),
        (np.zeros(N), {"trials": 3}, "cannot be used"),
        (np.zeros((N, 2)), {}, "one value a frame"),
        (np.zeros(N), {"name": "x" * 65}, "too long"),
        (np.zeros(N), {"name": ""}, "needs a name"),
        (np.zeros(N), {"kind": "rating"}, "unknown kind"),
    ],
)
def test_what_cannot_be_learned_is_refused_and_nothing_is_stored(pipe, values, more, words):
    before = len(pipe.mod.FrameTarget())
    with pytest.raises(InputError, match=words):
        pipe.mod.FrameTarget.add(
            pipe.key, values, **{"name": "rating", "kind": "continuous"} | more
        )
    assert len(pipe.mod.FrameTarget()) == before


def test_events_say_which_stimulus_is_in_a_frame_and_are_trials(pipe):
    events = pipe.exp.EventSet.add(pipe.key, EVENTS)
    add = pipe.mod.FrameTarget.add_events
    times_s = pipe.exp.EventSet.times(events)
    key = add(events, stimuli=["sucrose", "quinine"])
    found = pipe.mod.FrameTarget.values(key)
    due = np.full(N, np.nan)
    due[(times_s >= 0.5) & (times_s < 1.0)] = 0
    due[(times_s >= 2.0) & (times_s < 2.5)] = 1
    np.testing.assert_array_equal(found.values, due)
    assert found.categories == ("sucrose", "quinine")
    assert found.trials.tolist() == [[5, 10], [20, 25]]
    assert (pipe.mod.FrameTarget & key).fetch1("target_source") == "events"
    # with rest, each trial begins where the one before it ends
    rest = pipe.mod.FrameTarget.values(add(events, stimuli=["sucrose", "quinine"], rest="rest"))
    assert rest.categories == ("sucrose", "quinine", "rest")
    assert rest.trials.tolist() == [[0, 10], [10, N]]
    water = (times_s >= 3.0) & (times_s < 3.5)
    assert np.isnan(rest.values[water]).all()
    assert (rest.values[np.isnan(due) & ~water] == 2).all()
    # two windows over one frame: it is neither's
    pipe.exp.EventWindow.add("long", 0, 1.7)
    both = pipe.mod.FrameTarget.values(add(events, window="long"))
    assert both.categories == ("quinine", "sucrose", "water")
    frames = np.flatnonzero(np.isnan(both.values[5:]))
    np.testing.assert_array_equal(frames + 5, [20, 21, *range(30, 37)])
    for wrong in ({"stimuli": ["shock"]}, {"window": "never"}):
        with pytest.raises(ParameterError):
            add(events, **wrong)
    with pytest.raises(ParameterError, match="no events"):
        add(pipe.exp.EventSet.without_events(pipe.key))


def test_labels_say_whether_a_behavior_is_in_a_frame(pipe):
    ethogram = Ethogram.of(["licking", "grooming"])
    labels = Labels(
        ethogram, N, {"licking": [(3, 8)]}, {"licking": [(0, 30)], "grooming": [(0, 10)]}
    )
    key = pipe.beh.LabelSet.add(pipe.key, labels, labeler="ak")
    found = pipe.mod.FrameTarget.values(pipe.mod.FrameTarget.add_labels(key, "licking"))
    due = np.zeros(N)
    due[3:8], due[30:] = 1, np.nan
    np.testing.assert_array_equal(found.values, due)
    assert (found.name, found.kind) == ("licking", "binary")
    with pytest.raises(ParameterError, match="no such behavior"):
        pipe.mod.FrameTarget.add_labels(key, "sniffing")


@pytest.mark.parametrize("part", ["Values", "Category", "Trial"])
def test_edited_rows_are_found(pipe, part):
    words = ["a", "b"] * (N // 2)
    key = pipe.mod.FrameTarget.add(
        pipe.key, words, name=f"edited {part}", kind="category", trials=[(0, 9), (20, 40)]
    )
    table = getattr(pipe.mod.FrameTarget, part)
    stored = dj.FreeTable(dj.conn(), table.full_table_name)
    row = (table & key).to_dicts()[0]
    edit = {
        "Values": lambda: stored.update1({**row, "target_values": np.ones(N)}),
        "Category": lambda: (stored & {**key, "target_category": "b"}).delete_quick(),
        "Trial": lambda: stored.update1({**row, "target_trial_stop_frame": 8}),
    }
    edit[part]()
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.mod.FrameTarget.values(key)
    with pytest.raises(FixedRowError):
        table.insert1(row)
