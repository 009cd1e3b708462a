"""`mouseface transcode`: copy a video to H.264 for scoring, and measure the loss.

Frames keep their times, color is removed, and decoding can begin every --gop frames. A
record (OUT.json) has the similarity of descriptors before and after, and the resulting error
of a score. Compare this error with the change from a neutral to a full expression, about 0.05
in Pearson's r; if it is not much smaller, use a lower --crf. Do not compare scores across
copies with different --crf.

A movie in H.264 or a later codec usually gets larger when it is copied: the command says so,
and by how much, before it begins.

examples:
  mouseface transcode camera.avi face.mp4
  mouseface transcode frames/ face.mp4 --fps 60             from a folder of images
  mouseface transcode part_1.mp4 part_2.mp4 whole.mp4       files of one recording
  mouseface transcode cut.mp4 saved.mp4 --accept-truncated  save what is readable
"""

from __future__ import annotations

import argparse
from typing import Any

from ..options import add_video_options, open_from, progress_bar, video_inputs


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser)
    parser.add_argument("out", metavar="OUT", help="the copy to write: .mp4 or .mov")
    group = parser.add_argument_group("how to encode")
    group.add_argument(
        "--crf",
        type=float,
        default=13.0,
        help="quality, 0 to 51: lower is better and larger (default: 13)",
    )
    group.add_argument(
        "--gop",
        type=int,
        default=120,
        metavar="FRAMES",
        help="most frames between places where decoding can begin (default: 120)",
    )
    group.add_argument("--preset", default="medium", help="x264's preset (default: medium)")
    group.add_argument("--overwrite", action="store_true", help="replace OUT and its record")


def _warn_of_growth(reader: Any, args: argparse.Namespace) -> None:
    """Warn that the copy will be larger, and print the alternatives."""
    import sys

    from ...core.extraction.transcode import expected_growth

    growth = expected_growth(reader, crf=args.crf, gop=args.gop, preset=args.preset)
    if growth is not None and growth > 1.0:
        print(
            f"note: the source is {reader.info.codec} already; the copy will be about "
            f"{growth:.1f} times as large, without a gain in quality.\n"
            "  What to do: score the file as it is, if `mouseface info` reads it; Control-C stops "
            "this copy. For a smaller copy give a higher --crf, and check the loss that is "
            "printed.",
            file=sys.stderr,
            flush=True,
        )


def run(args: argparse.Namespace) -> int:
    """Write the copy and print the loss."""
    from pathlib import Path

    from ...core.extraction.transcode import record_path, transcode
    from ...core.outputs import checked_file

    for path in (Path(args.out), record_path(Path(args.out))):
        checked_file(path, what="the copy", inputs=video_inputs(args), overwrite=args.overwrite)
    reader = open_from(args)
    _warn_of_growth(reader, args)
    with progress_bar("transcoding") as progress:
        record = transcode(
            reader,
            args.out,
            crf=args.crf,
            gop=args.gop,
            preset=args.preset,
            overwrite=args.overwrite,
            progress=progress,
        )
    print(f"{args.out}: {record.n_frames} frames, {record.copy_bytes} bytes", end="")
    print(f" (source: {record.source_bytes})" if record.source_bytes else "")
    if record.missing_frames:
        print(f"left out: {len(record.missing_frames)} frames that could not be decoded")
    compared = len(record.sampled_frames)
    if record.hog_r_mean is not None and record.hog_r_min is not None:
        print(
            f"similarity of descriptors before and after, {compared} frames: "
            f"mean r {record.hog_r_mean:.4f}, least {record.hog_r_min:.4f}"
        )
    if record.score_error_rms is not None:
        print(f"error in a score: {record.score_error_rms:.4f} in r (root mean square)")
    psnr = "identical" if record.psnr_db is None else f"PSNR {record.psnr_db:.1f} dB"
    print(f"luma: {psnr}")
    print(f"record: {args.out}.json")
    return 0
