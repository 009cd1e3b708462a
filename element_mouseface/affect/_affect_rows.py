"""Rows of arousal and valences."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._schema.rows import columns_of, null
from ..core.affect import Affect, Trace
from ..core.affect.rows import OK, TRACES, MotionRow

Row = dict[str, Any]

#: of the columns of texts
LONGEST_TEXT = 1024
_OF_SOURCE = (
    *("kind", "used", "lag_s", "lag_se_s", "lag_from", "weight", "slow_share"),
    *("r_others", "r_null", "n_frames", "n_left_out", "note"),
)
_OF_TRIAL = (
    *("sign", "scored_by", "n_frames", "positive", "positive_estimate", "positive_se"),
    *("negative", "negative_estimate", "negative_se", "arousal", "arousal_se", "arousal_change"),
    "reason",
)
_OF_AGREEMENT = ("value", "low", "high", "n", "over", "formula")

__all__ = ["OK", "part_rows"]


def part_rows(found: Affect) -> dict[str, list[Row]]:
    """The rows of all Parts of `Affect`, without its key."""
    return {
        "Trace": [_trace_row(found.traces[name]) for name in TRACES],
        "Source": [
            _cut({"arousal_source": row.source, **columns_of(row, "arousal", _OF_SOURCE)})
            for row in found.sources
        ],
        "Sign": [
            _cut(
                {
                    "stimulus": row.stimulus,
                    "affect_sign": row.sign,
                    "affect_sign_source": row.sign_source,
                    **columns_of(
                        row, "affect_sign", ("state", "n_trials", "n_used", "reason", "expected")
                    ),
                }
            )
            for row in found.stimuli
        ],
        "Trial": [
            _cut({"event_id": row.event_index, **columns_of(row, "affect_trial", _OF_TRIAL)})
            for row in found.trials
        ],
        "Motion": [_motion_row(row) for row in found.motion],
        "Agreement": [
            {
                "affect_trace": row.trace,
                "rated_measure": row.measure,
                "rated_against": row.made_from,
                **columns_of(row, "rated", _OF_AGREEMENT),
            }
            for row in found.agreement
        ],
    }


def _trace_row(trace: Trace) -> Row:
    values = trace.values[np.isfinite(trace.values)]
    errors = trace.errors[np.isfinite(trace.errors)]
    row: Row = {
        "affect_trace": trace.name,
        "affect_state": trace.state,
        "affect_reason": trace.reason,
        "affect_unit": trace.unit,
        "affect_made_of": trace.source,
        "affect_p": null(float(trace.p)),
        "affect_n_valid": len(values),
        "affect_median_se": float(np.median(errors)) if len(errors) else None,
    }
    for name in ("mean", "std", "min", "max"):
        value = float(getattr(values, name)()) if len(values) else None
        row[f"affect_{'sd' if name == 'std' else name}"] = value
    return _cut(row)


def _motion_row(row: MotionRow) -> Row:
    return _cut(
        {
            "affect_trace": row.trace,
            "affect_regressor": row.regressor,
            "affect_regressor_kind": row.kind,
            "affect_r2": null(row.r2),
            "affect_r2_se": null(row.r2_se),
            "affect_null_q95": null(row.null_q95),
            "affect_r2_p": null(row.p),
            "affect_r": null(row.r),
            "affect_r2_n_valid": row.n_valid,
            "affect_r2_n_folds": row.n_folds,
            "affect_is_source": bool(row.is_source),
            "affect_r2_reason": row.reason,
        }
    )


def _cut(row: Row) -> Row:
    """Texts as long as their columns take; the whole ones are in the folder."""
    return {
        name: value[:LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in row.items()
    }
