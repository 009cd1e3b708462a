"""Decoders in tables, on a real server, against the same without a database.

The features are planted: tables that are loaded for recordings of one small film.
"""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface.core.decoding import DECODERS, DecodingParams, decode
from element_mouseface.core.learning import Groups
from element_mouseface.errors import FixedRowError, InputError, ResultError
from tests.schema.affected import EVENTS, film, recorded, with_features
from tests.schema.faces import AFFECT, activated

pytestmark = pytest.mark.server

ANIMALS = 3
PARAMS = DecodingParams(permutations=19, temporal=False, baseline_s=None)
LEARNING = {"beside": ()}
FACE, MOVEMENT = ["crop:edge_density"], {"movement": ["crop:haralick_contrast_mean"]}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "decoded", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def sources(pipe):
    """The keys of features and events of a recording of each of several mice, and the features."""
    path = film(pipe, "decoded.mp4")
    found = []
    for number in range(ANIMALS):
        key = recorded(pipe, path, f"d{number}")
        task, table = with_features(pipe, key, 20 + number)
        found.append(({**key, **task}, table))
    return found


def ask(pipe, recordings, **more):
    given = {"sources": [key for key, _ in recordings], "params": PARAMS, "learning": LEARNING}
    given |= {"columns": FACE, "beside": MOVEMENT} | more
    return pipe.aff.DecodingTask.add(**given)


@pytest.fixture(scope="module")
def made(pipe, sources):
    key = ask(pipe, sources)
    pipe.aff.Decoding.populate(reserve_jobs=True, make_kwargs={"workers": 1})
    return key


def test_it_is_what_the_function_tells(pipe, sources, made):
    rows = pipe.aff.DecodingTask.sources(made)
    given = {key["subject"]: (key, table) for key, table in sources}
    ordered = [given[row["subject"]] for row in rows]
    due = decode(
        [table.select(FACE) for _, table in ordered],
        [pipe.exp.EventSet.events(key) for key, _ in ordered],
        Groups.of(
            ANIMALS,
            animal=[row["decoding_animal"] for row in rows],
            session=[row["decoding_session"] for row in rows],
            movie=[f"{key['subject']}, 1, {key['recording_id']}" for key, _ in ordered],
        ),
        beside={"movement": [table.select(MOVEMENT["movement"]) for _, table in ordered]},
        columns=FACE,
        params=PARAMS,
        learning=DECODERS.from_dict({**DECODERS.to_dict(), **LEARNING}),
        workers=1,
    )
    found = pipe.aff.Decoding.open(made)
    assert found.learning == due.learning
    assert repr(found.metrics) == repr(due.metrics) and repr(found.amounts) == repr(due.amounts)
    assert found.about == due.about
    assert found.findings == due.findings
    row = (pipe.aff.Decoding & made).fetch1()
    assert (row["decoding_by"], row["decoding_classes"]) == (due.by, list(due.classes))
    assert row["decoding_n_trials"] == ANIMALS * len(EVENTS)
    assert pipe.link.PROCESSED / row["decoding_path"] not in pipe.rec.orphaned_folders()
    counts = {
        "Metric": sum(one.category is None for one in due.metrics),
        "Class": len(due.of_class()),
        "Confusion": len(due.confusion),
        "HeldOut": len(due.held_out),
        "Amount": len(due.amounts),
        "Copy": len(due.leakage),
    }
    for part, count in counts.items():
        assert len(getattr(pipe.aff.Decoding, part) & made) == count
    assert all(count for part, count in counts.items() if part != "Copy")
    assert pipe.aff.Decoding.stale() == []


def test_sql_tells_accuracy_by_mouse_left_out_beside_chance(pipe, made):
    metric = pipe.aff.Decoding.Metric
    answer = dj.conn().query(
        "SELECT decoding_group, decoding_value, decoding_chance, decoding_null_high "
        f"FROM {metric().full_table_name} WHERE decoding_left_out = 'animal' "
        "AND decoding_features = 'face' AND decoding_metric = 'balanced_accuracy' "
        f"AND decoding_id = {made['decoding_id']} ORDER BY decoding_group"
    )
    rows = answer.fetchall()
    found = pipe.aff.Decoding.open(made)
    assert [row[0] for row in rows] == ["", "d0", "d1", "d2"]
    for group, value, chance, _ in rows:
        due = found.metric("balanced_accuracy", left_out="animal", group=group)
        assert value == pytest.approx(due.value) and chance == pytest.approx(due.chance)
    # planted: the second column tells shocks from sucrose in every mouse
    assert rows[0][1] > 0.9 and rows[0][2] == pytest.approx(0.5) and rows[0][3] < 0.9
    # a held-out trial joins its event, and so its current
    right = pipe.aff.Decoding.HeldOut * pipe.exp.EventSet.Event & made & {
        "decoding_left_out": "animal", "decoding_features": "face", "stimulus": "tail_shock"
    }  # fmt: skip
    by = dj.U("event_amount").aggr(right, share="avg(decoded_right)", n="count(*)").to_dicts()
    told = {row["event_amount"]: (row["share"], row["n"]) for row in by}
    trials = [one for one in found.held_out if (one.left_out, one.features) == ("animal", "face")]
    for current in (0.1, 0.3):
        events = [k for k, row in enumerate(EVENTS) if row[4:5] == (current,)]
        due = [one.right for one in trials if one.event in events]
        assert told[current] == (pytest.approx(np.mean(due)), len(due))


def test_sql_tells_whether_the_response_grows_with_the_current(pipe, made):
    rows = (
        pipe.aff.Decoding.Amount
        & made
        & {"amount_source": "decoder", "stimulus": "tail_shock"}
        & "amount_mouse <> 'all'"
    ).to_dicts()
    assert {row["amount_mouse"] for row in rows} == {"d0", "d1", "d2"}
    assert all(row["amount_slope"] > 0 and row["amount_monotone"] for row in rows)
    levels = (pipe.aff.Decoding.AmountLevel & made & {"amount_mouse": "all"}).to_dicts(
        order_by="amount_level_no"
    )
    of_face = [row for row in levels if row["amount_source"] == "decoder"]
    assert [row["amount_level"] for row in of_face] == [0.1, 0.3]
    assert of_face[0]["amount_level_mean"] < of_face[1]["amount_level_mean"]


def test_decoders_are_known_by_their_content(pipe, sources, made):
    assert ask(pipe, sources[::-1]) == made
    others = [
        ask(pipe, sources, beside=None),
        ask(pipe, sources, columns=None),
        ask(pipe, sources[:2]),
        ask(pipe, [({**key, "decoding_animal": "x"}, table) for key, table in sources]),
    ]
    assert len({one["decoding_id"] for one in (made, *others)}) == 5
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.DecodingTask.update1({**made, "decoding_pictures": "cells"})
    stored = dj.FreeTable(dj.conn(), pipe.aff.DecodingTask.full_table_name)
    stored.update1({**made, "decoding_pictures": "cells"})
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.aff.DecodingTask.sources(made)
    stored.update1({**made, "decoding_pictures": "none"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: {"sources": []}, "no source"),
        (lambda s: {"sources": [s[0][0], s[0][0]]}, "comes twice"),
        (lambda s: {"sources": [{**s[0][0], "feature_task_id": 9}]}, "no FeatureTask"),
        (lambda s: {"sources": [{**s[0][0], "event_set_id": 99}]}, "no EventSet"),
        (lambda s: {"columns": ["crop:nothing"]}, "no such column"),
        (lambda s: {"columns": []}, "columns cannot be used"),
        (lambda s: {"named": False}, "nothing to decode from"),
        (lambda s: {"pictures": "cells"}, "loaded from a file"),
        (lambda s: {"pictures": "movies"}, "no such pictures"),
        (lambda s: {"beside": {"face": FACE}}, "no usable name"),
        (lambda s: {"beside": {"movement": ["crop:nothing"]}}, "no such column"),
        (lambda s: {"params": {"left_out": ["frame"]}}, "not left out at random"),
        (lambda s: {"learning": {"estimator": "magic"}}, "estimator"),
    ],
)
def test_what_cannot_be_decoded_is_refused(pipe, sources, made, change, words):
    before = len(pipe.aff.DecodingTask())
    with pytest.raises(InputError, match=words):
        ask(pipe, sources, **change(sources))
    assert len(pipe.aff.DecodingTask()) == before


def test_a_trial_that_was_copied_is_named(pipe, sources):
    """The events of one trial's frames twice: the second is left out, and SQL says of what."""
    key, _ = sources[0]
    recording = {name: key[name] for name in pipe.rec.VideoRecording().primary_key}
    table = pipe.fea.FrameFeatures.open(key)
    times_s = np.asarray(table.times_s)
    first, again = (EVENTS[k] for k in (1, 5))
    source = (times_s >= first[1] - 1) & (times_s < first[2])
    values = np.array(table.values)
    values[(times_s >= again[1] - 1) & (times_s < again[2])] = values[source]
    twice = type(table)(table.names, values, times_s=times_s, about=dict(table.about))
    path = twice.write(pipe.link.RAW / "copied.parquet")
    task = pipe.fea.FeatureTask.add_file(recording, path)
    pipe.fea.FrameFeatures.populate(task)
    asked = ask(pipe, [({**key, **task}, twice), sources[1]], columns=None, beside=None)
    pipe.aff.Decoding.populate(asked, make_kwargs={"workers": 1})
    row = (pipe.aff.Decoding.Copy * pipe.exp.EventSet.Event & asked).fetch1()
    assert (row["event_id"], row["copied_event_id"]) == (5, 1)
    assert row["subject"] == "d0" and row["copied_recording"].startswith("d0, ")
    assert row["copied_exactly"] and row["copied_class"] == "tail_shock"


def test_decoders_that_are_gone_or_stale_are_told_and_deleting_takes_them(pipe, sources, made):
    folder = pipe.link.PROCESSED / (pipe.aff.Decoding & made).fetch1("decoding_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.Decoding.open(made)
    assert folder.name in [row["path"].split("/")[-1] for row in pipe.rec.missing_folders()]
    away.rename(folder)
    key, _ = sources[0]
    stored = dj.FreeTable(dj.conn(), pipe.fea.FrameFeatures.full_table_name)
    own = {name: key[name] for name in pipe.fea.FeatureTask().primary_key}
    stored.update1({**own, "features_digest": "0" * 64})
    (told,) = pipe.aff.Decoding.stale()
    assert told["reason"] == "the features are other ones now" and told["subject"] == "d0"
    gone = delete_with_dependents(pipe.exp.EventSet & key, prompt=False)
    assert not pipe.aff.Decoding & made and not pipe.aff.DecodingTask & made and gone
