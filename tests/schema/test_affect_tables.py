"""Arousal and valences of a small film in tables, on a real server."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.affect import affect, column_source
from element_mouseface.core.store import open_result
from element_mouseface.errors import (
    FixedRowError,
    InputError,
    ParameterError,
    ResultError,
)
from tests.schema.affected import (
    CONTRAST,
    CURRENTS,
    EVENTS,
    HOG,
    PARAMS,
    SIGNS,
    N,
    film,
    recorded,
    with_features,
)
from tests.schema.faces import AFFECT, activated

pytestmark = pytest.mark.server

SOURCES = {"pupil": ("crop:intensity_mean", "pupil", 0.2), "wheel": "crop:haralick_contrast_mean"}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "affect", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def filmed(pipe):
    """The keys of the film, its pass, events and planted features."""
    key = recorded(pipe, film(pipe))
    task = pipe.hog.HOGTask.add(key, params=HOG)
    pipe.hog.HOGProcessing.populate(task)
    features, _ = with_features(pipe, key, 1)
    return {**key, **task, **features}


@pytest.fixture(scope="module")
def scheme(pipe):
    return pipe.aff.StimulusSign.add("own", SIGNS)


def ask(pipe, filmed, **more):
    given = {"signs": "own", "sources": SOURCES, "contrast": CONTRAST} | more
    return pipe.aff.AffectTask.add(filmed, PARAMS, **given)


@pytest.fixture(scope="module")
def made(pipe, filmed, scheme):
    key = ask(pipe, filmed)
    pipe.aff.Affect.populate(reserve_jobs=True)
    return key


def test_it_is_the_affect_that_the_function_makes(pipe, filmed, made):
    path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & filmed).fetch1("result_path")
    table = pipe.fea.FrameFeatures.open(filmed)
    due = affect(
        open_result(path),
        signs=SIGNS,
        sources=[
            column_source(table, "crop:intensity_mean", "pupil", "pupil", 0.2),
            column_source(table, "crop:haralick_contrast_mean", "wheel"),
        ],
        events=pipe.exp.EventSet.events(filmed),
        features=table,
        params=PARAMS,
        contrast=CONTRAST,
    )
    row = (pipe.aff.Affect & made).fetch1()
    found = pipe.aff.Affect.open(made)
    assert row["affect_digest"] == due.digest == found.digest
    assert row["affect_n_frames"] == N
    assert pipe.link.PROCESSED / row["affect_path"] not in pipe.rec.orphaned_folders()
    states = dict(zip(*(pipe.aff.Affect.Trace & made).to_arrays("affect_trace", "affect_state"),
                      strict=True))  # fmt: skip
    assert states == {"arousal": "ok", "positive": "ok", "negative": "ok"}
    for part, rows in (("Source", due.sources), ("Sign", due.stimuli), ("Trial", due.trials),
                       ("Motion", due.motion)):  # fmt: skip
        assert len(getattr(pipe.aff.Affect, part) & made) == len(rows) > 0
    trials = (pipe.aff.Affect.Trial & made).to_dicts(order_by="event_id")
    for told, one in zip(trials, due.trials, strict=True):
        assert told["trial_negative_estimate"] == pytest.approx(one.negative_estimate)
        assert (told["trial_sign"], told["trial_scored_by"]) == (one.sign, "held out")
    times_s, values, errors = pipe.aff.Affect.trace(made, "negative")
    np.testing.assert_array_equal(values, due.traces["negative"].values)
    assert len(times_s) == len(errors) == N
    assert pipe.aff.Affect.stale() == []


def test_sql_joins_the_current_to_negative_valence_in_the_first_second(pipe, made):
    """The mean over trials of each current, of frames within a second of the onset."""
    pipe.aff.AffectResponse.populate()
    events, response = pipe.exp.EventSet.Event, pipe.aff.AffectResponse.Event
    on = " AND ".join(f"r.{name} = e.{name}" for name in events().primary_key)
    answer = dj.conn().query(
        "SELECT e.event_amount, AVG(r.affect_response_mean), COUNT(*) "
        f"FROM {response().full_table_name} r JOIN {events().full_table_name} e ON {on} "
        "WHERE r.event_window = 'first_second' AND r.affect_trace = 'negative' "
        "AND e.stimulus = 'tail_shock' GROUP BY e.event_amount ORDER BY e.event_amount"
    )
    rows = answer.fetchall()
    found = pipe.aff.Affect.open(made)
    trace = found.traces["negative"]
    due = {}
    for name, start, _, *more in EVENTS:
        if name == "tail_shock":
            inside = (found.times_s >= start) & (found.times_s < start + 1)
            due.setdefault(more[1], []).append(max(0.0, np.nanmean(trace.unbounded[inside])))
    assert [row[0] for row in rows] == sorted(set(CURRENTS)) == sorted(due)
    for current, mean, count in rows:
        # by SQL over all trials; weighted by the duration of frames, which is nearly the same
        assert count == 3 and float(mean) == pytest.approx(np.mean(due[current]), abs=0.05)
    # the same as one expression of tables
    query = response * events & made & {"event_window": "first_second", "stimulus": "tail_shock"}
    by = dj.U("event_amount", "affect_trace").aggr(query, m="avg(affect_response_mean)")
    told = {(r["event_amount"], r["affect_trace"]): r["m"] for r in by.to_dicts()}
    assert told[0.1, "negative"] == pytest.approx(float(rows[0][1]))
    assert told[0.3, "positive"] < 0.5 < told[0.3, "negative"]
    windows = set((pipe.aff.AffectResponse & made).to_arrays("event_window"))
    assert windows == set(pipe.exp.EventWindow().to_arrays("event_window"))
    pipe.exp.EventWindow.add("late", 0.5, 1.0)
    pipe.aff.AffectResponse.populate()
    assert pipe.aff.AffectResponse & made & {"event_window": "late"}


def test_tasks_are_known_by_their_content(pipe, filmed, scheme, made):
    assert ask(pipe, filmed) == ask(pipe, filmed, signs=scheme) == made
    others = [
        ask(pipe, filmed, signs=None),
        ask(pipe, filmed, sources=None),
        ask(pipe, filmed, sources={"pupil": "crop:intensity_mean"}),
        ask(pipe, filmed, contrast=None),
    ]
    assert len({one["affect_task_id"] for one in (made, *others)}) == 5
    # another stimulus of the scheme that is not in the events changes nothing
    pipe.aff.StimulusSign.add("own", {"quinine": ("negative", "bitter")})
    assert ask(pipe, filmed) == made
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.AffectTask.update1({**made, "affect_n_sources": 1})
    for part, edit in (("Source", {"asked_source_lag_s": 0.3}), ("", {"affect_n_signs": 1})):
        edited = getattr(pipe.aff.AffectTask, part) if part else pipe.aff.AffectTask
        stored = dj.FreeTable(dj.conn(), edited.full_table_name)
        row = (stored & made).to_dicts(order_by="KEY")[0]
        stored.update1({**row, **edit})
        with pytest.raises(FixedRowError, match="AffectTask was edited"):
            pipe.aff.AffectTask.check(made)
        stored.update1(row)
    pipe.aff.AffectTask.check(made)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signs": None, "sources": None}, "nothing to make"),
        ({"signs": "nobody's"}, "no scheme"),
        ({"signs": {"scheme": "own"}}, "names no scheme"),
        ({"sources": {"pupil": ("crop:intensity_mean", "nose")}}, "unknown kind"),
        ({"sources": {"pupil": 3}}, "cannot be used"),
        ({"sources": {"": "crop:intensity_mean"}}, "cannot be used"),
        ({"sources": {"a": "x:y", "A": "x:y"}}, "same name"),
        ({"sources": {"pupil": {"column": "x:y", "lag": 1}}}, "cannot be used"),
        ({"sources": {"pupil": ("x:y", "pupil", 99.0)}}, "cannot be used"),
        ({"signal_kinds": ["pupil"]}, "there are none"),
        ({"signal_kinds": ["nose"]}, "no such kind"),
        ({"ratings": {"joy": {}}}, "no such trace"),
        ({"ratings": {"arousal": {"frame_target_id": 99}}}, "no FrameTarget"),
        ({"contrast": {"magic": 1}}, "magic"),
        ({"prototypes": {"prototype_set_id": 99}}, "no PrototypeTask"),
    ],
)
def test_what_cannot_be_made_is_refused(pipe, filmed, scheme, change, words):
    before = len(pipe.aff.AffectTask())
    with pytest.raises(InputError, match=words):
        ask(pipe, filmed, **change)
    assert len(pipe.aff.AffectTask()) == before


def test_signs_without_stimuli_and_columns_without_features_are_refused(pipe, filmed, scheme):
    pipe.aff.StimulusSign.add("tastes", {"salt": ("negative", "bitter")})
    with pytest.raises(ParameterError, match="No stimulus of the events is signed"):
        ask(pipe, filmed, signs="tastes")
    pipe.aff.StimulusSign.add("blank", {"sucrose": ("neutral", "nobody cares")})
    with pytest.raises(ParameterError, match="sucrose: neutral"):
        ask(pipe, filmed, signs="blank")
    alone = {name: value for name, value in filmed.items() if name != "feature_task_id"}
    with pytest.raises(ParameterError, match="no features are named"):
        ask(pipe, alone)


def test_affect_that_is_gone_or_stale_is_told(pipe, filmed, made):
    folder = pipe.link.PROCESSED / (pipe.aff.Affect & made).fetch1("affect_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.Affect.open(made)
    assert folder.name in [row["path"].split("/")[-1] for row in pipe.rec.missing_folders()]
    away.rename(folder)
    with pytest.raises(FixedRowError, match="are results"):
        pipe.aff.Affect.Trial.update1({**made, "event_id": 0, "trial_negative": 3.0})
    for table, column, words in (
        (pipe.hog.HOGProcessing, "result_digest", "the descriptors are other ones now"),
        (pipe.fea.FrameFeatures, "features_digest", "the features are other ones now"),
    ):
        stored = dj.FreeTable(dj.conn(), table.full_table_name)
        own = {name: filmed[name] for name in table().primary_key}
        digest = (stored & own).fetch1(column)
        stored.update1({**own, column: "0" * 64})
        assert pipe.aff.Affect.stale() == [{**made, "reason": words}]
        stored.update1({**own, column: digest})
    assert pipe.aff.Affect.stale() == []
