"""Whether what a result was made from is still there, and still the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.rows import primary_key_of


def changed(
    table: type[dj.Table], key: Mapping[str, Any], column: str, digest: str, what: str
) -> str:
    """Why a result is stale: what it was made from is gone, or has changed; '' if it is not.

    Parameters
    ----------
    table : class of a table
        Of what it was made from.
    key : mapping
        With that table's key.
    column : str
        The column of its digest.
    digest : str
        As it was when the result was made.
    what : str
        For the reason, in the plural: 'features'.
    """
    now = (table & primary_key_of(table, key)).to_arrays(column)  # type: ignore[operator]
    if not len(now):
        return f"the {what} are gone"
    return "" if now[0] == digest else f"the {what} are other ones now"
