"""The notebook of behaviors, run from its first cell to its last; it needs no database."""

from __future__ import annotations

import re

import pytest

from tests.notebooks.running import executed, text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server  # with the other notebooks, which need one

NAMES = ["licking", "grooming", "blink"]


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("behaviors")
    return executed("behaviors.ipynb", folder, MOUSEFACE_BEHAVIORS_DIR=str(folder))


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("behaviors.ipynb", ran) == [], "run `make notebooks`"


def test_half_of_a_day_is_unknown(ran):
    told = re.findall(r"day(\d).mp4: licking (\d+) of (\d+), ", text(ran, "labels"))
    assert [int(n) for _, _, n in told] == [480, 480, 240, 480]
    assert all(int(present) > 20 for _, present, _ in told)


def test_held_out_days_are_far_above_chance_and_shifted_labels_are_not(ran):
    told = text(ran, "trained")
    assert "held out: session" in told and "labels shifted in time do as well" not in told
    found = re.findall(r"(\w+): average_precision (\d\.\d+) \(chance (\d\.\d+)\)", told)
    assert [name for name, _, _ in found] == NAMES
    assert all(float(value) > max(0.5, 2 * float(chance)) for _, value, chance in found), found
    shifted = re.findall(r"auroc_of_shifted_labels (\d\.\d+)", told)
    assert len(shifted) == 3 and all(0.15 < float(value) < 0.85 for value in shifted)


def test_another_day_is_predicted_as_a_person_labels_it(ran):
    found = dict(re.findall(r"(\w+): kappa (\d\.\d+)", text(ran, "agreement")))
    assert list(found) == NAMES and min(map(float, found.values())) > 0.7
    assert re.search(r"licking: \d+ bouts, \d+\.\d% of the time", text(ran, "predicted"))


def test_each_figure_is_shown_and_a_correction_is_curated(ran):
    for tag in ("curves", "examples", "predicted"):
        (cell,) = [c for c in ran.cells if tag in c.metadata.get("tags", ())]
        assert any("image/png" in out.get("data", {}) for out in cell.outputs), tag
    assert "curated by me on 20 frames" in text(ran, "curated")
