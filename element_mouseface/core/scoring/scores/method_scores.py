"""`MethodScores`: the scores of a recording by one method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from ...events.bouts import Bout
from ...events.habituation import HabituationRow
from ...events.measures import MeasureParams
from ...events.windows import EventRow
from ..findings import REFUSED, Finding

CROSS_VALIDATED, SAME_DATA, OTHER_SESSION = "cross-validated", "same data", "other session"


@dataclass(frozen=True, eq=False)
class ScoreTrace:
    """One measure of a stimulus's expression in each frame.

    Attributes
    ----------
    measure : str
        'score', 'similarity', or another measure of a method.
    name : str
        The stimulus whose prototype it is.
    unit : str
    values : (frames,) array
        NaN where undefined.
    errors : (frames,) array or None
        Standard errors, if the measure has them.
    enter, leave : float
        Values at which a bout begins and ends; NaN if there are no bouts.
    """

    measure: str
    name: str
    unit: str
    values: np.ndarray
    errors: np.ndarray | None = None
    enter: float = float("nan")
    leave: float = float("nan")


def _none() -> None:
    return None


@dataclass(frozen=True, eq=False)
class MethodScores:
    """All results of one method for a recording.

    Attributes
    ----------
    method : str
        'published', 'contrast', or another method.
    measure : str
        The main measure of the method: 'similarity' or 'score'.
    unit : str
        Of that measure.
    names : tuple of str
        The stimuli, including refused ones.
    source : {'cross-validated', 'same data', 'other session'}
        Origin of the prototypes.
    traces : tuple of ScoreTrace
        Of every measure and stimulus; a stimulus that is refused has none.
    params : Params
        Of the method.
    measures : MeasureParams
        Of bouts and of measures around events.
    frame_traces : mapping of str to (frames,) array
        Traces that belong to no stimulus, such as 'misfit' or 'neutral_similarity'.
    has_errors : bool
        Whether the main measure has standard errors.
    lost : (frames,) bool array or None
        Frames that could not be registered; None where the method registers nothing.
    bouts : mapping of str to tuple of Bout
        By measure; those of fear under 'consecutive_similarity'.
    event_rows : mapping of str to tuple of EventRow
        By measure: every event, stimulus and window; those of a refused stimulus hold None.
    habituation : mapping of str to tuple of HabituationRow
        By measure.
    findings : tuple of Finding
        Limits of the scores, including refusals.
    n_neutral : int
        Frames that were used as neutral.
    neutral_margin_s : float
        Time after an event in which frames do not count as neutral.
    folds : tuple of Fold
        Which frames were scored without which event; empty where it was not cross-validated.
    trials : tuple of Trial
    courses : tuple of TimeCourse
    places : tuple of Place
        Places that respond unlike a face. Kept only in memory; the findings name them.
    look_ahead_s : float
        A frame's score uses no later frame than this after it.
    p_values : mapping of str to float
        Of the tests behind a refusal.
    fear_threshold : float
        Movement above it counts in bouts of fear; NaN if fear was not detected.
    details : mapping
        More about the method's run, JSON-ready; tables do not keep it.
    prototype_age_days : float or None
        Days from the latest recording that made the prototypes to this one, where known.
    open_prototypes, open_models : callable
        Return `prototypes` and `models` on first use.
    """

    method: str
    measure: str
    unit: str
    names: tuple[str, ...]
    source: str
    traces: tuple[ScoreTrace, ...]
    params: Any
    measures: MeasureParams
    frame_traces: Mapping[str, np.ndarray] = field(default_factory=dict)
    has_errors: bool = False
    lost: np.ndarray | None = None
    bouts: Mapping[str, tuple[Bout, ...]] = field(default_factory=dict)
    event_rows: Mapping[str, tuple[EventRow, ...]] = field(default_factory=dict)
    habituation: Mapping[str, tuple[HabituationRow, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    n_neutral: int = 0
    neutral_margin_s: float = 0.0
    folds: tuple[Any, ...] = ()
    trials: tuple[Any, ...] = ()
    courses: tuple[Any, ...] = ()
    places: tuple[Any, ...] = ()
    look_ahead_s: float = 0.0
    p_values: Mapping[str, float] = field(default_factory=dict)
    fear_threshold: float = float("nan")
    details: Mapping[str, Any] = field(default_factory=dict)
    prototype_age_days: float | None = None
    open_prototypes: Callable[[], Any] = _none
    open_models: Callable[[], Any] = _none

    @cached_property
    def prototypes(self) -> Any:
        """The prototypes that scored, or that were made; None where there are none."""
        return self.open_prototypes()

    @cached_property
    def models(self) -> Any:
        """The models that scored, for attribution; None where there are none."""
        return self.open_models()

    @property
    def circular(self) -> bool:
        """Whether the prototypes were made from the frames that they score."""
        return self.source == SAME_DATA

    @property
    def refused(self) -> bool:
        """Whether there is no score at all."""
        return any(f.severity == REFUSED and f.about == "" for f in self.findings)

    @property
    def n_valid(self) -> int:
        """Frames with a value of the main measure for at least one stimulus."""
        values = [np.isfinite(t.values) for t in self.traces if t.measure == self.measure]
        return int(np.logical_or.reduce(values).sum()) if values else 0

    def trace(self, name: str, measure: str | None = None) -> ScoreTrace | None:
        """The trace of a stimulus, by default of the main measure; None where it has none."""
        wanted = (measure or self.measure, name)
        return next((t for t in self.traces if (t.measure, t.name) == wanted), None)

    def frame_trace(self, name: str) -> np.ndarray:
        """A trace that belongs to no stimulus, (frames,) float64; NaN where it was not kept."""
        found = self.frame_traces.get(name)
        if found is None:
            n_frames = next((len(v) for v in self.frame_traces.values()), 0)
            return np.full(n_frames, np.nan)
        return np.asarray(found, np.float64)

    def refusal_of(self, name: str) -> Finding | None:
        """Why a stimulus has no score: the refusal of the whole, or its own; None if it has one."""
        refusals = [f for f in self.findings if f.severity == REFUSED and f.about in ("", name)]
        return min(refusals, key=lambda finding: finding.about != "", default=None)


def utc_text(when: datetime | None) -> str | None:
    """A time as text that sorts: ISO 8601 in UTC, without the offset; None for None."""
    if when is None:
        return None
    if when.tzinfo is not None:
        when = when.astimezone(UTC).replace(tzinfo=None)
    return when.isoformat()


def age_days(made_at: str | None, recorded_at: str | None) -> float | None:
    """Days from the recording that made prototypes to the one that they score.

    Parameters
    ----------
    made_at, recorded_at : str or None
        When each was recorded, ISO 8601; without an offset in UTC.

    Returns
    -------
    float or None
        None where one is not known.
    """
    if not made_at or not recorded_at:
        return None
    try:
        texts = [utc_text(datetime.fromisoformat(text)) for text in (made_at, recorded_at)]
    except ValueError:
        return None
    first, second = (datetime.fromisoformat(text) for text in texts if text)
    return (second - first).total_seconds() / 86_400
