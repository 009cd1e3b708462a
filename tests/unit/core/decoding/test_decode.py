"""Decoders find what was planted, are at chance where nothing was, and know no tested trial."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.decoding import (
    DECODERS,
    DecodingParams,
    decode,
    read_decoding,
    write_decoding,
)
from element_mouseface.core.decoding.building import build
from element_mouseface.core.decoding.features import DecodingFeatures, components_of
from element_mouseface.core.decoding.findings import HEADLINE, _of_chance
from element_mouseface.core.decoding.rows import MetricRow
from element_mouseface.core.decoding.sources import OTHER_SESSION, sources_of
from element_mouseface.core.decoding.testing import run_level
from element_mouseface.core.decoding.trials import codes_of, strata_of, trials_of
from element_mouseface.core.events import Events
from element_mouseface.core.frame_features.registry import REGISTRY
from element_mouseface.core.frame_features.table import FrameTable
from element_mouseface.core.learning import Groups, Span
from element_mouseface.errors import (
    EventsError,
    InputError,
    ParameterError,
    ResultChangedError,
    ResultError,
)

from .planted import NAMES, Pixels, mice, pixels_of, session

QUICK = replace(DECODERS, estimator="discriminant", beside=())
PLAIN = DecodingParams(permutations=0)


@pytest.fixture(scope="module")
def given():
    return mice()


@pytest.fixture(scope="module")
def decoded(given):
    tables, events, groups = given
    every = replace(
        DECODERS, estimator="discriminant", beside=("linear", "forest", "boosted"), iterations=3,
        trees=20,
    )  # fmt: skip
    beside = {"movement": [table.select(table.names[3:]) for table in tables]}
    params = DecodingParams(permutations=19, left_out=("trial", "session", "animal"))
    return decode(tables, events, groups, params=params, learning=every, beside=beside, workers=2)


def test_every_decoder_finds_what_was_planted_at_every_level(decoded):
    for level in ("trial", "session", "animal"):
        for one in ("discriminant", "linear", "forest", "temporal"):
            row = decoded.metric(left_out=level, estimator=one)
            assert row.value > 0.9 and row.chance == pytest.approx(1 / 3), row
            assert row.p == pytest.approx(0.05) and row.null_high < 0.7
            assert row.n_retrained == (0 if one == "forest" else 19) and row.n_trials == 48
        assert decoded.metric(left_out=level, estimator="boosted").value > 0.8
        assert decoded.metric(left_out=level, features="movement").value < 0.6
    assert decoded.metric(left_out="session").n_units == 4
    assert decoded.metric(left_out="animal").n_units == 2
    assert decoded.metric(group="mouse 2").n_trials == 24
    with pytest.raises(ParameterError, match="no such figure"):
        decoded.metric("speed")


def test_the_rows_fit_each_other(decoded):
    of = {"estimator": "linear", "left_out": "session", "features": "face"}

    def some(rows):
        return [row for row in rows if all(getattr(row, k) == v for k, v in of.items())]

    held, confusion = some(decoded.held_out), some(decoded.confusion)
    assert len(held) == 48 and sum(row.trials for row in confusion) == pytest.approx(48)
    right = np.mean([row.right for row in held])
    accuracy = decoded.metric("accuracy", estimator="linear", left_out="session").value
    assert accuracy == pytest.approx(right)
    for row in held:
        assert sum(row.probability) == pytest.approx(1) and row.n_frames == 24
        assert (row.predicted == row.category) == (row.right == 1)
    for name in NAMES:
        cells = [row for row in confusion if row.category == name]
        recall = decoded.metric("recall", category=name, estimator="linear", left_out="session")
        assert sum(row.share for row in cells) == pytest.approx(1)
        assert next(r.share for r in cells if r.predicted == name) == pytest.approx(recall.value)


def test_by_trial_others_of_the_session_are_trained_on_by_session_of_the_animal(decoded):
    by_trial = [row for row in decoded.folds if row.left_out == "trial"]
    assert {row.within for row in by_trial} == {
        f"mouse {a}/{s}" for a in (1, 2) for s in (1, 2)
    }  # fmt: skip
    assert {(row.n_train, row.n_test) for row in by_trial} == {(9, 3)}
    by_session = [row for row in decoded.folds if row.left_out == "session"]
    assert {(row.within, row.n_train, row.n_test) for row in by_session} == {
        ("mouse 1", 12, 12),
        ("mouse 2", 12, 12),
    }


def test_results_do_not_depend_on_workers(given):
    tables, events, _ = given
    params = DecodingParams(permutations=19, left_out=("trial",))
    one, two = (
        decode(tables[:1], events[:1], params=params, learning=QUICK, workers=n) for n in (1, 2)
    )
    assert one.metrics == two.metrics and one.held_out == two.held_out


def test_names_that_were_shuffled_are_decoded_at_chance_and_the_interval_says_so(given):
    tables, events, groups = given
    sources, columns = sources_of(tables, None)
    trials, names, _ = trials_of(events, "auto")
    params = replace(PLAIN, temporal=False)
    rows = build(sources, columns, trials, groups, params).rows["trial"]
    codes, rng = codes_of(trials, names), np.random.default_rng(0)
    values = []
    for _ in range(40):
        moved = codes.copy()
        for table in range(4):
            own = [k for k, t in enumerate(trials) if t.table == table]
            moved[own] = moved[rng.permutation(own)]
        asked = (strata_of(groups, "trial"), params, QUICK, ("discriminant",))
        tested = run_level(rows, moved, names, *asked)
        values.append((tested.probability["discriminant"].argmax(axis=1) == moved).mean())
    assert np.mean(values) == pytest.approx(1 / 3, abs=0.04)


def test_a_time_course_is_seen_where_means_say_nothing():
    tables, events, groups = mice(range(2), course=True, effect=3.0)
    params = replace(PLAIN, left_out=("trial",), bins=4)
    found = decode(tables, events, groups, params=params, learning=QUICK)
    assert found.metric(estimator="temporal").value > 0.9 > 0.7 > found.metric().value


@pytest.mark.parametrize("kind", ["trial", "frame"])
def test_pictures_are_decoded_by_components_of_the_training_rows(kind):
    tables, events, groups = mice(range(2))
    params = replace(PLAIN, rows=(kind,), left_out=("trial",), components=5, frames_per_trial=6)
    pictures = [pixels_of(table) for table in tables]
    none = [None] * 2
    found = decode(none, events, groups, pictures=pictures, params=params, learning=QUICK)
    row = found.metric(rows=kind)
    assert row.value > (0.9 if kind == "trial" else 0.7) and row.n_trials == 24
    assert row.n_units == 24  # trials, however many frames they have
    held = [one for one in found.held_out if one.estimator == "discriminant"]
    assert {one.n_frames for one in held} == ({24} if kind == "trial" else {6})
    if kind == "frame":
        share = np.mean([one.right for one in held])
        accuracy = found.metric("accuracy", rows=kind).value
        assert accuracy == pytest.approx(share) and any(0 < one.right < 1 for one in held)


def test_components_are_those_of_the_training_rows_alone():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(20, 50)) * np.linspace(1, 3, 50)
    center, basis = components_of(x[:12].astype(np.float32), 4)
    due = np.linalg.svd(x[:12] - x[:12].mean(axis=0), full_matrices=False)[2][:4]
    assert np.allclose(np.abs(np.diag(basis @ due.T)), 1, atol=1e-4)
    assert np.allclose(center, x[:12].mean(axis=0), atol=1e-6)
    wide = components_of(np.ascontiguousarray(x.T[:, :10], np.float32), 3)[1]
    assert wide.shape == (3, 10) and np.allclose(wide @ wide.T, np.eye(3), atol=1e-5)
    tables, events, groups = mice(range(2))
    sources, columns = sources_of(tables, [pixels_of(t) for t in tables])
    trials, _, _ = trials_of(events, "auto")
    rows = build(sources, columns, trials, groups, PLAIN).rows["trial"].plain
    maker, train = DecodingFeatures(columns, 3, 0.5), [Span(0, 0, 12), Span(1, 0, 6)]
    (first,) = maker.fit(rows, [train])
    changed = replace(rows[1], pixels=rows[1].pixels.copy(), named=rows[1].named.copy())
    changed.pixels[6:] *= -50
    changed.named[6:] = np.nan
    (second,) = maker.fit((rows[0], changed), [train])
    assert (first.basis == second.basis).all() and (first.usable == second.usable).all()


# ---- what must not be on both sides


def twice(table, events, first, later, noise=0.0):
    """The table with the frames of a trial in the place of another."""
    values = table.values.copy()
    times, a, b = np.asarray(table.times_s), events.rows[first], events.rows[later]
    i, j = (int(np.searchsorted(times, e.onset_s - 1.5)) for e in (a, b))
    n = int(4.5 * 12)
    values[j : j + n] = values[i : i + n]
    values[j : j + n] += np.random.default_rng(5).normal(size=(n, values.shape[1])) * noise
    return replace(table, values=values)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_a_trial_planted_twice_is_found_named_and_on_no_side(noise):
    table, events = session(7, columns=40)
    table = twice(table, events, 2, 9, noise)
    params = replace(PLAIN, left_out=("trial",))
    found = decode([table], [events], params=params, learning=QUICK)
    (copy,) = found.leakage
    assert (copy.event, copy.copy_of_event, copy.exact) == (9, 2, not noise)
    assert copy.onset_s == events.rows[9].onset_s and copy.r > 0.8
    assert f"{events.rows[9].onset_s:g} s" in found.findings[0] and "copy" in found.findings[0]
    assert {row.event for row in found.held_out} == set(range(12)) - {9}


def test_a_recording_given_twice_is_found_across_recordings():
    table, events = session(8, columns=40)
    other = session(9, columns=40)
    groups = Groups.of(3, session=["1", "2", "3"])
    found = decode(
        [table, other[0], table], [events, other[1], events], groups,
        params=replace(PLAIN, left_out=("session",)), learning=QUICK,
    )  # fmt: skip
    assert [(row.table, row.copy_of_table) for row in found.leakage] == [(2, 0)] * 12
    assert {row.table for row in found.held_out} == {0, 1}


def test_trials_alike_in_a_few_features_are_not_called_copies(given):
    tables, events, groups = given
    for n in (1, 2):
        few = [table.select(table.names[:n]) for table in tables]
        params = replace(PLAIN, left_out=("session",))
        assert not decode(few, events, groups, params=params, learning=QUICK).leakage


def test_copies_are_looked_for_in_pictures_where_features_are_named():
    table, events = session(7)
    pictures = pixels_of(table, n=200)
    params = replace(PLAIN, left_out=("trial",))
    whole = FrameTable(tuple(f"crop:{name}" for name in list(REGISTRY)[:10]),
                       np.zeros((len(table), 10)), {}, times_s=table.times_s)  # fmt: skip
    shown = twice(replace(whole, values=pictures.values[:, :10].astype(float)), events, 1, 6)
    pictures.values[:, :10] = shown.values
    moved = Pixels(np.tile(pictures.values[:, :10], 5), table.times_s)
    found = decode([table], [events], compared=[moved], params=params, learning=QUICK)
    assert [(row.event, row.copy_of_event) for row in found.leakage] == [(6, 1)]


def test_events_of_one_trial_id_are_never_on_both_sides():
    table, events = session(3)
    rows = [(e.name, e.onset_s, e.offset_s, f"t{k // 3}") for k, e in enumerate(events)]
    found = decode([table], [Events.from_rows(rows)], params=PLAIN, learning=QUICK)
    fold = {row.event: row.fold for row in found.held_out if row.estimator == "discriminant"}
    assert all(len({fold[3 * k + j] for j in range(3)}) == 1 for k in range(4))


# ---- what is refused


@pytest.mark.parametrize("level", ["frame", "random", "block"])
def test_frames_at_random_are_refused_with_the_reason(level):
    with pytest.raises(ParameterError, match=r"(?s)at random.*Neighboring frames"):
        DecodingParams(left_out=(level,))


def test_scores_by_prototypes_of_the_same_trials_are_refused():
    table, events = session(0)
    about = {
        "name": "shock", "group": "score", "unit": "1", "source": "prototypes of these trials",
        "definition": "The contrast score.",
    }  # fmt: skip
    scored = FrameTable(("score:shock",), table.values[:, :1], {}, times_s=table.times_s,
                        about={"columns": {"score:shock": about}})  # fmt: skip
    with pytest.raises(ParameterError, match=r"(?s)prototypes of the same trials.*another session"):
        decode([scored], [events], params=PLAIN, learning=QUICK)
    other = scored.with_about({"columns": {"score:shock": {**about, "source": OTHER_SESSION}}})
    assert decode([other], [events], params=PLAIN, learning=QUICK).metrics


def test_what_cannot_be_decoded_is_refused(given):
    tables, events, groups = given
    with pytest.raises(InputError, match="no two animals"):
        decode(tables[:2], events[:2], Groups.of(2), params=replace(PLAIN, left_out=("animal",)))
    with pytest.raises(EventsError, match="overlap"):
        decode(tables, events, groups, params=replace(PLAIN, window_s=(0, 9)))
    with pytest.raises(EventsError, match="nothing to tell apart"):
        decode(tables[:1], [Events.from_rows([("a", 1, 2), ("a", 5, 6)])])
    with pytest.raises(EventsError, match="no amounts"):
        decode(tables, events, groups, params=replace(PLAIN, classes="any"))
    with pytest.raises(EventsError, match="outside the recording"):
        decode(tables[:1], [Events.from_rows([("a", 1, 2), ("b", 500, 502)])])
    with pytest.raises(InputError, match="do not belong together"):
        decode(tables, events[:2], groups)
    with pytest.raises(InputError, match="Pictures of two recordings"):
        sizes = [pixels_of(table, n=k) for k, table in zip((9, 8), tables, strict=False)]
        decode([None] * 2, events[:2], pictures=sizes)
    units = [Events.from_rows([("s", 1, 2, None, 1, unit), ("b", 5, 6)]) for unit in ("A", "mA")]
    with pytest.raises(EventsError, match="two units in two recordings"):
        decode(tables[:2], units)
    with pytest.raises(ParameterError, match="so few permutations"):
        DecodingParams(permutations=5)
    with pytest.raises(InputError, match="Nothing could be tested"):
        decode(tables[:1], [Events.from_rows([("a", 1, 2), ("b", 9, 10)])], params=PLAIN)


def test_levels_that_cannot_be_left_out_are_told(given):
    tables, events, _ = given
    animals = Groups.of(4, animal=list("abcd"), session=["1"] * 4)
    found = decode(tables, events, animals, params=PLAIN, learning=QUICK)
    assert found.levels == ("trial", "animal")
    assert any("each animal has one session" in one for one in found.findings)
    single = decode(tables, events, params=PLAIN, learning=QUICK)
    assert single.levels == ("trial", "movie")


def test_a_session_of_one_stimulus_has_no_p_and_says_so():
    tables, events, _ = mice(range(4))
    rows = [[("a" if k % 2 else "b", e.onset_s, e.offset_s) for e in own]
            for k, own in enumerate(events)]  # fmt: skip
    groups = Groups.of(4, session=list("1234"))
    params = DecodingParams(permutations=19, left_out=("session",))
    own = [Events.from_rows(one) for one in rows]
    found = decode(tables, own, groups, params=params, learning=QUICK)
    assert np.isnan(found.metric().p) and any("one class only" in f for f in found.findings)


def test_a_value_at_chance_is_told_as_such_whatever_its_p():
    row = MetricRow(
        *("face", "trial", "linear", "movie", "", HEADLINE, None),
        *(0.33, 0.33, 0.33, 0.33, 0.1, 0.3, 0.05, 0, 30, 2),
    )
    assert "not above chance" in _of_chance([row])[0]
    assert not _of_chance([replace(row, value=0.6, low=0.5, high=0.7)])


def test_trials_without_a_frame_are_left_out_and_told():
    table, events = session(4)
    values = table.values.copy()
    event = events.rows[5]
    times = np.asarray(table.times_s)
    values[(times >= event.onset_s) & (times < event.offset_s)] = np.nan
    found = decode([replace(table, values=values)], [events], params=PLAIN, learning=QUICK)
    assert 5 not in {row.event for row in found.held_out}
    assert any("no frame with a number" in one for one in found.findings)


# ---- amounts


@pytest.fixture(scope="module")
def graded():
    tables, events, groups = mice(range(4), amounts=(0, 0.5, 1.0), trials=5, effect=8.0)
    responses = {"given": [np.array([e.amount for e in own]) for own in events]}
    params = replace(PLAIN, left_out=("trial",))
    return decode(tables, events, groups, params=params, learning=QUICK, responses=responses)


def test_amounts_of_one_stimulus_are_told_apart_and_followed(graded):
    assert graded.by == "amount" and graded.classes == ("shock 0 mA", "shock 0.5 mA", "shock 1 mA")
    assert graded.metric().value > 0.85
    rows = {(row.source, row.mouse): row for row in graded.amounts}
    whole = rows["decoder", "all"]
    assert whole.n == 2 and whole.rho > 0.8 and whole.p < 0.01 and whole.monotone
    assert rows["decoder", "mouse 1"].n == 30 and rows["decoder", "mouse 1"].slope > 0
    # the middle amount, of which no decoder was trained, lies between
    means = [mean for _, mean, _, _ in rows["decoder", "mouse 2"].means]
    assert means[0] < means[1] < means[2]
    assert rows["given", "all"].rho == pytest.approx(1) and rows["given", "all"].slope == 1


def test_whether_there_was_any_amount():
    tables, events, groups = mice(range(2), amounts=(0, 0.5, 1.0), effect=8.0)
    params = replace(PLAIN, left_out=("trial",), classes="any")
    found = decode(tables, events, groups, params=params, learning=QUICK)
    assert found.classes == ("nothing", "something") and found.metric().value > 0.85


# ---- folders


def test_a_folder_gives_the_same_back(decoded, graded, tmp_path):
    for name, one in (("a", decoded), ("b", graded)):
        write_decoding(one, tmp_path / name)
        back = read_decoding(tmp_path / name)
        for part in ("confusion", "folds", "leakage", "findings", "params", "learning", "about"):
            assert getattr(back, part) == getattr(one, part), part
        assert repr(back.metrics) == repr(one.metrics)  # NaN is not itself
        assert repr(back.amounts) == repr(one.amounts) and back.held_out == one.held_out
    assert (tmp_path / "b" / "amounts.csv").is_file()
    assert not (tmp_path / "a" / "amounts.csv").exists()
    header = (tmp_path / "a" / "classes.csv").read_text().splitlines()[0]
    assert "category" in header and "chance" in header and "group" not in header


def test_a_report_that_was_changed_is_refused(graded, tmp_path):
    write_decoding(graded, tmp_path)
    path = tmp_path / "report.json"
    report = json.loads(path.read_text())
    report["metrics"][0]["value"] = 0.123
    path.write_text(json.dumps(report))
    with pytest.raises(ResultChangedError, match="digest"):
        read_decoding(tmp_path)
    path.write_text("{}")
    with pytest.raises(ResultError, match="holds no decoders"):
        read_decoding(tmp_path)


def test_a_stimulus_has_one_spelling_in_all_recordings(given):
    tables, events, groups = given
    other = Events.from_rows([(e.name.upper(), e.onset_s, e.offset_s) for e in events[1]])
    with pytest.raises(EventsError, match="only in upper and lower case") as told:
        decode(tables, [events[0], other, *events[2:]], groups, params=PLAIN, learning=QUICK)
    assert told.value.do and "recording 2" in told.value.got
