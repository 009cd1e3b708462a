"""Places that respond unlike a face to what a model was trained on: a lamp, a spout.

The search is the one that contrast scores are checked with: `core/confounds/places.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import binary_dilation

from ..confounds.places import Place, find_places
from ..events import Events
from ..features.quality import FrameFlag
from ..frame_features.table import FrameTable
from ..learning import Target
from ..learning.spans import true_runs
from ..store.result import Result

_MARGIN_S = 0.5
_UNUSABLE = int(FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT)


@dataclass(frozen=True, eq=False)
class SuddenPlace:
    """A place that changes unlike a face, in one recording or several.

    Attributes
    ----------
    place : Place
        Of the recording where it is surest, with the pixels of all.
    recordings : tuple of int
    """

    place: Place
    recordings: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Moments:
    """When the target changes in a recording: what `find_places` needs to know."""

    events: Events
    labels: tuple[str, ...]
    times_s: np.ndarray
    usable: np.ndarray
    neutral: np.ndarray
    interval_s: float

    def told(self, place: Place) -> Place:
        """The place with the labels of its events, which may differ in case only."""
        return replace(place, stimuli=tuple(self.labels[int(name)] for name in place.stimuli))

    @property
    def names(self) -> tuple[str, ...]:
        """Of the events."""
        return self.events.names


def sudden_places(
    results: Sequence[Result],
    tables: Sequence[FrameTable],
    target: Target,
    masked: Sequence[np.ndarray],
) -> tuple[SuddenPlace, ...]:
    """Places that change unlike a face where the target changes, in any of the recordings.

    Parameters
    ----------
    results : sequence of Result
        One for each table.
    tables : sequence of FrameTable
        Of frames or of events.
    target : Target
    masked : sequence of (y, x) bool arrays
        Thumbnail pixels that are masked.

    Returns
    -------
    tuple of SuddenPlace
        The surest first.
    """
    found: list[SuddenPlace] = []
    for number, (result, table) in enumerate(zip(results, tables, strict=True)):
        moments = moments_of(result, table, target, number)
        if moments is None:
            continue
        for place in find_places(result.thumbnails, moments, masked[number]):
            _add(found, moments.told(place), number)
    return tuple(sorted(found, key=lambda one: -one.place.z))


def moments_of(result: Result, table: FrameTable, target: Target, number: int) -> Moments | None:
    """Events of a recording by what the target says of them; None if it says nothing of any."""
    times = np.asarray(result.times_s, np.float64)
    if len(times) < 2:
        return None
    interval = float(np.median(np.diff(times)))
    if table.kind == "events":
        spans = [(float(e["onset_s"]), float(e["offset_s"])) for e in table.about["events"]]
        named = _names(target, number)
        if target.kind == "continuous":
            named = [str(event["event"]) for event in table.about["events"]]
        rows = [(name, *span) for name, span in zip(named, spans, strict=True) if name]
    else:
        rows, spans = _runs(target, number, times, interval), []
    rows = _without_overlap(rows)
    if not rows:
        return None
    labels = tuple(dict.fromkeys(name for name, *_ in rows))
    events = Events.from_rows((str(labels.index(name)), *span) for name, *span in rows)
    usable = (np.asarray(result.flags).astype(np.int64) & _UNUSABLE) == 0
    far = events.baseline(times, _MARGIN_S)
    for first, stop in spans:  # an event that nothing is known of is none of the rest either
        far &= (times < first - _MARGIN_S) | (times >= stop + _MARGIN_S)
    return Moments(events, labels, times, usable, far & usable, interval)


def _names(target: Target, number: int) -> list[str]:
    """What the target says of each row; '' where nothing is known."""
    values, known = target.values[number], target.known[number]
    if target.categories:
        said = [target.categories[int(v)] if k else "" for v, k in zip(values, known, strict=True)]
        return said
    words = (f"no {target.name}", target.name)
    return [words[int(v > 0)] if k else "" for v, k in zip(values, known, strict=True)]


def _runs(
    target: Target, number: int, times: np.ndarray, interval: float
) -> list[tuple[str, float, float]]:
    """Stretches of frames of one class; the commonest of several is what is between them."""
    if target.kind == "continuous":
        return []
    values, known = np.asarray(target.values[number]), target.known[number]
    named = dict(enumerate(target.categories)) if target.categories else {1: target.name}
    if len(named) > 1 and known.all():
        named.pop(int(np.bincount(values.astype(int), minlength=len(named)).argmax()))
    rows = []
    for value, name in named.items():
        for first, stop in true_runs(known & (values == value)):
            rows.append((name, float(times[first]), float(times[stop - 1]) + interval))
    return rows


def _without_overlap(rows: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    kept: list[tuple[str, float, float]] = []
    for row in sorted(rows, key=lambda one: one[1:]):
        if row[2] > row[1] and (not kept or row[1] >= kept[-1][2]):
            kept.append(row)
    return kept


def _add(found: list[SuddenPlace], place: Place, number: int) -> None:
    """One place of several recordings where they overlap."""
    wide = binary_dilation(place.pixels, np.ones((3, 3), bool))
    for k, one in enumerate(found):
        other = one.place
        if wide.shape == other.pixels.shape and (wide & other.pixels).any():
            surest = max(place, other, key=lambda each: each.z)
            stimuli = tuple(dict.fromkeys((*other.stimuli, *place.stimuli)))
            both = replace(surest, pixels=other.pixels | place.pixels, stimuli=stimuli)
            found[k] = SuddenPlace(both, tuple(dict.fromkeys((*one.recordings, number))))
            return
    found.append(SuddenPlace(place, (number,)))
