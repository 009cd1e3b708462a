"""A third scoring method, added by one line to the table of methods, through the tables."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring import methods
from element_mouseface.errors import FixedRowError, ParameterError, PrototypeError
from element_mouseface.params import HOGParams
from tests.schema.faces import EVENTS, SCORES, activated, film_events, insert_movie
from tests.schema.upstream import SESSION
from tests.toy_method.method import TOY, ToyParams, ToyPrototypes

pytestmark = pytest.mark.server

SMALL = HOGParams(pixels_per_cell=(32, 32))
SHORT = EVENTS[:2]
PARAMS = ToyParams(gain=2.0)


@pytest.fixture(scope="module", autouse=True)
def listed():
    """The one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(methods.METHODS, "toy", "tests.toy_method.method:TOY")
        yield


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "third", SCORES) as modules:
        yield modules


def recorded(pipe, name, seed, session):
    path = film_events(pipe.link.RAW / name, events=SHORT, seed=seed, duration_s=9.0)
    key = insert_movie(pipe, path, session=session)
    task = {**key, **pipe.hog.FaceCrop.add(None), **pipe.hog.HOGParamSet.add(SMALL)}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    pipe.hog.HOGProcessing.populate(task)
    return {**task, **pipe.exp.EventSet.add(key, SHORT)}


@pytest.fixture(scope="module")
def day(pipe):
    return recorded(pipe, "one.mp4", 1, SESSION)


@pytest.fixture(scope="module")
def paramset(pipe):
    return pipe.exp.ExpressionParamSet.add(PARAMS)


@pytest.fixture(scope="module")
def made(pipe, day, paramset):
    key = pipe.exp.PrototypeTask.add([day], paramset)
    pipe.exp.PrototypeSet.populate(key)
    return key


@pytest.fixture(scope="module")
def scored(pipe, day, paramset, made):
    key = pipe.exp.FacialExpressionTask.add({**day, **paramset, **made})
    pipe.exp.FacialExpression.populate(key)
    pipe.exp.EventResponse.populate(key)
    return key


@pytest.fixture(scope="module")
def expected(pipe, day):
    """Prototypes (k, y, x), neutral and scores (frames, k) by NumPy alone."""
    found = pipe.hog.HOGProcessing.result(day)
    frames, events = np.asarray(found.thumbnails[:], float), Events.from_rows(SHORT)
    neutral = frames[events.baseline(found.times_s, 1.0)].mean(axis=0)
    pictures = [
        frames[(found.times_s >= on) & (found.times_s < off)].mean(axis=0) - neutral
        for _, on, off in SHORT
    ]
    scores = [
        2.0 * ((frames - neutral) * picture).sum(axis=(1, 2)) / (picture**2).sum()
        for picture in pictures
    ]
    return pictures, neutral, np.transpose(scores)


def test_its_prototypes_are_stored_and_opened(pipe, day, made, expected):
    row = (pipe.exp.PrototypeSet & made).fetch1()
    assert row["prototype_method"] == "toy" and row["prototype_hog_params"] is None
    found = pipe.exp.PrototypeSet.open(made)
    assert isinstance(found, ToyPrototypes) and found.params == PARAMS
    assert np.allclose(found.pictures, expected[0]) and np.allclose(found.neutral, expected[1])
    rows = (pipe.exp.PrototypeSet.SourceEvent & made).to_dicts(order_by="event_id")
    assert [(r["prototype"], r["source_event_n_frames"]) for r in rows] == [
        ("sucrose", 30), ("quinine", 30)]  # fmt: skip
    with pytest.raises(PrototypeError, match="one recording"):
        pipe.exp.PrototypeTask.add([day, day], pipe.exp.ExpressionParamSet.add(PARAMS))


def test_its_scores_are_stored_and_read_back(pipe, scored, expected):
    table = pipe.exp.FacialExpression
    for k, name in enumerate(("sucrose", "quinine")):
        times_s, values = table.trace(scored, name)
        assert np.allclose(values, expected[2][:, k], atol=1e-4)
        own = (table.EventSummary & scored & {"prototype": name, "event_id": k}).fetch1()
        inside = (times_s >= SHORT[k][1]) & (times_s < SHORT[k][2])
        assert own["measure"] == "likeness"
        assert own["event_mean"] == pytest.approx(expected[2][inside, k].mean(), abs=1e-4)
        assert own["event_mean"] == pytest.approx(2.0, abs=1e-3)  # by its own prototype, the gain
    row = (table & scored).fetch1()
    assert row["circular"] and row["score_source"] == "same data"
    assert row["expression_n_valid"] == row["expression_n_frames"] == 180
    (finding,) = (table.Finding & scored).to_dicts()
    assert (finding["finding"], finding["finding_severity"]) == ("likeness_to_itself", "note")
    assert table.frame_trace(scored, "picture_mean").shape == (180,)
    assert len(table.Models & scored) == 0 and len(table.Trial & scored) == 0


def test_its_responses_bouts_sources_and_map(pipe, scored, expected):
    exp = pipe.exp
    window = exp.EventResponse.Event & scored & {"prototype": "sucrose", "event_id": 0}
    assert window and set(window.to_arrays("measure")) == {"likeness"}
    bouts = exp.FacialExpression.Bout & scored & {"bout_name": "quinine"}
    # either stimulus takes half of the base picture away, which both prototypes have
    starts_s = bouts.to_arrays("bout_start_s", order_by="bout_start_s")
    assert starts_s == pytest.approx([SHORT[0][1], SHORT[1][1]], abs=0.01)
    sources = exp.FacialExpression.sources(scored)
    assert set(sources.to_arrays("prototype")) == {"sucrose", "quinine"}
    explained = exp.FacialExpression.why(scored, "sucrose", 50)
    assert explained.total == pytest.approx(expected[2][50, 0])


def test_an_edited_prototype_is_refused(pipe, made):
    # as another program would: our own tables let nobody edit a result
    part = dj.FreeTable(dj.conn(), pipe.exp.PrototypeSet.Prototype().full_table_name)
    key = {**made, "prototype": "sucrose"}
    vector = (pipe.exp.PrototypeSet.Prototype & key).fetch1("prototype_vector")
    part.update1({**key, "prototype_vector": vector + 1})
    try:
        with pytest.raises(FixedRowError):
            pipe.exp.PrototypeSet.open(made)
    finally:
        part.update1({**key, "prototype_vector": vector})


def test_a_file_of_its_prototypes_is_a_set(pipe, made):
    path = pipe.link.PROCESSED / "toy.npz"
    pipe.exp.PrototypeSet.open(made).save(path)
    key = pipe.exp.PrototypeTask.add_file("toy.npz")
    pipe.exp.PrototypeSet.populate(key)
    assert (pipe.exp.PrototypeSet & key).fetch1("prototype_method") == "toy"
    assert np.array_equal(
        pipe.exp.PrototypeSet.open(key).pictures, pipe.exp.PrototypeSet.open(made).pictures
    )


def test_a_method_that_is_not_listed_is_told(pipe):
    with pytest.raises(ParameterError, match="no scoring method 'tyo'"):
        pipe.exp.ExpressionParamSet.add(method="tyo")
    assert methods.method("toy") is TOY
