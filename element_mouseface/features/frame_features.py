"""`FrameFeatures`: named features of every frame of a recording.

The numbers lie in one Parquet file in the processed folder.  Rows summarize each column, with its
definition, so that SQL alone tells which features a recording has, in which unit, and where they
are undefined.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.passes import where_to_compute
from .._schema.rows import one, one_key
from ..core.frame_features import FrameTable
from ..descriptors import HOGProcessing
from ..recording import RecordingInfo
from . import _making
from ._schema import schema
from .definitions import FeatureDefinition  # noqa: F401 (named in a definition)
from .tasks import FeatureTask

Row = dict[str, Any]


@schema
class FrameFeatures(PipelineTable, dj.Computed):
    """Named features of every frame: where they lie, and what they were made of."""

    definition = """
    # Named features of every frame of a recording
    -> FeatureTask
    ---
    features_path: varchar(255)         # of a .parquet, relative to the processed folder
    features_digest: char(64)           # over all numbers and reasons, and what they were made of
    features_source_digest="": varchar(64)  # of the result folder of the pass; blank: not known
    features_n_frames: int64
    features_n_columns: int32
    features_registry_version: int32    # of the list of named features
    features_about: json                # what the file says of itself
    features_started_at: datetime       # UTC
    features_processing_time_s: float64
    features_code_version: varchar(32)
    """

    class Column(PipelineTable, dj.Part):
        """One feature: its definition, and a summary over the frames."""

        definition = """
        # A feature of a region, over all frames
        -> master
        feature_column: varchar(160)    # region:feature, as in the file
        ---
        -> FeatureDefinition
        feature_region: varchar(96)     # crop, a region, points, motion
        feature_column_no: int32        # place in the file, from 0
        feature_n_valid: int64          # frames with a number
        feature_n_undefined: int64
        feature_mean=null: float64
        feature_sd=null: float64        # of the population
        feature_min=null: float64
        feature_max=null: float64
        feature_reason="": varchar(32)  # why most undefined frames have no number
        feature_why="": varchar(255)    # the same as a sentence
        """

    @property
    def key_source(self):
        """Tasks of indexed recordings whose descriptors are there, or that load a file."""
        ready = FeatureTask & HOGProcessing.proj()
        return FeatureTask & RecordingInfo.proj() & [{"feature_mode": "load"}, ready.proj()]

    def make_fetch(self, key, workers=None):
        """Paths, digests and parameters only: DataJoint hashes this twice."""
        return _making.request_of(key), where_to_compute(None, workers)["workers"]

    def make_compute(self, key, request, workers):
        """Compute the file, or read one; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, columns = _making.made(request, key, workers)
        row |= {
            "features_started_at": started,
            "features_processing_time_s": time.monotonic() - clock,
            "features_code_version": __version__,
        }
        return row, {"Column": columns}

    @classmethod
    def open(cls, key: Mapping[str, Any], columns: Iterable[str] | None = None) -> FrameTable:
        """The features of one row: values, reasons, times, flags.

        Parameters
        ----------
        key : mapping
            Of one row.
        columns : iterable of str, optional
            A part of them, by `feature_column`; others are not read.

        Raises
        ------
        ParameterError
            If the key names no row or several, or there is no such column.
        ResultError
            If the file is gone or damaged, or is not the one that was inserted.
        """
        return _making.opened(_row_of(cls, key), columns)

    @classmethod
    def blocks(
        cls, key: Mapping[str, Any], columns: Iterable[str] | None = None
    ) -> Iterator[tuple[int, FrameTable]]:
        """The same some rows at a time, with the number of the first: for long recordings."""
        return _making.blocks(_row_of(cls, key), columns)

    @classmethod
    def to_dataframe(
        cls,
        key: Mapping[str, Any],
        columns: Iterable[str] | None = None,
        *,
        reasons: bool = False,
    ) -> Any:
        """The features of one row as a pandas table: a row a frame; errors as `open`.

        Parameters
        ----------
        key, columns
            As `open` takes them.
        reasons : bool
            Whether columns say why numbers are undefined.
        """
        return cls.open(key, columns).to_dataframe(reasons=reasons)

    @classmethod
    def column(cls, key: Mapping[str, Any], name: str) -> tuple[np.ndarray, np.ndarray]:
        """One feature in every frame; errors as `open`.

        Returns
        -------
        times_s : (frames,) float64 array
            On the movie's clock; NaN where a frame has no time.
        values : (frames,) float64 array
            NaN where undefined.
        """
        found = cls.open(key, [name])
        times_s = np.full(len(found), np.nan) if found.times_s is None else found.times_s
        return times_s, found.column(name)

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows that were made here, from other descriptors than those of today.

        The descriptors were computed again, or are gone.  Such a row stays valid as a record.
        """
        asked = FeatureTask & {"feature_mode": "trigger"}
        made = cls.proj("features_source_digest") * asked.proj("crop_id", "hog_paramset_id")
        now = made * HOGProcessing.proj("result_digest")
        same = now & "features_source_digest = result_digest"
        return cls & (made.proj() - same.proj()).keys()


def _row_of(table: type[FrameFeatures], key: Mapping[str, Any]) -> Row:
    own = one_key(table, key, "row of FrameFeatures")
    return one(table & own, "row of FrameFeatures")
