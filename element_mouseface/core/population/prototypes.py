"""Prototypes of other mice: each mouse's trials scored by what the others' faces did.

A prototype is the mean over the other mice of their mean response to a stimulus; no frame of the
tested mouse is in it.  Of the tested mouse only its face at rest is used beforehand, to know where
the parts of the face are, and the size of its responses over all trials, whatever their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import rankdata

from ..learning.intervals import over_units
from ..learning.null import p_value
from .face_registration import Overlay, Placed, registered
from .faces import KINDS, SessionFace
from .params import PopulationParams

#: What of the face a prototype is made of.
FEATURES = ("both", *KINDS)
_NAN = float("nan")


@dataclass(frozen=True)
class PrototypeRow:
    """One stimulus of one mouse, scored by prototypes of the others; NaN where undefined.

    Attributes
    ----------
    features : {'both', 'picture', 'motion'}
        What of the face was compared.
    mouse, stimulus : str
    n_others : int
        Mice that the prototype was made of.
    n_trials, n_rest : int
        Trials of the stimulus, and windows at rest.
    correct, correct_chance, correct_p : float
        Share of trials whose own prototype fits best; the same with names shuffled within the
        mouse.
    auc, auc_chance, auc_p : float
        Area under the ROC curve of the score by the stimulus's prototype, minus the mean of those
        by the others': its trials against those of other stimuli.
    auc_rest : float
        Its trials against windows at rest.
    rho, rho_p : float
        Spearman's correlation of the stimulus's scores with its amounts.
    """

    features: str
    mouse: str
    stimulus: str
    n_others: int
    n_trials: int
    n_rest: int
    correct: float
    correct_chance: float
    correct_p: float
    auc: float
    auc_chance: float
    auc_p: float
    auc_rest: float
    rho: float
    rho_p: float


@dataclass(frozen=True)
class PrototypeFigure:
    """One figure over mice, each scored by the others, with an interval over mice.

    Attributes
    ----------
    features, figure : str
        'both', 'picture' or 'motion'; 'correct', 'auc', 'auc_rest' or 'rho'.
    value, low, high : float
    chance, p : float
        The mean, and the share of shuffles (of names within each mouse, in all mice at once) that
        reach it.
    n_mice, n_above : int
        Mice with a value, and those above their chance.
    """

    features: str
    figure: str
    value: float
    low: float
    high: float
    chance: float
    p: float
    n_mice: int
    n_above: int


@dataclass(frozen=True, eq=False)
class MouseResponses:
    """The responses of one mouse over a template.

    Attributes
    ----------
    mouse : str
    stimulus : (trials,) array of str
    session : (trials,) int array
    amount : (trials,) float64 array
    trials, rest : mapping of str to (n, values) float64 array
        By `FEATURES`.
    """

    mouse: str
    stimulus: np.ndarray
    session: np.ndarray
    amount: np.ndarray
    trials: Mapping[str, np.ndarray]
    rest: Mapping[str, np.ndarray]

    def mean(self, features: str, stimulus: str) -> np.ndarray | None:
        """The mean response to a stimulus, sessions with one weight each; None without trials."""
        own = self.stimulus == stimulus
        if not own.any():
            return None
        days = [own & (self.session == day) for day in np.unique(self.session[own])]
        return np.mean([self.trials[features][day].mean(0) for day in days], axis=0)


def responses_of(
    faces: Sequence[SessionFace], overlay: Overlay, mice: Sequence[str]
) -> dict[str, MouseResponses]:
    """The responses of each mouse, of those sessions whose face fits the template."""
    found = {}
    for mouse in mice:
        own = [
            (face, placed)
            for face, placed in zip(faces, overlay.placed, strict=True)
            if face.mouse == mouse and not placed.reason and len(face.stimulus)
        ]
        if own:
            found[mouse] = _responses(mouse, own, overlay)
    return found


def _responses(
    mouse: str, own: Sequence[tuple[SessionFace, Placed]], overlay: Overlay
) -> MouseResponses:
    layers = [registered(face, placed, overlay, "trials") for face, placed in own]
    rest = [registered(face, placed, overlay, "rest") for face, placed in own]
    together = np.concatenate(layers).astype(np.float64)
    still = np.concatenate(rest).astype(np.float64)
    # so that a lively mouse has no more say than a quiet one, and motion no more than the picture
    size = np.sqrt((together**2).mean(axis=(0, 2), keepdims=True))
    size = np.where(size > 0, size, 1.0)
    together, still = together / size, still / size

    def by_features(values: np.ndarray) -> dict[str, np.ndarray]:
        kinds = {kind: values[:, k] for k, kind in enumerate(KINDS)}
        return {"both": values.reshape(len(values), values.shape[1] * values.shape[2]), **kinds}

    return MouseResponses(
        mouse,
        np.array([name for face, _ in own for name in face.stimulus]),
        np.repeat(np.arange(len(own)), [len(face.stimulus) for face, _ in own]),
        np.concatenate([face.amount for face, _ in own]),
        by_features(together),
        by_features(still),
    )


def prototype_of(
    responses: Mapping[str, MouseResponses], features: str, stimulus: str, without: Sequence[str]
) -> tuple[np.ndarray | None, int]:
    """The mean response over mice but those left out, and of how many mice it is."""
    means = [
        mean
        for mouse, one in responses.items()
        if mouse not in without and (mean := one.mean(features, stimulus)) is not None
    ]
    return (np.mean(means, axis=0), len(means)) if means else (None, 0)


@dataclass(frozen=True, eq=False)
class _Scored:
    """A mouse's trials by the prototypes of the others."""

    names: tuple[str, ...]
    n_others: tuple[int, ...]
    scores: np.ndarray
    rest: np.ndarray
    stimulus: np.ndarray
    amount: np.ndarray


def _scored(responses: Mapping[str, MouseResponses], mouse: str, features: str) -> _Scored | None:
    one = responses[mouse]
    made: dict[str, tuple[np.ndarray, int]] = {}
    for name in map(str, np.unique(one.stimulus)):
        found, n = prototype_of(responses, features, name, (mouse,))
        if found is not None and np.linalg.norm(found) > 0:
            made[name] = (found, n)
    if not made:
        return None
    directions = np.stack([found / np.linalg.norm(found) for found, _ in made.values()])
    known = np.isin(one.stimulus, list(made))
    return _Scored(
        tuple(map(str, made)),
        tuple(n for _, n in made.values()),
        one.trials[features][known] @ directions.T,
        one.rest[features] @ directions.T,
        one.stimulus[known],
        one.amount[known],
    )


def score_mice(
    spaces: Mapping[str, Mapping[str, MouseResponses]], params: PopulationParams
) -> tuple[tuple[PrototypeRow, ...], tuple[PrototypeFigure, ...]]:
    """Each mouse scored by prototypes of the others: rows a mouse and stimulus, and over mice.

    Parameters
    ----------
    spaces : mapping of str to responses
        For each tested mouse, the responses of all over a template that is not its own.
    """
    rows: list[PrototypeRow] = []
    figures: list[PrototypeFigure] = []
    for features in FEATURES:
        tested = {}
        for number, (mouse, responses) in enumerate(spaces.items()):
            scored = _scored(responses, mouse, features)
            if scored is not None:
                rng = np.random.default_rng([params.seed, 21, number])
                tested[mouse] = _tested(scored, rng, params.shuffles)
                rows += _rows(features, mouse, scored, tested[mouse])
        figures += _over_mice(features, tested)
    return tuple(rows), tuple(figures)


#: figure -> (by stimulus, by shuffle and stimulus)
_Tested = dict[str, tuple[np.ndarray, np.ndarray]]


def _tested(one: _Scored, rng: np.random.Generator, shuffles: int) -> _Tested:
    """Figures of each stimulus, and the same with names shuffled within the mouse."""
    orders = [rng.permutation(len(one.stimulus)) for _ in range(shuffles)]
    found: _Tested = {}
    best = one.scores.argmax(1)
    place = np.array([one.names.index(name) for name in one.stimulus])
    found["correct"] = (
        _correct(best, place, len(one.names)),
        np.array([_correct(best, place[order], len(one.names)) for order in orders]),
    )
    if len(one.names) < 2:
        found["correct"] = (np.full(1, _NAN), np.full((shuffles, 1), _NAN))
    ranks = rankdata(_apart(one.scores), axis=0)
    found["auc"] = (
        _areas(ranks, place),
        np.array([_areas(ranks, place[order]) for order in orders]),
    )
    found["rho"] = _with_amounts(one, place, rng, shuffles)
    found["auc_rest"] = (_against_rest(one, place), np.full((shuffles, len(one.names)), 0.5))
    return found


def _with_amounts(
    one: _Scored, place: np.ndarray, rng: np.random.Generator, shuffles: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rank correlation of a stimulus's scores with its amounts, and with amounts shuffled."""
    rho = np.full(len(one.names), _NAN)
    null = np.full((shuffles, len(one.names)), _NAN)
    for k in range(len(one.names)):
        own = (place == k) & np.isfinite(one.amount)
        if own.sum() < 4 or len(np.unique(one.amount[own])) < 2:
            continue
        amounts, scores = rankdata(one.amount[own]), rankdata(one.scores[own, k])
        rho[k] = _correlation(amounts, scores)
        null[:, k] = [_correlation(rng.permutation(amounts), scores) for _ in range(shuffles)]
    return rho, null


def _apart(scores: np.ndarray) -> np.ndarray:
    """Each prototype's score minus the mean of the others': strong ones are like all."""
    n = scores.shape[1]
    return scores - (scores.sum(1, keepdims=True) - scores) / (n - 1) if n > 1 else scores


def _correct(best: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    return np.array([(best[place == k] == k).mean() for k in range(n)])


def _areas(ranks: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Areas under the ROC curve of each prototype's score: its stimulus against others."""
    out = np.full(ranks.shape[1], _NAN)
    for k in range(ranks.shape[1]):
        own = place == k
        n, rest = int(own.sum()), int((~own).sum())
        if n and rest:
            out[k] = (ranks[own, k].sum() - n * (n + 1) / 2) / (n * rest)
    return out


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b / size) if size > 0 else _NAN


def _against_rest(one: _Scored, place: np.ndarray) -> np.ndarray:
    out = np.full(len(one.names), _NAN)
    for k in range(len(one.names)):
        own, rest = one.scores[place == k, k], one.rest[:, k]
        if len(own) and len(rest):
            ranks = rankdata(np.concatenate([own, rest]))[: len(own)]
            out[k] = (ranks.sum() - len(own) * (len(own) + 1) / 2) / (len(own) * len(rest))
    return out


def _rows(features: str, mouse: str, one: _Scored, tested: _Tested) -> list[PrototypeRow]:
    def three(name: str, k: int) -> tuple[float, float, float]:
        value, null = float(tested[name][0][k]), tested[name][1][:, k]
        if not np.isfinite(value):
            return _NAN, _NAN, _NAN
        return value, float(np.nanmean(null)), p_value(value, null)

    rows = []
    for k, name in enumerate(one.names):
        rho, _, rho_p = three("rho", k)
        rows.append(
            PrototypeRow(
                features, mouse, name, one.n_others[k], int((one.stimulus == name).sum()),
                len(one.rest), *three("correct", k), *three("auc", k),
                float(tested["auc_rest"][0][k]), rho, rho_p,
            )
        )  # fmt: skip
    return rows


_BOUNDS = {"correct": (0.0, 1.0), "auc": (0.0, 1.0), "auc_rest": (0.0, 1.0), "rho": (-1.0, 1.0)}


def _over_mice(features: str, tested: Mapping[str, _Tested]) -> list[PrototypeFigure]:
    out = []
    for name, bounds in _BOUNDS.items():
        pairs = [
            (float(np.nanmean(own[name][0])), _means(own[name][1]))
            for own in tested.values()
            if np.isfinite(own[name][0]).any()
        ]
        if not pairs:
            continue
        values = np.array([value for value, _ in pairs])
        null = np.mean([shuffled for _, shuffled in pairs], axis=0)
        found = over_units(name, _Mean(values), len(values), bounds=bounds)
        if not values.std() > 0:  # all at the ceiling: that says nothing of how mice differ
            found = replace(found, low=_NAN, high=_NAN)
        # windows at rest have no name that could be shuffled
        p = _NAN if name == "auc_rest" else p_value(float(values.mean()), null)
        above = int(sum(value > shuffled.mean() for value, shuffled in pairs))
        out.append(
            PrototypeFigure(
                features, name, found.value, found.low, found.high, float(null.mean()), p,
                len(values), above,
            )
        )  # fmt: skip
    return out


@dataclass(frozen=True, eq=False)
class _Mean:
    """The mean of the values that are kept."""

    values: np.ndarray

    def __call__(self, kept: np.ndarray) -> float:
        return float(self.values[kept].mean())


def _means(null: np.ndarray) -> np.ndarray:
    """Over the stimuli that have a value."""
    there = np.isfinite(null).all(axis=0)
    return null[:, there].mean(axis=1)
