"""Variance components of a measure: of mice, their sessions, their responses, and trials.

Fitted by restricted maximum likelihood (`statsmodels` MixedLM), with independent components: the
mouse, the session within the mouse, and how much a mouse's response to a condition (or its slope
over amounts) differs from that of others.  Only what the rows can tell apart is in the model.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from .design import Design
from .rows import TrialRows

#: A variance below this share of the residual is none.
_SINGULAR = 1e-4
_METHODS = ("lbfgs", "bfgs", "powell")


@dataclass(frozen=True)
class Components:
    """Variances, in squares of the value's unit; NaN for what is not in the model.

    Attributes
    ----------
    mouse, session, response, residual : float
        Between mice, between sessions of a mouse, between mice in their response to a condition (of
        'amount': in their slope, for a unit of the amount), and between trials.
    converged : bool
    singular : tuple of str
        Components that were estimated as none.
    notes : tuple of str
        What is not in the model and why, what did not converge.
    """

    mouse: float
    session: float
    response: float
    residual: float
    converged: bool = True
    singular: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def value(self, name: str) -> float:
        """A variance, 0 for what is not in the model."""
        found = float(getattr(self, name))
        return found if np.isfinite(found) else 0.0


def fit_components(rows: TrialRows, design: Design) -> Components:
    """The variance components of rows whose values are defined and vary."""
    parts, notes = _parts(rows, design)
    scale = float(np.std(rows.value - design.matrix @ _least_squares(design, rows.value)))
    if scale <= 0 or not np.isfinite(scale):
        return Components(*(float("nan"),) * 3, 0.0, True, (), (*notes, "values do not vary"))
    if not parts:
        freedom = max(len(rows) - design.matrix.shape[1], 1)
        residual = scale**2 * len(rows) / freedom
        return Components(*(float("nan"),) * 3, residual, True, (), tuple(notes))
    found, converged = _fitted(rows, design, parts, scale)
    if found is None:
        notes.append("the mixed model could not be fitted; trials are weighted alike")
        return Components(*(float("nan"),) * 3, scale**2, False, (), tuple(notes))
    if not converged:
        notes.append("the fit of the mixed model did not converge: its variances are uncertain")
    variances = {name: found.get(name, float("nan")) for name in ("mouse", "session", "response")}
    least = _SINGULAR * found["residual"]
    sizes = {name: variances[name] for name in variances}
    if design.slope is not None:
        sizes["response"] *= float(np.mean(design.slope**2))
    singular = tuple(name for name, one in sizes.items() if np.isfinite(one) and one < least)
    if singular:
        notes.append(
            "no variance was found of: " + ", ".join(singular) + " (a singular fit; with few mice "
            "that does not say that there is none)"
        )
    return Components(
        **variances, residual=found["residual"], converged=converged, singular=singular,
        notes=tuple(notes),
    )  # fmt: skip


def _least_squares(design: Design, values: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(design.matrix, values, rcond=None)[0]


def _parts(rows: TrialRows, design: Design) -> tuple[list[str], list[str]]:
    """The components that the rows can tell apart, and why others are left out."""
    mice = len(rows.mice)
    sessions = len(set(zip(rows.mouse, rows.session, strict=True)))
    steps = rows.condition if design.slope is None else tuple(map(str, design.slope))
    responses = len(set(zip(rows.mouse, steps, strict=True)))
    whole = len(set(zip(rows.mouse, rows.session, steps, strict=True)))
    notes: list[str] = []
    parts: list[str] = []
    if len(rows) > mice:
        parts.append("mouse")
    else:
        notes.append("one row a mouse: mice and trials cannot be told apart")
    varied = responses - mice  # differences between conditions within mice
    if varied >= 2 and design.kind != "mean" and len(rows) - responses >= 2:
        parts.append("response")
    elif varied >= 2 and design.kind != "mean":
        notes.append("one trial a condition: a mouse's own response cannot be told from its trials")
    if sessions - mice >= 2:
        if "response" in parts and sessions == responses == whole and len(rows) > sessions:
            notes.append(
                "a session is one condition of a mouse: sessions cannot be told from responses"
            )
        elif len(rows) - sessions >= 2:
            parts.append("session")
        else:
            notes.append("one trial a session: sessions and trials cannot be told apart")
    return parts, notes


def _fitted(
    rows: TrialRows, design: Design, parts: list[str], scale: float
) -> tuple[dict[str, float] | None, bool]:
    """Variances by name, and whether the fit converged; None if it failed."""
    data = _Data.of(rows, design, scale)
    kept, found, converged = list(parts), None, False
    while kept:
        fit, good = _searched(data, kept)
        if fit is None:
            break
        variances = (max(0.0, float(one)) for one in fit.vcomp)
        found = dict(zip(kept, variances, strict=True)) | {"residual": float(fit.scale)}
        converged = good
        # A search that ends at the border of a variance often cannot tell that it has ended: what
        # is none there is left out, and the rest is sought again.
        none = [name for name in kept if found[name] < 0.01 * found["residual"]]
        if good or not none:
            break
        kept.remove(min(none, key=found.__getitem__))
    if found is None:
        return None, False
    found = {**dict.fromkeys(parts, 0.0), **found}
    if "response" in found:
        found["response"] /= data.per_slope**2
    return {name: value * scale**2 for name, value in found.items()}, converged or not kept


@dataclass(frozen=True, eq=False)
class _Data:
    """The rows as statsmodels takes them: what each component's levels are, mouse by mouse."""

    value: np.ndarray
    matrix: np.ndarray
    mouse: np.ndarray
    levels: dict[str, list[np.ndarray]]
    per_slope: float

    @classmethod
    def of(cls, rows: TrialRows, design: Design, scale: float) -> _Data:
        mouse, per_slope = np.array(rows.mouse), 1.0
        columns: dict[str, np.ndarray] = {
            "mouse": np.array([""] * len(rows)),
            "session": np.array(rows.session),
            "response": np.array(rows.condition),
        }
        levels = {
            name: [_indicators(own[mouse == one]) for one in np.unique(mouse)]
            for name, own in columns.items()
        }
        if design.slope is not None:
            per_slope = float(np.sqrt(np.mean(design.slope**2))) or 1.0
            slope = design.slope / per_slope
            levels["response"] = [slope[mouse == one][:, None] for one in np.unique(mouse)]
        return cls(rows.value / scale, design.matrix, mouse, levels, per_slope)


def _indicators(levels: np.ndarray) -> np.ndarray:
    return (levels[:, None] == np.unique(levels)[None, :]).astype(np.float64)


def _searched(data: _Data, parts: list[str]) -> tuple[Any, bool]:
    """The best fit of a few ways to search, and whether it converged; None if none could."""
    from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    mats = [data.levels[name] for name in parts]
    names = [[[str(k) for k in range(one.shape[1])] for one in own] for own in mats]
    best = None
    for method in _METHODS:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                model = MixedLM(
                    data.value, data.matrix, data.mouse, exog_vc=VCSpec(parts, names, mats)
                )
                fit = model.fit(reml=True, method=method)
            except (np.linalg.LinAlgError, ValueError):
                continue
        # a variance at its border is told by `singular`; here only of the search itself
        stuck = any(
            issubclass(one.category, ConvergenceWarning) and "boundary" not in str(one.message)
            for one in told
        )
        if np.isfinite(fit.llf) and (best is None or fit.llf > best.llf + 1e-6):
            best = fit
        if fit.converged and not stuck:
            return fit, True
        if best is not None and min(best.vcomp) < 0.01 * best.scale:
            break
    return best, False
