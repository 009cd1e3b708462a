"""`mouseface decode`: which stimulus a mouse got, from its face alone.

RECORDING is the folder of a pass (`mouseface hog`), of `mouseface score`, or a table of
`mouseface features`. Decoders are trained on some trials and tested on others: by trial (others of
the same session are trained on), by session (others of the same animal) and by animal, side by
side. Frames are never left out at random: neighbors are nearly the same picture.

What is decoded from (--features): components of small pictures, fitted inside each fold (the
default), of HOG cells, named features, or files of `mouseface features` and `mouseface units`, one
a recording. How much moves from frame to frame is decoded from by itself, beside them. Scores are
not decoded from: prototypes of the same trials know which trial is which.

Events can have amounts (a concentration, a current): then amounts are told apart where there is
one stimulus, and whether responses grow with them is told mouse by mouse.

A trial that is there twice, also encoded again, is found and left out.

GROUPS.csv says of which animal and session each recording is, and may name its events:
  recording,animal,session,events
  m1_day1,m1,1,m1_day1.csv
Paths are relative to the file, or absolute.

output files in DIR:
  metrics.csv    figures of merit of all classes: value, interval, chance, shuffled names, p
  classes.csv    precision, recall, F1 and area under the ROC curve of each class
  confusion.csv  what the trials of each class were taken for
  held_out.csv   each trial: what it was, what it was taken for, by which fold
  amounts.csv    with amounts: slope, rank correlation and p of each mouse, and over mice
  decoding.png   figures of merit beside chance, and confusion
  amounts.png    with amounts: responses against them
  report.json    findings, and all of it
  with --explain:
  explained      a model of named features of the same trials, as of `mouseface model train
                 --explain --results`: what drives each class, where in the picture, and whether
                 folds agree

examples:
  mouseface decode day1 day2 --events day1.csv --events day2.csv --out decoded
  mouseface decode m1.zarr m2.zarr --groups groups.csv --left-out trial,animal --out decoded
  mouseface decode scored --features named --rows frame --out decoded
  mouseface decode m1.zarr --events m1.csv --classes any --window-s 0.2 2 --out decoded
  mouseface decode day1 day2 --events day1.csv --events day2.csv --explain --out decoded
"""

from __future__ import annotations

import argparse
from typing import Any

from ..decode.explained import add_explain
from ..decode.options import ESTIMATORS
from ..locking import locked
from ..options import progress_bar


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "recordings", nargs="+", metavar="RECORDING", help="passes, scored folders, or tables"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    _add_what(parser)
    _add_how(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def _add_what(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is decoded")
    group.add_argument(
        "--events",
        action="append",
        default=[],
        metavar="EVENTS.csv",
        help="event, onset_s, offset_s (and amount): repeated for each recording, in their order "
        "(default: those of scored folders, or the column events of GROUPS.csv)",
    )
    group.add_argument(
        "--features",
        nargs="+",
        metavar="WHAT",
        help="thumbnails, cells, named, or one table a recording (default: thumbnails)",
    )
    group.add_argument(
        "--columns",
        action="append",
        metavar="PATTERN",
        help="features of tables to look at, such as 'cheek:*'; may be repeated (default: all)",
    )
    group.add_argument(
        "--groups", metavar="GROUPS.csv", help="animal, session and events of each recording"
    )
    group.add_argument(
        "--classes",
        choices=("auto", "stimulus", "amount", "any"),
        help="what is told apart: stimuli, amounts, or whether there was any amount (default: "
        "amounts of one stimulus, else stimuli)",
    )
    group.add_argument(
        "--window-s",
        nargs=2,
        type=float,
        metavar=("FROM", "TO"),
        help="seconds after the onset that are looked at (default: from onset to offset)",
    )
    group.add_argument(
        "--baseline-s",
        nargs=2,
        type=float,
        metavar=("FROM", "TO"),
        help="seconds after the onset (negative: before) whose mean is subtracted (default: -1 0)",
    )
    group.add_argument(
        "--no-movement", action="store_true", help="do not decode from movement beside"
    )
    add_explain(group)


def _add_how(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to test")
    group.add_argument(
        "--left-out",
        metavar="LEVELS",
        help="what is left out, with commas: trial, session, movie, animal (default: each of which "
        "there are two)",
    )
    group.add_argument(
        "--rows",
        metavar="ROWS",
        help="trial, frame, or trial,frame: what a decoder tells apart (default: trial)",
    )
    group.add_argument(
        "--estimator",
        action="append",
        metavar="NAME",
        help=f"one of {', '.join(ESTIMATORS)}; may be repeated, the first comes first (default: "
        "all of them)",
    )
    group.add_argument(
        "--permutations",
        type=int,
        metavar="N",
        help="how often names are shuffled within sessions (default: 99; 0: not at all)",
    )
    group.add_argument(
        "--gap-s",
        type=float,
        metavar="S",
        help="by trial: seconds between what is trained on and what is tested on (default: 1)",
    )
    group.add_argument("--seed", type=int, metavar="N", help="of shuffles and forests (default: 0)")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='parameters: {"decoding": {"components": 30}, "learning": {}}; see "Parameters"',
    )


def run(args: argparse.Namespace) -> int:
    """Read, decode, write, tell."""
    from ...core.decoding import decode, write_decoding
    from ..decode.explained import check_explained, explain_decoding
    from ..decode.given import open_given
    from ..decode.options import columns_of, learning_of, params_of
    from ..decode.output import (
        asked_for,
        check_replaced,
        checked_out,
        draw_figures,
        print_decoding,
    )

    params, learning = params_of(args), learning_of(args)
    out = checked_out(args)
    given = open_given(args)
    asked = asked_for(given)
    check_replaced(args, out, asked)
    check_explained(args, out, asked)
    with locked(out, "the decoders"):
        with progress_bar("decoding", "steps") as progress:
            decoding = decode(
                given.tables,
                given.events,
                given.groups,
                pictures=given.pictures,
                beside=None if given.movement is None else {"movement": given.movement},
                responses=given.responses,
                columns=columns_of(args, given.tables),
                compared=given.compared,
                params=params,
                learning=learning,
                workers=args.workers,
                progress=progress,
            )
        title = _title(given)
        write_decoding(
            decoding, out, asked_for=asked, draw=lambda: draw_figures(decoding, out, title)
        )
        told = explain_decoding(decoding, given, args, out, asked) if args.explain else []
    print_decoding(decoding, out, given.notes)
    for line in told:
        print(line)
    return 0


def _title(given: Any) -> str:
    names = given.names
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
