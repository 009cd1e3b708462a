"""Rows of what decoders tell: figures of merit, confusion, held-out trials, copies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import ParameterError
from ..learning import LearningParams
from ..objects import rows_dataframe
from .amounts import AmountResponse
from .params import DecodingParams

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class MetricRow:
    """A figure of merit of held-out trials.

    Attributes
    ----------
    features : str
        What was decoded from: 'face', or the name of another set of features, such as 'movement'.
    rows : {'trial', 'frame'}
    estimator : str
    left_out : {'trial', 'session', 'movie', 'animal'}
    group : str
        '' for all together, else the session or animal that the figure is of.
    metric : str
    category : str or None
        The class that it is of; None of all.
    value : float
    low, high : float
        95% confidence interval over what was left out (trials, sessions, animals).
    chance : float
        What calls without a relation to the trial get.
    null_low, null_high : float
        The middle 95% of what names that were shuffled within their sessions get.
    p : float
        Share of shuffles that get as much or more, counting the value itself.
    n_retrained : int
        For how many shuffles the decoder was trained again; 0: the shuffled names were compared
        with what it had predicted.
    n_trials, n_units : int
        Trials that were tested, and how many units the interval is over.
    """

    features: str
    rows: str
    estimator: str
    left_out: str
    group: str
    metric: str
    category: str | None
    value: float
    low: float
    high: float
    chance: float
    null_low: float
    null_high: float
    p: float
    n_retrained: int
    n_trials: int
    n_units: int


@dataclass(frozen=True)
class ConfusionRow:
    """How many held-out trials of a class were taken for another; of frames, shares of trials."""

    features: str
    rows: str
    estimator: str
    left_out: str
    category: str
    predicted: str
    trials: float
    share: float


@dataclass(frozen=True)
class HeldOutRow:
    """What a decoder says of a trial that it was not trained on.

    Attributes
    ----------
    features, rows, estimator, left_out : str
    table, event : int
        Numbers of the recording and of its event, from 0, in order of time.
    onset_s : float
    category, predicted : str
        What it was, and what it was taken for; of frames, by their mean probabilities.
    probability : tuple of float
        Of each class.
    n_frames : int
        Frames of the trial that were decoded; of trials, those that were averaged.
    right : float
        Of frames the share that was taken for the right class; of a trial 1 or 0.
    fold : str
        The group within which folds were made, and the fold's number.
    """

    features: str
    rows: str
    estimator: str
    left_out: str
    table: int
    event: int
    onset_s: float
    category: str
    predicted: str
    probability: tuple[float, ...]
    n_frames: int
    right: float
    fold: str


@dataclass(frozen=True)
class DecodingFold:
    """What one fold left out."""

    features: str
    rows: str
    left_out: str
    within: str
    fold: int
    names: str
    n_train: int
    n_test: int


@dataclass(frozen=True)
class CopyRow:
    """A trial whose frames are those of an earlier trial; it is left out of everything.

    Attributes
    ----------
    table, event : int
    category : str
    onset_s : float
    copy_of_table, copy_of_event : int
    copy_of_category : str
    copy_of_onset_s : float
    r : float
        Correlation of what moves in both, frame by frame.
    exact : bool
        Whether every number is the same; otherwise the frames were encoded again.
    """

    table: int
    event: int
    category: str
    onset_s: float
    copy_of_table: int
    copy_of_event: int
    copy_of_category: str
    copy_of_onset_s: float
    r: float
    exact: bool


@dataclass(frozen=True, eq=False)
class Decoding:
    """What decoders tell of stimuli from the face, tested on what they were not trained on.

    Attributes
    ----------
    classes : tuple of str
    by : {'stimulus', 'amount', 'any'}
        What the classes are.
    metrics, confusion, held_out, folds, leakage : tuple of rows
    amounts : tuple of AmountResponse
    findings : tuple of str
        What to know before a figure is trusted, the gravest first.
    params : DecodingParams
    learning : LearningParams
    about : dict
        JSON: recordings, events, features.
    """

    classes: tuple[str, ...]
    by: str
    metrics: tuple[MetricRow, ...]
    confusion: tuple[ConfusionRow, ...] = field(repr=False)
    held_out: tuple[HeldOutRow, ...] = field(repr=False)
    folds: tuple[DecodingFold, ...] = field(repr=False)
    leakage: tuple[CopyRow, ...]
    amounts: tuple[AmountResponse, ...]
    findings: tuple[str, ...]
    params: DecodingParams
    learning: LearningParams
    about: dict[str, Any] = field(default_factory=dict, repr=False)

    def to_dataframe(self) -> pd.DataFrame:
        """Figures of merit, a row each; `rows_dataframe` makes tables of the other rows."""
        return rows_dataframe(self.metrics, MetricRow)

    @property
    def estimators(self) -> tuple[str, ...]:
        """The decoders, in order."""
        return tuple(dict.fromkeys(row.estimator for row in self.metrics))

    @property
    def levels(self) -> tuple[str, ...]:
        """What was left out, from the least to the most."""
        return tuple(dict.fromkeys(row.left_out for row in self.metrics))

    def of_class(self) -> tuple[MetricRow, ...]:
        """Precision, recall, F1 and AUC of each class, all sessions and animals together."""
        return tuple(row for row in self.metrics if row.category is not None)

    def metric(
        self,
        name: str = "balanced_accuracy",
        *,
        left_out: str | None = None,
        estimator: str | None = None,
        rows: str | None = None,
        features: str = "face",
        group: str = "",
        category: str | None = None,
    ) -> MetricRow:
        """One figure of merit; by default of the first decoder and level.

        Raises
        ------
        ParameterError
            If there is none.
        """
        wanted = {
            "metric": name,
            "left_out": left_out or self.levels[0],
            "estimator": estimator or self.estimators[0],
            "rows": rows or self.params.rows[0],
            "features": features,
            "group": group,
            "category": category,
        }
        for row in self.metrics:
            if all(getattr(row, key) == value for key, value in wanted.items()):
                return row
        raise ParameterError(
            "There is no such figure of merit.",
            expected=f"estimator of {', '.join(self.estimators)}; left_out of "
            f"{', '.join(self.levels)}",
            got=", ".join(f"{key} {value!r}" for key, value in wanted.items()),
            do="see the rows in metrics",
        )
