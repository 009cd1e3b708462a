r"""`mouseface regions`: regions of the face as a file, drawn over the mean frame.

Write regions for motion and other signals to a JSON file, and draw them over the mean of some
frames of a movie to check their position. Use the file for any recording of the same camera:

  from element_mouseface import load_regions
  regions = load_regions("regions.json")
  FacemapTask.add(recording, regions=regions)

Each --region is NAME=SHAPE:X,Y:X,Y..., in pixels from the left and from the top; --mask and
--crop have the same syntax:
  box        two opposite corners X,Y:X,Y in whole pixels, the second the first pixel outside;
             or X,Y,W,H: left edge, top edge, width, height
  ellipse    the same, of its bounding box
  polygon    three corners or more
A region named mouth, jaw, tongue or licking counts as licking when computing what explains
a score.

--region measures motion. --pupil contains a pupil, --blink an eye with its lid, --running the
surface that the animal runs on; all as in Facemap. A pupil and a blink need --saturation:
pixels darker than this gray level (0 to 255) count as dark.

examples:
  mouseface regions face.mp4 --region whiskers=box:205,100:280,160 \
      --region mouth=ellipse:200,150:260,200 --out regions.json --picture regions.png
  mouseface regions face.mp4 --picture mean.png               the mean frame with pixel ticks
  mouseface regions day2.mp4 --from regions.json --picture day2.png   do they fit this day?
  mouseface regions face.mp4 --pupil eye=ellipse:380,160:420,205 --saturation 60 \
      --from regions.json --out regions.json --overwrite      add a pupil
  mouseface regions face.mp4 --crop 120,80,320,240 --mask spout=box:300,250:360,320 \
      --picture crop.png                                      a crop and its masks
"""

from __future__ import annotations

import argparse
from typing import Any

from ..options import (
    add_crop_option,
    add_video_options,
    crop_file,
    crop_from,
    open_from,
    video_inputs,
)

#: what is measured in a region, besides motion
_KINDS = {
    "pupil": "a region with a pupil; may be repeated",
    "blink": "a region with an eye, to measure how far its lid closes; may be repeated",
    "running": "a region of the surface that the animal runs on; may be repeated",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser)
    add_crop_option(parser)
    group = parser.add_argument_group("regions")
    group.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="NAME=SHAPE:X,Y:X,Y…",
        help="a region; may be repeated",
    )
    for kind, told in _KINDS.items():
        group.add_argument(
            f"--{kind}", action="append", default=[], metavar="NAME=SHAPE:X,Y:X,Y…", help=told
        )
    group.add_argument(
        "--saturation",
        type=float,
        metavar="LEVEL",
        help="gray level below which a pixel is dark, for every --pupil and --blink here",
    )
    group.add_argument(
        "--from",
        dest="given",
        metavar="REGIONS.json",
        help="regions written before, or a _proc.npy with regions drawn in Facemap; those of "
        "--region are added to them",
    )
    group.add_argument(
        "--no-full-frame",
        action="store_true",
        help="measure the regions alone; the full frame is region 0 otherwise",
    )
    group.add_argument(
        "--sbin",
        type=int,
        metavar="PIXELS",
        help="tint the bins of N×N pixels that belong to each region",
    )
    group = parser.add_argument_group("what to write")
    group.add_argument("--out", metavar="REGIONS.json", help="the regions")
    group.add_argument(
        "--picture",
        metavar="FILE",
        help="the regions, the crop and its masks over the mean frame, with ticks in pixels of the "
        "movie; .png, .pdf or .svg",
    )
    group.add_argument(
        "--overwrite",
        action="store_true",
        help="replace existing files, but never an input; a picture of this package is replaced "
        "even without it",
    )


def run(args: argparse.Namespace) -> int:
    """Check the regions against the movie's frames, write them, draw them."""
    from pathlib import Path

    from ...core.facial_signals.part_extractor import PartExtractor
    from ...core.facial_signals.regions_file import mean_luma, save_regions
    from ...errors import ParameterError

    crop = crop_from(args)
    if args.picture is not None:
        from ...plots._style import check_figure_path

        check_figure_path(args.picture)
    if args.out is None and args.picture is None:
        raise ParameterError(
            "There is nothing to write.",
            expected="--out, --picture, or both",
            do="add --out regions.json, or --picture regions.png to look first",
        )
    regions = _regions(args)
    _check_outputs(args, regions)
    reader = open_from(args)
    height, width = reader.info.height_px, reader.info.width_px
    found = regions.bins(1 if args.sbin is None else args.sbin, height, width)
    PartExtractor.for_regions(regions, height, width)  # refuses those outside the frame
    if args.out is not None:
        save_regions(args.out, regions, overwrite=args.overwrite)
    if args.picture is not None:
        from ...plots._style import save_figure
        from ...plots.regions import regions_figure

        title = Path(reader.info.files[0].path).name
        drawn: dict[str, Any] = {"sbin": args.sbin, "crop": crop, "title": title}
        figure = regions_figure(mean_luma(reader), regions, **drawn)
        save_figure(figure, args.picture, overwrite=args.overwrite)
    for region in found:
        top, left = region.yrange[0], region.xrange[0]
        size = f"{len(region.xrange)}x{len(region.yrange)}"
        print(f"{region.roi_no:>3}  {region.roi_name:<20} {size} pixels from x {left}, y {top}")
    for other in (region for region in regions.regions if region.kind != "motion"):
        left, top, right, bottom = other.box_px
        size = f"{right - left}x{bottom - top}"
        print(f"  -  {other.name:<20} {size} pixels from x {left}, y {top}: {other.kind}")
    for path in filter(None, (args.out, args.picture)):
        print(f"written: {path}")
    return 0


def _check_outputs(args: argparse.Namespace, regions: Any) -> None:
    """Refuse outputs that would replace a file or cannot be written, before the movie is read."""
    from pathlib import Path

    from ...core.facial_signals.regions_file import regions_text
    from ...core.outputs import checked_file, is_our_picture

    inputs, text = [*video_inputs(args), args.given, crop_file(args)], regions_text(regions)

    def same(path: Path) -> bool:
        return path.read_bytes() == text.encode()

    rules: dict[str, Any] = {"overwrite": args.overwrite}
    if args.out is not None:
        checked_file(args.out, what="the regions", inputs=inputs, ours=same, **rules)
    if args.picture is not None:
        inputs = [*inputs, args.out]
        checked_file(args.picture, what="the picture", inputs=inputs, ours=is_our_picture, **rules)


def _regions(args: argparse.Namespace) -> Any:
    """The regions of --from, and those that are added."""
    from ...core.facial_signals.regions import Regions
    from ...core.facial_signals.regions_file import load_regions, parse_region

    before = Regions() if args.given is None else load_regions(args.given)
    added = [parse_region(text) for text in args.region]
    for kind in _KINDS:
        level = None if kind == "running" else args.saturation
        added += [parse_region(text, kind, level) for text in getattr(args, kind)]
    full_frame = before.full_frame and not args.no_full_frame
    return Regions((*before.regions, *added), full_frame)
