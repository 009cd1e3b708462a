"""Rows of what is told of frames without labels, and the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..objects import FrameData, FrameObjects, unit_of_name
from .params import StructureParams

if TYPE_CHECKING:
    import pandas as pd

BASELINE = "baseline"
#: Of recordings without events: frames of no known stimulus.
UNKNOWN = ""


@dataclass(frozen=True)
class StratumRow:
    """A part of the recordings that gives frames to the sample.

    Attributes
    ----------
    recording : int
        From 0.
    stimulus : str
        'baseline' outside of events; '' without events.
    trial : int
        Number of the event in its recording, from 1; 0 for none.
    n_usable, n_sampled : int
    """

    recording: int
    stimulus: str
    trial: int
    n_usable: int
    n_sampled: int


@dataclass(frozen=True)
class LeftOutRow:
    """Frames of a recording that the sample could not come from, with the reason."""

    recording: int
    reason: str
    n_frames: int


@dataclass(frozen=True)
class CountRow:
    """How well the sample falls into so many clusters.

    Attributes
    ----------
    clusters : int
    silhouette : float
        Mean silhouette of the frames.
    null_mean, null_high : float
        Of surrogates without clusters: mean, and 95% quantile.
    p : float
        Share of surrogates that reach as far above the mean for any number of clusters, corrected
        for how many numbers were tried.
    valley : float
        Of the clusters that are separated least from their nearest (see `ClusterRow`).
    accepted : bool
        Whether both say that there are such clusters.
    """

    clusters: int
    silhouette: float
    null_mean: float
    null_high: float
    p: float
    valley: float
    accepted: bool


@dataclass(frozen=True)
class ClusterRow:
    """One cluster.

    Attributes
    ----------
    cluster : int
        From 1, the largest first.
    n_frames : int
    silhouette : float
        Mean over its frames.
    neighbor : int
        The nearest other cluster; 0 where there is none.
    valley : float
        Density of frames between the two, at its lowest, as a share of the lower of the peaks on
        either side, along the line between their means.  Near 1 nothing separates them.
    stimulus : str
        The most common one among its frames.
    stimulus_share : float
        How much of the cluster that is.
    recording : int
        The most common one.
    recording_share : float
    middle_recording, middle_frame : int
        The frame that is nearest to the cluster's mean.
    """

    cluster: int
    n_frames: int
    silhouette: float
    neighbor: int
    valley: float
    stimulus: str
    stimulus_share: float
    recording: int
    recording_share: float
    middle_recording: int
    middle_frame: int


@dataclass(frozen=True)
class ComparisonRow:
    """Clusters against something else that is known of the frames.

    Attributes
    ----------
    against : str
        'stimulus' (frames within events), 'stimulus_or_baseline', 'recording', 'session',
        'animal', or a measure: 'motion_energy', 'luminance', 'head_shift', 'time'.
    measure : str
        'adjusted_rand', 'adjusted_mutual_information', or 'correlation_ratio': how much of the
        variance lies between the clusters, of names that of their indicators; or
        'variance_share': how much of the variance of the frames' components lies between the
        names, whatever the clusters.
    value : float
    null : str
        How chance was drawn: 'trials' (names of trials shuffled within each recording), 'shift'
        (shifted in time within each recording), or 'none'.
    null_median, null_low, null_high : float
        Median, and 95% of the null's values.
    p : float
        Share of the null that is as large or larger, counting the value itself.
    least_p : float
        The smallest p value that so many trials or shifts allow.
    n_frames : int
    """

    against: str
    measure: str
    value: float
    null: str
    null_median: float
    null_low: float
    null_high: float
    p: float
    least_p: float
    n_frames: int


@dataclass(frozen=True, eq=False)
class Structure(FrameObjects):
    """Frames without labels: how they resemble each other, and what that has to do with stimuli.

    Attributes
    ----------
    recordings : tuple of str
        Their names.
    sessions, animals : tuple of (str or None)
    recording, frame : (n,) int64 arrays
        The sample, in order of recording and time.
    times_s : (n,) float64 array
        On the clock of the events.
    stimuli : tuple of str
        Names that `stimulus` counts: the stimuli, then 'baseline'; or '' without events.
    stimulus : (n,) int64 array
    trial : (n,) int64 array
        Number of the event in its recording, from 1; 0 for none.
    correlation : (n, n) float32 array
        Pearson's r between frames.
    linkage : (n - 1, 4) float64 array
        The tree, as SciPy writes it.
    order : (n,) int64 array
        Frames in the order of the tree's leaves.
    clusters : (n,) int64 array
        From 1, the largest first.
    coordinates : mapping of str to (n, c) float64 array
        'pca' with all components, 'tsne' and 'umap' with two.
    explained : (c,) float64 array
        Share of the variance of each principal component.
    measures : mapping of str to (n,) or (n, 2) float64 array
        What else is known of the frames: motion energy, luminance, shift of the head in pixels of
        the crop.
    strata, left_out, counts, cluster_rows, comparisons : tuples of rows
    findings : tuple of str
        Sentences that have to be known before the clusters are trusted.
    params : StructureParams
    about : dict
        JSON: what the recordings are, and what was compared.
    """

    recordings: tuple[str, ...]
    sessions: tuple[str | None, ...]
    animals: tuple[str | None, ...]
    recording: np.ndarray
    frame: np.ndarray
    times_s: np.ndarray
    stimuli: tuple[str, ...]
    stimulus: np.ndarray
    trial: np.ndarray
    correlation: np.ndarray
    linkage: np.ndarray
    order: np.ndarray
    clusters: np.ndarray
    coordinates: Mapping[str, np.ndarray]
    explained: np.ndarray
    measures: Mapping[str, np.ndarray]
    strata: tuple[StratumRow, ...]
    left_out: tuple[LeftOutRow, ...]
    counts: tuple[CountRow, ...]
    cluster_rows: tuple[ClusterRow, ...]
    comparisons: tuple[ComparisonRow, ...]
    findings: tuple[str, ...]
    params: StructureParams
    about: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"<Structure: {len(self)} frames, {self.n_clusters} clusters>"

    @property
    def n_clusters(self) -> int:
        """How many clusters there are; 1 says that there are none."""
        return len(self.cluster_rows)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The stimulus of each frame of the sample, by name."""
        return tuple(self.stimuli[k] for k in self.stimulus.tolist())

    def comparison(self, against: str, measure: str) -> ComparisonRow | None:
        """The row of a comparison; None where it was not made."""
        found = (r for r in self.comparisons if (r.against, r.measure) == (against, measure))
        return next(found, None)

    def to_dataframe(self) -> pd.DataFrame:
        """A row for each frame of the sample: where it is from, its cluster, its coordinates."""
        import pandas as pd

        frame = pd.DataFrame(frame_columns(self))
        frame.attrs["units"] = {n: unit for n in frame.columns if (unit := unit_of_name(n))}
        return frame

    def frame_data(self) -> FrameData:
        """Clusters, coordinates and measures of the sample, and correlations.

        Of several recordings there are no times: `of_recording` has those of one.
        """
        from .frame_data import frame_data_of_structure

        return frame_data_of_structure(self)

    def of_recording(self, recording: str) -> FrameObjects:
        """The frames of one recording in the sample, with times, for xarray and pynapple.

        Raises
        ------
        ParameterError
            If the sample has no such recording, or several of that name.
        """
        from .frame_data import SampleOf

        return SampleOf(self, recording)


def frame_columns(found: Structure) -> dict[str, Any]:
    """Columns of the sample by name, as they stand in frames.csv."""
    columns: dict[str, Any] = {
        "recording": [found.recordings[k] for k in found.recording.tolist()],
        "frame": found.frame,
        "time_s": found.times_s,
        "stimulus": list(found.names),
        "trial": found.trial,
        "cluster": found.clusters,
    }
    place = np.empty(len(found), np.int64)
    place[found.order] = np.arange(len(found))
    columns["place_in_tree"] = place
    for name, values in found.measures.items():
        ends = [""] if values.ndim == 1 else ["_x_px", "_y_px"]
        for end, one in zip(ends, values.reshape(len(found), -1).T, strict=True):
            columns[name + end] = one
    for method, values in found.coordinates.items():
        for k, one in enumerate(values.T, start=1):
            columns[f"{method}_{k}"] = one
    return columns
