"""`mouseface behavior convert`: labels of one program as a file of another.

Read a label file and write it in another format: deepethogram, intervals-seconds,
intervals-frames, boris-tabular, boris-aggregated, boris-project, jabs, simba, bento or elan.
What nobody looked at stays unknown if the format can say that; if it cannot, the labels are
refused, unless you say with --unknown absent that nothing happened there.

examples:
  mouseface behavior convert boris.csv labels.csv --to deepethogram --video face.mp4
  mouseface behavior convert labels.csv bouts.csv --to intervals-seconds --fps 30
"""

from __future__ import annotations

import argparse

from .label_options import (
    add_label_options,
    add_movie_options,
    advice_as_typed,
    filmed_from,
    read_from,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument("source", metavar="IN", help="a label file, known by its content")
    parser.add_argument("out", metavar="OUT", help="the file to write")
    parser.add_argument(
        "--to", required=True, metavar="FORMAT", help="the format to write, as named above"
    )
    parser.add_argument(
        "--unknown",
        choices=("refuse", "absent"),
        default="refuse",
        help="what becomes of frames that nobody looked at, if the format cannot say so "
        "(default: %(default)s)",
    )
    add_movie_options(parser)
    add_label_options(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT")


def run(args: argparse.Namespace) -> int:
    """Read, write, tell."""
    from ...core.behavior.formats import WRITE_FORMATS, write_labels
    from ...core.outputs import checked_file
    from ...errors import check_choice

    check_choice("Unknown format of labels.", args.to, WRITE_FORMATS)
    checked_file(
        args.out, what="the labels", inputs=[args.source, args.video], overwrite=args.overwrite
    )
    filmed = filmed_from(args)
    labels = read_from(args.source, args, filmed)
    with advice_as_typed():
        write_labels(
            args.out,
            labels,
            to=args.to,
            times_s=filmed.times_s,
            fps=filmed.fps,
            video=args.video,
            unknown=args.unknown,
            overwrite=args.overwrite,
            inputs=[args.source, args.video],
        )
    n_bouts = sum(len(bouts) for bouts in labels.bouts.values())
    print(
        f"{args.out}: {labels.n_frames} frames, {n_bouts} bout{'s' * (n_bouts != 1)} of "
        f"{', '.join(labels.ethogram.names)}"
    )
    for note in labels.notes:
        print(f"  note: {note}")
    return 0
