"""Match the movies of a folder with their event files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ....errors import EventsError, PathError, VideoMismatchError
from ...outputs import is_our_picture
from ...video.files import natural_sorted
from ...video.images import IMAGE_SUFFIXES

MOVIE_SUFFIXES = frozenset(
    ".mp4 .m4v .mov .avi .mkv .webm .ts .mts .m2ts .mpg .mpeg .wmv .flv .h264 .hevc".split()
)
#: Possible endings of a movie's events file.
_ENDINGS = (".events.csv", ".csv")
_MOST_NAMED = 5


@dataclass(frozen=True)
class Pair:
    """A movie, its events (None if there are none), and the name of its result."""

    movie: Path
    events: Path | None
    name: str


def movies_in(folder: Path) -> list[Path]:
    """The movies of a folder in natural order; [] if it has images, or no movies.

    Raises
    ------
    VideoMismatchError
        If it has both movies and images, and so is ambiguous.
    """
    found = [p for p in folder.iterdir() if not p.name.startswith(".") and p.is_file()]
    movies = [p for p in found if p.suffix.lower() in MOVIE_SUFFIXES]
    # a figure of this package beside the movies is not a frame
    images = [p for p in found if p.suffix.lower() in IMAGE_SUFFIXES and not is_our_picture(p)]
    if movies and images:
        raise VideoMismatchError(
            f"{folder} holds both movies and images.",
            expected="a folder of movies, each scored by itself, or of images, the frames of one",
            got=f"{_named([m.name for m in movies])}; {_named([i.name for i in images])}",
            do="move one kind to another folder",
        )
    # sort by names without the ending: face before face2
    order = {name: k for k, name in enumerate(natural_sorted({m.with_suffix("") for m in movies}))}
    return sorted(natural_sorted(movies), key=lambda movie: order[movie.with_suffix("")])


def pair_events(
    movies: Sequence[Path], folder: Path | None = None, *, optional: bool = False
) -> list[Pair]:
    """The events file of each movie: `face.events.csv`, or `face.csv`, for `face.mp4`.

    Parameters
    ----------
    movies : sequence of Path
    folder : Path, optional
        Folder of the events files; by default beside each movie.
    optional : bool
        Whether movies may have no events, if none has.

    Returns
    -------
    list of Pair

    Raises
    ------
    EventsError
        If a movie has no events file, or two; lists all of them.
    PathError
        If two movies have the same name, so that their results would collide.
    """
    if folder is not None and not folder.is_dir():
        raise PathError(
            f"{folder} is not a folder of events.",
            expected="with a folder of movies, a folder with face.events.csv or face.csv for each "
            "face.mp4",
            do="give that folder, or leave --events out if they are beside the movies",
        )
    _refuse_one_name(movies)
    found = {movie: _candidates(movie, folder or movie.parent) for movie in movies}
    double = [movie.name for movie, files in found.items() if len(files) > 1]
    without = [movie.name for movie, files in found.items() if not files]
    if double:
        raise EventsError(
            f"The events of {_named(double)} are ambiguous.",
            expected="one file for each movie",
            got="both NAME.events.csv and NAME.csv",
            do="rename or move the wrong one",
        )
    if without and not (optional and len(without) == len(movies)):
        raise EventsError(
            f"There are no events for {_named(without)}.",
            expected="NAME.events.csv or NAME.csv for each movie NAME.mp4, in "
            f"{folder or movies[0].parent}",
            got=f"events for {len(movies) - len(without)} of {len(movies)} movies",
            do="write them, move the movie elsewhere, or give --events FOLDER",
        )
    return [Pair(m, files[0] if files else None, m.stem) for m, files in found.items()]


def _candidates(movie: Path, folder: Path) -> list[Path]:
    return [p for ending in _ENDINGS if (p := folder / f"{movie.stem}{ending}").is_file()]


def _refuse_one_name(movies: Sequence[Path]) -> None:
    names: dict[str, list[str]] = {}
    for movie in movies:
        names.setdefault(movie.stem.casefold(), []).append(movie.name)
    for same in names.values():
        if len(same) > 1:
            raise PathError(
                f"{_named(same)} would share one result and one events file.",
                expected="movies whose names differ before the ending, in more than upper case",
                do="rename one; files of one recording are given one after the other: "
                "mouseface score part_1.mp4 part_2.mp4",
            )


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(sorted(names)[:_MOST_NAMED]) + more
