"""Orientation: how a picture is rotated or mirrored for display.

A camera held sideways writes its pixels unchanged and a display matrix. Players, OpenCV, and the
programs that use it show the turned picture, so this package uses it too: boxes, points and sizes
are those of the turned picture. Mirror images are ambiguous, because players mirror and OpenCV does
not; then the user must choose.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import VideoUnreadableError, check_choice

#: 'shown': as players show it; 'stored': as it is in the file
ORIENTATIONS = ("shown", "stored")
_MATRIX = "DISPLAYMATRIX"
_ONE = 1 << 16  # the matrix's numbers have 16 binary places


@dataclass(frozen=True)
class Turn:
    """One of the ways to lay a picture on itself: rows for columns first, then mirrored.

    Parameters
    ----------
    swap : bool
        Rows become columns.
    mirror_x, mirror_y : bool
        Left and right, or top and bottom, change places after that.
    """

    swap: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def mirrored(self) -> bool:
        """Whether text in the picture would read as in a mirror."""
        return self.swap ^ self.mirror_x ^ self.mirror_y

    @property
    def clockwise_deg(self) -> int:
        """Degrees to the right, where it is not mirrored."""
        if self.swap:
            return 90 if self.mirror_x else 270
        return 180 if self.mirror_x else 0

    def size(self, shape: tuple[int, int]) -> tuple[int, int]:
        """(height, width) of a picture of this shape afterwards."""
        return (shape[1], shape[0]) if self.swap else shape

    def apply(self, picture: np.ndarray) -> np.ndarray:
        """The picture (y, x) or (y, x, channels), turned: read-only, contiguous."""
        picture = np.swapaxes(picture, 0, 1) if self.swap else picture
        picture = picture[:, ::-1] if self.mirror_x else picture
        picture = np.ascontiguousarray(picture[::-1] if self.mirror_y else picture)
        picture.setflags(write=False)
        return picture


def check_orientation(orientation: str | None) -> None:
    """Refuse an unknown orientation (ParameterError)."""
    if orientation is not None:
        check_choice("There is no such orientation.", orientation, ORIENTATIONS)


def turn_of_frame(frame: Any, path: Any, orientation: str | None) -> Turn | None:
    """The turn that a decoded frame's container asks for; None where there is none to make.

    Parameters
    ----------
    frame : av.VideoFrame
    path : path
        For the message.
    orientation : {'shown', 'stored'}, optional

    Raises
    ------
    VideoUnreadableError
        If the picture is to be mirrored, or turned by less than a quarter, and it was not
        said what to do then.
    """
    matrix = next((bytes(d) for d in frame.side_data if d.type.name == _MATRIX), None)
    if orientation == "stored" or matrix is None or len(matrix) < 36:
        return None
    numbers = struct.unpack("=9i", matrix[:36])
    a, b, c, d = (round(numbers[k] / _ONE) for k in (0, 1, 3, 4))
    straight = {abs(a), abs(b)} == {0, 1} and (abs(a), abs(b)) == (abs(d), abs(c))
    if not straight:
        raise _asks(path, "turned by less than a quarter of a circle", ("stored",))
    turn = Turn(a == 0, (a or c) < 0, (d or b) < 0)
    if turn.mirrored and orientation is None:
        raise _asks(path, "mirrored", ORIENTATIONS)
    return None if turn == Turn() else turn


def turn_of_exif(tag: int) -> Turn | None:
    """The turn for an Exif orientation (1 to 8); None for 1 and for what is none."""
    known = {
        2: Turn(mirror_x=True),
        3: Turn(mirror_x=True, mirror_y=True),
        4: Turn(mirror_y=True),
        5: Turn(swap=True),
        6: Turn(swap=True, mirror_x=True),
        7: Turn(swap=True, mirror_x=True, mirror_y=True),
        8: Turn(swap=True, mirror_y=True),
    }
    return known.get(tag)


def _asks(path: Any, what: str, choices: tuple[str, ...]) -> VideoUnreadableError:
    named = " or ".join(f"orientation={choice!r} (--orientation {choice})" for choice in choices)
    return VideoUnreadableError(
        f"{path} asks for its picture to be {what}, which players do and OpenCV does not.",
        expected="no turn, or one by 90, 180 or 270 degrees",
        do=f"say {named}: as the keypoints, boxes and regions are; `mouseface transcode` with it "
        "makes a copy that asks for nothing",
    )
