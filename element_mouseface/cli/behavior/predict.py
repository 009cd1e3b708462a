"""`mouseface behavior predict`: behaviors of every frame of a movie, by a trained classifier.

Pass over the movie (or reuse a pass that is there), and compute the probability of each
behavior in every frame and its bouts. A frame that is missing, or in which a feature that the
classifier needs is missing, has no probability.

output files in DIR:
  probabilities.csv  one row per frame: frame, time_s, the probability of each behavior, flags
  bouts.csv          one row per bout: behavior, first frame, stop frame, begin and end in seconds,
                     mean and greatest probability
  labels.csv         the bouts in DeepEthogram's layout: correct them there, and train again
  summary.csv        each behavior: bouts, frames, share of the time, median length
  ethogram.png       the bouts and probabilities under frames of the movie
  transitions.png    which behavior followed which
  report.json        movie, classifier, and what limits the meaning of the numbers
  pass.zarr          the pass over the movie; reused if nothing has changed

examples:
  mouseface behavior predict day9.mp4 --classifier licking --out day9
  mouseface behavior predict day9.mp4 --classifier licking --out day9 --result face.zarr
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..locking import locked
from ..options import add_video_options, open_from, progress_bar
from .passes import frames_of, make_pass, pass_params, picture_of, title_of
from .prediction_folder import FIGURES, PASS, checked_out


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the action."""
    add_video_options(parser)
    parser.add_argument(
        "--classifier",
        required=True,
        metavar="CLASSIFIER",
        help="the folder of `mouseface behavior train`, or the classifier.npz in it",
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    group = parser.add_argument_group("what the classifier sees")
    group.add_argument(
        "--result",
        metavar="FACE.zarr",
        help="the pass that `mouseface hog` or `mouseface score` made over this movie with the "
        "classifier's cells and crop; it is made there if it is not there (default: DIR/pass.zarr)",
    )
    group.add_argument(
        "--keypoints", metavar="FILE", help="tracked points, if the classifier was trained on some"
    )
    group.add_argument(
        "--signals",
        metavar="PATH",
        help="facial signals, if the classifier was trained on some: a folder of `mouseface "
        "signals`, or Facemap's _proc.npy",
    )
    group = parser.add_argument_group("how to run")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def run(args: argparse.Namespace) -> int:
    """Check, pass over the movie, predict, write, tell."""
    from ...core.results.prediction_folder import write_prediction
    from .classifier_folder import open_classifier

    beside = [args.keypoints, args.signals, args.times]
    out = checked_out(args, [*args.video, args.classifier, *beside])
    classifier = open_classifier(args.classifier)
    made_with = pass_params(classifier)
    reader = open_from(args)
    box = made_with[1].box(reader.info.height_px, reader.info.width_px)
    with locked(out, "the prediction"):
        folder = out / PASS if args.result is None else Path(args.result)
        result = make_pass(reader, folder, args, made_with, "pass")
        recording = frames_of(result, reader, args, title_of(reader))
        with progress_bar("prediction"):
            prediction = classifier.predict(recording)
        picture = picture_of(reader, box)
        write_prediction(
            prediction,
            out,
            about=_about(classifier, reader),
            draw=lambda: _draw(prediction, out, picture),
        )
    _tell(prediction, classifier, out)
    return 0


def _about(classifier: Any, reader: Any) -> dict[str, Any]:
    """What the report says of the movie and the classifier."""
    return {
        "files": [
            {"name": Path(file.path).name, "sha256": file.sha256, "n_frames": file.n_frames}
            for file in reader.info.files
        ],
        "movie_notes": list(reader.info.notes),
        "thresholds": {name: one.to_dict() for name, one in classifier.decodings.items()},
        "trained_on": classifier.about.get("movies", []),
        "tested": classifier.about.get("figures", {}),
    }


def _draw(prediction: Any, out: Path, picture: Any) -> None:
    from ...plots.behavior_ethogram import ethogram_figure
    from ...plots.behavior_transitions import transitions_figure

    title = prediction.movie
    ethogram_figure(prediction, images=picture, title=title, path=out / "ethogram.png")
    transitions_figure(prediction, title=f"Transitions: {title}", path=out / "transitions.png")


def _tell(prediction: Any, classifier: Any, out: Path) -> None:
    from ...core.outputs.reported import REPORT
    from ...core.results.prediction_folder import TABLES

    print(f"{prediction.movie}: {prediction.n_frames} frames")
    width = max(8, *map(len, prediction.names))
    print(f"  {'behavior':<{width}}  bouts  share of time  mean bout (s)")
    for row in prediction.summary():
        if row.state != "fitted":
            print(f"  {row.behavior:<{width}}  {row.state}")
            continue
        mean = "-" if row.mean_bout_s != row.mean_bout_s else f"{row.mean_bout_s:.2f}"
        share = "-" if row.share != row.share else f"{row.share:.1%}"
        print(f"  {row.behavior:<{width}}  {row.n_bouts:>5}  {share:>13}  {mean:>13}")
    for note in prediction.notes:
        print(f"  note: {note}")
    for name, count in prediction.flagged().items():
        print(f"  note: {count} of {prediction.n_frames} frames are {name}")
    undefined = int((~prediction.valid).all(axis=1).sum())
    if undefined:
        print(f"  note: {undefined} frames have no probability")
    for finding in (classifier.about.get("figures") or {}).get("findings", ()):
        print(f"  of the classifier: {finding}")
    names = (*TABLES, *FIGURES, REPORT, PASS)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")
