"""Structure without labels in tables, on a real server, against the same without a database."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface.core.store import open_result
from element_mouseface.core.structure import StructureParams, StructureSource, structure
from element_mouseface.core.structure.content import digest_of_structure
from element_mouseface.errors import FixedRowError, InputError, ParameterError, ResultError
from tests.schema.affected import DURATION_S, EVENTS, HOG, recorded, with_features
from tests.schema.faces import AFFECT, activated, answers, film_events

pytestmark = pytest.mark.server

PARAMS = StructureParams(
    frames=80, counting_frames=60, surrogates=19, level=0.05, permutations=19, margin_s=0.3
)


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "structured", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def sources(pipe):
    """The keys of two recordings of the film, of two mice: passes, events, features."""
    found = []
    for number in range(2):
        path = film_events(
            pipe.link.RAW / f"structured{number}.mp4", events=[row[:3] for row in EVENTS],
            duration_s=DURATION_S, size=(96, 72), amount=0.4, course=answers, seed=number,
        )  # fmt: skip
        key = recorded(pipe, path, f"s{number}")
        task = pipe.hog.HOGTask.add(key, params=HOG)
        pipe.hog.HOGProcessing.populate(task)
        features, _ = with_features(pipe, key, 40 + number)
        found.append({**key, **task, **features})
    return found


def of(source, *left_out):
    """The key of a source without its events or features."""
    return {name: value for name, value in source.items() if name not in left_out}


@pytest.fixture(scope="module")
def made(pipe, sources):
    key = pipe.aff.StructureTask.add(of(sources[0], "feature_task_id"), PARAMS)
    pipe.aff.Structure.populate(reserve_jobs=True)
    return key


def test_it_is_what_the_function_finds(pipe, sources, made):
    own = sources[0]
    result = open_result(pipe.link.PROCESSED / (pipe.hog.HOGProcessing & own).fetch1("result_path"))
    stored = pipe.aff.Structure.open(made)
    due = structure(
        StructureSource(
            stored.recordings[0],
            result,
            events=pipe.exp.EventSet.events(own),
            times_s=pipe.exp.EventSet.times(own),
            session=stored.sessions[0],
            animal="s0",
        ),
        params=PARAMS,
    )
    row = (pipe.aff.Structure & made).fetch1()
    assert row["structure_digest"] == digest_of_structure(due) == digest_of_structure(stored)
    assert row["structure_n_frames"] == len(due) == 80
    assert row["structure_n_clusters"] == due.n_clusters
    assert pipe.link.PROCESSED / row["structure_path"] not in pipe.rec.orphaned_folders()
    told = (pipe.aff.Structure.Comparison & made).to_dicts()
    assert len(told) == len(due.comparisons)
    for one in told:
        mine = due.comparison(one["structure_against"], one["structure_measure"])
        assert one["structure_against_null"] == mine.null
        found = np.nan if (v := one["structure_against_value"]) is None else v
        np.testing.assert_allclose(found, mine.value)
    clusters = pipe.aff.Structure.Cluster & made
    assert sum(clusters.to_arrays("structure_cluster_n_frames")) == len(due)
    numbers = (pipe.aff.Structure.Number & made).to_dicts(order_by="structure_number")
    assert [bool(n["structure_number_accepted"]) for n in numbers] == [
        row.accepted for row in due.counts
    ]
    assert pipe.aff.Structure.stale() == []


def test_several_recordings_say_how_much_of_the_clusters_they_are(pipe, sources):
    params = StructureParams(**{**PARAMS.to_dict(), "clusters": 2, "methods": ("pca",)})
    key = pipe.aff.StructureTask.add([of(s, "feature_task_id") for s in sources], params)
    pipe.aff.Structure.populate(key)
    against = pipe.aff.Structure.Comparison & key & {"structure_measure": "adjusted_rand"}
    rows = {r["structure_against"]: r for r in against.to_dicts()}
    assert {"recording", "animal", "session", "stimulus"} <= set(rows)
    assert rows["animal"]["structure_against_null"] == "none"
    # films of one face: clusters are no mice
    assert abs(rows["animal"]["structure_against_value"]) < 0.1


def test_features_are_compared_in_place_of_descriptors(pipe, sources):
    key = pipe.aff.StructureTask.add(sources[0], PARAMS)
    pipe.aff.Structure.populate(key)
    found = pipe.aff.Structure.open(key)
    assert found.about["compared"] == "features" and "head_shift" in found.measures
    again = pipe.aff.StructureTask.add(of(sources[1], "event_set_id", "feature_task_id"), PARAMS)
    assert again["structure_id"] != key["structure_id"]
    pipe.aff.Structure.populate(again)
    assert not pipe.aff.Structure.Comparison & again & {"structure_against": "stimulus"}


def test_tasks_are_known_by_their_content_and_never_edited(pipe, sources, made):
    assert pipe.aff.StructureTask.add([of(sources[0], "feature_task_id")], PARAMS) == made
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.StructureTask.update1({**made, "structure_n_sources": 2})
    stored = dj.FreeTable(dj.conn(), pipe.aff.StructureTask.Source.full_table_name)
    key = (pipe.aff.StructureTask.Source & made).keys()[0]
    before = (stored & key).fetch1("structure_session")
    stored.update1({**key, "structure_session": "another"})
    with pytest.raises(FixedRowError):
        pipe.aff.StructureTask.sources(made)
    stored.update1({**key, "structure_session": before})
    assert len(pipe.aff.StructureTask.sources(made)) == 1


def test_what_cannot_be_compared_is_refused(pipe, sources):
    add = pipe.aff.StructureTask.add
    for wrong, error, told in (
        ([], ParameterError, "no source"),
        ([sources[0], sources[0]], ParameterError, "comes twice"),
        ([sources[0], of(sources[1], "feature_task_id")], InputError, "others none"),
        ({**sources[0], "event_set_id": 999}, ParameterError, "EventSet"),
    ):
        with pytest.raises(error, match=told):
            add(wrong, PARAMS)


def test_a_folder_that_was_changed_is_refused_and_deletes_go_through(pipe, made):
    row = (pipe.aff.Structure & made).fetch1()
    matrix = pipe.link.PROCESSED / row["structure_path"] / "correlation.npy"
    whole = matrix.read_bytes()
    matrix.write_bytes(whole[:-4] + b"\0\0\0\0")
    with pytest.raises(ResultError):
        pipe.aff.Structure.open(made)
    matrix.write_bytes(whole)
    delete_with_dependents(pipe.aff.StructureTask & made, prompt=False)
    assert not pipe.aff.Structure & made
