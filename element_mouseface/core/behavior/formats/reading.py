"""Read labels from a file of any kind, known by its content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ....errors import check_choice
from ...inputs import sha256_of
from ..labels import Labels
from .bento import read_bento
from .boris_project import is_boris_project, read_boris_project
from .boris_tables import boris_kind, read_boris_table
from .content import KNOWN, Content, content_of
from .deepethogram_outputs import read_probabilities, rows_of_probabilities
from .elan import read_elan
from .found import FoundIntervals, FoundRows
from .frame_tables import header_of, is_frame_table, is_simba, read_frame_table
from .intervals import is_intervals, read_intervals
from .jabs import is_jabs, read_jabs
from .movie import Movie
from .placing_intervals import labels_of_intervals
from .placing_rows import labels_of_rows
from .request import Request, short_list

READ_FORMATS = (
    "deepethogram",
    "deepethogram-outputs",
    "boris-tabular",
    "boris-aggregated",
    "boris-project",
    "intervals",
    "jabs",
    "simba",
    "bento",
    "elan",
)


def format_of(path: str | Path) -> str:
    """The format of a label file, by its content.

    Returns
    -------
    str
        One of `READ_FORMATS`.

    Raises
    ------
    PathError
        If there is no such file.
    LabelsError
        If it is empty, or of none of these formats.
    """
    return _format(content_of(path))


def _format(content: Content) -> str:
    plain = {"hdf5": "deepethogram-outputs", "xml": "elan", "bento": "bento"}
    if content.kind in plain:
        return plain[content.kind]
    if content.kind == "json":
        if is_boris_project(content.json):
            return "boris-project"
        if is_jabs(content.json):
            return "jabs"
        keys = content.json if isinstance(content.json, dict) else [type(content.json).__name__]
        raise content.refused(
            "is of an unknown kind.", expected=KNOWN, got=f"JSON: {short_list(keys)}"
        )
    kind = boris_kind(content)
    if kind is not None:
        return kind
    if is_intervals(content):
        return "intervals"
    if is_frame_table(content):
        return "simba" if is_simba(header_of(content)[0]) else "deepethogram"
    rows = content.table.rows
    if rows and len(rows) == 1 and len(rows[0]) > 1:
        raise content.refused(
            "has no rows.", expected="labels below the header", got=short_list(rows[0])
        )
    raise content.refused(
        "is of an unknown kind.",
        expected=KNOWN,
        got=f"a table that begins with {short_list(rows[0])}" if rows else "no table",
        do="see the how-to on label files; a table needs a header with names",
    )


def read_labels(
    path: str | Path,
    *,
    n_frames: int | None = None,
    times_s: Any = None,
    fps: float | None = None,
    video: str | Path | None = None,
    format: str | None = None,
    **options: Any,
) -> Labels:
    """Labels of behaviors from a file of any known kind.

    What contradicts itself is refused, with both numbers, unless `believe` says which is right.

    Parameters
    ----------
    path : path
        Known by its content: see `READ_FORMATS`.
    n_frames : int, optional
        Of the video.  Needed where the file does not say it.
    times_s : (n_frames,) array, optional
        When each frame begins, in the video's own time; for files in seconds.
    fps : float, optional
        Frames per second, where there are no times.
    video : path, optional
        The video's name, to be compared with the one that the file states.
    format : str, optional
        The file's format, where its content does not tell it: 'simba' for targets alone.
    **options
        ethogram : Ethogram
            The behaviors that are expected.
        exclusive : bool
            Whether a frame has one behavior at most, where no ethogram is given.
        believe : str or sequence of str
            What is right where two contradict each other: words of `BELIEVE`.
        unit : {'seconds', 'milliseconds', 'frames', 'frames-inclusive'}
            Of intervals whose columns do not name it.
        subject, observation, labeler, model : str
            Which one, where a file has several: an animal, a channel or a subject; an
            observation of BORIS; a labeler; a model of DeepEthogram.
        behaviors : sequence of str
            Columns of SimBA's table that are behaviors.
        tiers : sequence of str
            Tiers of an ELAN file that are read.
        names_from : {'tier', 'value'}
            Whether behaviors of an ELAN file are tiers, or stand in annotations.
        open_bouts : {'refuse', 'unknown', 'end'}
            What a START without a STOP means.
        time_offset_s : float
            Subtracted from times in seconds.

    Returns
    -------
    Labels
        With the file's name and digest, and notes on what was found.

    Raises
    ------
    PathError
        If there is no such file.
    LabelsError
        If it is empty or malformed, contradicts itself, or belongs to another video.
    UnsafeFileError
        If reading it would reach other files or run code.
    ParameterError
        If an option is unknown.

    Examples
    --------
    >>> read_labels("mouse_labels.csv", n_frames=45001)  # doctest: +SKIP
    """
    request = Request.of(options)
    if format is not None:
        check_choice("Unknown format of labels.", format, READ_FORMATS)
    movie = Movie.of(n_frames, times_s, fps, video)
    content = content_of(path)
    kind = format or _format(content)
    about: dict[str, Any] = {"source": content.name, "source_digest": sha256_of(path)}
    found = _found(content, kind, request, movie)
    if request.labeler:
        about["labeler"] = request.labeler
    if isinstance(found, FoundRows):
        labels = labels_of_rows(found, movie, request, content.name, **about)
    else:
        labels = labels_of_intervals(found, movie, request, content.name, **about)
    notes = (*labels.notes, *request.settled.values())
    return replace(labels, layout={**labels.layout, "format": kind}, notes=notes)


def _found(
    content: Content, kind: str, request: Request, movie: Movie
) -> FoundRows | FoundIntervals:
    """What the file of this format says."""
    if kind == "deepethogram-outputs":
        probabilities = read_probabilities(content.path, model=request.model)
        return rows_of_probabilities(probabilities, content.name)
    if kind in ("deepethogram", "simba"):
        return read_frame_table(content, request, simba=kind == "simba")
    if kind == "boris-project":
        return read_boris_project(content, request, movie)
    if kind in ("boris-tabular", "boris-aggregated"):
        return read_boris_table(content, request)
    readers = {
        "intervals": read_intervals,
        "jabs": read_jabs,
        "bento": read_bento,
        "elan": read_elan,
    }
    return readers[kind](content, request)
