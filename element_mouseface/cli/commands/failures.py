"""`mouseface failures`: which frames fail, and why.

Compare the frames that failed with those that did not: how dark, blurred, saturated or covered
they are, how far the face moved, and every named feature. Each failure is matched with a success
nearby in time, so that slow drift makes no difference. Chance comes from the same failures shifted
in time, corrected for how many causes are tested. With fewer than twenty failures, or fewer than
twenty successes, nothing is computed.

With the video, failed frames are sharpened, their contrast is stretched, and they are extracted
again: do they then look like good ones?

RESULT is a pass (`mouseface hog`), a folder of `mouseface score` or `mouseface behavior predict`
that holds one, or a table of named features of pictures.

what --failed says:
  points:NAME[,NAME]        a tracked point is lost (--keypoints); points alone: any point
  flag:black[+saturated]    a flag of the pass: black, saturated, constant, repeated, missing
  score:SCORED[:STIMULUS]   no score: missing, black, not registered, or refused
  misclassified:PREDICTION:LABELS[:BEHAVIOR]
                            a behavior that was predicted and not labeled, or the reverse
  column:FILE:NAME          a column of a CSV by frame or time_s, or of a table of features:
                            1 failed, 0 not, blank unknown; or a condition in quotation marks:
                            'column:FILE:NAME<0.6' (also <=, >, >=, =, !=, =nan)
  undefined:NAME            a column of the table of features has no value
  face                      pictures in which no face was found

output files in DIR:
  causes.csv        each cause: area under the ROC curve, chance, p values, medians, by rank
  features.csv      the same of every named feature
  remedies.csv      with --video: what sharpening and contrast stretching bring back
  frames.csv        each frame: failed or not, its match, the measures, the model's score
  stacks.npz        all arrays: stacks, measures, contributions
  stacks.png        mean failures and successes, their difference, their edges
  causes.png        causes and features with chance
  attributions.png  what speaks for failure over time
  report.json       what was found in words, and everything but the arrays

examples:
  mouseface failures face.zarr --failed points:eye_top --keypoints face_dlc.h5 --out why
  mouseface failures scored --failed score:scored --video face.mp4 --out why
  mouseface failures face.zarr --failed 'column:tracker.csv:likelihood<0.6' --out why
  mouseface failures predicted --failed misclassified:predicted:labels.csv --out why
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..behavior.label_options import add_label_options
from ..locking import locked
from ..options import add_reading_options, progress_bar
from ..points import add_points_options


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("result", metavar="RESULT", help="a pass, a folder with one, or a table")
    parser.add_argument("--failed", required=True, metavar="WHAT", help="what failed: see above")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    group = parser.add_argument_group("what else is known")
    group.add_argument(
        "--features",
        metavar="FILE",
        help="table of named features of the same frames (`mouseface features`); by default those "
        "of the whole crop are computed",
    )
    group.add_argument(
        "--min-likelihood",
        type=float,
        default=0.6,
        metavar="P",
        help="a point with a lower likelihood is lost (default: 0.6)",
    )
    group.add_argument(
        "--video",
        nargs="+",
        metavar="VIDEO",
        help="the movie's file or files: try to bring failed frames back",
    )
    group.add_argument(
        "--images",
        metavar="FOLDER",
        help="with a table of pictures: the folder that it is of, for stacks",
    )
    group.add_argument(
        "--again",
        metavar="COMMAND",
        help="with --video: a program that says which filtered frames still fail; {images} stands "
        "for a folder of PNG files, {out} for a CSV `image,failed` that it writes",
    )
    group = parser.add_argument_group("how to study")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='how failures are compared: {"failures": {"level": 0.05}}; see "Parameters"',
    )
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )
    add_points_options(parser, flag="--keypoints", required=False)
    add_reading_options(parser)
    add_label_options(parser)


def run(args: argparse.Namespace) -> int:
    """Read what failed, compare, try remedies, write, tell."""
    from ...core.failures.folder import write_study
    from ..failures.given import failures_of, open_given
    from ..failures.output import check_replaced, checked_out, draw_figures, print_study
    from ..failures.running import make_study

    out = checked_out(args)
    given = open_given(args.result, args.features)
    check_replaced(args, out, given)
    failures = failures_of(args, given)
    with locked(out, "the study"):
        with progress_bar("frames") as progress:
            study = make_study(args, given, failures, progress)
        write_study(study, out, draw=lambda: draw_figures(study, out, _title(args, study)))
    print_study(study, out)
    return 0


def _title(args: argparse.Namespace, study: Any) -> str:
    return f"{Path(args.result).resolve().name}: {study.what}"
