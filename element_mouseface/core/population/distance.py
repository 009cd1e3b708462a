"""How unlike a mouse's responses are to those of the others, and whether that can be said at all.

The likeness of a mouse to the prototype of the others is compared with that of each other mouse to
the prototype made without both.  With n mice a mouse is one of n, so that few mice can call none
an outlier; what likeness it would take is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from .prototypes import MouseResponses, prototype_of

#: With fewer mice there is no spread of the others to speak of.
LEAST_MICE = 4
_NAN = float("nan")


@dataclass(frozen=True)
class DistanceRow:
    """One mouse against the others; NaN where undefined.

    Attributes
    ----------
    mouse : str
    n_others : int
    distance : float
        1 minus the correlation of its responses with the prototypes of the others.
    usual : float
        The mean distance of the other mice, each from a prototype without it and this mouse.
    limit : float
        From which distance it would be called an outlier, corrected for the number of mice.
    p, p_holm : float
        One-sided, of a mouse as far as this or farther.
    reliability : float
        Correlation of its responses in every other trial with those in the rest: what is the
        noise of its own trials.
    outlier : bool
    reason : str
        Why nothing is said of it.
    """

    mouse: str
    n_others: int
    distance: float
    usual: float
    limit: float
    p: float
    p_holm: float
    reliability: float
    outlier: bool
    reason: str


def distances(
    spaces: Mapping[str, Mapping[str, MouseResponses]], level: float, features: str = "both"
) -> tuple[DistanceRow, ...]:
    """A row a mouse; see `DistanceRow`.

    Parameters
    ----------
    spaces : mapping of str to responses
        For each mouse, the responses of all over a template that is not its own.
    level : float
        The corrected p value at which a mouse is called an outlier.
    """
    rows = [_row(mouse, responses, level, features) for mouse, responses in spaces.items()]
    defined = sorted((k for k, row in enumerate(rows) if np.isfinite(row.p)),
                     key=lambda k: rows[k].p)  # fmt: skip
    most = 0.0
    for rank, k in enumerate(defined):
        most = max(most, min(1.0, rows[k].p * (len(defined) - rank)))
        found = {**vars(rows[k]), "p_holm": most, "outlier": most <= level}
        rows[k] = DistanceRow(**found)
    return tuple(rows)


def _row(
    mouse: str, responses: Mapping[str, MouseResponses], level: float, features: str
) -> DistanceRow:
    own = _likeness(responses, mouse, (mouse,), features)
    others = [m for m in responses if m != mouse]
    usual = np.array([_likeness(responses, one, (one, mouse), features) for one in others])
    usual = usual[np.isfinite(usual)]
    reliability = _reliability(responses[mouse], features)
    n = len(usual) + 1
    reason = ""
    if not np.isfinite(own):
        reason = "it shares no stimulus with another mouse"
    elif n < LEAST_MICE:
        reason = (
            f"{len(responses)} mice: how much mice differ is not known; at least {LEAST_MICE} are "
            "needed"
        )
    elif not usual.std() > 0:
        reason = "the other mice do not differ"
    if reason:
        return DistanceRow(
            mouse, len(others), 1 - own, float(1 - np.mean(usual)) if len(usual) else _NAN,
            *(_NAN,) * 3, reliability, False, reason,
        )  # fmt: skip
    # Fisher's z, in which correlations of one spread are about normal
    z, all_z = np.arctanh(own), np.arctanh(usual)
    spread = float(all_z.std(ddof=1)) * np.sqrt(1 + 1 / (n - 1))
    p = float(stats.t.cdf((z - all_z.mean()) / spread, n - 2))
    farthest = all_z.mean() + stats.t.ppf(level / n, n - 2) * spread
    return DistanceRow(
        mouse, len(others), 1 - own, float(1 - np.tanh(all_z.mean())),
        float(1 - np.tanh(farthest)), p, _NAN, reliability, False, "",
    )  # fmt: skip


def _likeness(
    responses: Mapping[str, MouseResponses], mouse: str, without: tuple[str, ...], features: str
) -> float:
    """Correlation of a mouse's mean responses with the prototypes of mice that are not left out."""
    mine, theirs = [], []
    for name in np.unique(responses[mouse].stimulus):
        prototype, n = prototype_of(responses, features, str(name), without)
        mean = responses[mouse].mean(features, str(name))
        if n and prototype is not None and mean is not None:
            mine.append(mean)
            theirs.append(prototype)
    return _correlation(np.concatenate(mine), np.concatenate(theirs)) if mine else _NAN


def _reliability(one: MouseResponses, features: str) -> float:
    halves: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for name in np.unique(one.stimulus):
        places = np.flatnonzero(one.stimulus == name)
        if len(places) > 1:
            for half, start in zip(halves, (0, 1), strict=True):
                half.append(one.trials[features][places[start::2]].mean(0))
    if not halves[0]:
        return _NAN
    return _correlation(np.concatenate(halves[0]), np.concatenate(halves[1]))


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(np.clip(a @ b / size, -0.999999, 0.999999)) if size > 0 else _NAN
