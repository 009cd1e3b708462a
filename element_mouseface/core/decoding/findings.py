"""What to know before a decoder's figures are trusted, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .amounts import OVER_MICE, AmountResponse
from .building import Built
from .figures import Level, shuffled_codes
from .graded import graded_stimuli
from .params import DecodingParams
from .rows import CopyRow, MetricRow
from .trials import Trial

HEADLINE = "balanced_accuracy"
_ALPHA, _FEW_UNITS, _SHOWN = 0.05, 5, 3


def findings_of(
    metrics: Sequence[MetricRow],
    levels: Sequence[Level],
    trials: Sequence[Trial],
    built: Built,
    amounts: Sequence[AmountResponse],
    told: Sequence[str],
    params: DecodingParams,
) -> tuple[str, ...]:
    """Sentences, the gravest first.

    Parameters
    ----------
    metrics : sequence of MetricRow
    levels : sequence of Level
    trials : sequence of Trial
    built : Built
        Of the face.
    amounts : sequence of AmountResponse
    told : sequence of str
        Of what could not be tested.
    params : DecodingParams
    """
    found = [*_of_copies(built.leakage), *_of_empty(built, trials)]
    found += _of_chance(metrics)
    found += _beside(metrics)
    found += _of_levels(metrics)
    found += _of_shuffles(levels, params)
    found += told
    graded = [name for name in graded_stimuli(trials)]
    missing = [name for name in graded if not any(row.stimulus == name for row in amounts)]
    if missing and "trial" in params.rows:
        found.append(
            f"Amounts of {', '.join(missing)} could not be compared: no mouse has four trials of "
            "two amounts."
        )
    return tuple(dict.fromkeys(found))


def copy_told(row: CopyRow) -> str:
    """A copy in words."""
    return (
        f"{row.category or 'a trial'} of recording {row.table + 1} at {row.onset_s:g} s = "
        f"{row.copy_of_category or 'a trial'} of recording {row.copy_of_table + 1} at "
        f"{row.copy_of_onset_s:g} s"
    )


def _of_copies(copies: Sequence[CopyRow]) -> list[str]:
    if not copies:
        return []
    shown = "; ".join(map(copy_told, copies[:_SHOWN]))
    more = f" and {len(copies) - _SHOWN} more" if len(copies) > _SHOWN else ""
    n = "One trial is a copy" if len(copies) == 1 else f"{len(copies)} trials are copies"
    return [
        f"{n} of an earlier one, frame by frame, and left out of everything ({shown}{more}): "
        "trained on one and tested on the other, any decoder is right."
    ]


def _of_empty(built: Built, trials: Sequence[Trial]) -> list[str]:
    if not built.empty:
        return []
    first = trials[built.empty[0]]
    return [
        f"{len(built.empty)} trials have no frame with a number, and are left out, first "
        f"{first.row.name!r} of recording {first.table + 1} at {first.row.onset_s:g} s."
    ]


def _main(metrics: Sequence[MetricRow], features: str = "face") -> list[MetricRow]:
    """The headline figure of each decoder, level and kind of rows."""
    return [
        row
        for row in metrics
        if row.metric == HEADLINE
        and not row.group
        and row.category is None
        and row.features == features
    ]


def figure_told(row: MetricRow) -> str:
    """A figure with its interval and chance."""
    interval = f" ({row.low:z.2f} to {row.high:z.2f})" if np.isfinite(row.low) else ""
    p = f", p = {row.p:.2g}" if np.isfinite(row.p) else ""
    return f"{row.value:z.2f}{interval}, chance {row.chance:z.2f}{p}"


def _of_chance(metrics: Sequence[MetricRow]) -> list[str]:
    found = []
    for row in _main(metrics):
        if row.estimator != metrics[0].estimator:
            continue
        where = f"By {row.left_out}, of {row.rows}s"
        if np.isnan(row.value):
            found.append(f"{where}: nothing could be decoded.")
        elif (
            row.p > _ALPHA
            or not row.value > row.chance  # shuffled names may all get less than chance
            or (np.isnan(row.p) and not row.low > row.chance)
        ):
            found.append(f"{where}, the {row.estimator} decoder is not above chance: "
                         f"balanced accuracy {figure_told(row)}.")  # fmt: skip
    return found


def _beside(metrics: Sequence[MetricRow]) -> list[str]:
    """How well other features decode, by the best decoder of each."""
    found = []
    names = [name for name in dict.fromkeys(row.features for row in metrics) if name != "face"]
    for name in names:
        for left_out in dict.fromkeys(row.left_out for row in metrics):
            best = {
                one: max(
                    (r for r in _main(metrics, one) if r.left_out == left_out),
                    key=lambda r: np.nan_to_num(r.value, nan=-1),
                    default=None,
                )
                for one in ("face", name)
            }
            face, other = best["face"], best[name]
            if face is None or other is None or not other.value > other.chance:
                continue
            if other.value > face.value - 0.05:
                found.append(
                    f"By {left_out}, {name} alone decodes as well: {other.value:z.2f} "
                    f"({other.estimator}), the face {face.value:z.2f} ({face.estimator})."
                )
    return found


def _of_levels(metrics: Sequence[MetricRow]) -> list[str]:
    found = []
    first = {r.left_out: r for r in _main(metrics) if r.estimator == metrics[0].estimator}
    for level, row in first.items():
        if level in ("session", "animal", "movie") and row.n_units < _FEW_UNITS:
            found.append(
                f"There are {row.n_units} {level}s to leave out: an interval over so few is wide, "
                "and rough."
            )
    trial, animal = first.get("trial"), first.get("animal")
    if trial is not None and animal is not None and animal.value < trial.value - 0.1:
        found.append(
            f"Within a mouse {trial.value:z.2f} is decoded, on a mouse that was left out "
            f"{animal.value:z.2f}: what faces have in common between mice is less."
        )
    return found


def _of_shuffles(levels: Sequence[Level], params: DecodingParams) -> list[str]:
    if not params.permutations or not levels:
        return []
    if next(iter(shuffled_codes(levels[0], params)), None) is None:
        return [
            "Each session has trials of one class only: names cannot be shuffled within sessions, "
            "so there is no p, and what differs between sessions looks like the stimulus."
        ]
    return []


def response_told(row: AmountResponse) -> str:
    """A row of amounts in words."""
    unit = f" per {row.amount_unit}" if row.amount_unit else ""
    who = f"over {row.n} mice" if row.mouse == OVER_MICE else f"{row.mouse}, {row.n} trials"
    return (
        f"{row.stimulus}, {row.source} ({who}): rho {row.rho:z.2f} "
        f"({row.rho_low:z.2f} to {row.rho_high:z.2f}), p = {row.p:.2g}; slope {row.slope:.3g} ± "
        f"{row.slope_se:.2g}{unit}"
    )
