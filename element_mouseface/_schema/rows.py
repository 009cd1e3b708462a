"""What the schema modules share when they write and read rows.

Parameters, crops and events are rows that never change: each is known by the
hash of its content, and adding the same content again gives the row that is
there.  Numbers that are undefined are NULL in rows: MySQL refuses NaN, and
PostgreSQL lets one NaN poison every average.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj
import numpy as np

from ..errors import ParameterError
from .fixed import FixedTable, adding

__all__ = ["add_once", "in_transaction", "null", "one", "primary_key_of", "summary"]

#: how often another process may take the same number before we give up
ATTEMPTS = 10


def null(value: Any) -> Any:
    """A number as a row takes it: plain Python, and None where it is not finite."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def summary(values: np.ndarray, prefix: str) -> dict[str, Any]:
    """`<prefix>_n_valid`, `_mean`, `_sd`, `_min`, `_max` of the finite values, or None.

    Parameters
    ----------
    values : array of float
        Any shape; the standard deviation is the population's.
    prefix : str
        What the columns begin with: no two tables share a column name.
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
        If the key meets no row, or several.
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


def primary_key_of(table: type, key: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a key that is this table's primary key.

    Raises
    ------
    ParameterError
        If a column is missing.
    """
    names = table().primary_key
    if missing := [name for name in names if name not in key]:
        raise ParameterError(
            f"The key of {table.__name__} is incomplete.",
            expected=f"a mapping with {', '.join(names)}",
            got=f"{dict(key)!r}, which lacks {', '.join(missing)}",
        )
    return {name: key[name] for name in names}


def in_transaction(table: dj.Table) -> contextlib.AbstractContextManager:
    """The connection's transaction, or the one that is already open."""
    connection = table.connection
    return contextlib.nullcontext() if connection.in_transaction else connection.transaction


def add_once(
    table: type,
    hash_name: str,
    id_name: str,
    row: Mapping[str, Any],
    *,
    wanted_id: int | None = None,
    parts: Mapping[type, Iterable[Mapping[str, Any]]] | None = None,
) -> dict[str, Any]:
    """Insert a row known by its hash, unless it is there; its key either way.

    Parameters
    ----------
    table : table class
        With an int32 key column `id_name` and a unique column `hash_name`.  The content of
        a FixedTable that is there is compared with its hash.
    row : mapping
        Everything but the number.
    wanted_id : int, optional
        The number to give it; None takes the next one.
    parts : mapping of Part class -> rows, optional
        Rows of its Parts, without the master's number.

    Raises
    ------
    ParameterError
        If the number is taken by other content, or the content has another number.
    FixedRowError
        If the row that is there was edited.
    """
    scope = {n: row[n] for n in table().primary_key if n in row}
    for _ in range(ATTEMPTS):
        known = (table & {hash_name: row[hash_name]}).keys()
        if known:
            _same_id(table, id_name, known[0], wanted_id)
            if issubclass(table, FixedTable):
                table.check(known[0])
            return known[0]
        number = _next_id(table & scope, id_name) if wanted_id is None else int(wanted_id)
        if wanted_id is not None and table & scope & {id_name: number}:
            raise ParameterError(
                f"{table.__name__} {number} has other content, and rows never change.",
                do=f"leave {id_name} out to take the next number, or choose a free one",
            )
        try:
            with in_transaction(table()), adding():
                table.insert1({**row, id_name: number})
                for part, rows in (parts or {}).items():
                    part.insert([{**scope, id_name: number, **r} for r in rows])
            return {**scope, id_name: number}
        # another process took the number, or added the same content, in between
        except dj.errors.DuplicateError:
            if table.connection.in_transaction:
                raise
    raise ParameterError(f"No free number was found in {table.__name__}.", do="try again")


def _same_id(table: type, id_name: str, known: Mapping[str, Any], wanted: int | None) -> None:
    if wanted is not None and known[id_name] != wanted:
        raise ParameterError(
            f"This content is already in {table.__name__}, as {id_name} {known[id_name]}.",
            got=f"{id_name}={wanted}",
            do=f"use {known[id_name]}, or leave {id_name} out",
        )


def _next_id(query: dj.Table, id_name: str) -> int:
    return int(max(query.to_arrays(id_name), default=0)) + 1
