"""Options that several commands share, and the progress bar."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import CropError, ParameterError
from ..params import Crop, Mask
from ..params.fields import read_json

_SHOW_AFTER_S = 1.0


def add_video_options(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """Add VIDEO… and the options that say how to read it."""
    parser.add_argument(
        "video",
        nargs="+" if needed else "*",
        metavar="VIDEO",
        help="a movie file, a folder of images, a TIFF stack; several files in order are one "
        "recording",
    )
    add_reading_options(parser)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how to read a video."""
    group = parser.add_argument_group("how to read the video")
    group.add_argument(
        "--fps",
        type=float,
        metavar="RATE",
        help="frames per second; needed for images and stacks, which have no clock; for a movie, "
        "it replaces the movie's own times",
    )
    group.add_argument(
        "--times",
        metavar="FILE",
        help="file with the time of each frame: text with one per line, a table with a column "
        "time_s, or a .npy array; instead of --fps",
    )
    group.add_argument(
        "--times-unit",
        choices=("s", "ms", "us", "ns"),
        help="unit of --times (default: the unit in the column's name, or seconds, which are "
        "compared with the movie's own clock)",
    )
    group.add_argument(
        "--times-column",
        metavar="NAME",
        help="column of --times (default: time_s or the only one); if columns have no names, its "
        "number from 1",
    )
    group.add_argument(
        "--white-level",
        type=float,
        metavar="VALUE",
        help="pixel value that is white, for images and movies of more than 8 bits: 4095 for a "
        "12-bit camera",
    )
    group.add_argument(
        "--orientation",
        choices=("shown", "stored"),
        help="whether to apply the rotation flag of the file (default: shown, like players and "
        "OpenCV; required if these differ)",
    )
    group.add_argument(
        "--accept-truncated",
        action="store_true",
        help="use the readable part of a truncated or damaged movie instead of refusing it",
    )
    group.add_argument(
        "--allow-repeats",
        action="store_true",
        help="allow the same file twice in one recording",
    )


def open_from(args: argparse.Namespace, *, times_s: Any = None) -> Any:
    """The reader (`core.video.VideoReader`) for what `add_video_options` parsed.

    `times_s` are frame times that are already known, for use without --fps and --times.
    """
    from ..core.video import open_video, read_times

    source = args.video[0] if len(args.video) == 1 else args.video
    if args.times is None and (args.times_unit or args.times_column):
        raise ParameterError(
            "--times-unit and --times-column need --times, which is not given.",
            do="give --times FILE, or leave them out",
        )
    if args.times is not None:
        times_s = read_times(args.times, args.times_column, args.times_unit)
    elif args.fps is not None:
        times_s = None
    return open_video(
        source,
        fps=args.fps,
        times_s=times_s,
        white_level=args.white_level,
        orientation=args.orientation,
        # known times need no check, nor do times with a given unit
        trust_times=args.times is None or args.times_unit is not None,
        accept_truncated=args.accept_truncated,
        allow_repeats=args.allow_repeats,
    )


def video_inputs(args: argparse.Namespace) -> list[str]:
    """The files and folders of the options that `add_video_options` parsed."""
    return [path for path in (*args.video, args.times) if path]


def add_crop_option(parser: argparse.ArgumentParser) -> None:
    """Add --crop and --mask."""
    group = parser.add_argument_group("part of the frame")
    group.add_argument(
        "--crop",
        metavar="X,Y,W,H",
        help="the box around the face, in pixels: left edge, top edge, width, height "
        "(default: the whole frame), or two opposite corners as box:X,Y:X,Y; or a JSON file "
        "with x, y, width, height and masks",
    )
    group.add_argument(
        "--mask",
        action="append",
        default=[],
        metavar="[NAME=]SHAPE:X,Y:X,Y…",
        help="an area to exclude, such as a spout or a paw, in pixels of the whole frame: "
        "box or ellipse with two opposite corners X,Y:X,Y (the second is the first pixel "
        "outside) or X,Y,W,H, polygon with three or more points; may be repeated. The "
        "syntax is that of regions. Example: --mask spout=box:300,400:360,480",
    )


def add_color_options(parser: argparse.ArgumentParser) -> None:
    """Add --color and --color-matrix."""
    group = parser.add_argument_group("color")
    group.add_argument(
        "--color",
        action="store_true",
        help="also store a small picture of each frame's color (chroma, of the size of the gray "
        "thumbnail); refused for gray videos",
    )
    group.add_argument(
        "--color-matrix",
        metavar="NAME",
        help="with --color: the matrix of the video's luma and chroma, bt601, bt709, bt2020, "
        "smpte240m or fcc (default: as the video signals, or else guessed from its size)",
    )


def color_notes(args: argparse.Namespace, result: Any) -> tuple[str, ...]:
    """What a user should know of the color of a result, if it was asked for."""
    if not args.color:
        return ()
    from ..core.extraction.color_extractor import CHROMA
    from ..core.extraction.colors import why_no_color

    if reason := why_no_color(result):
        return (f"the video has no color: {reason}",)
    text = result.definitions[CHROMA]
    return ("color: " + text[text.index("matrix") :],)


def crop_from(args: argparse.Namespace) -> Crop:
    """The crop, with its masks, for what `add_crop_option` parsed.

    Raises
    ------
    CropError
        If the text is malformed.
    ParameterError
        If a JSON file cannot be read or has unknown names.
    """
    crop = Crop() if args.crop is None else parse_crop(args.crop)
    masks = tuple(parse_mask(text) for text in args.mask)
    return Crop(crop.x, crop.y, crop.width, crop.height, crop.masks + masks)


def crop_file(args: argparse.Namespace) -> str | None:
    """The file that --crop names, if it names one."""
    crop = args.crop
    return crop if crop is not None and crop.lower().endswith(".json") else None


def parse_crop(text: str) -> Crop:
    """A crop from 'X,Y,W,H', or from a JSON file's path (CropError, ParameterError)."""
    if text.lower().endswith(".json"):
        expected = 'JSON such as {"x": 120, "y": 80, "width": 320, "height": 240}'
        values = read_json(text, "crop file", expected)
        return Crop.from_dict(values)
    from ..core.facial_signals.shape_text import parse_box

    try:
        x, y, width, height = parse_box(text)
    except CropError as error:
        raise CropError(
            "This is not a crop.",
            expected="X,Y,W,H in whole pixels, such as 120,80,320,240, box:X,Y:X,Y with two "
            "opposite corners, or a .json file",
            got=repr(text),
            do="give left edge, top edge, width and height, with commas and no spaces; `mouseface "
            "info` prints the size of the frame",
        ) from error
    try:
        return Crop(x, y, width, height)
    except ParameterError as error:
        raise CropError(
            error.what,
            expected=error.expected,
            got=error.got,
            do=error.do or "`mouseface info` prints the size of the frame",
        ) from error


def parse_mask(text: str) -> Mask:
    """A mask from '[NAME=]SHAPE:X,Y:X,Y…' (CropError)."""
    from ..core.facial_signals.shape_text import check_shape, parse_points

    name, _, rest = text.rpartition("=")
    word, _, points = rest.partition(":")
    what = f"the mask {name or word!r}"
    shape = check_shape(word, what)
    return Mask(name or shape, shape, parse_points(points, shape, what))


@contextmanager
def progress_bar(label: str, unit: str = "frames") -> Iterator[Any]:
    """A function callback(done, total) that draws a bar on stderr.

    Nothing is drawn for work that ends within a second, or if stderr is not a terminal.
    """
    from tqdm import tqdm

    bar: Any = None
    started = time.monotonic()

    def callback(done: int, total: int | None = None) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - started < _SHOW_AFTER_S or not sys.stderr.isatty():
                return
            bar = tqdm(desc=label, unit=f" {unit}", total=total, initial=0, file=sys.stderr)
            bar.start_t -= time.monotonic() - started
        bar.total = total
        bar.update(done - bar.n)

    try:
        yield callback
    finally:
        if bar is not None:
            bar.close()


def repair_notes(result: Any) -> list[str]:
    """Sentences for the terminal: what was damaged in a result and is repaired."""
    found, computed = result.repaired, result.provenance["computed_frames"]
    more = [f"  and {len(found) - 10} more"] if len(found) > 10 else []
    return [
        f"repaired: {computed} of {result.n_frames} frames were recomputed; what was wrong:",
        *(f"  {what}" for what in found[:10]),
        *more,
    ]
