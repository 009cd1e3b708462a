"""`mouseface hog`: descriptors, thumbnails and quality of every frame, into a Zarr folder.

Pass once over a video and store, for every frame, its histograms of oriented gradients
(unnormalized, by cell), a thumbnail and quality traces, in a Zarr folder. Normalized
descriptors are computed when it is read, equal to scikit-image's `hog`:

  import element_mouseface as mf
  d = mf.open_descriptors("face.zarr")     # array-like, (frames, numbers)

During the run, the folder is called OUT.partial. To resume a run that was stopped or killed,
give the same command again; finished parts are not computed again. If OUT exists and was made from
the same video, crop and parameters, it is only checked against its hashes; --repair repairs a
damaged OUT.

examples:
  mouseface hog face.mp4 --out face.zarr --crop 53,22,916,475
  mouseface hog cam_1.mp4 cam_2.mp4 --out day.zarr        files of one recording, in order
  mouseface hog frames/ --fps 60 --out face.zarr          a folder of images
  mouseface hog face.mp4 --out face.zarr --mask spout=box:300,400:360,480
  mouseface hog face.mp4 --out face.zarr --color                  color beside the gray thumbnails
  mouseface hog face.mp4 --out /shared/face.zarr --scheduler tcp://node1:8786

`mouseface clean FOLDER` lists and removes files that killed runs left.
"""

from __future__ import annotations

import argparse
from typing import Any

from ..options import (
    add_color_options,
    add_crop_option,
    add_video_options,
    color_notes,
    crop_file,
    crop_from,
    open_from,
    progress_bar,
    repair_notes,
    video_inputs,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--out", required=True, metavar="OUT.zarr", help="the folder to write")
    add_video_options(parser)
    add_crop_option(parser)
    add_color_options(parser)
    _add_hog_options(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="parts of the video that are processed in parallel (default: one per core)",
    )
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run on a dask.distributed cluster: its scheduler's address, tcp://HOST:PORT; the "
        "workers must see video and OUT under the same paths",
    )
    group.add_argument(
        "--overwrite", action="store_true", help="replace OUT, or restart an unfinished OUT"
    )
    group.add_argument(
        "--repair",
        action="store_true",
        help="verify all of OUT, and recompute from the video what is damaged or missing",
    )


def _add_hog_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "descriptors", "Names and meaning are scikit-image's; the defaults are the published ones."
    )
    group.add_argument(
        "--orientations", type=int, default=8, metavar="N", help="bins over 180 degrees (8)"
    )
    group.add_argument(
        "--pixels-per-cell",
        type=_pair,
        default=(32, 32),
        metavar="N or R,C",
        help="size of a cell in pixels: rows, columns (32)",
    )
    group.add_argument(
        "--cells-per-block",
        type=_pair,
        default=(1, 1),
        metavar="N or R,C",
        help="cells normalized together: rows, columns (1); can be changed on reading",
    )
    group.add_argument(
        "--block-norm",
        default="L2-Hys",
        metavar="NORM",
        help="L1, L1-sqrt, L2 or L2-Hys (L2-Hys); can be changed on reading",
    )
    group.add_argument(
        "--no-sqrt",
        action="store_true",
        help="use gradients of luma, not of its square root",
    )


def _pair(text: str) -> tuple[int, int]:
    """(rows, columns) of '32' or '32,16'."""
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, or two: ROWS,COLUMNS")
    return numbers[0], numbers[-1]


def run(args: argparse.Namespace) -> int:
    """Extract, then print a summary."""
    import time

    from ...core.extraction import extract
    from ...core.outputs import checked_folder
    from ...params import HOGParams

    params = HOGParams(
        orientations=args.orientations,
        pixels_per_cell=args.pixels_per_cell,
        cells_per_block=args.cells_per_block,
        block_norm=args.block_norm,
        transform_sqrt=not args.no_sqrt,
    )
    crop = crop_from(args)
    checked_folder(args.out, inputs=[*video_inputs(args), crop_file(args)])
    reader = open_from(args)
    began = time.perf_counter()
    with progress_bar("hog") as progress:
        result = extract(
            reader,
            args.out,
            params,
            crop,
            workers=args.workers,
            scheduler=args.scheduler,
            progress=progress,
            overwrite=args.overwrite,
            repair=args.repair,
            color=args.color,
            color_matrix=args.color_matrix,
        )
    if not result.was_computed and not args.repair:
        result.verify()  # the summary reports a result that existed already
    notes = [f"note: {note}" for note in (*reader.info.notes, *color_notes(args, result))]
    print("\n".join([*_summary(result, args.out, time.perf_counter() - began), *notes]))
    return 0


def _summary(result: Any, out: str, took_s: float) -> list[str]:
    from ...core.extraction.color_extractor import CHROMA
    from ...core.features.quality import FrameFlag

    rows, columns = result.grid
    computed = result.provenance["computed_frames"]
    lines = [
        f"{out}: {result.n_frames} frames, {rows}x{columns} cells of "
        f"{result.params.orientations} orientations, {_megabytes(result.path):.1f} MB",
        f"digest {result.digest}",
    ]
    if not result.was_computed:
        lines.append("OUT exists with the same inputs and is undamaged: nothing was computed")
    elif result.repaired:
        lines += repair_notes(result)
    else:
        rate = computed / max(took_s, 1e-9)
        before = f" ({result.n_frames - computed} were finished before)"
        lines.append(
            f"{computed} frames in {took_s:.1f} s, {rate:.0f} per second"
            + (before if computed < result.n_frames else "")
        )
    for flag in FrameFlag:
        count = int(((result.flags & flag) != 0).sum())
        if count and flag is not FrameFlag.FIRST:
            lines.append(f"{count} frames flagged {flag.name}")
    lines += [
        "to read it:",
        "  import element_mouseface as mf",
        f"  descriptors = mf.open_descriptors({out!r})   # (frames, numbers), float32",
        f"  result = mf.open_result({out!r})             # cells, thumbnails, quality, flags",
    ]
    if CHROMA in result.output_names:
        lines.append(f"  colors = mf.open_colors({out!r})             # (frames, y, x, 3), float32")
    return lines


def _megabytes(folder: Any) -> float:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
