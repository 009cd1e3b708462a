"""Keypoint tables that pandas wrote into HDF5, read without pandas and PyTables.

DeepLabCut keeps one table, in either of pandas' two layouts:

- fixed: `axis0_level0`…, `axis0_label0`… are the labels of the columns and, for each
  column, which of them; `axis1` (or levels, again) the names of the rows; `block0_values`
  (rows, columns) the numbers, with labels of its own, one block a kind of number.
- table: one dataset `table` of records, with fields `index` and `values_block_0`…; the
  labels of a block's columns are a pickled list in its attribute `values_block_0_kind`.

That list is read by `load_pickled_bytes` without allowed names: lists, tuples and text only.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError, UnsafeFileError
from ..facial_signals.safe_unpickler import load_pickled_bytes
from ..inputs.hdf import HdfFile, open_hdf
from .columns import Column, points_of_columns
from .raw_points import MOST_POINTS, RawPoints, misfit, no_keypoints

_KNOWN = (
    r"[^/]+/(table|axis[01]|axis[01]_(level|label)\d{1,2}|block\d{1,3}_(values|items)"
    r"|block\d{1,3}_items_(level|label)\d{1,2}|_i_table/.*)"
)
_FIELD = re.compile(r"values_block_\d{1,3}")
#: names of levels by their number
_LEVELS = {
    2: ("point", "coord"),
    3: ("scorer", "point", "coord"),
    4: ("scorer", "individual", "point", "coord"),
}
#: a pickle needs one of these bytes to name a function: two lines after an opcode, or the
#: opcodes for a name on the stack and for a registered number
_NAMING = (b"\n", b"\x93", b"\x82", b"\x83", b"\x84")


def pandas_table_in(file: HdfFile) -> str | None:
    """The name of the only group that pandas wrote; None if there is none."""
    found = [
        name
        for name in file.groups[1:]
        if "/" not in name and file.attribute(name, "pandas_type") is not None
    ]
    return found[0] if len(found) == 1 else None


def read_pandas_hdf(path: Path, software: str, individual: str | None) -> RawPoints:
    """The points of one animal in a table of pandas.

    Parameters
    ----------
    path : Path
    software : str
    individual : str or None

    Raises
    ------
    UnsafeFileError
        If anything in it is an object, or refers to another file.
    ParameterError
        If there are several animals and none is named, or none of that name.
    ResultError
        If it is not such a table, damaged, or declares more than its size allows.
    """
    with open_hdf(path) as file:
        group = pandas_table_in(file)
        if group is None:
            raise no_keypoints(path, f"HDF5 with {', '.join(file.children('')) or 'nothing'}")
        file.admit(_KNOWN, "DeepLabCut")
        _refuse_pickled_code(file)
        kind = file.attribute(group, "pandas_type")
        if kind == "frame":
            columns, values, index = _fixed(file, group)
        elif kind == "frame_table":
            columns, values, index = _table(file, group)
        else:
            raise no_keypoints(path, f"a pandas object of kind {kind!r:.40}")
    if software == "deeplabcut" and columns[0].scorer.lower().startswith("facemap"):
        software = "facemap"
    found = points_of_columns(columns, values, software, individual, path)
    if index.dtype.kind in "iuf":
        found.frame_numbers = _whole(index, path)
    else:
        found.image_names = tuple(_text(name) for name in index.tolist())
    return found


def scorer_of_table(path: Path) -> str:
    """The scorer of the first column of a table of pandas; '' if its labels have none.

    Raises
    ------
    UnsafeFileError, ResultError
        As `read_pandas_hdf` says.
    """
    with open_hdf(path) as file:
        group = pandas_table_in(file)
        if group is None:
            raise no_keypoints(path, "HDF5 without a table of pandas")
        _refuse_pickled_code(file)
        if file.attribute(group, "pandas_type") == "frame":
            labels = _labels(file, group, "block0_items")
        else:
            labels = _pickled_labels(file, f"{group}/table", "values_block_0_kind")
        return _column(labels[0], file).scorer if labels else ""


def _fixed(file: HdfFile, group: str) -> tuple[list[Column], np.ndarray, np.ndarray]:
    index = _index(file, group)
    labels: list[tuple[str, ...]] = []
    parts: list[np.ndarray] = []
    for number in range(_count(file, group, "nblocks")):
        name = f"{group}/block{number}"
        of_block = _labels(file, group, f"block{number}_items")
        values = file.numbers(f"{name}_values", np.float32)
        if file.attribute(f"{name}_values", "shape") is not None:
            values = np.zeros((0, len(of_block)), np.float32)  # pandas' mark of an empty array
        if values.shape == (len(of_block), len(index)) and not file.attribute(
            f"{name}_values", "transposed"
        ):
            values = values.T
        if values.shape != (len(index), len(of_block)):
            due = f"block {number} of {len(index)} rows and {len(of_block)} columns"
            raise misfit(file.path, due, values.shape)
        labels += of_block
        parts.append(values)
    columns = [_column(label, file) for label in labels]
    if not columns:
        raise no_keypoints(file.path, "a table without numbers")
    return columns, np.concatenate(parts, axis=1), index


def _table(file: HdfFile, group: str) -> tuple[list[Column], np.ndarray, np.ndarray]:
    name = f"{group}/table"
    records = file.records(name)
    fields = records.dtype.names or ()
    strange = [f for f in fields if f != "index" and not _FIELD.fullmatch(f)]
    if "index" not in fields or strange:
        raise ResultError(
            f"{file.path}: its table has another format.",
            expected="fields named index and values_block_0",
            got=", ".join(fields)[:200],
            do="export the points as .csv",
        )
    columns: list[Column] = []
    parts: list[np.ndarray] = []
    for field in fields:
        if field == "index":
            continue
        values = records[field].reshape(len(records), -1)
        if values.dtype.kind not in "biuf":
            raise ResultError(
                f"{file.path} has values that are not numbers.", got=f"{field}: {values.dtype}"
            )
        labels = _pickled_labels(file, name, f"{field}_kind")
        if len(labels) != values.shape[1]:
            raise misfit(file.path, f"{values.shape[1]} labels of {field}", len(labels))
        columns += [_column(label, file) for label in labels]
        with np.errstate(over="ignore"):
            parts.append(values.astype(np.float32))
    if not columns:
        raise no_keypoints(file.path, "a table without numbers")
    return columns, np.concatenate(parts, axis=1), records["index"]


def _column(label: tuple[str, ...], file: HdfFile) -> Column:
    names = _LEVELS.get(len(label))
    if names is None:
        raise no_keypoints(file.path, f"a table with {len(label)} levels of labels")
    parts = dict(zip(names, label, strict=True))
    return Column(
        parts.get("scorer", ""),
        parts.get("individual", ""),
        parts["point"],
        parts["coord"].strip().lower(),
    )


def _labels(file: HdfFile, group: str, name: str) -> list[tuple[str, ...]]:
    """The labels of some columns, from their levels."""
    n_levels = _count(file, group, f"{name}_nlevels")
    levels = []
    for k in range(n_levels):
        texts = _level(file, f"{group}/{name}_level{k}")
        codes = file.numbers(f"{group}/{name}_label{k}", np.int64)
        if codes.ndim != 1 or len(codes) > 20 * MOST_POINTS:
            raise no_keypoints(file.path, f"a table of {codes.shape} columns")
        if len(codes) and not (codes.min() >= -1 and codes.max() < len(texts)):
            raise ResultError(f"{file.path}: a column has a label that does not exist.")
        levels.append([texts[c] if c >= 0 else "" for c in codes.tolist()])
    if len({len(level) for level in levels}) != 1:
        raise no_keypoints(file.path, "a table whose columns do not have several levels of labels")
    return list(zip(*levels, strict=True))


def _level(file: HdfFile, name: str) -> list[str]:
    if file.attribute(name, "shape") is not None:
        return []
    try:
        return [text.rstrip("\x00") for text in file.texts(name)]
    except ResultError:
        # a level of numbers, such as bodyparts named 1, 2, 3
        return [f"{value:g}" for value in file.numbers(name).reshape(-1).tolist()]


def _index(file: HdfFile, group: str) -> np.ndarray:
    """The names of the rows: numbers or text."""
    if file.attribute(group, "axis1_variety") == "multi":
        labels = _labels(file, group, "axis1")
        return np.array(["/".join(parts) for parts in labels], dtype=str)
    name = f"{group}/axis1"
    if file.attribute(name, "shape") is not None:
        return np.zeros(0, np.int64)
    try:
        return np.array(file.texts(name), dtype=str)
    except UnsafeFileError:
        raise
    except ResultError:
        return file.numbers(name)


def _count(file: HdfFile, group: str, attribute: str) -> int:
    found = file.attribute(group, attribute)
    if not isinstance(found, int | np.integer) or not 0 <= int(found) <= 100:
        raise no_keypoints(file.path, f"{attribute} {found!r:.40}")
    return int(found)


def _whole(index: np.ndarray, path: Path) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        is_whole = np.isfinite(index) & (index == np.floor(index)) & (np.abs(index) < 2**53)
    if not is_whole.all():
        raise ResultError(
            f"{path}: its rows are not numbered by frames.",
            expected="whole numbers, or names of images",
            got=f"{index[~is_whole][0]:g}",
        )
    return index.astype(np.int64)


def _pickled_labels(file: HdfFile, name: str, attribute: str) -> list[tuple[str, ...]]:
    pickled = file.attribute_bytes(name, attribute)
    found = load_pickled_bytes(pickled, file.path, names=False) if pickled else None
    if not isinstance(found, list) or not all(
        isinstance(item, tuple) and all(isinstance(part, str) for part in item) for item in found
    ):
        raise ResultError(
            f"{file.path}: the labels of its columns cannot be read.",
            expected="a list of scorer, point and x, y or likelihood",
            got=type(found).__name__,
            do="export the points as .csv",
        )
    return found


def _refuse_pickled_code(file: HdfFile) -> None:
    """Refuse a file in which any attribute names code, though none is unpickled here.

    Opening the file with pandas would run it.
    """
    for name, attribute, data in file.texts_of_attributes():
        # PyTables tries to unpickle any text that ends with a period
        if not data.endswith(b".") or not any(byte in data for byte in _NAMING):
            continue
        try:
            load_pickled_bytes(data, file.path)
        except UnsafeFileError as error:
            raise UnsafeFileError(
                f"{file.path} contains code, in attribute {attribute} of /{name}.",
                expected="numbers, text, and lists of them",
                got=error.got,
                do="do not open it with another program; ask its author for the .csv",
            ) from error
        except ResultError:
            continue  # plain text that ends with a period


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
