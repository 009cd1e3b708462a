"""Whether a response grows with the amount of a stimulus: per mouse, and over mice.

The mouse is the unit: trials of one mouse say how that mouse responds, and mice how mice do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata, t

from ...errors import InputError

#: name of the row over all mice
OVER_MICE = "all"
_NAN = float("nan")
_LEAST_TRIALS = 4


@dataclass(frozen=True)
class AmountResponse:
    """How a response follows the amount.

    Attributes
    ----------
    source : str
        What responds: 'decoder', 'score', 'movement', or what was given.
    stimulus, amount_unit : str
    mouse : str
        'all' for the row over mice.
    n, n_levels : int
        Trials with a value, and different amounts among them; over mice the number of mice,
        and the levels that all of them have.
    slope, slope_se, low, high : float
        Change of the response for one unit of the amount, by least squares; its standard error,
        robust to a spread that differs between amounts (HC3), and a 95% interval. Over mice
        the mean of the mice's slopes, and Student's t on them.
    rho, rho_low, rho_high : float
        Spearman's rank correlation; over mice the mean, with an interval over mice.
    p : float
        Of rho: share of shuffles of the amounts within the mouse that are as far from 0.
    jonckheere_z, jonckheere_p : float
        Jonckheere and Terpstra's test of ordered alternatives, in standard deviations of its
        shuffles (above 0: it grows), and the share of shuffles that are as far; over mice of the
        sum.
    isotonic_r2 : float
        Share of the variance that the best monotone function of the amount explains, whichever
        way rho points; over mice the mean.
    monotone : bool
        Whether no level's mean is below (if rho is negative: above) that of the level before; over
        mice whether all are.
    means : tuple of (amount, mean, standard error, trials)
        Of each level; over mice of the mice's means.
    """

    source: str
    stimulus: str
    amount_unit: str
    mouse: str
    n: int
    n_levels: int
    slope: float
    slope_se: float
    low: float
    high: float
    rho: float
    rho_low: float
    rho_high: float
    p: float
    jonckheere_z: float
    jonckheere_p: float
    isotonic_r2: float
    monotone: bool
    means: tuple[tuple[float, float, float, int], ...]


def amount_response(
    values: np.ndarray | Sequence[float],
    amounts: np.ndarray | Sequence[float],
    *,
    groups: Sequence[str] | None = None,
    permutations: int = 999,
    seed: int = 0,
    source: str = "response",
    stimulus: str = "",
    amount_unit: str = "",
) -> tuple[AmountResponse, ...]:
    """How responses follow amounts, a row a mouse, and one over mice where there are several.

    Parameters
    ----------
    values : (trials,) float array
        The response of each trial; NaN where there is none.
    amounts : (trials,) float array
    groups : sequence of str, optional
        The mouse of each trial; one mouse if it is None.
    permutations : int
        Shuffles of the amounts within each mouse.
    seed : int
    source, stimulus, amount_unit : str
        For the rows.

    Raises
    ------
    InputError
        If lengths differ, an amount is not finite, or no mouse has four trials of two amounts.
    """
    x, y = np.asarray(amounts, np.float64), np.asarray(values, np.float64)
    mice = np.array(["mouse"] * len(x) if groups is None else list(groups), dtype=object)
    if not (x.shape == y.shape == mice.shape) or x.ndim != 1 or not np.isfinite(x).all():
        raise InputError(
            "Responses and amounts do not belong together.",
            expected="for each trial a response, a finite amount and a mouse",
            got=f"{y.shape} responses, {x.shape} amounts, {mice.shape} mice",
            do="give one of each for every trial",
        )
    named = {"source": source, "stimulus": stimulus, "amount_unit": amount_unit}
    found: list[tuple[str, np.ndarray, np.ndarray, _Shuffled]] = []
    for name in dict.fromkeys(mice.tolist()):
        own = (mice == name) & np.isfinite(y)
        if own.sum() >= _LEAST_TRIALS and len(np.unique(x[own])) > 1:
            rng = np.random.default_rng([seed, len(found)])
            found.append((str(name), x[own], y[own], _shuffles(x[own], y[own], permutations, rng)))
    if not found:
        raise InputError(
            "No mouse has enough trials to tell whether its response follows the amount.",
            expected=f"at least {_LEAST_TRIALS} trials of two amounts in a mouse",
            got=f"{int(np.isfinite(y).sum())} trials with a response, "
            f"{len(np.unique(x))} different amounts",
            do="give more trials, or amounts that differ",
        )
    rows = [_of_mouse(*one, named) for one in found]
    if len(rows) > 1:
        rows.append(_over_mice(rows, [one[3] for one in found], named))
    return tuple(rows)


@dataclass(frozen=True, eq=False)
class _Shuffled:
    """Spearman's rho and Jonckheere's statistic, of the amounts as they are and shuffled."""

    rho: float
    rho_null: np.ndarray
    concordant: float
    concordant_null: np.ndarray


def _shuffles(x: np.ndarray, y: np.ndarray, n: int, rng: np.random.Generator) -> _Shuffled:
    ranks, levels = rankdata(y), rankdata(x)
    orders = np.array([rng.permutation(len(x)) for _ in range(n)]).reshape(n, len(x))
    later = np.sign(np.subtract.outer(ranks, ranks))  # of pairs of trials, by response
    more = np.sign(np.subtract.outer(levels, levels))
    concordant = float((later * more).sum() / 2)
    null = np.array([(later * more[np.ix_(o, o)]).sum() / 2 for o in orders])
    return _Shuffled(
        _correlation(levels, ranks),
        np.array([_correlation(levels[o], ranks) for o in orders]),
        concordant,
        null,
    )


def _of_mouse(
    mouse: str, x: np.ndarray, y: np.ndarray, null: _Shuffled, named: dict[str, str]
) -> AmountResponse:
    slope, error = slope_of(x, y)
    half = float(t.ppf(0.975, max(len(x) - 2, 1))) * error
    z = np.arctanh(np.clip(null.rho, -0.999999, 0.999999))
    spread = 1.06 / np.sqrt(len(x) - 3) if len(x) > 3 else _NAN  # Fieller and others 1957
    levels = tuple(
        (float(a), float(y[x == a].mean()), _error(y[x == a]), int((x == a).sum()))
        for a in np.unique(x)
    )
    sign = -1.0 if null.rho < 0 else 1.0
    means = sign * np.array([mean for _, mean, _, _ in levels])
    deviation = float(null.concordant_null.std()) if len(null.concordant_null) else 0.0
    return AmountResponse(
        **named,
        mouse=mouse,
        n=len(x),
        n_levels=len(levels),
        slope=slope,
        slope_se=error,
        low=slope - half,
        high=slope + half,
        rho=null.rho,
        rho_low=float(np.tanh(z - 1.96 * spread)),
        rho_high=float(np.tanh(z + 1.96 * spread)),
        p=_two_sided(null.rho, null.rho_null),
        jonckheere_z=null.concordant / deviation if deviation > 0 else _NAN,
        jonckheere_p=_two_sided(null.concordant, null.concordant_null),
        isotonic_r2=isotonic_r2(x, sign * y),
        monotone=bool((np.diff(means) >= 0).all()),
        means=levels,
    )


def _over_mice(
    rows: Sequence[AmountResponse], nulls: Sequence[_Shuffled], named: dict[str, str]
) -> AmountResponse:
    """The mice's rows together: a mouse counts once, however many trials it has."""
    n = len(rows)
    factor = float(t.ppf(0.975, n - 1))
    slopes = np.array([row.slope for row in rows])
    z = np.arctanh(np.clip([row.rho for row in rows], -0.999999, 0.999999))
    rho, rho_half = float(np.mean([row.rho for row in rows])), factor * _error(z)
    null = np.mean([one.rho_null for one in nulls], axis=0)
    total = sum(one.concordant for one in nulls)
    total_null = np.sum([one.concordant_null for one in nulls], axis=0)
    deviation = float(total_null.std()) if len(total_null) else 0.0
    by_level = [{a: mean for a, mean, _, _ in row.means} for row in rows]
    shared = sorted(set.intersection(*(set(one) for one in by_level)))
    of_mice = [(a, np.array([one[a] for one in by_level])) for a in shared]
    error = _error(slopes)
    return AmountResponse(
        **named,
        mouse=OVER_MICE,
        n=n,
        n_levels=len(shared),
        slope=float(slopes.mean()),
        slope_se=error,
        low=float(slopes.mean()) - factor * error,
        high=float(slopes.mean()) + factor * error,
        rho=rho,
        rho_low=float(np.tanh(z.mean() - rho_half)),
        rho_high=float(np.tanh(z.mean() + rho_half)),
        p=_two_sided(rho, null),
        jonckheere_z=total / deviation if deviation > 0 else _NAN,
        jonckheere_p=_two_sided(total, total_null),
        isotonic_r2=float(np.mean([row.isotonic_r2 for row in rows])),
        monotone=all(row.monotone for row in rows),
        means=tuple((a, float(m.mean()), _error(m), n) for a, m in of_mice),
    )


def slope_of(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The slope of least squares and its standard error, robust to unequal spread.

    HC3 of MacKinnon and White (Journal of Econometrics 1985).
    """
    z = x - x.mean()
    total = float(z @ z)
    slope = float(z @ y / total)
    rest = y - y.mean() - slope * z
    leverage = 1 / len(x) + z**2 / total
    if (1 - leverage <= 1e-12).any():  # a level of one trial decides the line there
        return slope, _NAN
    return slope, float(np.sqrt(((z * rest / (1 - leverage)) ** 2).sum()) / total)


def isotonic_r2(x: np.ndarray, y: np.ndarray) -> float:
    """Share of the variance that the best non-decreasing function of x explains."""
    place = np.unique(x, return_inverse=True)[1]
    count = np.bincount(place).astype(float)
    pools: list[list[float]] = []  # mean, weight, levels: neighbors that violate are pooled
    for mean, weight in zip(np.bincount(place, y) / count, count, strict=True):
        pools.append([float(mean), float(weight), 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            b, a = pools.pop(), pools.pop()
            whole = a[1] + b[1]
            pools.append([(a[0] * a[1] + b[0] * b[1]) / whole, whole, a[2] + b[2]])
    fitted = np.concatenate([np.full(int(n), mean) for mean, _, n in pools])[place]
    spread = float(((y - y.mean()) ** 2).sum())
    return 1 - float(((y - fitted) ** 2).sum()) / spread if spread > 0 else _NAN


def _error(values: np.ndarray) -> float:
    """Standard error of a mean."""
    return float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else _NAN


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b / size) if size > 0 else 0.0


def _two_sided(value: float, null: np.ndarray) -> float:
    if not len(null):
        return _NAN
    return float((1 + (np.abs(null) >= abs(value) - 1e-12).sum()) / (1 + len(null)))
