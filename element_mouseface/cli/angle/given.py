"""What `mouseface angle` is given beside the movie: points, region, second camera."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_angle_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is measured."""
    group = parser.add_argument_group("what to measure")
    group.add_argument(
        "--region",
        metavar="SHAPE:X,Y:X,Y…",
        help="the part of the frame that roll of the picture is measured from, in pixels of the "
        "movie, such as box:120,80:380,300 (default: all of the crop that moves with the head)",
    )
    group.add_argument(
        "--stable",
        metavar="P,P,P",
        help="three or more points that move only with the head (default: `stable` of --mapping, "
        "or those whose mutual distances vary least)",
    )
    group.add_argument(
        "--reference-frames",
        metavar="A:B",
        help="the frames whose median pose is zero, A to B - 1 (default: all)",
    )
    group.add_argument(
        "--min-likelihood",
        type=float,
        metavar="0..1",
        help="a point with a lower likelihood counts as missing (default: that of --mapping, or "
        "0.6)",
    )
    group.add_argument(
        "--no-picture", action="store_true", help="do not measure roll from the pictures"
    )


def add_second_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a second camera."""
    group = parser.add_argument_group("a second calibrated camera, for yaw and pitch")
    group.add_argument(
        "--second-keypoints",
        nargs="+",
        metavar="FILE",
        help="points of the same names, tracked in the second camera's movie",
    )
    group.add_argument(
        "--calibration",
        nargs="+",
        metavar="FILE",
        help="OpenCV's stereo calibration (.yml, .xml, .json; M1 D1 M2 D2 R T, in one file or in "
        "two), the same in an .npz, or Anipose's calibration.toml; camera 1 is the VIDEO's",
    )
    group.add_argument(
        "--cameras",
        nargs=2,
        metavar="NAME",
        help="which two cameras of Anipose's file, the VIDEO's first",
    )
    group.add_argument(
        "--second-video",
        nargs="+",
        metavar="VIDEO",
        help="the second camera's movie, or the folder of a pass over it: its clock tells which "
        "frames are of the same moments",
    )
    group.add_argument(
        "--second-times",
        metavar="FILE",
        help="instead: times of the second camera's frames, on the clock of the first",
    )


def params_of(args: argparse.Namespace) -> Any:
    """The parameters (`FaceAngleParams`) for what was given (ParameterError)."""
    from ...core.face_angle import FaceAngleParams
    from ..points import mapping_of_file

    given: dict[str, Any] = {"from_picture": not args.no_picture}
    if args.mapping is not None:
        mapping = mapping_of_file(args.mapping)
        given["min_likelihood"] = mapping.min_likelihood
        given["stable"] = mapping.stable
    if args.min_likelihood is not None:
        given["min_likelihood"] = args.min_likelihood
    if args.stable is not None:
        given["stable"] = tuple(name.strip() for name in args.stable.split(",") if name.strip())
    if args.reference_frames is not None:
        given["reference_frames"] = _frames(args.reference_frames)
    _check_points(args)
    return FaceAngleParams(**given)


def _check_points(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    if args.stable is not None and not args.points:
        raise ParameterError(
            "--stable names tracked points, and there are none.",
            do="add --keypoints with the file that was tracked on this movie",
        )
    if args.no_picture and not args.points:
        raise ParameterError(
            "There is nothing to measure an angle from.",
            expected="--keypoints FILE, or the picture (without --no-picture)",
            do="give points, or leave out --no-picture",
        )
    if args.no_picture and args.region is not None:
        raise ParameterError(
            "--region is of the picture, which --no-picture leaves out.", do="give one of them"
        )
    second = {
        "--second-keypoints": args.second_keypoints,
        "--calibration": args.calibration,
        "--keypoints": args.points,
    }
    others = [args.second_video, args.second_times, args.cameras]
    if (args.second_keypoints or args.calibration or any(others)) and not all(second.values()):
        missing = [name for name, value in second.items() if not value]
        raise ParameterError(
            "A second camera needs points of both cameras and the calibration.",
            expected=", ".join(second),
            got=f"no {', '.join(missing)}",
            do="give what is missing, or nothing of the second camera",
        )
    if args.second_video and args.second_times:
        raise ParameterError(
            "--second-video and --second-times both tell the second camera's clock.",
            do="give one of them",
        )


def _frames(text: str) -> tuple[int, int]:
    from ...errors import ParameterError

    first, colon, stop = text.partition(":")
    if not (colon and first.isdecimal() and stop.isdecimal()):
        raise ParameterError(
            "--reference-frames cannot be used.",
            expected="A:B, the first frame and the one after the last, such as 0:300",
            got=repr(text),
            do="give frames in which the head is as it usually is",
        )
    return int(first), int(stop)


def region_of(args: argparse.Namespace) -> Any:
    """The region of --region (`Region`), or None (CropError)."""
    from ...core.facial_signals.regions import Region
    from ..options import parse_mask

    if args.region is None:
        return None
    shape = parse_mask(args.region)
    return Region(shape.name, shape.shape, shape.points)


def second_of(args: argparse.Namespace) -> Any:
    """The second camera (`SecondCamera`), or None."""
    if not args.second_keypoints:
        return None
    from ...core.face_angle import SecondCamera, read_calibration
    from ...core.keypoints import load_keypoints

    calibration = read_calibration(args.calibration, args.cameras or ())
    times_s, size, files = _second_movie(args)
    if size is not None:
        calibration.check_sizes(None, size)
    elif calibration.second.size_px is not None:
        size = calibration.second.size_px
    n_frames = None if times_s is None else len(times_s)
    keypoints = load_keypoints(
        args.second_keypoints if len(args.second_keypoints) > 1 else args.second_keypoints[0],
        source=args.source,
        individual=args.individual,
        frame_px=None if size is None else (size[1], size[0]),
        recording_files=files,
        pad_end=args.pad_end,
        align=args.align or "",
        allow_outside=args.allow_outside,
        n_frames=n_frames,
    )
    return SecondCamera(keypoints, calibration, times_s)


def _second_movie(args: argparse.Namespace) -> tuple[Any, Any, list[str]]:
    """Times of the second camera's frames, its (width, height) and its files, where known."""
    from ...core.store import open_result
    from ...core.video import open_video, read_times
    from ..features.source import result_folder

    if args.second_times is not None:
        return read_times(args.second_times), None, []
    if not args.second_video:
        return None, None, []
    folder = result_folder(args.second_video)
    if folder is not None:
        result = open_result(folder)
        height, width = result.frame_px
        return result.times_s, (width, height), []
    given = args.second_video
    reader = open_video(
        given[0] if len(given) == 1 else given,
        fps=args.fps,
        orientation=args.orientation,
        accept_truncated=args.accept_truncated,
    )
    info = reader.info
    names = [Path(file.path).name for file in info.files]
    return reader.times_s, (info.width_px, info.height_px), names


def inputs_of(args: argparse.Namespace) -> list[str]:
    """All files and folders that the command reads."""
    from ..options import crop_file

    given = [args.times, args.mapping, args.second_times, crop_file(args)]
    several = [args.points, args.second_keypoints, args.calibration, args.second_video]
    flat = [path for paths in several for path in paths or ()]
    return [path for path in (*args.video, *given, *flat) if path]
