"""The headers of all pictures of a folder: what they have in common, and what must be told.

Looking at the headers first costs a fraction of a millisecond a picture. It refuses before hours
of work what would have to be guessed: in which way pictures are to be turned, and which number is
white.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ....errors import (
    ParameterError,
    VideoChangedError,
    VideoMismatchError,
    VideoUnreadableError,
    check_choice,
)
from ..luma import check_white_level
from ..orientation import ORIENTATIONS, Turn, turn_of_exif
from .folder import PictureFile, PictureFolder, counted
from .header import StillHeader, read_header

_SHOWN = 5
#: relative difference of the ratio of width to height from which it is told
_LEAST_SKEW = 0.02


@dataclass(frozen=True)
class PictureSurvey:
    """Headers of the pictures of a folder, and how they are read.

    Parameters
    ----------
    folder : PictureFolder
    headers : tuple of StillHeader or None
        None for a picture that cannot be read.
    faults : tuple of str or None
        Why it cannot be read.
    orientation : {'shown', 'stored'} or None
    white_level : float or None
    first_of_several : bool
    """

    folder: PictureFolder
    headers: tuple[StillHeader | None, ...]
    faults: tuple[str | None, ...]
    orientation: str | None = None
    white_level: float | None = None
    first_of_several: bool = False

    def turn(self, header: StillHeader) -> Turn | None:
        """The turn to make of a picture as it is stored."""
        return None if self.orientation == "stored" else turn_of_exif(header.orientation)

    def size_px(self, header: StillHeader) -> tuple[int, int]:
        """(height, width) of a picture as it is used."""
        stored = header.height_px, header.width_px
        return stored if self.orientation == "stored" else header.size_px

    def notes(self) -> list[str]:
        """Sentences about the pictures that differ from what one would expect."""
        known = [h for h in self.headers if h is not None]
        return [
            *self.folder.notes(),
            *self._size_notes(known),
            *self._turn_notes(known),
            *self._color_notes(known),
        ]

    def _size_notes(self, known: list[StillHeader]) -> list[str]:
        sizes = Counter(self.size_px(h) for h in known)
        notes = []
        if len(sizes) > 1:
            some = [f"{n} of {w}x{h}" for (h, w), n in sizes.most_common(_SHOWN)]
            notes.append(
                f"pictures of {len(sizes)} sizes ({', '.join(some)}{', …' * (len(sizes) > _SHOWN)})"
                ": each is brought to one thumbnail size by the mean of whole pixels in each bin"
            )
        ratios = [w / h for h, w in sizes]
        if ratios and max(ratios) > min(ratios) * (1 + _LEAST_SKEW):
            notes.append(
                f"ratios of width to height from {min(ratios):.3g} to {max(ratios):.3g}: shapes "
                "are stretched to one, in each ratio in another way"
            )
        return notes

    def _turn_notes(self, known: list[StillHeader]) -> list[str]:
        n_turned = sum(h.orientation != 1 for h in known)
        if not n_turned:
            return []
        if self.orientation == "stored":
            return [f"orientation tags are ignored, as asked: {counted(n_turned)}"]
        return [f"turned as their orientation tags ask: {counted(n_turned)}"]

    def _color_notes(self, known: list[StillHeader]) -> list[str]:
        notes = []
        profiles = Counter(h.profile or "without a name" for h in known if h.profile is not None)
        named = {name: n for name, n in profiles.items() if "srgb" not in name.lower()}
        if named:
            some = ", ".join(f"{n} {name}" for name, n in list(named.items())[:_SHOWN])
            notes.append(f"color profiles are not applied: {some}")
        if n := sum(h.mode == "CMYK" for h in known):
            notes.append(
                "printing colors (CMYK) are read as (1 - C)(1 - K), without a profile: "
                f"{counted(n)}"
            )
        if deep := sum(h.deep for h in known):
            notes.append(
                f"more than 8 bits are scaled so that {self.white_level:g} becomes 255: "
                f"{counted(deep)}"
            )
        return notes


def survey(
    folder: PictureFolder,
    *,
    orientation: str | None = None,
    white_level: float | None = None,
    first_of_several: bool = False,
) -> PictureSurvey:
    """Read the headers of a folder's pictures.

    Parameters
    ----------
    folder : PictureFolder
    orientation : {'shown', 'stored'}, optional
        Whether each picture is turned as its orientation tag asks. By default they are, and
        pictures whose tags differ are refused.
    white_level : float, optional
        The number that is white in pictures of more than 8 bits.
    first_of_several : bool
        Take the first picture of a file that holds several, such as an animation. By default
        such a file is not read.

    Raises
    ------
    VideoMismatchError
        If tags differ, and `orientation` was not given.
    ParameterError
        If pictures have more than 8 bits and no white level was given, or none has.
    VideoUnreadableError
        If no picture can be read.
    """
    if orientation is not None:
        check_choice("There is no such orientation.", orientation, ORIENTATIONS)
    if white_level is not None:
        check_white_level(white_level)
    headers: list[StillHeader | None] = []
    faults: list[str | None] = []
    equal: dict[StillHeader | None, StillHeader | None] = {}  # most are, and one is kept of them
    for file in folder.files:
        header, fault = _header_of(file)
        if header is not None and header.several and not first_of_several:
            header, fault = None, "several pictures in one file (an animation, or pages)"
        headers.append(equal.setdefault(header, header))
        faults.append(fault)
    _refuse_nothing(folder, faults)
    _check_turns(folder.files, headers, orientation)
    _check_white(folder.files, headers, white_level)
    return PictureSurvey(
        folder, tuple(headers), tuple(faults), orientation, white_level, first_of_several
    )


def read_bytes(file: PictureFile) -> bytes:
    """The bytes of a picture that was surveyed.

    Raises
    ------
    VideoChangedError
        If it is not the file that was found.
    VideoUnreadableError
        If it cannot be read any more.
    """
    try:
        info = os.stat(file.path)
        if (info.st_size, info.st_mtime_ns) == (file.size_bytes, file.mtime_ns):
            with open(file.path, "rb") as opened:
                return opened.read()
    except OSError as error:
        raise VideoUnreadableError(error.strerror or "cannot be opened") from error
    raise VideoChangedError(
        f"{file.path} has changed while the pictures were read.",
        do="wait until it is written, then start again",
    )


def _header_of(file: PictureFile) -> tuple[StillHeader | None, str | None]:
    if file.fault is not None:
        return None, file.fault
    try:
        with open(file.path, "rb") as opened:
            return read_header(opened), None
    except OSError as error:
        return None, error.strerror or "cannot be opened"
    except VideoUnreadableError as error:
        return None, error.what


def _refuse_nothing(folder: PictureFolder, faults: Iterable[str | None]) -> None:
    faults = list(faults)
    if None in faults:
        return
    first = folder.files[0]
    raise VideoUnreadableError(
        f"None of the {len(faults)} pictures in {folder.folder} can be read.",
        got=f"{first.name}: {faults[0]}",
        do="say first_of_several (--first-of-several) to take the first picture of each file"
        if faults[0] and faults[0].startswith("several")
        else "check that they open in another program",
    )


def _check_turns(
    files: tuple[PictureFile, ...], headers: list[StillHeader | None], orientation: str | None
) -> None:
    tags: dict[int, list[str]] = {}
    for file, header in zip(files, headers, strict=True):
        if header is not None:
            tags.setdefault(header.orientation, []).append(file.name)
    if orientation is None and len(tags) > 1:
        some = sorted(tags.items(), key=lambda pair: -len(pair[1]))[:_SHOWN]
        raise VideoMismatchError(
            "The pictures ask to be turned in different ways.",
            expected="one orientation tag (Exif) for all: where it differs, some of them were "
            "often turned already, by a program that kept the tag or dropped it",
            got="; ".join(f"tag {tag} in {len(n)}, such as {n[0]}" for tag, n in some),
            do="say orientation='shown' (--orientation shown) if each tag is right, or 'stored' "
            "if the pictures are alike as they stand",
        )


def _check_white(
    files: tuple[PictureFile, ...], headers: list[StillHeader | None], white_level: float | None
) -> None:
    pairs = zip(files, headers, strict=True)
    deep = [(file.name, header) for file, header in pairs if header is not None and header.deep]
    if deep and white_level is None:
        name, header = deep[0]
        kind = "fractions" if header.number == "float" else f"{header.bits} bits"
        raise ParameterError(
            f"Which number is white is not known, in {counted(len(deep))} of more than 8 bits.",
            expected="white_level=4095 for a 12-bit camera, 65535 for full 16 bits, 1 for "
            "fractions from 0 to 1",
            got=f"{name} with {kind}, and no white level",
            do="give white_level (--white-level)",
        )
    if white_level is not None and not deep:
        raise ParameterError(
            "white_level does not apply: no picture has more than 8 bits.",
            got=f"white_level={white_level!r}",
            do="leave white_level out",
        )
