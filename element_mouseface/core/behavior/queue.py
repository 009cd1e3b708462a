"""Which seconds to label next: where a classifier is unsure, and where a movie looks new.

Frames of one second say nearly the same, so whole segments are ranked.  Each turn belongs to one
behavior, the rarest first, and takes the segment in which that behavior is most in doubt; a
segment that looks like those taken before, or of a movie that gave many, counts less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, ParameterError, check_whole
from .labels import Labels, mask_of
from .prediction import Prediction

#: A segment in a movie that already gave as many as its share counts this much less, each time.
_SPREAD = 0.35
#: The weight of looking new beside that of doubt.
_NOVELTY = 0.5


@dataclass(frozen=True)
class Segment:
    """A stretch of a movie to label.

    Attributes
    ----------
    rank : int
        From 1.
    recording : int
        Number of the prediction, from 0.
    movie : str
    first_frame, stop_frame : int
        Half-open.
    start_s, stop_s : float
    behavior : str
        That is most in doubt there.
    uncertainty : float
        0 to 1: how close its probabilities are to one half, in the most doubtful quarter.
    novelty : float
        0 to 1: how unlike the segment is to those that were labeled or ranked before.
    """

    rank: int
    recording: int
    movie: str
    first_frame: int
    stop_frame: int
    start_s: float
    stop_s: float
    behavior: str
    uncertainty: float
    novelty: float


def next_segments(
    predictions: Sequence[Prediction],
    features: Sequence[np.ndarray] | None = None,
    *,
    labels: Sequence[Labels | None] | None = None,
    n_segments: int = 20,
    length_s: float = 2.0,
) -> tuple[Segment, ...]:
    """Rank segments by how much a label of them would tell.

    Parameters
    ----------
    predictions : sequence of Prediction
        Of one or several movies.
    features : sequence of (frames, d) arrays, optional
        Rows of features of the same movies: what looks new is judged by them, else by the
        probabilities.
    labels : sequence of Labels or None, optional
        What is labeled already in each movie: those segments are left out, and what looks like
        them is not new.
    n_segments : int
        At most so many.
    length_s : float
        Of a segment; one or two seconds are usual.

    Raises
    ------
    InputError
        If predictions differ in behaviors, or features or labels belong to other movies.
    ParameterError
        If a parameter is out of its range.
    """
    check_whole("n_segments", n_segments, 1)
    if not 0.05 <= length_s <= 600:
        raise ParameterError(
            "length_s is out of range.", expected="0.05 to 600 seconds", got=repr(length_s)
        )
    _check(predictions, features, labels)
    tables = [
        _cut(number, prediction, None if features is None else features[number],
             None if labels is None else labels[number], length_s)
        for number, prediction in enumerate(predictions)
    ]  # fmt: skip
    table = np.concatenate(tables)
    return _ranked(predictions, table, n_segments) if len(table) else ()


def _check(
    predictions: Sequence[Prediction],
    features: Sequence[np.ndarray] | None,
    labels: Sequence[Labels | None] | None,
) -> None:
    if not predictions:
        raise InputError("There is nothing to rank.", expected="one prediction or more", got="none")
    names = {prediction.names for prediction in predictions}
    if len(names) > 1:
        raise InputError(
            "The predictions are of different behaviors.",
            expected="those of one classifier",
            got=" and ".join(", ".join(one) for one in sorted(names)[:2]),
        )
    for what, given in (("features", features), ("labels", labels)):
        lengths = [
            prediction.n_frames
            if one is None
            else (one.n_frames if isinstance(one, Labels) else len(one))
            for one, prediction in zip(given or [], predictions, strict=False)
        ]
        due = [prediction.n_frames for prediction in predictions]
        if given is not None and (len(given) != len(due) or lengths != due):
            raise InputError(
                f"The {what} belong to other movies than the predictions.",
                expected=f"one for each, of {due[:5]} frames",
                got=f"{len(given)}, of {lengths[:5]} frames",
            )


def _cut(
    number: int,
    prediction: Prediction,
    features: np.ndarray | None,
    labels: Labels | None,
    length_s: float,
) -> np.ndarray:
    """The segments of a movie as a table; parts without any probability are left out."""
    times = prediction.times_s
    if not len(times):
        edges = np.zeros(1, np.int64)
    else:
        numbers = np.floor((times - times[0]) / length_s + 1e-9)
        edges = np.append(np.flatnonzero(np.diff(numbers, prepend=-1)), len(times))
    looked = np.zeros(len(times), bool)
    for spans in () if labels is None else labels.assessed.values():
        looked |= mask_of(spans, len(times))
    looks = prediction.probability if features is None else features
    looks = np.asarray(looks, np.float32)
    kind = [("recording", int), ("first", int), ("stop", int), ("labeled", bool),
            ("doubt", np.float64, (len(prediction.names),)),
            ("looks", np.float64, (looks.shape[1],))]  # fmt: skip
    rows = []
    for first, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        chances = prediction.probability[first:stop]
        if not np.isfinite(chances).any():
            continue
        seen = looks[first:stop]
        with np.errstate(invalid="ignore"):
            look = np.nan_to_num(np.nansum(seen, axis=0) / np.isfinite(seen).sum(axis=0))
        labeled = bool(looked[first:stop].mean() > 0.5)
        rows.append((number, first, stop, labeled, _doubt(chances), look))
    return np.array(rows, dtype=kind)


def _doubt(chances: np.ndarray) -> np.ndarray:
    """For each behavior the mean of 4 p (1 - p) over the most doubtful quarter of the frames."""
    values = np.sort(np.nan_to_num(4 * chances.astype(np.float64) * (1 - chances)), axis=0)
    return values[-max(1, len(values) // 4) :].mean(axis=0)


def _ranked(predictions: Sequence[Prediction], table: np.ndarray, most: int) -> tuple[Segment, ...]:
    """Take one segment after the other."""
    looks = table["looks"]
    spread = looks.std(axis=0)
    looks = (looks - looks.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    far = np.full(len(table), np.inf)
    for known in np.flatnonzero(table["labeled"]).tolist():
        far = np.minimum(far, _distance(looks, known))
    typical = max(float(np.median(np.sqrt((looks**2).sum(axis=1)))), 1e-9)
    names = predictions[0].names
    chosen: list[Segment] = []
    turns = _rarest_first(predictions)
    taken = np.zeros(len(predictions))
    free = ~table["labeled"]
    while free.any() and len(chosen) < most:
        behavior = int(turns[len(chosen) % len(turns)])
        novelty = np.clip(np.where(np.isfinite(far), far, typical) / (2 * typical), 0, 1)
        worth = table["doubt"][:, behavior] + _NOVELTY * novelty
        share = len(chosen) / len(predictions)
        worth = worth - _SPREAD * np.maximum(taken[table["recording"]] - share, 0)
        place = int(np.where(free, worth, -np.inf).argmax())
        free[place] = False
        row = table[place]
        taken[row["recording"]] += 1
        far = np.minimum(far, _distance(looks, place))
        doubtful = int(row["doubt"].argmax())
        chosen.append(
            _segment(
                len(chosen) + 1,
                predictions[int(row["recording"])],
                row,
                names[doubtful],
                float(row["doubt"][doubtful]),
                float(novelty[place]),
            )
        )
    return tuple(chosen)


def _rarest_first(predictions: Sequence[Prediction]) -> list[int]:
    """Behaviors by their mean probability, those without any last."""
    chances = np.concatenate([one.probability for one in predictions]).astype(np.float64)
    known = np.isfinite(chances).sum(axis=0)
    mean = np.nansum(chances, axis=0) / np.maximum(known, 1)
    return np.argsort(np.where(known > 0, mean, np.inf), kind="stable").tolist()


def _segment(
    rank: int,
    prediction: Prediction,
    row: np.void,
    behavior: str,
    uncertainty: float,
    novelty: float,
) -> Segment:
    first, stop = int(row["first"]), int(row["stop"])
    times = prediction.times_s
    usual = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    end = float(times[stop]) if stop < len(times) else float(times[-1]) + usual
    where = (int(row["recording"]), prediction.movie, first, stop, float(times[first]), end)
    return Segment(rank, *where, behavior, uncertainty, novelty)


def _distance(looks: np.ndarray, place: int) -> np.ndarray:
    return np.sqrt(((looks - looks[place]) ** 2).sum(axis=1))
