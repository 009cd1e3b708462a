"""The tutorial notebook, run from its first cell to its last on the server of this process."""

from __future__ import annotations

import re

import datajoint as dj
import pytest

from tests.notebooks.running import executed
from tests.notebooks.running import text as _text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server

STIMULI = ["lithium", "quinine", "sucrose", "tail_shock"]
N_EVENTS, N_FRAMES, N_WINDOWS = 8, 750, 5


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    """The executed notebook."""
    folder = tmp_path_factory.mktemp("tutorial")
    settings = {"MOUSEFACE_TUTORIAL_DIR": str(folder), "MOUSEFACE_PREFIX": server.name("nb_")}
    return executed("tutorial.ipynb", folder, **settings)


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("tutorial.ipynb", ran) == [], "run `make notebooks`"


def test_populate_gave_two_recordings_with_every_frame(ran):
    assert _text(ran, "info").count(f" {N_FRAMES} ") == 2
    assert _text(ran, "descriptors").count(f" {N_FRAMES} ") == 2


def test_only_the_first_day_is_called_circular(ran):
    told = _text(ran, "findings")
    assert "day 1: circular" in told
    assert "day 2: circular" not in told


def test_the_join_has_a_row_for_each_event_and_prototype(ran):
    assert int(_text(ran, "join-count")) == 2 * N_EVENTS * len(STIMULI)


def test_the_means_are_those_of_the_server(ran, server):
    """The printed table against plain SQL, typed by hand."""
    schema = server.name("nb_expression")
    quote = dj.conn().adapter.quote_identifier
    rows = dj.conn().query(
        f"""
        SELECT r.session_id, e.stimulus, r.prototype, AVG(r.response_mean)
        FROM {quote(schema)}.{quote("__event_response__event")} r
        JOIN {quote(schema)}.{quote("event_set__event")} e
          ON r.session_id = e.session_id AND r.event_set_id = e.event_set_id
          AND r.event_id = e.event_id
        WHERE r.event_window = 'event' AND r.measure = 'similarity'
        GROUP BY r.session_id, e.stimulus, r.prototype
        """
    )
    expected = {(int(day), given, seen): float(mean) for day, given, seen, mean in rows.fetchall()}
    assert len(expected) == 2 * len(STIMULI) ** 2
    shown = _table_of_means(_text(ran, "means"))
    assert set(shown) == set(expected)
    for key, value in shown.items():
        assert value == pytest.approx(expected[key], abs=6e-5), key


def test_own_stimulus_is_the_likest_on_the_other_day(ran):
    """What the notebook tells its reader to look for is there to be seen."""
    shown = _table_of_means(_text(ran, "means"))
    right = 0
    for given in STIMULI:
        row = {seen: shown[2, given, seen] for seen in STIMULI}
        right += max(row, key=row.get) == given
    assert right >= 3, shown


def test_a_new_window_is_filled(ran):
    assert int(_text(ran, "new-window")) == N_WINDOWS + 1


def test_scores_lead_to_the_frames_of_the_other_day_behind_them(ran):
    assert "10 frames of session 1" in _text(ran, "sources")


def test_the_scores_follow_what_was_planted(ran):
    found = re.findall(
        r"(\w+): correlation with the planted intensity (-?\d\.\d+)", _text(ran, "truth")
    )
    assert sorted(name for name, _ in found) == STIMULI
    assert sum(float(r) for _, r in found) / len(found) > 0.25


def _table_of_means(text: str) -> dict[tuple[int, str, str], float]:
    """{(day, stimulus, prototype): mean} of the printed table; pandas leaves repeated days out."""
    lines = text.splitlines()
    names = lines[0].split()[1:]
    assert names == STIMULI
    found, day = {}, None
    for line in lines[2:]:
        words = line.split()
        if len(words) == len(names) + 2:
            day = int(words.pop(0))
        for name, value in zip(names, words[1:], strict=True):
            found[day, words[0], name] = float(value)
    return found
