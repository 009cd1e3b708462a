"""What the caller of a reader asks for: which of two sources to believe, and what to take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import PureWindowsPath
from typing import Any

from ....errors import LabelsError, ParameterError, check_choice
from ..ethogram import Ethogram

#: What `believe` may name, and what is done then.
BELIEVE = {
    "video": "the video's length, rate and name: labels beyond its end are cut, frames "
    "without labels are unknown",
    "labels": "the labels' own length and rate",
    "index": "the column of frame numbers",
    "time": "the column of times",
    "rows": "the order of the rows: the first row is frame 0",
    "ethogram": "the given ethogram: other behaviors are left out, missing ones are unknown",
    "absent": "the file: behaviors of the ethogram that it does not name never happened",
    "behaviors": "the behaviors' columns, not the one of the background",
    "background": "neither: frames where the background contradicts the behaviors are unknown",
}
#: How the numbers of an interval may be meant.
UNITS = {
    "seconds": "seconds",
    "milliseconds": "milliseconds",
    "frames": "frame numbers from 0; the second is the frame after the last",
    "frames-inclusive": "frame numbers from 0; the second is the last frame",
}
OPEN_BOUTS = ("refuse", "end", "unknown")


@dataclass(frozen=True)
class Request:
    """How a label file is to be read; see `read_labels` for each."""

    unit: str | None = None
    believe: tuple[str, ...] = ()
    ethogram: Ethogram | None = None
    exclusive: bool = False
    subject: str | None = None
    observation: str | None = None
    labeler: str | None = None
    tiers: tuple[str, ...] | None = None
    names_from: str | None = None
    behaviors: tuple[str, ...] | None = None
    open_bouts: str = "refuse"
    model: str | None = None
    time_offset_s: float | None = None
    #: what was settled by `believe`, for the notes of the labels
    settled: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, options: dict[str, Any]) -> Request:
        """The options of a call, checked.

        Raises
        ------
        ParameterError
            If an option or a value is unknown.
        """
        known = {one.name for one in fields(cls)} - {"settled"}
        for name in options:
            check_choice(f"Unknown option {name!r} of reading labels.", name, sorted(known))
        options = {name: value for name, value in options.items() if value is not None}
        for name in ("believe", "tiers", "behaviors"):
            if name in options:
                options[name] = _several(options[name])
        request = cls(**options)
        for word in request.believe:
            check_choice("Unknown word in `believe`.", word, BELIEVE)
        if request.unit is not None:
            check_choice("Unknown unit.", request.unit, UNITS)
        if request.names_from is not None:
            check_choice("Unknown `names_from`.", request.names_from, ("tier", "value"))
        check_choice("Unknown `open_bouts`.", request.open_bouts, OPEN_BOUTS)
        if not isinstance(request.ethogram, Ethogram | None):
            raise ParameterError(
                "The ethogram cannot be used.",
                expected="an Ethogram, as Ethogram.of(['lick', 'groom'])",
                got=repr(request.ethogram)[:200],
            )
        return request

    def believes(self, word: str) -> bool:
        """Whether this word is among those to believe."""
        return word in self.believe

    def pick(self, what: str, option: str, found: Iterable[str], file: str) -> str | None:
        """The one of several that was asked for; the only one there is; None without any.

        Parameters
        ----------
        what : str
            What they are, for the message: 'subjects'.
        option : str
            Name of the option that picks one.
        found : iterable of str
        file : str
            Name of the file.
        """
        names = list(dict.fromkeys(found))
        wanted = getattr(self, option)
        if wanted is not None and wanted not in names:
            raise LabelsError(
                f"The label file {file!r} has no such {option}.",
                expected=f"one of {short_list(names)}",
                got=repr(wanted),
            )
        if wanted is None and len(names) > 1:
            raise LabelsError(
                f"The label file {file!r} has several {what}.",
                expected="labels of one",
                got=short_list(names),
                do=f"say which: {option}={names[0]!r}",
            )
        return wanted if wanted is not None else next(iter(names), None)


def _several(value: Any) -> tuple[str, ...]:
    """One text, or several, as a tuple; words between commas are several."""
    if isinstance(value, str):
        return (value,)
    found = tuple(value)
    if not all(isinstance(one, str) for one in found):
        raise ParameterError("Names are texts.", expected="one or several texts", got=repr(found))
    return found


def refuse_conflict(
    request: Request, what: str, *, expected: str, got: str, options: tuple[str, ...]
) -> None:
    """Refuse two sources that contradict each other, unless the caller said which to believe.

    Parameters
    ----------
    request : Request
    what, expected, got : str
        As in the error.
    options : tuple of str
        Words of `believe` that settle it.
    """
    believed = [word for word in options if request.believes(word)]
    if believed:
        text = f"{what.removesuffix('.')}: {got}, not {expected}; believed: {believed[0]}"
        request.settled.setdefault(what, text)
        return
    choices = "; ".join(f"believe={word!r} for {BELIEVE[word]}" for word in options)
    raise LabelsError(what, expected=expected, got=got, do=f"if it is meant so: {choices}")


def short_list(names: Iterable[str], most: int = 8) -> str:
    """Names for a message, the first few."""
    found = list(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(repr(name) for name in found[:most]) + more if found else "none"


def stem_of(name: str) -> str:
    """The name of a movie without folders and ending, from any system's path."""
    return PureWindowsPath(name.strip().strip("\"'")).stem
