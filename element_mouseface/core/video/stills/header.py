"""What the header of a picture says, before anything is decoded."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from ....errors import MouseFaceError, VideoUnreadableError
from ..files import LARGEST_FRAME_PX
from ..orientation import turn_of_exif
from . import png
from .tiff import MARKS, read_tiff

#: endings of the formats that are read, and Pillow's readers of them; no other reader is tried
ENDINGS = frozenset(
    ".jpg .jpeg .jpe .jfif .png .apng .bmp .dib .pgm .ppm .pbm .pnm .tif .tiff .gif .webp".split()
)
FORMATS = ("JPEG", "PNG", "BMP", "DIB", "PPM", "TIFF", "GIF", "WEBP")
#: endings of pictures that are not read; each has its row, with the reason
OTHER_ENDINGS = frozenset(
    ".heic .heif .hif .avif .jxl .jp2 .j2k .jxr .wdp .psd .xcf .svg .svgz .eps .exr .hdr .tga .pcx "
    ".ico .icns .raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .srw .pef .x3f".split()
)
_TAG = 274
#: Pillow's modes without color
_GRAY = frozenset("1 L LA La I F I;16 I;16B I;16L I;16N".split())
_PNM_MAXIMUM = re.compile(rb"P[2356]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s+"
                          rb"(?:#[^\n]*\n\s*)*(\d+)\s")  # fmt: skip
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_READ = "JPEG, PNG, TIFF, BMP, PGM, PPM, GIF or WebP"


@dataclass(frozen=True, slots=True)
class StillHeader:
    """What a picture's header says.

    Parameters
    ----------
    kind : str
        'JPEG', 'PNG', 'TIFF', 'BMP', 'PPM', 'GIF' or 'WEBP', by its content and not its name.
    height_px, width_px : int
        As stored: before the turn that `orientation` asks for.
    mode : str
        Pillow's name of the kind of pixels: 'L', 'RGB', 'RGBA', 'P', 'CMYK' and so on.
    bits : int
        Of each channel: 1, 8, 16, 32 or 64.
    number : {'uint', 'int', 'float'}
    orientation : int
        The camera's tag (Exif), 1 to 8; 1 if there is none.
    profile : str or None
        What a color profile calls itself; '' if it has no name.
    several : bool
        Whether the file holds further pictures: an animation, pages.
    """

    kind: str
    height_px: int
    width_px: int
    mode: str
    bits: int = 8
    number: str = "uint"
    orientation: int = 1
    profile: str | None = None
    several: bool = False

    @property
    def deep(self) -> bool:
        """Whether the numbers of pixels have no known white: more than 8 bits, or fractions."""
        return self.bits > 8 or self.number != "uint"

    @property
    def colored(self) -> bool:
        """Whether its pixels have more than brightness and transparency."""
        return self.mode not in _GRAY

    @property
    def size_px(self) -> tuple[int, int]:
        """(height, width) after the turn that the tag asks for."""
        stored = self.height_px, self.width_px
        turn = turn_of_exif(self.orientation)
        return stored if turn is None else turn.size(stored)


def read_header(file: BinaryIO) -> StillHeader:
    """The header of a picture.

    Parameters
    ----------
    file : binary file
        Open for reading; its place is changed. Not from several threads at once.

    Raises
    ------
    VideoUnreadableError
        Says in a few words what stands against reading it.
    """
    head = file.read(512)
    if not head:
        raise VideoUnreadableError("truncated: the file is empty (0 bytes)")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise VideoUnreadableError("a HEIC or AVIF picture, which is not read: save it as JPEG")
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is looked at by us
            return _of_tiff(file) if head.startswith(MARKS) else _of_others(file, head)
    except MouseFaceError:
        raise
    except Exception as error:  # each of Pillow's readers raises its own kinds on damaged headers
        raise VideoUnreadableError("damaged: its header cannot be read") from error


def _of_tiff(file: BinaryIO) -> StillHeader:
    head = read_tiff(BytesIO(file.read()))  # tifffile closes the file that it is given
    if head is None:
        raise VideoUnreadableError("truncated or damaged: it has no whole directory of tags")
    _check_size(head.height_px, head.width_px)
    if head.number == "other":
        raise VideoUnreadableError("its pixels are no plain numbers (complex or unknown)")
    file.seek(0)
    mode, profile = "RGB" if head.channels > 2 else "I", None
    if head.bits <= 8:
        with _opened(file) as image:
            mode, profile = image.mode, _profile_of(image)
    return StillHeader(
        "TIFF",
        head.height_px,
        head.width_px,
        mode,
        head.bits,
        head.number,
        head.orientation if turn_of_exif(head.orientation) else 1,
        profile,
        head.several,
    )


def _of_others(file: BinaryIO, head: bytes) -> StillHeader:
    with _opened(file) as image:
        kind = {"MPO": "JPEG", "DIB": "BMP"}.get(str(image.format), str(image.format))
        _check_size(image.height, image.width)
        bits = 8
        if kind == "PNG":
            bits = max(head[24], 1)
        elif kind == "PPM" and (found := _PNM_MAXIMUM.match(head)):
            bits = 16 if int(found[1]) > 255 else 8
        several = kind != "JPEG" and bool(getattr(image, "is_animated", False))
        tag = _tag_of(image, file, kind)
        return StillHeader(
            kind,
            image.height,
            image.width,
            image.mode,
            bits,
            "uint",
            tag if turn_of_exif(tag) else 1,
            _profile_of(image),
            several,
        )


def _opened(file: BinaryIO) -> Any:
    from PIL import Image

    try:
        return Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise VideoUnreadableError("claims more pixels than any camera has") from error
    except Exception as error:  # each of Pillow's readers raises its own kinds on damaged headers
        raise VideoUnreadableError(f"not a picture that can be read: no {_READ}") from error


def _tag_of(image: Any, file: BinaryIO, kind: str) -> Any:
    """The orientation tag, without decoding the picture as far as that goes."""
    from PIL import Image

    try:
        if kind != "PNG":
            return image.getexif().get(_TAG, 1)
        place = file.tell()
        exif, in_text = png.tags_of_png(file)
        file.seek(place)
        if exif is not None:
            tags = Image.Exif()
            tags.load(exif)
            return tags.get(_TAG, 1)
        return image.getexif().get(_TAG, 1) if in_text else 1
    except Exception:  # damaged tags say nothing
        return 1


def _profile_of(image: Any) -> str | None:
    """The name in a color profile; None if there is none."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        return ImageCms.getProfileDescription(profile).strip()
    except Exception:  # a damaged profile has no name
        return ""


def _check_size(height: int, width: int) -> None:
    if min(height, width) < 1:
        raise VideoUnreadableError(f"claims a picture without pixels ({width}x{height})")
    if height * width > LARGEST_FRAME_PX:
        raise VideoUnreadableError(
            f"claims {width}x{height} pixels, more than {LARGEST_FRAME_PX // 2**20} million"
        )
