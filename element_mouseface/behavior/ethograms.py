"""Tables of behaviors and ethograms.

A behavior is known by its name in the whole pipeline, so that labels, predictions and
figures of merit of any project join.  What it means, and whether it lasts or happens at an
instant, is said by the ethogram that it stands in, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable, server_errors
from .._schema.content import ContentTable
from .._schema.fixed import FixedPart
from .._schema.rows import primary_key_of
from ..core.behavior.ethogram import Ethogram as EthogramValue
from ..core.behavior.ethogram import folded
from ..errors import LabelsError
from ._schema import schema

#: of the column of definitions
LONGEST_DEFINITION = 2000


@schema
class Behavior(PipelineTable, dj.Manual):
    """A behavior by its name; ethograms, labels, predictions and metrics refer to it."""

    definition = """
    # Behaviors by their names
    behavior: varchar(64)
    ---
    behavior_description="": varchar(255)
    """

    @classmethod
    def add(cls, names: Iterable[str]) -> None:
        """Insert the names that are not there yet.

        Parameters
        ----------
        names : iterable of str
            At most 64 printable characters each; spaces, commas and accents are kept.

        Raises
        ------
        LabelsError
            If one is there in another spelling: other capitals, accents, hyphens or spaces.
        """
        names = _list_of(names, "behaviors")
        known = [str(name) for name in cls().to_arrays("behavior")]
        spelled = {folded(name): name for name in known}
        for name in names:
            there = spelled.setdefault(folded(name), name)
            if there != name:
                raise LabelsError(
                    f"The behavior {name!r} is there in another spelling.",
                    expected=repr(there),
                    got=repr(name),
                    do="use one spelling throughout: rename it in the labels or the ethogram",
                )
            if dj.config["database.backend"] == "postgresql" and "\\" in name:
                raise LabelsError(
                    f"The behavior {name!r} has a backslash, and on PostgreSQL DataJoint cannot "
                    "find it again by its name.",
                    do="name it without a backslash",
                )
        missing = [{"behavior": name} for name in names if name not in known]
        cls.insert(missing, skip_duplicates=True)


@schema
class Ethogram(ContentTable[EthogramValue], dj.Manual):
    """The behaviors that are told apart; immutable, identified by its content."""

    NAME, KIND, COLUMN = "ethogram", EthogramValue, "ethogram_content"
    definition = """
    # Which behaviors are told apart, and what each is; never edited
    ethogram_id: int32
    ---
    ethogram_content: json          # an Ethogram
    ethogram_exclusive: bool        # whether a frame has one behavior at most
    ethogram_hash: char(64)
    ethogram_description="": varchar(255)
    unique index (ethogram_hash)
    """

    class Behavior(FixedPart, dj.Part):
        """A behavior of the ethogram: its kind, and its definition."""

        definition = """
        # A behavior of the ethogram
        -> master
        -> Behavior
        ---
        behavior_order: int32                   # 0, 1, ...: the order of columns
        behavior_kind: enum('state','point')    # whether it lasts, or happens at an instant
        behavior_definition="": varchar(2000)   # when it begins and ends
        """

    @classmethod
    def add(
        cls,
        content: EthogramValue | Mapping[str, Any] | Iterable[Any] | None = None,
        *,
        description: str = "",
        **number: int | None,
    ) -> dict[str, Any]:
        """Insert an ethogram unless the same one exists; returns its key.

        Parameters
        ----------
        content : Ethogram, mapping, or list of names
            A mapping has what `Ethogram.to_dict` gives, or is the key of a row; names stand
            for states that may share a frame.  Names that `Behavior` lacks are added to it.
        description : str
            Free text; not part of its identity.
        **number : int, optional
            `ethogram_id`, by default the next one.

        Raises
        ------
        LabelsError
            If a name cannot be used, is there twice or in another spelling, or a definition
            is too long.
        ParameterError
            If a value is not one of an ethogram, or the number belongs to another one.
        """
        with server_errors():
            value = cls.given(content)
            for behavior in value.behaviors:
                _check_definition(behavior.name, behavior.definition)
            Behavior.add(value.names)
            return super().add(value, description=description, **number)

    @classmethod
    def given(cls, content: Any) -> EthogramValue:
        """The ethogram that is meant by what `add` takes."""
        if content is not None and not isinstance(content, Mapping | cls.KIND):
            return EthogramValue.of(_list_of(content, "behaviors"))
        return super().given(content)

    @classmethod
    def ethogram(cls, key: Mapping[str, Any]) -> EthogramValue:
        """One ethogram as `core` takes it; FixedRowError if its row was edited."""
        return cls.content(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored, in the row and in its Part."""
        value = cls._stored(key)
        (rows,) = cls.parts_of(value).values()
        found = (cls.Behavior & primary_key_of(cls, key)).to_dicts(order_by="behavior_order")
        if [{name: row[name] for name in rows[0]} for row in found] != list(rows):
            return "of other rows of Ethogram.Behavior"
        row = (cls & primary_key_of(cls, key)).fetch1()
        if bool(row["ethogram_exclusive"]) != value.exclusive:
            return "of another ethogram_exclusive"
        return value.content_hash()

    @classmethod
    def row_of(cls, value: EthogramValue) -> dict[str, Any]:
        """The columns that hold an ethogram."""
        return {cls.COLUMN: value.to_dict(), "ethogram_exclusive": value.exclusive}

    @classmethod
    def parts_of(cls, value: EthogramValue) -> dict[type[dj.Table], list[dict[str, Any]]]:
        """A row of the Part for each behavior, numbered from 0."""
        rows = [
            {
                "behavior": behavior.name,
                "behavior_order": number,
                "behavior_kind": behavior.kind,
                "behavior_definition": behavior.definition,
            }
            for number, behavior in enumerate(value.behaviors)
        ]
        return {cls.Behavior: rows}


def _list_of(names: Any, what: str) -> list[Any]:
    """Names as a list, each once; a text alone would be a list of its letters."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise LabelsError(
            f"The {what} cannot be used.",
            expected="a list of names, as ['licking', 'grooming']",
            got=repr(names),
        )
    return list(dict.fromkeys(names))


def _check_definition(name: str, definition: str) -> None:
    if len(definition) > LONGEST_DEFINITION or "\0" in definition:
        raise LabelsError(
            f"The definition of {name!r} cannot be stored.",
            expected=f"text of at most {LONGEST_DEFINITION} characters",
            got=f"{len(definition)} characters",
            do="shorten it",
        )
