"""Read stored scores: what `FacialExpression` returns for the key of one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable
from .._schema.rows import one, primary_key_of
from ..core.results.attribution_maps import map_of
from ..core.results.scored import ScoredRecording
from ..core.scoring.method.score_map import ScoreMap
from ..core.scoring.methods import method
from ..recording import frame_times
from . import _relations, _stale
from ._read_scores import read_scores
from .events import EventSet


class StoredScores(PipelineTable):
    """Mixin of the table of scores: traces, times, maps and sources of a row."""

    Trace: Any
    TraceSegment: Any
    FrameTrace: Any
    Fold: Any
    Finding: Any
    #: tables of responses to events, which `open` reads too; each registers itself
    RESPONSES: ClassVar[list[Any]] = []

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> ScoredRecording:
        """The scored recording of one row, with everything that belongs to it.

        Responses are those of `EventResponse`; pictures and descriptors are opened in the processed
        folder on first use.

        Parameters
        ----------
        key : mapping
            Of one row.

        Raises
        ------
        ParameterError
            If the key names no row or several.
        """
        own = primary_key_of(cls, one(cls & key, "row of FacialExpression"))
        return read_scores(cls, cls.RESPONSES, own)

    @classmethod
    def trace(
        cls, key: Mapping[str, Any], prototype: str, measure: str | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """One trace.

        Parameters
        ----------
        key : mapping
            Of one row.
        prototype : str
            The stimulus whose prototype it is.
        measure : str, optional
            As in the Part Trace; by default that of the method, such as 'score' or
            'similarity'.

        Returns
        -------
        times_s : (frames,) float64 array
            On the clock of the event set.
        values : (frames,) float32 array
            NaN where undefined.

        Raises
        ------
        ParameterError
            If the key names no row or several, or there is no such trace; with the reason if it was
            refused.
        """
        row = one(cls & key, "row of FacialExpression")
        own = {name: row[name] for name in cls().primary_key}
        measure = measure or method(_relations.method_of(own)).measure
        found = cls.TraceSegment & {**own, "prototype": prototype, "measure": measure}
        what = f"{measure} of {prototype!r}"
        if not found:
            about = cls.Finding & own & [{"finding_about": prototype}, {"finding_about": ""}]
            raise _relations.no_trace(what, about.to_arrays("finding_reason"))
        return cls.times(own), _relations.values_of_segments(found, "trace", what)

    @classmethod
    def frame_trace(cls, key: Mapping[str, Any], frame_measure: str) -> np.ndarray:
        """A trace that belongs to no prototype, (frames,) float32; errors as `trace`."""
        own = primary_key_of(cls, one(cls & key, "row of FacialExpression"))
        return _relations.values_of_segments(
            cls.FrameTrace & {**own, "frame_measure": frame_measure}, "frame_trace", frame_measure
        )

    @classmethod
    def times(cls, key: Mapping[str, Any]) -> np.ndarray:
        """Frame times of one row on the clock of its event set, (frames,) float64 seconds."""
        row = one((cls & key) * EventSet.proj("clock"), "row of FacialExpression")
        return frame_times(row, row["clock"])

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows scored with other frame times than their clock has now.

        The clock's source was replaced, or the clock is gone.  The rows stay valid as a
        record, and no new window is computed for them.
        """
        # by their keys: DataJoint cannot delete by a query that joins other tables
        return cls & _stale.on_another_clock(cls).keys()

    @classmethod
    def why(
        cls, key: Mapping[str, Any], prototype: str, first_frame: int, stop_frame: int | None = None
    ) -> ScoreMap:
        """The score map: what each place of the face adds to a score.

        Parameters
        ----------
        key : mapping
            Of one row.
        prototype : str
            The stimulus.
        first_frame, stop_frame : int
            Contrast: the mean over frames `first_frame` to `stop_frame - 1`, all of one
            fold; by default one frame.  Published: the frame in their middle.

        Raises
        ------
        ParameterError
            If the key names no row or several, or there is no such score.
        ResultError
            If the result folder, which holds the pictures, is gone.
        """
        own = primary_key_of(cls, one(cls & key, "row of FacialExpression"))
        return map_of(read_scores(cls, cls.RESPONSES, own), prototype, first_frame, stop_frame)

    @classmethod
    def sources(cls, key: Mapping[str, Any], frame: int | None = None) -> dj.Table:
        """The sources of the prototypes of a score, as a query; `make_sql()` gives the SQL.

        Parameters
        ----------
        key : mapping
            Of one row.
        frame : int, optional
            A frame: if its score was cross-validated, the event that its fold held out is left out.

        Returns
        -------
        query
            Contrast: `PrototypeSet.SourceEvent` with the events (the trials, and their
            frames); published: `PrototypeSet.SourceFrame`.  Restrict it by prototype.

        Raises
        ------
        ParameterError
            If the key names no row or several.
        """
        own = primary_key_of(cls, one(cls & key, "row of FacialExpression"))
        return _relations.sources_of(own, cls.Fold & own, frame)
