"""Read and write rows: helpers of all schema modules.

Undefined numbers are NULL in rows: MySQL refuses NaN, and on PostgreSQL one NaN makes every average
NaN.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from ..errors import ParameterError


def null(value: Any) -> Any:
    """A number as a plain Python number for a row; None if it is not finite."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def columns_of(source: Any, prefix: str, names: Iterable[str]) -> dict[str, Any]:
    """`<prefix>_<name>` for attributes of an object; a number that is not finite is None."""
    return {f"{prefix}_{name}": null(getattr(source, name)) for name in names}


def summary(values: np.ndarray, prefix: str) -> dict[str, Any]:
    """`<prefix>_n_valid`, `_mean`, `_sd`, `_min`, `_max` of the finite values, or None.

    Parameters
    ----------
    values : array of float
        Any shape; the standard deviation is the population's.
    prefix : str
        Prefix of the columns: no two tables share a column name.
    """
    finite = np.asarray(values)[np.isfinite(values)].astype(np.float64)
    found: dict[str, Any] = {f"{prefix}_n_valid": int(finite.size)}
    for name, function in (("mean", np.mean), ("sd", np.std), ("min", np.min),
                           ("max", np.max)):  # fmt: skip
        found[f"{prefix}_{name}"] = float(function(finite)) if finite.size else None
    return found


def one(query: dj.Table, what: str) -> dict[str, Any]:
    """The only row of a query.

    Raises
    ------
    ParameterError
        If the key matches no row, or several.
    """
    rows = query.to_dicts(limit=2)
    if len(rows) != 1:
        raise ParameterError(
            f"The key names {'no' if not rows else 'more than one'} {what}.",
            expected="a key that names exactly one row",
            got=str(query.restriction or "no restriction"),
            do=f"choose one with (Table & key).keys(); the key is {', '.join(query.primary_key)}",
        )
    return rows[0]


def primary_key_of(table: type[dj.Table], key: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a key that is this table's primary key.

    Raises
    ------
    ParameterError
        If a column is missing.
    """
    return part_of_key(table().primary_key, key, table.__name__)


def part_of_key(names: Sequence[str], key: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Some columns of a key; ParameterError if one is missing."""
    given = key if isinstance(key, Mapping) else {}
    if missing := [name for name in names if name not in given]:
        raise ParameterError(
            f"The key of {what} is incomplete.",
            expected=f"a mapping with {', '.join(names)}",
            got=f"{dict(key) if isinstance(key, Mapping) else key!r}, which lacks "
            + ", ".join(missing),
        )
    return {name: key[name] for name in names}


def one_key(table: type[dj.Table], key: Mapping[str, Any], what: str) -> dict[str, Any]:
    """The primary key of the only row that a key names; the key may have other columns."""
    if not isinstance(key, Mapping):
        key = part_of_key(table().primary_key, key, table.__name__)
    given = {name: key[name] for name in table().primary_key if name in key}
    return primary_key_of(table, one(table & given, what))


def in_transaction(table: dj.Table) -> contextlib.AbstractContextManager:
    """The connection's transaction, or the one that is already open."""
    connection = table.connection
    return contextlib.nullcontext() if connection.in_transaction else connection.transaction
