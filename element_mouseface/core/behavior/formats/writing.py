"""Write labels to a file of another program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import LabelsError, check_choice
from ...outputs import whole_file
from ..labels import Labels
from .bento import bento_file
from .boris_files import aggregated_table, project_file, tabular_table
from .elan import elan_file
from .frame_table_files import deepethogram_table, simba_table
from .intervals import intervals_table
from .jabs import jabs_file
from .movie import Movie
from .request import short_list
from .seconds import whole_movie_only

_Writer = Callable[[Labels, Movie, str], bytes]
_WRITERS: dict[str, _Writer] = {
    "deepethogram": lambda labels, movie, media: deepethogram_table(labels),
    "intervals-seconds": lambda labels, movie, media: intervals_table(
        labels, movie, in_frames=False
    ),
    "intervals-frames": lambda labels, movie, media: intervals_table(labels, movie, in_frames=True),
    "boris-tabular": tabular_table,
    "boris-aggregated": aggregated_table,
    "boris-project": project_file,
    "jabs": lambda labels, movie, media: jabs_file(labels, media),
    "simba": lambda labels, movie, media: simba_table(labels),
    "bento": bento_file,
    "elan": elan_file,
}
WRITE_FORMATS = tuple(_WRITERS)
#: ending of the file, as the program expects it
ENDINGS = {"boris-project": ".boris", "jabs": ".json", "bento": ".annot", "elan": ".eaf"}


def write_labels(
    path: str | Path,
    labels: Labels,
    *,
    to: str,
    times_s: Any = None,
    fps: float | None = None,
    video: str | Path | None = None,
    unknown: str = "refuse",
    overwrite: bool = False,
    inputs: Iterable[Any] = (),
) -> None:
    """Write labels in the format of another program.

    Parameters
    ----------
    path : path
    labels : Labels
    to : str
        One of `WRITE_FORMATS`.
    times_s : (n_frames,) array, optional
        When each frame begins; for formats in seconds.
    fps : float, optional
        Frames per second, where there are no times.
    video : path, optional
        The video, whose name most formats state.
    unknown : {'refuse', 'absent'}
        What becomes of frames that nobody looked at, where the format cannot say so.
    overwrite : bool
        Whether a file that is there may be replaced.
    inputs : iterable of path
        Files that are read by the same call, and never replaced.

    Raises
    ------
    LabelsError
        If the format cannot hold these labels.
    PathError, StorageError
        If the file cannot be written.
    """
    data = labels_as_bytes(labels, to=to, times_s=times_s, fps=fps, video=video, unknown=unknown)
    with whole_file(path, "wb", what="the labels", inputs=inputs, overwrite=overwrite) as file:
        file.write(data)


def labels_as_bytes(
    labels: Labels,
    *,
    to: str,
    times_s: Any = None,
    fps: float | None = None,
    video: str | Path | None = None,
    unknown: str = "refuse",
) -> bytes:
    """What `write_labels` writes, as bytes; it takes the same parameters."""
    check_choice("Unknown format of labels.", to, WRITE_FORMATS)
    check_choice("Unknown value of `unknown`.", unknown, ("refuse", "absent"))
    movie = Movie.of(labels.n_frames, times_s, fps, video)
    media = Path(video).name if video is not None else ""
    if unknown == "absent" and to not in ("deepethogram", "intervals-seconds", "intervals-frames"):
        whole = np.array([[0, labels.n_frames]][: labels.n_frames > 0]).reshape(-1, 2)
        labels = replace(labels, assessed=dict.fromkeys(labels.ethogram.names, whole))
    if to in ("boris-tabular", "boris-aggregated"):
        whole_movie_only(labels, "a table of BORIS")
        _refuse_unseen(labels)
    if to == "boris-project":
        _refuse_spans(labels)
    return _WRITERS[to](labels, movie, media)


def _refuse_unseen(labels: Labels) -> None:
    """Refuse behaviors that BORIS's tables would not name."""
    unseen = [name for name in labels.ethogram.names if not len(labels.bouts[name])]
    if len(unseen) == len(labels.ethogram.names):
        raise LabelsError(
            "These labels cannot be written as a table of BORIS: it has rows for bouts alone.",
            expected="a bout",
            got=f"none of {short_list(unseen)}",
            do="write boris-project, which has the ethogram too",
        )


def _refuse_spans(labels: Labels) -> None:
    """Refuse what a project's one interval of time cannot say."""
    names = labels.ethogram.names
    first = labels.assessed[names[0]]
    same = all(np.array_equal(labels.assessed[name], first) for name in names)
    if labels.n_frames and not (same and len(first) == 1):
        whole_movie_only(labels, "a project of BORIS")
