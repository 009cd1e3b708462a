r"""`mouseface angle`: the angle of the head in every frame, in degrees with standard errors.

Roll, the turn of the head in the plane of the picture, is measured twice: from tracked points
(--keypoints), and by laying the stored picture of each frame over the recording's reference
picture. Both stand side by side, with whether they agree. Counterclockwise as seen on the screen is
positive; zero is the median pose of the recording.

Points: those are used that move only with the head, whose mutual distances vary least; name them
with --stable to choose yourself. Pictures: what deforms counts less, and what stays in place while
the head moves (a spout, a wheel, the wall) does not count; --region limits what is used.

One camera cannot measure yaw and pitch. They need the same points tracked in a second camera and
the calibration of both; positive yaw turns the side of the head that faces the first camera to the
right of its picture, positive pitch turns it up. Points in one plane look alike in two poses: both
are in two_poses.csv then, and neither is reported.

RESULT is the folder of `mouseface hog`, or an output folder of `mouseface score` or `mouseface
signals`; the movie is not needed. With a VIDEO, the pass over it is made or reused.

output files in DIR:
  angle.csv      one row per frame: each angle and its standard error in degrees, why it is blank,
                 whether both rolls agree
  summary.csv    each angle over the recording
  points.csv     how steady each point is, and which were used
  two_poses.csv  with two cameras: both poses of flat points
  angle.png      the figure
  picture.npz    the reference picture and how much each of its pixels counts
  report.json    sources, parameters, agreement, notes
  pass.zarr      with a VIDEO: the pass over it; reused if nothing has changed

to read it:
  import element_mouseface as mf
  angle = mf.read_face_angle("DIR")
  angle.roll_points_deg, angle.roll_picture_deg, angle.to_dataframe()

examples:
  mouseface angle face.zarr --keypoints faceDLC.h5 --out angle
  mouseface angle face.mp4 --region box:120,80:380,300 --out angle
  mouseface angle left.mp4 --keypoints leftDLC.h5 --second-keypoints rightDLC.h5 \
      --second-video right.mp4 --calibration stereo.yml --out angle
"""

from __future__ import annotations

import argparse
from typing import Any

from ..angle.given import add_angle_options, add_second_options
from ..locking import locked
from ..options import add_crop_option, add_reading_options, progress_bar
from ..points import add_points_options


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "video",
        nargs="+",
        metavar="RESULT|VIDEO",
        help="the folder of a finished pass; or a movie file, several files of one recording in "
        "order, a folder of images, a TIFF stack",
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    add_angle_options(parser)
    add_second_options(parser)
    add_points_options(parser, flag="--keypoints", required=False)
    add_reading_options(parser)
    add_crop_option(parser)
    parser.set_defaults(color=False, color_matrix=None)
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "--pass",
        dest="kept",
        metavar="FACE.zarr",
        help="with a VIDEO: where its pass is, or is made (default: DIR/pass.zarr)",
    )
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what another recording or program left in DIR",
    )


def run(args: argparse.Namespace) -> int:
    """Check, pass over the movie if there is no pass, measure, write, tell."""
    from ...core.face_angle import face_angle, write_face_angle
    from ...core.face_angle.folder import FOLDER
    from ..angle.folder import checked_out
    from ..angle.given import params_of, region_of, second_of
    from ..features.source import open_source, points_of
    from ..replacing import refuse_other_recording

    params, region = params_of(args), region_of(args)
    out = checked_out(args)
    with locked(out, "the face angle"):
        result, info, notes = open_source(args, lambda info, crop: _check(args, info, region))
        was = FOLDER.stated(out).get("about", {}).get("result_digest")
        refuse_other_recording(out, was, result.digest, "the face angle", overwrite=args.overwrite)
        keypoints, second = points_of(args, info), second_of(args)
        with progress_bar("angle") as progress:
            angle = face_angle(
                result,
                keypoints=keypoints,
                second=second,
                region=region,
                params=params,
                workers=args.workers,
                progress=progress,
            )
        title = _title(info, result)
        write_face_angle(angle, out, about={"movie": title}, draw=lambda: _draw(angle, out, title))
    told = [*notes, *(() if keypoints is None else keypoints.notes), *angle.notes]
    _tell(angle, told)
    print(f"written to {out}")
    return 0


def _check(args: argparse.Namespace, info: Any, region: Any) -> None:
    """Read what is given beside a movie before the pass over it, which takes long."""
    from ..angle.given import second_of
    from ..features.source import points_of

    points_of(args, info)
    if (second := second_of(args)) is not None:
        second.calibration.check_sizes((info.width_px, info.height_px))
    if region is not None:
        region.inside(info.height_px, info.width_px)


def _title(info: Any, result: Any) -> str:
    from pathlib import Path

    return Path(info.files[0].path).name if info.files else result.path.name


def _draw(angle: Any, out: Any, title: str) -> None:
    from ...plots.face_angle import face_angle_figure

    face_angle_figure(angle, title=title, path=out / "angle.png")


def _tell(angle: Any, notes: list[str]) -> None:
    print(f"{angle.n_frames} frames; degrees against the {angle.about['reference']}")
    for row in angle.summary():
        if row.n_valid:
            print(
                f"  {row.angle:<13} {row.n_valid} frames, {row.least_deg:+z.2f} to "
                f"{row.largest_deg:+z.2f}, usual standard error {row.median_se_deg:.2f}"
            )
        if row.n_valid < row.n_frames:
            left = row.n_frames - row.n_valid
            print(f"  {row.angle:<13} undefined in {left} frames: {row.reason}")
    used = [row.name for row in angle.points if row.is_used]
    if used:
        print(f"points used: {', '.join(used)}")
    agreement = angle.agreement()
    if agreement.n_frames:
        print(
            f"both rolls {agreement.verdict}: equal within their errors in "
            f"{agreement.agreeing:.0%} of {agreement.n_frames} frames, usual difference "
            f"{agreement.median_difference_deg:.2f} degrees, r {agreement.correlation:.3f}"
        )
    for note in notes:
        print(f"note: {note}")
