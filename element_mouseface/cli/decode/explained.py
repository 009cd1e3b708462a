"""`mouseface decode --explain`: what drives each class, where in the picture, and how surely."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

FOLDER = "explained"


def add_explain(group: Any) -> None:
    """Add the option."""
    group.add_argument(
        "--explain",
        action="store_true",
        help=f"also train a linear model of named features on the same trials, and write to "
        f"DIR/{FOLDER} what drives each class, where in the picture, and whether folds agree",
    )


def check_explained(args: argparse.Namespace, out: Path, asked: str) -> None:
    """Refuse to replace a folder that explains something else (PathError, StorageError)."""
    from ..model.model_folder import check_replacing, checked_out

    if args.explain:
        inputs = [*args.recordings, *args.events, *(args.features or ()), args.groups, args.params]
        given = argparse.Namespace(out=str(out / FOLDER), overwrite=args.overwrite)
        folder = checked_out(given, [one for one in inputs if one is not None])
        check_replacing(folder, asked, args.overwrite)


def explain_decoding(
    decoding: Any, given: Any, args: argparse.Namespace, out: Path, asked: str
) -> list[str]:
    """Explain the classes of the trials that were decoded, and write the folder.

    Parameters
    ----------
    decoding : Decoding
    given : Given
    args : argparse.Namespace
    out : Path
        The folder of the decoders, which is locked.
    asked : str
        What the decoders are of.

    Returns
    -------
    list of str
        Findings, and where they are written.

    Raises
    ------
    MouseFaceError
        If the trials cannot be trained on, or the folder cannot be written.
    """
    from ...core.frame_models import READABLE, FrameModelParams, explain, train_model
    from ...core.outputs import make_folder
    from ...core.results.model_folder import write_model
    from ..model.figures import draw_figures

    tables, target, groups, results = _trials(decoding, given, args)
    learning = READABLE.to_dict() | {"left_out": decoding.levels[0], "beside": []}
    learning |= {"gap_s": decoding.learning.gap_s, "seed": decoding.learning.seed}
    trained = train_model(
        tables,
        target,
        groups,
        params=FrameModelParams.from_dict({"seed": decoding.params.seed}),
        learning=type(READABLE).from_dict(learning),
        workers=args.workers,
    )
    found = explain(trained, results, workers=args.workers)
    folder = make_folder(out / FOLDER)
    write_model(
        trained,
        folder,
        names=given.names,
        about={"asked_for": asked, "notes": []},
        explanations=found,
        draw=lambda: draw_figures(trained, found, folder),
    )
    return [*found.findings, f"what drives each class: {folder}"]


def _trials(
    decoding: Any, given: Any, args: argparse.Namespace
) -> tuple[list[Any], Any, Any, list[Any]]:
    """One row a trial of named features, its class, groups, and passes if the rows are of them."""
    import numpy as np

    from ...core.decoding.trials import codes_of, trials_of
    from ...core.frame_features import result_features
    from ...core.frame_models import event_table
    from ...core.learning import Target

    params = decoding.params
    frames = [
        result_features(given.compared[k].result, workers=args.workers) if table is None else table
        for k, table in enumerate(given.tables)
    ]
    trials, classes, _ = trials_of(given.events, params.classes)
    codes = codes_of(trials, classes)
    copies = {(row.table, row.event) for row in decoding.leakage}
    tables, values, known = [], [], []
    for number, (table, own) in enumerate(zip(frames, given.events, strict=True)):
        tables.append(event_table(table, own, params.window_s, "mean", params.baseline_s))
        code = np.full(len(own), -1)
        for trial, one in zip(trials, codes, strict=True):
            if trial.table == number and (number, trial.event) not in copies:
                code[trial.event] = one
        values.append(np.maximum(code, 0))
        known.append(code >= 0)
    target = Target("event", "category", tuple(values), tuple(known), tuple(classes))
    results = [] if given.compared is None else [one.result for one in given.compared]
    sources = [(table.about.get("source") or {}).get("digest") for table in frames]
    same = [one.digest for one in results] == sources
    return tables, target, given.groups, results if same else []
