"""Tables that stay in their file: the same rows, digests and errors as those in memory."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from element_mouseface.core.frame_features import (
    FrameTable,
    file_rows,
    file_table,
    open_table,
    read_table,
    table_of,
    writing,
)
from element_mouseface.errors import (
    InputError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
)

from .test_table import NAMES, same, table

N = 230


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A file of five groups of rows, of which none is kept."""
    monkeypatch.setattr(writing, "ROWS", 50)
    monkeypatch.setattr(file_rows, "_kept", file_rows._Kept(0))
    return table(N).write(tmp_path / "t.parquet")


def test_a_table_in_its_file_is_the_table_in_memory(path):
    own, due = open_table(path), read_table(path)
    assert isinstance(own, FrameTable)
    assert own.digest == due.digest and len(own) == N and own.kind == due.kind
    same(own.load(), due)
    for name in NAMES:
        np.testing.assert_array_equal(own.column(name), due.column(name))
        np.testing.assert_array_equal(own.reason(name), due.reason(name))
        assert own.definition(name) == due.definition(name)
        assert own.why(name, 3) == due.why(name, 3)
    assert own.to_dataframe(reasons=True).equals(due.to_dataframe(reasons=True))


@pytest.mark.parametrize(
    "key",
    [
        slice(40, 110),
        slice(None, None, 7),
        slice(200, 20, -3),
        slice(60, 60),
        17,
        -1,
        [3, 222, 3, 60],
        np.arange(N) % 3 == 0,
        (slice(45, 105), 1),
        (slice(0, 60), [2, 0]),
        ([5, 199], slice(1, None)),
        ([5, 199], [0, 2]),
        (np.array([[5], [199]]), [0, 2]),
        (7, 2),
        (slice(None), np.array([True, False, True])),
        Ellipsis,
    ],
)
def test_numbers_are_indexed_as_an_array(path, key):
    own, due = open_table(path).values, read_table(path).values
    assert own.shape == due.shape and own.ndim == 2 and own.dtype == due.dtype
    np.testing.assert_array_equal(own[key], due[key])
    assert np.shape(own[key]) == np.shape(due[key])
    np.testing.assert_array_equal(np.isnan(own), np.isnan(due))


@pytest.mark.parametrize("least", [0, 1 << 30], ids=["stays in the file", "is read"])
def test_some_rows_and_columns_are_those_of_the_table_in_memory(path, monkeypatch, least):
    monkeypatch.setattr(file_table, "_IN_MEMORY_BYTES", least)
    own, due = open_table(path), read_table(path)
    for which in (slice(30, 180), [200, 3, 77, 3], np.arange(N) % 2 == 0):
        some, other = own.rows(which), due.rows(which)
        assert some.digest == other.digest and len(some) == len(other)
        same(loaded(some), other)
        assert isinstance(some, file_table.FileTable) == (not least)
        same(loaded(some.rows(slice(1, 9, 3))), other.rows(slice(1, 9, 3)))
    chosen = own.select([NAMES[2], NAMES[0]])
    same(chosen.load(), due.select([NAMES[2], NAMES[0]]))
    assert chosen.digest == due.select([NAMES[2], NAMES[0]]).digest
    same(own.with_about({"more": [1]}).load(), due.with_about({"more": [1]}))
    assert own.with_about({"more": 1}).digest == due.with_about({"more": 1}).digest
    persons = ["a", None] * (N // 2)
    same(own.with_persons(persons).load(), due.with_persons(persons))
    assert own.with_persons(persons).digest == due.with_persons(persons).digest
    assert own.with_persons(persons).rows([2, 1]).persons == ("a", None)


def loaded(some):
    return some.load() if isinstance(some, file_table.FileTable) else some


def test_refusals_are_those_of_the_table_in_memory(path):
    own = open_table(path)
    for wrong in (
        lambda: own.column("crop:nothing"),
        lambda: own.select(["crop:nothing"]),
        lambda: own.block(0, 5, ["crop:nothing"]),
        lambda: own.rows([N]),
    ):
        with pytest.raises(ParameterError):
            wrong()
    with pytest.raises(InputError, match="another number of rows"):
        own.with_persons(["a"])
    with pytest.raises(KeyError):
        own.reasons["nothing"]


def test_a_table_writes_itself_block_by_block(path, tmp_path):
    own = open_table(path)
    for name in ("copy.parquet", "copy.csv"):
        assert own.write(tmp_path / name) == tmp_path / name
        same(read_table(tmp_path / name), read_table(path))
    with pytest.raises(PathError):
        own.write(path, overwrite=True)  # never onto what it reads
    same(read_table(path), table(N))


def test_pictures_and_tables_without_rows_open(tmp_path):
    texts = {name: ("a", None) for name in ("images", "labels", "persons", "notes", "digests")}
    for n, more in ((2, texts), (0, {})):
        due = FrameTable(NAMES, np.full((n, 3), 1.5), about={"kind": "pictures"}, **more)
        due.write(tmp_path / f"{n}.parquet")
        own = open_table(tmp_path / f"{n}.parquet")
        same(own.load(), due)
        assert own.times_s is None and own.labels == due.labels and own.values.shape == (n, 3)


def test_another_process_opens_the_same_file_again(path):
    own = open_table(path).select(NAMES[:2])
    again = pickle.loads(pickle.dumps(own))
    assert again.digest == own.digest
    np.testing.assert_array_equal(again.values, own.values)
    sent = pickle.dumps(own)
    assert len(sent) < 4000  # neither numbers nor times
    table(N, seed=1).write(path, overwrite=True)
    np.testing.assert_array_equal(
        own.values, table(N).values[:, :2]
    )  # what was opened is still there
    with pytest.raises(ResultChangedError, match="another table than when it was opened"):
        len(pickle.loads(sent))
    path.unlink()
    with pytest.raises(PathError):
        len(pickle.loads(sent))


def test_files_that_cannot_be_used_are_refused_when_they_are_opened(path, tmp_path):
    table(20).write(tmp_path / "t.csv")
    with pytest.raises(PathError, match=r"\.csv") as refused:
        open_table(tmp_path / "t.csv")
    assert "parquet" in refused.value.do
    assert not isinstance(table_of(tmp_path / "t.csv"), file_table.FileTable)
    assert isinstance(table_of(path), file_table.FileTable)
    for bad in (tmp_path / "none.parquet", tmp_path / "t.txt", tmp_path):
        with pytest.raises(PathError):
            open_table(bad)
    (tmp_path / "other.parquet").write_bytes(b"PAR1 is not enough")
    with pytest.raises(ResultError):
        open_table(tmp_path / "other.parquet")
