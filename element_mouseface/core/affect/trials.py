"""Arousal and valences of each trial."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..events import Events
from .params import AffectParams
from .rows import AROUSAL, NEGATIVE, OK, POSITIVE, REFUSED, Trace, TrialRow, no_trace
from .separation import separation
from .signs import NEUTRAL, UNSIGNED, StimulusSigns

NO_FRAME = "no frame of it has a valence"
_LEAST = 5


def trial_rows(
    events: Events,
    times_s: np.ndarray,
    traces: Mapping[str, Trace],
    settled: Sequence[tuple[float, float]],
    scored_by: Sequence[str],
    signs: StimulusSigns | None,
    params: AffectParams,
) -> tuple[TrialRow, ...]:
    """A row for each event, in order.

    Parameters
    ----------
    events : Events
    times_s : (frames,) array
    traces : mapping of str to Trace
    settled : sequence of (float, float)
        The time over which each trial is measured.
    scored_by : sequence of str
    signs : StimulusSigns or None
    params : AffectParams
    """
    rows = []
    for number, (event, (start_s, stop_s)) in enumerate(zip(events, settled, strict=True)):
        inside = (times_s >= start_s) & (times_s < stop_s)
        before = (times_s >= event.onset_s - params.before_s) & (times_s < event.onset_s)
        level, level_se = _mean(traces[AROUSAL], inside)
        row = TrialRow(
            number,
            event.name,
            UNSIGNED if signs is None else signs.sign(event.name),
            event.onset_s,
            event.offset_s,
            math.nan if event.amount is None else event.amount,
            scored_by[number],
            arousal=level,
            arousal_se=level_se,
            arousal_change=level - _mean(traces[AROUSAL], before)[0],
        )
        for name in (POSITIVE, NEGATIVE):
            row = _with_valence(row, name, traces[name], inside)
        rows.append(row if row.n_frames else replace(row, reason=_reason(traces)))
    return tuple(rows)


def _mean(trace: Trace, frames: np.ndarray) -> tuple[float, float]:
    """Mean of some frames, and its standard error: that of a frame, for errors last for seconds."""
    values, errors = trace.unbounded[frames], trace.errors[frames]
    good = np.isfinite(values)
    if not good.any():
        return math.nan, math.nan
    known = errors[good & np.isfinite(errors)]
    return float(values[good].mean()), float(known.mean()) if len(known) else math.nan


def _with_valence(row: TrialRow, name: str, trace: Trace, frames: np.ndarray) -> TrialRow:
    value, error = _mean(trace, frames)
    count = int(np.isfinite(trace.unbounded[frames]).sum())
    found = {name: max(value, 0.0) if math.isfinite(value) else math.nan}
    found |= {f"{name}_estimate": value, f"{name}_se": error}
    return replace(row, n_frames=max(row.n_frames, count), **found)  # type: ignore[arg-type]


def _reason(traces: Mapping[str, Trace]) -> str:
    refused = [t for t in (traces[POSITIVE], traces[NEGATIVE]) if t.state != OK]
    return "; ".join(dict.fromkeys(t.reason for t in refused)) or NO_FRAME


def tested(
    trace: Trace,
    rows: Sequence[TrialRow],
    refused: Collection[str],
    events: Events,
    times_s: np.ndarray,
    params: AffectParams,
) -> tuple[Trace, str]:
    """The trace with its p against shuffled names, refused if that is chance; and what was seen.

    Trials of its sign are compared with those of the other signed stimuli, but for stimuli that
    are refused by themselves.  Where no other stimulus
    is signed, names cannot be shuffled: they are compared with as long stretches before events.
    """
    if trace.state != OK:
        return trace, ""
    values = {row.event_index: getattr(row, f"{trace.name}_estimate") for row in rows}
    rows = [row for row in rows if row.stimulus not in refused]
    own = np.array([values[r.event_index] for r in rows if r.sign == trace.name])
    other_signs = {POSITIVE, NEGATIVE, NEUTRAL} - {trace.name}
    others = np.array([values[r.event_index] for r in rows if r.sign in other_signs])
    against = "trials of the other signed stimuli"
    if not np.isfinite(others).any():
        others, against = _stretches(trace, events, times_s), "stretches before events"
    found = separation(own, others, params)
    told = (
        f"{trace.name}: {found.n_own} held-out trials against {found.n_other} {against}: area "
        f"under the curve {found.auc:.2f}, p = {found.p:.3g} by shuffled names"
    )
    limit = params.alpha + 1e-9
    if found.p <= limit:
        return replace(trace, p=found.p), told
    if not np.isfinite(found.p) or found.least_p > limit:
        reason = (
            f"too few trials to tell names from shuffled ones: {found.n_own} of its stimuli and "
            f"{found.n_other} others; expected so many that p can be {params.alpha:g}, such as "
            "four and four"
        )
    else:
        reason = (
            f"held-out trials of its stimuli are no different from what shuffled names of stimuli "
            f"give (area under the curve {found.auc:.2f}, p = {found.p:.3g} against {against}; "
            f"expected at most {params.alpha:g})"
        )
    empty = no_trace(trace.name, len(times_s), REFUSED, reason, trace.source)
    return replace(empty, p=found.p), told


def _stretches(trace: Trace, events: Events, times_s: np.ndarray) -> np.ndarray:
    """Means over stretches before events, as long as these and outside of all of them."""
    quiet = events.baseline(times_s, 0.0)
    means = []
    for event in events:
        lasts_s = event.offset_s - event.onset_s
        frames = (times_s >= event.onset_s - lasts_s) & (times_s < event.onset_s) & quiet
        values = trace.unbounded[frames]
        values = values[np.isfinite(values)]
        if len(values) >= _LEAST:
            means.append(float(values.mean()))
    return np.array(means)


def without_refused(rows: Sequence[TrialRow], traces: Mapping[str, Trace]) -> tuple[TrialRow, ...]:
    """The rows without the numbers of valences that were refused after they were measured."""
    gone: dict[str, float] = {}
    for name in (POSITIVE, NEGATIVE):
        if traces[name].state != OK:
            gone |= dict.fromkeys((name, f"{name}_estimate", f"{name}_se"), math.nan)
    if not gone:
        return tuple(rows)
    both = all(traces[name].state != OK for name in (POSITIVE, NEGATIVE))
    more = {"n_frames": 0, "reason": _reason(traces)} if both else {}
    return tuple(replace(row, **gone, **more) for row in rows)  # type: ignore[arg-type]
