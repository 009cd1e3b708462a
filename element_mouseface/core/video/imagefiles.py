"""Image files of a folder: which are frames, in which order, and which are missing.

Cameras number their images. The number is more reliable than the place in a sorted list: after a
missing image, later frames keep their numbers. A file with another kind of name (a background, a
table of times) is not a frame.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...errors import VideoMismatchError, VideoUnreadableError, raised_as
from .files import natural_sorted

_DIGITS = re.compile(r"\d+")
_HEXADECIMAL = re.compile(r"(|.*[^0-9a-f])([0-9a-f]+)", re.IGNORECASE)
#: at most this share of the images may be named otherwise and be left out
_MOST_STRANGERS = 0.2
#: numbers count frames if more than this share of them follows the one before by the usual step
_COUNTING = 0.5
#: and none is beyond this many steps: a year at a thousand frames per second is less
_FARTHEST = 10**11
#: so many names of digits and letters show that the others are hexadecimal, too
_LEAST_MIXED = 3
_SHOWN = 5


@dataclass(frozen=True)
class ImageList:
    """Images in order.

    Parameters
    ----------
    paths : tuple of Path
    places : ndarray of int64 or None
        Which frame of the recording each is, counted from the first, where their names tell.
    notes : tuple of str
        Frames that are missing by the numbers, and files that were left out.
    """

    paths: tuple[Path, ...]
    places: np.ndarray | None = None
    notes: tuple[str, ...] = ()


def images_in(folder: Path, suffixes: frozenset[str]) -> ImageList:
    """The images in a folder that are frames, in order.

    Parameters
    ----------
    folder : Path
    suffixes : frozenset of str
        Endings of images, in lower case.

    Raises
    ------
    VideoUnreadableError
        If there is no image, or the folder may not be read.
    VideoMismatchError
        If the images are named in several ways, or two have one number.
    """
    do = "give this user the right to read it"
    with raised_as(VideoUnreadableError, f"The folder {folder} cannot be read.", do=do):
        found = [path for path in folder.iterdir() if not path.name.startswith(".")]
        images = [path for path in found if path.suffix.lower() in suffixes and path.is_file()]
    if not images:
        kinds = sorted({path.suffix or path.name for path in found})[:_SHOWN]
        raise VideoUnreadableError(
            f"The folder {folder} holds no images.",
            expected="JPEG or PNG files, one a frame, or the path of a movie file",
            got=f"{len(found)} files ({', '.join(kinds)})" if found else "an empty folder",
        )
    images, strangers = _alike(folder, natural_sorted(images))
    frames = set(images)
    others = [path for path in natural_sorted(found) if path not in frames]
    notes = (_left_out(others, strangers),) if others else ()
    numbers = _numbers(images)
    if numbers is None:
        return ImageList(tuple(images), None, notes)
    pairs = sorted(zip(numbers, images, strict=True), key=lambda pair: pair[0])
    numbers, images = [number for number, _ in pairs], [path for _, path in pairs]
    _refuse_equal(images, numbers)
    places, missing = _places(np.array(numbers, dtype=object), images)
    return ImageList(tuple(images), places, (*missing, *notes))


def _left_out(others: list[Path], strangers: list[Path]) -> str:
    shown = ", ".join(path.name for path in others[:_SHOWN]) + (", …" * (len(others) > _SHOWN))
    why = "not frames: other names, or not images" if strangers else "no images"
    return f"left out {len(others)} of the folder's files ({why}): {shown}"


def _alike(folder: Path, images: list[Path]) -> tuple[list[Path], list[Path]]:
    """Images with a common pattern of names, and the few others."""
    if _as_hexadecimal(images) is not None:
        return images, []
    forms = [_DIGITS.sub("#", path.name.lower()) for path in images]
    usual, count = Counter(forms).most_common(1)[0]
    if count == len(images) or "#" not in usual or count < 2:
        return images, []
    strangers = [path for path, form in zip(images, forms, strict=True) if form != usual]
    # Mixed kinds are refused elsewhere, with advice.
    if len({path.suffix.lower() for path in images}) == 1 or len(strangers) < count:
        if len(strangers) > max(1, _MOST_STRANGERS * len(images)):
            raise VideoMismatchError(
                f"The images in {folder} are named in several ways.",
                expected="one movie's frames, numbered, such as img_0001.png",
                got=f"{count} like {usual!r}, and {len(strangers)} others, such as "
                f"{strangers[0].name!r}",
                do="move what is not a frame elsewhere, or give a list of the images in order",
            )
        return [p for p, form in zip(images, forms, strict=True) if form == usual], strangers
    return images, []


def _as_hexadecimal(images: list[Path]) -> list[int] | None:
    """The images' numbers, if they end in hexadecimal ones; None for decimal and others."""
    found = [_HEXADECIMAL.fullmatch(path.stem) for path in images]
    if not all(found) or len({match[1].lower() for match in found if match}) > 1:
        return None
    if len({_DIGITS.sub("#", path.stem.lower()) for path in images}) == 1:
        return None  # only digits vary: 'f1', 'f2', ... are decimal
    texts = [match[2] for match in found if match]
    # Words of these letters ('face', 'bad') beside decimal numbers are strangers.
    mixed = sum(not text.isdecimal() and not text.isalpha() for text in texts)
    words = sum(text.isalpha() for text in texts)
    one_width = len({len(text) for text in texts}) == 1 and len(texts[0]) > 1
    if not mixed or (words and mixed < _LEAST_MIXED) or not (one_width or mixed >= _LEAST_MIXED):
        return None
    return [int(text, 16) for text in texts]


def _numbers(images: list[Path]) -> list[int] | None:
    """The one number that varies in the images' names; None where none or several do."""
    hexadecimal = _as_hexadecimal(images)
    if hexadecimal is not None:
        return hexadecimal
    runs = [_DIGITS.findall(path.stem) for path in images]
    if len({len(run) for run in runs}) != 1 or not runs[0]:
        return None
    columns = [[int(text) for text in column] for column in zip(*runs, strict=True)]
    varying = [column for column in columns if len(set(column)) > 1]
    return varying[0] if len(varying) == 1 else None


def _refuse_equal(images: list[Path], numbers: list[int]) -> None:
    for one, other, a, b in zip(images, images[1:], numbers, numbers[1:], strict=False):
        if a == b:
            raise VideoMismatchError(
                f"Two images have the number {a}.",
                got=f"{one.name} and {other.name}",
                do="move one of them elsewhere",
            )


def _places(numbers: np.ndarray, images: list[Path]) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Each image's place by its number, and a note on numbers that are missing."""
    if len(numbers) < 3:
        return None, ()
    steps = [int(step) for step in np.diff(numbers)]
    usual, count = Counter(steps).most_common(1)[0]
    if count <= _COUNTING * len(steps) or any(step % usual for step in steps):
        return None, ()  # times in the names, or some of the frames on purpose
    if count == len(steps) or int(numbers[-1]) - int(numbers[0]) > _FARTHEST * usual:
        return None, ()
    places = np.array([(int(n) - int(numbers[0])) // usual for n in numbers], dtype=np.int64)
    holes = [k for k, step in enumerate(steps) if step != usual]
    n_missing = int(places[-1]) + 1 - len(places)
    first = images[holes[0]].name
    return places, (
        f"{n_missing} image{'s are' if n_missing > 1 else ' is'} missing by their numbers, in "
        f"{len(holes)} place{'s' if len(holes) > 1 else ''}, first after {first}: the times keep "
        "the gap",
    )
