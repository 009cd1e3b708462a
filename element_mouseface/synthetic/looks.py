"""What a bout looks like: rhythms and reaches that are each animal's own, and the pupil.

`act` turns planned bouts into movements on the fine clock of `behavior`: traces that
nuisances have too (tongue, paw, lids, whiskers), further movements of the parts, and
arousal with the pupil.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from .identity import Identity, stream
from .parts import PARTS
from .responses import GRID_HZ
from .wander import wander

Array = NDArray[np.float64]

_PUPIL = (0.28, 0.42)  # radius at rest, and what full arousal adds, of the eye's radius
_PUPIL_TAU_S = 0.5
_SEEN = 50  # luma levels by which a tongue differs from what is behind it
_STARTLED_S = 4.0  # how long a startle leaves the animal aroused


@dataclass(frozen=True)
class Look:
    """How one animal licks, grooms, blinks, whisks, chews and starts (see `make_look`).

    Lengths are pixels of a 640x480 frame.
    """

    lick_hz: float
    lick_depth: float
    lick_jaw_deg: float
    groom_hz: float
    groom_stroke: float
    groom_sweep_px: float
    groom_at_px: tuple[float, float]
    blink_depth: float
    whisk_hz: float
    whisk_set_deg: float
    whisk_swing_deg: float
    whisk_pad: float
    chew_hz: float
    chew_deg: float
    chew_cheek: float
    chew_lip: float
    startle_px: tuple[float, float]
    startle_ear_deg: float
    startle_fold: float


def make_look(identity: int) -> Look:
    """The look of this animal's behaviors: always the same one."""
    rng = stream("look", identity)

    def within(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    return Look(
        lick_hz=within(5.5, 8.0),
        lick_depth=within(0.7, 1.05),
        lick_jaw_deg=within(-1.0, 2.5),
        groom_hz=within(3.5, 6.5),
        groom_stroke=within(0.12, 0.3),
        groom_sweep_px=within(0, 16),
        groom_at_px=(within(-26, 14), within(-16, 16)),
        blink_depth=within(0.8, 1.0),
        whisk_hz=within(6.5, 10.0),
        whisk_set_deg=within(15, 21),
        whisk_swing_deg=within(6, 11),
        whisk_pad=within(0.15, 0.45),
        chew_hz=within(3.5, 5.5),
        chew_deg=within(6, 10),
        chew_cheek=within(0.4, 1.0),
        chew_lip=within(-0.1, 0.5),
        startle_px=(within(-11, -5), within(-6, 3)),
        startle_ear_deg=within(12, 24),
        startle_fold=within(0.3, 0.8),
    )


def tongue_tone(who: Identity) -> float:
    """The luma of a tongue that is seen before the background; 0 where the nose's tone is.

    Before a bright background the tongue is lit from behind, and dark.
    """
    usual = min(who.nose_tone * 1.12, 235)
    return 0.0 if abs(usual - who.background_tone) >= _SEEN else 0.35 * who.nose_tone


@dataclass(frozen=True)
class Acts:
    """Movements of all bouts on the fine clock: `traces` (grid,), and of parts (grid, parts)."""

    traces: dict[str, Array]
    parts: Array
    startle_px: Array  # (grid, 2), of 640


def arousal(t: Array, seed: int) -> Array:
    """How aroused the animal is before anything startles it, 0 to 1, over tens of seconds."""
    return 1 / (1 + np.exp(-1.4 * wander(stream("arousal", seed), len(t), 9.0)))


def startled(t: Array, level: Array, startles: Array) -> Array:
    """Arousal with a jump at each startle."""
    for start, _ in startles:
        since = np.clip(t - start, 0, None)
        jump = (t >= start) * np.exp(-since / _STARTLED_S) * (1 - np.exp(-since / 0.15))
        level = level + 0.6 * jump * (1 - level)
    return level


def pupil(level: Array, seed: int, follows: float) -> Array:
    """The pupil's radius, of the eye's: it follows arousal after half a second."""
    keep = np.exp(-1 / (GRID_HZ * _PUPIL_TAU_S))
    mean = float(level.mean())
    late, _ = lfilter([1 - keep], [1, -keep], level, zi=[keep * level[0]])
    own = 0.012 * wander(stream("pupil", seed), len(level), 0.8)
    rest, reach = _PUPIL
    return np.clip(rest + reach * (mean + follows * (late - mean)) + follows * own, 0.15, 0.8)


class _Scene:
    """The part of all courses around one bout, written in place."""

    def __init__(self, t: Array, acts: Acts, look: Look, start: float, stop: float):
        near = slice(*np.searchsorted(t, [start - 0.5, stop + 1.0]))
        self.t, self.look, self.start, self.stop = t[near], look, start, stop
        self.since = self.t - start
        self.traces = {name: trace[near] for name, trace in acts.traces.items()}
        self.parts = {name: acts.parts[near, k] for k, name in enumerate(PARTS)}
        self.startle_px = acts.startle_px[near]

    def held(self, early_s: float, soft_s: float) -> Array:
        """1 within the bout, from so much before to as much after, with soft edges."""
        rise = np.clip((self.since + early_s) / soft_s, 0, 1)
        return rise * np.clip((self.stop + early_s - self.t) / soft_s, 0, 1)

    def raise_to(self, name: str, course: Array) -> None:
        """The higher of a trace and a course."""
        np.maximum(self.traces[name], course, out=self.traces[name])

    def put(self, name: str, course: Array | float, where: NDArray[np.bool_]) -> None:
        """The course where it is shown."""
        self.traces[name][...] = np.where(where, course, self.traces[name])


def _licking(scene: _Scene, rng: np.random.Generator) -> None:
    look = scene.look
    rate = look.lick_hz * rng.uniform(0.93, 1.07)
    depth = look.lick_depth * rng.uniform(0.9, 1.05)
    cycle = np.clip(np.sin(2 * np.pi * rate * scene.since), 0, 1)
    lick = depth * scene.held(0.0, 0.04) * cycle
    scene.raise_to("lick", lick)
    scene.parts["jaw"] += look.lick_jaw_deg * lick


def _grooming(scene: _Scene, rng: np.random.Generator) -> None:
    look = scene.look
    phase = 2 * np.pi * look.groom_hz * rng.uniform(0.9, 1.1) * scene.since
    held = scene.held(0.08, 0.16)  # the paw is half-way up at the bout's start and end
    scene.raise_to("paw", held * (1 - look.groom_stroke * np.sin(phase) ** 2))
    x, y = np.array(look.groom_at_px) + rng.normal(0, 3, 2)
    scene.put("paw_x", x + look.groom_sweep_px * np.sin(phase), held > 0)
    scene.put("paw_y", y, held > 0)


def _blink(scene: _Scene, rng: np.random.Generator) -> None:
    middle, half = (scene.start + scene.stop) / 2, (scene.stop - scene.start) / 2
    depth = scene.look.blink_depth
    # Whatever the depth, the eye is half closed at the bout's start and end.
    steep = np.log(2 * 0.95 * depth)
    scene.raise_to("blink", depth * np.exp(-steep * ((scene.t - middle) / half) ** 4))


def _whisking(scene: _Scene, rng: np.random.Generator) -> None:
    look = scene.look
    rate = look.whisk_hz * rng.uniform(0.9, 1.1) * (1 + 0.05 * np.sin(4.4 * scene.since))
    wave = np.sin(2 * np.pi * np.cumsum(rate) / GRID_HZ)
    held = scene.held(0.02, 0.06)
    angle = look.whisk_set_deg * rng.uniform(0.92, 1.08) + look.whisk_swing_deg * wave
    scene.put("whisk_deg", held * angle, held > 0)
    scene.parts["pad"] += held * look.whisk_pad * (1 + 0.5 * wave)


def _chewing(scene: _Scene, rng: np.random.Generator) -> None:
    look = scene.look
    turn = np.cos(2 * np.pi * look.chew_hz * rng.uniform(0.93, 1.07) * scene.since)
    opened = scene.held(0.0, 0.05) * (0.5 - 0.5 * turn)
    scene.raise_to("chew", opened)
    scene.parts["jaw"] += look.chew_deg * rng.uniform(0.9, 1.1) * opened
    held = scene.held(0.0, 0.08)
    scene.parts["cheek"] += look.chew_cheek * held * (0.6 - 0.4 * turn)
    scene.parts["lip"] += look.chew_lip * held


def _startle(scene: _Scene, rng: np.random.Generator) -> None:
    look, size = scene.look, rng.uniform(0.85, 1.15)
    # Half of the way at the bout's start, and again at its end.
    rise = np.clip(scene.since / 0.04 + 0.5, 0, 1)
    course = rise * np.clip((scene.stop - scene.t) / 0.1 + 0.5, 0, 1)
    scene.raise_to("hunch", course)
    scene.startle_px += size * course[:, None] * np.array(look.startle_px)
    moves = {"ear": look.startle_ear_deg, "ear_fold": look.startle_fold, "eye": -0.2}
    for part, reach in (moves | {"whisker": -10.0, "brow": 0.6, "cheek": 0.4}).items():
        scene.parts[part] += size * reach * course


_ACTS = {
    "licking": _licking,
    "grooming": _grooming,
    "blink": _blink,
    "whisking": _whisking,
    "chewing": _chewing,
    "startle": _startle,
}


def act(t: Array, bouts: Mapping[str, Array], look: Look, identity: int, seed: int) -> Acts:
    """Perform planned bouts.

    Parameters
    ----------
    t : (grid,) array
        Seconds, every 1 / `GRID_HZ`.
    bouts : mapping of behavior to (bouts, 2) array
        From `plan_bouts`.
    look : Look
    identity, seed : int
    """
    names = ("lick", "paw", "paw_x", "paw_y", "blink", "whisk_deg", "chew", "hunch")
    traces = {name: np.zeros(len(t)) for name in names}
    acts = Acts(traces, np.zeros((len(t), len(PARTS))), np.zeros((len(t), 2)))
    for name, rows in bouts.items():
        rng = stream("act", identity, seed, name)
        for start, stop in rows.tolist():
            _ACTS[name](_Scene(t, acts, look, start, stop), rng)
    return acts
