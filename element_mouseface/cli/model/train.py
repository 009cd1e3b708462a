"""`mouseface model train`: a model of named features, its weights, and how far to trust them.

FEATURES are files that `mouseface features` wrote: one a recording, or one of pictures. What is to
be learned is a column of a text file for each of them (--labels, --target), the stimulus of
events (--events: one row an event, the mean of its frames), a behavior in a label file
(--behavior), or the labels that pictures have. Numbers are learned as numbers, 0 and 1 or yes and
no as a class, other texts as categories; --order gives ordered categories, --kind anything else.

A file of labels has the column that --target names, and one that says which row it is of: frame
(picture, event), time_s, image, first_frame and stop_frame, or start_s and stop_s. A column trial
says which rows are never in training and test at once.

GROUPS.csv says of which animal and session each table is, and may have the other files too:
  features,animal,session,labels,events
  m1.parquet,m1,1,m1.csv,m1_events.csv
Paths are relative to the file, or absolute.

What is left out for testing is an animal, if two or more are named (a person, of pictures); else a
session; else a movie; else trials; else blocks of the one movie. Scaling, the choice of features,
the strength of the penalty, calibration and thresholds come from the training rows alone.

output files in MODEL:
  model.npz             for `mouseface model predict`
  weights.csv           each feature: mean weight per standard deviation and per unit, standard
                        error, share of folds with the same sign, weight in each fold
  clusters.csv          features that say nearly the same, and how much is lost without them
  cluster_weights.csv   the weight of each cluster as one
  metrics.csv           each figure of merit: value, interval, chance, permuted labels, p
  folds.csv             what was left out in each fold, rows, the headline figure there
  predictions.csv       each row by models that did not see its animal, and its label
  weights.png           the weights of a linear model with their spread over folds (of the first
                        category)
  attributions.png      what each feature adds to the score of held-out rows
  report.json           findings, figures, parameters, checksums
  with --explain, of held-out rows, each by the model that did not see it:
  attributions.csv      mean size of what each module, cluster and feature adds, and its spread
  attributions.npz      the same of single rows, as numbers with a sign
  dependence.csv, .png  mean prediction if a feature had another value
  stability.csv         of categories: how far folds agree about what drives each, and chance
  with --results:
  places.csv, .png      places of the picture that the model looks at, lamps and spouts named
  place_tiles.csv       what is lost, tile by tile, where nothing changes there
  class_places.csv, class_tiles.csv, classes.png
                        the same for each of three or more categories

examples:
  mouseface model train m1.parquet m2.parquet --groups groups.csv --target pain --out pain
  mouseface model train m1.parquet --events m1_events.csv --window-s 0 2 --out stimulus
  mouseface model train faces.parquet --target label --out faces
  mouseface model train m1.parquet --labels m1.csv --target grade --order no,mild,severe --out grade
  mouseface model train m1.parquet --labels m1.boris --behavior licking --out licking
  mouseface model train m1.parquet --events m1_events.csv --results m1.zarr --out stimulus
"""

from __future__ import annotations

import argparse
from typing import Any

from ..locking import locked
from ..options import progress_bar
from .explained import add_explained


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument(
        "features", nargs="+", metavar="FEATURES", help="files of features, one a recording"
    )
    parser.add_argument("--out", required=True, metavar="MODEL", help="folder to write to")
    _add_target_options(parser)
    _add_learning_options(parser)
    add_explained(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="train on a dask.distributed cluster: its scheduler's address, tcp://HOST:PORT",
    )
    group.add_argument("--overwrite", action="store_true", help="replace a model of something else")


def _add_target_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to learn")
    group.add_argument(
        "--target",
        metavar="COLUMN",
        help="a column of the files of labels (default with --events: the stimulus; of pictures: "
        "their label)",
    )
    group.add_argument(
        "--labels",
        action="append",
        default=[],
        metavar="FILE",
        help="labels or ratings of a file of features; repeated for each of them, in their order",
    )
    group.add_argument(
        "--events",
        action="append",
        default=[],
        metavar="EVENTS.csv",
        help="event, onset_s, offset_s: a row an event; repeated for each file of features, in "
        "their order",
    )
    group.add_argument(
        "--window-s",
        nargs=2,
        type=float,
        metavar=("FROM", "TO"),
        help="seconds after the onset that are summarized (default: from onset to offset)",
    )
    group.add_argument(
        "--baseline-s",
        nargs=2,
        type=float,
        metavar=("FROM", "TO"),
        help="seconds after the onset (negative: before) whose mean is subtracted",
    )
    group.add_argument(
        "--summary",
        choices=("mean", "median", "max", "min", "sd"),
        default="mean",
        help="of the frames of an event (default: mean)",
    )
    group.add_argument(
        "--each-frame",
        action="store_true",
        help="with --events: every frame of an event is a row, and an event is a trial",
    )
    _add_kind_options(group)


def _add_kind_options(group: Any) -> None:
    """What the values of the target are, and whose rows belong together."""
    group.add_argument(
        "--behavior", metavar="NAME", help="the files of labels are of behaviors; learn this one"
    )
    group.add_argument(
        "--kind",
        choices=("binary", "category", "ordinal", "continuous"),
        help="of the target (default: by its values)",
    )
    group.add_argument(
        "--order", metavar="A,B,C", help="the values of ordered categories, from low to high"
    )
    group.add_argument(
        "--positive", metavar="VALUE", help="the value that counts as yes; all others are no"
    )
    group.add_argument(
        "--groups", metavar="GROUPS.csv", help="animal, session and movie of each file of features"
    )
    group.add_argument(
        "--person",
        metavar="COLUMN",
        help="a column of the files of labels that names who each row shows: persons are left "
        "out (default: those that the features of pictures name)",
    )


def _add_learning_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to learn")
    group.add_argument(
        "--columns",
        action="append",
        metavar="PATTERN",
        help="features to look at, such as 'cheek:*' or '*:edge_*'; may be repeated (default: all)",
    )
    group.add_argument(
        "--left-out",
        choices=("animal", "session", "movie", "trial", "block"),
        help="what is left out for testing (default: the first of these of which there are two)",
    )
    group.add_argument(
        "--gap-s",
        type=float,
        metavar="S",
        help="within one movie: rows this close to a tested one are not trained on (default: 2)",
    )
    group.add_argument(
        "--estimator",
        choices=("linear", "elastic_net", "boosted"),
        help="whose predictions are used (default: linear)",
    )
    group.add_argument(
        "--beside",
        action="append",
        choices=("linear", "elastic_net", "boosted", "none"),
        help="trained beside it; may be repeated (default: boosted)",
    )
    group.add_argument(
        "--l1-ratio",
        type=float,
        metavar="R",
        help="of elastic_net: share of the penalty on absolute weights (default: 0.5)",
    )
    group.add_argument(
        "--permutations",
        type=int,
        metavar="N",
        help="of labels, for the null of each figure: 0, or at least 19 (default: 200)",
    )
    group.add_argument("--seed", type=int, metavar="N", help="of all that is drawn (default: 0)")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='all parameters: {"learning": {"iterations": 100}, "model": {"cluster_r": 0.8}}',
    )


def run(args: argparse.Namespace) -> int:
    """Check everything, train, write, tell."""
    from .model_folder import check_replacing
    from .training_job import checked

    job = checked(args)
    asked_for = job.asked_for()
    if check_replacing(job.out, asked_for, args.overwrite):
        return _tell_before(job)
    with locked(job.out, "the model"):
        # another training may have finished since the first look
        if check_replacing(job.out, asked_for, args.overwrite):
            return _tell_before(job)
        trained = _train(job, args)
        explanations = job.explained.explain(trained, args.workers, job.notes)
        _write(job, trained, asked_for, explanations)
    if explanations is not None:
        trained = explanations.told(trained)
    _tell(job, trained)
    return 0


def _train(job: Any, args: argparse.Namespace) -> Any:
    """A `TrainedModel`."""
    from ...core.extraction.schedule import connected
    from ...core.frame_models import train_model

    with connected(args.scheduler) as client, progress_bar("training", "folds") as progress:
        return train_model(
            job.tables,
            job.target,
            job.groups,
            params=job.params,
            learning=job.learning,
            columns=job.columns,
            trials=job.trials,
            client=client,
            workers=args.workers,
            progress=progress,
        )


def _write(job: Any, trained: Any, asked_for: str, explanations: Any) -> None:
    from ...core.results.model_folder import write_model
    from .figures import draw_figures

    write_model(
        trained,
        job.out,
        names=job.names,
        about={"asked_for": asked_for, "files": job.files_told(), "notes": list(job.notes)},
        explanations=explanations,
        draw=lambda: draw_figures(trained, explanations, job.out),
    )


def _tell_before(job: Any) -> int:
    from ...core.frame_models import load_model
    from ...core.results.model_folder import MODEL

    digest = load_model(job.out / MODEL).digest  # whole, or refused
    print(f"{job.out}: trained before, on the same features, labels and parameters")
    print(f"digest {digest}")
    return 0


def _tell(job: Any, trained: Any) -> None:
    """What the model reached on what was held out, and what drives it."""
    from ...core.results.explanation_files import EXPLANATIONS
    from ...core.results.model_folder import MODEL, REPORT, TABLES
    from .figures import FIGURES

    target, plan = trained.target, trained.crossed.plan
    n_rows = sum(int(known.sum()) for known in target.known)
    n_features = int(trained.model.features.usable.sum())
    print(
        f"{target.name} ({target.kind}): {n_rows} labeled rows, {n_features} features; "
        f"{len(trained.crossed.folds)} folds, each leaves out "
        f"{trained.parts.left_out(plan.level)}s"
    )
    print(f"\n  {'estimator':<12} {'figure':<22} value  interval          chance  permuted p")
    for row in trained.metrics:
        low_high = "none" if row.low != row.low else f"{row.low:.2f} to {row.high:.2f}"
        print(
            f"  {row.estimator:<12} {row.metric:<22} {_number(row.value):>5}  {low_high:<16}  "
            f"{_number(row.chance):>6}  {_number(row.p, 3):>10}"
        )
    _tell_weights(trained)
    for finding in (*trained.findings, *(f"note: {note}" for note in job.notes)):
        print(f"  {finding}")
    print(f"\ndigest {trained.model.digest}")
    more = [name for name in (*EXPLANATIONS, *FIGURES) if (job.out / name).exists()]
    print(f"written to {job.out}: {', '.join((MODEL, *TABLES, *more, REPORT))}")


def _tell_weights(trained: Any, most: int = 10) -> None:
    """The clusters with the largest weights in the model; none of a model that knows nothing."""
    rows = sorted(trained.cluster_weights, key=lambda row: -abs(row.model))[:most]
    if not rows or any("not above chance" in finding for finding in trained.findings):
        print()
        return
    names = [row.feature + f" ({row.category})" * bool(row.category) for row in rows]
    width = max(16, *map(len, names))
    print(f"\n  {'largest weights':<{width}}  in the model  estimate  standard error  same sign")
    for name, row in zip(names, rows, strict=True):
        print(
            f"  {name:<{width}}  {row.model:>12.3f}  {row.mean:>8.3f}  "
            f"{row.standard_error:>14.3f}  {row.sign_agreement:>9.0%}"
        )
    print("  per standard deviation; the estimate is without the pull of the penalty\n")


def _number(value: float, digits: int = 2) -> str:
    return "-" if value != value else f"{value:.{digits}f}"
