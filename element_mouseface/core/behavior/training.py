"""Train a classifier of behaviors, and test it on animals that it has not seen.

Every frame is predicted by models of other animals (sessions, movies, or blocks of one
movie), whose features, calibration, thresholds and durations come from those others alone.
The classifier that is kept is trained on everything, and its thresholds are chosen
on those held-out predictions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...errors import InputError, LabelsError
from ..learning import (
    CrossFit,
    Fold,
    FoldPlan,
    Groups,
    HeldOut,
    LearningParams,
    Target,
    cross_fit,
    plan_folds,
)
from ..learning.null import shifted
from .classifier import BehaviorClassifier, decoded
from .decoding import Decoding, choose_decoding
from .ethogram import Ethogram
from .features import (
    BehaviorFeatureParams,
    BehaviorFeatures,
    FittedBehaviorFeatures,
    FrameSource,
)
from .figures import make_report
from .labels import Labels, mask_of, runs_of
from .prediction import Prediction
from .targets import column_in_target, columns_of, make_targets, target_of
from .training_report import TrainingReport

#: what the names of targets of shifted labels, and of a part of the labels, end with
SHIFTED, PART = " (shifted in time)", " (with {:g} of the labels)"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class TrainedClassifier:
    """A classifier with what is known of its errors.

    Attributes
    ----------
    classifier : BehaviorClassifier
        Trained on all recordings.
    report : TrainingReport
        Figures of merit, all from held-out predictions.
    predictions : tuple of Prediction
        Of each recording, by models that did not see its animal.
    """

    classifier: BehaviorClassifier
    report: TrainingReport
    predictions: tuple[Prediction, ...]


def train_classifier(
    recordings: Sequence[FrameSource],
    labels: Sequence[Labels],
    groups: Groups | None = None,
    *,
    features: BehaviorFeatureParams | None = None,
    learning: LearningParams | None = None,
    learning_curve: Sequence[float] = (0.1, 0.3),
    client: Any = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> TrainedClassifier:
    """Train on labeled recordings.

    Parameters
    ----------
    recordings : sequence of FrameSource
        From `open_frames`.
    labels : sequence of Labels
        One a recording.  Frames that nobody assessed are neither trained nor tested on.
    groups : Groups, optional
        Animals, sessions and movies; without it each recording is a movie by itself.
    features : BehaviorFeatureParams, optional
    learning : LearningParams, optional
    learning_curve : sequence of float
        Shares of the labels that models are trained on as well, to tell whether more labels
        would help; empty for none.
    client : distributed.Client, optional
        Folds run on its workers, which see the result folders under the same paths.
    workers : int, optional
        Threads without a client; None for all cores.
    progress : callable(done, total), optional
        Called after each fold.

    Returns
    -------
    TrainedClassifier
        The same whatever `client` and `workers` are.

    Raises
    ------
    LabelsError
        If labels are of another number of frames than their recording, ethograms differ in
        kind, or nothing is labeled.
    ResultMismatchError
        If recordings differ in cells, crop or traces.
    InputError
        If there are too few frames to test on others than those that are trained on.
    """
    learning = learning or LearningParams()
    maker = BehaviorFeatures(features)
    ethogram, labels = _one_ethogram(recordings, labels)
    groups = groups or Groups.of(len(recordings), movie=None)
    states = [one.matrix() for one in labels]
    targets = make_targets(ethogram, states)
    times_s = [one.times_s for one in recordings]
    plan = _plan(groups, recordings, labels, learning)
    chooser = _Chooser(ethogram, states, times_s, learning.estimator)
    plain = _plain(targets, learning, learning_curve)
    crossed = cross_fit(
        recordings,
        maker,
        targets,
        plan,
        learning,
        plain=plain,
        choose=chooser,
        client=client,
        workers=workers,
        progress=progress,
    )
    trained = _states(ethogram, crossed)
    chances = [_held_out(ethogram, crossed, number) for number in range(len(recordings))]
    decodings = {
        name: choose_decoding(
            [matrix[:, column] for matrix in states], [one[:, column] for one in chances], times_s
        )[0]
        for column, name in enumerate(ethogram.names)
    }
    models = tuple(crossed.models[t.name, learning.estimator] for t in targets)
    about = _about(recordings, labels, groups, plan)
    classifier = BehaviorClassifier(
        ethogram, _own(crossed.features), models, decodings, learning, trained, about
    )
    predictions = tuple(
        _prediction(classifier, crossed, number, one, chances[number])
        for number, one in enumerate(recordings)
    )
    report = make_report(classifier, crossed, predictions, labels, states, SHIFTED, PART)
    classifier = replace(classifier, about={**about, "figures": report.short()})
    return TrainedClassifier(classifier, report, predictions)


def _own(features: Any) -> FittedBehaviorFeatures:
    """The features that the maker of behaviors gave."""
    return features


class _Chooser:
    """Chooses the decoding of each behavior in a fold, on its training frames."""

    def __init__(
        self,
        ethogram: Ethogram,
        states: Sequence[np.ndarray],
        times_s: Sequence[np.ndarray],
        estimator: str,
    ):
        self._ethogram, self._states = ethogram, states
        self._times_s, self._estimator = times_s, estimator

    def __call__(self, fold: Fold, held_out: HeldOut) -> dict[str, Decoding]:
        inside = [np.zeros(len(one), bool) for one in self._states]
        for number, first, stop in fold.train:
            inside[number][first:stop] = True
        chosen = {}
        for column, name in enumerate(self._ethogram.names):
            key = target_of(self._ethogram, name), self._estimator
            place = column_in_target(self._ethogram, name)
            if key not in held_out.scores:
                chosen[name] = Decoding()
                continue
            chances = [one[:, place] for one in held_out.probabilities(*key)]
            states = [
                np.where(mask, matrix[:, column], -1)
                for matrix, mask in zip(self._states, inside, strict=True)
            ]
            chosen[name], _ = choose_decoding(states, chances, self._times_s)
        return chosen


def _one_ethogram(
    recordings: Sequence[FrameSource], labels: Sequence[Labels]
) -> tuple[Ethogram, list[Labels]]:
    """The behaviors of all labels in order of appearance, and the labels with all of them."""
    if len(recordings) != len(labels) or not recordings:
        raise InputError(
            "Labels and recordings do not belong together.",
            expected="labels for each of at least one recording",
            got=f"{len(recordings)} recordings and {len(labels)} labels",
        )
    for recording, one in zip(recordings, labels, strict=True):
        if one.n_frames != recording.n_frames:
            raise LabelsError(
                f"The labels of {recording.name} are those of another movie.",
                expected=f"{recording.n_frames} frames, as the movie has",
                got=f"{one.n_frames} frames{f' in {one.source}' if one.source else ''}",
                do="check that they belong together; reading the label file can cut or extend it",
            )
    found: dict[str, Any] = {}
    for one in labels:
        for behavior in one.ethogram.behaviors:
            found.setdefault(behavior.name, behavior)
    kinds = {one.ethogram.exclusive for one in labels}
    if len(kinds) > 1:
        raise LabelsError(
            "The behaviors exclude each other in some labels and not in others.",
            expected="one or the other for all recordings",
            got=", ".join(
                f"{r.name}: {'exclusive' if one.ethogram.exclusive else 'not exclusive'}"
                for r, one in list(zip(recordings, labels, strict=True))[:5]
            ),
        )
    ethogram = Ethogram(tuple(found.values()), kinds.pop())
    same = [one if one.ethogram == ethogram else one.with_ethogram(ethogram) for one in labels]
    if not any(one.n_assessed(name) for one in same for name in ethogram.names):
        raise LabelsError("Nothing is labeled.", expected="assessed frames", got="none")
    return ethogram, same


def _plan(
    groups: Groups,
    recordings: Sequence[FrameSource],
    labels: Sequence[Labels],
    learning: LearningParams,
) -> FoldPlan:
    assessed = []
    for one in labels:
        mask = np.zeros(one.n_frames, bool)
        for spans in one.assessed.values():
            mask |= mask_of(spans, one.n_frames)
        assessed.append(runs_of(mask))
    return plan_folds(
        groups,
        [one.n_frames for one in recordings],
        [one.times_s for one in recordings],
        level=learning.left_out,
        max_folds=learning.max_folds,
        gap_s=learning.gap_s,
        blocks=learning.blocks,
        assessed=assessed,
    )


def _plain(
    targets: Sequence[Target], learning: LearningParams, shares: Sequence[float]
) -> list[Target]:
    """Targets for comparison: labels shifted in time, and a part of the labels."""
    found = []
    for target in targets:
        found.append(replace(shifted(target, learning.seed), name=target.name + SHIFTED))
        for share in shares:
            found.append(_part(target, share, learning.seed))
    return found


def _part(target: Target, share: float, seed: int) -> Target:
    """The target with a part of what is known: stretches of a fiftieth of each recording."""
    rng = np.random.default_rng([seed, round(1e6 * share)])
    known = []
    for one in target.known:
        pieces = np.array_split(np.arange(len(one)), 50)
        kept = np.zeros(len(one), bool)
        for piece in rng.permutation(50)[: max(1, round(50 * share))]:
            kept[pieces[piece]] = True
        known.append(one & kept)
    return replace(target, name=target.name + PART.format(share), known=tuple(known))


def _states(ethogram: Ethogram, crossed: CrossFit) -> tuple[str, ...]:
    """Whether each behavior could be trained."""
    found = []
    for name in ethogram.names:
        model = crossed.models[target_of(ethogram, name), crossed.params.estimator]
        place = column_in_target(ethogram, name)
        enough = model.state == "fitted"
        if ethogram.exclusive:
            enough = enough and model.counts[place] >= crossed.params.min_frames
        found.append("fitted" if enough else "not trainable")
    return tuple(found)


def _held_out(ethogram: Ethogram, crossed: CrossFit, number: int) -> np.ndarray:
    """Held-out calibrated probabilities of one recording: (frames, behaviors) float32."""
    names = list(dict.fromkeys(target_of(ethogram, name) for name in ethogram.names))
    parts = [crossed.probabilities(name)[number] for name in names]
    return columns_of(ethogram, parts, ["fitted"] * len(ethogram.names)).astype(np.float32)


def _prediction(
    classifier: BehaviorClassifier,
    crossed: CrossFit,
    number: int,
    recording: FrameSource,
    chances: np.ndarray,
) -> Prediction:
    """What the folds say of one recording, each of the frames that it left out."""
    present = np.zeros(chances.shape, bool)
    for result in crossed.folds:
        spans = [span for span in result.fold.test if span.recording == number]
        if not spans:
            continue
        decodings: Mapping[str, Decoding] = result.chosen
        found = decoded(classifier.ethogram, decodings, chances, recording.times_s)
        for _, first, stop in spans:
            present[first:stop] = found[first:stop]
    notes = ("within one movie",) if crossed.plan.within_one_movie else ()
    return Prediction(
        classifier.ethogram,
        chances,
        present,
        recording.times_s,
        recording.flags,
        classifier.states,
        movie=recording.name,
        movie_digest=recording.digest,
        held_out=True,
        notes=notes,
    )


def _about(
    recordings: Sequence[FrameSource], labels: Sequence[Labels], groups: Groups, plan: FoldPlan
) -> dict[str, Any]:
    """Where a classifier comes from."""
    from ... import __version__

    movies = [
        {
            "name": recording.name,
            "digest": recording.digest,
            "frames": recording.n_frames,
            "labels": one.source,
            "labels_digest": one.digest,
            "method": one.method,
            "labeler": one.labeler,
            "based_on": one.based_on,
            "animal": groups.animal[number],
            "session": groups.session[number],
        }
        for number, (recording, one) in enumerate(zip(recordings, labels, strict=True))
    ]
    return {"version": __version__, "movies": movies, "left_out": plan.level}
