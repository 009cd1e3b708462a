"""Behavior of the mouse over time: trials, expressions and nuisances, with their truth.

All of it is made on a fine clock of its own (`GRID_HZ`) and then read at the times of
the frames, so that the same mouse does the same at any frame rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..errors import EventsError, ParameterError
from .bouts import Behaviors, plan_bouts
from .identity import Identity, stream
from .looks import act, arousal, make_look, pupil, startled, tongue_tone
from .parts import EXCURSION, PARTS, Pose, expression_mix
from .responses import GRID_HZ, Event, Responses, plan_responses
from .settings import Confounds
from .wander import roll_course, wander

Array = NDArray[np.float64]
_ALIKE = 0.95  # the cosine between an expression and one that is nearly the same
_GIVING_WAY = ("whisking_deg", "spontaneous_licks_per_min", "blinks_per_min", "grooming_per_min")
_DRAWN = ("paw_x", "paw_y", "hunch", "pupil", "tongue_tone")  # with bouts of behavior only
_EYE_ONLY = -0.8  # how far the eye closes where nothing else moves, of its excursion


@dataclass(frozen=True)
class Behavior:
    """The pose of every frame, and the truth about what made it.

    `intensity` is (frames, stimuli), 0 to 1; `traces` holds one array (frames,) or
    (frames, 2) for each nuisance; `amplitudes`, `latency_s` and `decay_s` are those of each
    event's response; `by_itself` the expressions outside of events, as rows (number of the
    stimulus, start_s, stop_s).
    """

    poses: list[Pose]
    names: tuple[str, ...]
    intensity: Array
    amplitudes: Array
    latency_s: Array
    decay_s: Array
    by_itself: Array
    traces: dict[str, Array]


def schedule(
    seed: int, duration_s: float, stimuli: Sequence[str], trials_per_stimulus: int
) -> list[Event]:
    """Interleaved trials with jittered gaps of at least 3 s, after a baseline.

    Returns
    -------
    list of (stimulus, onset_s, offset_s)
        In order of time.

    Raises
    ------
    ParameterError
        If the trials do not fit into the duration.
    """
    rng, count = stream("schedule", seed), len(stimuli) * trials_per_stimulus
    if count == 0:
        return []
    baseline_s = min(5.0, 0.12 * duration_s)
    slot_s = (duration_s - baseline_s) / count
    event_s = min(2.0, slot_s - 3.1)
    if event_s < 0.5:
        raise ParameterError(
            "The trials do not fit into the movie.",
            expected=f"at least {np.ceil((3.6 * count) / 0.88):g} s for {count} trials",
            got=f"{duration_s:g} s",
            do="film for longer, or ask for fewer trials",
        )
    order = [stimuli[i] for _ in range(trials_per_stimulus) for i in rng.permutation(len(stimuli))]
    spare_s = min(slot_s - event_s - 3.05, 1.2)
    rows = []
    for number, stimulus in enumerate(order):
        onset = round(baseline_s + number * slot_s + rng.uniform(0, 1) * max(spare_s, 0), 3)
        rows.append((stimulus, onset, round(onset + event_s, 3)))
    return rows


def check_events(events: Sequence[Sequence], duration_s: float) -> list[Event]:
    """The planted events, sorted by onset, after checking them.

    Raises
    ------
    EventsError
        If an event is not (name, onset_s, offset_s[, amount]) within the movie.
    """
    rows = []
    for row in events:
        good = len(row) in (3, 4) and isinstance(row[0], str)
        if not good or not 0 <= float(row[1]) < float(row[2]) <= duration_s:
            raise EventsError(
                "An event cannot be planted.",
                expected="(stimulus, onset_s, offset_s) and, optionally, an amount; "
                f"0 <= onset < offset <= {duration_s:g}",
                got=repr(tuple(row)),
            )
        rows.append((row[0], float(row[1]), float(row[2])))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _moments(rng: np.random.Generator, duration_s: float, per_min: float) -> Array:
    return np.sort(rng.uniform(0, duration_s, rng.poisson(per_min * duration_s / 60)))


def _envelope(t: Array, start: float, stop: float, soft_s: float) -> Array:
    return np.clip((t - start) / soft_s, 0, 1) * np.clip((stop - t) / soft_s, 0, 1)


def _licks(t: Array, events: Sequence[Event], seed: int, c: Confounds) -> Array:
    """Phase-locked licks (0..1) on every liquid, and a few bouts without any."""
    rng, lick = stream("lick", seed), np.zeros(len(t))
    bouts = [(a + 0.15, b + 0.6) for name, a, b in events if name in c.lick_on]
    bouts += [(a, a + 1.0) for a in _moments(rng, t[-1], c.spontaneous_licks_per_min)]
    for start, stop in bouts:
        rate = rng.uniform(6, 8)
        strength = rng.uniform(0.75, 1.0) * _envelope(t, start, stop, 0.12)
        cycle = np.clip(np.sin(2 * np.pi * rate * (t - start)), 0, 1)
        lick = np.maximum(lick, strength * cycle)
    return c.licking * lick


def _whisks(t: Array, seed: int, c: Confounds) -> Array:
    """Whisking in bouts, degrees."""
    rng, whisk, start = stream("whisk", seed), np.zeros(len(t)), 0.0
    while start < t[-1]:
        start += rng.exponential(1.6)
        length = rng.uniform(0.5, 2.5)
        inside = (t >= start) & (t < start + length)
        rate = rng.uniform(7, 11) * (1 + 0.05 * np.sin(2 * np.pi * 0.7 * t[inside]))
        wave = np.sin(2 * np.pi * np.cumsum(rate) / GRID_HZ) + 0.5
        whisk[inside] = (
            rng.uniform(0.6, 1.2) * wave * _envelope(t[inside], start, start + length, 0.2)
        )
        start += length
    return c.whisking_deg * whisk


def _head(t: Array, seed: int, c: Confounds, unit_px: float) -> Array:
    """Sway and jumps of the head (grid, 2), true pixels; without the persistent shift."""
    rng = stream("sway", seed)
    path = np.stack([wander(rng, len(t), 2.5), 0.7 * wander(rng, len(t), 2.5)], 1) * c.sway_px
    rng = stream("jump", seed)
    for moment in _moments(rng, t[-1], c.jumps_per_min):
        angle, size = rng.uniform(0, 2 * np.pi), c.jump_px * rng.uniform(0.5, 1.2)
        since = t - moment
        course = np.clip(since / 0.06, 0, 1) * np.exp(-np.clip(since - 0.06, 0, None) / 0.5)
        path += size * course[:, None] * np.array([np.cos(angle), np.sin(angle)])
    return path * unit_px


def _twitches(t: Array, seed: int, c: Confounds) -> Array:
    """Quick movements of single parts (grid, parts), in units of the excursion."""
    rng, twitch = stream("twitch", seed), np.zeros((len(t), len(PARTS)))
    for moment in _moments(rng, t[-1], c.twitches_per_min):
        part, size = rng.integers(len(PARTS)), rng.choice([-1, 1]) * rng.uniform(0.3, 0.7)
        twitch[:, part] += size * np.exp(-(((t - moment) / rng.uniform(0.08, 0.25)) ** 2))
    return twitch


def _blinks(t: Array, seed: int, c: Confounds) -> Array:
    closed = np.zeros(len(t))
    for moment in _moments(stream("blink", seed), t[-1], c.blinks_per_min):
        closed = np.maximum(closed, np.exp(-(((t - moment) / 0.08) ** 4)))
    return closed


def _grooming(t: Array, seed: int, c: Confounds) -> Array:
    rng, paw = stream("groom", seed), np.zeros(len(t))
    for moment in _moments(rng, t[-1], c.grooming_per_min):
        stroke = 0.75 + 0.25 * np.sin(2 * np.pi * 5.5 * (t - moment))
        paw = np.maximum(paw, stroke * _envelope(t, moment, moment + rng.uniform(0.8, 2.0), 0.2))
    return paw


def _step(t: Array, at_s: float | None, duration_s: float) -> Array:
    return (t >= (duration_s / 2 if at_s is None else at_s)).astype(float)


def _traces(t: Array, duration_s: float, events, seed: int, c: Confounds, unit_px: float):
    rng = stream("light", seed)
    rate = 2.4 + 0.25 * wander(stream("breath", seed), len(t), 4.0)
    sniff_rng = stream("sniff", seed)
    sniffing = np.clip(wander(sniff_rng, len(t), 1.5) - 0.2, 0, 1.5)
    roll = {"roll_deg": roll_course(t, seed, c.roll_deg)} if c.roll_deg else {}
    lamp = 1 + (c.lamp_gain - 1) * _step(t, c.lamp_at_s, duration_s)
    return {
        "whisk_deg": _whisks(t, seed, c),
        "lick": _licks(t, events, seed, c),
        "sway_px": _head(t, seed, c, unit_px),
        "shift_px": _step(t, c.shift_at_s, duration_s)[:, None] * np.array(c.shift_px),
        "light_gain": lamp * (1 + c.light_drift * wander(rng, len(t), 12.0)),
        "light_slope": c.light_drift * wander(rng, len(t), 12.0),
        "breath": c.breathing * np.sin(2 * np.pi * np.cumsum(rate) / GRID_HZ),
        "sniff": c.sniffing * sniffing * np.sin(2 * np.pi * 5.3 * t),
        "blink": _blinks(t, seed, c),
        "paw": _grooming(t, seed, c),
        **roll,
    }


def _poses(parts: Array, traces: dict[str, Array], c: Confounds) -> list[Pose]:
    """Add the nuisances to the parts that the expressions moved."""
    at = {name: number for number, name in enumerate(PARTS)}
    p, lick, whisk = parts.copy(), traces["lick"], traces["whisk_deg"]
    p[:, at["eye"]] += 1
    if "acts" in traces:
        p += traces["acts"]
    p[:, at["eye"]] *= 1 - 0.95 * traces["blink"]
    p[:, at["jaw"]] += 4.5 * lick
    p[:, at["lip"]] += 0.12 * lick
    p[:, at["nose_y"]] += 0.8 * lick + 0.9 * traces["sniff"]
    p[:, at["nose_x"]] += 0.03 * whisk + 0.4 * traces["sniff"]
    p[:, at["pad"]] += 0.018 * whisk
    p[:, at["whisker"]] += whisk
    limits = {"ear_fold": (0, 1), "eye": (0, 1.35), "jaw": (-0.5, 16), "flare": (-0.3, 0.5)}
    for name, (low, high) in limits.items():
        p[:, at[name]] = np.clip(p[:, at[name]], low, high)
    head, shift = traces["sway_px"], traces["shift_px"]
    camera = shift if c.shift_what == "camera" else np.zeros_like(shift)
    columns = {name: p[:, number] for name, number in at.items()}
    columns |= {"tongue": np.clip(lick * 1.1, 0, 1.2), "breath": traces["breath"]}
    columns |= {"paw": traces["paw"], "gain": traces["light_gain"], "slope": traces["light_slope"]}
    columns |= {"shift_x": head[:, 0] + shift[:, 0], "shift_y": head[:, 1] + shift[:, 1]}
    columns |= {"view_x": camera[:, 0], "view_y": camera[:, 1]}
    still = np.zeros(len(p))
    columns |= {name: traces.get(name, still) for name in _DRAWN}
    table = np.stack([columns[name] for name in Pose._fields], 1)
    return [Pose(*row) for row in table.tolist()]


def _with_bouts(
    fine: dict[str, Array],
    t: Array,
    duration_s: float,
    events: Sequence[Event],
    who: Identity,
    seed: int,
    c: Confounds,
    behaviors: Behaviors,
    unit_px: float,
) -> dict[str, Array]:
    """The traces with the movements of the planned bouts, and with arousal and the pupil."""
    level = arousal(t, seed)
    drinks = [row for row in events if row[0] in c.lick_on and c.licking > 0]
    bouts = plan_bouts(behaviors, seed, duration_s, drinks, t, level)
    acts = act(t, bouts, make_look(who.number), who.number, seed)
    level = startled(t, level, bouts["startle"])
    radius = pupil(level, seed, behaviors.pupil)
    added = {name: np.maximum(fine.get(name, 0.0), trace) for name, trace in acts.traces.items()}
    added["paw_x"], added["paw_y"] = acts.traces["paw_x"], acts.traces["paw_y"]
    added["sway_px"] = fine["sway_px"] + unit_px * acts.startle_px
    pupil_px = radius * who.eye_radius_px * who.camera_scale * unit_px
    added["tongue_tone"] = np.full(len(t), tongue_tone(who))
    added |= {"arousal": level, "pupil": radius, "pupil_px": pupil_px, "acts": acts.parts}
    return fine | added


def _nearly(first: Array, own: Array) -> Array:
    """As large as the first, and mostly it; the rest is what only its own expression has."""
    only = own - first * (own @ first) / max(float(first @ first), 1e-12)
    length = np.linalg.norm(first) / max(float(np.linalg.norm(only)), 1e-12)
    return _ALIKE * first + np.sqrt(1 - _ALIKE**2) * length * only


def behave(
    who: Identity,
    seed: int,
    times_s: Array,
    duration_s: float,
    events: Sequence[Event],
    confounds: Confounds,
    *,
    unit_px: float = 1.0,
    expression: float = 1.0,
    responses: Responses | None = None,
    behaviors: Behaviors | None = None,
    heights: Array | None = None,
) -> Behavior:
    """What this mouse does at the given times.

    Parameters
    ----------
    who : Identity
    seed : int
        Another seed is another session of the same mouse.
    times_s : (frames,) float64
        Times of the frames, seconds.
    duration_s : float
    events : sequence of (stimulus, onset_s, offset_s)
    confounds : Confounds
    unit_px : float
        True pixels for one pixel of a 640x480 frame.
    expression : float
        Factor on the height of every response (1 is normal, 0 is none).
    responses : Responses, optional
        How the mouse responds to events, where that is not as usual.
    behaviors : Behaviors, optional
        Bouts of behavior, instead of nuisances of the same kinds.
    heights : (events,) array, optional
        Factor on the height of each event's response.

    Returns
    -------
    Behavior
    """
    t = np.arange(int(np.ceil(duration_s * GRID_HZ)) + 2) / GRID_HZ
    responses = responses or Responses()
    done = plan_responses(t, events, who.number, seed, expression, responses, heights)
    names = done.names
    mixes = np.array([expression_mix(who.number, name) for name in names]).reshape(-1, len(PARTS))
    for row, name in zip(mixes, names, strict=True):
        if name in responses.eye_only:
            row[:] = np.where(np.array(PARTS) == "eye", _EYE_ONLY * EXCURSION, 0.0)
    for name in responses.alike[1:]:
        if name in names and responses.alike[0] in names:
            row, first = mixes[names.index(name)], mixes[names.index(responses.alike[0])]
            row[:] = _nearly(first / EXCURSION, row / EXCURSION) * EXCURSION
    if behaviors is not None:
        quiet = dict.fromkeys(_GIVING_WAY, 0.0)
        confounds = replace(confounds, **quiet)  # type: ignore[arg-type]
    rng = stream("spontaneous", seed)
    idle = np.stack([wander(rng, len(t), tau) for tau in rng.uniform(0.6, 3.0, len(PARTS))], 1)
    loose = (confounds.spontaneous * idle + _twitches(t, seed, confounds)) * EXCURSION
    fine = _traces(t, duration_s, events, seed, confounds, unit_px)
    if behaviors is not None:
        fine = _with_bouts(fine, t, duration_s, events, who, seed, confounds, behaviors, unit_px)

    def at_frames(values: Array) -> Array:
        flat = values.reshape(len(t), -1)
        out = np.stack([np.interp(times_s, t, column) for column in flat.T], 1)
        return out.reshape(len(times_s), *values.shape[1:])

    planted = at_frames(done.intensity) if names else np.zeros((len(times_s), 0))
    traces = {name: at_frames(values) for name, values in fine.items()}
    idle_at_frames = at_frames(loose)
    poses = _poses(planted @ mixes + idle_at_frames, traces, confounds)
    traces["spontaneous"] = idle_at_frames
    traces.pop("acts", None)
    rows = (done.amplitudes, done.latency_s, done.decay_s, done.by_itself)
    return Behavior(poses, names, planted, *rows, traces)
