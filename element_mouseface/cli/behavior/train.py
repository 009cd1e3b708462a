"""`mouseface behavior train`: a classifier from labels of some frames, and how far to trust it.

Pass over the movies of a list (or reuse passes that are there), train a model for each behavior
on the frames that were labeled, and test it on animals that it has not seen. MOVIES.csv has a
row for each movie:
  video,labels,animal,session
  m01/day1.mp4,m01/day1.csv,m01,1
  m02/day1.mp4,m02/day1.boris,m02,1
Paths are relative to the file, or absolute. Labels may be of any program that `mouseface behavior
convert` reads. Further columns, if you have them: subject (whose labels, if a file has several),
result (the folder of `mouseface hog`; it is made there if it is not there), keypoints, signals.

What is left out for testing is an animal, if two or more are named; else a session; else a
movie; else blocks of the one movie, and every figure then says "within one movie".

output files in CLASSIFIER:
  classifier.npz        for `mouseface behavior predict`
  metrics.csv           each figure of merit: value, interval over animals, chance
  folds.csv             what was left out in each fold, frames, states, thresholds
  thresholds.csv        how bouts are made of the probabilities of each behavior
  learning_curve.csv    average precision with a part of the labels
  precision_recall.png, calibration.png, confusion.png, learning_curve.png, examples.png
  report.json           all of it, findings, parameters, movies and labels with their checksums
  passes                the passes over the movies; reused if nothing has changed

A killed training starts again with the same command; passes that are done are kept.

examples:
  mouseface behavior train movies.csv --out licking
  mouseface behavior train movies.csv --out licking --behavior licking --crop 120,80,320,240
  mouseface behavior train movies.csv --out licking --believe absent
  mouseface behavior train movies.csv --out fast --window-s 0.02 --window-s 0.06 --gap-s 0.1
"""

from __future__ import annotations

import argparse
from typing import Any

from ..locking import locked
from ..options import add_crop_option, add_reading_options, progress_bar
from .label_options import add_label_options


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument("movies", metavar="MOVIES.csv", help="the list of movies and labels")
    parser.add_argument("--out", required=True, metavar="CLASSIFIER", help="folder to write to")
    _add_learning_options(parser)
    add_label_options(parser)
    add_crop_option(parser)
    add_reading_options(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="train on a dask.distributed cluster: its scheduler's address, tcp://HOST:PORT; the "
        "workers must see CLASSIFIER under the same path",
    )
    group.add_argument(
        "--overwrite", action="store_true", help="replace a classifier of something else"
    )


def _add_learning_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to learn, and how")
    group.add_argument(
        "--behavior",
        action="append",
        default=[],
        metavar="NAME",
        help="only this behavior; may be repeated (default: all that are labeled)",
    )
    group.add_argument(
        "--exclusive",
        action="store_true",
        help="a frame has one behavior at most: one model for all",
    )
    group.add_argument(
        "--left-out",
        choices=("animal", "session", "movie", "block"),
        help="what is left out for testing (default: the first of these of which there are two)",
    )
    group.add_argument(
        "--causal", action="store_true", help="use nothing of a movie that comes after the frame"
    )
    group.add_argument(
        "--rate-hz",
        type=float,
        metavar="RATE",
        help="make features at most so often a second (default: of every frame)",
    )
    group.add_argument(
        "--window-s",
        type=float,
        action="append",
        metavar="S",
        dest="windows_s",
        help="length of a window around the frame that is summarized, in seconds; may be repeated "
        "(default: 0.1, 0.35 and 0.7)",
    )
    group.add_argument(
        "--gap-s",
        type=float,
        metavar="S",
        help="within one movie: frames this close to a tested one are not trained on (default: 2)",
    )
    group.add_argument(
        "--estimator",
        choices=("boosted", "linear"),
        help="whose probabilities are used: boosted trees (default) or a linear model; the other "
        "is trained beside it",
    )
    group.add_argument("--seed", type=int, metavar="N", help="of all that is drawn (default: 0)")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='all parameters: {"features": {"rate_hz": 30}, "learning": {"iterations": 100}, '
        '"hog": {}}',
    )


def run(args: argparse.Namespace) -> int:
    """Check everything, pass over the movies, train, write, tell."""
    from .classifier_folder import check_replacing
    from .training_job import checked

    job = checked(args)
    asked_for = job.asked_for()
    if check_replacing(job.out, asked_for, args.overwrite):
        return _tell_before(job)
    with locked(job.out, "the classifier"):
        # another training may have finished since the first look
        if check_replacing(job.out, asked_for, args.overwrite):
            return _tell_before(job)
        trained = _train(job, args)
        _write(job, trained, asked_for)
    _tell(job, trained)
    return 0


def _train(job: Any, args: argparse.Namespace) -> Any:
    """A `TrainedClassifier`."""
    from ...core.behavior.training import train_classifier
    from ...core.extraction.schedule import connected
    from .passes import frames_of, make_pass, of_line

    with connected(args.scheduler) as client:
        recordings = []
        for row, reader, folder, name in zip(
            job.rows, job.readers, job.passes, job.names, strict=True
        ):
            with of_line(row.line, job.table.name):
                result = make_pass(reader, folder, args, (job.hog, job.crop), name, client)
                recordings.append(frames_of(result, reader, row, name))
        with progress_bar("training", "folds") as progress:
            return train_classifier(
                recordings,
                job.labels,
                job.groups,
                features=job.features,
                learning=job.learning,
                client=client,
                workers=args.workers,
                progress=progress,
            )


def _write(job: Any, trained: Any, asked_for: str) -> None:
    """Write tables, classifier and figures into the folder."""
    from .classifier_files import write_classifier_folder
    from .passes import picture_of

    boxes = [job.crop.box(r.info.height_px, r.info.width_px) for r in job.readers]
    pictures = [picture_of(reader, box) for reader, box in zip(job.readers, boxes, strict=True)]
    write_classifier_folder(job, trained, asked_for, pictures)


def _tell_before(job: Any) -> int:
    from ...core.behavior.classifier import load_classifier
    from .classifier_folder import CLASSIFIER

    digest = load_classifier(job.out / CLASSIFIER).digest  # whole, or refused
    print(f"{job.out}: trained before, on the same movies, labels and parameters\ndigest {digest}")
    return 0


def _tell(job: Any, trained: Any) -> None:
    """What the classifier reached on what was held out."""
    from .classifier_files import told_left_out
    from .classifier_folder import WRITTEN

    report, names = trained.report, trained.classifier.ethogram.names
    n_frames = sum(one.n_frames for one in job.labels)
    movies = f"{len(job.rows)} movie{'s' * (len(job.rows) != 1)}"
    print(f"{movies}, {n_frames} frames; {told_left_out(report)}")
    columns = ("f1", "precision", "recall", "average_precision", "bout_f1_0.5", "calibration_error")
    width = max(8, *map(len, names))
    print(f"\n  {'behavior':<{width}}  labeled  {'  '.join(columns)}  (F1: interval; chance)")
    for name in names:
        labeled = sum(one.n_present(name) for one in job.labels)
        # those of the estimator that is used; the others stand in metrics.csv
        used = trained.classifier.learning.estimator
        rows = {m.metric: m for m in report.metrics if (m.behavior, m.estimator) == (name, used)}
        cells = "  ".join(f"{_number(rows, column):>{len(column)}}" for column in columns)
        print(f"  {name:<{width}}  {labeled:>7}  {cells}  {_interval(rows.get('f1'))}")
    for finding in (*report.findings, *(f"note: {note}" for note in job.notes)):
        print(f"  {finding}")
    print(f"\ndigest {trained.classifier.digest}")
    there = [name for name in (*WRITTEN, "passes") if (job.out / name).exists()]
    print(f"written to {job.out}: {', '.join(there)}")


def _number(rows: Any, column: str) -> str:
    value = rows[column].value if column in rows else float("nan")
    return "-" if value != value else f"{value:.2f}"


def _interval(metric: Any) -> str:
    if metric is None:
        return ""
    low, high, chance = metric.low, metric.high, metric.chance
    interval = "none" if low != low else f"{low:.2f} to {high:.2f}"
    return f"({interval}; {'-' if chance != chance else f'{chance:.2f}'})"
