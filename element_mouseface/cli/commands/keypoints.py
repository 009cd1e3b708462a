"""`mouseface keypoints`: tracked points of other programs, checked against their movie.

Read the points that Facemap, DeepLabCut, SLEAP or Lightning Pose tracked on a movie, check them
against its frames and its size, derive traces of the face (eye area, ear angle, nose and mouth),
and print notes about them. No code in a file is executed.

examples:
  mouseface keypoints face.mp4 --points face_FacemapPose.h5
  mouseface keypoints part_1.mp4 part_2.mp4 --points part_1DLC.csv part_2DLC.csv --out points.csv
  mouseface keypoints day1.mp4 --points project.slp --points-video day1.mp4 --individual mouse
  mouseface keypoints face.mp4 --points faceDLC.h5 --mapping mapping.json --out points.csv
"""

from __future__ import annotations

import argparse
from typing import Any

from ..options import add_video_options, open_from, video_inputs
from ..points import add_points_options, mapping_from, points_from


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser)
    add_points_options(parser)
    group = parser.add_argument_group("what to write")
    group.add_argument(
        "--out",
        metavar="POINTS.csv",
        help="a row per frame: time, traces, x, y and likelihood of each point",
    )
    group.add_argument(
        "--overwrite", action="store_true", help="replace an existing file; never an input"
    )


def run(args: argparse.Namespace) -> int:
    """Read and check the points, print a summary, and write the table."""
    from ...core.keypoints import derive_traces
    from ...core.keypoints.mapping import unmapped_note
    from ...core.keypoints.table import write_points_table
    from ...core.outputs import checked_file

    if args.out is not None:
        inputs = [*video_inputs(args), *args.points, args.mapping]
        checked_file(args.out, what="the table", inputs=inputs, overwrite=args.overwrite)
    reader = open_from(args)
    keypoints = points_from(args, reader)
    mapping = mapping_from(args, keypoints.names)
    traces = derive_traces(keypoints, mapping)
    _print_summary(keypoints, traces, mapping)
    _print_tracking(args, keypoints, reader.info)
    for note in filter(None, (*keypoints.notes, unmapped_note(keypoints.names, mapping))):
        print(f"note: {note}")
    if args.out is not None:
        write_points_table(args.out, keypoints, traces, reader.times_s, overwrite=args.overwrite)
        print(f"written: {args.out}")
    return 0


def _print_summary(keypoints: Any, traces: Any, mapping: Any) -> None:
    import numpy as np

    print(f"{keypoints.n_frames} frames, {len(keypoints.names)} points by {keypoints.software}")
    valid = keypoints.valid(mapping.min_likelihood).mean(axis=0)
    width = max(map(len, keypoints.names))
    for k, name in enumerate(keypoints.names):
        print(f"  {name:<{width}}  valid in {valid[k]:.1%} of the frames")
    for trace in traces:
        known = trace.values[np.isfinite(trace.values)]
        mean = f"mean {known.mean():.4g} {trace.unit}" if len(known) else "undefined in every frame"
        print(f"  trace {trace.name}: {mean}, in {len(known)} of {keypoints.n_frames} frames")


def _print_tracking(args: argparse.Namespace, keypoints: Any, info: Any) -> None:
    """What the files, and Facemap's metadata beside them, say of how they were tracked."""
    from ...core.keypoints.boxes import check_boxes, check_points_inside
    from ...core.keypoints.tracking import tracking_of

    size = (info.height_px, info.width_px)
    boxes: list[Any] = []
    for path in args.points:
        told = tracking_of(path, args.source)
        told.check_fits(keypoints.names, size)
        boxes += told.boxes
        version = f" {told.version}" if told.version else ""
        print(f"  tracked by {told.model(keypoints.names).name} ({told.software}{version})")
        for top, end, left, right in told.boxes:
            print(f"  the model saw rows {top} to {end - 1}, columns {left} to {right - 1}")
    check_boxes(boxes, size)
    if len(boxes) == len(args.points):
        counts = [file.n_frames for file in info.files]
        check_points_inside(keypoints, boxes, counts)
