"""Which animal and which session a source is of, for the sources of all tasks here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._schema.groups import LONGEST_GROUP, animal_of, session_of
from ..core.learning import Groups
from ..errors import ParameterError

Row = dict[str, Any]


def groups_of_source(given: Mapping[str, Any], recording: Row | None, prefix: str) -> Row:
    """The columns `<prefix>_animal` and `<prefix>_session` of a source.

    Parameters
    ----------
    given : mapping
        As it was given; its own columns of these names stand instead of the linked pipeline's.
    recording : dict or None
        Key of its recording; None where it is of none.
    prefix : str

    Raises
    ------
    ParameterError
        If a value is no text, or too long.
    """
    linked = {
        f"{prefix}_animal": None if recording is None else animal_of(recording),
        f"{prefix}_session": None if recording is None else session_of(recording),
    }
    found = {name: given.get(name, value) for name, value in linked.items()}
    for name, value in found.items():
        if value is not None and (
            not isinstance(value, str) or not 0 < len(value) <= LONGEST_GROUP
        ):
            raise ParameterError(
                f"{name} cannot have this value.",
                expected=f"text of 1 to {LONGEST_GROUP} characters",
                got=repr(value),
            )
    return found


def groups_of(sources: list[Row]) -> Groups:
    """The animal, session and movie of each source of a request."""
    return Groups(
        tuple(source["animal"] for source in sources),
        tuple(source["session"] for source in sources),
        tuple(source["movie"] for source in sources),
    )
