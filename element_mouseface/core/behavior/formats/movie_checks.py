"""Is a label file this movie's: names, lengths and rates that a file states are compared."""

from __future__ import annotations

import re

from ....errors import LabelsError
from .found import FoundIntervals
from .movie import MOST_UNSEEN, Movie
from .request import Request, refuse_conflict, short_list, stem_of

#: durations in containers count an audio track, or are rounded: they may differ by so much
_DURATIONS_DIFFER_S = 1.0


def movie_of_labels(found: FoundIntervals, movie: Movie, request: Request, file: str) -> Movie:
    """The movie whose frames the labels are put on.

    Parameters
    ----------
    found : FoundIntervals
        What the file says of its movie.
    movie : Movie
        What the caller knows.
    request : Request
    file : str
        The file's name, for messages.

    Raises
    ------
    LabelsError
        If they contradict each other, or the number of frames is in neither.
    """
    _check_name(found, movie, request, file)
    _check_rate(found, movie, request, file)
    own = request.believes("labels")
    if own and found.unit == "seconds" and found.fps is not None and not movie.has_rate(found.fps):
        movie = Movie(movie.n_frames, None, found.fps, movie.name)
    _check_lengths(found, movie, request, file)
    n_frames = movie.n_frames
    if n_frames is None or (own and found.n_frames is not None):
        n_frames = _n_frames(found, movie)
    if n_frames is None:
        raise LabelsError(
            f"The label file {file!r} does not say how many frames its video has.",
            expected="the number of frames",
            got=f"a file in {found.unit}",
            do="give the video, or its number of frames",
        )
    if n_frames != movie.n_frames and n_frames > MOST_UNSEEN:
        raise LabelsError(
            f"The label file {file!r} claims more frames than can be.",
            expected=f"at most {MOST_UNSEEN} frames, where no video is given",
            got=str(n_frames),
            do="give the video, or its number of frames",
        )
    if n_frames != movie.n_frames and movie.times_s is not None:
        movie = Movie(n_frames, None, movie.fps or found.fps, movie.name)
    else:
        movie = movie.with_frames(n_frames, found.fps)
    if found.unit == "seconds" and n_frames and movie.edges_s is None:
        raise LabelsError(
            f"The label file {file!r} is in seconds, and no time of a frame is known.",
            expected="the times of the frames, or the frames per second",
            got=f"{n_frames} frames",
            do="give the video, its frame times or its frames per second",
        )
    return movie


def _n_frames(found: FoundIntervals, movie: Movie) -> int | None:
    if found.n_frames is not None:
        return found.n_frames
    fps = movie.fps or found.fps
    if found.duration_s is not None and fps:
        return round(found.duration_s * fps)
    return None


def _check_name(found: FoundIntervals, movie: Movie, request: Request, file: str) -> None:
    """Refuse labels of a movie of another name; a part of the name may have been added."""
    mine = movie.name.casefold()
    theirs = [stem_of(name).casefold() for name in found.media if name.strip()]
    if not mine or not theirs or any(_is_part(one, mine) or _is_part(mine, one) for one in theirs):
        return
    refuse_conflict(
        request,
        f"The label file {file!r} belongs to another video.",
        expected=repr(movie.name),
        got=short_list([stem_of(name) for name in found.media]),
        options=("video",),
    )


def _is_part(name: str, of: str) -> bool:
    """Whether a name is in another, which adds no digit to a number: mouse1 is not in mouse12."""
    before = "(?<![0-9])" if name[:1].isdigit() else ""
    after = "(?![0-9])" if name[-1:].isdigit() else ""
    return bool(name) and re.search(before + re.escape(name) + after, of) is not None


def _check_rate(found: FoundIntervals, movie: Movie, request: Request, file: str) -> None:
    if found.fps is None or movie.has_rate(found.fps):
        return
    refuse_conflict(
        request,
        f"The label file {file!r} and the video do not have the same frame rate.",
        expected=f"{movie.rates()[0]:.6g} frames a second, as the video has",
        got=f"{found.fps:.6g}",
        options=("video", "labels"),
    )


def _check_lengths(found: FoundIntervals, movie: Movie, request: Request, file: str) -> None:
    what = f"The label file {file!r} and the video do not have the same"
    if found.n_frames is not None:
        if movie.n_frames is not None and movie.n_frames != found.n_frames:
            refuse_conflict(
                request,
                f"{what} number of frames.",
                expected=f"{movie.n_frames} frames, as the video has",
                got=f"labels of {found.n_frames} frames",
                options=("video", "labels"),
            )
    elif found.duration_s is not None and movie.duration_s is not None:
        slack_s = max(_DURATIONS_DIFFER_S, 0.005 * found.duration_s)
        if abs(found.duration_s - movie.duration_s) > slack_s:
            refuse_conflict(
                request,
                f"{what} duration.",
                expected=f"{movie.duration_s:.6g} s, as the video has",
                got=f"{found.duration_s:.6g} s",
                options=("video",),
            )
