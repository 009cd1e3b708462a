"""Arousal and valences in words, for the command line and the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .motion import explained_by_all
from .rows import (
    AROUSAL,
    NOT_ASKED,
    OK,
    TRACES,
    AgreementRow,
    SourceRow,
    StimulusRow,
    TrialRow,
)

NAMES = {
    "arousal": "arousal",
    "positive": "positive valence score",
    "negative": "negative valence score",
}
NO_LEVELS = (
    "arousal has its zero and unit from this session alone: compare changes, never levels, "
    "between sessions or mice"
)


def told(one: Any) -> list[str]:
    """What was found, a line each."""
    lines = []
    for name in TRACES:
        trace = one.traces[name]
        if trace.state == NOT_ASKED:
            lines.append(f"{NAMES[name]}: not computed, {trace.reason}")
        elif trace.state != OK:
            made = f" (from {trace.source})" if trace.source else ""
            lines.append(f"{NAMES[name]}{made}: refused, {trace.reason}")
        else:
            lines.append(_trace_line(one, name))
    if one.traces[AROUSAL].state == OK:
        lines.append(NO_LEVELS)
    lines += [_source_line(row) for row in one.sources]
    lines += [_state_line(row) for row in one.stimuli if row.state != "used"]
    lines += _stimulus_lines(one.trials)
    lines += [_agreement_line(row) for row in one.agreement]
    return lines


def _trace_line(one: Any, name: str) -> str:
    trace = one.traces[name]
    good = np.isfinite(trace.values)
    line = f"{NAMES[name]}: {int(good.sum())} of {len(good)} frames, from {trace.source}"
    if good.any():
        line += f", usual standard error {np.nanmedian(trace.errors[good]):z.2f}"
    row = explained_by_all(one.motion, name)
    if row is None or not np.isfinite(row.r2):
        why = f" ({row.reason})" if row is not None and row.reason else ""
        return f"{line}; what movement explains is not known{why}"
    chance = f" (chance {row.null_q95:z.2f})" if np.isfinite(row.null_q95) else ""
    own = ", a source of it among it" if row.is_source else ""
    return f"{line}; movement explains {row.r2:z.2f} of it in held-out trials{chance}{own}"


def _state_line(row: StimulusRow) -> str:
    by = f", by {row.sign_source}" if row.sign_source else ""
    reason = f", {row.reason}" if row.reason else ""
    expected = f"; expected {row.expected}" if row.expected else ""
    return f"{row.stimulus} ({row.sign}{by}): {row.state}{reason}{expected}"


def _source_line(row: SourceRow) -> str:
    if not row.used:
        return f"source {row.source}: left out, {row.note}"
    lag = f"lag {row.lag_s:z.2f} s ({row.lag_from})"
    gone = f", left out in {row.n_left_out} frames" if row.n_left_out else ""
    r = f", r with the others {row.r_others:z.2f}" if np.isfinite(row.r_others) else ""
    note = f"; {row.note}" if row.note else ""
    return f"source {row.source}: weight {row.weight:z.2f}, {lag}{gone}{r}{note}"


def _stimulus_lines(trials: Sequence[TrialRow]) -> list[str]:
    """Means over the trials of each stimulus."""
    lines = []
    for name in dict.fromkeys(row.stimulus for row in trials):
        mine = [row for row in trials if row.stimulus == name]
        parts = []
        for key, label in (
            ("positive_estimate", "positive"),
            ("negative_estimate", "negative"),
            ("arousal_change", "change of arousal"),
        ):
            values = np.array([getattr(row, key) for row in mine])
            values = values[np.isfinite(values)]
            if len(values):
                parts.append(f"{label} {values.mean():+z.2f}")
        if parts:
            lines.append(f"{name} ({mine[0].sign}), mean of {len(mine)} trials: {', '.join(parts)}")
    return lines


def _agreement_line(row: AgreementRow) -> str:
    between = f" ({row.low:z.2f} to {row.high:z.2f})" if np.isfinite(row.low) else ""
    return (
        f"{NAMES[row.trace]} against ratings, {row.n} {row.over}: {row.measure} "
        f"{row.value:z.2f}{between}"
    )
