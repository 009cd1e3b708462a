"""Tables of clocks, and frame times on them.

A lab names its clocks in `Clock`.  `ClockSource` says how a recording's frames get
their times on one: from a file of TTL edges, one time per frame, a rate, a line through
start and end, or the files of an acquisition system or a camera (`core.sync`).
`FrameClock` fills itself from there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable, server_errors
from .._schema.fixed import FixedTable
from .._schema.rows import one, one_key, primary_key_of
from ..core.sync import ClockTimes
from ..core.sync.packed_times import unpack_times
from ..errors import ParameterError
from ..linking import link
from ._clock_rows import clock_row, movie_row, source_row, stored_hash
from ._schema import schema
from .videos import (  # noqa: F401 (named in a definition)
    RecordingInfo,
    VideoRecording,
    existing_recording,
)


@schema
class Clock(PipelineTable, dj.Lookup):
    """The clocks on which frame times are reported; labs add their own by name."""

    definition = """
    # Clocks on which frame times are reported
    clock : varchar(32)
    ---
    clock_description = '' : varchar(255)
    """
    contents = [{"clock": "movie", "clock_description": "the movie's own, 0 at its first frame"}]


@schema
class ClockSource(FixedTable, dj.Manual):
    """How a recording's frames get their times on a clock; immutable."""

    NAME = "given_clock"
    definition = """
    # How the frames of a recording get their times on a clock; never edited
    -> VideoRecording
    -> Clock
    ---
    given_clock_method : varchar(32)         # times, edges, rate, prairie_view or line
    given_clock_path = null : varchar(255)   # file of times or settings, relative to a root
    given_clock_params : json                # first_edge, start_s, ...: see core.sync
    given_clock_hash : char(64)              # of the method, the parameters and the file's content
    given_clock_description = '' : varchar(255)
    """

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored, and over the file that it names."""
        return stored_hash(link(), (cls & primary_key_of(cls, key)).fetch1())

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        clock: str,
        method: str,
        *,
        path: str | os.PathLike | None = None,
        description: str = "",
        **params: Any,
    ) -> dict[str, Any]:
        """Say where a recording's times on a clock come from; the key for `FrameClock`.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording.
        clock : str
            Name of the clock; it is added to `Clock` if it is new.
        method : str
            'times', 'edges', 'rate', 'prairie_view', 'line', 'open_ephys', 'harp',
            'spikeglx' or 'camera': see `element_mouseface.core.sync`.
        path : path, optional
            The file or folder, for methods that read one, inside a root folder.
        description : str
            Free text.
        **params
            Of the method: `column`, `unit`, `edges`, `first_edge`, `rate_hz`, `start_s`,
            `stop_s`; `line`, `stream`, `recording`, `zero` of an acquisition system;
            `counter_path` (a file inside a root folder), `counter_column`, `counter_bits`,
            `first_row` of a camera's frame counter.

        Raises
        ------
        ParameterError
            If there is no such recording or method, a parameter is missing or not known,
            or the recording has this clock from another source.
        PathError
            If the file is missing, or outside the roots.
        ClockError
            If the file holds no times, or no rate, or what is meant is not unique.
        DependencyError
            If harp-python is not installed, for the method 'harp'.
        """
        row = source_row(link(), clock, method, path, params, description)
        with server_errors():
            key = {**existing_recording(recording_key), "clock": clock}
            known = (cls & key).to_arrays("given_clock_hash")
            if len(known) and known[0] != row["given_clock_hash"]:
                raise ParameterError(
                    f"The recording has clock {clock!r} from another source.",
                    got=str(key),
                    do="delete that row of ClockSource and of FrameClock, and the scores on "
                    "that clock; or choose another name for the clock",
                )
            if not len(known):
                Clock.insert1({"clock": clock}, skip_duplicates=True)
                cls.insert1({**key, **row})
        return key


@schema
class FrameClock(PipelineTable, dj.Imported):
    """Frame times on a clock of the experiment: the movie's own, and those of `ClockSource`."""

    definition = """
    # Frame times on a clock
    -> RecordingInfo
    -> Clock
    ---
    clock_method : varchar(32)           # how the times were found: movie, times, edges, ...
    clock_source : varchar(255)          # the file they come from, relative to a root; or movie
    clock_params = null : json           # parameters of the method, and what it found
    clock_hash : char(64)                # of the frame times and what they were made from
    clock_first_s = null : float64       # the first time that a frame has
    clock_last_s = null : float64        # the last time that a frame has
    clock_drift_ppm = null : float64     # this clock gains on the movie's, in millionths
    clock_residual_s = null : float64    # root mean square distance from the best line
    clock_residual_max_s = null : float64  # the largest distance
    clock_n_dropped = null : int64       # frames the clock has and the movie lacks; null: unknown
    clock_n_duplicated = null : int64    # frames the movie has and the clock lacks; null: unknown
    clock_dropped = null : <blob>        # (s) their times on this clock
    clock_duplicated = null : <blob>     # their frame numbers; they have no time
    clock_times = null : <blob>          # (s) see core.sync.packed_times; null: the movie's own
    """

    @property
    def key_source(self):
        """Every recording on the movie's own clock, and on those that have a source."""
        known = [{"clock": "movie"}, ClockSource.proj()]
        return RecordingInfo.proj() * Clock.proj() & known

    def make_fetch(self, key: dict) -> tuple:
        """The movie's own times, and the source of this clock's times."""
        own = (RecordingInfo & key).fetch1("frame_times", "content_hash")
        source = None if key["clock"] == "movie" else (ClockSource & key).fetch1()
        return *own, source

    def make_compute(self, key: dict, frame_times: dict, content_hash: str, source: Any) -> tuple:
        """Find the times, outside the transaction."""
        movie_s = unpack_times(frame_times)
        if source is None:
            return (movie_row(movie_s, content_hash),)
        return (clock_row(link(), source, movie_s, content_hash),)

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> ClockTimes:
        """The times of one row and their accuracy, as an object of `core.sync`.

        Parameters
        ----------
        key : mapping
            Names a recording, and a clock.

        Raises
        ------
        ParameterError
            If the key names no row or several.
        """
        row = one(cls & primary_key_of(cls, key), "row of FrameClock")
        about = row["clock_params"] or {}
        names = ("clock_drift_ppm", "clock_residual_s", "clock_residual_max_s")
        drift_ppm, *residuals_s = [np.nan if row[n] is None else float(row[n]) for n in names]
        dropped_s, duplicated = row["clock_dropped"], row["clock_duplicated"]
        return ClockTimes(
            frame_times(row, row["clock"]),
            row["clock_method"],
            row["clock_source"],
            drift_ppm,
            residuals_s[0],
            residuals_s[1],
            np.asarray([] if dropped_s is None else dropped_s, np.float64),
            np.asarray([] if duplicated is None else duplicated, np.int64),
            about.get("found", {}),
            tuple(about.get("notes", ())),
        )

    @classmethod
    def stale(cls) -> list[dict[str, Any]]:
        """Clocks whose source is gone, or has changed since the times were made.

        Returns
        -------
        list of dict
            Keys of rows, and `reason`.  Nothing is deleted automatically: scores on these times
            stay valid as a record.  `FacialExpression.stale` lists scores on former times.
        """
        now = {
            tuple(row[name] for name in cls().primary_key): row["given_clock_hash"]
            for row in ClockSource.proj("given_clock_hash").to_dicts()
        }
        found = []
        for row in (cls.proj("clock_params") & "clock <> 'movie'").to_dicts():
            key = {name: row[name] for name in cls().primary_key}
            source = now.get(tuple(key.values()))
            if source is None:
                found.append({**key, "reason": "its row of ClockSource is gone"})
            elif source != (row["clock_params"] or {}).get("source_hash"):
                found.append({**key, "reason": "its row of ClockSource has changed"})
        return found


def frame_times(key: Mapping[str, Any], clock: str = "movie") -> np.ndarray:
    """Times of a recording's frames on a clock.

    Parameters
    ----------
    key : mapping
        Names one recording.
    clock : str
        A clock of `FrameClock`; 'movie' needs `RecordingInfo` only.

    Returns
    -------
    ndarray of float64, shape (n_frames,)
        Seconds; NaN where a frame has no time on this clock.

    Raises
    ------
    ParameterError
        If the key names no recording or several, or the recording lacks this clock.
    """
    with server_errors():
        own = one_key(RecordingInfo, key, "populated recording")
        packed = None
        if clock != "movie":
            row = one_key(FrameClock, {**own, "clock": clock}, f"recording with clock {clock!r}")
            packed = (FrameClock & row).fetch1("clock_times")
        if packed is None:
            packed = (RecordingInfo & own).fetch1("frame_times")
    return unpack_times(packed)
