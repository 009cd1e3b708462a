"""Ethogram: the list of behaviors that labels are made for.

Names are kept as people wrote them, with spaces, commas and accents.  Two names that differ
in case, spaces, marks or accents alone are one behavior in two spellings, and are refused.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import LabelsError
from ...params import Params, param

#: DeepEthogram's word for frames in which none of the behaviors happens
BACKGROUND = "background"
#: as BORIS tells them apart: a behavior that lasts, and one that happens at an instant
KINDS = ("state", "point")
_LONGEST_NAME = 64
#: columns that stand beside the behaviors in tables
_RESERVED = ("frame", "time_s", "flags")
_JOINING = str.maketrans({"_": " ", "-": " ", ".": " "})

NAME_RULE = (
    f"a name of 1 to {_LONGEST_NAME} printable characters, without spaces around it, that is "
    f"none of {BACKGROUND}, {', '.join(_RESERVED)}"
)


def folded(name: str) -> str:
    """A name without what two spellings of one behavior differ in.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Without accents and capitals; underscores, hyphens, points and any spaces as one space.
    """
    apart = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.casefold().translate(_JOINING).split())


def fault_of_name(name: str) -> str | None:
    """Why a name cannot be that of a behavior, in a few words; None if it can."""
    if not name.strip():
        return "it is empty"
    if name != name.strip():
        return "it has spaces around it"
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return f"a name has at most {_LONGEST_NAME} printable characters"
    if folded(name) == BACKGROUND:
        return f"{BACKGROUND!r} means that no behavior happens, and is none itself"
    if name.casefold() in _RESERVED:
        return f"{name!r} is another column of the tables"
    return None


@dataclass(frozen=True)
class Behavior(Params):
    """A behavior that a labeler looks for.

    Parameters
    ----------
    name : str
        As it is written in label files and shown in figures.
    kind : {'state', 'point'}
        Whether it lasts, or happens at an instant.
    definition : str
        When it begins and ends, in words for the next labeler.
    """

    name: str
    kind: str = param("state", choices=KINDS, error=LabelsError)
    definition: str = ""

    def __post_init__(self) -> None:
        if fault := fault_of_name(self.name):
            raise LabelsError(
                f"A behavior cannot be named {self.name[:80]!r}.", expected=NAME_RULE, got=fault
            )


@dataclass(frozen=True)
class Ethogram(Params):
    """The behaviors that are told apart.

    Parameters
    ----------
    behaviors : sequence of Behavior
        In the order of columns.  `Ethogram.of` makes them from names alone.
    exclusive : bool
        Whether a frame has one behavior at most.

    Raises
    ------
    LabelsError
        If there is none, or one stands there twice or in two spellings.
    """

    behaviors: tuple[Behavior, ...] = ()
    exclusive: bool = False

    def __post_init__(self) -> None:
        if not self.behaviors:
            raise LabelsError("An ethogram needs a behavior.", expected="one or more", got="none")
        refuse_spellings(self.names, "The ethogram")

    @classmethod
    def of(cls, names: Iterable[str], *, exclusive: bool = False) -> Ethogram:
        """An ethogram of states, from their names alone."""
        return cls(tuple(Behavior(name) for name in names), exclusive)

    @property
    def names(self) -> tuple[str, ...]:
        """The behaviors' names, in order."""
        return tuple(behavior.name for behavior in self.behaviors)

    def __getitem__(self, name: str) -> Behavior:
        """The behavior of this name; KeyError if there is none."""
        for behavior in self.behaviors:
            if behavior.name == name:
                return behavior
        raise KeyError(name)


def refuse_spellings(names: Iterable[str], what: str) -> None:
    """Refuse names that stand there twice, or in two spellings.

    Parameters
    ----------
    names : iterable of str
    what : str
        What they are in, as the beginning of the message: "The label file 'a.csv'".
    """
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        spellings[folded(name)].append(name)
    for found in spellings.values():
        if len(set(found)) > 1:
            raise LabelsError(
                f"{what} has one behavior in two spellings.",
                expected="names that differ in more than capitals, spaces, hyphens and accents",
                got=" and ".join(map(repr, dict.fromkeys(found))),
                do="write one of them throughout",
            )
        if len(found) > 1:
            raise LabelsError(
                f"{what} has a behavior twice.", expected="each name once", got=repr(found[0])
            )
