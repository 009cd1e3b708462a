"""`mouseface score`: from a movie and its events to scores, bouts and a figure."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..clock_options import add_clock_options, clock_from
from ..options import (
    EXAMPLES,
    add_crop_option,
    add_video_options,
    crop_from,
    open_from,
    progress_bar,
)
from ..score_output import UNFINISHED, WRITTEN
from ..score_prototypes import METHODS
from ..window_options import add_window_option, windows_from

__all__ = ["add", "run"]

_HELP = "scores of every frame, bouts, rows per event and figures"

_ABOUT = """\
Score every frame of a movie, by two methods:

  score       the contrast score: 0 is a neutral face, 1 the stimulus's own mean
              expression. Head motion, light and licking are removed, each trial is scored
              by prototypes made without it, and every score has a standard error. Where a
              score would mean nothing it is refused, with the reason; that is a result,
              and the exit code stays 0.
  similarity  the published method (Dolensek et al., Science 2020): the Pearson correlation
              of the frame's HOG descriptor with the prototype of a stimulus, which is the
              mean of the ten frames of its events least like a neutral face.

Prototypes are named for stimuli; what a stimulus makes a mouse feel is for you to say.

EVENTS.csv has a header and one row for each event, in seconds from the first frame, or on
the experiment's clock with --clock:
  event,onset_s,offset_s
  sucrose,12.5,14.5
  quinine,30,32
A frame belongs to an event when onset <= time < offset.
"""

_EXAMPLES = """\
what is written to DIR:
  scores.csv       one row a frame: frame, time_s, <stimulus>_similarity, ...,
                   <stimulus>_score, <stimulus>_score_se, ..., flags
  bouts.csv        when each similarity and each score was high; fear after the first shock
  events.csv       mean, peak, latency, area, time to half, change from baseline for each
                   measure, event, prototype and window around the event
  habituation.csv  how the mean changes over the trials of a stimulus
  folds.csv        which frames were scored by prototypes made without which event
  registration.csv the head's shift and the light, frame by frame, as measured and as left
  prototypes.npz, contrast_prototypes.npz   for --prototypes
  contrast_models.npz   what scored each fold, for `mouseface why`
  score.png        faces above the traces;  similarity.png: the same for similarity
  registration.png what the head moved, and what of it is left after registration
  why.png          which parts of the face drive each score
  events.png       the answers to each stimulus, trial by trial
  prototypes.png   the published prototypes drawn;  contrast_prototypes.png: the score's own
  clock.png        with --clock: its times against the movie's, dropped and doubled frames
  report.json      what to know before believing it, how much of each score movement
                   explains, parameters, checksums
  descriptors.zarr the pass over the movie; used again if nothing has changed

examples:
  mouseface score face.mp4 --events events.csv --out scored
  mouseface score face.mp4 --events events.csv --out scored --crop 120,80,320,240
  mouseface score day2.mp4 --prototypes scored --out scored2
  mouseface score face.mp4 --events events.csv --out scored --method published
  mouseface score face.mp4 --events daq_events.csv --clock ttl_edges.csv --out scored
  mouseface score face.mp4 --events events.csv --out scored --window late=1,2
  mouseface score face.mp4 --events events.csv --out scored --params params.json
     where params.json holds {"score": {"neutral": "stillest"}, "hog": {"orientations": 8},
     "contrast": {"look_ahead_s": 0}, "measures": {"bout_enter": 0.6}}
"""


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "score", help=_HELP, description=_ABOUT, epilog=_EXAMPLES, formatter_class=EXAMPLES
    )
    add_video_options(parser)
    add_clock_options(parser)
    parser.add_argument("--events", metavar="EVENTS.csv", help="what was given, from when to when")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    parser.add_argument(
        "--prototypes",
        metavar="PATH",
        help="score by the prototypes of another recording: the folder of a former `mouseface "
        "score`, or a file of it; then --events is optional",
    )
    add_crop_option(parser)
    parser.add_argument(
        "--signals",
        metavar="PATH",
        help="facial signals of this movie, a _proc.npy of Facemap or a folder of ours: the report "
        "then tells what each region's motion, licking and the pupil explain of the scores",
    )
    group = parser.add_argument_group("how to score")
    group.add_argument(
        "--method",
        choices=METHODS,
        help="published (similarity), contrast (score), or both (default; with --prototypes: "
        "those that it holds)",
    )
    group.add_argument(
        "--look-ahead",
        type=float,
        metavar="S",
        help="a frame's score may use frames up to so many seconds later (default 0.2; 0 for "
        "what could be had live)",
    )
    add_window_option(group)
    group.add_argument("--params", metavar="FILE.json", help="parameters, see the last example")
    group.add_argument(
        "--neutral",
        metavar="KIND",
        help="mean of the frames outside events (default), stillest of the first frames, or "
        "typical: the one most like the next; for similarity",
    )
    group.add_argument(
        "--normalise",
        metavar="KIND",
        help="add normalised traces of similarity: none (default), minmax, or neutral (0 at the "
        "baseline)",
    )
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what another movie, crop or program left in DIR",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything, pass over the movie, score it, write the files."""
    from ...core import extract
    from ..score_motion import motion_report
    from ..score_output import Outcome, tell, write

    job = _checked(args)
    with progress_bar("descriptors") as progress:
        result = extract(
            job["reader"],
            job["out"] / "descriptors.zarr",
            job["hog"],
            job["crop"],
            workers=args.workers,
            progress=progress,
            overwrite=args.overwrite,
        )
    times_s = result.times_s if job["clock"] is None else job["clock"].times_s
    published = _published(job, result, times_s) if "published" in job["methods"] else None
    contrast = _contrast(job, result, times_s) if "contrast" in job["methods"] else None
    outcome = Outcome(published, contrast, times_s, result.flags)
    job["motion_explained"] = motion_report(job, outcome, result)
    write(job, outcome, result)
    tell(job, outcome)
    return 0


def _published(job: dict[str, Any], result: Any, times_s: Any) -> Any:
    from ...core import open_descriptors
    from ...core.scoring import score_published

    with progress_bar("similarity") as progress:
        return score_published(
            open_descriptors(result.path),
            times_s,
            result.flags,
            job["events"],
            job["params"]["score"],
            prototypes=job["given"].published,
            windows=job["windows"],
            source_files=job["reader"].info.files,
            crop=job["crop"],
            progress=progress,
        )


def _contrast(job: dict[str, Any], result: Any, times_s: Any) -> Any:
    from ...core.contrast import score_contrast
    from ...core.contrast_results import contrast_results, with_source_told
    from ...core.crop_mask import mask_px

    info, rows, columns = job["reader"].info, *job["box"]
    files = [
        {"name": Path(file.path).name, "sha256": file.sha256, "n_frames": file.n_frames}
        for file in info.files
    ]
    with progress_bar("scores") as progress:
        scores = score_contrast(
            result.thumbnails,
            times_s,
            result.flags,
            job["events"],
            job["params"]["contrast"],
            crop_px=(rows.stop - rows.start, columns.stop - columns.start),
            mask=mask_px(job["crop"], info.height_px, info.width_px),
            prototypes=job["given"].contrast,
            source=_source(job, result, files),
            progress=progress,
        )
    scores = with_source_told(scores, [file["sha256"] for file in files])
    return contrast_results(
        scores, job["events"], job["params"]["measures"], job["windows"], times_s
    )


def _source(job: dict[str, Any], result: Any, files: list[dict[str, Any]]) -> dict[str, Any]:
    """What new contrast prototypes say they were made from."""
    import datetime

    from ... import __version__

    rows, columns = job["box"]
    events = job["events"]
    return {
        "files": files,
        "descriptors": result.digest,
        "events": None if events is None else events.content_hash(),
        "n_trials": {} if events is None else {name: len(events.of(name)) for name in events.names},
        "crop": job["crop"].to_dict(),
        "crop_px": [rows.stop - rows.start, columns.stop - columns.start],
        "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "created_by": f"element_mouseface {__version__}",
    }


def _checked(args: argparse.Namespace) -> dict[str, Any]:
    """Everything that can be refused, before any long work."""
    from ...core.events import read_events
    from ...core.prototype_making import check_events, check_stimuli
    from ...errors import ParameterError
    from ..score_params import score_params
    from ..score_prototypes import given_prototypes

    if args.events is None and args.prototypes is None:
        raise ParameterError(
            "There is nothing to score by.",
            expected="--events EVENTS.csv, or --prototypes PATH of another recording",
            do="write when each stimulus was given into a CSV, as `mouseface score --help` shows; "
            "`mouseface hog` needs none",
        )
    if args.workers is not None and args.workers < 1:
        raise ParameterError(
            "--workers must be at least 1.", got=str(args.workers), do="leave it out for all cores"
        )
    given = given_prototypes(args.prototypes, args.method)
    params, windows = score_params(args, given), windows_from(args)
    events = None if args.events is None else read_events(args.events)
    crop, reader = crop_from(args), open_from(args)
    box = crop.box(reader.info.height_px, reader.info.width_px)
    params["hog"].grid(*(side.stop - side.start for side in box))  # a crop under one cell
    clock = clock_from(args, reader)
    times_s = reader.times_s if clock is None else clock.times_s
    if events is not None:
        check_events(events, times_s, params["score"])
    if args.prototypes is not None:
        _check_fit(given, params["hog"], box)
    elif events is not None:
        check_stimuli(events, times_s)
    return {
        "reader": reader,
        "signals": _checked_signals(args.signals, reader.info.n_frames),
        "out": _checked_out(args, given),
        "hog": params["hog"],
        "crop": crop,
        "events": events,
        "clock": clock,
        "params": params,
        "windows": windows,
        "given": given,
        "methods": _methods(args, given),
        "box": box,
    }


def _checked_signals(path: str | None, n_frames: int) -> Any:
    from ...errors import ResultMismatchError
    from ..score_motion import read_signals

    signals = read_signals(path)
    if signals is not None and signals.n_frames != n_frames:
        raise ResultMismatchError(
            "The facial signals are of another movie.",
            expected=f"{n_frames} frames",
            got=f"{signals.n_frames} in {path}",
            do="give those of this movie, or leave --signals out",
        )
    return signals


def _methods(args: argparse.Namespace, given: Any) -> tuple[str, ...]:
    both = ("published", "contrast")
    if args.prototypes is not None:
        return tuple(name for name in both if getattr(given, name) is not None)
    return both if args.method in (None, "both") else (args.method,)


def _check_fit(given: Any, hog: Any, box: tuple[slice, slice]) -> None:
    """Refuse prototypes of another grid, or of another size of the crop."""
    from types import SimpleNamespace

    from ...errors import PrototypeError

    height_px, width_px = (side.stop - side.start for side in box)
    grid = hog.grid(height_px, width_px)
    if given.published is not None:
        given.published.check_fits(SimpleNamespace(params=hog, grid=grid))
    if given.contrast is not None:
        theirs = given.contrast.source.get("crop_px")
        if theirs is not None and list(theirs) != [height_px, width_px]:
            raise PrototypeError(
                "The contrast prototypes are of a crop of another size.",
                expected=f"{theirs[1]}x{theirs[0]} pixels (the prototypes)",
                got=f"{width_px}x{height_px} pixels (this movie)",
                do="give a --crop of that size around the same part of the face",
            )


def _checked_out(args: argparse.Namespace, given: Any) -> Path:
    """The folder to write to: there, writable, and holding nothing of somebody else."""
    import tempfile

    from ...errors import PathError, StorageError

    out = Path(args.out)
    paths = (args.events, args.params, args.clock, *given.paths)
    mine = [Path(path).resolve() for path in paths if path]
    taken = [name for name in WRITTEN if (out / name).resolve() in mine]
    if taken:
        raise PathError(
            f"--out would replace the given {', '.join(taken)} in {str(out)!r}.",
            do="give another folder",
        )
    there = [name for name in WRITTEN if (out / name).exists()]
    ours = any(_is_ours(out / name) for name in ("report.json", UNFINISHED))
    if there and not args.overwrite and not ours:
        raise PathError(
            f"{str(out)!r} holds {', '.join(there)}, not written by `mouseface score`.",
            do="give another folder, or --overwrite to replace them",
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise StorageError(
            f"The folder {str(out)!r} cannot be written to.",
            got=str(error),
            do="give a folder that you may write to",
        ) from error
    return out


def _is_ours(path: Path) -> bool:
    import json

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and str(content.get("format", "")).startswith(
        "element_mouseface.score/"
    )
