"""Models of named features on planted tables: weights, intervals and clusters against the truth.

Sixty features in twelve groups that share a factor (correlation 0.5), of ten animals with
offsets of their own in each animal and trial; three of the features decide.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.features.named.definitions import FeatureDefinition
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_models import (
    READABLE,
    FrameModelParams,
    TrainedModel,
    train_model,
)
from element_mouseface.core.frame_models.figures import HEADLINES, Held, figures_of
from element_mouseface.core.learning import Groups, Target

__all__ = ["model_lines", "models"]

EFFECTS = {0: 0.8, 7: -0.6, 23: 0.5}
#: kind of the target, estimator, tables
CASES = (
    ("binary", "linear", 20),
    ("continuous", "linear", 20),
    ("ordinal", "linear", 10),
    ("binary", "elastic_net", 10),
)
#: kind of the target, what is left out, tables
NULLS = (("binary", "trial", 100), ("continuous", "trial", 100), ("binary", "animal", 50))
_FEW = FrameModelParams(permutations=0, importance_rows=0)


def table_of(values: np.ndarray, times_s: np.ndarray) -> FrameTable:
    """A table with columns of its own: x:f0, x:f1 and so on."""
    names = [f"x:f{k}" for k in range(values.shape[1])]
    groups = ("intensity", "texture", "edges")
    columns = {
        name: dataclasses.asdict(
            FeatureDefinition(name.partition(":")[2], groups[k % 3], "1", "thumbnail", "Planted.")
        )
        for k, name in enumerate(names)
    }
    return FrameTable(tuple(names), values, times_s=times_s, about={"columns": columns})


def drawn(
    rng: np.random.Generator, n_animals: int, n_trials: int, n_frames: int, n_features: int
) -> tuple[list[np.ndarray], np.ndarray]:
    """Features of each animal, and the trial of each of its frames."""
    found = []
    for _ in range(n_animals):
        of_animal = 0.4 * rng.normal(size=n_features) if n_animals > 1 else 0.0
        parts = []
        for _ in range(n_trials):
            shared = np.repeat(rng.normal(size=(n_frames, n_features // 5)), 5, axis=1)
            own = rng.normal(size=(n_frames, n_features))
            offset = 0.4 * rng.normal(size=n_features)
            parts.append((shared + own) * np.sqrt(0.5) + offset + of_animal)
        found.append(np.concatenate(parts))
    return found, np.repeat(np.arange(n_trials), n_frames)


def target_of(kind: str, features: list[np.ndarray], rng: np.random.Generator) -> Target:
    """What three features decide."""
    values, names = [], ("no", "little", "some", "much") if kind == "ordinal" else ()
    for x in features:
        score = sum(weight * x[:, k] for k, weight in EFFECTS.items())
        if kind == "binary":
            values.append((score + rng.logistic(size=len(x)) > 0).astype(int))
        elif kind == "ordinal":
            values.append(np.digitize(score + rng.logistic(size=len(x)), (-1.0, 0.5, 1.5)))
        else:
            values.append(score + rng.normal(size=len(x)))
    known = tuple(np.ones(len(one), bool) for one in values)
    return Target("planted", kind, tuple(values), known, names)


def _trained(
    features: list[np.ndarray], trial: np.ndarray, target: Target, params: Any, **learning: Any
) -> TrainedModel:
    # trials of some tenths of a second, ten seconds apart
    times_s = 10.0 * trial + np.arange(len(trial)) / 10
    tables = [table_of(x, times_s) for x in features]
    groups = Groups.of(len(tables), animal=[f"mouse {k}" for k in range(len(tables))])
    chosen = replace(READABLE, beside=(), **learning)
    trials = [trial] * len(tables) if chosen.left_out == "trial" else None
    return train_model(
        tables, target, groups, params=params, learning=chosen, trials=trials, workers=1
    )


def _weights(kind: str, estimator: str, seed: int) -> dict:
    """Which of the weights hold the truth within two standard errors."""
    rng = np.random.default_rng([seed, 10])
    features, trial = drawn(rng, 10, 10, 10, 60)
    trained = _trained(features, trial, target_of(kind, features, rng), _FEW, estimator=estimator)
    spread = np.concatenate(features).std(axis=0)
    truth = np.array([EFFECTS.get(k, 0.0) * spread[k] for k in range(60)])
    rows = trained.weights
    mean, error = (np.array([getattr(r, n) for r in rows]) for n in ("mean", "standard_error"))
    # what is at hand without all this: the weights as they are, and their spread over folds
    plain = np.array([row.model for row in rows])
    naive = np.array([np.std(row.weights) / np.sqrt(row.n_folds) for row in rows])
    true = np.array(sorted(EFFECTS))
    others = np.setdiff1d(np.arange(60), true)
    held = np.abs(mean - truth) <= 2 * error
    return {
        "signs": bool((np.sign(mean[true]) == np.sign(truth[true])).all()),
        "agree": bool(all(rows[k].sign_agreement == 1 for k in true)),
        "true_held": held[true].tolist(),
        "others_held": [float(held[others].mean())],
        "naive_held": (np.abs(plain - truth) <= 2 * naive)[true].tolist(),
        "first": bool(set(np.argsort(-np.abs(mean / error))[:3]) == set(true.tolist())),
    }


def _null(kind: str, level: str, seed: int) -> dict:
    """Labels shuffled by trial: whether the headline's interval covers chance."""
    rng = np.random.default_rng([seed, 11])
    n_animals, n_trials = (8, 10) if level == "animal" else (1, 40)
    features, trial = drawn(rng, n_animals, n_trials, 5, 20)
    values = []
    for _ in features:
        labels = rng.permutation(np.arange(n_trials) % 2)
        values.append((labels if kind == "binary" else rng.normal(size=n_trials))[trial])
    known = tuple(np.ones(len(one), bool) for one in values)
    target = Target("shuffled", kind, tuple(values), known)
    params = FrameModelParams(permutations=99, importance_rows=0)
    trained = _trained(features, trial, target, params, left_out=level)
    row = trained.metric(HEADLINES[kind])
    told = [np.zeros(len(k), bool) for k in known]
    held = Held.of(trained.crossed, target, "linear", told)
    parts = held.y, held.found, held.even, held.decided, held.unit
    naive = next(f for f in figures_of(target, *parts) if f.name == row.metric)
    return {
        "value": row.value,
        "covered": bool(row.low <= row.chance <= row.high),
        "naive_covered": bool(naive.low <= naive.chance <= naive.high),
        "p": row.p,
        "warned": any("not above chance" in one for one in trained.findings),
    }


def _duplicated(seed: int = 0) -> dict:
    """A column twice, once with another sign and unit: one cluster, with the weight of one."""
    rng = np.random.default_rng([seed, 12])
    features, trial = drawn(rng, 10, 10, 10, 60)
    target = target_of("binary", features, rng)
    alone = _trained(features, trial, target, _FEW)
    twice = [np.column_stack([x, 3 - 20 * x[:, 7]]) for x in features]
    both = _trained(twice, trial, target, replace(_FEW, importance_rows=500))
    cluster = next(one for one in both.clusters if "x:f60" in one.features)
    of_cluster = next(r for r in both.cluster_weights if r.feature == cluster.cluster)
    sign = 1.0 if cluster.features[0] == "x:f7" else -1.0
    return {
        "features": list(cluster.features),
        "clusters_of_several": sum(one.n_features > 1 for one in both.clusters),
        "weight_alone": next(r.mean for r in alone.weights if r.feature == "x:f7"),
        "weight_together": sign * of_cluster.mean,
        "importance": cluster.importance,
    }


def models(out: Path, short: bool) -> dict[str, Any]:
    """Figures of all cases; nothing is kept in the folder."""
    weights, nulls = (
        [(*case, seed) for *case, n in cases for seed in range(2 if short else n)]
        for cases in (CASES, NULLS)
    )
    found: dict[str, Any] = {"weights": {}, "nulls": {}}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for given, job, part in ((weights, _weights, "weights"), (nulls, _null, "nulls")):
            for case, row in zip(given, pool.map(job, *zip(*given, strict=True)), strict=True):
                found[part].setdefault(f"{case[0]}, {case[1]}", []).append(row)
                print(part, *case, row, flush=True)
    return found | {"duplicated": _duplicated()}


def model_lines(found: dict[str, Any]) -> list[str]:
    """The part of the page on models of named features."""
    if not found:
        return []
    lines = [
        "",
        "## Models of named features",
        "",
        "Sixty features of ten animals, three of which decide; they correlate in groups of five,",
        "and every animal and trial has offsets of its own. 1,000 rows; penalties are chosen",
        "inside the training rows. *held*: the planted weight is within two standard errors.",
        "*as they are*: the same of weights as the penalty leaves them, with the spread over folds",
        "as their standard error.",
        "",
        "| target, estimator | tables | signs right | the three held | the others held | the three "
        "first | as they are |",
        "|---|---|---|---|---|---|---|",
    ]
    for case, rows in found["weights"].items():
        cells = [case, str(len(rows)), f"{sum(row['signs'] for row in rows)} of {len(rows)}"]
        cells += [_share(rows, "true_held"), _share(rows, "others_held")]
        cells += [f"{sum(row['first'] for row in rows)} of {len(rows)}", _share(rows, "naive_held")]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "Labels without a relation to the features, shuffled by trial: one label a trial of five",
        "frames, twenty features. The interval is over what was left out; *given predictions*:",
        "without what the training rows that folds share add.",
        "",
        "| target, left out | tables | mean | interval covers chance | given predictions | "
        "p < 0.05 | told as chance |",
        "|---|---|---|---|---|---|---|",
    ]
    for case, rows in found["nulls"].items():
        n = len(rows)
        cells = [case, str(n), f"{np.mean([row['value'] for row in rows]):.3f}"]
        counts = [sum(row[name] for row in rows) for name in ("covered", "naive_covered")]
        counts += [sum(row["p"] < 0.05 for row in rows), sum(row["warned"] for row in rows)]
        lines.append("| " + " | ".join([*cells, *(f"{one} of {n}" for one in counts)]) + " |")
    twice = found["duplicated"]
    return [
        *lines,
        "",
        f"A feature that decides, and a copy of it with another sign and unit, are one cluster "
        f"({', '.join(twice['features'])}; {twice['clusters_of_several']} cluster of several). Its "
        f"weight as one is {twice['weight_together']:.3f}, that of the feature alone "
        f"{twice['weight_alone']:.3f}; shuffled together, the area under the ROC curve falls by "
        f"{twice['importance']:.3f}.",
    ]


def _share(rows: list[dict], name: str) -> str:
    return f"{np.mean([one for row in rows for one in row[name]]):.3f}"
