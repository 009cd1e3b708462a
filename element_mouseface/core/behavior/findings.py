"""What a user has to know before a behavior of a classifier is trusted, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from .training_report import Metric

#: so much more average precision of the model beside is worth a sentence
_CLEARLY_MORE = 0.05
#: an interval over two units is as wide as the scale, and says nothing of a single behavior
_FEW_UNITS = 2


def weak_figures(
    behavior: str, estimator: str, metrics: Sequence[Metric], level: str
) -> tuple[str, ...]:
    """Where the figures of a behavior are no reason to trust it, or another model is better.

    Parameters
    ----------
    behavior, estimator : str
        Whose probabilities are used.
    metrics : sequence of Metric
    level : str
        What was left out: 'animal', 'session', 'movie' or 'block'.
    """
    own = {one.metric: one for one in metrics if (one.behavior, one.estimator)
           == (behavior, estimator)}  # fmt: skip
    found = []
    f1, ranked = own.get("f1"), own.get("average_precision")
    if f1 is not None and f1.value <= f1.chance:
        found.append(
            f"{behavior} is not found in what was left out: F1 is {f1.value:.2f}, and calling "
            f"every frame by it gives {f1.chance:.2f}."
        )
    elif f1 is not None and f1.n_units > _FEW_UNITS and f1.low <= f1.chance:
        found.append(
            f"{behavior} may be no better than chance in another {level}: F1 is {f1.value:.2f}, "
            f"its interval over {f1.n_units} {level}s {f1.low:.2f} to {f1.high:.2f}, and calling "
            f"every frame by it gives {f1.chance:.2f}."
        )
    for one in metrics:
        if (one.behavior, one.metric) != (behavior, "average_precision") or ranked is None:
            continue
        if one.value > ranked.value + _CLEARLY_MORE:
            found.append(
                f"{behavior} is ranked better by the {one.estimator} model: its average precision "
                f"is {one.value:.2f}, that of the {estimator} one {ranked.value:.2f}."
            )
    return tuple(found)
