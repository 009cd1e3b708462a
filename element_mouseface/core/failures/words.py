"""A study in plain words."""

from __future__ import annotations

import math

import numpy as np

from .causes import CAUSES
from .ranking import matters, steps
from .rows import DONE, CauseRow, FailureModel, FailureStudy, RemedyRow

_WORDS = {cause.name: cause.words for cause in CAUSES}
_REMEDIES = {
    "sharpen": "sharpening",
    "stretch": "contrast stretching",
    "sharpen and stretch": "both",
}


def told(study: FailureStudy) -> list[str]:
    """What a study found, a line each, the most important first."""
    lines = [_counts(study)]
    if study.state != DONE:
        return [*lines, study.reason + ": nothing more was computed."]
    above = study.above_null()
    of_weight = [row for row in above if matters(row)]
    if of_weight:
        first, *others = of_weight
        lines.append(f"Frames fail when {_WORDS[first.cause]}: {told_cause(first)}.")
        lines += [f"Also when {_WORDS[row.cause]}: {told_cause(row)}." for row in others]
    elif not above:
        best = next((row for row in study.causes if row.auc > 0.5), None)
        found = "" if best is None else f"; the first of them is {best.cause!r}, {told_cause(best)}"
        lines.append(f"No measured cause tells failures from chance{found}.")
    slight = [row for row in above if not matters(row)]
    if slight:
        listed = ", ".join(f"{row.cause} (area {row.auc:.2f})" for row in slight)
        begin = "Beside that different" if of_weight else "Different"
        lines.append(f"{begin}, but by less than usually matters: {listed}.")
    return [*lines, *_features(study), *_stacks(study), *_model(study.model), *_remedies(study)]


def _counts(study: FailureStudy) -> str:
    name = "frames" if study.times_s is not None else "pictures"
    share = f" ({study.n_failed / study.n_known:.1%})" if study.n_known else ""
    bouts = ""
    if study.times_s is not None and study.n_failed:
        bouts = f", in {study.n_bouts} bout{'s' * (study.n_bouts != 1)}"
    return f"{study.what}: {study.n_failed} of {study.n_known} {name} failed{share}{bouts}."


def told_cause(row: CauseRow) -> str:
    """The numbers of a cause in words."""
    return (
        f"{_level(row)} (area under the ROC curve {row.auc:.2f}, by chance "
        f"{row.null_low:.2f} to {row.null_high:.2f}, {_p(row.p_corrected)})"
    )


def _level(row: CauseRow) -> str:
    """The medians of failures and successes, in a unit that is easily read."""
    fail, good = row.failures, row.successes
    if not (math.isfinite(fail) and math.isfinite(good)):
        return f"{row.measure}, no failure is matched with a success"
    if row.measure in ("log_luminance", "log_motion"):
        name = "luminance" if row.measure == "log_luminance" else "motion energy"
        return f"{name} {math.exp(fail):.3g}, else {math.exp(good):.3g}"
    if row.measure in ("detail", "noise", "contrast"):
        if abs(good) < 0.5:
            return f"{row.measure} {math.exp(fail):.2f} of usual, else {math.exp(good):.2f}"
        return f"{row.measure} {math.exp(fail - good):.2f} of that of successes"
    if row.measure == "shift":
        return f"shift {fail:.2%} of the width, else {good:.2%}"
    name = {
        "saturated_share": "saturated part of the picture",
        "covered_share": "covered part of the picture",
    }.get(row.measure, row.measure)
    return f"{name} {fail:.1%}, else {good:.1%}"


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p {p:.3f}"


def _features(study: FailureStudy) -> list[str]:
    if not study.features:
        return []
    above = [row for row in study.features if row.above_null]
    if not above:
        return [f"Of {len(study.features)} named features none tells failures from chance."]
    best = sorted(above, key=lambda row: -abs(row.auc - 0.5))[:5]
    listed = ", ".join(
        f"{row.feature} {'high' if row.auc > 0.5 else 'low'} ({max(row.auc, 1 - row.auc):.2f})"
        for row in best
    )
    n = len(study.features)
    return [f"Of {n} named features {len(above)} tell failures from chance; most: {listed}."]


def _stacks(study: FailureStudy) -> list[str]:
    stacks = study.stacks
    if stacks is None:
        return []
    near = "nearby in time" if study.times_s is not None else "matched with them"
    return [
        f"Mean of {len(stacks.failures)} failures against as many successes {near}: "
        f"{stacks.beyond(1):.0%} of the pixels differ by more than one standard deviation, "
        f"{stacks.beyond(2):.0%} by more than two."
    ]


def _model(model: FailureModel | None) -> list[str]:
    if model is None:
        return []
    if not math.isfinite(model.auc):
        return [f"No model of all measures: {model.reason or 'no held-out part has both'}."]
    among = np.argsort(-np.abs(np.nan_to_num(model.weights)))[:3]
    most = ", ".join(f"{model.names[k]} {model.weights[k]:+z.2f}" for k in among)
    interval = ""
    if math.isfinite(model.low):
        interval = f"95% from {model.low:.2f} to {model.high:.2f}; "
    return [
        f"A linear model of all measures reaches {model.auc:.2f} on parts that it was not trained "
        f"on ({interval}by chance {model.null_low:.2f} to {model.null_high:.2f}, {_p(model.p)}); "
        f"weights: {most}."
    ]


def _remedies(study: FailureStudy) -> list[str]:
    """A line for each thing that was decided again: without a filter, and after each."""
    lines = []
    for measure in dict.fromkeys(row.measure for row in study.remedies):
        rows = [row for row in study.remedies if row.measure == measure]
        after = ", ".join(
            f"{row.n_usual_after} after {_REMEDIES.get(row.remedy, row.remedy)}" for row in rows
        )
        lines.append(
            f"Filtered and extracted again, by {measure}: of {rows[0].n} failed frames "
            f"{rows[0].n_usual_before} are as good ones are without a filter, {after}"
            f"{_medians(rows)}."
        )
    best = max(study.remedies, key=lambda row: row.share_gained, default=None)
    if best is not None and best.share_gained > 0:
        name = _REMEDIES.get(best.remedy, best.remedy)
        lines.append(
            f"Most is brought back by {name}, judged by {best.measure}: {best.share_gained:.0%} "
            f"(95% from {best.low:.0%} to {best.high:.0%})."
        )
    elif best is not None:
        lines.append("No filter brings frames back.")
    return lines


def _medians(rows: list[RemedyRow]) -> str:
    """Medians without a filter and after each; those of good frames in parentheses."""
    if rows[0].measure != "similarity" or not math.isfinite(rows[0].before):
        return ""
    after = ", ".join(f"{row.after:.2f} ({row.successes:.2f})" for row in rows)
    return f"; median similarity {rows[0].before:.2f}, then {after} (of good ones, filtered alike)"


def change_in_steps(row: CauseRow) -> float:
    """The change toward the cause in units of the least that matters; NaN if undefined."""
    found = steps(row)
    return found if math.isfinite(found) else math.nan
