"""Signs, amounts, arousal and valences, and decoders in tables, on a real server.

One small film for all: its features are planted, in tables that are loaded for each of three mice.
"""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface._schema.headings import compare
from element_mouseface.core.affect import affect, column_source
from element_mouseface.core.decoding import DECODERS, DecodingParams, decode
from element_mouseface.core.events import read_events
from element_mouseface.core.learning import Groups
from element_mouseface.core.store import open_result
from element_mouseface.errors import (
    ActivationError,
    EventsError,
    FixedRowError,
    InputError,
    ParameterError,
    ResultError,
)
from element_mouseface.params import content_hash
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
from tests.servers import fresh_modules

pytestmark = pytest.mark.server

ANIMALS = 3


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "affect", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def sources(pipe):
    """The keys of features and events of a recording of each of several mice, and the features."""
    path = film(pipe)
    found = []
    for number in range(ANIMALS):
        key = recorded(pipe, path, f"d{number}")
        task, table = with_features(pipe, key, 20 + number)
        found.append(({**key, **task}, table))
    return found


@pytest.fixture(scope="module")
def recording(pipe, sources):
    """The key of the first recording."""
    return {name: sources[0][0][name] for name in pipe.rec.VideoRecording().primary_key}


@pytest.fixture(scope="module")
def filmed(pipe, sources):
    """The keys of the first recording, its pass, events and planted features."""
    task = pipe.hog.HOGTask.add(sources[0][0], params=HOG)
    pipe.hog.HOGProcessing.populate(task)
    return {**sources[0][0], **task}


# --- signs and amounts ------------------------------------------------------------------------

OPINION = "Dolensek et al., Science 2020"


def test_signs_come_back_and_the_same_ones_are_found_again(pipe):
    table = pipe.aff.StimulusSign
    given = {"sucrose": ("positive", OPINION), "quinine": ("negative", OPINION)}
    key = table.add("published", given)
    assert key == {"sign_scheme": "published"} == table.add("published", given)
    assert table.signs(key) == given and len(table & key) == 2
    # a stimulus more, later; and another laboratory's view beside it
    table.add("published", {"water": ("neutral", "thirst was not controlled")})
    table.add("theirs", {"quinine": ("neutral", "their mice drink it")})
    assert table.signs("published", ["water", "salt"]) == {
        "water": ("neutral", "thirst was not controlled")
    }
    both = table * pipe.exp.Stimulus & {"stimulus": "quinine"}
    assert sorted(both.to_arrays("stimulus_sign")) == ["negative", "neutral"]


@pytest.mark.parametrize(
    ("scheme", "signs", "words"),
    [
        ("published", {"sucrose": ("negative", OPINION)}, "another sign or source"),
        ("published", {"sucrose": ("positive", "somebody else")}, "another sign or source"),
        ("Published", {"salt": ("negative", OPINION)}, "only in case"),
        ("new", {"salt": "negative"}, "no source"),
        ("new", {"salt": ("negative", " ")}, "no source"),
        ("new", {"salt": ("negative", "x" * 256)}, "too long"),
        ("new", {"salt": ("bad", OPINION)}, "no such sign"),
        ("new", {"slat": ("negative", OPINION)}, "no such stimulus"),
        ("new", {}, "No signs"),
        ("new", None, "No signs"),
        ("", {"salt": ("negative", OPINION)}, "no usable name"),
        ("new ", {"salt": ("negative", OPINION)}, "no usable name"),
        ("n" * 33, {"salt": ("negative", OPINION)}, "no usable name"),
        (3, {"salt": ("negative", OPINION)}, "no usable name"),
        ("new", {"water": ("neutral", OPINION), "salt": "negative"}, "no source"),
    ],
)
def test_a_sign_that_nobody_answers_for_is_refused(pipe, scheme, signs, words):
    table = pipe.aff.StimulusSign
    table.add("published", {"sucrose": ("positive", OPINION)})
    before = len(table())
    with pytest.raises(ParameterError, match=words):
        table.add(scheme, signs)
    assert len(table()) == before


def test_a_sign_that_another_process_adds_in_between_is_found(pipe, monkeypatch):
    table = pipe.aff.StimulusSign
    insert1, raced = table.insert1, []

    def late(*given):  # with the table's instance before the row
        row = given[-1]
        if not raced:  # the other process's row is there by now, in a transaction of its own
            raced.append(row)
            dj.conn().cancel_transaction()
            insert1(row)
            dj.conn().start_transaction()
        return insert1(row)

    monkeypatch.setattr(table, "insert1", late)
    key = table.add("raced", {"salt": ("negative", OPINION)})
    assert raced and table.signs(key) == {"salt": ("negative", OPINION)}


def test_an_edited_sign_is_found(pipe):
    table = pipe.aff.StimulusSign
    key = table.add("edited", {"salt": ("negative", OPINION)})
    row = (table & key).fetch1()
    with pytest.raises(FixedRowError, match="cannot change"):
        table.update1({**row, "stimulus_sign": "positive"})
    stored = dj.FreeTable(dj.conn(), table.full_table_name)
    stored.update1({**row, "stimulus_sign": "positive"})
    with pytest.raises(FixedRowError, match="of StimulusSign was edited"):
        table.signs(key)
    with pytest.raises(FixedRowError):
        table.add("edited", {"salt": ("negative", OPINION)})
    with pytest.raises(ParameterError, match="no scheme"):
        table.signs("nobody's")
    with pytest.raises(ParameterError, match="names no scheme"):
        table.signs({"stimulus": "salt"})


def test_it_needs_the_modules_that_it_refers_to(server):
    with fresh_modules() as fresh, pytest.raises(ActivationError, match="affect needs"):
        fresh.affect.activate(server.name("signs_alone"))


GRADED = [
    ("tail_shock", 0.5, 1.0, None, 0.3, "mA"),
    ("tail_shock", 1.5, 2.0, None, 0.1, "mA"),
    ("sucrose", 2.5, 3.0),
]


def test_amounts_are_columns_and_come_back(pipe, recording):
    table = pipe.exp.EventSet
    key = table.add(recording, GRADED)
    assert [(e.amount, e.amount_unit) for e in table.events(key)] == [
        (0.3, "mA"),
        (0.1, "mA"),
        (None, None),
    ]
    query = table.Event & key & "event_amount > 0.2"
    assert query.fetch1("event_id", "event_amount_unit") == (0, "mA")
    # a mean by SQL leaves out what has no amount
    mean = pipe.exp.Stimulus.aggr(table.Event & key, m="avg(event_amount)").to_dicts()
    told = {row["stimulus"]: row["m"] for row in mean}
    assert told == {"tail_shock": pytest.approx(0.2), "sucrose": None}
    path = pipe.link.RAW / "graded.csv"
    header = "event,onset_s,offset_s,amount,amount_unit"
    lines = [f"{row[0]},{row[1]},{row[2]}," + ",".join(map(str, row[4:])) for row in GRADED]
    path.write_text("\n".join([header, *lines[:2], "sucrose,2.5,3.0,,"]) + "\n")
    assert table.add(recording, path) == key == table.add(recording, table.events(key))
    assert table.events(key).content_hash() == read_events(path).content_hash()
    with pytest.raises(EventsError, match="amount"):
        table.add(recording, [GRADED[0], ("tail_shock", 1.5, 2.0)])


def test_events_without_amounts_have_the_hash_that_they_had(pipe, recording):
    table = pipe.exp.EventSet
    plain = [row[:3] for row in GRADED]
    key = table.add(recording, plain)
    assert key != table.add(recording, GRADED)
    assert key != table.add(recording, [(*row, None, 0.0, "mA") for row in plain])
    events = [
        {"event_id": k, "stimulus": name, "repetition": n, "onset_s": start, "offset_s": stop}
        for k, ((name, start, stop), n) in enumerate(zip(plain, (0, 1, 0), strict=True))
    ]
    recording = {name: str(value) for name, value in recording.items()}
    due = {"kind": "EventSet", "recording": recording, "clock": "movie", "events": events}
    assert (table & key).fetch1("event_set_hash") == content_hash(due)


@pytest.mark.parametrize(
    "edit", [{"event_amount": 0.31}, {"event_amount": None}, {"event_amount_unit": "uA"}]
)
def test_an_edited_amount_is_found(pipe, recording, edit):
    table = pipe.exp.EventSet
    key = table.add(recording, GRADED)
    stored = dj.FreeTable(dj.conn(), table.Event.full_table_name)
    row = (stored & key & {"event_id": 0}).fetch1()
    stored.update1({**row, **edit})
    with pytest.raises(FixedRowError, match="of EventSet was edited"):
        table.events(key)
    stored.update1(row)
    assert table.events(key).rows[0].amount == 0.3


# --- arousal and valences ---------------------------------------------------------------------

SOURCES = {"pupil": ("crop:intensity_mean", "pupil", 0.2), "wheel": "crop:haralick_contrast_mean"}


@pytest.fixture(scope="module")
def scheme(pipe):
    return pipe.aff.StimulusSign.add("own", SIGNS)


def ask(pipe, filmed, **more):
    given = {"signs": "own", "sources": SOURCES, "contrast": CONTRAST} | more
    return pipe.aff.AffectTask.add(filmed, PARAMS, **given)


@pytest.fixture(scope="module")
def felt(pipe, filmed, scheme):
    key = ask(pipe, filmed)
    pipe.aff.Affect.populate(reserve_jobs=True)
    return key


def test_it_is_the_affect_that_the_function_makes(pipe, filmed, felt):
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
    row = (pipe.aff.Affect & felt).fetch1()
    found = pipe.aff.Affect.open(felt)
    assert row["affect_digest"] == due.digest == found.digest
    assert row["affect_n_frames"] == N
    assert pipe.link.PROCESSED / row["affect_path"] not in pipe.rec.orphaned_folders()
    states = dict(zip(*(pipe.aff.Affect.Trace & felt).to_arrays("affect_trace", "affect_state"),
                      strict=True))  # fmt: skip
    assert states == {"arousal": "ok", "positive": "ok", "negative": "ok"}
    for part, rows in (("Source", due.sources), ("Sign", due.stimuli), ("Trial", due.trials),
                       ("Motion", due.motion)):  # fmt: skip
        assert len(getattr(pipe.aff.Affect, part) & felt) == len(rows) > 0
    trials = (pipe.aff.Affect.Trial & felt).to_dicts(order_by="event_id")
    for told, one in zip(trials, due.trials, strict=True):
        assert told["affect_trial_negative_estimate"] == pytest.approx(one.negative_estimate)
        assert (told["affect_trial_sign"], told["affect_trial_scored_by"]) == (one.sign, "held out")
    times_s, values, errors = pipe.aff.Affect.trace(felt, "negative")
    np.testing.assert_array_equal(values, due.traces["negative"].values)
    assert len(times_s) == len(errors) == N
    assert pipe.aff.Affect.stale() == []


def test_sql_joins_the_current_to_negative_valence_in_the_first_second(pipe, felt):
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
    found = pipe.aff.Affect.open(felt)
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
    query = response * events & felt & {"event_window": "first_second", "stimulus": "tail_shock"}
    by = dj.U("event_amount", "affect_trace").aggr(query, m="avg(affect_response_mean)")
    told = {(r["event_amount"], r["affect_trace"]): r["m"] for r in by.to_dicts()}
    assert told[0.1, "negative"] == pytest.approx(float(rows[0][1]))
    assert told[0.3, "positive"] < 0.5 < told[0.3, "negative"]
    windows = set((pipe.aff.AffectResponse & felt).to_arrays("event_window"))
    assert windows == set(pipe.exp.EventWindow().to_arrays("event_window"))
    pipe.exp.EventWindow.add("late", 0.5, 1.0)
    pipe.aff.AffectResponse.populate()
    assert pipe.aff.AffectResponse & felt & {"event_window": "late"}


def test_tasks_are_known_by_their_content(pipe, filmed, scheme, felt):
    assert ask(pipe, filmed) == ask(pipe, filmed, signs=scheme) == felt
    others = [
        ask(pipe, filmed, signs=None),
        ask(pipe, filmed, sources=None),
        ask(pipe, filmed, sources={"pupil": "crop:intensity_mean"}),
        ask(pipe, filmed, contrast=None),
    ]
    assert len({one["affect_task_id"] for one in (felt, *others)}) == 5
    # another stimulus of the scheme that is not in the events changes nothing
    pipe.aff.StimulusSign.add("own", {"quinine": ("negative", "bitter")})
    assert ask(pipe, filmed) == felt
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.AffectTask.update1({**felt, "affect_n_sources": 1})
    for part, edit in (("Source", {"asked_source_lag_s": 0.3}), ("", {"affect_n_signs": 1})):
        edited = getattr(pipe.aff.AffectTask, part) if part else pipe.aff.AffectTask
        stored = dj.FreeTable(dj.conn(), edited.full_table_name)
        row = (stored & felt).to_dicts(order_by="KEY")[0]
        stored.update1({**row, **edit})
        with pytest.raises(FixedRowError, match="AffectTask was edited"):
            pipe.aff.AffectTask.check(felt)
        stored.update1(row)
    pipe.aff.AffectTask.check(felt)


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
        ({"sources": {"pupil": "crop:nothing"}}, "no such column"),
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
    below = pipe.mod.FrameTarget.add(filmed, np.linspace(-1, 1, N), name="v", kind="continuous")
    with pytest.raises(InputError, match="ratings of negative valence"):
        ask(pipe, filmed, ratings={"negative": below})
    other = pipe.exp.PrototypeTask.add([filmed], pipe.exp.ExpressionParamSet.add())
    with pytest.raises(ParameterError, match="of another method"):
        ask(pipe, filmed, prototypes=other)
    alone = {name: value for name, value in filmed.items() if name != "feature_task_id"}
    with pytest.raises(ParameterError, match="no features are named"):
        ask(pipe, alone)


def test_affect_that_is_gone_or_stale_is_told(pipe, filmed, felt):
    folder = pipe.link.PROCESSED / (pipe.aff.Affect & felt).fetch1("affect_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.Affect.open(felt)
    assert folder.name in [row["path"].split("/")[-1] for row in pipe.rec.missing_folders()]
    away.rename(folder)
    with pytest.raises(FixedRowError, match="are results"):
        pipe.aff.Affect.Trial.update1({**felt, "event_id": 0, "affect_trial_negative": 3.0})
    for table, column, words in (
        (pipe.hog.HOGProcessing, "result_digest", "the descriptors are other ones now"),
        (pipe.fea.FrameFeatures, "features_digest", "the features are other ones now"),
    ):
        stored = dj.FreeTable(dj.conn(), table.full_table_name)
        own = {name: filmed[name] for name in table().primary_key}
        digest = (stored & own).fetch1(column)
        stored.update1({**own, column: "0" * 64})
        assert pipe.aff.Affect.stale() == [{**felt, "reason": words}]
        stored.update1({**own, column: digest})
    assert pipe.aff.Affect.stale() == []


# --- decoders ---------------------------------------------------------------------------------

DECODING = DecodingParams(left_out=("animal",), permutations=19, temporal=False, baseline_s=None)
LEARNING = {"beside": ()}
FACE, MOVEMENT = ["crop:edge_density"], {"movement": ["crop:haralick_contrast_mean"]}


def ask_decoders(pipe, recordings, **more):
    given = {"sources": [key for key, _ in recordings], "params": DECODING, "learning": LEARNING}
    given |= {"columns": FACE, "beside": MOVEMENT} | more
    return pipe.aff.DecodingTask.add(**given)


@pytest.fixture(scope="module")
def made(pipe, sources):
    key = ask_decoders(pipe, sources)
    pipe.aff.Decoding.populate(reserve_jobs=True, make_kwargs={"workers": 1})
    return key


def test_they_are_what_the_function_tells(pipe, sources, made):
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
        params=DECODING,
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
    assert ask_decoders(pipe, sources[::-1]) == made
    others = [
        ask_decoders(pipe, sources, beside=None),
        ask_decoders(pipe, sources, columns=None),
        ask_decoders(pipe, sources[:2]),
        ask_decoders(pipe, [({**sources[0][0], "decoding_animal": "x"}, None), *sources[1:]]),
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
        (lambda s: {"params": {"left_out": ["animal"]}, "sources": [s[0][0]]}, "no two animals"),
        (lambda s: {"learning": {"estimator": "magic"}}, "estimator"),
    ],
)
def test_what_cannot_be_decoded_is_refused(pipe, sources, made, change, words):
    before = len(pipe.aff.DecodingTask())
    with pytest.raises(InputError, match=words):
        ask_decoders(pipe, sources, **change(sources))
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
    quick = {"permutations": 0, "temporal": False, "left_out": ["trial"]}
    given = [({**key, **task}, twice), sources[1]]
    asked = ask_decoders(pipe, given, columns=None, beside=None, params=quick)
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


def test_tables_of_an_older_release_are_refused(pipe, server):
    """As another process finds them: the module is bound once in this one."""
    table = pipe.aff.StimulusSign
    dj.conn().query(f"ALTER TABLE {table.full_table_name} DROP COLUMN sign_source")
    found = compare(dj.conn(), server.name("affect_aff"), pipe.aff.TABLES, {}, missing_ok=True)
    assert set(found) == {"StimulusSign"} and "sign_source" in found["StimulusSign"][0]
