"""Bouts of behavior: which ones a movie has, how long they are, and when they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError
from ..params import Params, param
from .identity import stream
from .responses import Event

Array = NDArray[np.float64]

BEHAVIORS = ("licking", "grooming", "blink", "whisking", "chewing", "startle")

#: Bouts are planned in this order: the rare and the long ones find room first.
_ORDER = ("startle", "grooming", "licking", "chewing", "whisking", "blink")
#: What a behavior does not overlap: what would hide it, or look like something else.
_APART = {
    "startle": (),
    "grooming": ("startle",),
    "licking": ("startle", "grooming"),
    "chewing": ("startle", "grooming", "licking"),
    "whisking": ("startle", "grooming"),
    "blink": ("startle", "blink"),
}
_GAP_S = 0.4  # between two bouts that do not overlap
_TRIES = 6  # places among which whisking takes one where the animal is aroused
_AFTER_EVENT_S = 1.0  # licks on a liquid end by then


@dataclass(frozen=True)
class Behaviors(Params):
    """Behaviors that come in bouts and are labeled, and the pupil.

    With the rates as they are, whisking takes about a fifth of the frames, licking, grooming
    and chewing 4 to 8% each, blinks 1% and startles 0.5%.  Whisking, licks without a
    stimulus, blinks and grooming of `Confounds` give way to these.

    Parameters
    ----------
    licking_per_min, grooming_per_min, blinks_per_min, whisking_per_min, chewing_per_min, \
startles_per_min : float
        Bouts a minute.  One for which no room is left is not planted.
    licking_s, grooming_s, blink_s, whisking_s, chewing_s, startle_s : (float, float)
        The least and the greatest length of a bout, seconds.
    pupil : float
        How far the pupil's radius follows arousal: 1 is normal, 0 leaves it still.
    """

    licking_per_min: float = param(3.2, 0, 60)
    licking_s: tuple[float, float] = param((0.6, 2.4), 0.05, 600)
    grooming_per_min: float = param(1.6, 0, 60)
    grooming_s: tuple[float, float] = param((1.0, 3.5), 0.05, 600)
    blinks_per_min: float = param(3.5, 0, 60)
    blink_s: tuple[float, float] = param((0.12, 0.24), 0.05, 0.45)
    whisking_per_min: float = param(7.0, 0, 60)
    whisking_s: tuple[float, float] = param((0.6, 2.5), 0.05, 600)
    chewing_per_min: float = param(1.6, 0, 60)
    chewing_s: tuple[float, float] = param((1.0, 3.0), 0.05, 600)
    startles_per_min: float = param(1.3, 0, 60)
    startle_s: tuple[float, float] = param((0.25, 0.45), 0.05, 600)
    pupil: float = param(1.0, 0, 1)

    def __post_init__(self) -> None:
        for name in (f"{behavior}_s" for behavior in BEHAVIORS):
            least, most = getattr(self, name)
            if least > most:
                raise ParameterError(
                    f"Behaviors: {name} is out of range.",
                    expected="(least, most) seconds",
                    got=repr((least, most)),
                )

    @classmethod
    def none(cls, **changes: Any) -> Behaviors:
        """No behavior at all, but for the ones named."""
        rates = {name: 0.0 for name in vars(cls()) if name.endswith("_per_min")}
        return cls(**{**rates, **changes})

    def rate_per_min(self, behavior: str) -> float:
        """Bouts a minute of one of `BEHAVIORS`."""
        plural = {"blink": "blinks", "startle": "startles"}.get(behavior, behavior)
        return float(getattr(self, f"{plural}_per_min"))

    def length_s(self, behavior: str) -> tuple[float, float]:
        """The least and the greatest length of a bout."""
        least, most = getattr(self, f"{behavior}_s")
        return float(least), float(most)


def plan_bouts(
    behaviors: Behaviors,
    seed: int,
    duration_s: float,
    lick_events: Sequence[Event],
    t: Array,
    arousal: Array,
) -> dict[str, Array]:
    """When each behavior is shown: rows (start_s, stop_s) in order of time.

    Parameters
    ----------
    behaviors : Behaviors
    seed : int
        Of the session.
    duration_s : float
    lick_events : sequence of (stimulus, onset_s, offset_s)
        Events on which the animal licks: the mouth and the paw are busy.
    t, arousal : (grid,) arrays
        Whisking comes rather where arousal is high.
    """
    busy = np.array([(a, b + _AFTER_EVENT_S) for _, a, b in lick_events], float).reshape(-1, 2)
    found: dict[str, Array] = {}
    for name in _ORDER:
        rng = stream("bouts", seed, name)
        wanted = int(np.floor(behaviors.rate_per_min(name) * duration_s / 60 + rng.random()))
        others = [found[other] for other in _APART[name] if other in found]
        if name in ("grooming", "licking", "chewing"):
            others.append(busy)
        rows: list[tuple[float, float]] = []
        for _ in range(wanted):
            length = rng.uniform(*behaviors.length_s(name))
            taken = np.vstack([*others, np.array(rows).reshape(-1, 2)])
            starts = [
                _place(rng, length, taken, duration_s)
                for _ in range(_TRIES if name == "whisking" else 1)
            ]
            if starts[0] is None:
                continue
            weight = np.interp(np.array(starts, float), t, arousal) ** 2
            start = float(np.array(starts, float)[rng.choice(len(starts), p=weight / weight.sum())])
            rows.append((start, start + length))
        found[name] = np.array(sorted(rows), float).reshape(-1, 2)
    return {name: found[name] for name in BEHAVIORS}


def _place(
    rng: np.random.Generator, length_s: float, taken: Array, duration_s: float
) -> float | None:
    """A start, any being as likely as another, of a bout that keeps apart; None without room."""
    low, high = _GAP_S / 2, duration_s - _GAP_S / 2 - length_s
    chance = rng.random()
    edges, at = [], low
    for start, stop in taken[np.argsort(taken[:, 0])] if len(taken) else taken:
        edges.append((at, min(start - _GAP_S - length_s, high)))
        at = max(at, stop + _GAP_S)
    free = [(a, b) for a, b in (*edges, (at, high)) if b > a]
    room = sum(b - a for a, b in free)
    if not free:
        return None
    left = chance * room
    for a, b in free:
        if left <= b - a:
            return float(a + left)
        left -= b - a
    return float(free[-1][1])
