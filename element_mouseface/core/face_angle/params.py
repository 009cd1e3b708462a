"""Parameters of the face angle."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param


@dataclass(frozen=True)
class FaceAngleParams(Params):
    """Parameters of the face angle.

    Parameters
    ----------
    stable : sequence of str
        Names of the points that move only with the head; by default they are chosen by how
        little their mutual distances vary.
    min_likelihood : float
        A point with a lower likelihood counts as missing.
    reference_frames : (int, int) or None
        First frame and the one after the last of those in which the angle is zero: their median
        pose is the reference. By default all frames.
    from_picture : bool
        Whether roll is measured from the stored pictures too.
    """

    stable: tuple[str, ...] = ()
    min_likelihood: float = param(0.6, 0, 1)
    reference_frames: tuple[int, int] | None = None
    from_picture: bool = True

    def __post_init__(self) -> None:
        if len(set(self.stable)) != len(self.stable):
            raise ParameterError(
                "FaceAngleParams: stable names a point twice.",
                expected="different names of points",
                got=repr(self.stable),
            )
        if self.stable and len(self.stable) < LEAST_POINTS:
            raise ParameterError(
                "FaceAngleParams: stable names too few points.",
                expected=f"at least {LEAST_POINTS}, or none to have them chosen",
                got=", ".join(self.stable),
            )
        if self.reference_frames is not None:
            first, stop = self.reference_frames
            if not 0 <= first < stop:
                raise ParameterError(
                    "FaceAngleParams: reference_frames names no frame.",
                    expected="the first frame, and the one after the last",
                    got=f"{first}, {stop}",
                )


LEAST_POINTS = 3
"""Two points have an angle too, but nothing that tells how wrong it is."""
