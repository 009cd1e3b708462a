"""What to know of ratings, and of models of them, before they are trusted; in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..frame_models import TrainedModel
from .agreement import RatingAgreement
from .pooled import Pooled

_FEW = 20
_POOR = 0.4
_WORSE = 0.05


def rating_findings(together: Pooled, rows: Sequence[RatingAgreement]) -> Iterator[str]:
    """What to know of the ratings themselves."""
    every = [row for one in together.given for row in one.rows]
    n = len(together.unit)
    open_ = sorted({row.rater for row in every if row.blinded is False})
    unsaid = sorted({row.rater for row in every if row.blinded is None})
    if open_:
        yield f"{', '.join(open_)} rated without being blinded: what they knew is in the ratings."
    if unsaid:
        yield f"Whether {', '.join(unsaid)} rated blinded is not known."
    if len(together.raters) < 2:
        yield "There is one rater: nobody can say how far raters agree, and there is no ceiling."
    if together.over == "rating" and n > 1 and together.given[0].by != ("image",):
        yield (
            "Intervals take each rated frame as independent. Frames near each other are not: name "
            "their trials in a column trial."
        )
    if together.n_units < _FEW:
        yield f"Intervals are over {together.n_units} {together.over}s: few."
    for unit in together.units:
        yield from _of_unit(together, unit, rows)


def _of_unit(together: Pooled, unit: str, rows: Sequence[RatingAgreement]) -> Iterator[str]:
    x = together.values(unit)
    none = sum(one.not_scorable.get(unit, 0) for one in together.given)
    rated = int(np.isfinite(x).sum())
    if none > rated:
        yield f"{unit}: {none} of {none + rated} ratings are not scorable."
    for name, column in zip(together.raters, x.T, strict=True):
        known = column[np.isfinite(column)]
        if len(known) > 1 and np.ptp(known) == 0:
            yield f"{unit}: {name} gave {known[0]:g} each time; no agreement can be measured."
    partly = np.isfinite(x).any(axis=1) & np.isnan(x[:, np.isfinite(x).any(axis=0)]).any(axis=1)
    if partly.any() and len(together.raters) > 1:
        yield f"{unit}: {int(partly.sum())} of {len(x)} were not rated by every rater."
    kappas = [one for one in rows if one.unit == unit and one.measure == "quadratic_kappa"]
    if kappas and kappas[-1].value < _POOR:
        yield (
            f"{unit}: raters agree poorly (quadratic weighted kappa {kappas[-1].value:z.2f}); a "
            "model of such ratings has little to learn."
        )


def model_findings(
    unit: str, trained: TrainedModel, rows: Sequence[RatingAgreement]
) -> Iterator[str]:
    """What to know of the model of a unit."""
    for one in rows:
        if (one.unit, one.of, one.measure) != (unit, "model", "quadratic_kappa"):
            continue
        if one.difference_high < -_WORSE:
            yield (
                f"{unit}: the model agrees with raters less than they do with each other "
                f"({one.value:z.2f} against {one.ceiling:z.2f})."
            )
    yield from (f"{unit}: {told}" for told in trained.findings)
