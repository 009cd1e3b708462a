"""Command-line options for keypoint files, and reading them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_points_options(
    parser: argparse.ArgumentParser,
    *,
    flag: str = "--points",
    required: bool = True,
    mapping: bool = True,
) -> None:
    """Add --points, under this or another name, and the options that align them with the movie.

    `mapping`: whether the command asks which points are which parts of the face.
    """
    group = parser.add_argument_group("tracked points")
    group.add_argument(
        flag,
        dest="points",
        nargs="+",
        required=required,
        metavar="FILE",
        help="keypoint file of Facemap, DeepLabCut, SLEAP or Lightning Pose; one for each VIDEO, "
        "in their order, or one for all",
    )
    group.add_argument(
        "--source",
        choices=("facemap", "deeplabcut", "sleap", "lightning_pose"),
        help="the program that wrote it, if the file does not say",
    )
    group.add_argument("--individual", metavar="NAME", help="which animal, if there are several")
    group.add_argument(
        "--points-video",
        metavar="NAME",
        help="which video, if a SLEAP file has several and none has this movie's name",
    )
    group.add_argument(
        "--offset",
        default="0,0",
        metavar="X,Y",
        help="where the top left corner of the tracked video is in the movie, if a crop was "
        "tracked",
    )
    group.add_argument(
        "--align",
        choices=("start", "end"),
        help="how to align a file with another number of rows: the first row is the first frame "
        "(start), or the last row is the last frame (end)",
    )
    group.add_argument(
        "--pad-end",
        action="store_true",
        help="accept a file that ends before the movie, as SLEAP's do",
    )
    group.add_argument(
        "--allow-outside", action="store_true", help="accept points outside the picture"
    )
    if not mapping:
        return
    group.add_argument(
        "--mapping",
        metavar="FILE.json",
        help='which points are the eye, the ear, the nose: {"eye": ["back", "low", "front", "up"], '
        '"nose": ["tip"], "min_likelihood": 0.9}; by default Facemap\'s names',
    )


def points_from(args: argparse.Namespace, reader: Any) -> Any:
    """The keypoints (`core.keypoints.Keypoints`) for what `add_points_options` parsed."""
    from ..core.keypoints import load_keypoints
    from ..core.video import image_names

    info = reader.info
    files = [file.path for file in info.files]
    names = None
    if len(args.video) == 1 and Path(args.video[0]).is_dir():
        names = image_names(args.video[0])
    counts = [file.n_frames for file in info.files] or [info.n_frames]
    return load_keypoints(
        args.points if len(args.points) > 1 else args.points[0],
        source=args.source,
        individual=args.individual,
        n_frames=counts,
        frame_px=None if info.height_px is None else (info.height_px, info.width_px),
        offset_px=_offset(args.offset),
        pad_end=args.pad_end,
        align=args.align or "",
        video=args.points_video,
        recording_files=files,
        frame_names=names if names is not None and len(names) == info.n_frames else None,
        allow_outside=args.allow_outside,
    )


def mapping_from(args: argparse.Namespace, names: tuple[str, ...]) -> Any:
    """The given FaceMapping, or the default reduced to the points that exist.

    Raises
    ------
    ParameterError
        If the file is not a mapping.
    """
    from ..core.keypoints import FaceMapping

    if args.mapping is None:
        return FaceMapping().within(names)
    return mapping_of_file(args.mapping)


def mapping_of_file(path: str) -> Any:
    """The FaceMapping that a JSON file holds (ParameterError)."""
    from ..core.inputs import read_text
    from ..core.keypoints import FaceMapping
    from ..params.fields import parse_json

    expected = 'JSON of parts and the points that make each: {"nose": ["tip"]}'
    text = read_text(path, "mapping", expected=expected)
    values = parse_json(text, f"mapping {path}", expected)
    if isinstance(values, dict):  # points that are not tracked must be left out by name
        values = {**dict.fromkeys(FaceMapping.PARTS, ()), **values}
    return FaceMapping.from_dict(values)


def _offset(text: str) -> tuple[float, float]:
    from math import isfinite

    from ..errors import ParameterError

    try:
        x, y = (float(number) for number in text.split(","))
    except ValueError:
        x = y = float("nan")
    if not (isfinite(x) and isfinite(y)):
        raise ParameterError(
            "This is not a position.",
            expected="--offset X,Y in pixels, such as 120,80",
            got=repr(text),
            do="give two numbers with a comma and no spaces",
        )
    return x, y
