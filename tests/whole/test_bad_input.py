"""What a lab gives `mouseface` by mistake: a message that helps, code 2, nothing half-written."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from element_mouseface.cli.main import main
from tests.schema.faces import EVENTS, FPS, film_events

START_S, N = 300.25, 360
RIG = START_S + np.arange(N) / FPS
TABLE = [(name, START_S + onset_s, START_S + offset_s) for name, onset_s, offset_s in EVENTS]


def csv_text(rows, header="event,onset_s,offset_s", separator=","):
    lines = [header.replace(",", separator), *(separator.join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def times_text(values):
    return "\n".join(["time_s", *(f"{value:.6f}" for value in values)]) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A movie, edges of the rig, and events on the rig's clock."""
    found = tmp_path_factory.mktemp("lab")
    film_events(found / "face.mp4", seed=3)
    (found / "edges.csv").write_text(times_text(RIG))
    (found / "events.csv").write_text(csv_text(TABLE))
    return found


def refused(folder, tmp_path, capsys, *options, events="events.csv"):
    """What `mouseface score` tells on standard error, after the checks that hold for all."""
    given = ["--events", str(folder / events)] if events else []
    out = tmp_path / "out"
    code = main(["score", str(folder / "face.mp4"), *given, "--out", str(out), *map(str, options)])
    told = capsys.readouterr().err
    assert code == 2 and told.startswith("mouseface score: ")
    assert "Expected: " in told and ("Got: " in told or "What to do: " in told)
    assert not out.exists()
    return told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (csv_text(TABLE, "stimulus,start,end"), "give the columns these names"),
        (csv_text([*TABLE, ("salt", START_S + 2.5, START_S + 3)]), "begins before"),
        (csv_text([*TABLE, ("salt", START_S + 17, START_S + 19)]), "is outside the recording"),
        (csv_text([(n, a * 1000, b * 1000) for n, a, b in TABLE]), "events are in seconds"),
        (csv_text([(n, a, b - a) for n, a, b in TABLE]), "not its duration"),
        (csv_text([("Sucrose", START_S, START_S + 1), *TABLE]), "upper and lower case"),
        (csv_text([("salt", "5:00", "5:01"), *TABLE]), "line 2: '5:00' and '5:01'"),
    ],
)
def test_events_that_cannot_be_used(folder, tmp_path, capsys, text, told):
    (folder / "bad.csv").write_text(text)
    clock = "--clock", folder / "edges.csv"
    assert told in refused(folder, tmp_path, capsys, *clock, events="bad.csv")


def test_a_byte_order_mark_is_no_mistake(folder, tmp_path):
    (folder / "excel.csv").write_bytes(csv_text(TABLE).replace("\n", "\r\n").encode("utf-8-sig"))
    options = "--clock", folder / "edges.csv", "--events", folder / "excel.csv"
    arguments = ["score", folder / "face.mp4", "--out", tmp_path / "out", "--method", "published"]
    assert main([str(part) for part in (*arguments, *options)]) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (times_text(RIG[:12]), "12 edges and 360 frames"),
        (times_text(RIG[:2]), "too few edges"),
        (times_text(START_S + np.arange(5 * N) / FPS / 5), "come 5 times as often as the frames"),
        (times_text(RIG * 1000), "divide milliseconds by 1000"),
        (times_text(np.arange(N + 4) / FPS * 1000), "divide milliseconds by 1000"),
        (times_text(np.roll(RIG, 7)), "do not increase"),
        (times_text(np.r_[RIG, RIG[-1]]), "do not increase"),
        ("", "is empty"),
        ("time_s\n", "There are no edges"),
    ],
)
def test_ttl_that_cannot_be_used(folder, tmp_path, capsys, text, told):
    (tmp_path / "ttl.csv").write_text(text)
    assert told in refused(folder, tmp_path, capsys, "--clock", tmp_path / "ttl.csv")


def test_a_prairie_view_file_that_is_cut_off(folder, tmp_path, capsys):
    (tmp_path / "scan.xml").write_text('<PVScan>\n<PVStateValue key="framePeriod" value="0.05"/>')
    options = "--clock", tmp_path / "scan.xml", "--clock-start", START_S
    assert "may be truncated" in refused(folder, tmp_path, capsys, *options)


def test_prototypes_of_another_crop_and_a_cut_off_scores_file(folder, tmp_path, capsys):
    scored = tmp_path / "scored"
    clock = "--clock", folder / "edges.csv"
    arguments = ["score", folder / "face.mp4", "--events", folder / "events.csv", "--out", scored]
    assert main([str(part) for part in (*arguments, *clock, "--method", "published")]) == 0
    capsys.readouterr()
    options = "--prototypes", scored, "--crop", "0,0,96,96"
    told = refused(folder, tmp_path, capsys, *options, events=None)
    assert "do not fit" in told and "3x4 cells" in told and "3x3 cells" in told
    text = (scored / "scores.csv").read_text()
    before = sorted(path.name for path in scored.iterdir())
    for cut in (text[: len(text) // 2], text[: text.rindex("\n", 0, -1) + 1], "", text + "x\n"):
        (scored / "scores.csv").write_text(cut)
        assert main(["why", str(scored), "--frame", "5"]) == 2
        told = capsys.readouterr().err
        assert "scores.csv in" in told and "differs from what `mouseface score` wrote" in told
        assert "again" in told
    assert sorted(path.name for path in scored.iterdir()) == before
    (scored / "scores.csv").write_text(text)
    shutil.rmtree(scored / "descriptors.zarr")
    assert main(["why", str(scored), "--frame", "5"]) == 2
    assert "descriptors.zarr" in capsys.readouterr().err
