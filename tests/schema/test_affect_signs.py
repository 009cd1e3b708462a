"""Signs of stimuli: said by somebody, never edited, the same on every server."""

from __future__ import annotations

import datajoint as dj
import pytest

from element_mouseface.errors import ActivationError, FixedRowError, ParameterError
from tests.schema.faces import AFFECT, activated
from tests.servers import fresh_modules

pytestmark = pytest.mark.server

SOURCE = "Dolensek et al., Science 2020"


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "signs", AFFECT) as modules:
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
