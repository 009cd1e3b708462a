"""Parameters of action units."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param
from ..keypoints.mapping import FaceMapping

#: points of the element's own drawn mouse, which trackers of profiles name alike
_PLAIN = FaceMapping(
    eye=("eye_back", "eye_bottom", "eye_front", "eye_top"),
    ear=("ear_base", "ear_tip"),
    nose=("nose_tip",),
    mouth=("mouth",),
    stable=(),
)
#: side of the picture -> its direction, y down
FACING = {"left": -1 + 0j, "right": 1 + 0j, "up": 0 - 1j, "down": 0 + 1j}
_MOUTHS = (("mouth", "lowerlip"), ("mouth", "lower_lip"))


@dataclass(frozen=True)
class ActionUnitParams(Params):
    """Parameters of action units.

    Parameters
    ----------
    mapping : FaceMapping or None
        Which points are the eye, the ear, the nose; None: Facemap's names, or eye_back,
        eye_bottom, eye_front, eye_top, ear_base, ear_tip, nose_tip, as far as they are there.
        Three or more `stable` points that move only with the head; else they are chosen by how
        little their mutual distances vary.
    mouth : (point, point) or ()
        The corner of the mouth and the lower lip; by default 'mouth' and 'lowerlip' or
        'lower_lip', where they are there.
    whiskers : sequence of (point, point, ...)
        Of each tracked whisker its points, the base first.
    facing : {'auto', 'left', 'right', 'up', 'down'}
        To which side of the picture the nose points; 'auto' tells it from points and regions.
    head : {'auto', 'fixed'}
        'auto': the head's frame comes from points that move with it, or from the pictures;
        'fixed': the head is bolted before the camera, whose frame is the head's.
    open_quantile : float
        The open-eye value is this quantile of the distance of the lids, of running medians of five
        frames.
    min_rest_frames : int
        With fewer frames that have a value, a unit has no value at rest, and so none at all.
    smooth_frames : int
        What points measure is averaged over so many frames in a row that differ by no more than
        the tracker's noise: quick movements stay as they are. 1: each frame by itself.
    from_picture : bool
        Whether whiskers, nose and cheek are looked for in the stored pictures and cells.
    """

    mapping: FaceMapping | None = None
    mouth: tuple[str, ...] = ()
    whiskers: tuple[tuple[str, ...], ...] = ()
    facing: str = param("auto", choices=("auto", *FACING))
    head: str = param("auto", choices=("auto", "fixed"))
    open_quantile: float = param(0.9, 0.5, 1)
    min_rest_frames: int = param(20, 5, 1_000_000)
    smooth_frames: int = param(5, 1, 99)
    from_picture: bool = True

    def __post_init__(self) -> None:
        wrong: list[tuple[str, str, object]] = []
        if self.smooth_frames % 2 == 0:
            wrong.append(("smooth_frames", "an odd number", self.smooth_frames))
        if len(self.mouth) not in (0, 2) or len(set(self.mouth)) < len(self.mouth):
            wrong.append(
                ("mouth", "the corner of the mouth and the lower lip, or none", self.mouth)
            )
        if any(len(one) < 2 or len(set(one)) < len(one) for one in self.whiskers):
            wrong.append(("whiskers", "two or more points of each, the base first", self.whiskers))
        for name, expected, got in wrong:
            what = f"ActionUnitParams: {name} cannot have this value."
            raise ParameterError(what, expected=expected, got=repr(got))

    def mapped(self, names: tuple[str, ...]) -> FaceMapping:
        """The mapping of these points: the given one, or what is known of their names."""
        if self.mapping is not None:
            return self.mapping
        found = [one.within(names) for one in (FaceMapping(), _PLAIN)]
        return max(found, key=lambda one: len(one.points()))

    def mouth_points(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The corner of the mouth and the lower lip among these points; () without them."""
        if self.mouth:
            return self.mouth
        return next((pair for pair in _MOUTHS if set(pair) <= set(names)), ())
