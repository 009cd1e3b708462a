"""Signs of stimuli, and amounts of events: said by somebody, never edited, the same on a server."""

from __future__ import annotations

import datajoint as dj
import pytest

from element_mouseface.core.events import read_events
from element_mouseface.errors import ActivationError, EventsError, FixedRowError, ParameterError
from element_mouseface.params import content_hash
from tests.schema.faces import AFFECT, activated, insert_movie
from tests.schema.movies import movie
from tests.servers import fresh_modules

pytestmark = pytest.mark.server

N, FPS = 40, 10
SOURCE = "Dolensek et al., Science 2020"


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "signs", AFFECT) as modules:
        modules.key = insert_movie(modules, movie(linking.RAW / "signs.mp4", n=N, fps=FPS))
        yield modules


def test_signs_come_back_and_the_same_ones_are_found_again(pipe):
    table = pipe.aff.StimulusSign
    given = {"sucrose": ("positive", SOURCE), "quinine": ("negative", SOURCE)}
    key = table.add("published", given)
    assert key == {"sign_scheme": "published"} == table.add("published", given)
    assert table.signs(key) == given and len(table & key) == 2
    # a stimulus more, later; and another laboratory's view beside it
    table.add("published", {"water": ("neutral", "thirst was not controlled")})
    table.add("own", {"quinine": ("neutral", "our mice drink it")})
    assert table.signs("published", ["water", "salt"]) == {
        "water": ("neutral", "thirst was not controlled")
    }
    both = table * pipe.exp.Stimulus & {"stimulus": "quinine"}
    assert sorted(both.to_arrays("stimulus_sign")) == ["negative", "neutral"]


@pytest.mark.parametrize(
    ("scheme", "signs", "words"),
    [
        ("published", {"sucrose": ("negative", SOURCE)}, "another sign or source"),
        ("published", {"sucrose": ("positive", "somebody else")}, "another sign or source"),
        ("Published", {"salt": ("negative", SOURCE)}, "only in case"),
        ("new", {"salt": "negative"}, "no source"),
        ("new", {"salt": ("negative", " ")}, "no source"),
        ("new", {"salt": ("negative", "x" * 256)}, "too long"),
        ("new", {"salt": ("bad", SOURCE)}, "no such sign"),
        ("new", {"slat": ("negative", SOURCE)}, "no such stimulus"),
        ("new", {}, "No signs"),
        ("new", None, "No signs"),
        ("", {"salt": ("negative", SOURCE)}, "no usable name"),
        ("new ", {"salt": ("negative", SOURCE)}, "no usable name"),
        ("n" * 33, {"salt": ("negative", SOURCE)}, "no usable name"),
        (3, {"salt": ("negative", SOURCE)}, "no usable name"),
        ("new", {"water": ("neutral", SOURCE), "salt": "negative"}, "no source"),
    ],
)
def test_a_sign_that_nobody_answers_for_is_refused(pipe, scheme, signs, words):
    table = pipe.aff.StimulusSign
    table.add("published", {"sucrose": ("positive", SOURCE)})
    before = len(table())
    with pytest.raises(ParameterError, match=words):
        table.add(scheme, signs)
    assert len(table()) == before


def test_an_edited_sign_is_found(pipe):
    table = pipe.aff.StimulusSign
    key = table.add("edited", {"salt": ("negative", SOURCE)})
    row = (table & key).fetch1()
    with pytest.raises(FixedRowError, match="cannot change"):
        table.update1({**row, "stimulus_sign": "positive"})
    stored = dj.FreeTable(dj.conn(), table.full_table_name)
    stored.update1({**row, "stimulus_sign": "positive"})
    with pytest.raises(FixedRowError, match="of StimulusSign was edited"):
        table.signs(key)
    with pytest.raises(FixedRowError):
        table.add("edited", {"salt": ("negative", SOURCE)})
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


def test_amounts_are_columns_and_come_back(pipe):
    table = pipe.exp.EventSet
    key = table.add(pipe.key, GRADED)
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
    assert table.add(pipe.key, path) == key == table.add(pipe.key, table.events(key))
    assert table.events(key).content_hash() == read_events(path).content_hash()
    with pytest.raises(EventsError, match="amount"):
        table.add(pipe.key, [GRADED[0], ("tail_shock", 1.5, 2.0)])


def test_events_without_amounts_have_the_hash_that_they_had(pipe):
    table = pipe.exp.EventSet
    plain = [row[:3] for row in GRADED]
    key = table.add(pipe.key, plain)
    assert key != table.add(pipe.key, GRADED)
    assert key != table.add(pipe.key, [(*row, None, 0.0, "mA") for row in plain])
    events = [
        {"event_id": k, "stimulus": name, "repetition": n, "onset_s": start, "offset_s": stop}
        for k, ((name, start, stop), n) in enumerate(zip(plain, (0, 1, 0), strict=True))
    ]
    recording = {name: str(value) for name, value in pipe.key.items()}
    due = {"kind": "EventSet", "recording": recording, "clock": "movie", "events": events}
    assert (table & key).fetch1("event_set_hash") == content_hash(due)


@pytest.mark.parametrize(
    "edit", [{"event_amount": 0.31}, {"event_amount": None}, {"event_amount_unit": "uA"}]
)
def test_an_edited_amount_is_found(pipe, edit):
    table = pipe.exp.EventSet
    key = table.add(pipe.key, GRADED)
    stored = dj.FreeTable(dj.conn(), table.Event.full_table_name)
    row = (stored & key & {"event_id": 0}).fetch1()
    stored.update1({**row, **edit})
    with pytest.raises(FixedRowError, match="of EventSet was edited"):
        table.events(key)
    stored.update1(row)
    assert table.events(key).rows[0].amount == 0.3
