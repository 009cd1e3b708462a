"""Parameters of the features of frames."""

from __future__ import annotations

from dataclasses import dataclass

from ....errors import ParameterError
from ....params import Params, param


@dataclass(frozen=True)
class BehaviorFeatureParams(Params):
    """How features are made of what a pass over the movie stored.

    Parameters
    ----------
    rate_hz : float or None
        Features are made at most so often; frames between have those of the nearest frame
        (with `causal`, of the last one).  None: of every frame.
    causal : bool
        Whether a frame's features depend on nothing that comes after it: neither windows,
        nor the scales that are taken from the movie itself.
    windows_s : sequence of float
        Lengths of the windows in which each trace is summarized by its mean, standard
        deviation, least and greatest value and slope.  They are centered on the frame; with
        `causal` they end there.
    picture_components : int
        Components of the picture's change from rest, and of its motion, each; half as many of
        the picture itself, in which what is bright in one movie is dark in another.
    cell_components : int
        Components of the cell histograms.
    motion_s : float
        Motion is the change of the picture over this time, or one frame where that is longer.
    align : bool
        Whether each movie's face is laid over that of the others (mirrored, scaled, turned,
        shifted) before components are made.  False where all movies are of one camera that
        nobody touched.
    sample_frames : int
        Frames of each movie from which its own median and scales are taken.
    fit_frames : int
        Frames of all movies together from which components are made.
    """

    rate_hz: float | None = param(None, above=0, high=100_000)
    causal: bool = False
    windows_s: tuple[float, ...] = param((0.1, 0.35, 0.7), above=0, high=60)
    picture_components: int = param(24, 0, 200)
    cell_components: int = param(8, 0, 200)
    motion_s: float = param(0.033, above=0, high=10)
    align: bool = True
    sample_frames: int = param(640, 16, 100_000)
    fit_frames: int = param(2000, 50, 100_000)

    def __post_init__(self) -> None:
        if len(set(self.windows_s)) != len(self.windows_s):
            raise ParameterError(
                "BehaviorFeatureParams: windows_s has one length twice.",
                expected="different lengths in seconds",
                got=repr(self.windows_s),
            )
