"""A scored recording as a whole: everything that is known of it goes into the file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ResultChangedError, ResultError, check_choice
from ...results.scored import ScoredRecording
from .clock import FrameTimes
from .content import check_given
from .events import add_bouts, add_events
from .movie import add_movie
from .prototypes import add_crop, add_prototypes
from .provenance import add_provenance, cell_facts
from .scores import add_scores

#: what a file may get of a scored recording
PARTS = ("movie", "scores", "stimuli", "bouts", "prototypes", "crop", "provenance")


def times_of(
    scored: ScoredRecording, clock_zero_s: Any, *, name: str = "face", before_start: str = "refuse"
) -> FrameTimes:
    """The frame times of a scored recording, on the clock of its events.

    Parameters
    ----------
    scored : ScoredRecording
    clock_zero_s : float
        What that clock showed at `session_start_time`.
    name, before_start : str
        As `FrameTimes` takes them.
    """
    clock = scored.clock
    words = "the movie's own clock, 0 at its first frame"
    if clock is not None:
        words = f"the clock of {clock.source} ({clock.method})"
    return FrameTimes(scored.times_s, clock_zero_s, words, name, before_start)


def add_recording(
    nwbfile: Any,
    scored: ScoredRecording,
    times: FrameTimes,
    *,
    nwb_path: str | Path,
    paths: list[str] | None = None,
    include: Collection[str] = PARTS,
    device: Any = None,
) -> list[str]:
    """Add a scored recording to an NWB file.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    scored : ScoredRecording
    times : FrameTimes
        From `times_of`.
    nwb_path : path
        Where the file will be.
    paths : list of str, optional
        The movie's files, relative to that.
    include : collection of str
        Of `PARTS`.
    device : pynwb.device.Device, optional
        The camera.

    Returns
    -------
    list of str
        Notes on what could not be added.
    """
    check_given(nwbfile, times, scored, ScoredRecording)
    for part in include:
        check_choice("There is no such part of a recording.", part, PARTS, do="leave it out")
    found, path = _pass_of(scored)
    size_px = None if found is None else found.frame_px
    if "movie" in include:
        add_movie(
            nwbfile,
            scored.movie,
            times,
            nwb_path=nwb_path,
            paths=paths,
            own_times_s=None if found is None else np.asarray(found.times_s),
            size_px=size_px,
            device=device,
        )
    if "scores" in include:
        add_scores(nwbfile, scored, times)
    if "stimuli" in include and scored.events is not None:
        add_events(nwbfile, scored.events, times)
    if "bouts" in include:
        add_bouts(nwbfile, scored, times)
    if "prototypes" in include:
        thumbnails = None if found is None else found.thumbnails
        add_prototypes(nwbfile, scored, times, thumbnails=thumbnails)
    if "provenance" in include:
        folder = Path(nwb_path).absolute().parent
        add_provenance(nwbfile, scored, times, cell_facts(scored, folder, path))
    return _add_crop(nwbfile, scored, times, include, size_px, path)


def _add_crop(
    nwbfile: Any,
    scored: ScoredRecording,
    times: FrameTimes,
    include: Collection[str],
    size_px: tuple[int, int] | None,
    path: Path | None,
) -> list[str]:
    """Add the crop; notes on what is not known without the pass over the movie."""
    about, notes = scored.descriptors, []
    if about is None:
        return []
    if "crop" in include and add_crop(nwbfile, about.crop, times, frame_px=size_px) is None:
        notes.append("the crop's size is not known without the pass over the movie")
    if "provenance" in include and path is None:
        notes.append("the pass over the movie is not there: its digest has no path")
    return notes


def _pass_of(scored: ScoredRecording) -> tuple[Any, Path | None]:
    """The pass over the movie and its folder; (None, None) where it is not accessible."""
    if scored.recording is None:
        return None, None
    try:
        found = scored.recording.result
    except ResultChangedError:
        raise  # damaged: it is there, and cannot be trusted
    except ResultError:
        return None, None
    return found, Path(found.path)
