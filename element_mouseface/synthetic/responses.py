"""Responses of the mouse to events: latency, amplitude, duration; and spontaneous expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from ..errors import ParameterError
from ..params import Params, param
from .identity import stream
from .parts import time_course

GRID_HZ = 200.0
Event = tuple[str, float, float]
Array = NDArray[np.float64]

_APART_S = 1.0  # from an event to a spontaneous expression


@dataclass(frozen=True)
class Responses(Params):
    """Responses to events that differ from the default of the mouse.

    Parameters
    ----------
    latency_s : (float, float) or None
        Each trial's latency is uniform between these; None: the stimulus's own latency,
        which varies by 15%.
    decay_s : (float, float) or None
        Each trial's decay time constant is uniform between these; None: the stimulus's own.
    every : int
        One in so many trials of a stimulus has a response: 1 is each, 2 every other.
    sparse : sequence of str
        The stimuli that `every` applies to; empty for all.
    by_itself_per_min : float
        Rate of expressions of the stimuli outside of events, of 1 to 2 s.
    eye_only : sequence of str
        Stimuli whose expression moves only the eye.
    alike : sequence of str
        Stimuli with nearly the expression of the first, and a small part of their own.
    silent : sequence of str
        Stimuli that leave no expression; whatever else they cause, such as licking, is drawn.
    mixed : sequence of str
        Stimuli that draw the expressions of others at once: 'NAME=FIRST+SECOND'.
    written_late_s, written_stretch : float
        Delay of the written events against the true ones, and the relative speed of their
        clock.
    """

    latency_s: tuple[float, float] | None = param(None, 0, 600)
    decay_s: tuple[float, float] | None = param(None, 0, 600)
    every: int = param(1, 1)
    sparse: tuple[str, ...] = ()
    by_itself_per_min: float = param(0.0, 0, 60)
    eye_only: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()
    written_late_s: float = param(0.0, -60, 60)
    written_stretch: float = param(1.0, 0.5, 2)

    def __post_init__(self) -> None:
        for name in ("latency_s", "decay_s"):
            pair = getattr(self, name)
            if pair is not None and pair[0] > pair[1]:
                raise ParameterError(
                    f"Responses: {name} is out of range.",
                    expected="(least, most) seconds, or None",
                    got=repr(pair),
                )
        self.mixtures()

    def to_dict(self) -> dict[str, Any]:
        """The responses; what came later only where it is given, so that movies keep their hash."""
        values = super().to_dict()
        return {n: v for n, v in values.items() if n not in ("silent", "mixed") or v}

    def mixtures(self) -> dict[str, tuple[str, ...]]:
        """The stimuli whose expressions a mixed one draws, by its name (ParameterError)."""
        found: dict[str, tuple[str, ...]] = {}
        for text in self.mixed:
            name, _, rest = text.partition("=")
            parts = tuple(part.strip() for part in rest.split("+"))
            if not name.strip() or len(set(parts)) < 2 or not all(parts):
                raise ParameterError(
                    "Responses: a mixed stimulus cannot be understood.",
                    expected="'NAME=FIRST+SECOND', with different stimuli",
                    got=repr(text),
                    do="name the stimulus and those whose expressions it draws",
                )
            found[name.strip()] = parts
        return found


@dataclass(frozen=True)
class PlantedResponses:
    """What was planted: `intensity` (grid, stimuli) 0..1 of `names`, and of each event, (events,):
    `amplitudes` (0 where there is no response), `latency_s` and `decay_s`.  `by_itself` are
    the expressions outside of events, as (number of the stimulus, start_s, stop_s) rows.
    """

    names: tuple[str, ...]
    intensity: Array
    amplitudes: Array
    latency_s: Array
    decay_s: Array
    by_itself: Array


def plan_responses(
    t: Array,
    events: Sequence[Event],
    identity: int,
    seed: int,
    scale: float,
    how: Responses,
    heights: Array | None = None,
) -> PlantedResponses:
    """Plan the time course of every stimulus's expression.

    Parameters
    ----------
    t : (grid,) array
        Seconds, every 1 / `GRID_HZ`.
    events : sequence of (stimulus, onset_s, offset_s)
    identity, seed : int
        Numbers of the mouse and of its session.
    scale : float
        Factor on the height of every response.
    how : Responses
    heights : (events,) array, optional
        A further factor for each event.
    """
    mixtures = how.mixtures()
    shown = [mixtures.get(name, (name,)) for name, _, _ in events]
    names = tuple(dict.fromkeys(name for parts in shown for name in parts))
    total = np.zeros((len(t), len(names)))
    amplitudes, latency, decay = np.zeros((3, len(events)))
    seen = dict.fromkeys((name for name, _, _ in events), 0)
    for number, (name, onset, offset) in enumerate(events):
        parts = shown[number]
        rng, c = stream("trial", seed, number, name), time_course(identity, parts[0])
        latency[number] = c.latency_s * np.exp(0.15 * rng.standard_normal())
        amplitudes[number] = scale * np.clip(rng.normal(0.78, 0.14), 0.45, 1.0)
        decay[number] = c.decay_s
        other = stream("answer", seed, number, name)
        if how.latency_s is not None:
            latency[number] = other.uniform(*how.latency_s)
        if how.decay_s is not None:
            decay[number] = max(other.uniform(*how.decay_s), 0.01)
        if name in how.silent or (
            seen[name] % how.every and (not how.sparse or name in how.sparse)
        ):
            amplitudes[number] = 0.0
        if heights is not None:
            amplitudes[number] *= heights[number]
        seen[name] += 1
        start = onset + latency[number]
        stop = max(offset + 0.1, start + 0.1)
        if how.latency_s is not None:  # a late response is as long as an early one
            stop += latency[number]
        for part in parts:
            c = time_course(identity, part)
            fall_s = float(decay[number]) if how.decay_s is not None else c.decay_s
            response = _course(t, start, stop, c.rise_s, fall_s, c.sag)
            response[t < onset] = 0
            column = names.index(part)
            total[:, column] = np.maximum(total[:, column], amplitudes[number] * response)
    alone = _spontaneous(t, events, names, seed, how)
    for column, start, stop in alone.tolist():
        c = time_course(identity, names[int(column)])
        height = scale * stream("height", seed, round(start * 1000)).uniform(0.55, 1.0)
        response = height * _course(t, start, stop, c.rise_s, c.decay_s, c.sag)
        total[:, int(column)] = np.maximum(total[:, int(column)], response)
    return PlantedResponses(names, np.clip(total, 0, 1), amplitudes, latency, decay, alone)


def _course(t: Array, start: float, stop: float, rise_s: float, decay_s: float, sag: float):
    """A course that rises from `start`, sags a little until `stop`, and then fades."""
    held = 1 - np.exp(-np.clip(t - start, 0, None) / rise_s)
    sagging = 1 - sag * np.clip((t - start) / max(stop - start, 0.5), 0, 1)
    fall = np.exp(-np.clip(t - stop, 0, None) / decay_s)
    return gaussian_filter1d(held * sagging * fall, 0.03 * GRID_HZ)


def _spontaneous(t: Array, events: Sequence[Event], names, seed: int, how: Responses) -> Array:
    """Spontaneous expressions, apart from every event and from each other."""
    rng, rows = stream("by itself", seed), [(0.0, a, b) for _, a, b in events]
    found: list[tuple[float, float, float]] = []
    for moment in rng.uniform(0, t[-1], rng.poisson(how.by_itself_per_min * t[-1] / 60)):
        column, stop = float(rng.integers(max(len(names), 1))), moment + rng.uniform(1.0, 2.0)
        apart = all(moment > b + _APART_S or stop < a - _APART_S for _, a, b in (*rows, *found))
        if apart and names:
            found.append((column, float(moment), float(stop)))
    return np.array(sorted(found, key=lambda row: row[1])).reshape(-1, 3)


def written_events(events: Sequence[Event], how: Responses) -> list[Event]:
    """The events as written in a lab's file: late, or on a clock that runs too fast."""
    if how.written_late_s == 0 and how.written_stretch == 1:
        return list(events)
    late, stretch = how.written_late_s, how.written_stretch
    return [
        (name, round(a * stretch + late, 6), round(b * stretch + late, 6)) for name, a, b in events
    ]
