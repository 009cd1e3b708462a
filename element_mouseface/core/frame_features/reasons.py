"""Why a number of a frame is undefined: a code for arrays, a name for files, a text for people.

Codes and names are part of the file format: they never change, and new ones are added at the end.
"""

from __future__ import annotations

import enum

import numpy as np

from ...errors import check_choice


class Reason(enum.IntEnum):
    """Why a feature is NaN in a row; 0 where it is defined."""

    NONE = 0
    MISSING_FRAME = 1
    FIRST_FRAME = 2
    CONSTANT = 3
    BLACK = 4
    MASKED = 5
    TOO_SMALL = 6
    LOST_POINT = 7
    NO_LENGTH = 8
    NO_DIRECTION = 9
    NOT_MEASURED = 10
    STILL = 11
    UNREADABLE = 12
    NO_FACE = 13
    NO_COLOR = 14
    NO_ROWS = 15
    UNDEFINED = 16
    NO_POINTS = 17
    NO_HEAD = 18
    IMPLAUSIBLE = 19
    NO_REGION = 20
    NO_REST = 21
    NO_TARGET = 22
    COVERED = 23
    NO_MOVEMENT = 24

    @property
    def word(self) -> str:
        """As it stands in files: 'lost_point'; '' for none."""
        return "" if self is Reason.NONE else self.name.lower()

    @property
    def text(self) -> str:
        """A sentence without its period."""
        return _TEXTS[self]


_TEXTS = {
    Reason.NONE: "the number is defined",
    Reason.MISSING_FRAME: "the frame cannot be decoded",
    Reason.FIRST_FRAME: "there is no frame before it",
    Reason.CONSTANT: "the region has no contrast: all its pixels are equal, or of one gray level",
    Reason.BLACK: "all pixels of the region are black",
    Reason.MASKED: "masks cover the region",
    Reason.TOO_SMALL: "the region has too few pixels or pairs of neighbors",
    Reason.LOST_POINT: "a tracked point was not found, or its likelihood is too low",
    Reason.NO_LENGTH: "the length that others are divided by is unknown or zero",
    Reason.NO_DIRECTION: "there is no direction: two points are at one place, or hues cancel",
    Reason.NOT_MEASURED: "the signals have no value in this frame",
    Reason.STILL: "a still picture has no motion",
    Reason.UNREADABLE: "the picture cannot be read",
    Reason.NO_FACE: "no face was found in the picture",
    Reason.NO_COLOR: "the picture has no color",
    Reason.NO_ROWS: "no frame of the span has a value",
    Reason.UNDEFINED: "its definition gives no number here",
    Reason.NO_POINTS: "the points that it needs were not tracked, or are not named",
    Reason.NO_HEAD: "the place of the head is unknown in the frame",
    Reason.IMPLAUSIBLE: "its points are where they cannot be: swapped, or on something else",
    Reason.NO_REGION: "no region of the picture shows it",
    Reason.NO_REST: "too few frames tell its value at rest",
    Reason.NO_TARGET: "no ratings or other targets were given to learn it from",
    Reason.NO_MOVEMENT: "nothing in its region moves in the recording as it would",
    Reason.COVERED: "something covers the region, or it shows what it shows in no other frame",
}

_BY_WORD = {reason.word: reason for reason in Reason}


def reason_words(codes: np.ndarray) -> list[str | None]:
    """Words of codes for a file; None where the number is defined."""
    words = [reason.word or None for reason in Reason]
    return [words[code] for code in np.asarray(codes).tolist()]


def reason_of(word: str) -> Reason:
    """The reason of a word (ParameterError)."""
    check_choice("There is no such reason.", word, _BY_WORD)
    return _BY_WORD[word]
