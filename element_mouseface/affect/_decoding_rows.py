"""Rows of what decoders tell."""

from __future__ import annotations

from typing import Any

from .._schema.rows import columns_of, null, primary_key_of
from ..core.decoding import AmountResponse, CopyRow, Decoding, HeldOutRow, MetricRow
from ..expression.events import EventSet

Row = dict[str, Any]

_OF_METRIC = ("value", "low", "high", "chance", "null_low", "null_high", "p")
_OF_AMOUNT = (
    *("n", "n_levels", "slope", "slope_se", "low", "high", "rho", "rho_low", "rho_high", "p"),
    *("jonckheere_z", "jonckheere_p", "isotonic_r2", "monotone"),
)
_DECODER = ("features", "rows", "estimator", "left_out")


def part_rows(found: Decoding, sources: list[Row]) -> dict[str, list[Row]]:
    """The rows of all Parts of `Decoding`, without its key.

    Parameters
    ----------
    found : Decoding
    sources : list of dict
        In the order of the recordings: with `events`, the key of the event set, and `movie`.
    """
    every = (*found.metrics, *found.confusion, *found.held_out)
    decoders = {tuple(getattr(row, name) for name in _DECODER): _decoder(row) for row in every}
    return {
        "Decoder": list(decoders.values()),
        "Metric": [_metric(row) for row in found.metrics if row.category is None],
        "Class": [
            {
                **_decoder(row),
                "decoding_class": row.category,
                "class_metric": row.metric,
                **columns_of(row, "class", _OF_METRIC),
            }
            for row in found.of_class()
        ],
        "Confusion": [
            {
                **_decoder(row),
                "confused_class": row.category,
                "confused_as": row.predicted,
                "confused_trials": row.trials,
                "confused_share": null(row.share),
            }
            for row in found.confusion
        ],
        "HeldOut": [_held_out(row, sources) for row in found.held_out],
        "Copy": [_copy(row, sources) for row in found.leakage],
        "Amount": [
            {
                **_amount(row),
                "amount_unit_of": row.amount_unit,
                **columns_of(row, "amount", _OF_AMOUNT),
            }
            for row in found.amounts
        ],
        "AmountLevel": [level for row in found.amounts for level in _levels(row)],
    }


def _decoder(row: Any) -> Row:
    return {f"decoding_{name}": getattr(row, name) for name in _DECODER}


def _metric(row: MetricRow) -> Row:
    return {
        **_decoder(row),
        "decoding_group": row.group,
        "decoding_metric": row.metric,
        **columns_of(row, "decoding", (*_OF_METRIC, "n_retrained", "n_units")),
        "decoding_n_tested": row.n_trials,
    }


def _event(sources: list[Row], table: int, event: int) -> Row:
    """The key of an event: they are numbered in the order of time, as `event_id` is."""
    return {**primary_key_of(EventSet, sources[table]["events"]), "event_id": event}


def _held_out(row: HeldOutRow, sources: list[Row]) -> Row:
    return {
        **_decoder(row),
        **_event(sources, row.table, row.event),
        "decoded_class": row.category,
        "decoded_as": row.predicted,
        "decoded_right": row.right,
        "decoded_probability": [null(float(one)) for one in row.probability],
        "decoded_n_frames": row.n_frames,
        "decoded_fold": row.fold,
    }


def _copy(row: CopyRow, sources: list[Row]) -> Row:
    return {
        **_event(sources, row.table, row.event),
        "copied_recording": sources[row.copy_of_table]["movie"],
        "copied_event_id": row.copy_of_event,
        "copied_class": row.copy_of_category,
        "copied_r": row.r,
        "copied_exactly": bool(row.exact),
    }


def _amount(row: AmountResponse) -> Row:
    return {"stimulus": row.stimulus, "amount_source": row.source, "amount_mouse": row.mouse}


def _levels(row: AmountResponse) -> list[Row]:
    return [
        {
            **_amount(row),
            "amount_level_no": number,
            "amount_level": amount,
            "amount_level_mean": null(mean),
            "amount_level_se": null(error),
            "amount_level_n": n,
        }
        for number, (amount, mean, error, n) in enumerate(row.means)
    ]
