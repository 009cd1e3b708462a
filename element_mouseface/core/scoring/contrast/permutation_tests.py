"""Permutation tests over the events: refuse scores that are not different from chance.

Each trial is one vector: its response, whitened, at length 1.  If a stimulus
has an expression, its trials point the same way: more than as many trials and
responses to nothing picked at random (against neutral), and more than a mixture of
its trials with those of another stimulus (against each other stimulus by itself).
Exact where the permutations can be counted out, else by a fixed random sample.
The decision looks at all trials; the prototypes of a fold do not depend on it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from ..findings import Finding
from .nuisance import TrialStats
from .params import ContrastParams

_EXACT = 20_000
_SAMPLE = 9_999

Verdict = tuple[tuple[Finding, ...], dict[str, float]]
"""Findings, and their p-values by subject."""


def permutations_of_names(counts: list[int]) -> int:
    """How many ways of naming the events differ in which trials share a name."""
    ways = math.factorial(sum(counts))
    for count in counts:
        ways //= math.factorial(count)
    for equal in Counter(counts).values():
        ways //= math.factorial(equal)
    return ways


def _cosines(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / np.maximum(lengths, 1e-12)
    return units @ units.T


def _alike(cosines: np.ndarray, members) -> float:
    """Mean cosine between the members."""
    chosen = cosines[np.ix_(members, members)]
    n = len(chosen)
    return float((chosen.sum() - np.trace(chosen)) / (n * (n - 1)))


def alike_by_chance(cosines: np.ndarray, members: list[int], contrast: bool) -> float:
    """P that as many random vectors are as similar as the members.

    With `contrast`, alike means more than to the vectors that were not picked.
    """

    def statistic(chosen) -> float:
        value = _alike(cosines, chosen)
        if contrast:
            rest = np.setdiff1d(np.arange(len(cosines)), chosen)
            value -= float(cosines[np.ix_(chosen, rest)].mean()) if len(rest) else 0.0
        return value

    total, size = len(cosines), len(members)
    seen = statistic(members) - 1e-12
    if math.comb(total, size) <= _EXACT:
        picks = (list(c) for c in itertools.combinations(range(total), size))
        values = [statistic(c) for c in picks]
        return float(np.mean([v >= seen for v in values]))
    rng = np.random.default_rng(0)
    hits = sum(statistic(rng.choice(total, size, replace=False)) >= seen for _ in range(_SAMPLE))
    return (1 + hits) / (1 + _SAMPLE)


def pair_by_chance(trials: np.ndarray, first: np.ndarray) -> float:
    """P that two stimuli's means differ as much if their trials are mixed.

    Parameters
    ----------
    trials : (n, numbers) array
        Of two stimuli; each counts with length 1, for a stronger trial of the same
        expression is no other expression.
    first : (n,) bool array
        Which are of the first.
    """
    first = np.asarray(first, bool)
    cosines = _cosines(trials)
    total, size = len(first), int(first.sum())

    def statistic(chosen) -> float:
        side = np.full(total, -1.0 / (total - size))
        side[list(chosen)] = 1.0 / size
        return float(side @ cosines @ side)

    seen = statistic(np.flatnonzero(first)) - 1e-12
    if math.comb(total, size) <= _EXACT:
        picks = itertools.combinations(range(total), size)
        return float(np.mean([statistic(chosen) >= seen for chosen in picks]))
    rng = np.random.default_rng(0)
    hits = sum(statistic(rng.choice(total, size, replace=False)) >= seen for _ in range(_SAMPLE))
    return (1 + hits) / (1 + _SAMPLE)


def names_by_chance(cosines: np.ndarray, labels: np.ndarray) -> float:
    """P that trials of one name are as similar when names are shuffled among the events."""

    def statistic(named) -> float:
        same = named[:, None] == named[None, :]
        np.fill_diagonal(same, False)
        return float(cosines[same].mean())

    names, numbers = np.unique(labels, return_inverse=True)
    seen = statistic(numbers) - 1e-12
    counts = np.bincount(numbers, minlength=len(names)).tolist()
    namings = math.factorial(len(labels)) // math.prod(math.factorial(c) for c in counts)
    if namings <= _EXACT:
        return float(np.mean([statistic(named) >= seen for named in _namings(counts)]))
    rng = np.random.default_rng(0)
    hits = sum(statistic(rng.permutation(numbers)) >= seen for _ in range(_SAMPLE))
    return (1 + hits) / (1 + _SAMPLE)


def _namings(counts: list[int]) -> Iterator[np.ndarray]:
    """Every way of giving each number its count of places."""
    size = sum(counts)

    def place(number: int, free: tuple[int, ...], named: np.ndarray) -> Iterator[np.ndarray]:
        if number == len(counts):
            yield named
            return
        for chosen in itertools.combinations(free, counts[number]):
            mine = named.copy()
            mine[list(chosen)] = number
            yield from place(number + 1, tuple(i for i in free if i not in chosen), mine)

    yield from place(0, tuple(range(size)), np.zeros(size, int))


def verdicts(
    stats: list[TrialStats],
    labels: list[str],
    names: tuple[str, ...],
    precision: np.ndarray,
    params: ContrastParams,
) -> Verdict:
    """Findings that refuse stimuli, or the whole, from permutation tests over all folds.

    Parameters
    ----------
    stats : list of TrialStats
    labels : list of str
        Stimulus of each fold.
    names : tuple of str
    precision : (components, components) array
        Inverse nuisance covariance of all folds.
    params : ContrastParams

    Returns
    -------
    findings : tuple of Finding
        Empty if nothing is to be refused.
    p : dict
        By stimulus: `<name>:neutral` and `<name>:names`; and `names` for the whole.
    """
    findings: list[Finding] = []
    p: dict[str, float] = {}
    whiten = np.linalg.cholesky(precision)
    usable = [i for i, s in enumerate(stats) if s.mean is not None]
    named = np.array([labels[i] for i in usable])
    few = [n for n in names if (named == n).sum() < params.min_trials]
    for name in few:
        reason = _few(name, int((named == name).sum()), params)
        findings.append(Finding("too_few_events", name, reason))
    kept = [i for i in usable if labels[i] not in few]
    if not kept:
        return (*findings, Finding("too_few_events", "", "No stimulus has enough trials.")), p
    trials = np.array([stats[i].mean for i in kept]) @ whiten
    named = np.array([labels[i] for i in kept])
    tested = [n for n in names if n not in few]
    if len(tested) > 1:
        findings += _names(trials, named, tested, params, p)
    null_responses = [s.null_response @ whiten for s in stats if s.null_response is not None]
    findings += _neutral(trials, null_responses, named, tested, params, p)
    good = [n for n in tested if not any(s.about == n for s in findings)]
    if not good and not any(s.about == "" for s in findings):
        findings.append(Finding("nothing_to_score", "", "Every stimulus is refused by itself."))
    return tuple(findings), p


def _few(name: str, count: int, params: ContrastParams) -> str:
    return (
        f"{name} has {count} usable trial{'s' * (count != 1)}; at least {params.min_trials} are "
        "needed to make a prototype without the trial that is scored. Record more trials."
    )


def _names(trials, named, tested, params: ContrastParams, p: dict[str, float]) -> list[Finding]:
    """Refusals by shuffling the names among the events."""
    counts = [int((named == n).sum()) for n in tested]
    ways = permutations_of_names(counts)
    # Where even the best of all namings is not that rare by chance, it has to be the best.
    alpha = max(params.alpha_names, 1.5 / ways)
    if 1 / ways > max(params.alpha_names, params.alpha_few):
        reason = (
            f"{len(named)} trials of {len(tested)} stimuli can be named in {ways} ways only: no "
            f"result could be surer than p = {1 / ways:.3g}; {params.alpha_few:g} is required. "
            "Record more trials, or raise alpha_few."
        )
        return [Finding("too_few_events", "", reason)]
    centered = trials - trials.mean(0)
    cosines = _cosines(centered)
    p["names"] = names_by_chance(cosines, named)
    if p["names"] > alpha:
        reason = (
            "Trials of one name are not more alike than trials of different names "
            f"(p = {p['names']:.3g} by shuffling the names among the events). More trials show "
            f"smaller differences."
        )
        return [Finding("stimuli_not_distinct", "", reason)]
    findings = []
    cosines = _cosines(_evened(centered, len(tested)))
    for name in tested:
        chance, other = _most_like(trials, named, name, tested, cosines, params)
        p[f"{name}:names"] = chance
        if chance > params.alpha_others + 1e-9:
            reason = (
                f"Trials of {name} are not more alike than a mixture with those of {other} "
                f"(p = {chance:.3g} by permutation). More trials show smaller differences."
            )
            findings.append(Finding("not_different_from_others", name, reason))
    return findings


def _most_like(
    trials, named, name: str, tested, cosines, params: ContrastParams
) -> tuple[float, str]:
    """The largest p of one stimulus against each other, and which other that is.

    Two stimuli with so few trials that no mixture of them could be rare enough are not
    compared by themselves, but each with all others together.
    """
    worst, which = 0.0, "the others"
    for other in tested:
        if other == name:
            continue
        pair = (named == name) | (named == other)
        mine = named[pair] == name
        if 1 / permutations_of_names(np.bincount(mine).tolist()) > params.alpha_others + 1e-9:
            chance = alike_by_chance(cosines, list(np.flatnonzero(named == name)), contrast=True)
            about = "other names"
        else:
            chance, about = pair_by_chance(trials[pair], mine), other
        if chance > worst:
            worst, which = chance, about
    return worst, which


def _evened(centered: np.ndarray, directions: int) -> np.ndarray:
    """The trials on their main directions, with equal power, so that no stimulus dominates."""
    left, power, _ = np.linalg.svd(centered, full_matrices=False)
    return left[:, : min(directions, int((power > 1e-9 * power[0]).sum()))]


def _neutral(trials, null_responses, named, tested, params, p: dict[str, float]) -> list[Finding]:
    """Refusals by mixing a stimulus's trials with responses to nothing."""
    findings = []
    for name in tested:
        mine = trials[named == name]
        cosines = _cosines(np.concatenate([mine, null_responses]) if null_responses else mine)
        possible = 1 / math.comb(len(cosines), len(mine))
        if possible > params.alpha_neutral:
            reason = f"There are too few neutral stretches to compare the trials of {name} with."
            findings.append(Finding("too_few_events", name, reason))
            continue
        p[f"{name}:neutral"] = alike_by_chance(cosines, list(range(len(mine))), contrast=False)
        if p[f"{name}:neutral"] > params.alpha_neutral:
            reason = (
                f"Trials of {name} are not more alike than stretches of neutral frames "
                f"(p = {p[f'{name}:neutral']:.3g} by permutation). More trials show smaller "
                "expressions."
            )
            findings.append(Finding("not_different_from_neutral", name, reason))
    return findings
