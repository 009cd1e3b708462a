"""Tables of named features with a planted truth."""

from __future__ import annotations

import dataclasses

import numpy as np

from element_mouseface.core.features.named.definitions import FeatureDefinition
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_models import FrameModelParams, train_model
from element_mouseface.core.learning import Groups, LearningParams, Target

GROUPS = ("intensity", "texture", "edges")


def defined(n, **changed):
    """Definitions of columns x:f0, x:f1 and so on."""
    return {
        f"x:f{k}": dataclasses.asdict(
            FeatureDefinition(f"f{k}", GROUPS[k % 3], "1", "thumbnail", "Planted.")
        )
        | changed.get(f"f{k}", {})
        for k in range(n)
    }


def table(values, *, about=None, columns=None, **more):
    """A table of such columns."""
    values = np.asarray(values, float)
    names = tuple(f"x:f{k}" for k in range(values.shape[1]))
    more.setdefault("times_s", np.arange(len(values)) / 10)
    own = {"columns": columns or defined(values.shape[1]), **(about or {})}
    return FrameTable(names, values, about=own, **more)


def animals(n=6, rows=50, d=8, seed=0, offset=0.3):
    """Features of animals, each with an offset of its own."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(rows, d)) + offset * rng.normal(size=d) for _ in range(n)]


def score_of(x):
    """What decides: two of the features."""
    return 1.5 * x[:, 0] - 1.0 * x[:, 1]


def trained_planted(n=3, rows=60, d=6):
    """A small model of animals with a planted truth, the fourth feature nearly a copy."""
    made = animals(n, rows, d)
    rng = np.random.default_rng(7)
    for x in made:
        x[:, 3] = x[:, 0] + 0.05 * rng.normal(size=rows)
        x[rng.random(rows) < 0.05, 1] = np.nan
    noisy = [score_of(np.nan_to_num(x)) + rng.normal(size=rows) for x in made]
    values = tuple((score > 0).astype(int) for score in noisy)
    known = tuple(np.ones(rows, bool) for _ in made)
    return train_model(
        [table(x) for x in made],
        Target("pain", "binary", values, known),
        Groups.of(n, animal=[f"m{k}" for k in range(n)]),
        params=FrameModelParams(permutations=0, importance_rows=0),
        learning=LearningParams(estimator="linear", beside=()),
    )
