r"""`mouseface features`: named numbers of every frame, in a table.

Compute features with a name from what a pass over the movie has stored, for the whole crop
and for each region: intensity, texture, edges, motion, quality; with tracked points also
distances, angles and areas of the face. Masked pixels are in no feature. Each column has one
meaning in all tables: REGION:FEATURE, such as crop:intensity_mean or cheek:edge_density.

RESULT is the folder of `mouseface hog`, or an output folder of `mouseface score` or `mouseface
signals`; the movie is not needed. With a VIDEO, the pass over it is made or reused. IMAGES is a
folder of still pictures, without --fps and --times: each picture is a row, with its label.

The table has one row per frame. What is undefined is blank (null), and the columns
reason:REGION:GROUP say why: missing_frame, first_frame, constant, lost_point, ...

output files:
  features.parquet     the table, with all definitions; or features.csv, for a spreadsheet, with
                       its description in features.csv.json
  features.zarr        with a VIDEO: the pass over it; reused if nothing has changed

to read it:
  import element_mouseface as mf
  table = mf.read_table("features.parquet")
  table.column("crop:intensity_mean"), table.definition("crop:intensity_mean")
  table.to_dataframe()

examples:
  mouseface features face.zarr --out features.parquet
  mouseface features face.mp4 --crop 120,80,320,240 --regions regions.json --out features.parquet
  mouseface features face.zarr --keypoints faceDLC.h5 --mapping mapping.json --out features.csv
  mouseface features face.zarr --keypoints pose.h5 --angle "ear_tip,ear_base,nose" \
      --length "eye(back),eye(front)" --out features.parquet
  mouseface features stills/ --labels labels.csv --out features.parquet
  mouseface features day1.zarr day2.zarr --fit-basis basis.npz     components of motion that
  mouseface features day3.zarr --basis basis.npz --out day3.parquet    all recordings share
"""

from __future__ import annotations

import argparse
from typing import Any

from ..features.given import add_feature_options
from ..features.pictures import add_picture_options
from ..options import add_color_options, add_crop_option, add_reading_options, progress_bar
from ..points import add_points_options


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "video",
        nargs="+",
        metavar="RESULT|VIDEO|IMAGES",
        help="the folder of a finished pass; or a movie file, several files of one recording in "
        "order, a folder of images with --fps or --times, a TIFF stack; or a folder of stills",
    )
    parser.add_argument(
        "--out", metavar="TABLE", help="the table to write: a name that ends with .parquet or .csv"
    )
    add_feature_options(parser)
    add_picture_options(parser)
    add_points_options(parser, flag="--keypoints", required=False)
    add_reading_options(parser)
    add_crop_option(parser)
    add_color_options(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "--pass",
        dest="kept",
        metavar="FACE.zarr",
        help="with a VIDEO: where its pass is, or is made (default: the name of --out with .zarr)",
    )
    group.add_argument(
        "--fit-basis",
        metavar="BASIS.npz",
        help="fit components of motion to all the RESULTs given, write them here, and end",
    )
    group.add_argument(
        "--components",
        type=int,
        default=10,
        metavar="N",
        help="with --fit-basis: at most so many (default: %(default)s)",
    )
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace an existing table; never an input"
    )


def run(args: argparse.Namespace) -> int:
    """Check, pass over the movie if there is no pass, compute, write, tell."""
    from ...core.frame_features.recording import recording_features
    from ...core.frame_features.writing import open_writer
    from ...core.results.motion import read_signals
    from ..features.basis import fit_basis
    from ..features.checks import check_movie, checked_out
    from ..features.given import basis_of, params_of, regions_of
    from ..features.pictures import features_of_pictures, is_pictures
    from ..features.source import inputs_of, open_source, points_of
    from ..features.summary import Summary

    if is_pictures(args):
        return features_of_pictures(args)
    if args.fit_basis is not None:
        return fit_basis(args)
    out = checked_out(args)
    params, regions, basis = params_of(args), regions_of(args), basis_of(args)
    signals = read_signals(args.signals)
    keypoints: Any = None

    def check(info: Any, crop: Any) -> None:
        nonlocal keypoints
        keypoints = points_of(args, info)
        check_movie(info, crop, regions, keypoints, signals, params)

    result, info, notes = open_source(args, check)
    if keypoints is None:
        keypoints = points_of(args, info)
    features: dict[str, Any] = {"regions": regions, "signals": signals, "basis": basis}
    made = recording_features(result, keypoints=keypoints, params=params, **features)
    inputs = [*inputs_of(args), result.path]
    summary = Summary(made, keypoints)
    with (
        progress_bar("features") as progress,
        open_writer(out, made.about, inputs=inputs, overwrite=args.overwrite) as writer,
    ):
        for block in made.blocks(args.workers, progress):
            summary.add(block)
            writer.add(block)
    print("\n".join([*summary.lines(), *(f"note: {note}" for note in notes)]))
    print(f"written: {out}")
    return 0
