"""Write intervals in seconds, with as many digits as bring the same frames back."""

from __future__ import annotations

import numpy as np

from ....errors import LabelsError
from ..ethogram import Behavior
from ..labels import Labels
from .movie import Movie


def boundaries_s(spans: np.ndarray, movie: Movie) -> np.ndarray:
    """When intervals of frames begin and end, in seconds: (n, 2) float64."""
    if movie.edges_s is None:
        raise LabelsError(
            "Labels cannot be written in seconds: no time of a frame is known.",
            expected="the times of the frames, or the frames per second",
            got="neither",
            do="give the video, its frame times or its frames per second",
        )
    return movie.edges_s[spans]


def kind_of(labels: Labels, behavior: Behavior) -> str:
    """How a behavior is written: as a point event only if no bout of it lasts two frames."""
    lasts = np.diff(labels.bouts[behavior.name], axis=1)
    return "point" if behavior.kind == "point" and (lasts == 1).all() else "state"


def decimals_for(movie: Movie, least: int = 3, most: int = 9) -> int:
    """Digits after the point with which no frame is taken for its neighbor."""
    edges_s = movie.edges_s
    if edges_s is None or len(edges_s) < 2:
        return least
    shortest_s = float(np.diff(edges_s).min())
    needed = int(np.ceil(-np.log10(shortest_s / 4))) if shortest_s > 0 else most
    return min(max(least, needed), most)


def whole_movie_only(labels: Labels, what: str) -> None:
    """Refuse labels with unknown frames, for a format that cannot say which were looked at."""
    for name in labels.ethogram.names:
        n_unknown = labels.n_frames - labels.n_assessed(name)
        if n_unknown:
            raise LabelsError(
                f"These labels cannot be written as {what}: it cannot say which frames were "
                "looked at.",
                expected=f"{labels.n_frames} frames that were looked at",
                got=f"{n_unknown} unknown frames of {name!r}",
                do="write intervals, deepethogram or jabs; or unknown='absent', which takes "
                "unknown frames for frames without a behavior",
            )
