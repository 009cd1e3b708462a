"""The notebook of what the face says, run from its first cell to its last on this server."""

from __future__ import annotations

import re

import datajoint as dj
import pytest

from tests.notebooks.running import executed, text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("affect")
    settings = {"MOUSEFACE_AFFECT_DIR": str(folder), "MOUSEFACE_PREFIX": server.name("na_")}
    return executed("affect.ipynb", folder, **settings)


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("affect.ipynb", ran) == [], "run `make notebooks`"


def test_units_are_measured_or_say_why_not(ran):
    told = text(ran, "units")
    assert re.search(r"ear_angle \(measure\): 41\d frames$", told, re.M)
    assert "nose_bulge (appearance): 0 frames; no ratings" in told
    assert float(re.search(r"within (\S+) degrees", text(ran, "ear"))[1]) < 2


def test_traces_are_there_with_what_movement_explains_beside_them(ran):
    told = text(ran, "traces")
    for name in ("arousal", "negative", "positive"):
        assert f"{name}: ok; mean" in told and f"movement explains of {name}:" in told


def test_the_decoder_is_beyond_shuffled_events(ran):
    found = re.findall(r"(\w+): (\S+), chance (\S+), shuffled up to (\S+)", text(ran, "decoding"))
    assert [name for name, *_ in found] == ["discriminant", "linear"]
    for _, value, chance, most in found:
        assert float(chance) == 0.5 and float(value) > max(0.8, float(most))


def test_the_table_of_currents_is_what_the_server_answers(ran, server):
    """The printed table against plain SQL, typed by hand."""
    quote = dj.conn().adapter.quote_identifier
    response = f"{quote(server.name('na_affect'))}.{quote('__affect_response__event')}"
    event = f"{quote(server.name('na_expression'))}.{quote('event_set__event')}"
    rows = dj.conn().query(
        f"SELECT e.event_amount, AVG(r.affect_response_mean), COUNT(*) FROM {response} r "
        f"JOIN {event} e ON r.subject = e.subject AND r.session_id = e.session_id "
        "AND r.recording_id = e.recording_id AND r.event_set_id = e.event_set_id "
        "AND r.event_id = e.event_id WHERE r.event_window = 'first_second' "
        "AND r.affect_trace = 'negative' AND e.stimulus = 'tail_shock' "
        "GROUP BY e.event_amount ORDER BY e.event_amount"
    )
    expected = [(float(amount), float(mean), int(n)) for amount, mean, n in rows.fetchall()]
    assert [row[::2] for row in expected] == [(0.1, 3), (0.3, 3)]
    assert expected[0][1] < expected[1][1]  # a stronger shock was drawn more strongly
    told = text(ran, "currents")
    shown = re.findall(r"(0\.[13]) +mA +(\d\.\d+)", told)
    assert [float(current) for current, _ in shown] == [0.1, 0.3]
    assert [float(mean) for _, mean in shown] == pytest.approx([r[1] for r in expected], abs=1e-4)


def test_stimuli_join_what_the_ear_did_and_what_the_decoder_said(ran):
    told = text(ran, "joined")
    assert "sucrose" in told and "tail_shock" in told and "mouse_3" in told


def test_each_figure_is_shown(ran):
    for tag in ("units-figure", "affect-figure", "decoding-figure"):
        (cell,) = [c for c in ran.cells if tag in c.metadata.get("tags", ())]
        assert any("image/png" in out.get("data", {}) for out in cell.outputs), tag
