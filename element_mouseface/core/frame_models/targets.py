"""What a model of named features is trained to say: of ratings, pictures, events and behaviors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, LabelsError, check_choice
from ...params.fields import short_repr
from ..behavior.labels import Labels
from ..events import Events
from ..frame_features.table import FrameTable
from ..learning.target import KINDS, Target
from .ratings import Ratings

_YES, _NO = ("1", "1.0", "yes", "true"), ("0", "0.0", "no", "false")
_SHOWN = 10


def ratings_target(
    ratings: Sequence[Ratings],
    *,
    kind: str | None = None,
    order: Sequence[str] | None = None,
    positive: str | None = None,
) -> Target:
    """A target of a column of ratings, one a table.

    Parameters
    ----------
    ratings : sequence of Ratings
    kind : {'binary', 'category', 'ordinal', 'continuous'}, optional
        By default: with `order` ordinal; with `positive`, or of 0 and 1 or yes and no, binary;
        of numbers continuous; of other texts category.
    order : sequence of str, optional
        The values of an ordinal rating, from low to high; of numbers it is not needed.
    positive : str, optional
        The value that counts as there; all others count as not there.

    Raises
    ------
    LabelsError
        If nothing is known, or a value is not of the kind.
    """
    name = ratings[0].name
    commas = any(one.decimal_comma for one in ratings)
    texts = [[_plain(t, commas) for t in one.texts] for one in ratings]
    return target_of_texts(name, texts, kind=kind, order=order, positive=positive)


def target_of_texts(
    name: str,
    texts: Sequence[Sequence[str | None]],
    *,
    kind: str | None = None,
    order: Sequence[str] | None = None,
    positive: str | None = None,
) -> Target:
    """A target of texts, None where unknown: see `ratings_target`."""
    there = list(dict.fromkeys(t for one in texts for t in one if t is not None))
    if not there:
        raise LabelsError(
            f"Nothing is known of {name!r}.", expected="a value for some rows", got="none"
        )
    kind = _kind_of(name, there, kind, order, positive)
    known = [np.array([t is not None for t in one], bool) for one in texts]
    if kind == "continuous":
        values = [np.array([math.nan if t is None else _number(t) for t in one]) for one in texts]
        wrong = [t for t in there if not math.isfinite(_number(t))]
        if wrong:
            raise _other_values(name, "finite numbers", wrong)
        return Target(name, kind, tuple(values), tuple(known))
    if kind == "binary":
        codes = _binary_codes(name, there, positive)
        names: tuple[str, ...] = ()
    else:
        names = _category_names(name, there, kind, order)
        codes = {t: names.index(t) for t in there}
    values = [np.array([0 if t is None else codes[t] for t in one], int) for one in texts]
    return Target(name, kind, tuple(values), tuple(known), names)


def picture_target(tables: Sequence[FrameTable], name: str = "label", **how: object) -> Target:
    """A target of the labels of pictures, or of the names of events.

    Parameters
    ----------
    tables : sequence of FrameTable
        With labels.
    name : str
        Of the target.
    **how
        As `ratings_target` takes them.

    Raises
    ------
    LabelsError
        If a table has no labels.
    """
    for number, table in enumerate(tables, start=1):
        if table.labels is None:
            raise LabelsError(
                f"Table {number} has no labels.",
                expected="a table of labeled pictures, or of events",
                got=f"a table of {table.kind}",
            )
    texts = [table.labels or () for table in tables]
    return target_of_texts(name, texts, **how)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class EventFrames:
    """Frames inside of events: what they are of, and which trial.

    Attributes
    ----------
    target : Target
        The event's name; unknown outside of events.
    trials : tuple of (rows,) int arrays
        Number of the event of each row; -1 outside.
    """

    target: Target
    trials: tuple[np.ndarray, ...]


def event_frames(
    tables: Sequence[FrameTable], events: Sequence[Events], name: str = "event"
) -> EventFrames:
    """Every frame from an event's onset to its offset, with the event's name; a trial an event.

    Raises
    ------
    InputError
        If a table has no times, or tables and events differ in number.
    LabelsError
        If there are fewer than two names.
    """
    check_same_number(tables, events)
    texts, trials = [], []
    for table, own in zip(tables, events, strict=True):
        times = times_of(table)
        said: list[str | None] = [None] * len(table)
        number = np.full(len(table), -1, np.int64)
        for k, event in enumerate(own):
            for row in np.flatnonzero((times >= event.onset_s) & (times < event.offset_s)):
                said[row], number[row] = event.name, k
        texts.append(said)
        trials.append(number)
    return EventFrames(target_of_texts(name, texts, kind="category"), tuple(trials))


def behavior_target(labels: Sequence[Labels], behavior: str) -> Target:
    """Whether a behavior is there in each frame; frames that nobody assessed are unknown.

    Parameters
    ----------
    labels : sequence of Labels
        One a recording.
    behavior : str

    Raises
    ------
    LabelsError
        If a file of labels does not know the behavior.
    """
    states = []
    for one in labels:
        if behavior not in one.ethogram.names:
            raise LabelsError(
                f"The labels{f' {one.source}' if one.source else ''} do not know this behavior.",
                expected=f"one of {', '.join(one.ethogram.names)}",
                got=repr(behavior),
            )
        states.append(one.matrix()[:, one.ethogram.names.index(behavior)])
    return Target.of_states(behavior, states)


def check_same_number(tables: Sequence[FrameTable], given: Sequence[object]) -> None:
    """Refuse events of another number of tables (InputError)."""
    if len(tables) != len(given) or not tables:
        raise InputError(
            "Events and tables do not belong together.",
            expected="events for each of at least one table",
            got=f"{len(tables)} tables and {len(given)} lists of events",
        )


def times_of(table: FrameTable) -> np.ndarray:
    """The times of a table's rows (InputError if it has none)."""
    if table.times_s is None:
        raise InputError(
            "Events need times, and the table has none.",
            expected="a table of the frames of a movie",
            got=f"a table of {table.kind} without times",
        )
    return np.asarray(table.times_s)


def _kind_of(
    name: str,
    there: Sequence[str],
    kind: str | None,
    order: Sequence[str] | None,
    positive: str | None,
) -> str:
    if kind is not None:
        check_choice(f"The target {name!r} has an unknown kind.", kind, KINDS)
        return kind
    if order is not None:
        return "ordinal"
    lower = {t.lower() for t in there}
    if positive is not None or lower <= {*_YES, *_NO}:
        return "binary"
    return "continuous" if all(math.isfinite(_number(t)) for t in there) else "category"


def _binary_codes(name: str, there: Sequence[str], positive: str | None) -> dict[str, int]:
    if positive is not None:
        if positive not in there:
            raise _other_values(name, f"some rows that are {positive!r}", there)
        return {t: int(t == positive) for t in there}
    codes = {t: 1 if t.lower() in _YES else 0 for t in there if t.lower() in (*_YES, *_NO)}
    if wrong := [t for t in there if t not in codes]:
        raise _other_values(name, "0 and 1, or yes and no; or the value that counts as yes", wrong)
    return codes


def _category_names(
    name: str, there: Sequence[str], kind: str, order: Sequence[str] | None
) -> tuple[str, ...]:
    if order is not None:
        if missing := [t for t in there if t not in order]:
            raise _other_values(name, f"one of {', '.join(order)}", missing)
        return tuple(order)
    if all(math.isfinite(_number(t)) for t in there):
        return tuple(sorted(there, key=_number))
    if kind == "ordinal":
        raise _other_values(name, "numbers, or the order of the values", there)
    return tuple(sorted(there))


def _plain(text: str | None, commas: bool) -> str | None:
    return text.replace(",", ".") if text is not None and commas and _is_comma(text) else text


def _is_comma(text: str) -> bool:
    return math.isfinite(_number(text.replace(",", ".")))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _other_values(name: str, expected: str, got: Sequence[str]) -> LabelsError:
    return LabelsError(
        f"The values of {name!r} cannot be used.",
        expected=expected,
        got=", ".join(map(short_repr, got[:_SHOWN])) + (" ..." if len(got) > _SHOWN else ""),
    )
