"""Figures of merit of a classifier, each from held-out predictions, with an interval over animals.

An interval is over the units that folds leave out: animals, else sessions, movies, or
blocks of one movie.  A figure that is undefined is NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from ..learning import CrossFit
from ..learning.intervals import over_units
from ..learning.metrics import binary_figures, reliability
from ..learning.null import p_value, shift_null
from ..learning.target import Target
from ..learning.thresholds import precision_recall
from .bout_metrics import OVERLAPS, BoutComparison, compare_masks, pooled
from .classifier import BehaviorClassifier
from .ethogram import BACKGROUND, Ethogram
from .figures_of_all import confusion_of, edit_score_of, fold_rows_of, macro_figures
from .findings import weak_figures
from .labels import Labels
from .prediction import Prediction
from .targets import column_in_target, target_of
from .training_report import Metric, TrainingReport

_NAN = float("nan")
_SHIFTS = 100


@dataclass(frozen=True, eq=False)
class _Column:
    """Labels and held-out predictions of one behavior, all recordings joined."""

    true: np.ndarray
    known: np.ndarray
    chance: np.ndarray
    present: np.ndarray
    unit: np.ndarray


def make_report(
    classifier: BehaviorClassifier,
    crossed: CrossFit,
    predictions: Sequence[Prediction],
    labels: Sequence[Labels],
    states: Sequence[np.ndarray],
    shifted_name: str,
    part_name: str,
) -> TrainingReport:
    """The figures of merit of held-out predictions.

    Parameters
    ----------
    classifier : BehaviorClassifier
    crossed : CrossFit
        With targets of shifted labels, and of parts of the labels, whose names end with
        `shifted_name` and `part_name`.
    predictions : sequence of Prediction
        One a recording.
    labels : sequence of Labels
    states : sequence of (frames, behaviors) int8 arrays
        Their matrices.
    shifted_name, part_name : str
    """
    ethogram, estimator = classifier.ethogram, crossed.params.estimator
    units = crossed.plan.unit_numbers()
    metrics: list[Metric] = []
    findings: list[str] = []
    calibration, curves = {}, {}
    folds = tuple(fold_rows_of(ethogram, crossed, states, predictions))
    for number, name in enumerate(ethogram.names):
        one = _column(number, states, predictions, units)
        good = one.known & np.isfinite(one.chance)
        figures = binary_figures(
            one.true[good], one.chance[good], one.present[good], one.unit[good]
        )
        metrics += [Metric.of(name, estimator, figure) for figure in figures]
        metrics += _bout_figures(name, number, estimator, states, predictions, units)
        metrics += _beside(name, ethogram, crossed, states, number, units)
        metrics += _null(name, ethogram, crossed, states, number, shifted_name)
        calibration[name] = reliability(one.true[good], one.chance[good])
        curve = precision_recall(one.true[good], one.chance[good])
        curves[name] = np.stack(curve, axis=1)
        findings += _findings(name, number, classifier, crossed, metrics)
        findings += weak_figures(name, estimator, metrics, folds)
    metrics += macro_figures(metrics, estimator, ethogram, states, predictions, units)
    metrics += edit_score_of(estimator, labels, predictions, units)
    if crossed.plan.within_one_movie:
        findings.insert(0, "All figures are within one movie: expect less on another one.")
    return TrainingReport(
        crossed.plan.level,
        crossed.plan.within_one_movie,
        tuple(metrics),
        folds,
        (*ethogram.names, BACKGROUND),
        confusion_of(states, predictions),
        calibration,
        curves,
        tuple(_learning_curve(ethogram, crossed, states, metrics, part_name)),
        tuple(findings),
    )


def _column(
    number: int,
    states: Sequence[np.ndarray],
    predictions: Sequence[Prediction],
    units: Sequence[np.ndarray],
) -> _Column:
    state = np.concatenate([matrix[:, number] for matrix in states])
    return _Column(
        state == 1,
        state >= 0,
        np.concatenate([p.probability[:, number] for p in predictions]),
        np.concatenate([p.present[:, number] for p in predictions]),
        np.concatenate(list(units)),
    )


def _compared(
    number: int,
    states: Sequence[np.ndarray],
    predictions: Sequence[Prediction],
    units: Sequence[np.ndarray],
) -> dict[int, BoutComparison]:
    """Bouts of one behavior, by unit."""
    found: dict[int, list[BoutComparison]] = {}
    for matrix, prediction, unit in zip(states, predictions, units, strict=True):
        known = (matrix[:, number] >= 0) & prediction.valid[:, number]
        for one in np.unique(unit[known]):
            mine = known & (unit == one)
            compared = compare_masks(
                matrix[:, number] == 1,
                prediction.present[:, number],
                prediction.times_s,
                assessed=mine,
            )
            found.setdefault(int(one), []).append(compared)
    return {unit: pooled(rows) for unit, rows in found.items()}


def _bout_figures(
    name: str,
    number: int,
    estimator: str,
    states: Sequence[np.ndarray],
    predictions: Sequence[Prediction],
    units: Sequence[np.ndarray],
) -> list[Metric]:
    by_unit = list(_compared(number, states, predictions, units).values())

    def over(metric: str, take: Any, bounds: tuple[float, float]) -> Metric:
        def statistic(kept: np.ndarray) -> float:
            rows = [one for one, use in zip(by_unit, kept, strict=True) if use]
            return float(take(pooled(rows))) if rows else _NAN

        return Metric.of(
            name, estimator, over_units(metric, statistic, len(by_unit), bounds=bounds)
        )

    rows = [over(f"bout_f1_{at:g}", lambda c, at=at: c.f1(at), (0.0, 1.0)) for at in OVERLAPS]
    for key in ("onset_frames_median", "onset_frames_p90", "onset_ms_median",
                "offset_frames_median", "offset_frames_p90", "offset_ms_median"):  # fmt: skip
        rows.append(over(key, lambda c, key=key: c.boundary_errors()[key], (0.0, np.inf)))
    rows.append(over("time_budget_error", lambda c: c.time_budget_error, (-1.0, np.inf)))
    return rows


def _scores(
    ethogram: Ethogram, crossed: CrossFit, name: str, estimator: str, suffix: str = ""
) -> list[np.ndarray]:
    """Held-out scores of a behavior before calibration, one array a recording."""
    key = target_of(ethogram, name) + suffix, estimator
    place = column_in_target(ethogram, name)
    return [one[:, place] for one in crossed.scores[key]]


def _beside(
    name: str,
    ethogram: Ethogram,
    crossed: CrossFit,
    states: Sequence[np.ndarray],
    number: int,
    units: Sequence[np.ndarray],
) -> list[Metric]:
    """The ranking figures of the estimators that stand beside the one that is used."""
    state, unit = np.concatenate([m[:, number] for m in states]), np.concatenate(list(units))
    rows = []
    for estimator in crossed.params.beside:
        found = crossed.probabilities(target_of(ethogram, name), estimator)
        chance = np.concatenate([one[:, column_in_target(ethogram, name)] for one in found])
        good = (state >= 0) & np.isfinite(chance)
        figures = binary_figures(state[good] == 1, chance[good], chance[good] >= 0.5, unit[good])
        rows += [Metric.of(name, estimator, figure) for figure in figures]
    return rows


def _binary(name: str, number: int, states: Sequence[np.ndarray]) -> Target:
    return Target.of_states(name, [matrix[:, number] for matrix in states])


def _null(
    name: str,
    ethogram: Ethogram,
    crossed: CrossFit,
    states: Sequence[np.ndarray],
    number: int,
    shifted_name: str,
) -> list[Metric]:
    """What the same training gives on labels shifted in time, and how rare that is by chance."""
    estimator = crossed.params.estimator
    moved = next(t for t in crossed.targets if t.name == target_of(ethogram, name) + shifted_name)
    value = 1 + ethogram.names.index(name) if ethogram.exclusive else 1
    found = np.concatenate(_scores(ethogram, crossed, name, estimator, shifted_name))
    true = np.concatenate(moved.values) == value
    known = np.concatenate(moved.known) & np.isfinite(found)
    area = _area(true[known], found[known])
    own = shift_null(
        _binary(name, number, states),
        _scores(ethogram, crossed, name, estimator),
        _SHIFTS,
        crossed.params.seed,
    )
    auroc = _area_of(name, crossed, ethogram, states, number)
    return [
        Metric(name, estimator, "auroc_of_shifted_labels", area, _NAN, _NAN, 0.5, 0),
        Metric(name, estimator, "p_of_shifts", p_value(auroc, own), _NAN, _NAN, 0.5, 0),
    ]


def _area_of(
    name: str, crossed: CrossFit, ethogram: Ethogram, states: Sequence[np.ndarray], number: int
) -> float:
    found = np.concatenate(_scores(ethogram, crossed, name, crossed.params.estimator))
    state = np.concatenate([m[:, number] for m in states])
    good = (state >= 0) & np.isfinite(found)
    return _area(state[good] == 1, found[good])


def _area(true: np.ndarray, scores: np.ndarray) -> float:
    if not true.any() or true.all():
        return _NAN
    figures = binary_figures(true, expit(scores), scores > 0, np.zeros(len(true), int))
    return next(one.value for one in figures if one.name == "auroc")


def _findings(
    name: str,
    number: int,
    classifier: BehaviorClassifier,
    crossed: CrossFit,
    metrics: Sequence[Metric],
) -> list[str]:
    state = crossed.state(target_of(classifier.ethogram, name))
    if classifier.states[number] != "fitted":
        reason = state.reason or "too few labeled frames"
        return [f"{name} is not trainable: {reason}."]
    found = []
    if state.not_trained:
        folds = ", ".join(left_out for left_out, _ in state.not_trained)
        found.append(f"{name} could not be trained without {folds}: those frames are not tested.")
    if state.undefined and not classifier.ethogram.exclusive:
        found.append(
            f"{name} is absent from {len(state.undefined)} of {state.n_folds} folds "
            f"({', '.join(state.undefined[:5])}), where its figures are undefined."
        )
    chance = next(
        one.value for one in metrics if (one.behavior, one.metric) == (name, "p_of_shifts")
    )
    if not chance <= 0.05:
        found.append(f"{name} is no better than chance: labels shifted in time do as well.")
    return found


def _learning_curve(
    ethogram: Ethogram,
    crossed: CrossFit,
    states: Sequence[np.ndarray],
    metrics: Sequence[Metric],
    part_name: str,
) -> list[tuple[str, float, float]]:
    rows = []
    given = {target.name for target in crossed.targets}
    shares = [s / 1000 for s in range(1, 1000)]
    for number, name in enumerate(ethogram.names):
        state = np.concatenate([m[:, number] for m in states])
        for share in shares:
            suffix = part_name.format(share)
            if target_of(ethogram, name) + suffix not in given:
                continue
            found = np.concatenate(
                _scores(ethogram, crossed, name, crossed.params.estimator, suffix)
            )
            good = (state >= 0) & np.isfinite(found)
            unit = np.zeros(int(good.sum()), int)
            figures = binary_figures(state[good] == 1, expit(found[good]), found[good] > 0, unit)
            value = next(one.value for one in figures if one.name == "average_precision")
            rows.append((name, share, value))
        full = next(
            (m.value for m in metrics if (m.behavior, m.metric) == (name, "average_precision")),
            _NAN,
        )
        rows.append((name, 1.0, full))
    return rows
