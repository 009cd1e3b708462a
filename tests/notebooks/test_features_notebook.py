"""The notebook of named features, run from its first cell to its last on this process's server."""

from __future__ import annotations

import re

import datajoint as dj
import pytest

from tests.notebooks.running import executed, text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server

N_FRAMES, N_FEATURES = 900, 309


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("features")
    settings = {"MOUSEFACE_FEATURES_DIR": str(folder), "MOUSEFACE_PREFIX": server.name("nf_")}
    return executed("features.ipynb", folder, **settings)


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("features.ipynb", ran) == [], "run `make notebooks`"


def test_each_frame_has_its_row_and_what_is_undefined_its_reason(ran):
    assert f"{N_FRAMES} rows, {N_FEATURES} features" in text(ran, "features")
    assert text(ran, "columns").count("mouth:") >= 12  # DataJoint shows twelve rows
    told = text(ran, "undefined").splitlines()
    assert [line for line in told if line] == [
        "mouth:thumbnail_motion 1 there is no frame before it"
    ]


def test_the_model_is_above_chance_on_trials_that_it_has_not_seen(ran):
    told = text(ran, "metrics")
    value, low, high, chance = map(
        float,
        re.search(r"balanced_accuracy: (\S+) \((\S+) to (\S+)\), chance (\S+)", told).groups(),
    )
    assert chance == 0.5 < low <= value <= high and value > 0.85
    assert "expect less on another animal or day" in told


def test_the_query_lists_the_weights_that_the_server_has(ran, server):
    """The printed table against plain SQL, typed by hand."""
    quote = dj.conn().adapter.quote_identifier
    table = f"{quote(server.name('nf_frame_models'))}.{quote('__frame_model__weight')}"
    rows = dj.conn().query(
        f"SELECT weight_column, weight_mean FROM {table} WHERE weight_sign_agreement = 1 "
        "AND ABS(weight_mean) / weight_standard_error > 2 ORDER BY ABS(weight_mean) DESC"
    )
    expected = [(name, float(mean)) for name, mean in rows.fetchall()]
    told = text(ran, "driving")
    n_sure, n = map(int, re.search(r"(\d+) of (\d+) features", told).groups())
    assert n_sure == len(expected) >= 3 and n == 28
    shown = re.findall(r"^\d+ +(\w+:\w+) +(-?\d\.\d+)", told, re.M)
    assert [name for name, _ in shown] == [name for name, _ in expected[:8]]
    means = [mean for _, mean in expected[:8]]
    assert [float(mean) for _, mean in shown] == pytest.approx(means, abs=1e-5)


def test_the_planted_paw_is_found(ran):
    told = text(ran, "causes")
    assert "first cause: covered" in told
    assert float(re.search(r"1\. covered: AUC (\S+),", told)[1]) > 0.95


def test_both_rolls_are_near_what_was_planted_and_one_camera_has_no_yaw(ran):
    told = text(ran, "angle")
    off = dict(re.findall(r"(roll_\w+): within (\d\.\d+) degrees", told))
    assert float(off["roll_points"]) < 0.5 and float(off["roll_picture"]) < 0.3
    for name in ("yaw", "pitch"):
        assert f"{name}: 0 frames; one camera cannot tell" in told


def test_each_figure_is_shown(ran):
    for tag in ("weights", "stacks", "angle-figure"):
        (cell,) = [c for c in ran.cells if tag in c.metadata.get("tags", ())]
        assert any("image/png" in out.get("data", {}) for out in cell.outputs), tag
