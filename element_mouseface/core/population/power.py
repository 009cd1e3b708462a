"""How many trials and mice an effect needs: experiments simulated from the lab's own variances.

Each simulated experiment draws mice, their sessions, their responses and trials from the fitted
variances, and is tested as `mixed_model` tests a balanced one: by Student's t on one number a
mouse.  More trials shrink only the part of the variance that is between trials.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from ...errors import InputError
from .design import BETWEEN
from .mixed_model import ESTIMATED, EffectRow, MixedModel
from .params import PopulationParams

_LEAST_RESIDUALS = 30
#: The upper limit of a variance that is exceeded in one of five such experiments.
_CAUTION = 0.2
_MOST_DRAWS = 4_000_000


@dataclass(frozen=True)
class NeededRow:
    """One design for one effect.

    Attributes
    ----------
    effect, level, against : str
        As in the effects.
    effect_size : float
        That should be found, in units of the value.
    groups : int
        2 where groups of mice are compared, else 1.
    n_mice, n_trials : int
        Mice of each group, and trials of each mouse in each condition (or at each amount).
    power, power_se : float
        Share of simulated experiments that find it, and the error of the simulation.
    formula : float
        The same from the noncentral t distribution, for normal trials.
    cautious : float
        The power if mice differ as much as the upper limit of what these few mice allow (80%).
    reaches, smallest : bool
        Whether the power is reached; whether this is the design with the fewest mice that does,
        with the fewest trials.
    """

    effect: str
    level: str
    against: str
    effect_size: float
    groups: int
    n_mice: int
    n_trials: int
    power: float
    power_se: float
    formula: float
    cautious: float
    reaches: bool
    smallest: bool


@dataclass(frozen=True)
class Power:
    """Designs for the effects of a model.

    Attributes
    ----------
    rows : tuple of NeededRow
    notes : tuple of str
    """

    rows: tuple[NeededRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Variances:
    """Of one number a mouse: what trials do not shrink, and what they do, for one trial."""

    mice: float
    trials: float
    groups: int
    cautious: float


def needed_trials(model: MixedModel, params: PopulationParams | None = None) -> Power:
    """Power over numbers of mice and trials, for each kind of effect of a model.

    Parameters
    ----------
    model : MixedModel
        Whose variances are the lab's own.
    params : PopulationParams, optional
        Effect, power, designs and seed; by default those of the model.

    Returns
    -------
    Power

    Raises
    ------
    InputError
        If the model has no effect with an interval, or no effect of a size above 0.
    """
    params = params or model.params
    first: dict[str, EffectRow] = {}
    for row in model.effects:
        if row.state == ESTIMATED and " x " not in row.effect:
            first.setdefault(row.effect, row)
    if not first:
        raise InputError(
            "What a design needs cannot be told.",
            expected="an effect with an interval over mice",
            got="; ".join(f"{row.effect}: {row.reason}" for row in model.effects) or "no effect",
            do="give trials of more mice",
        )
    rows: list[NeededRow] = []
    notes = list(_notes(model, params))
    for number, effect in enumerate(first.values()):
        found = _designs(model, effect, params, number)
        rows += found
        if not any(row.reaches for row in found):
            notes.append(
                f"{effect.effect}: none of these designs reaches a power of {params.power:g}; most "
                f"is {max(row.power for row in found):.2f}"
            )
    return Power(tuple(rows), tuple(notes))


def _notes(model: MixedModel, params: PopulationParams) -> Iterator[str]:
    if params.effect_size == 0:
        yield (
            "the effect is the estimated one: an effect that was found is larger by chance than "
            "the true one; a smallest effect that would matter is the better choice (effect_size)"
        )
    yield (
        f"variances are from {model.n_mice} mice, so they are uncertain: `cautious` is the power "
        "if mice differ more, as they well may"
    )
    if params.residuals == "own" and len(model.residuals) < _LEAST_RESIDUALS:
        yield f"{len(model.residuals)} residuals are too few to draw from: trials are normal"


def _designs(
    model: MixedModel, effect: EffectRow, params: PopulationParams, number: int
) -> list[NeededRow]:
    size = abs(params.effect_size or effect.estimate)
    if not size > 0:
        raise InputError(
            f"The effect {effect.effect!r} has no size.",
            expected="an effect above 0",
            got=str(size),
            do="give effect_size, in units of the value",
        )
    found = _variances(model, effect, params)
    rows = []
    for n_mice in params.mice:
        for n_trials in params.trials:
            # one stream for each design, so that another list of designs changes none of them
            seeds = [params.seed, 31, number, n_mice, n_trials]
            hits = _simulated(model, found, size, n_mice, n_trials, params, seeds)
            wide = _Variances(found.cautious, found.trials, found.groups, 0.0)
            power = float(hits.mean())
            error = float(np.sqrt(power * (1 - power) / len(hits)))
            formula, cautious = (
                _formula(one, size, n_mice, n_trials, params.level) for one in (found, wide)
            )
            rows.append(
                NeededRow(
                    effect.effect, effect.level, effect.against, size, found.groups, n_mice,
                    n_trials, power, error, formula, cautious, power >= params.power, False,
                )
            )  # fmt: skip
    reached = [k for k, row in enumerate(rows) if row.reaches]
    if reached:
        k = min(reached, key=lambda k: (rows[k].n_mice, rows[k].n_trials))
        rows[k] = NeededRow(**{**vars(rows[k]), "smallest": True})
    return rows


def _variances(model: MixedModel, effect: EffectRow, params: PopulationParams) -> _Variances:
    """Of one number a mouse, for the effect."""
    of = model.components.value
    level = of("mouse") + of("session") / params.sessions
    if effect.varies == BETWEEN:
        # over the conditions of a mouse, which all have these trials
        conditions = max(1, len({row.level for row in model.effects if row.effect == "condition"}))
        conditions += any(row.effect == "condition" for row in model.effects)
        conditions = max(conditions, len(model.amounts))
        response = 0.0 if model.amounts else of("response") / conditions
        mice, trials, groups = level + response, of("residual") / conditions, 2
    elif effect.effect == "amount":
        steps = np.array(model.amounts) - np.mean(model.amounts)
        mice, trials, groups = of("response"), of("residual") / float(steps @ steps), 1
    elif effect.effect == "mean":
        mice, trials, groups = level + of("response"), of("residual"), 1
    else:
        mice, trials, groups = 2 * of("response"), 2 * of("residual"), 1
    # what one number a mouse varied by, and how much more that may truly be
    total = effect.se**2 * effect.n_mice / (4 if groups == 2 else 1)
    df = max(effect.df if np.isfinite(effect.df) else effect.n_mice - 1, 0.5)
    more = total * df / float(stats.chi2.ppf(_CAUTION, df)) - max(0.0, total - mice)
    return _Variances(mice, trials, groups, max(mice, more))


def _formula(found: _Variances, size: float, n_mice: int, n_trials: int, level: float) -> float:
    variance = found.mice + found.trials / n_trials
    n, df = (n_mice, n_mice - 1) if found.groups == 1 else (n_mice / 2, 2 * n_mice - 2)
    if not variance > 0:
        return 1.0
    shift, limit = size / np.sqrt(variance / n), stats.t.ppf(1 - level / 2, df)
    if shift > 30 + 4 * limit:  # beyond where SciPy gives a number
        return 1.0
    power = float(stats.nct.sf(limit, df, shift) + stats.nct.cdf(-limit, df, shift))
    return min(1.0, power) if np.isfinite(power) else 1.0


def _simulated(
    model: MixedModel,
    found: _Variances,
    size: float,
    n_mice: int,
    n_trials: int,
    params: PopulationParams,
    seeds: list[int],
) -> np.ndarray:
    """Whether each simulated experiment finds the effect: (simulations,) bool."""
    rng = np.random.default_rng(seeds)
    own = model.residuals if params.residuals == "own" else np.empty(0)
    own = own if len(own) >= _LEAST_RESIDUALS else np.empty(0)
    parts = _parts(model, found)
    per = max(1, _MOST_DRAWS // (found.groups * n_mice * n_trials * len(parts)))
    hits = []
    for first in range(0, params.simulations, per):
        n = min(per, params.simulations - first)
        shape = (n, found.groups, n_mice)
        values = rng.normal(0, np.sqrt(found.mice), shape)
        values += _trial_noise(rng, parts, own, found, (*shape, n_trials))
        hits.append(_p_values(values, size) < params.level)
    return np.concatenate(hits)


def _parts(model: MixedModel, found: _Variances) -> np.ndarray:
    """How the means of conditions (or amounts) make one number a mouse."""
    if found.groups == 1 and model.amounts and model.kind == "amount":
        steps = np.array(model.amounts) - np.mean(model.amounts)
        return steps / float(steps @ steps)
    if found.groups == 1 and model.kind == "condition":
        return np.array([1.0, -1.0])
    residual = model.components.value("residual")
    n = max(1, round(residual / found.trials)) if found.trials > 0 else 1
    return np.full(n, 1 / n)


def _trial_noise(
    rng: np.random.Generator,
    parts: np.ndarray,
    own: np.ndarray,
    found: _Variances,
    shape: tuple[int, ...],
) -> np.ndarray:
    """What trials add to one number a mouse: weighted means of their residuals."""
    out = np.zeros(shape[:-1])
    spread = np.sqrt(found.trials / float(parts @ parts))
    for weight in parts:
        drawn = rng.choice(own, shape) if len(own) else rng.normal(0, spread, shape)
        out += weight * drawn.mean(-1)
    return out


def _p_values(values: np.ndarray, size: float) -> np.ndarray:
    """Two-sided p of each experiment; the first group has the effect."""
    n = values.shape[2]
    if values.shape[1] == 1:
        one = values[:, 0] + size
        error, df = one.std(1, ddof=1) / np.sqrt(n), n - 1
        difference = one.mean(1)
    else:
        difference = values[:, 0].mean(1) + size - values[:, 1].mean(1)
        error, df = np.sqrt(values.var(2, ddof=1).mean(1) * 2 / n), 2 * n - 2
    with np.errstate(divide="ignore"):
        return 2 * stats.t.sf(np.abs(difference) / error, df)
