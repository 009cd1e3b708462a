"""Rows of causes and of named features: areas, chance, and medians of matched frames."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..frame_features import FrameTable
from .areas import Family, Shifts
from .causes import CAUSES, Cause, Measure
from .frames import ComparedFrames
from .matching import Matched
from .params import FailureParams
from .ranking import ranked
from .rows import CauseRow, FeatureRow


def cause_rows(
    frames: ComparedFrames,
    measures: Mapping[str, np.ndarray],
    matched: Matched,
    params: FailureParams,
) -> tuple[CauseRow, ...]:
    family, chosen = Family(frames.shifts), {}
    for cause in CAUSES:
        values = [frames.enough(measures[m.name], params) for m in cause.measures]
        matter = [
            _sided(_area(frames.failed[frames.known], one, m.least), m.side)
            for one, m in zip(values, cause.measures, strict=True)
        ]
        shown = int(np.argmax(np.nan_to_num(matter, nan=-1.0)))
        chosen[cause.name] = cause.measures[shown]
        sides = [m.side for m in cause.measures]
        family.add_alternatives(cause.name, list(zip(values, sides, strict=True)), shown)
    rows = [
        _cause_row(cause, chosen[cause.name], frames, measures, matched, family, params)
        for cause in CAUSES
    ]
    return ranked(rows)


def _cause_row(
    cause: Cause,
    measure: Measure,
    frames: ComparedFrames,
    measures: Mapping[str, np.ndarray],
    matched: Matched,
    family: Family,
    params: FailureParams,
) -> CauseRow:
    side = measure.side
    area, values = family.result(cause.name), measures[measure.name]
    known = frames.enough(values, params)
    low, high = sorted([_sided(area.null_low, side), _sided(area.null_high, side)])
    pair = _pairs(values, matched)
    above = area.p_corrected <= params.level and len(frames.bouts) >= params.least_bouts
    return CauseRow(
        0, cause.name, measure.name, measure.unit, measure.direction,
        _sided(area.auc, side),
        _sided(_area(frames.failed[frames.known], known, measure.least), side),
        _sided(_matched_area(*pair), side),
        low, high, area.p, area.p_corrected, bool(above),
        _median(pair[0]), _median(pair[1]), measure.least, *frames.counts(values),
    )  # fmt: skip


def feature_rows(
    frames: ComparedFrames, table: FrameTable, matched: Matched, params: FailureParams
) -> tuple[FeatureRow, ...]:
    names = table.names[: params.features_tested]
    family = Family(frames.shifts)
    for name in names:
        family.add(name, frames.enough(table.column(name), params), 0)
    rows = []
    for name in names:
        area, values = family.result(name), table.column(name)
        pair = _pairs(values, matched)
        above = area.p_corrected <= params.level and len(frames.bouts) >= params.least_bouts
        rows.append(
            FeatureRow(
                name,
                _cause_of(name),
                table.definition(name).unit,
                area.auc,
                _matched_area(*pair),
                area.null_low,
                area.null_high,
                area.p,
                area.p_corrected,
                bool(above),
                _median(pair[0]),
                _median(pair[1]),
                *frames.counts(values),
            )
        )
    return tuple(rows)


def _cause_of(column: str) -> str:
    """The cause whose features a column of the whole crop is among, or ''."""
    region, _, feature = column.partition(":")
    found = (cause.name for cause in CAUSES if region == "crop" and feature in cause.features)
    return next(found, "")


def _area(failed: np.ndarray, values: np.ndarray, least: float) -> float:
    return float(Shifts(failed, np.zeros((0, len(failed)), np.int64)).areas(values, least)[0])


def _sided(area: float, side: int) -> float:
    return area if side > 0 else 1 - area


def _pairs(values: np.ndarray, matched: Matched) -> tuple[np.ndarray, np.ndarray]:
    """Values of matched failures and successes, where both have one."""
    values = np.asarray(values, np.float64)
    one, other = values[matched.failures], values[matched.successes]
    both = np.isfinite(one) & np.isfinite(other)
    return one[both], other[both]


def _matched_area(failures: np.ndarray, successes: np.ndarray) -> float:
    if not len(failures):
        return float("nan")
    return float((failures > successes).mean() + 0.5 * (failures == successes).mean())


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else float("nan")
