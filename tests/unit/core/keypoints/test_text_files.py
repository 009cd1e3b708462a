"""Tables of text: by their labels, in every dress that programs and spreadsheets give them."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints, detect_source, load_keypoints
from element_mouseface.errors import ParameterError, ResultError
from tests.unit.core.keypoints.faces import face, write_csv

DLC = "DLC_resnet50_faceJun1shuffle1_200000"
N = 12


@pytest.fixture(scope="module")
def truth() -> Keypoints:
    points = face(N)
    xy = points.xy.copy()
    xy[3:6, 2] = np.nan
    return Keypoints(points.names, xy, points.likelihood, "deeplabcut")


def same(found: Keypoints, truth: Keypoints) -> None:
    order = [found.names.index(name) for name in truth.names]
    assert np.array_equal(found.xy[:, order], truth.xy, equal_nan=True)
    assert np.array_equal(found.likelihood[:, order], truth.likelihood, equal_nan=True)


def rows_of(path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text().splitlines()]


def write(path, rows, separator=",", encoding="utf-8"):
    path.write_bytes("".join(separator.join(row) + "\n" for row in rows).encode(encoding))
    return path


@pytest.fixture
def table(tmp_path, truth):
    return write_csv(tmp_path / "face.csv", truth, DLC)


def test_a_plain_table(table, truth):
    found = load_keypoints(table)
    assert found.names == truth.names and found.software == "deeplabcut" and found.notes == ()
    same(found, truth)


DRESSES = {
    "byte-order mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "decimal commas": lambda text: text.replace(",", ";").replace(".", ",").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "Windows' line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "no line end": lambda text: text.rstrip("\n").encode(),
    "blank lines": lambda text: (text + "\n\n").encode(),
    "a spreadsheet's first line": lambda text: ("sep=,\n" + text).encode("utf-8-sig"),
    "quotation marks": lambda text: text.replace("scorer,", '"scorer",')
    .replace("\n0,", '\n"0",')
    .encode(),
    "empty columns at the end": lambda text: text.replace("\n", ",,\n").encode(),
    "capitals": lambda text: text.replace("coords", "Coords").replace("likelihood", "Likelihood")
    .encode(),
    "NaN in words": lambda text: text.replace(",,", ",nan,").encode(),
    "blanks around cells": lambda text: text.replace(",", ", ").encode(),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
def test_a_table_in_any_dress(table, truth, dress):
    table.write_bytes(DRESSES[dress](table.read_text()))
    assert detect_source(table) == "deeplabcut"
    same(load_keypoints(table, n_frames=N), truth)


def test_columns_are_known_by_their_labels_and_not_by_their_places(tmp_path, table, truth):
    rows = rows_of(table)
    order = np.random.default_rng(3).permutation(len(rows[0]) - 1) + 1
    mixed = write(tmp_path / "mixed.csv", [[row[0], *(row[k] for k in order)] for row in rows])
    same(load_keypoints(mixed), truth)
    # the rows of labels, too
    same(load_keypoints(write(tmp_path / "r.csv", [rows[2], rows[0], rows[1], *rows[3:]])), truth)


def test_what_a_smoother_and_a_split_add_is_named_and_left_out(tmp_path, table, truth):
    rows = [
        [cell for k in range(0, len(row) - 1, 3) for cell in (*row[k + 1 : k + 4], *extra)]
        for row, extra in zip(
            rows_of(table),
            [["s", "s"], ["p", "p"], ["x_ens_median", "y_posterior_var"], *[["7", "8"]] * N],
            strict=True,
        )
    ]
    heads = [*rows_of(table)[:3]]
    for k, name in enumerate(truth.names):
        rows[0][5 * k + 3 : 5 * k + 5] = ["ensemble-kalman_smoother"] * 2
        rows[1][5 * k + 3 : 5 * k + 5] = [name] * 2
    full = [
        [first, *row, split]
        for first, row, split in zip(
            [*(head[0] for head in heads), *map(str, range(N))],
            rows,
            ["set", "", "", *["train"] * N],
            strict=True,
        )
    ]
    full[0] = ["scorer", *["ensemble-kalman_smoother"] * len(rows[0]), "set"]
    path = write(tmp_path / "eks.csv", full)
    assert detect_source(path) == "lightning_pose"
    found = load_keypoints(path)
    same(found, truth)
    assert "set, x_ens_median, y_posterior_var" in found.notes[0]


def test_points_of_no_animal_come_along_and_animals_are_chosen(tmp_path, truth):
    names = ("nose(tip)", "mouth")
    two = write_csv(tmp_path / "two.csv", truth, DLC, ("left", "right"))
    with pytest.raises(ParameterError, match=r"(?s)2 animals.*left, right"):
        load_keypoints(two)
    same(load_keypoints(two, individual="right"), truth)
    with pytest.raises(ParameterError, match="no animal 'tail'"):
        load_keypoints(two, individual="tail")
    rows = rows_of(write_csv(tmp_path / "one.csv", truth, DLC, ("left",)))
    for place, cells in enumerate(
        ([DLC] * 3, ["single"] * 3, ["spout"] * 3, ["y", "x", "likelihood"])
    ):
        rows[place] += cells
    for t, row in enumerate(rows[4:]):
        row += [str(t + 0.5), str(t), "0.9"]
    found = load_keypoints(write(tmp_path / "unique.csv", rows))
    same(Keypoints(found.names[:-1], found.xy[:, :-1], found.likelihood[:, :-1], "sleap"), truth)
    assert found.names[-1] == "spout" and set(names) < set(found.names)
    assert np.array_equal(found.xy[:, -1], np.stack([np.arange(N), np.arange(N) + 0.5], axis=1))


def test_a_table_without_likelihood_and_with_empty_ones(tmp_path, table, truth):
    rows = rows_of(table)
    bare = [[c for k, c in enumerate(row) if k % 3 or not k] for row in rows]
    found = load_keypoints(write(tmp_path / "bare.csv", bare))
    assert np.array_equal(found.xy, truth.xy, equal_nan=True) and np.isnan(found.likelihood).all()
    for row in rows[3:]:
        row[3] = ""
    found = load_keypoints(write(tmp_path / "empty.csv", rows))
    assert np.isnan(found.likelihood[:, 0]).all() and found.valid(0.6)[:, 0].all()


def changed(rows, line, column, text):
    rows = [list(row) for row in rows]
    rows[line][column] = text
    return rows


@pytest.mark.parametrize(
    ("change", "message"),
    {
        "a word": (lambda rows: changed(rows, 5, 4, "left"), "line 6, column 5.*'left'"),
        "a comma for a point": (lambda rows: changed(rows, 5, 4, '"12,5"'), "line 6"),
        "a row too short": (lambda rows: [*rows[:7], rows[7][:-1], *rows[8:]], "line 8"),
        "a row too long": (lambda rows: [*rows[:7], [*rows[7], "1"], *rows[8:]], "line 8"),
        "cut off": (lambda rows: [*rows[:-1], rows[-1][:3]], "line 15.*truncated"),
        "a percentage": (lambda rows: changed(rows, 4, 3, "97"), "(?s)likelihood.*97"),
        "a point twice": (
            lambda rows: [rows[0], [*rows[1][:4], *rows[1][1:4], *rows[1][7:]], *rows[2:]],
            "two columns are x",
        ),
        "no x": (lambda rows: changed(rows, 2, 1, "other"), "missing.*x of"),
        "a number without a name": (lambda rows: changed(rows, 2, 1, ""), "have no label"),
        "three dimensions": (lambda rows: changed(rows, 2, 3, "z"), "three dimensions"),
        "no rows": (lambda rows: rows[:3], "no frames"),
        "no labels": (lambda rows: rows[3:], "not a keypoint file"),
        "a frame twice": (lambda rows: [*rows, rows[-1]], "(?s)ambiguous.*frame 11 twice"),
        "names without order": (
            lambda rows: [*rows[:3], *(["a" + "x" * k, *r[1:]] for k, r in enumerate(rows[3:]))],
            "have no numbers in order",
        ),
        "a quotation mark": (lambda rows: changed(rows, 6, 0, '"3'), "line 7"),
    }.values(),
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path, table, change, message):
    path = write(tmp_path / "bad.csv", change(rows_of(table)))
    with pytest.raises(ResultError) as caught:
        load_keypoints(path)
    assert re.search(message, str(caught.value), re.DOTALL)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 5000, b"\xff\xfe\x00", b"\x1f\x8b\x08\x00 no gzip", bytes(range(256)) * 9],
    ids=["empty", "zeros", "half a mark", "gzip", "bytes"],
)
def test_other_bytes_are_our_error(tmp_path, content):
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(ResultError):
        load_keypoints(tmp_path / "x.csv")


def test_gzip_that_becomes_far_larger_than_it_is_is_refused(tmp_path, table):
    bomb = gzip.compress(table.read_bytes() + b"\n" * (20 << 20), 9)
    (tmp_path / "bomb.csv").write_bytes(bomb)
    with pytest.raises(ResultError, match="compressed: over"):
        load_keypoints(tmp_path / "bomb.csv")
