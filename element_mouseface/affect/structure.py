"""`Structure`: frames that are alike, their clusters, and what those follow.

Coordinates and correlations of the sampled frames are in the folder; rows have the clusters, how
their number was chosen, and how far they follow stimuli, recordings and movement.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import one, one_key
from ..core.structure import Structure as Found
from ..descriptors import HOGProcessing
from ..expression.events import EventSet
from ..features.frame_features import FrameFeatures
from ..recording import FrameClock
from . import _structure_making
from ._schema import schema
from .structure_tasks import StructureTask

Row = dict[str, Any]


@schema
class Structure(PipelineTable, dj.Computed):
    """Which sampled frames are alike, without a look at labels, and what their clusters follow."""

    definition = """
    # Which sampled frames are alike, and what their clusters follow
    -> StructureTask
    ---
    structure_path: varchar(255)        # folder, relative to the processed folder
    structure_digest: char(64)          # over everything that is found
    structure_source_digests: json      # of pass and features, in the order of the sources
    structure_n_frames: int32           # compared
    structure_n_clusters: int32         # 1: there are none
    structure_n_left_out: int64         # frames that could not be sampled
    structure_findings=null: json       # what to know before clusters are trusted
    structure_started_at: datetime      # UTC
    structure_processing_time_s: float64
    structure_code_version: varchar(32)
    """

    class Cluster(PipelineTable, dj.Part):
        """One cluster of frames."""

        definition = """
        # One cluster of frames, the largest first
        -> master
        structure_cluster: int32        # from 1
        ---
        structure_cluster_n_frames: int32
        structure_cluster_silhouette=null: float64  # mean over its frames
        structure_cluster_neighbor: int32   # the nearest other cluster; 0: none
        structure_cluster_valley=null: float64  # density between the two; near 1: not separate
        structure_cluster_stimulus="": varchar(64)  # the most common one
        structure_cluster_stimulus_share: float64   # of its frames
        structure_cluster_recording: varchar(512)   # the most common one
        structure_cluster_recording_share: float64  # of its frames
        structure_cluster_middle_recording: varchar(512)    # of the frame nearest to its mean
        structure_cluster_middle_frame: int64
        """

    class Number(PipelineTable, dj.Part):
        """How well frames fall into so many clusters."""

        definition = """
        # How well frames fall into so many clusters
        -> master
        structure_number: int32
        ---
        structure_number_silhouette=null: float64   # mean over frames
        structure_number_null_mean=null: float64    # of sets without clusters
        structure_number_null_high=null: float64    # percentile 95 of these
        structure_number_p=null: float64    # of chance, corrected for how many were tried
        structure_number_valley=null: float64   # of the clusters that are separated least
        structure_number_accepted: bool
        """

    class Comparison(PipelineTable, dj.Part):
        """Clusters against something else that is known of the frames."""

        definition = """
        # Clusters against something else that is known of the frames
        -> master
        structure_against: varchar(32)      # stimulus, recording, motion_energy, head_shift, ...
        structure_measure: varchar(32)      # adjusted_rand, correlation_ratio, ...
        ---
        structure_against_value=null: float64
        structure_against_null: varchar(8)  # how chance was drawn: trials, shift, none
        structure_against_null_median=null: float64
        structure_against_null_low=null: float64    # middle 0.95 of chance
        structure_against_null_high=null: float64
        structure_against_p=null: float64
        structure_against_least_p=null: float64     # the smallest that so many trials allow
        structure_against_n_frames: int32
        """

    @property
    def key_source(self):
        """Tasks whose passes, features and clocks are there."""
        clocked = EventSet & [{"clock": "movie"}, FrameClock.proj()]
        lacking = [
            (StructureTask.Source - HOGProcessing.proj()).proj(),
            (StructureTask.Features - FrameFeatures.proj()).proj(),
            (StructureTask.Events - clocked.proj()).proj(),
        ]
        ready = StructureTask.proj()
        for rows in lacking:
            ready = ready - dj.U(*StructureTask().primary_key).aggr(rows, n="count(*)").proj()
        return ready

    def make_fetch(self, key):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return (_structure_making.request_of(key),)

    def make_compute(self, key, request):
        """Compare, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _structure_making.made(request)
        row |= {
            "structure_started_at": started,
            "structure_processing_time_s": time.monotonic() - clock,
            "structure_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Found:
        """Sample, correlations, coordinates and rows of one task; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of Structure"), "row of Structure")
        return _structure_making.opened(row)

    @classmethod
    def stale(cls) -> list[Row]:
        """Rows whose passes or features are gone or were made again.

        Returns
        -------
        list of dict
            Key of the row, the recording, and `reason`.  Such a row stays valid as a record.
        """
        return _structure_making.stale(cls)
