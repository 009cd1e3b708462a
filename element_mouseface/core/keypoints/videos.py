"""Find the recording's video among those of a SLEAP project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...errors import ParameterError
from .raw_points import listed


def file_name(path: str) -> str:
    """The last part of a path of any operating system."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def chosen_video(
    videos: Sequence[str], stated: str | None, recording: Sequence[str], path: Path
) -> int:
    """The index of a video among those of a file.

    Parameters
    ----------
    videos : sequence of str
        Paths in the file.
    stated : str or None
        Path, name, or the name without its suffix.
    recording : sequence of str
        Names of the recording's files; used if none is given.
    path : Path
        For messages.

    Raises
    ------
    ParameterError
        If it is ambiguous.
    """
    if stated is not None:
        found = _matching(videos, stated)
        if len(found) == 1:
            return found[0]
        raise _ambiguous(
            path, videos, f"{stated!r}, which is {'several' if found else 'none'} of them"
        )
    if len(videos) == 1:
        return 0
    of_recording = {k for name in recording for k in _matching(videos, file_name(name))}
    if len(of_recording) == 1:
        return of_recording.pop()
    names = listed([file_name(name) for name in recording])
    raise _ambiguous(path, videos, f"a recording of {names}" if recording else "no name of a video")


def _matching(videos: Sequence[str], wanted: str) -> list[int]:
    """Match by the whole path, else by the name, else by the name without its suffix."""
    for same in (
        lambda video: video == wanted,
        lambda video: file_name(video) == file_name(wanted),
        lambda video: Path(file_name(video)).stem == wanted,
    ):
        if found := [k for k, video in enumerate(videos) if same(video)]:
            return found
    return []


def _ambiguous(path: Path, videos: Sequence[str], got: str) -> ParameterError:
    return ParameterError(
        f"{path.name} has {len(videos)} video{'s' if len(videos) != 1 else ''}, and it is not "
        f"known which is this recording.",
        expected=f"video= one of {listed(videos)}",
        got=got,
        do="say which",
    )
