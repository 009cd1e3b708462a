"""What frames at random on both sides of a split would give, beside animals left out.

    python -m benchmarks.behavior_leakage FOLDER

The same features, the same boosted trees, the same frames of drawn mice; what differs is
which frames are tested: half of all, drawn at random, or those of the animal that was left out.
Once with the planted labels, and once with labels shifted by half a movie, which have
nothing to do with the pictures: whatever is found of those is leakage.  The numbers stand in
docs/explanation/behaviors.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from element_mouseface.core.behavior.features import BehaviorFeatures, open_frames
from element_mouseface.core.learning import Span

from .behavior_films import DEVELOPMENT, BehaviorFilm, make_films

_SEED = 7


def rows_of(films: Sequence[BehaviorFilm], fitted_on: Sequence[int]) -> list[np.ndarray]:
    """Features of every movie, fitted on some of them."""
    recordings = [open_frames(film.result) for film in films]
    spans = [Span(number, 0, len(recordings[number])) for number in fitted_on]
    (features,) = BehaviorFeatures().fit(recordings, [spans])
    return [features.rows(recording) for recording in recordings]


def scores(x: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Probabilities of the tested rows by a model of the others."""
    model = HistGradientBoostingClassifier(
        max_iter=30, max_bins=63, max_features=0.2, random_state=_SEED
    )
    return model.fit(x[train], y[train]).predict_proba(x[test])[:, 1]


def at_random(films: Sequence[BehaviorFilm], truth: Sequence[np.ndarray]) -> np.ndarray:
    """Average precision and AUROC of each behavior, half of the frames tested."""
    x = np.concatenate(rows_of(films, range(len(films))))
    y = np.concatenate(truth)
    test = np.random.default_rng(_SEED).random(len(x)) < 0.5
    found = [(y[test, k], scores(x, y[:, k], ~test, test)) for k in range(y.shape[1])]
    return np.array([measures(*pair) for pair in found])


def animal_left_out(films: Sequence[BehaviorFilm], truth: Sequence[np.ndarray]) -> np.ndarray:
    """The same, each animal's frames tested by a model of the others."""
    animals = np.array([film.animal for film in films])
    of_frames = np.repeat(animals, [len(one) for one in truth])
    y = np.concatenate(truth)
    p = np.zeros(y.shape)
    for animal in np.unique(animals):
        x = np.concatenate(rows_of(films, np.flatnonzero(animals != animal).tolist()))
        test = of_frames == animal
        for k in range(y.shape[1]):
            p[test, k] = scores(x, y[:, k], ~test, test)
    return np.array([measures(y[:, k], p[:, k]) for k in range(y.shape[1])])


def measures(y: np.ndarray, p: np.ndarray) -> tuple[float, float]:
    """Average precision and AUROC."""
    return float(average_precision_score(y, p)), float(roc_auc_score(y, p))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    films = make_films(folder, DEVELOPMENT, 1, 1500)
    planted = [film.shown for film in films]
    shifted = [np.roll(one, len(one) // 2, axis=0) for one in planted]
    found = {}
    for labels, truth in (("planted", planted), ("shifted", shifted)):
        for split, measure in (("at random", at_random), ("animal left out", animal_left_out)):
            values = measure(films, truth)
            found[f"{labels}, {split}"] = values.tolist()
            print(f"{labels} labels, {split}: mean average precision {values[:, 0].mean():.3f}, "
                  f"mean AUROC {values[:, 1].mean():.3f}", flush=True)  # fmt: skip
            for name, (precision, auroc) in zip(films[0].names, values, strict=True):
                print(f"    {name:12} {precision:.3f} {auroc:.3f}", flush=True)
    (folder / "leakage.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
