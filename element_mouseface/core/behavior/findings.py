"""What a user has to know before a behavior of a classifier is trusted, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from .training_report import FoldRow, Metric

#: so much more average precision of the model beside is worth a sentence
_CLEARLY_MORE = 0.05


def weak_figures(
    behavior: str, estimator: str, metrics: Sequence[Metric], folds: Sequence[FoldRow]
) -> list[str]:
    """Where a behavior is not found, although its figures over all may be good.

    Parameters
    ----------
    behavior, estimator : str
        Whose probabilities are used.
    metrics : sequence of Metric
    folds : sequence of FoldRow

    Returns
    -------
    list of str
        What was left out in which F1 is not above that of calling every frame by the behavior,
        and a model beside that ranks frames clearly better.
    """
    found = []
    tested = [one for one in folds if (one.behavior, one.state) == (behavior, "tested")]
    missed = [one for one in tested if one.frame_f1 <= _of_every_frame(one)]
    if missed:
        rows = ", ".join(f"{one.left_out} ({one.frame_f1:.2f})" for one in missed[:5])
        more = f" and {len(missed) - 5} more" if len(missed) > 5 else ""
        found.append(
            f"{behavior} is no better than chance in {len(missed)} of {len(tested)} folds: F1 when "
            f"left out is {rows}{more}, not above that of calling every frame by it."
        )
    ranked = {
        one.estimator: one.value
        for one in metrics
        if (one.behavior, one.metric) == (behavior, "average_precision")
    }
    for other, value in ranked.items():
        if value > ranked.get(estimator, value) + _CLEARLY_MORE:
            found.append(
                f"{behavior} is ranked better by the {other} model: its average precision is "
                f"{value:.2f}, that of the {estimator} one {ranked[estimator]:.2f}."
            )
    return found


def _of_every_frame(fold: FoldRow) -> float:
    """F1 of calling every tested frame by the behavior."""
    return 2 * fold.n_test_present / (fold.n_test + fold.n_test_present)
