"""Which frames failed: a lost point, no score, a flag, a wrong behavior, a value of a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError, check_choice
from ..behavior.labels import Labels
from ..behavior.prediction import Prediction
from ..features.quality import FrameFlag
from ..frame_features import FrameTable, Reason
from ..keypoints import Keypoints
from ..results.scored import ScoredRecording


@dataclass(frozen=True, eq=False)
class Failures:
    """Which frames failed, and of which that is known.

    Attributes
    ----------
    failed, known : (n,) bool arrays
    what : str
        What counts as failed.
    about : dict
        JSON: where it is from.
    notes : tuple of str
    """

    failed: np.ndarray
    known: np.ndarray
    what: str
    about: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def lost_points(
    keypoints: Keypoints, names: Sequence[str] = (), min_likelihood: float = 0.6
) -> Failures:
    """Frames in which any of some points was not found, or its likelihood is too low.

    Parameters
    ----------
    keypoints : Keypoints
    names : sequence of str
        By default all points.
    min_likelihood : float

    Raises
    ------
    ParameterError
        If there is no such point.
    """
    names = tuple(names) or keypoints.names
    lost = ~keypoints.valid(min_likelihood)[:, keypoints.columns(names)]
    what = f"points:{','.join(names)}" if names != keypoints.names else "points"
    about = {
        "kind": "lost points",
        "points": list(names),
        "min_likelihood": float(min_likelihood),
        "software": keypoints.software,
        "file_sha256": keypoints.file_sha256,
    }
    return Failures(np.asarray(lost.any(axis=1), bool), np.ones(len(lost), bool), what, about)


def flagged(flags: np.ndarray, names: Sequence[str]) -> Failures:
    """Frames with any of some flags.

    Parameters
    ----------
    flags : (n,) uint16 array
        `FrameFlag` bits.
    names : sequence of str
        'black', 'saturated', 'repeated', 'constant', 'missing'; in any case.

    Raises
    ------
    ParameterError
        If there is no such flag.
    """
    known = {str(flag.name).lower(): int(flag) for flag in FrameFlag}
    bits = 0
    for name in names:
        check_choice("There is no such flag of a frame.", name.lower(), known)
        bits |= known[name.lower()]
    flags = np.asarray(flags, np.uint16)
    failed = np.zeros(len(flags), bool)
    failed[(flags & bits) > 0] = True
    what = f"flag:{'+'.join(name.lower() for name in names)}"
    about = {"kind": "flag", "flags": [name.lower() for name in names]}
    return Failures(failed, np.ones(len(flags), bool), what, about)


def without_score(
    scored: ScoredRecording, stimulus: str | None = None, measure: str | None = None
) -> Failures:
    """Frames whose score has no value: missing, black, or not registered; or a refused stimulus.

    Parameters
    ----------
    scored : ScoredRecording
    stimulus : str, optional
        By default a frame fails if every stimulus that was not refused is without a value.
    measure : str, optional
        By default the main one, which has standard errors.

    Raises
    ------
    ParameterError
        If there is no such stimulus or measure.
    """
    scores = scored.scores_of(measure)
    measure = measure or scores.measure
    if stimulus is not None:
        check_choice("The movie was not scored for this stimulus.", stimulus, scores.names)
    names = scores.names if stimulus is None else (stimulus,)
    traces = {name: scores.trace(name, measure) for name in names}
    there = [trace.values for trace in traces.values() if trace is not None]
    refused = [name for name, trace in traces.items() if trace is None]
    n = len(scored)
    failed = np.isnan(np.stack(there)).all(axis=0) if there else np.ones(n, bool)
    told = [f.reason for f in scores.findings if f.about in refused]
    notes = tuple(f"{name} was refused" for name in refused) + tuple(dict.fromkeys(told))
    what = f"score:{stimulus or measure}"
    about = {"kind": "score", "measure": measure, "stimulus": stimulus, "refused": refused}
    return Failures(failed, np.ones(n, bool), what, about, notes)


def misclassified(prediction: Prediction, labels: Labels, behavior: str | None = None) -> Failures:
    """Frames in which a prediction of behaviors is not what was labeled.

    Parameters
    ----------
    prediction : Prediction
    labels : Labels
        Of the same movie.
    behavior : str, optional
        Only this one; by default any of those that both have.

    Returns
    -------
    Failures
        Not known where nobody labeled, or nothing was predicted.

    Raises
    ------
    InputError
        If they are of different lengths or share no behavior.
    """
    if prediction.n_frames != labels.n_frames:
        raise InputError(
            "The prediction and the labels are not of the same movie.",
            expected=f"labels of {prediction.n_frames} frames",
            got=f"{labels.n_frames}",
        )
    both = [name for name in prediction.names if name in labels.ethogram.names]
    if behavior is not None:
        check_choice("This behavior is not both predicted and labeled.", behavior, both)
        both = [behavior]
    if not both:
        raise InputError(
            "The prediction and the labels have no behavior in common.",
            expected=f"one of {', '.join(prediction.names)}",
            got=", ".join(labels.ethogram.names),
        )
    matrix = labels.matrix()
    wrong, known = np.zeros(labels.n_frames, bool), np.zeros(labels.n_frames, bool)
    for name in both:
        label = matrix[:, labels.ethogram.names.index(name)]
        column = prediction.names.index(name)
        judged = (label >= 0) & np.isfinite(prediction.probability[:, column])
        wrong |= judged & ((label == 1) != prediction.present[:, column])
        known |= judged
    about = {
        "kind": "misclassified",
        "behaviors": both,
        "classifier_digest": prediction.classifier_digest,
        "labels_digest": labels.digest,
    }
    return Failures(wrong, known, f"misclassified:{behavior or ','.join(both)}", about)


def undefined_feature(table: FrameTable, column: str) -> Failures:
    """Rows in which a named feature is undefined: a lost point, or a face that was not found."""
    missing = np.isnan(table.column(column))
    codes, counts = np.unique(table.reason(column)[missing], return_counts=True)
    notes = tuple(
        f"{count} of them: {Reason(int(code)).text}"
        for code, count in zip(codes, counts, strict=True)
    )
    about = {"kind": "undefined feature", "column": column, "features": table.digest}
    return Failures(missing, np.ones(len(table), bool), f"undefined:{column}", about, notes)


def no_face(table: FrameTable) -> Failures:
    """Pictures in which no face was found.

    Raises
    ------
    InputError
        If no column of the table says so.
    """
    found = np.zeros(len(table), bool)
    for codes in table.reasons.values():
        found |= codes == Reason.NO_FACE
    unreadable = np.zeros(len(table), bool)
    for codes in table.reasons.values():
        unreadable |= codes == Reason.UNREADABLE
    if not found.any() and not any(name.startswith("points:") for name in table.names):
        raise InputError(
            "The table does not say in which pictures a face was found.",
            expected="columns of landmarks, such as points:...",
            got=", ".join(table.names[:5]) + " ...",
            do="make the table with landmarks of the face",
        )
    return Failures(found, ~unreadable, "no face", {"kind": "no face", "features": table.digest})


def compared(
    values: np.ndarray, condition: str = "", *, what: str = "column"
) -> tuple[np.ndarray, np.ndarray]:
    """Which values count as failed, and which are known.

    Parameters
    ----------
    values : (n,) float array
    condition : str
        '<0.6', '>3', '<=', '>=', '=1', '!=1', or '=nan' (undefined).  Without one a value of 1
        is failed and 0 is not.

    Raises
    ------
    ParameterError, InputError
        If there is no such condition, or values are not 0 and 1 without one.
    """
    values = np.asarray(values, np.float64)
    there = np.isfinite(values)
    if not condition:
        if not np.isin(values[there], (0, 1)).all():
            other = values[there & ~np.isin(values, (0, 1))]
            raise InputError(
                f"The {what} does not say yes or no.",
                expected="1 (failed), 0 (not failed) or blank (unknown); or a condition, such as "
                f"{what}<0.6",
                got=f"{other[0]:g}, and {len(other) - 1} more",
            )
        return values == 1, there
    sign = next((s for s in ("<=", ">=", "!=", "<", ">", "=") if condition.startswith(s)), "")
    text = condition[len(sign) :].strip().lower()
    if sign == "=" and text == "nan":
        return ~there, np.ones(len(values), bool)
    try:
        limit = float(text)
    except ValueError:
        limit = np.nan
    if not sign or not np.isfinite(limit):
        raise ParameterError(
            f"This is not a condition: {condition!r}.",
            expected="<, <=, >, >=, = or != and a number, or =nan",
        )
    return _SIGNS[sign](values, limit) & there, there


_SIGNS = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "!=": np.not_equal,
}
