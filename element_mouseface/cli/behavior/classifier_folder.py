"""The folder of a classifier: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...params.fields import json_mapping

CLASSIFIER, REPORT = "classifier.npz", "report.json"
TABLES = ("metrics.csv", "folds.csv", "thresholds.csv", "learning_curve.csv")
FIGURES = (
    "precision_recall.png",
    "calibration.png",
    "confusion.png",
    "learning_curve.png",
    "examples.png",
)
FORMAT = "element_mouseface.classifier/1"
UNFINISHED = "unfinished.json"
"""There while files are being written: a run that was stopped then is known as ours."""
WRITTEN = (CLASSIFIER, *TABLES, *FIGURES, REPORT)


def checked_out(args: argparse.Namespace, inputs: Iterable[Any]) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_file, checked_folder

    out, given = Path(args.out), list(inputs)
    checked_folder(out, what="the classifier", inputs=given, may_hold_inputs=True)
    for name in WRITTEN if out.is_dir() else ():
        # whether what is there may be replaced shows once it is known what it was trained on
        checked_file(out / name, what=name, inputs=given, overwrite=True, try_writing=False)
    return out


def check_replacing(out: Path, asked_for: str, overwrite: bool) -> bool:
    """Whether the folder holds the classifier that is asked for; refused if it holds another.

    Raises
    ------
    PathError
        If something else is there, and `overwrite` is False.
    """
    from ...core.outputs import is_our_picture
    from ...errors import PathError

    report = json_mapping(out / REPORT)
    if report.get("format") == FORMAT and report.get("asked_for") == asked_for:
        return (out / CLASSIFIER).is_file()
    there = [name for name in WRITTEN if (out / name).exists() and not is_our_picture(out / name)]
    # the report is written last: without one a run was killed, and what it left can be made again
    unfinished = json_mapping(out / UNFINISHED).get("format") == FORMAT
    if there and not overwrite and not unfinished:
        raise PathError(
            f"{str(out)!r} holds {', '.join(there)}, which this training would replace.",
            expected="a free folder, or one with a classifier of the same movies, labels and "
            "parameters",
            do="give another folder, or --overwrite to replace it: predictions made with it say "
            "which classifier they are of",
        )
    return False


def open_classifier(path: str | Path) -> Any:
    """The classifier of a folder, or of the file in it (`BehaviorClassifier`).

    Raises
    ------
    PathError
        If there is none.
    ResultError
        If it is damaged, was changed, or something else.
    """
    from ...core.behavior.classifier import load_classifier
    from ...errors import PathError

    path = Path(path)
    if not path.is_dir():
        return load_classifier(path)
    if not (path / CLASSIFIER).is_file():
        raise PathError(
            f"The folder {str(path)!r} holds no classifier.",
            expected=f"{CLASSIFIER}, as `mouseface behavior train` writes it",
            got="a training that was stopped" if (path / UNFINISHED).exists() else "none",
            do="train one, or give its folder",
        )
    return load_classifier(path / CLASSIFIER)
