"""`mouseface info`: the content of a video: frames, size, rate, range, checksum.

Frames are counted in the stream, not read from the header, and the rate is computed from
their timestamps. Without a video: which versions are installed, for the report of a problem.

examples:
  mouseface info                                    versions of Python and of all packages
  mouseface info face.mp4
  mouseface info cam_1.mp4 cam_2.mp4 cam_10.mp4     files of one recording, in order
  mouseface info frames/ --fps 60                   a folder of JPEG or PNG images
  mouseface info stack.tif --times frame_times.csv  times from a file
  mouseface info face.mp4 --check                   decode everything to find damaged frames
  mouseface info face.mp4 --json                    for programs
"""

from __future__ import annotations

import argparse
from typing import Any

from ...errors import ParameterError
from ..options import add_video_options, open_from, progress_bar

_SHOWN = 20
#: options that mean nothing without a video
_OF_A_VIDEO = (
    *("check", "fps", "times", "times_unit", "times_column", "white_level", "orientation"),
    *("accept_truncated", "allow_repeats"),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser, needed=False)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a summary")
    parser.add_argument(
        "--check",
        action="store_true",
        help="decode every frame, and list those that cannot be decoded",
    )


def run(args: argparse.Namespace) -> int:
    """Print what is in the video; without one, what is installed."""
    import json

    if not args.video:
        return _say_installed(args)
    reader = open_from(args)
    missing = _missing(reader) if args.check else None
    if args.json:
        checked = {} if missing is None else {"missing_frames": missing}
        print(json.dumps({**_values(reader), **checked}, indent=2))
    else:
        print("\n".join([*_lines(reader), *_check_text(missing, len(reader))]))
    return 0


def _say_installed(args: argparse.Namespace) -> int:
    import json

    from ..installed import as_lines, installed

    given = [name.replace("_", "-") for name in _OF_A_VIDEO if getattr(args, name)]
    if given:
        raise ParameterError(
            "No video was given.",
            got=", ".join(f"--{name}" for name in given),
            do="name the movie or the folder of images: mouseface info VIDEO",
        )
    found = installed()
    print(json.dumps(found, indent=2) if args.json else "\n".join(as_lines(found)))
    return 0


def _missing(reader: Any) -> list[int]:
    """The frames that cannot be decoded, or depend on one that cannot."""
    missing = []
    with progress_bar("check") as progress:
        for number, frame in reader.read():
            if frame is None:
                missing.append(number)
            progress(number + 1, len(reader))
    return missing


def _check_text(missing: list[int] | None, n_frames: int) -> list[str]:
    if missing is None:
        return []
    if not missing:
        return [f"{'check':<10} all {n_frames} frames can be decoded"]
    runs = [f"{a} to {b}" if b > a else str(a) for a, b in _runs(missing)]
    shown = ", ".join(runs[:_SHOWN]) + (", …" if len(runs) > _SHOWN else "")
    return [f"{'check':<10} {len(missing)} of {n_frames} frames are missing: {shown}"]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    import numpy as np

    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1)
    return [(int(run[0]), int(run[-1])) for run in runs]


def _values(reader: Any) -> dict[str, Any]:
    """JSON-ready values of everything known about the video."""
    import dataclasses

    values = dataclasses.asdict(reader.info)
    recorded = reader.info.recorded_at
    values["recorded_at"] = None if recorded is None else recorded.isoformat()
    values["color_matrix"], values["color_origin"] = reader.color.matrix, reader.color.origin
    values["n_start_frames"] = len(reader.start_frames)
    values["longest_run_frames"] = _longest_run(reader)
    values["content_hash"] = reader.content_hash()
    return values


def _longest_run(reader: Any) -> int:
    import numpy as np

    return int(np.diff([*reader.start_frames, len(reader)]).max())


def _lines(reader: Any) -> list[str]:
    info = reader.info
    header = "says nothing" if info.n_frames_header is None else f"says {info.n_frames_header}"
    minutes, seconds = divmod(info.duration_s, 60)
    clocks = {
        "timestamps": "from the stream's timestamps",
        "fps": "given",
        "times": "from the given times",
        "header": "from the header; the stream has no timestamps",
    }
    rows = [
        ("size", f"{info.width_px} x {info.height_px} pixels (width x height)"),
        ("frames", f"{info.n_frames} in the stream; the header {header}"),
        ("rate", f"{info.fps:.6g} frames per second ({clocks[info.clock]})"),
        ("intervals", "variable" if info.is_vfr else "constant"),
        ("duration", f"{info.duration_s:.3f} s ({int(minutes)} min {seconds:.1f} s)"),
        ("starts at", f"{info.start_time_s:.6g} s on the file's own clock"),
        ("codec", info.codec),
        ("pixels", f"{info.pix_fmt}, {'full' if info.full_range else 'limited'} range"),
        ("color", _color(reader.color)),
        ("decoding", f"can begin at {_starts(reader)}"),
        ("recorded", str(info.recorded_at) if info.recorded_at else "not stated"),
        ("content", reader.content_hash()),
    ]
    lines = [f"{name:<10} {text}" for name, text in rows]
    for file in info.files:
        lines.append(f"{'file':<10} {file.path}")
        lines.append(
            f"{'':<10}   frames {file.first_frame} to {file.first_frame + file.n_frames - 1}, "
            f"{file.size_bytes} bytes, sha256 {file.sha256}"
        )
    lines += [f"{'note':<10} {note}" for note in info.notes]
    return lines


def _color(found: Any) -> str:
    if found.matrix is None:
        return f"none: {found.origin}"
    return f"as its format has it, matrix {found.matrix}: {found.origin}"


def _starts(reader: Any) -> str:
    n = len(reader.start_frames)
    if n == len(reader):
        return "every frame"
    if n == 1:
        return "the first frame only, so that one core decodes the whole file"
    return f"{n} frames, at most {_longest_run(reader)} apart"
