"""`mouseface model predict`: what a trained model says of each row of a file of features.

The features have to be those that the model was trained on: the same columns, defined in the same
way and computed with the same settings. Anything else is refused. With a model of events, give the
events too: the frames are summarized as for the training.

output file: one row per frame (picture, event): its number, time or image, the probability of
each category (or the value), what is decided, flags. A row without any feature has no prediction.

examples:
  mouseface model predict pain m9.parquet --out m9_pain.csv
  mouseface model predict stimulus m9.parquet --events m9_events.csv --out m9_stimulus.csv
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
    parser.add_argument("features", metavar="FEATURES", help="a file of `mouseface features`")
    parser.add_argument("--out", required=True, metavar="FILE.csv", help="file to write")
    parser.add_argument(
        "--events", metavar="EVENTS.csv", help="of this recording, for a model of events"
    )
    parser.add_argument(
        "--estimator",
        choices=("linear", "elastic_net", "boosted"),
        help="whose predictions (default: the first that the model was trained with)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace) -> int:
    """Check, predict, write, tell."""
    from ...core.frame_features import table_of
    from ...core.outputs import checked_file
    from ...core.results.model_folder import write_model_prediction
    from .model_folder import open_model

    inputs = [args.features, args.events, args.model]
    out = checked_file(
        Path(args.out), what="the prediction", inputs=inputs, overwrite=args.overwrite
    )
    model = open_model(args.model)
    table = table_of(args.features)
    if args.events is not None:
        table = of_events(model, table, args.events)
    prediction = model.predict(table, estimator=args.estimator)
    write_model_prediction(prediction, out, table.kind, overwrite=args.overwrite)
    n, valid = len(table), int(prediction.valid.sum())
    print(f"{prediction.target} by {prediction.estimator}: {valid} of {n} {table.kind} predicted")
    for note in prediction.notes:
        print(f"  note: {note}")
    for finding in model.about.get("findings", ()):
        print(f"  of the model: {finding}")
    print(f"\nmodel {model.digest}\nwritten to {out}")
    return 0


def of_events(model: Any, table: Any, path: str) -> Any:
    """The events of a table, summarized as the model was trained."""
    from ...core.events import read_events
    from ...core.frame_models import event_table
    from ...errors import ParameterError

    settings = model.features.settings
    if settings.get("kind") != "events":
        raise ParameterError(
            "The model is not of events.",
            expected=f"a table of {settings.get('kind', 'frames')} alone",
            got="--events",
            do="leave --events out",
        )
    spans = [settings.get(name) for name in ("window_s", "baseline_s")]
    window, baseline = (None if one is None else tuple(one) for one in spans)
    return event_table(table, read_events(path), window, settings["summary"], baseline)
