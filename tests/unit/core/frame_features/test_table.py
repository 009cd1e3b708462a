"""Tables of features: what fits together, files that read back to the same table, changed files."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from element_mouseface.core.frame_features import (
    FrameTable,
    Reason,
    about_table,
    open_table,
    read_table,
    table_blocks,
)
from element_mouseface.core.frame_features.digests import digest_of
from element_mouseface.core.frame_features.writing import open_writer
from element_mouseface.errors import (
    InputError,
    MouseFaceError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
)
from tests.fuzzing import fuzz

NAMES = ("crop:intensity_mean", "cheek:haralick_contrast_mean", "points:distance(nose(tip),ear)")
N = 9000  # more than one group of rows


def table(n=N, seed=0, **parts):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, 3)) * 10.0 ** rng.integers(-200, 200, (n, 3))
    values[:3, 0] = [-0.0, 5e-324, 1.7976931348623157e308][:n]
    values[rng.random((n, 3)) < 0.1] = np.nan
    codes = np.where(np.isnan(values[:, 1]), rng.integers(1, 8, n), 0)
    own = np.where(np.isnan(values[:, 2]), Reason.LOST_POINT, 0)
    reasons = {"cheek:texture": codes, NAMES[2]: own}
    parts = {"times_s": np.arange(n) / 30, "flags": rng.integers(0, 64, n), **parts}
    return FrameTable(NAMES, values, reasons, **parts)


def same(one, other):
    assert one.names == other.names and one.about == other.about and one.digest == other.digest
    assert one.values.tobytes() == np.ascontiguousarray(other.values).tobytes()
    assert list(one.reasons) == list(other.reasons)
    for key, codes in one.reasons.items():
        np.testing.assert_array_equal(codes, other.reasons[key])
    for name in ("times_s", "flags"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in ("images", "labels", "persons", "notes", "digests"):
        assert getattr(one, name) == getattr(other, name)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder, whole = tmp_path_factory.mktemp("tables"), table()
    return whole, {end: whole.write(folder / f"t{end}") for end in (".parquet", ".csv")}


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_file_reads_back_to_the_same_table(written, ending):
    whole, files = written
    same(read_table(files[ending]), whole)
    assert about_table(files[ending])["digest"] == whole.digest
    blocks = list(table_blocks(files[ending]))
    assert [first for first, _ in blocks[:2]] == [0, len(blocks[0][1])][: len(blocks)]
    assert max(len(block) for _, block in blocks) < N or ending == ".csv"
    np.testing.assert_array_equal(np.concatenate([b.values for _, b in blocks]), whole.values)


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_pictures_and_tables_without_rows_read_back(tmp_path, ending):
    odd = ("", None, 'a,"b"\nc;d', "NaN", "Grüße 🐭", " x ")
    texts = {"images": odd, "labels": odd[::-1], "persons": (None,) * 6, "notes": odd}
    whole = table(6, times_s=None, flags=None, **texts, about={"kind": "pictures"})
    same(read_table(whole.write(tmp_path / f"a{ending}")), whole)
    none = table(0)
    same(read_table(none.write(tmp_path / f"b{ending}")), none)


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_columns_that_are_not_wanted_are_not_read(written, ending):
    whole, files = written
    some = read_table(files[ending], columns=[NAMES[1]])
    assert some.names == (NAMES[1],) and list(some.reasons) == ["cheek:texture"]
    same(some, whole.select([NAMES[1]]))
    back = read_table(files[ending], columns=(name for name in NAMES[::-1]))
    same(back, whole.select(NAMES[::-1]))
    blocks = table_blocks(files[ending], columns=NAMES[::-1])
    assert {block.names for _, block in blocks} == {NAMES[::-1]}
    with pytest.raises(ParameterError, match="no column 'crop:nothing'"):
        read_table(files[ending], columns=["crop:nothing"])


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_names_may_hold_anything_but_a_colon_before_the_feature(tmp_path, ending):
    names = tuple(
        f"{region}:intensity_mean"
        for region in ("r", "r.1", "é 🐭", "time_s", ",", "a;b", '"', "'=1")
    )
    names += ('points:distance(a\nb,"c")', "points:distance(eye.top,eye)", "points:distance(eye")
    whole = FrameTable(names, np.arange(2.0 * len(names)).reshape(2, -1))
    path = whole.write(tmp_path / f"t{ending}")
    same(read_table(path), whole)
    for name in names:
        np.testing.assert_array_equal(
            read_table(path, columns=[name]).values, whole.select([name]).values
        )


def test_other_programs_read_the_files(written):
    whole, files = written
    frame = pd.read_parquet(files[".parquet"])
    np.testing.assert_array_equal(frame[NAMES[0]], whole.column(NAMES[0]))
    assert frame["frame"].tolist() == list(range(N))
    pd.testing.assert_frame_equal(frame, whole.to_dataframe(reasons=True))
    with open(files[".csv"], newline="") as file:
        rows = list(csv.DictReader(file))
    for row, value, code in zip(rows, whole.column(NAMES[1]), whole.reason(NAMES[1]), strict=True):
        assert row[NAMES[1]] == "" if np.isnan(value) else float(row[NAMES[1]]) == value
        assert row["reason:cheek:texture"] == Reason(int(code)).word


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_the_size_of_the_blocks_changes_nothing(tmp_path, ending):
    whole, files = table(200), []
    for size in (1, 7, 200):
        with open_writer(tmp_path / f"{size}{ending}", whole.about) as writer:
            for first in range(0, 200, size):
                writer.add(whole.rows(slice(first, first + size)))
        files.append((tmp_path / f"{size}{ending}").read_bytes())
        same(read_table(tmp_path / f"{size}{ending}"), whole)
    assert files[0] == files[1] == files[2]


def test_a_column_says_why_it_is_undefined():
    whole = table(50)
    reasons = whole.reason(NAMES[1])
    np.testing.assert_array_equal(reasons > 0, np.isnan(whole.column(NAMES[1])))
    lost = int(np.flatnonzero(np.isnan(whole.column(NAMES[2])))[0])
    assert "tracked point" in whole.why(NAMES[2], lost)
    nothing_known = int(np.flatnonzero(np.isnan(whole.column(NAMES[0])))[0])
    assert whole.reason(NAMES[0])[nothing_known] == Reason.UNDEFINED
    there = int(np.flatnonzero(np.isfinite(whole.column(NAMES[0])))[0])
    assert whole.why(NAMES[0], there) == ""
    assert whole.group(NAMES[2]) == "geometry" and whole.region(NAMES[2]) == "points"
    assert whole.definition(NAMES[2]).unit == "length"


def test_some_rows_are_the_rows():
    whole = table(50, labels=tuple(map(str, range(50))))
    for which in (slice(3, 9), [4, 4, 1], np.arange(50) % 2 == 0):
        some = whole.rows(which)
        numbers = np.arange(50)[which]
        np.testing.assert_array_equal(some.values, whole.values[numbers])
        assert some.labels == tuple(map(str, numbers))
        np.testing.assert_array_equal(some.reason(NAMES[1]), whole.reason(NAMES[1])[numbers])
    assert len(whole.rows([])) == 0 and len(whole.rows(7)) == 1
    for which in ([50], [-51], np.ones(49, bool), "x", [0.5]):
        with pytest.raises(ParameterError, match="no such rows"):
            whole.rows(which)


ONE = {"names": NAMES[:1], "values": np.zeros((3, 1))}


@pytest.mark.parametrize(
    "parts, words",
    [
        ({"names": (NAMES[0], NAMES[0]), "values": np.zeros((3, 2))}, "same name"),
        ({"values": np.zeros((3, 2))}, "1 columns"),
        ({"values": np.full((3, 1), np.inf)}, "infinite"),
        ({"values": [["x"]]}, "rows, columns"),
        ({"values": 5.0}, "1 columns"),
        ({"values": None}, "1 columns"),
        ({"names": ("intensity_mean",)}, "no region"),
        ({"names": ("crop:nothing",)}, "no named feature"),
        ({"times_s": np.zeros(2)}, "another number of rows"),
        ({"labels": ("a",)}, "another number of rows"),
        ({"reasons": {"crop:intensity": np.zeros(4)}}, "another number of rows"),
        ({"reasons": {"crop:intensity": np.full(3, 200)}}, "unknown code"),
        ({"about": {"kind": "days"}}, "another kind"),
        ({"about": {"x": float("nan")}}, "JSON"),
        ({"about": {"x": {1, 2}}}, "JSON"),
        ({"about": {"columns": 3}}, "own columns"),
        ({"about": {"columns": {NAMES[0]: {"unit": "lux"}}}}, "own columns"),
    ],
)
def test_parts_that_do_not_fit_are_refused(parts, words):
    with pytest.raises(InputError, match=words):
        FrameTable(**{**ONE, **parts})


def test_a_column_of_an_own_meaning_brings_its_definition(tmp_path):
    own = {"name": "x", "group": "motion", "unit": "1", "source": "mine", "definition": "Mine.",
           "since": 1}  # fmt: skip
    whole = FrameTable(("crop:x",), np.ones((2, 1)), about={"columns": {"crop:x": own}})
    again = read_table(whole.write(tmp_path / "a.parquet"))
    assert again.definition("crop:x").definition == "Mine."
    same(again, whole)


def rewritten(source, target, change):
    """The same Parquet file with other rows, and the old description."""
    old = pq.ParquetFile(source)
    rows = change(old.read())
    with pq.ParquetWriter(target, rows.schema) as writer:
        writer.write_table(rows)
        text = old.metadata.metadata[b"element_mouseface"]
        writer.add_key_value_metadata({b"element_mouseface": text})
    return target


def edited(rows, name=NAMES[0], row=5):
    values = rows[name].to_pylist()
    values[row] = 7.0
    place = rows.column_names.index(name)
    return rows.set_column(place, name, pa.array(values))


CHANGES = {
    "a number": edited,
    "a missing row": lambda rows: rows.slice(1),
    "rows in another order": lambda rows: rows.take(list(range(N))[::-1]),
    "a missing column": lambda rows: rows.drop_columns([NAMES[0]]),
    "two columns of one name": lambda rows: rows.append_column(NAMES[0], rows[NAMES[0]]),
    "another reason": lambda rows: rows.set_column(
        rows.column_names.index("reason:cheek:texture"),
        "reason:cheek:texture",
        pa.array(["masked"] * N),
    ),
    "an unknown reason": lambda rows: rows.set_column(
        rows.column_names.index("reason:cheek:texture"),
        "reason:cheek:texture",
        pa.array(["bad luck"] * N),
    ),
    "texts for numbers": lambda rows: rows.set_column(
        rows.column_names.index(NAMES[0]), NAMES[0], pa.array(["x"] * N)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_parquet_file_is_refused(written, tmp_path, what):
    path = rewritten(written[1][".parquet"], tmp_path / "t.parquet", CHANGES[what])
    with pytest.raises(ResultChangedError, match=r"t\.parquet"):
        read_table(path)
    with pytest.raises(ResultChangedError, match=r"t\.parquet"):
        list(table_blocks(path))
    with pytest.raises(ResultChangedError, match=r"t\.parquet"):
        open_table(path)


def test_a_changed_csv_file_is_refused(written, tmp_path):
    source = written[1][".csv"]
    path = tmp_path / "t.csv"
    shutil.copy(f"{source}.json", f"{path}.json")
    lines = source.read_text().splitlines(keepends=True)
    changes = {
        "number": [*lines[:3], lines[3].replace(",", ",1", 1), *lines[4:]],
        "missing row": lines[:-1],
        "header": [lines[0].replace("intensity", "density"), *lines[1:]],
        "columns": [line.partition(",")[2] for line in lines],
        "text": [*lines[:3], "x,y\n", *lines[3:]],
        "nothing": [],
    }
    for what, changed in changes.items():
        path.write_text("".join(changed))
        with pytest.raises(ResultChangedError, match=r"t\.csv"):
            pytest.fail(f"{what}: {read_table(path)}")


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_truncated_file_is_refused(written, tmp_path, ending):
    source = written[1][ending]
    path = tmp_path / f"t{ending}"
    if ending == ".csv":
        shutil.copy(f"{source}.json", f"{path}.json")
    for size in (0, 3, 100, source.stat().st_size // 2, source.stat().st_size - 40):
        path.write_bytes(source.read_bytes()[:size])
        with pytest.raises(ResultError, match=rf"t\{ending}"):
            read_table(path)


def test_files_of_others_are_refused(written, tmp_path):
    pd.DataFrame({"a": [1.0]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(ResultError, match="no table of features"):
        read_table(tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ResultError, match=r"no a\.csv\.json beside it"):
        read_table(tmp_path / "a.csv")
    for text in ("{", "[]", '{"format": "x"}'):
        (tmp_path / "a.csv.json").write_text(text)
        with pytest.raises(ResultError, match=r"a\.csv"):
            read_table(tmp_path / "a.csv")
    with pytest.raises(PathError):
        read_table(tmp_path / "none.parquet")
    with pytest.raises(PathError, match=r"ends with \.parquet or \.csv"):
        written[0].write(tmp_path / "t.feather")
    with pytest.raises(PathError, match="exists already"):
        written[0].write(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda h: h.update(format_version=9), "version"),
        (lambda h: h["about"].update(params={}), "digest"),
        (lambda h: h["about"].update(kind="events"), "not whole"),
        (lambda h: h["sums"].popitem(), "not whole"),
        (lambda h: h["sums"].update({NAMES[0]: "0"}), "digest"),
        (lambda h: h.pop("sums"), "not whole"),
        (lambda h: h.pop("definitions"), "not whole"),
        (lambda h: h["fields"].reverse(), "not whole"),
        (lambda h: h["definitions"][NAMES[0]].update(unit="lux"), "another meaning"),
    ],
)
def test_a_changed_description_is_refused(written, tmp_path, change, words):
    source, path = written[1][".csv"], tmp_path / "t.csv"
    shutil.copy(source, path)
    header = json.loads((source.parent / "t.csv.json").read_text())
    change(header)
    (tmp_path / "t.csv.json").write_text(json.dumps(header))
    with pytest.raises(ResultError, match=words):
        read_table(path)


def test_a_write_that_fails_leaves_nothing(tmp_path):
    whole = table(50)
    for ending in (".parquet", ".csv"):
        with pytest.raises(ResultError, match="different columns"):
            with open_writer(tmp_path / f"a{ending}", whole.about) as writer:
                writer.add(whole)
                writer.add(whole.select(NAMES[:1]))
        with pytest.raises(ResultError, match="without any block"):
            with open_writer(tmp_path / f"a{ending}", whole.about):
                pass
    assert list(tmp_path.iterdir()) == []


def test_damaged_bytes_are_refused(tmp_path):
    right = table(60).write(tmp_path / "t.parquet").read_bytes()
    assert fuzz(read_table, right, tmp_path / "x.parquet", seconds=1) > 50


def test_a_forged_description_is_refused_or_harmless(tmp_path):
    """Entries of other types, signed with a digest that fits them."""
    whole = table(8, about={"columns": {}})
    path = whole.write(tmp_path / "t.csv")
    right = json.loads((tmp_path / "t.csv.json").read_text())
    places = [(name,) for name in right] + [("about", name) for name in right["about"]]
    places += [("fields", 0), ("fields", 4, 1), ("definitions", NAMES[0]), ("sums", NAMES[0])]
    refused = 0
    for place in places:
        for odd in (None, "", "x", [], {}, [[]], {"a": 1}, 0, -1, 10**30, True, ["frame"]):
            header = json.loads(json.dumps(right))
            inner = header
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = odd
            with contextlib.suppress(TypeError, AttributeError, ValueError):
                header["digest"] = digest_of(header["sums"], header["about"])
            (tmp_path / "t.csv.json").write_text(json.dumps(header))
            for columns in (None, [NAMES[1]]):
                try:
                    found = read_table(path, columns=columns)
                    assert np.array_equal(
                        found.values, whole.select(found.names).values, equal_nan=True
                    )
                except MouseFaceError:
                    refused += 1
    assert refused > 200
