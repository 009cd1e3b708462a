"""Tables of features as Arrow tables: what stands in the columns of a file.

The number of the row ('frame', 'picture' or 'event'), time_s, flags, image, label, person, the
features, and 'reason:REGION:GROUP' with words.  What is undefined is null.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from .columns import KINDS, REASON_PREFIX, TEXT_COLUMNS, Block, feature_names
from .reasons import Reason, reason_of

TYPES = {
    "int64": pa.int64(),
    "uint16": pa.uint16(),
    "double": pa.float64(),
    "string": pa.string(),
}


def to_arrow(table: Block, first: int = 0) -> pa.Table:
    """The rows of a table; the first of them has the number `first`."""
    columns: dict[str, pa.Array] = {
        KINDS[table.kind]: pa.array(np.arange(first, first + len(table), dtype=np.int64))
    }
    if table.times_s is not None:
        columns["time_s"] = _floats(table.times_s)
    if table.flags is not None:
        columns["flags"] = pa.array(table.flags)
    for part, column in TEXT_COLUMNS.items():
        if (texts := getattr(table, part)) is not None:
            columns[column] = pa.array(texts, pa.string())
    for name, values in zip(table.names, table.values.T, strict=True):
        columns[name] = _floats(values)
    for key, codes in table.reasons.items():
        columns[REASON_PREFIX + key] = _words(codes)
    return pa.table(columns)


def parts_of(rows: pa.Table) -> dict[str, Any]:
    """The arguments of a `FrameTable`, without `about`, from columns that `to_arrow` made.

    Raises
    ------
    ParameterError
        If a reason is unknown.
    """
    there = rows.column_names
    names = feature_names(there)
    values = np.empty((rows.num_rows, len(names)))
    for place, name in enumerate(names):
        values[:, place] = rows[name].to_numpy()
    reasons = {
        name.removeprefix(REASON_PREFIX): _codes(rows[name].combine_chunks())
        for name in there
        if name.startswith(REASON_PREFIX)
    }
    parts: dict[str, Any] = {"names": tuple(names), "values": values, "reasons": reasons}
    for part, column in (("times_s", "time_s"), ("flags", "flags")):
        if column in there:
            parts[part] = rows[column].to_numpy()
    for part, column in TEXT_COLUMNS.items():
        if column in there:
            parts[part] = tuple(rows[column].to_pylist())
    return parts


def _floats(values: np.ndarray) -> pa.Array:
    values = np.ascontiguousarray(values, np.float64)
    return pa.array(values, mask=np.isnan(values))


def _words(codes: np.ndarray) -> pa.Array:
    if not codes.any():  # nearly always: the rest takes a tenth of the time of all features
        return pa.nulls(len(codes), pa.string())
    words = pa.array([reason.word for reason in Reason])
    indexes = pa.array(codes.astype(np.int32), mask=codes == 0)
    return pa.DictionaryArray.from_arrays(indexes, words).cast(pa.string())


def _codes(column: pa.Array) -> np.ndarray:
    found = column.dictionary_encode()
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    known = np.array([0, *(reason_of(word) for word in found.dictionary.to_pylist())], np.uint8)
    return known[found.indices.fill_null(-1).to_numpy(zero_copy_only=False) + 1]
