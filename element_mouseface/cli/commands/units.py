r"""`mouseface units`: how far eye, ear, mouth and whiskers are from rest, in every frame.

Measures, in fractions and degrees with standard errors, each relative to the recording's own
open-eye value or value at rest (reference.csv says which, and from which frames): orbital
tightening and eye aperture, ear position and ear angle, mouth opening, whisker angle and whisker
change. Eye, ear and mouth come from tracked points (--keypoints), in the frame that points of the
skull make: the head's turn and shift move none of them. Whiskers come from tracked whiskers, or
from the cells of the pass.

Nose and cheek bulge are an appearance, not a measure: one camera from the side sees no edge that
would tell. They are learned from --ratings, each frame predicted with its trial left out. Without
ratings there is only how far nose and cheek look from rest (nose_departure, cheek_departure).

What cannot be measured is blank, with the reason: a point that was not tracked, lost or swapped, a
paw over the region, no region.

RESULT is the folder of `mouseface hog`, or an output folder of `mouseface score` or `mouseface
signals`; the movie is not needed. With a VIDEO, the pass over it is made or reused.

output files in DIR:
  units.parquet   the table, one row per frame, with definitions and reasons: features for
                  `mouseface model`, `mouseface decode`, `mouseface ratings`
  units.csv       the same for a spreadsheet, with standard errors
  summary.csv     each unit over the recording: measure or appearance, from what, in how many frames
  reference.csv   the open-eye value and the values at rest
  responses.csv   with events: mean, peak, change from baseline of each unit in each window
  units.png       the figure
  report.json     sources, parameters, notes
  pass.zarr       with a VIDEO: the pass over it; reused if nothing has changed

to read it:
  import element_mouseface as mf
  units = mf.read_action_units("DIR")
  units.values("ear_angle"), units.errors["ear_angle"], units.table

examples:
  mouseface units face.zarr --keypoints faceDLC.h5 --out units
  mouseface units scored --keypoints faceDLC.h5 --mapping mapping.json --out units
  mouseface units face.zarr --keypoints faceDLC.h5 --events events.csv --ratings anna.csv ben.csv \
      --out units
  mouseface units face.mp4 --regions regions.json --facing right --out units
"""

from __future__ import annotations

import argparse
from typing import Any

from ..locking import locked
from ..options import add_crop_option, add_reading_options, progress_bar
from ..points import add_points_options
from ..units.given import add_unit_options
from ..window_options import add_window_option


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "video",
        nargs="+",
        metavar="RESULT|VIDEO",
        help="the folder of a finished pass, or of its scores; or a movie file, several files of "
        "one recording in order, a folder of images, a TIFF stack",
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    add_unit_options(parser)
    add_window_option(parser)
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
    from ...core.action_units import action_units, write_action_units
    from ...core.action_units.folder import FOLDER
    from ...core.action_units.rated import targets_of_ratings
    from ..features.source import open_source, points_of
    from ..replacing import refuse_other_recording
    from ..units.folder import checked_out
    from ..units.given import events_of, params_of, ratings_of, reference_of, regions_of
    from ..window_options import windows_from

    params, regions, reference = params_of(args), regions_of(args), reference_of(args)
    ratings, windows = ratings_of(args), windows_from(args)
    events, times_s = events_of(args)
    out = checked_out(args)
    with locked(out, "the action units"):
        result, info, notes = open_source(args, lambda info, crop: points_of(args, info))
        was = FOLDER.stated(out).get("result_digest")
        refuse_other_recording(out, was, result.digest, "action units", overwrite=args.overwrite)
        keypoints = points_of(args, info)
        on_clock = result.times_s if times_s is None else times_s
        targets = None if ratings is None else targets_of_ratings(ratings, on_clock)
        with progress_bar("units") as progress:
            units = action_units(
                result,
                keypoints=keypoints,
                regions=regions,
                params=params,
                reference=reference,
                targets=targets,
                events=events,
                times_s=times_s,
                workers=args.workers,
                progress=progress,
            )
        rows = None if events is None else units.responses(events, windows, times_s=times_s)
        title = _title(info, result)
        write_action_units(
            units,
            out,
            responses=rows,
            about={"movie": title, "result_digest": result.digest},
            draw=lambda: _draw(units, events, times_s, title, out),
        )
    told = [*notes, *(() if keypoints is None else keypoints.notes), *units.notes]
    _tell(units, told)
    print(f"written to {out}")
    return 0


def _title(info: Any, result: Any) -> str:
    from pathlib import Path

    return Path(info.files[0].path).name if info.files else result.path.name


def _draw(units: Any, events: Any, times_s: Any, title: str, out: Any) -> None:
    from ...plots.action_units import action_units_figure
    from ..units.folder import FIGURE

    action_units_figure(units, events, times_s=times_s, title=title, path=out / FIGURE)


def _tell(units: Any, notes: list[str]) -> None:
    print(f"{len(units)} frames")
    for row in units.summary():
        name = f"{row.unit} ({row.kind})" if row.kind == "appearance" else row.unit
        if not row.n_valid:
            print(f"  {name:<32} not measured: {row.reason}")
            continue
        error = f", usual standard error {row.median_se:.2g}" if row.median_se > 0 else ""
        unit = {"fraction": "", "target": " (scale of the ratings)"}.get(
            row.column_unit, f" {row.column_unit}"
        )
        print(
            f"  {name:<32} {row.n_valid} frames from {row.source}, {row.low:+z.2f} to "
            f"{row.high:+z.2f}{unit}{error}"
        )
        if row.n_valid < row.n_frames:
            left = row.n_frames - row.n_valid
            print(f"  {'':<32} blank in {left} frames, mostly: {row.reason}")
    for note in notes:
        print(f"note: {note}")
