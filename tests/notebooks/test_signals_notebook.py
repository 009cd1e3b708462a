"""The notebook of facial signals, run from its first cell to its last on this process's server."""

from __future__ import annotations

import re

import datajoint as dj
import pytest

from tests.notebooks.running import executed, text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server

STIMULI = ["quinine", "sucrose", "tail_shock"]
N_FRAMES, N_COMPONENTS = 750, 20


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("signals")
    settings = {"MOUSEFACE_SIGNALS_DIR": str(folder), "MOUSEFACE_PREFIX": server.name("sig_")}
    return executed("facial_signals.ipynb", folder, **settings)


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("facial_signals.ipynb", ran) == [], "run `make notebooks`"


def test_each_region_has_its_motion_and_its_components(ran):
    # no difference before the first frame
    assert text(ran, "regions").count(f" {N_FRAMES - 1} ") == 4
    told = text(ran, "components")
    for name in ("full frame", "whiskers", "mouth", "ear"):
        values = [float(v) for v in re.findall(rf"{name} +\d  singular value (\S+)", told)]
        assert len(values) == 3 and values == sorted(values, reverse=True)
    assert f"{4 * N_COMPONENTS} rows of motion, {4 * N_COMPONENTS} of movie" in told
    assert f"projection ({N_FRAMES},)" in text(ran, "projection")


def test_both_methods_scored_every_frame(ran):
    told = text(ran, "scores")
    assert f"contrast: cross-validated, {N_FRAMES} frames" in told
    assert f"published: same data, {N_FRAMES} frames" in told


def test_what_is_shown_is_what_the_server_has(ran, server):
    """The printed table against plain SQL, typed by hand."""
    quote = dj.conn().adapter.quote_identifier
    table = f"{quote(server.name('sig_confounds'))}.{quote('__motion_explained__regressor')}"
    rows = dj.conn().query(
        f"SELECT measure, prototype, regressor, explained_r2 FROM {table} "
        "WHERE measure IN ('score', 'similarity')"
    )
    found = {tuple(row[:3]): float(row[3]) for row in rows.fetchall()}
    assert len(found) == 2 * len(STIMULI) * 6
    shown, measure = {}, None
    header, *lines = text(ran, "explained").splitlines()
    for line in lines[1:]:
        words = line.split()
        if len(words) == 8:
            measure = words.pop(0)
        if words:
            shown[measure, words[0]] = [float(word) for word in words[1:]]
    names = ["motion: full frame", "motion: whiskers", "motion: ear", "licking",
             "components: full frame", "all"]  # fmt: skip
    names.sort(key=header.index)  # rows come in the server's order, and so do the columns
    assert len(shown) == 2 * len(STIMULI)
    for (measure, prototype), values in shown.items():
        expected = [found[measure, prototype, name] for name in names]
        assert values == pytest.approx(expected, abs=0.0051)


def test_a_perfect_score_is_explained_in_part(ran):
    """What the notebook tells its reader is there to be seen."""
    shares = dict(re.findall(r"(\w+): (\d\.\d+) of what was planted", text(ran, "truth")))
    assert sorted(shares) == STIMULI
    assert all(0.1 < float(share) < 0.95 for share in shares.values())


def test_trials_of_the_own_stimulus_score_highest(ran):
    told = re.findall(r"(\w+) in (\w+): (-?\d\.\d+) \(4 trials\)", text(ran, "answers"))
    means = {(prototype, given): float(mean) for prototype, given, mean in told}
    assert means
    for prototype in {name for name, _ in means}:
        assert max(STIMULI, key=lambda given: means[prototype, given]) == prototype
        assert means[prototype, prototype] > 0.3
