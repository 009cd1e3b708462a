"""Values that people gave to frames: what traces are compared with, or learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, LabelsError
from ..confounds.explained import held_out_folds
from ..confounds.params import MotionParams
from ..frame_features import FrameTable
from ..inputs import read_table
from ..learning.metrics import continuous_figures
from ..scoring.method.recording import Recording
from .params import AffectParams
from .rows import (
    AROUSAL,
    NOT_ASKED,
    OK,
    REFUSED,
    TRACES,
    AgreementRow,
    Missing,
    Trace,
    TrialRow,
    no_trace,
)
from .scaling import session_units
from .signs import StimulusSigns
from .valences import HELD_OUT, VALENCES, Valences

LEARNED = "held-out prediction of a ridge regression from ratings"
CONCORDANCE = (
    "Lin's concordance: 2 cov(x, y) / (var(x) + var(y) + (mean(x) - mean(y))^2), both {scale}"
)
_SCALES = {
    "sources": "against their own median, in their own robust standard deviations",
    "stimuli": "divided by their own mean over trials of the sign's stimuli",
    "ratings": "in the unit of the ratings",
}
_LEAST_RATED = 10


@dataclass(frozen=True, eq=False)
class AffectRatings:
    """Values that people gave.

    Attributes
    ----------
    values : mapping of str to (frames,) array
        By 'arousal', 'positive', 'negative'; NaN where a frame was not rated.  A rated trial has
        its value in all of its frames.
    source : str
        Who rated, or the file.
    """

    values: Mapping[str, np.ndarray]
    source: str = ""

    def __post_init__(self) -> None:
        values = {name: np.asarray(v, np.float64) for name, v in self.values.items()}
        unknown = sorted(set(values) - set(TRACES))
        if unknown or not values:
            raise InputError(
                "The ratings cannot be used.",
                expected=f"values of {', '.join(TRACES)}",
                got=", ".join(unknown) or "none",
                do="name them so",
            )
        for name, one in values.items():
            rated = one[np.isfinite(one)]
            if one.ndim != 1 or np.isinf(one).any() or not len(rated):
                raise InputError(
                    f"The ratings of {name} cannot be used.",
                    expected="one number for each frame, NaN where it was not rated",
                    got=f"shape {one.shape}, {len(rated)} rated",
                    do="rate some frames, with finite numbers",
                )
            if name != AROUSAL and rated.min() < 0:
                raise InputError(
                    f"The ratings of {name} valence cannot be used.",
                    expected="0 or more: positive and negative valence have a scale each",
                    got=f"{rated.min():g}",
                    do="rate positive and negative valence by themselves",
                )
        object.__setattr__(self, "values", values)

    def check_length(self, n_frames: int) -> None:
        """Refuse ratings of another number of frames (InputError)."""
        for name, one in self.values.items():
            if len(one) != n_frames:
                raise InputError(
                    f"The ratings of {name} do not belong to this recording.",
                    expected=f"{n_frames} frames",
                    got=str(len(one)),
                    do="give ratings of this movie's frames",
                )


def read_affect_ratings(path: str | Path, times_s: np.ndarray) -> AffectRatings:
    """Ratings from a text table with columns arousal, positive or negative.

    Parameters
    ----------
    path : path
        With one of: frame, time_s, first_frame and stop_frame, or start_s and stop_s (half-open),
        which say what a line is of.
    times_s : (frames,) array

    Raises
    ------
    PathError, LabelsError
        If there is no such file, or it is no such table.
    """
    from ..frame_models.ratings import read_ratings

    path = Path(path)
    expected = f"a table with columns of {', '.join(TRACES)}"
    read = read_table(path, "file of ratings", expected=expected, error=LabelsError)
    header = read.rows[0] if read.rows else []
    there = [name for name in TRACES if name in header]
    if not there:
        raise LabelsError(
            f"The file of ratings {path.name!r} has none of these columns.",
            expected=", ".join(TRACES),
            got=", ".join(map(repr, header[:20])) or "an empty file",
            do="name the columns of the ratings so",
        )
    frames = FrameTable((), np.empty((len(times_s), 0)), times_s=np.asarray(times_s))
    values = {}
    for name in there:
        found = read_ratings(path, name, frames)
        texts = [
            t if t is None or not found.decimal_comma else t.replace(",", ".") for t in found.texts
        ]
        try:
            values[name] = np.array([np.nan if t is None else float(t) for t in texts])
        except ValueError as error:
            raise LabelsError(
                f"The column {name!r} of {path.name!r} is not of numbers.",
                expected="numbers, blank where a row was not rated",
                got=str(error),
                do="write numbers",
            ) from error
    return AffectRatings(values, path.name)


def valence_from_ratings(
    filmed: Recording,
    ratings: AffectRatings,
    features: FrameTable | None,
    params: AffectParams,
) -> Valences:
    """Valences learned from ratings by ridge regression; each frame by models without its trial.

    Parameters
    ----------
    filmed : Recording
    ratings : AffectRatings
    features : FrameTable or None
        By default the named features of the pass.
    params : AffectParams
    """
    ratings.check_length(filmed.n_frames)
    wanted = [name for name in VALENCES if name in ratings.values]
    if wanted and features is None:
        from ..frame_features.recording import result_features

        features = result_features(filmed.result)
    traces = []
    for name in VALENCES:
        if name not in wanted or features is None:
            reason = f"there are no signs of stimuli and no ratings of {name} valence"
            traces.append(no_trace(name, filmed.n_frames, NOT_ASKED, reason))
        else:
            traces.append(_learned(name, filmed, ratings, features, params))
    events = filmed.events or ()
    spans = tuple((event.onset_s, event.offset_s) for event in events)
    return Valences(tuple(traces), (), (HELD_OUT,) * len(spans), spans, (), None)


def _learned(name: str, filmed: Recording, ratings, features: FrameTable, params) -> Trace:
    from ..frame_models import FrameModelParams, train_model
    from ..learning import LearningParams, Target

    values = ratings.values[name]
    known = np.isfinite(values) & np.isfinite(filmed.times_s)
    source = f"{LEARNED} ({ratings.source})" if ratings.source else LEARNED
    if known.sum() < _LEAST_RATED or not np.ptp(values[known]) > 0:
        reason = (
            f"{int(known.sum())} rated frames of {len(set(values[known].tolist()))} different "
            f"values: expected at least {_LEAST_RATED} frames and two values"
        )
        return no_trace(name, filmed.n_frames, REFUSED, reason, source)
    target = Target(name, "continuous", (np.where(known, values, 0.0),), (known,))
    learning = LearningParams(
        estimator="linear", beside=(), choose_strength=True, left_out="trial", min_frames=2
    )
    told = FrameModelParams(permutations=199, importance_rows=0, seed=params.seed)
    trained = train_model(
        [features], target, params=told, learning=learning, trials=[_trials(filmed)]
    )
    row = trained.metric("r")
    if not row.p <= params.alpha:
        reason = (
            f"the ratings of held-out trials are predicted no better than permuted ones (r "
            f"{row.value:.2f}, p = {row.p:.3g}; expected at most {params.alpha:g})"
        )
        return no_trace(name, filmed.n_frames, REFUSED, reason, source)
    estimate = np.asarray(trained.predictions[0].probability[:, 0], np.float64)
    estimate = np.where(np.isfinite(filmed.times_s), estimate, np.nan)
    missed = (estimate - values)[known]
    error = float(np.sqrt(np.nanmean(missed**2)))
    good = np.isfinite(estimate)
    missing = np.where(np.isfinite(filmed.times_s), Missing.NO_SCORE, Missing.NO_TIME)
    return Trace(
        name,
        np.maximum(estimate, 0.0),
        np.where(good, error, np.nan),
        "unit of the ratings",
        missing=np.where(good, Missing.NONE, missing).astype(np.uint8),
        estimate=estimate,
        source=source,
        p=row.p,
    )


def _trials(filmed: Recording) -> np.ndarray:
    """The number of each frame's trial, or block of time where there are no events."""
    return held_out_folds(filmed.times_s, filmed.events, MotionParams())


def agreement_rows(
    traces: Mapping[str, Trace],
    ratings: AffectRatings,
    trials: Sequence[TrialRow],
    filmed: Recording,
    signs: StimulusSigns | None,
) -> tuple[AgreementRow, ...]:
    """Concordance and r of each trace with its ratings; intervals over trials."""
    ratings.check_length(filmed.n_frames)
    unit = _trials(filmed)
    rows: list[AgreementRow] = []
    for name, rated in ratings.values.items():
        trace = traces[name]
        if trace.state != OK:
            continue
        kind = "sources" if name == AROUSAL else "stimuli" if signs is not None else "ratings"
        both = np.isfinite(trace.values) & np.isfinite(rated)
        x, y = np.where(both, trace.values, np.nan), np.where(both, rated, np.nan)
        if kind == "sources":
            x, y = session_units(x), session_units(y)
        elif kind == "stimuli":
            inside = _inside(trials, name, filmed.times_s)
            x, y = _of_mean(x, inside), _of_mean(y, inside)
        good = np.isfinite(x) & np.isfinite(y)
        figures: dict[str, Any] = {}
        if good.sum() >= 3:
            figures = {f.name: f for f in continuous_figures(y[good], x[good], unit[good])}
        for measure in ("concordance", "r"):
            found = figures.get(measure)
            low, high = (np.nan, np.nan) if found is None else (found.low, found.high)
            value = np.nan if found is None else found.value
            formula = CONCORDANCE.format(scale=_SCALES[kind])
            formula = formula if measure == "concordance" else "Pearson's correlation"
            rows.append(
                AgreementRow(
                    name, kind, measure, value, low, high, int(good.sum()), "frames", formula
                )
            )
    return tuple(rows)


def _inside(trials: Sequence[TrialRow], name: str, times_s: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(times_s), bool)
    for row in trials:
        if row.sign == name:
            inside |= (times_s >= row.onset_s) & (times_s < row.offset_s)
    return inside


def _of_mean(values: np.ndarray, inside: np.ndarray) -> np.ndarray:
    own = values[inside & np.isfinite(values)]
    middle = float(own.mean()) if len(own) else np.nan
    return values / middle if middle > 0 else np.full(len(values), np.nan)
