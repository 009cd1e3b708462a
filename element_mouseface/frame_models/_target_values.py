"""Values of targets as numbers of frames: of names, of events, of labels; and their trials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.behavior.ethogram import folded
from ..core.events import Events
from ..core.events.windows import EventWindow
from ..core.learning.target import Target
from ..errors import InputError, ParameterError
from ..params import content_hash
from ._trials import Trials, apart, checked_trials, trials_of_rows

#: 4 MB of float64, which the smallest usual packet limit of a server lets through
SEGMENT_FRAMES = 500_000
NAMED = ("category", "ordinal")

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class TargetValues:
    """What is known of one thing about every frame of one recording.

    Attributes
    ----------
    name, kind, categories
        As `core.learning.Target` has them.
    values : (frames,) float64 array
        NaN where it is not known; of categories their numbers.
    trials : Trials
    """

    name: str
    kind: str
    values: np.ndarray
    categories: tuple[str, ...]
    trials: Trials

    @property
    def known(self) -> np.ndarray:
        """Frames whose value is known."""
        return np.isfinite(self.values)

    def content_hash(self, recording: Mapping[str, Any]) -> str:
        """SHA-256 over everything that a model sees of it, and the recording's key."""
        plain = np.where(self.known, self.values, np.nan).astype("<f8") + 0.0
        # key values of a lab may be dates: they are told apart by their text
        own = {name: str(value) for name, value in recording.items()}
        return content_hash(
            {
                "kind": "FrameTarget",
                "recording": own,
                "target": [self.name, self.kind, list(self.categories)],
                "values": hashlib.sha256(plain.tobytes()).hexdigest(),
                "trials": self.trials.rows(),
            }
        )


def given_values(
    name: str, kind: str, values: Any, categories: Sequence[str], trials: Any
) -> TargetValues:
    """Values as numbers, checked.

    Parameters
    ----------
    name, kind, categories
        As `core.learning.Target` takes them; of names without `categories`, those that occur.
    values : sequence
        One a frame: numbers, or names of categories; None, NaN or '' where it is not known.
    trials : sequence of (first frame, frame after the last), or None

    Raises
    ------
    InputError
        If they are of another kind, or trials overlap or leave the recording.
    """
    plain, found = _numbers(name, kind, values, tuple(categories))
    known = np.isfinite(plain)
    Target(name, kind, (plain,), (known,), found)  # refuses what cannot be learned
    _refuse_like_names(name, found)
    if not known.any():
        raise InputError(
            f"The target {name!r} has no known value.",
            expected="a value for some frames",
            got=f"{len(plain)} frames without one",
        )
    return TargetValues(name, kind, plain, found, checked_trials(trials, len(plain)))


def _numbers(
    name: str, kind: str, values: Any, categories: tuple[str, ...]
) -> tuple[np.ndarray, tuple[str, ...]]:
    given = np.asarray(values, object).ravel() if not isinstance(values, np.ndarray) else values
    if given.ndim != 1:
        raise InputError(
            f"The values of {name!r} cannot be used.",
            expected="one value a frame",
            got=f"an array of shape {given.shape}",
        )
    if given.dtype.kind in "biuf":
        plain = given.astype(np.float64)
        return np.where(np.isfinite(plain), plain, np.nan), categories
    texts = [None if _is_empty(one) else one for one in given.tolist()]
    if any(isinstance(one, str) for one in texts) and kind in NAMED:
        return _coded(name, kind, texts, categories)
    try:
        return np.array([np.nan if one is None else float(one) for one in texts]), categories
    except (TypeError, ValueError):
        odd = next(one for one in texts if one is not None and not _is_number(one))
        raise InputError(
            f"The values of {name!r} cannot be used.",
            expected="numbers" if kind not in NAMED else "names of categories, or their numbers",
            got=f"{odd!r:.80}",
            do=f"correct it, or choose a kind that has names: {', '.join(NAMED)}",
        ) from None


def _coded(
    name: str, kind: str, texts: list[Any], categories: tuple[str, ...]
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Numbers of names; without categories those that occur, unless their order matters."""
    names = [None if one is None else str(one) for one in texts]
    found = categories or tuple(sorted({one for one in names if one is not None}))
    if kind == "ordinal" and not categories:
        raise ParameterError(
            f"The order of the categories of {name!r} is not known.",
            expected="categories=, from the least to the most",
            got="names: " + ", ".join(found[:8]),
        )
    places = {one: number for number, one in enumerate(found)}
    if unknown := sorted({one for one in names if one is not None} - set(places)):
        raise InputError(
            f"The target {name!r} has values that are no category.",
            expected=", ".join(found),
            got=", ".join(unknown[:5]),
            do="correct them, or add them to the categories",
        )
    return np.array([np.nan if one is None else places[one] for one in names]), found


def _refuse_like_names(name: str, categories: tuple[str, ...]) -> None:
    """MySQL takes two names that differ in capitals or accents for one key."""
    seen: dict[str, str] = {}
    for one in categories:
        other = seen.setdefault(folded(one), one)
        if other != one:
            raise InputError(
                f"Two categories of {name!r} differ in capitals or accents only.",
                expected="names that differ in more",
                got=f"{other!r} and {one!r}",
                do="spell it one way",
            )


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value != value


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def of_events(
    name: str,
    events: Events,
    window: EventWindow,
    times_s: np.ndarray,
    *,
    stimuli: Sequence[str],
    rest: str | None,
    on_movie: bool,
) -> TargetValues:
    """Which stimulus is in each frame: a category, and a trial for each event.

    Parameters
    ----------
    name : str
    events : Events
    window : EventWindow
        Frames in it, around each event, have the event's stimulus.
    times_s : (frames,) array
        On the clock of the events.
    stimuli : sequence of str
        The categories; events of others are left out, and their frames are unknown.
    rest : str or None
        Name of a category for the frames outside of all windows; None leaves them unknown.
    on_movie : bool
        Whether the clock is the movie's, so that windows are known on it to the second's last
        digit.

    Notes
    -----
    A frame in the windows of two events of different stimuli is unknown.  A frame of rest
    belongs to the trial of the event after it: the last ones to that of the last event.
    """
    values = np.full(len(times_s), np.nan)
    taken = np.zeros(len(times_s), bool)
    spans: list[tuple[int, int, float, float]] = []
    for event in events.rows:
        start_s, stop_s = window.limits(event.onset_s, event.offset_s)
        inside = (times_s >= start_s) & (times_s < stop_s)
        number = stimuli.index(event.name) if event.name in stimuli else np.nan
        values[inside] = np.where(taken[inside] & (values[inside] != number), np.nan, number)
        taken |= inside
        frames = np.flatnonzero(inside)
        if len(frames) and event.name in stimuli:
            limits = (start_s, stop_s) if on_movie else (np.nan, np.nan)
            spans.append((int(frames[0]), int(frames[-1]) + 1, *limits))
    categories = (*stimuli, *([rest] if rest is not None else []))
    if rest is not None:
        values[~taken & np.isfinite(times_s)] = len(stimuli)
    trials = apart(spans, len(times_s), whole=rest is not None)
    return given_values(name, "category", values, categories, trials)


def segments_of(values: np.ndarray) -> list[Row]:
    """Rows of `FrameTarget.Values`."""
    return [
        {
            "target_start_frame": first,
            "target_stop_frame": min(first + SEGMENT_FRAMES, len(values)),
            "target_values": values[first : first + SEGMENT_FRAMES].astype(np.float64),
        }
        for first in range(0, len(values), SEGMENT_FRAMES)
    ]


def category_rows(target: TargetValues) -> list[Row]:
    """Rows of `FrameTarget.Category`."""
    return [
        {
            "target_category": name,
            "target_category_no": number,
            "target_category_n_frames": int((target.values == number).sum()),
        }
        for number, name in enumerate(target.categories)
    ]


def values_of_rows(row: Row, parts: Mapping[str, Iterable[Row]]) -> TargetValues:
    """The values that a row of `FrameTarget` and its Parts hold, each sorted by its number."""
    segments = [part["target_values"] for part in parts["Values"]]
    return TargetValues(
        row["target_name"],
        row["target_kind"],
        np.concatenate([np.asarray(one, np.float64) for one in segments] or [np.zeros(0)]),
        tuple(part["target_category"] for part in parts["Category"]),
        trials_of_rows(parts["Trial"]),
    )
