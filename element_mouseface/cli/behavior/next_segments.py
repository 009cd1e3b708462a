"""`mouseface behavior next`: which seconds to label next.

Rank segments of predicted movies by how much a label of them would help: where the classifier
is unsure, and where frames look unlike those that it knows. They are spread over the movies
and over time, so that no two of them tell the same.

Label them in the program that you use, mark everything else as not looked at, and train again.

examples:
  mouseface behavior next day9
  mouseface behavior next day8 day9 day10 --segments 40 --out next.csv
"""

from __future__ import annotations

import argparse
from typing import Any

from .label_options import Filmed, add_label_options, read_from


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument(
        "folders", nargs="+", metavar="DIR", help="folders of `mouseface behavior predict`"
    )
    parser.add_argument(
        "--segments", type=int, default=20, metavar="N", help="how many (default: %(default)s)"
    )
    parser.add_argument(
        "--length-s",
        type=float,
        default=2.0,
        metavar="S",
        help="seconds of each (default: %(default)s)",
    )
    parser.add_argument(
        "--labels",
        action="append",
        default=[],
        metavar="FILE",
        help="what is labeled already, which is left out: one for each DIR, in their order",
    )
    add_label_options(parser)
    parser.add_argument("--out", metavar="TABLE.csv", help="write them, a row for each segment")
    parser.add_argument("--overwrite", action="store_true", help="replace that file")


def run(args: argparse.Namespace) -> int:
    """Read the predictions, rank, tell, write."""
    from ...core.behavior.queue import next_segments
    from ...core.outputs import checked_file
    from ...core.results.prediction_folder import read_prediction

    if args.out is not None:
        inputs = [*args.folders, *args.labels]
        checked_file(args.out, what="the table", inputs=inputs, overwrite=args.overwrite)
    predictions = [read_prediction(folder) for folder in args.folders]
    segments = next_segments(
        predictions,
        labels=_labels(args, predictions),
        n_segments=args.segments,
        length_s=args.length_s,
    )
    rows = [_row(segment, args.folders) for segment in segments]
    _tell(rows)
    if args.out is not None:
        _write(args, rows)
    return 0


def _labels(args: argparse.Namespace, predictions: list[Any]) -> list[Any] | None:
    """What is labeled already in each movie."""
    from ...errors import ParameterError

    if not args.labels:
        return None
    if len(args.labels) != len(predictions):
        raise ParameterError(
            "There is not one label file for each prediction.",
            expected=f"{len(predictions)}: --labels in the order of the folders",
            got=str(len(args.labels)),
            do="give '' for a movie without labels",
        )
    found = []
    for path, prediction in zip(args.labels, predictions, strict=True):
        filmed = Filmed(prediction.n_frames, prediction.times_s)
        found.append(read_from(path, args, filmed) if path else None)
    return found


def _row(segment: Any, folders: list[str]) -> dict[str, Any]:
    return {
        "rank": segment.rank,
        "folder": folders[segment.recording],
        "movie": segment.movie,
        "start_s": segment.start_s,
        "stop_s": segment.stop_s,
        "first_frame": segment.first_frame,
        "stop_frame": segment.stop_frame,
        "behavior": segment.behavior,
        "uncertainty": segment.uncertainty,
        "novelty": segment.novelty,
    }


def _tell(rows: list[dict[str, Any]]) -> None:
    if not rows:
        print("nothing to label: no frame has a probability, or all are labeled")
        return
    width = max(5, *(len(row["movie"]) for row in rows))
    named = max(8, *(len(row["behavior"]) for row in rows))
    print(f"  rank  {'movie':<{width}}  {'from (s)':>9}  {'to (s)':>9}  frames"
          f"         {'in doubt':<{named}}  uncertainty  novelty")  # fmt: skip
    for row in rows:
        frames = f"{row['first_frame']}-{row['stop_frame']}"
        print(
            f"  {row['rank']:>4}  {row['movie']:<{width}}  {row['start_s']:>9.2f}  "
            f"{row['stop_s']:>9.2f}  {frames:<13}  {row['behavior']:<{named}}  "
            f"{row['uncertainty']:>11.2f}  {row['novelty']:>7.2f}"
        )


def _write(args: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    from ...core.outputs.tables import write_csv

    header = list(rows[0]) if rows else ["rank"]
    write_csv(args.out, header, (row.values() for row in rows), overwrite=args.overwrite)
    print(f"written: {args.out}")
