"""Why an angle is undefined in a frame: a code for arrays, a text for people."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """Why an angle is undefined in a frame."""

    DEFINED = 0
    MISSING_FRAME = 1
    NO_POINTS = 2
    FEW_POINTS = 3
    NOT_RIGID = 4
    NO_PICTURE = 5
    NO_CONTRAST = 6
    LOST = 7
    ONE_CAMERA = 8
    NO_SECOND_FRAME = 9
    FLAT_POINTS = 10
    COLLINEAR_POINTS = 11

    @property
    def text(self) -> str:
        """One sentence without a stop."""
        return _TEXTS[self]


_TEXTS = {
    Reason.DEFINED: "",
    Reason.MISSING_FRAME: "the frame is missing, black or of one gray",
    Reason.NO_POINTS: "no tracked points were given",
    Reason.FEW_POINTS: "fewer than three stable points were found in the frame",
    Reason.NOT_RIGID: "the stable points do not fit the shape of the head in this frame",
    Reason.NO_PICTURE: "the picture was not to be used",
    Reason.NO_CONTRAST: "the picture has too little contrast to tell a turn",
    Reason.LOST: "the picture could not be laid over the reference",
    Reason.ONE_CAMERA: "one camera cannot tell yaw and pitch; they need two calibrated cameras",
    Reason.NO_SECOND_FRAME: "the second camera has no frame at this moment",
    Reason.FLAT_POINTS: "the points lie in one plane, so that two poses look alike; both are told",
    Reason.COLLINEAR_POINTS: "the points lie on one line: the turn about it is unknown",
}
