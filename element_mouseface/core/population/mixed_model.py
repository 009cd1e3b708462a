"""Group statistics with the mouse as the unit: effects, intervals over mice, variances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InputError
from .cluster_errors import (
    Fitted,
    cluster_error,
    clusters_of,
    drawn_interval,
    fit_clusters,
    model_error,
)
from .components import Components, fit_components
from .counted import counting_notes, naive_error
from .design import BETWEEN, Contrast, Design, make_design
from .params import PopulationParams
from .rows import TrialRows

ESTIMATED, REFUSED = "estimated", "refused"
_NAN = float("nan")


@dataclass(frozen=True)
class EffectRow:
    """One effect, with its interval over mice; NaN where it is undefined.

    Attributes
    ----------
    effect, level, against : str
        What is compared: 'condition' quinine against water.
    varies : {'within mice', 'between mice'}
    state : {'estimated', 'refused'}
        Refused: there is an estimate and no interval.
    reason : str
        Why it was refused.
    estimate, se, low, high : float
        In units of the value; the standard error and the interval are over mice.
    df : float
        Degrees of freedom of Student's t; infinite for the model's own interval.
    p, p_holm : float
        Two-sided; corrected for the number of effects of its kind (Holm 1979).
    n_mice, n_trials : int
        That have a say in it.
    naive_p : float
        What trials (or frames) counted as animals would have given: to be seen, not used.
    wald_low, wald_high : float
        The model's own interval, which is too short with few mice.
    """

    effect: str
    level: str
    against: str
    varies: str
    state: str
    reason: str
    estimate: float
    se: float
    low: float
    high: float
    df: float
    p: float
    p_holm: float
    n_mice: int
    n_trials: int
    naive_p: float
    wald_low: float
    wald_high: float


@dataclass(frozen=True, eq=False)
class MixedModel:
    """A mixed model of a measure of trials.

    Attributes
    ----------
    kind : {'condition', 'amount', 'mean'}
    effects : tuple of EffectRow
    components : Components
        Variances; in squares of the value's unit.
    icc : float
        Share of the variance (mice, sessions, responses, trials) that is between mice.
    n_mice, n_sessions, n_trials, n_undefined : int
        Trials with a value, and those without one.
    warnings : tuple of str
        Where trials or frames would be counted as animals, and what that would have given.
    notes : tuple of str
        Of the fit.
    residuals : (trials,) float64 array
        What trials differ by from the mean of their mouse, session and condition, of the
        residual's variance.
    amounts : tuple of float
        Those of 'amount', in order; () otherwise.
    measure, unit, between, amount_unit : str
    about : mapping
        Where the rows are from; JSON.
    params : PopulationParams
    """

    kind: str
    effects: tuple[EffectRow, ...]
    components: Components
    icc: float
    n_mice: int
    n_sessions: int
    n_trials: int
    n_undefined: int
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    residuals: np.ndarray = field(default_factory=lambda: np.empty(0))
    amounts: tuple[float, ...] = ()
    measure: str = "value"
    unit: str = ""
    between: str = ""
    amount_unit: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    params: PopulationParams = field(default_factory=PopulationParams)


def mixed_model(rows: TrialRows, params: PopulationParams | None = None) -> MixedModel:
    """Estimate effects on a measure of trials, with the mouse as the unit.

    Each mouse has a level of its own, each of its sessions one within it, and, where the rows can
    tell, a response of its own to each condition.  Rows of one trial (frames) are averaged first.

    Parameters
    ----------
    rows : TrialRows
        A number a trial.
    params : PopulationParams, optional

    Returns
    -------
    MixedModel

    Raises
    ------
    InputError
        If no row has a value, values do not vary, or the rows do not allow the effect.
    ParameterError
        If a reference is not among the conditions or groups.

    Notes
    -----
    Variances are by restricted maximum likelihood (`statsmodels` MixedLM).  Intervals are by the
    spread of mice (CR2, Bell and McCaffrey 2002) and Student's t with Satterthwaite's degrees of
    freedom: the model's own (Wald) are too short with few mice, which the evidence shows.
    """
    params = params or PopulationParams()
    given, (rows, most) = rows, rows.averaged()
    good = _defined(rows)
    used = rows.taken(np.flatnonzero(good))
    design = make_design(used, params)
    found = fit_components(used, design)
    fit = fit_clusters(clusters_of(used, design, found))
    strata = [used.group_of().get(mouse, "") for mouse in used.mice]
    raw = given.taken(np.flatnonzero(np.isfinite(given.value))) if most > 1 else used
    effects = [_effect(one, fit, used, design, raw, params, strata) for one in design.contrasts]
    sessions = set(zip(used.mouse, used.session, strict=True))
    return MixedModel(
        kind=design.kind,
        effects=_corrected(effects),
        components=found,
        icc=_icc(found, design),
        n_mice=len(used.mice),
        n_sessions=len(sessions),
        n_trials=len(used),
        n_undefined=int((~good).sum()),
        warnings=(*counting_notes(used, most, effects), *_too_alike(effects, params)),
        notes=(*rows.notes, *found.notes),
        residuals=_residuals(used, design, found),
        amounts=_amounts(used, design),
        measure=rows.measure,
        unit=rows.unit,
        between=rows.between,
        amount_unit=rows.amount_unit,
        about=rows.about,
        params=params,
    )


def _defined(rows: TrialRows) -> np.ndarray:
    """Rows that have a value; refused where there is nothing to estimate."""
    good = np.isfinite(rows.value)
    if not good.any() or np.ptp(rows.value[good]) == 0:
        raise InputError(
            "There is nothing to estimate.",
            expected="values that are defined and vary",
            got="none is defined" if not good.any() else "all values are the same",
            do="give another measure, or rows of more trials",
        )
    return good


def _effect(
    one: Contrast,
    fit: Fitted,
    rows: TrialRows,
    design: Design,
    raw: TrialRows,
    params: PopulationParams,
    strata: list[str],
) -> EffectRow:
    n_trials = int((design.matrix @ np.abs(np.sign(one.weights)) != 0).sum())
    known = bool(np.any(one.weights))
    estimate = float(one.weights @ fit.coefficients) if known else _NAN
    naive = naive_error(raw, params, one)[1] if known else _NAN
    row = EffectRow(
        one.effect, one.level, one.against, one.varies, REFUSED, one.reason, estimate,
        *(_NAN,) * 6, one.n_mice, n_trials, naive, _NAN, _NAN,
    )  # fmt: skip
    if one.reason or not known:
        return row
    se, df = cluster_error(fit, one.weights)
    if not (np.isfinite(df) and df >= _LEAST_DF and se > 0):
        return replace(
            row,
            reason=f"{one.n_mice} mice leave {max(df, 0) if np.isfinite(df) else 0:.1f} degrees of "
            "freedom: no interval",
        )
    own = model_error(fit, one.weights)
    z = _quantile(params.confidence, np.inf)
    wald = (estimate - z * own, estimate + z * own)
    return replace(
        row, state=ESTIMATED, se=se, wald_low=wald[0], wald_high=wald[1],
        **_interval(estimate, (se, df), own, fit, one.weights, params, strata),
    )  # fmt: skip


#: With fewer degrees of freedom an interval says nothing, and its coverage is not what it claims.
_LEAST_DF = 0.9


def _interval(estimate, error, own, fit, weights, params, strata) -> dict[str, Any]:
    from scipy import stats

    se, df = error
    if params.interval == "bootstrap":
        low, high, p = drawn_interval(
            fit, weights, params.draws, params.confidence, params.seed, strata
        )
        return {"low": low, "high": high, "df": _NAN, "p": p}
    if params.interval == "wald":
        se, df = own, float("inf")
    half = _quantile(params.confidence, df) * se
    p = float(2 * stats.t.sf(abs(estimate / se), df)) if se > 0 else _NAN
    return {"low": estimate - half, "high": estimate + half, "df": df, "p": p}


def _quantile(confidence: float, df: float) -> float:
    from scipy import stats

    return float(stats.t.ppf((1 + confidence) / 2, df))


def _corrected(effects: list[EffectRow]) -> tuple[EffectRow, ...]:
    """With p values corrected for the number of effects of each kind (Holm 1979)."""
    out = list(effects)
    for kind in {row.effect for row in effects}:
        places = [k for k, row in enumerate(effects) if row.effect == kind and np.isfinite(row.p)]
        places.sort(key=lambda k: effects[k].p)
        most = 0.0
        for rank, k in enumerate(places):
            most = max(most, min(1.0, effects[k].p * (len(places) - rank)))
            out[k] = replace(effects[k], p_holm=most)
    return tuple(out)


#: Mice that differ less than this share of what their trials make them differ by chance.
_TOO_ALIKE = 0.5


def _too_alike(effects: list[EffectRow], params: PopulationParams) -> list[str]:
    """Effects in which mice are more alike than the spread of their trials allows."""
    z = _quantile(params.confidence, np.inf)
    found = []
    for row in effects:
        own = (row.wald_high - row.wald_low) / 2 / z
        if row.n_mice >= 4 and row.se < _TOO_ALIKE * own:
            found.append(
                f"{row.effect} {row.level}: mice differ less than their trials would make them by "
                "chance.  Was the measure normalized within mice?  Then the interval is too short"
            )
    return found


def _icc(found: Components, design: Design) -> float:
    if not np.isfinite(found.mouse):
        return _NAN
    response = found.value("response")
    if design.slope is not None:
        response *= float(np.mean(design.slope**2))
    total = found.value("mouse") + found.value("session") + response + found.residual
    return found.value("mouse") / total if total > 0 else _NAN


def _amounts(rows: TrialRows, design: Design) -> tuple[float, ...]:
    if design.slope is None or rows.amount is None:
        return ()
    return tuple(float(one) for one in np.unique(rows.amount))


def _residuals(rows: TrialRows, design: Design, found: Components) -> np.ndarray:
    """Of trials about the mean of their cell, scaled to the residual's variance."""
    steps = rows.condition if design.slope is None else tuple(design.slope)
    places: dict[tuple, list[int]] = {}
    for k, key in enumerate(zip(rows.mouse, rows.session, rows.condition, steps, strict=True)):
        places.setdefault(key, []).append(k)
    left = [rows.value[own] - rows.value[own].mean() for own in places.values() if len(own) > 1]
    if not left:
        return np.empty(0)
    values = np.concatenate(left)
    size = float(values.std())
    return values / size * np.sqrt(found.residual) if size > 0 else np.empty(0)


def within_each_mouse(rows: TrialRows, model: MixedModel) -> dict[str, float]:
    """The first effect that varies within mice, of each mouse by itself; NaN where it has none."""
    first = next((row for row in model.effects if row.varies != BETWEEN), None)
    rows = rows.averaged()[0]
    rows = rows.taken(np.flatnonzero(np.isfinite(rows.value)))
    mouse, condition = np.array(rows.mouse), np.array(rows.condition)
    found = {}
    for name in rows.mice:
        own = mouse == name
        value = _NAN
        if first is not None and first.effect == "amount" and rows.amount is not None:
            x = rows.amount[own] - rows.amount[own].mean()
            value = float(x @ rows.value[own] / (x @ x)) if (x @ x) > 0 else _NAN
        elif first is not None:
            sides = [rows.value[own & (condition == one)] for one in (first.level, first.against)]
            if first.effect == "mean":
                sides[1] = np.zeros(1)
            if all(map(len, sides)):
                value = float(sides[0].mean() - sides[1].mean())
        found[name] = value
    return found
