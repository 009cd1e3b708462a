"""Which animal and which session a recording is of, by the keys of the linked pipeline.

A classifier is tested on animals, else on sessions, that it was not trained on.  The key of
`Session` says which session a recording is of.  Its animal is what `Session` refers to: a
table that is named for one, or else whatever its primary key inherits; where it inherits
nothing, a column of the key that is named for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..linking import link

#: of the columns of animals and sessions
LONGEST_GROUP = 255
#: words in the name of a table of animals, or of a column
_ANIMALS = {"subject", "subjects", "animal", "animals", "mouse", "mice", "rat", "rats"}

Row = Mapping[str, Any]


def session_of(recording: Row) -> str:
    """The session of a recording, as one text: the values of its key but those of the animal."""
    names = _session().primary_key
    return _text(recording, [name for name in names if name not in _animal_columns()] or names)


def animal_of(recording: Row) -> str | None:
    """The animal of a recording, as one text; None where `Session` refers to no table of it."""
    session, columns = _session(), _animal_columns()
    if not columns:
        return None
    row = {name: recording[name] for name in session.primary_key}
    if not set(columns) <= set(row):
        row = (session & row).proj(*columns).fetch1()
    return _text(row, columns) if all(row[name] is not None for name in columns) else None


def _animal_columns() -> list[str]:
    """The columns of `Session` that say which animal it is of."""
    session = _session()
    # the tables that it refers to may be in schemas that nobody activated
    session.connection.dependencies.load_all_upstream()
    refers = session.parents(foreign_key_info=True)
    named = [properties for name, properties in refers if _ANIMALS & _words(name)]
    chosen = named or [properties for _, properties in refers if properties["primary"]]
    columns = list(dict.fromkeys(name for found in chosen for name in found["attr_map"]))
    return columns or [name for name in session.primary_key if _ANIMALS & _words(name)]


def _session() -> Any:
    table = link().Session
    return table() if isinstance(table, type) else table


def _text(row: Row, columns: Sequence[str]) -> str:
    return ", ".join(str(row[name]) for name in columns)


def _words(full_name: str) -> set[str]:
    """The words in the name of a table, without its schema, or of a column."""
    return set(re.findall(r"[a-z]+", full_name.split(".")[-1].lower()))
