"""Mice against each other in tables, against the same computed without a database."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface.core.population import PopulationParams, population
from element_mouseface.core.population.faces import FaceSource
from element_mouseface.core.population.folder import digest_of_population
from element_mouseface.core.population.reading import WhoseRecording, rows_of_scored
from element_mouseface.errors import FixedRowError, ParameterError, ResultError
from element_mouseface.params import HOGParams
from tests.schema.faces import AFFECT, EVENTS, activated, film_events, insert_movie

pytestmark = pytest.mark.server

PARAMS = PopulationParams(shuffles=20, mice=(3, 8), trials=(2,), simulations=100, frames=100,
                          response_s=(0.0, 1.5))  # fmt: skip
MICE = ("m02", "m03", "m04", "m05")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "populated", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def scored(pipe):
    """Four mice scored by the prototypes of a fifth."""
    made, keys = None, []
    for number, mouse in enumerate(("m01", *MICE)):
        session = {"subject": mouse, "session_id": 40}
        pipe.link.Subject.insert1({"subject": mouse, "lab": "test_lab"}, skip_duplicates=True)
        pipe.link.Session.insert1(session, skip_duplicates=True)
        name = pipe.link.RAW / f"population_{mouse}.mp4"
        path = film_events(name, seed=number, amount=0.5 - 0.06 * number)
        key = insert_movie(pipe, path, session=session)
        hog = {**key, **pipe.hog.FaceCrop.add()}
        hog |= pipe.hog.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16)))
        pipe.hog.HOGTask.insert1({**hog, "task_mode": "trigger"})
        pipe.hog.HOGProcessing.populate(hog)
        events = pipe.exp.EventSet.add(key, EVENTS)
        if made is None:
            made = pipe.exp.PrototypeTask.add(
                [{**hog, **events}], pipe.exp.ExpressionParamSet.add()
            )
            pipe.exp.PrototypeSet.populate(made)
            continue
        whole = {**hog, **events, **made, **pipe.exp.ExpressionParamSet.add()}
        keys.append(pipe.exp.FacialExpressionTask.add(whole))
    return keys


ASKED = {"prototype": "quinine", "quantity": "mean"}


@pytest.fixture(scope="module")
def key(pipe, scored):
    task = pipe.aff.PopulationTask.add(scored, PARAMS, **ASKED)
    assert not len(pipe.aff.Population().key_source & task)  # nothing is scored yet
    pipe.exp.FacialExpression.populate(scored)
    assert len(pipe.aff.Population().key_source & task)
    pipe.aff.Population.populate(task)
    return task


@pytest.fixture(scope="module")
def due(pipe, scored, key):
    """The same, without tables of it."""
    opened = [
        (
            pipe.exp.FacialExpression.open(one),
            WhoseRecording(one["subject"], "40", None, one["subject"]),
        )
        for one in scored
    ]
    rows = rows_of_scored(opened, **ASKED)
    sources = [FaceSource.of_scored(s, who.mouse, who.session, who.name) for s, who in opened]
    return population(sources, rows, params=PARAMS)


def test_rows_are_those_of_the_same_without_a_database(pipe, key, due):
    row = (pipe.aff.Population & key).fetch1()
    assert (row["population_n_mice"], row["population_n_faces"]) == (4, 4)
    assert row["population_n_trials"] == due.model.n_trials == 16
    assert row["population_effect_kind"] == "condition" and row["population_unit"] == "r"
    assert row["population_icc"] == pytest.approx(due.model.icc)
    effect = (pipe.aff.Population.Effect & key).fetch1()
    for name in ("estimate", "se", "low", "high", "p", "naive_p", "df"):
        assert effect[f"population_effect_{name}"] == pytest.approx(
            getattr(due.model.effects[0], name)
        )
    assert effect["population_effect_level"] == "quinine"
    mice = (pipe.aff.Population.Mouse & key).to_dicts(order_by="population_animal")
    assert [one["population_animal"] for one in mice] == list(MICE)
    for one, found in zip(mice, due.mice, strict=True):
        assert one["population_mouse_effect"] == pytest.approx(found.effect)
        assert one["population_mouse_correct"] == pytest.approx(found.correct)
        assert one["population_mouse_distance"] == pytest.approx(found.distance)
    needed = (pipe.aff.Population.Needed & key).to_dicts(order_by="population_needed_n_mice")
    assert [one["population_needed_power"] for one in needed] == [r.power for r in due.power.rows]
    assert len(pipe.aff.Population.Prototype & key) == len(due.prototypes) == 4 * 2 * 3
    # joined by SQL: the share of each mouse's quinine trials that the others' prototypes find
    query = pipe.aff.Population.Prototype & key & {
        "population_stimulus": "quinine", "population_features": "both"}  # fmt: skip
    assert min(query.to_arrays("population_prototype_correct")) > 0.9


def test_it_is_opened_and_another_folder_is_found(pipe, key, due):
    found = pipe.aff.Population.open(key)
    assert digest_of_population(found) == (pipe.aff.Population & key).fetch1("population_digest")
    assert found.model.effects[0].p == pytest.approx(due.model.effects[0].p)
    assert np.allclose(found.pictures["quinine"], due.pictures["quinine"], atol=1e-6)
    assert pipe.aff.Population.stale() == []
    path = pipe.link.PROCESSED / (pipe.aff.Population & key).fetch1("population_path")
    whole = (path / "population.npz").read_bytes()
    (path / "population.npz").write_bytes(whole[:-20])
    with pytest.raises(ResultError):
        pipe.aff.Population.open(key)
    (path / "population.npz").write_bytes(whole)


def test_a_task_is_its_content(pipe, scored, key):
    table = pipe.aff.PopulationTask
    assert table.add(scored[::-1], PARAMS, **ASKED) == key
    assert table.add(scored, PARAMS, faces=False, **ASKED) != key
    groups = [{**one, "population_source_group": "ko" if k % 2 else "wt"}
              for k, one in enumerate(scored)]  # fmt: skip
    other = table.add(groups, PARAMS, between="genotype", faces=False, **ASKED)
    pipe.aff.Population.populate(other)
    effects = (pipe.aff.Population.Effect & other).to_arrays("population_effect")
    assert set(effects) == {"condition", "genotype", "condition x genotype"}
    assert not len(pipe.aff.Population.Prototype & other)
    with pytest.raises(FixedRowError):
        table.update1({**other, "population_between": "treatment"})
    stored = dj.FreeTable(dj.conn(), table.full_table_name)
    stored.update1({**other, "population_between": "treatment"})
    with pytest.raises(FixedRowError, match="edited"):
        table.sources(other)
    stored.update1({**other, "population_between": "genotype"})
    assert len(table.sources(other)) == len(MICE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows[:1], "cannot be compared"),
        (lambda rows: [*rows, rows[0]], "cannot be compared"),
        (lambda rows: [{**r, "population_source_group": "ko"} for r in rows], "group of an animal"),
        (lambda rows: [{**r, "population_source_animal": 3} for r in rows], "cannot have"),
        (lambda rows: [{**r, "recording_id": 999} for r in rows], "no FacialExpressionTask"),
    ],
)
def test_what_cannot_be_compared_is_refused(pipe, scored, change, words):
    before = len(pipe.aff.PopulationTask())
    with pytest.raises(ParameterError, match=words):
        pipe.aff.PopulationTask.add(change(scored), PARAMS, **ASKED)
    with pytest.raises(ParameterError, match="no such number"):
        pipe.aff.PopulationTask.add(scored, PARAMS, quantity="sum")
    assert len(pipe.aff.PopulationTask()) == before


def test_other_scores_make_it_stale(pipe, scored, key):
    assert len(pipe.aff.Population & key) == 1
    delete_with_dependents(pipe.exp.FacialExpression & scored[0], prompt=False)
    (told,) = [row for row in pipe.aff.Population.stale() if row["population_task_id"] == key[
        "population_task_id"]]  # fmt: skip
    assert told["population_animal"] == "m02" and "gone" in told["reason"]
