"""`mouseface behavior evaluate`: how far a prediction and labels agree, or two label files.

Compare what `mouseface behavior predict` wrote into DIR with labels of the same movie, or one
label file with another: two people, or one person on two days. Only frames that both assessed
count. For each behavior: Cohen's kappa, precision, recall and F1 of frames; F1 of bouts at an
overlap of 0.1, 0.25 and 0.5, matched one to one; the median error of onsets and offsets; the
error of the time spent in it. Of a prediction also the average precision, beside what chance
would reach.

Frames that the classifier was trained on are no evidence: evaluate on movies that it has not
seen, or read its own report, which is of what was left out.

examples:
  mouseface behavior evaluate predicted --labels day9.csv
  mouseface behavior evaluate ann.csv --labels ben.csv --video face.mp4
  mouseface behavior evaluate ann.csv --labels ben.csv --fps 30 --out agreement.csv
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .label_options import Filmed, add_label_options, add_movie_options, filmed_from, read_from


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument(
        "found",
        metavar="DIR",
        help="a folder of `mouseface behavior predict`, or a label file",
    )
    parser.add_argument(
        "--labels", required=True, metavar="FILE", help="labels of the same movie, held to be right"
    )
    add_movie_options(parser)
    add_label_options(parser)
    group = parser.add_argument_group("what to write")
    group.add_argument("--out", metavar="TABLE.csv", help="a row for each behavior")
    group.add_argument(
        "--picture", metavar="FILE.png", help="both, one below the other (also .pdf, .svg)"
    )
    group.add_argument("--overwrite", action="store_true", help="replace these files")


def run(args: argparse.Namespace) -> int:
    """Read both, compare, tell, write."""
    from ...core.outputs import checked_file, is_our_picture

    inputs = [args.found, args.labels, args.video]
    for path, what in ((args.out, "the table"), (args.picture, "the picture")):
        if path is not None:
            ours = is_our_picture if path is args.picture else None
            checked_file(path, what=what, inputs=inputs, overwrite=args.overwrite, ours=ours)
    found, times_s, prediction = _found(args)
    labels = _labels(args, found, times_s, prediction)
    rows = _rows(labels, found, times_s, prediction)
    _tell(args, rows, labels, found)
    for note in () if prediction is None else prediction.notes:
        print(f"  note: {note}")
    if args.out is not None:
        _write(args, rows)
    if args.picture is not None:
        _draw(args, labels, found, times_s, prediction)
    return 0


def _found(args: argparse.Namespace) -> tuple[Any, Any, Any]:
    """The labels that are judged, the frames' times, and the prediction if it is one."""
    import numpy as np

    path = Path(args.found)
    if path.is_dir():
        from ...core.results.prediction_folder import read_prediction
        from ...errors import ParameterError

        if (args.video, args.frames, args.fps) != (None, None, None):
            raise ParameterError(
                "A prediction has the frames and times of its movie.",
                expected="no --video, --frames or --fps beside the folder of a prediction",
                got=f"the folder {path}",
                do="leave them out",
            )
        prediction = read_prediction(path)
        return prediction.labels(), prediction.times_s, prediction
    filmed = filmed_from(args)
    labels = read_from(path, args, filmed)
    times_s = filmed.times_s
    if times_s is None:
        rate = np.nan if filmed.fps is None else filmed.fps
        times_s = np.arange(labels.n_frames) / rate
    return labels, times_s, None


def _labels(args: argparse.Namespace, found: Any, times_s: Any, prediction: Any) -> Any:
    import numpy as np

    known = times_s if np.isfinite(times_s).any() else None
    video = args.video if prediction is None else prediction.movie
    return read_from(args.labels, args, Filmed(found.n_frames, known, args.fps, video))


def _rows(labels: Any, found: Any, times_s: Any, prediction: Any) -> list[dict[str, Any]]:
    """One row a behavior, by name of the column."""
    from ...core.behavior.agreement import agreement
    from ...core.behavior.bout_metrics import compare_bouts

    bouts, rows = compare_bouts(labels, found, times_s), []
    for row in agreement(labels, found, times_s):
        one = bouts[row.behavior]
        errors = one.boundary_errors()
        rows.append(
            {
                "behavior": row.behavior,
                "n_frames": row.n_frames,
                "n_labeled": row.n_a,
                "n_found": row.n_b,
                "kappa": row.kappa,
                "precision": row.n_both / row.n_b if row.n_b else float("nan"),
                "recall": row.n_both / row.n_a if row.n_a else float("nan"),
                "f1": row.frame_f1,
                **_probable(labels, prediction, row.behavior),
                "bouts_labeled": row.bouts_a,
                "bouts_found": row.bouts_b,
                **{f"bout_f1_{overlap:g}": one.f1(overlap) for overlap in one.matched},
                **{f"{edge}_error_ms": errors[f"{edge}_ms_median"] for edge in ("onset", "offset")},
                "time_budget_error": one.time_budget_error,
            }
        )
    return rows


def _probable(labels: Any, prediction: Any, name: str) -> dict[str, float]:
    """Average precision of a prediction's probabilities, and what chance would reach."""
    import numpy as np

    from ...core.learning.metrics import binary_figures

    if prediction is None:
        return {}
    label = labels.matrix()[:, labels.ethogram.names.index(name)]
    column = prediction.names.index(name)
    scores = prediction.probability[:, column].astype(np.float64)
    known = (label >= 0) & np.isfinite(scores)
    one_movie = np.zeros(int(known.sum()), int)
    figures = binary_figures(
        label[known] == 1, scores[known], prediction.present[known, column], one_movie
    )
    found = next(one for one in figures if one.name == "average_precision")
    return {"average_precision": found.value, "chance": found.chance}


def _tell(args: argparse.Namespace, rows: list[dict[str, Any]], labels: Any, found: Any) -> None:
    columns = ("kappa", "precision", "recall", "f1", "average_precision", "chance", "bout_f1_0.5")
    shown = tuple(name for name in columns if name in rows[0])
    width = max(8, *(len(row["behavior"]) for row in rows))
    print(f"  {'behavior':<{width}}  frames  labeled  found  " + "  ".join(shown))
    for row in rows:
        numbers = "  ".join(f"{_number(row[name]):>{len(name)}}" for name in shown)
        print(
            f"  {row['behavior']:<{width}}  {row['n_frames']:>6}  {row['n_labeled']:>7}  "
            f"{row['n_found']:>5}  {numbers}"
        )
    for row in rows:
        print(f"  {row['behavior']}: {_told_times(row)}")
    files = (args.labels, args.found)
    for one, other, path in zip((labels, found), (found, labels), files, strict=True):
        alone = [name for name in one.ethogram.names if name not in other.ethogram.names]
        if alone:
            print(f"  note: only {Path(path).name} has {', '.join(alone)}: left out")


def _told_times(row: dict[str, Any]) -> str:
    """Onsets, offsets and the time budget in words; what is not known is left out."""
    ms = {edge: row[f"{edge}_error_ms"] for edge in ("onset", "offset")}
    parts = [
        f"{edge}s {value:.1f} ms apart (median)" for edge, value in ms.items() if value == value
    ]
    if (off := row["time_budget_error"]) == off:
        parts.append(f"time budget {100 * off:+z.1f}%")
    return ", ".join(parts) or "no matched bout, or no times (--video or --fps)"


def _number(value: float, digits: int = 2) -> str:
    return "-" if value != value else f"{value:.{digits}f}"


def _write(args: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    import csv

    from ...core.outputs import whole_file

    with whole_file(args.out, what="the table", overwrite=args.overwrite) as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: "" if v != v else v for k, v in row.items()} for row in rows)
    print(f"written: {args.out}")


def _draw(args: argparse.Namespace, labels: Any, found: Any, times_s: Any, prediction: Any) -> None:
    import numpy as np

    from ...plots._style import save_figure
    from ...plots.behavior_ethogram import ethogram_figure

    figure = ethogram_figure(
        found if prediction is None else prediction,
        labels=labels,
        times_s=times_s if np.isfinite(times_s).any() else None,
        title=Path(args.found).name,
    )
    save_figure(figure, args.picture, overwrite=args.overwrite)
    print(f"written: {args.picture}")
