r"""`mouseface affect`: arousal, positive valence and negative valence of every frame, with errors.

Arousal is one trace from declared sources (a pupil, whisking, running, motion energy), around the
session's own middle: 0 is its median, 1 its robust standard deviation. It has no level against
other sessions or mice. Sources of --signals are used by themselves; others are declared with
--source. Where a source is missing (a blink, a lost pupil), it is left out, and this is told.

Valences come from stimuli that you have signed: a table with stimulus, sign (positive, negative,
neutral) and the source of the sign. A positive valence is how much the face is as on the positive
stimuli, from 0 (neutral) on, 1 being their mean expression; the negative one is the same of the
negative stimuli. Neither is subtracted from the other. Each trial is measured without itself;
whisking, licking and drift are nuisance. A valence is refused if held-out trials are no different
from what shuffled names of stimuli give. Stimuli without a sign (two at once) are measured only.

How much of each trace movement explains is told beside it. Nothing of it is an emotion.

RESULT is the folder of a pass (`mouseface hog`) with --events, or of `mouseface score`.

what --source says:
  NAME=motion                      motion energy of the crop
  NAME=FILE:COLUMN                 a column of a table of features, or of a CSV by frame or time_s
  NAME=FILE:COLUMN:change          its absolute change from frame to frame: whisking, from an angle
  NAME:KIND@LAG=...                KIND: pupil, whisking, running, motion, other (default: NAME, if
                                   it is one); LAG: seconds by which it follows arousal (default:
                                   estimated within the session, 0 for movements)

output files in DIR:
  affect.csv       a row per frame: each trace, its standard error, why it is blank
  affect.parquet   the same as a table of features, for `mouseface model`
  trials.csv       each trial: both valences, arousal and its change, with standard errors
  stimuli.csv      each stimulus: sign, source of the sign, trials, used or refused and why
  sources.csv      each source of arousal: lag, weight, agreement, frames left out
  motion.csv       how much of each trace movement explains, in held-out trials
  agreement.csv    with --ratings: Lin's concordance and r
  affect.png       the figure
  report.json      all of it but the frames

to read it:
  import element_mouseface as mf
  found = mf.read_affect("DIR")
  found.traces["positive"].values, found.trials, found.to_dataframe()

examples:
  mouseface affect scored --signs signs.csv --signals face_signals --out affect
  mouseface affect face.zarr --events events.csv --signs signs.csv --source motion=motion --out a
  mouseface affect face.zarr --source pupil@0.5=eye.csv:area --source run=wheel.csv:speed --out a
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..locking import locked
from ..options import progress_bar


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "result", metavar="RESULT", help="the folder of a pass, or of `mouseface score`"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    _add_valences(parser.add_argument_group("valences"))
    _add_sources(parser.add_argument_group("arousal"))
    group = parser.add_argument_group("how to measure")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='parameters: {"affect": {"smooth_s": 2}, "contrast": {}}; see "Parameters"',
    )
    group.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def _add_valences(group: Any) -> None:
    group.add_argument(
        "--events",
        metavar="FILE",
        help="CSV with event, onset_s, offset_s (default: those of the scored folder)",
    )
    group.add_argument(
        "--signs", metavar="FILE", help="CSV with stimulus, sign, source: which are positive, ..."
    )
    group.add_argument(
        "--ratings",
        metavar="FILE",
        help="values that people gave: a table with columns arousal, positive or negative, by "
        "frame, time_s, or start_s and stop_s; traces are compared with them, and without --signs "
        "valences are learned from them, held out by trial",
    )
    group.add_argument(
        "--features",
        metavar="TABLE",
        help="with --ratings: what is learned from (default: the named features of the crop)",
    )
    group.add_argument(
        "--prototypes",
        metavar="FILE",
        help="contrast prototypes of another recording, or its scored folder: its directions of "
        "the face, in place of this recording's own",
    )


def _add_sources(group: Any) -> None:
    group.add_argument(
        "--signals",
        metavar="DIR",
        help="facial signals: the output of `mouseface signals`, or a Facemap _proc.npy; sources "
        "of arousal, and what may explain the traces",
    )
    group.add_argument(
        "--use",
        metavar="KIND,...",
        help="which of the signals are sources: pupil, whisking, running, motion, or none "
        "(default: all; motion if there is nothing else)",
    )
    group.add_argument(
        "--source", action="append", metavar="NAME=WHAT", help="a source of arousal: see above"
    )
    group.add_argument(
        "--lag",
        action="append",
        metavar="NAME=S",
        help="seconds by which a source, or every source of a kind, follows arousal",
    )


def run(args: argparse.Namespace) -> int:
    """Read what is declared, measure, write, tell."""
    from ...core.affect import measure_affect, write_affect
    from ..affect.given import read_given
    from ..affect.output import check_replaced, checked_out, draw, print_affect

    out = checked_out(args)
    given = read_given(args)
    check_replaced(args, out, given.result)
    with locked(out, "the affect"):
        with progress_bar("affect") as progress:
            found = measure_affect(
                given.recording,
                signs=given.signs,
                sources=given.sources,
                events=given.events,
                ratings=given.ratings,
                features=given.features,
                signals=given.signals,
                prototypes=given.prototypes,
                params=given.params,
                contrast=given.contrast,
                progress=progress,
            )
        title = Path(args.result).resolve().name
        about = {"recording": title, "source_notes": given.notes}
        write_affect(found, out, about=about, draw=lambda: draw(found, out, title))
    print_affect(found, out, given.notes)
    return 0
