"""`mouseface model explain`: which features make a trained model say what it says of other files.

The model of the folder is explained, which was trained on all rows: of recordings that it was not
trained on. What held-out rows of the training say, and where in the picture the model looks, is
told by `mouseface model train --explain`, with the models of the folds, which no folder keeps.

output files in FOLDER:
  attributions.csv    mean size of what each module and feature adds to the score, in each file
  attributions.npz    the same of single rows, as numbers with a sign
  report.json         the model, the files, notes

examples:
  mouseface model explain pain m9.parquet --out pain_m9
  mouseface model explain stimulus m9.parquet --events m9_events.csv --out stimulus_m9
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    parser.add_argument(
        "model",
        metavar="MODEL",
        help="the folder of `mouseface model train`, or the model.npz in it",
    )
    parser.add_argument(
        "features", nargs="+", metavar="FEATURES", help="files of `mouseface features`"
    )
    parser.add_argument("--out", required=True, metavar="FOLDER", help="folder to write to")
    parser.add_argument(
        "--events",
        action="append",
        default=[],
        metavar="EVENTS.csv",
        help="for a model of events: one file for each file of features, in their order",
    )
    parser.add_argument(
        "--most", type=int, default=2000, metavar="N", help="rows of each file (default: 2000)"
    )
    parser.add_argument(
        "--estimator",
        choices=("linear", "elastic_net", "boosted"),
        help="whose scores (default: the first that the model was trained with)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there")


def run(args: argparse.Namespace) -> int:
    """Check, explain, write, tell."""
    from ...core.frame_features import table_of
    from ...core.frame_models import attributions
    from ...core.outputs import checked_file, checked_folder
    from ...core.results.explanation_files import ATTRIBUTIONS, REPORT, ROWS, write_attributions
    from ...errors import ParameterError
    from .model_folder import open_model
    from .predict import of_events

    inputs = [args.model, *args.features, *args.events]
    out = Path(args.out)
    if args.most < 1:
        raise ParameterError(
            "--most must be at least 1.", got=str(args.most), do="say how many rows to explain"
        )
    if args.events and len(args.events) != len(args.features):
        raise ParameterError(
            "Some files of features have events and others do not.",
            expected=f"--events {len(args.features)} times",
            got=f"{len(args.events)} times",
            do="give one file of events for each file of features, in their order",
        )
    checked_folder(out, what="the explanation", inputs=inputs, may_hold_inputs=True)
    for name in (ATTRIBUTIONS, ROWS, REPORT) if out.is_dir() else ():
        checked_file(out / name, what=name, inputs=inputs, overwrite=args.overwrite)
    model = open_model(args.model)
    tables = [table_of(path) for path in args.features]
    if args.events:
        tables = [of_events(model, t, path) for t, path in zip(tables, args.events, strict=True)]
    for table in tables:
        model.check(table)
    found = [attributions(model, t, most=args.most, estimator=args.estimator) for t in tables]
    names = [Path(path).name for path in args.features]
    written = write_attributions(model, tables, found, names, out)
    _tell(model, written, names)
    print(f"\nmodel {model.digest}\nwritten to {out}: {ATTRIBUTIONS}, {ROWS}, {REPORT}")
    return 0


def _tell(model: Any, written: Any, names: list[str], most: int = 10) -> None:
    print(f"{model.target} by {written.estimator}: {written.n_rows} rows of {len(names)} file(s)")
    rows = [row for row in written.rows if row.kind == "feature"][:most]
    width = max(12, *(len(row.name) for row in rows)) if rows else 12
    print(f"\n  {'feature':<{width}}  mean size of what it adds")
    for row in rows:
        said = f" ({row.category})" if row.category else ""
        print(f"  {row.name:<{width}}  {row.mean_abs:.3f}{said}")
    for note in written.notes:
        print(f"  note: {note}")
    for finding in model.about.get("findings", ()):
        print(f"  of the model: {finding}")
