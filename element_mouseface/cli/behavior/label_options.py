"""Options that say how a label file is read, and of which movie it is."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: what a file may have several of
_PICKED = {
    "subject": "whose behaviors",
    "observation": "which observation",
    "labeler": "whose labels",
    "model": "of which model",
}
#: an argument of `read_labels` or `write_labels` in the advice of an error
_PYTHON = re.compile(
    r"\b(believe|unit|open_bouts|subject|observation|labeler|model|names_from|time_offset_s|tiers|"
    r"behaviors|unknown)=('[^']*'|[-.\d]+|SECONDS|\([^)]*\))"
)


@dataclass(frozen=True)
class Filmed:
    """What is known of the movie that labels are of.

    Attributes
    ----------
    n_frames : int or None
        None where only the label file can say.
    times_s : (frames,) array or None
    fps : float or None
    video : str or None
        Its file, whose name some label files have.
    """

    n_frames: int | None = None
    times_s: Any = None
    fps: float | None = None
    video: str | None = None


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a label file is read."""
    group = parser.add_argument_group("how to read label files")
    group.add_argument(
        "--format",
        metavar="NAME",
        help="of the file: deepethogram, deepethogram-outputs, boris-tabular, boris-aggregated, "
        "boris-project, intervals, jabs, simba, bento or elan (default: known by the content)",
    )
    group.add_argument(
        "--unit",
        metavar="UNIT",
        help="of a table of intervals whose columns do not name it: seconds, milliseconds, frames "
        "(the second is the frame after the last) or frames-inclusive (it is the last)",
    )
    group.add_argument(
        "--believe",
        action="append",
        default=[],
        metavar="WHAT",
        help="what holds where file, movie and ethogram disagree: video, labels, index, time, "
        "rows, ethogram, absent, behaviors or background. The message that refuses the file says "
        "what each means; may be repeated",
    )
    group.add_argument(
        "--open-bouts",
        choices=("refuse", "end", "unknown"),
        help="bouts that were never stopped: refused (default), until the movie's end, or unknown",
    )
    for name, what in _PICKED.items():
        group.add_argument(f"--{name}", metavar="NAME", help=f"{what}, if the file has several")
    group.add_argument(
        "--tier", action="append", metavar="NAME", help="of an ELAN file; may be repeated"
    )
    group.add_argument(
        "--names-from",
        choices=("tier", "value"),
        help="whether the behaviors of an ELAN file are tiers, or stand in annotations",
    )
    group.add_argument(
        "--target",
        action="append",
        metavar="NAME",
        help="a column of a SimBA table that is a behavior; may be repeated",
    )
    group.add_argument(
        "--time-offset-s",
        type=float,
        metavar="S",
        help="is subtracted from times in seconds, if the file counts from another moment",
    )


def add_movie_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say of which movie the labels are."""
    group = parser.add_argument_group("of which movie the labels are")
    group.add_argument("--video", metavar="VIDEO", help="its frames and their times are used")
    group.add_argument(
        "--frames", type=int, metavar="N", help="how many frames it has, in place of --video"
    )
    group.add_argument(
        "--fps", type=float, metavar="RATE", help="frames a second, in place of the movie's times"
    )


def filmed_from(args: argparse.Namespace) -> Filmed:
    """The movie that `add_movie_options` named.

    Raises
    ------
    ParameterError
        If it is named in two ways.
    VideoError
        If it cannot be read.
    """
    from ...core.video import open_video
    from ...errors import ParameterError

    if args.video is None:
        return Filmed(args.frames, None, args.fps)
    if args.frames is not None:
        raise ParameterError(
            "The number of frames is given twice.",
            expected="--video or --frames",
            got="both",
            do="leave --frames out: the video has its own",
        )
    reader = open_video(args.video, fps=args.fps)
    return Filmed(reader.info.n_frames, reader.times_s, args.fps, args.video)


def read_from(path: Any, args: argparse.Namespace, filmed: Filmed, **more: Any) -> Any:
    """The labels in a file (`Labels`), as the options say; `more` as `read_labels` takes it."""
    from ...core.behavior.formats import read_labels

    asked = {
        "unit": args.unit,
        "believe": args.believe or None,
        "open_bouts": args.open_bouts,
        "tiers": args.tier,
        "names_from": args.names_from,
        "behaviors": args.target,
        "time_offset_s": args.time_offset_s,
        **{name: getattr(args, name) for name in _PICKED},
        **more,
    }
    with advice_as_typed():
        return read_labels(
            path,
            n_frames=filmed.n_frames,
            times_s=filmed.times_s,
            fps=filmed.fps,
            video=filmed.video,
            format=args.format,
            **asked,
        )


@contextmanager
def advice_as_typed() -> Iterator[None]:
    """Turn the advice of errors, `subject='b'`, into what is typed here: `--subject 'b'`."""
    from ...errors import MouseFaceError

    try:
        yield
    except MouseFaceError as error:
        do = None if error.do is None else _PYTHON.sub(_option, error.do)
        raise type(error)(error.what, expected=error.expected, got=error.got, do=do) from error


def _option(found: re.Match[str]) -> str:
    name = {"tiers": "tier", "behaviors": "target"}.get(found[1], found[1])
    value = "NAME" if found[2].startswith("(") else found[2]
    return f"--{name.replace('_', '-')} {value}"
