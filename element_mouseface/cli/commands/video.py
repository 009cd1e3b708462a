"""`mouseface video`: write a copy of the movie with its scores below each frame.

Each frame is above the scores around its time, with shaded and named events, and bouts as
bars. The output is H.264 without sound, with the movie's own times. SCORED is an output folder
of `mouseface score`; the movie is read from its original path, or from --video.

examples:
  mouseface video scored --out labeled.mp4
  mouseface video scored --out trial.mp4 --from 10 --to 25 --stimulus sucrose
  mouseface video scored --out similarity.mp4 --measure similarity --window 20
  mouseface video scored --out labeled.mp4 --video moved/face.mp4
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..options import add_reading_options, open_from, progress_bar


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("dir", metavar="SCORED", help="folder that `mouseface score` wrote")
    parser.add_argument("--out", metavar="MOVIE.mp4", required=True, help="the video to write")
    parser.add_argument(
        "--video",
        action="append",
        default=[],
        metavar="VIDEO",
        help="the movie that was scored, if it was moved; for a recording of several files, once "
        "for each, in their order",
    )
    add_reading_options(parser)
    group = parser.add_argument_group("what to show")
    group.add_argument(
        "--measure",
        metavar="NAME",
        help="score, similarity or that of another method; by default the score, and similarity in "
        "place of a score that was refused",
    )
    group.add_argument(
        "--stimulus", action="append", metavar="NAME", help="only this one; may be repeated"
    )
    group.add_argument("--from", dest="from_s", type=float, metavar="S", help="from this time on")
    group.add_argument("--to", dest="to_s", type=float, metavar="S", help="up to this time")
    group.add_argument(
        "--window",
        type=float,
        default=10.0,
        metavar="S",
        help="seconds of trace around each frame (default: %(default)g)",
    )
    group.add_argument("--width", type=int, metavar="PX", help="width of the video in pixels")
    group.add_argument(
        "--max-fps",
        type=float,
        default=60.0,
        metavar="RATE",
        help="highest frame rate; frames of a faster movie are left out (default: %(default)g "
        "frames per second)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")


def run(args: argparse.Namespace) -> int:
    """Read the scored folder, find its movie, write the video."""
    from ...core.outputs import checked_file
    from ...core.results.read_folder import check_movie, given_times, movie_paths, read_folder
    from ...core.video.encoding import check_movie_path
    from ...plots.labeled_video import VideoLayout, frames_between, write_labeled_video

    layout = VideoLayout(args.window, args.width, args.max_fps)
    folder = Path(args.dir)
    scored = read_folder(folder)
    frames = frames_between(scored.times_s, args.from_s, args.to_s)
    args.video = args.video or [str(path) for path in movie_paths(scored, folder)]
    inputs = [*args.video, folder / "descriptors.zarr", folder / "scores.csv"]
    checked_file(
        check_movie_path(args.out), what="the video", inputs=inputs, overwrite=args.overwrite
    )
    reader = open_from(args, times_s=given_times(scored))
    check_movie(scored, reader.info.files)
    with progress_bar("video") as progress:
        written = write_labeled_video(
            args.out,
            reader,
            scored,
            args.measure,
            args.stimulus,
            frames=frames,
            layout=layout,
            inputs=inputs,
            overwrite=args.overwrite,
            progress=progress,
        )
    print(f"written: {args.out} ({written} frames)")
    return 0
