"""How well behaviors are classified on drawn mice: every figure against what was planted.

Films are those of `behavior_films`.  All predictions of a movie come from models that were
trained without its animal; the truth is used for training labels and for measuring only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.behavior.agreement import agreement
from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.features import open_frames
from element_mouseface.core.behavior.labels import Labels, runs_of
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.behavior.queue import next_segments
from element_mouseface.core.behavior.training import TrainedClassifier, train_classifier
from element_mouseface.core.learning import Groups, LearningParams

from .behavior_films import EVIDENCE, BehaviorFilm, evidence_films, make_film
from .behavior_measures import counted_by_hand, measure_behavior
from .measuring import ROOT

RARE = 0.015  # a behavior of about one percent of the frames has less than this
QUARTER = 0.25
HIDDEN_S = 10.0  # half of the labels: every other stretch of so many seconds


def labels_of(film: BehaviorFilm, known: np.ndarray | None = None) -> Labels:
    """The planted labels, all frames assessed or those of a mask (frames,)."""
    matrix = film.shown.astype(np.int8)
    if known is not None:
        matrix = np.where(known[:, None], matrix, np.int8(-1))
    ethogram = Ethogram(tuple(Behavior(name) for name in film.names))
    return Labels.from_matrix(ethogram, matrix, labeler="planted")


def train(
    films: Sequence[BehaviorFilm],
    known: Sequence[np.ndarray] | None = None,
    workers: int | None = None,
    learning: LearningParams | None = None,
    learning_curve: Sequence[float] = (),
) -> TrainedClassifier:
    """Train on the films, leaving out an animal in turn; on the frames of masks, if given.

    Without what is trained for comparison and changes no prediction, unless that is given.
    """
    masks = [None] * len(films) if known is None else known
    groups = Groups.of(
        len(films),
        animal=[film.animal for film in films],
        session=[film.session for film in films],
        movie=[film.result.stem for film in films],
    )
    return train_classifier(
        [open_frames(film.result) for film in films],
        [labels_of(film, mask) for film, mask in zip(films, masks, strict=True)],
        groups,
        workers=workers,
        learning=learning or LearningParams(beside=()),
        learning_curve=learning_curve,
        progress=lambda done, total: print(f"fold {done} of {total}", file=sys.stderr, flush=True),
    )


def measured(films: Sequence[BehaviorFilm], predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Figures of each behavior, and the means of all."""
    rows = {}
    for column, name in enumerate(films[0].names):
        rows[name] = measure_behavior(
            [film.shown[:, column] for film in films],
            [one.present[:, one.names.index(name)] for one in predictions],
            [one.probability[:, one.names.index(name)] for one in predictions],
            [film.times_s for film in films],
        )
    onsets = np.concatenate([row.pop("onset_frames") for row in rows.values()])
    return {
        "behaviors": rows,
        "macro_f1": float(np.mean([row["f1"] for row in rows.values()])),
        "rare_f1": min((r["f1"] for r in rows.values() if r["share"] < RARE), default=np.nan),
        "bout_f1": float(np.mean([row["bout_f1"]["0.5"] for row in rows.values()])),
        "onset_median": float(np.median(onsets)),
        "onset_p90": float(np.percentile(onsets, 90)),
        "time_budget": max(abs(row["time_budget_error"]) for row in rows.values()),
        "ece": max(row["ece"] for row in rows.values()),
        "brier_ratio": max(row["brier"] / row["brier_of_prevalence"] for row in rows.values()),
    }


def whole(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """Trained on all labels; every movie predicted by models of the other animals."""
    begin = time.perf_counter()
    trained = train(films)
    took_s = time.perf_counter() - begin
    areas = {n: trained.report.value("auroc_of_shifted_labels", n) for n in films[0].names}
    more = {"took_s": took_s, "findings": list(trained.report.findings), "auroc_shifted": areas}
    return measured(films, trained.predictions) | more


def told(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """How many there are, and what share of their frames each behavior has."""
    shares = np.concatenate([film.shown for film in films]).mean(0)
    return {
        "animals": len({film.animal for film in films}),
        "movies": len(films),
        "frames": int(sum(len(film.times_s) for film in films)),
        "share": dict(zip(films[0].names, shares.tolist(), strict=True)),
    }


def noisy_labelers(films: Sequence[BehaviorFilm]) -> list[dict[str, Any]]:
    """Agreement with a second labeler who errs at planted rates, and the same counted by hand."""
    rows = []
    for number, film in enumerate(films):
        rng = np.random.default_rng(number)
        second = film.shown ^ (rng.random(film.shown.shape) < 0.002 * (number + 1))
        second = np.roll(second, number, axis=0)  # and is late
        theirs = labels_of(replace(film, shown=second))
        for row in agreement(labels_of(film), theirs, film.times_s):
            column = film.names.index(row.behavior)
            by_hand = counted_by_hand(film.shown[:, column], second[:, column], row.overlap)
            ours = {name: float(getattr(row, name)) for name in by_hand}
            off = max(abs(ours[name] - by_hand[name]) for name in by_hand)
            rows.append({"movie": film.video.stem, "behavior": row.behavior, **ours, "off": off})
    return rows


def half_hidden(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """Trained with every other stretch of ten seconds unlabeled; measured on all frames."""
    known = [(film.times_s // HIDDEN_S) % 2 == number % 2 for number, film in enumerate(films)]
    return measured(films, train(films, known).predictions)


def shifted_labels(films: Sequence[BehaviorFilm]) -> dict[str, bool]:
    """Of each behavior whether a training on labels shifted in time says that it is chance."""
    rng, moved = np.random.default_rng(0), []
    for film in films:
        n = len(film.times_s)
        moved.append(replace(film, shown=np.roll(film.shown, rng.integers(n // 3, 2 * n // 3), 0)))
    told = train(moved).report.findings
    return {
        name: any(text.startswith(f"{name} is no better than chance") for text in told)
        for name in films[0].names
    }


class _Labeling:
    """Movies that are labeled second by second, some of their bouts at a time."""

    def __init__(self, films: Sequence[BehaviorFilm], seed: int):
        self.films = films
        self.known = [np.zeros(len(film.times_s), bool) for film in films]
        self._rng = np.random.default_rng(seed)

    def bouts(self) -> float:
        """The part of all bouts of which a frame is labeled."""
        total = seen = 0
        for film, known in zip(self.films, self.known, strict=True):
            for column in film.shown.T:
                for first, stop in runs_of(column):
                    total, seen = total + 1, seen + bool(known[first:stop].any())
        return seen / total

    def seconds(self) -> float:
        """Labeled time."""
        rates = [np.median(np.diff(film.times_s)) for film in self.films]
        return float(sum(k.sum() * r for k, r in zip(self.known, rates, strict=True)))

    def add(
        self, segments: Iterable[tuple[int, int, int]], *, bouts: float, seconds: float
    ) -> None:
        """Label segments (movie, first, stop) in turn until either is reached."""
        for movie, first, stop in segments:
            if self.bouts() >= bouts or self.seconds() >= seconds:
                return
            self.known[movie][first:stop] = True

    def at_random(self) -> list[tuple[int, int, int]]:
        """Segments of two seconds, in no order."""
        cuts = [
            (number, *np.searchsorted(film.times_s, [at, at + 2.0]).tolist())
            for number, film in enumerate(self.films)
            for at in np.arange(0, film.times_s[-1], 2.0)
        ]
        return [cuts[k] for k in self._rng.permutation(len(cuts))]


def by_the_queue(films: Sequence[BehaviorFilm], rounds: int = 3) -> dict[str, Any]:
    """A quarter of the bouts labeled, as the queue ranks them or at random; tested on others.

    The last three animals are tested.  Both begin with the same few seconds at random.
    """
    known, tested = films[:-3] or films[:1], films[-3:]
    everything = tested_on(known, None, tested)
    queue, random = _Labeling(known, 1), _Labeling(known, 1)
    queue.add(queue.at_random(), bouts=QUARTER / rounds, seconds=np.inf)
    for number in range(2, rounds + 1):
        model = train(known, queue.known).classifier
        predictions = [model.predict(open_frames(film.result)) for film in known]
        labels = [labels_of(film, mask) for film, mask in zip(known, queue.known, strict=True)]
        ranked = next_segments(predictions, labels=labels, n_segments=1000)
        queue.add(
            [(s.recording, s.first_frame, s.stop_frame) for s in ranked],
            bouts=QUARTER * number / rounds,
            seconds=np.inf,
        )
    random.add(random.at_random(), bouts=np.inf, seconds=queue.seconds())
    return {
        "full": everything,
        "queue": tested_on(known, queue.known, tested) | _effort(queue),
        "random": tested_on(known, random.known, tested) | _effort(random),
    }


def _effort(labeling: _Labeling) -> dict[str, float]:
    return {"bouts": labeling.bouts(), "seconds": labeling.seconds()}


def tested_on(
    known: Sequence[BehaviorFilm],
    masks: Sequence[np.ndarray] | None,
    tested: Sequence[BehaviorFilm],
) -> dict[str, float]:
    """Macro F1 on movies of other animals."""
    model = train(known, masks).classifier
    found = measured(tested, [model.predict(open_frames(film.result)) for film in tested])
    return {"macro_f1": found["macro_f1"], "bout_f1": found["bout_f1"]}


def digests(films: Sequence[BehaviorFilm]) -> list[dict[str, Any]]:
    """The same training with 1 and 8 threads, each twice, in processes of their own."""
    folder, rows = films[0].result.parent, []
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
    for threads in (1, 8, 1, 8):
        code = "from benchmarks.evidence_behavior import print_digest; "
        code += f"print_digest({str(folder)!r}, {len(films[0].times_s)}, {threads})"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | dict.fromkeys((*names, "NUMBA_NUM_THREADS"), str(threads)),
            capture_output=True,
            text=True,
            check=True,
        )
        rows.append({"threads": threads, "digest": done.stdout.split()[-1]})
    return rows


def print_digest(folder: str, frames: int, threads: int) -> None:
    """Train on a movie of each of three animals and print the classifier's digest."""
    films = [make_film(Path(folder), animal, 0, frames) for animal in EVIDENCE[:3]]
    print(train(films, workers=threads).classifier.digest)


def _first_day(films: Sequence[BehaviorFilm]) -> list[BehaviorFilm]:
    return [film for film in films if film.session == "day0"]


#: what is measured, of all films
STEPS: dict[str, Callable[[Sequence[BehaviorFilm]], Any]] = {
    "films": told,
    "agreement": lambda films: noisy_labelers(films[:3]),
    "whole": whole,
    "half": half_hidden,
    "shifted": lambda films: shifted_labels(_first_day(films)),
    "queue": lambda films: by_the_queue(_first_day(films)),
    "digests": digests,
}


def behavior(out: Path, short: bool, steps: Sequence[str] = tuple(STEPS)) -> dict[str, Any]:
    """The evidence, step by step."""
    films, found = evidence_films(out / "behavior", short), {}
    for name in steps:
        found[name] = STEPS[name](films)
        print(name, json.dumps(found[name]), flush=True)
    return found


def main() -> None:
    """Some of the steps, into a file of their own: training takes minutes each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="where the folder `behavior` with the films is")
    parser.add_argument("into", type=Path, help="a JSON file; its other steps stay")
    parser.add_argument("steps", nargs="+", choices=STEPS)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    for name in given.steps:
        found = behavior(given.out, given.short, [name])
        before = json.loads(given.into.read_text()) if given.into.exists() else {}
        given.into.write_text(json.dumps(before | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
