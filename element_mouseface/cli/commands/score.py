"""`mouseface score`: from a movie and its events to scores, bouts and a figure."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..options import (
    EXAMPLES,
    add_crop_option,
    add_video_options,
    crop_from,
    open_from,
    progress_bar,
)

__all__ = ["add", "run"]

_HELP = "scores of every frame, bouts, rows per event and a figure"

_ABOUT = """\
Score every frame of a movie by the published method (Dolensek et al., Science 2020):
similarity is the Pearson correlation of the frame's HOG descriptor with the prototype
of a stimulus, which is the mean of the ten frames of its events least like a neutral
face.  Prototypes are named for stimuli; what a stimulus makes a mouse feel is for you
to say.

EVENTS.csv has a header and one row for each event, in seconds from the first frame:
  event,onset_s,offset_s
  sucrose,12.5,14.5
  quinine,30,32
A frame belongs to an event when onset <= time < offset.
"""

_EXAMPLES = """\
what is written to DIR:
  scores.csv       one row a frame: frame, time_s, <stimulus>_similarity, ..., flags
  bouts.csv        when each similarity was high, and bouts of fear after the first shock
  events.csv       mean and peak for each event, prototype and window around the event
  prototypes.npz   the prototypes with their sources, for --prototypes
  score.png        faces above the traces;  prototypes.png: the prototypes drawn
  report.json      what to know before believing it, parameters, checksums
  descriptors.zarr the pass over the movie; used again if nothing has changed

examples:
  mouseface score face.mp4 --events events.csv --out scored
  mouseface score face.mp4 --events events.csv --out scored --crop 120,80,320,240
  mouseface score day2.mp4 --prototypes scored/prototypes.npz --out scored2
  mouseface score face.mp4 --events events.csv --out scored --params params.json
     where params.json holds {"score": {"neutral": "stillest"}, "hog": {"orientations": 8}}
"""

_WRITTEN = (
    "scores.csv",
    "bouts.csv",
    "events.csv",
    "prototypes.npz",
    "prototypes.png",
    "score.png",
    "report.json",
)


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "score", help=_HELP, description=_ABOUT, epilog=_EXAMPLES, formatter_class=EXAMPLES
    )
    add_video_options(parser)
    parser.add_argument("--events", metavar="EVENTS.csv", help="what was given, from when to when")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    parser.add_argument(
        "--prototypes",
        metavar="FILE",
        help="score by the prototypes.npz of another recording; then --events is optional",
    )
    add_crop_option(parser)
    group = parser.add_argument_group("how to score")
    group.add_argument("--params", metavar="FILE.json", help="parameters, see the last example")
    group.add_argument(
        "--neutral",
        metavar="KIND",
        help="mean of the frames outside events (default), stillest of the first frames, or "
        "typical: the one most like the next",
    )
    group.add_argument(
        "--normalise",
        metavar="KIND",
        help="add normalised traces: none (default), minmax, or neutral (0 at the baseline)",
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
    from ...core import extract, open_descriptors
    from ...core.scoring import score_published

    job = _checked(args)
    descriptors_path = job["out"] / "descriptors.zarr"
    with progress_bar("descriptors") as progress:
        result = extract(
            job["reader"],
            descriptors_path,
            job["hog"],
            job["crop"],
            workers=args.workers,
            progress=progress,
            overwrite=args.overwrite,
        )
    with progress_bar("scores") as progress:
        scores = score_published(
            open_descriptors(descriptors_path),
            result.times_s,
            result.flags,
            job["events"],
            job["params"],
            prototypes=job["prototypes"],
            source_files=job["reader"].info.files,
            crop=job["crop"],
            progress=progress,
        )
    _write(job, scores, result)
    _tell(job, scores)
    return 0


def _checked(args: argparse.Namespace) -> dict[str, Any]:
    """Everything that can be refused, before any long work."""
    from types import SimpleNamespace

    from ...core.events import read_events
    from ...core.prototype_making import check_events, check_stimuli
    from ...core.prototype_set import Prototypes
    from ...errors import ParameterError

    if args.events is None and args.prototypes is None:
        raise ParameterError(
            "There is nothing to score by.",
            expected="--events EVENTS.csv, or --prototypes FILE of another recording",
        )
    if args.workers is not None and args.workers < 1:
        raise ParameterError("--workers must be at least 1.", got=str(args.workers))
    prototypes = None if args.prototypes is None else Prototypes.load(args.prototypes)
    hog, params = _params(args, prototypes)
    events = None if args.events is None else read_events(args.events)
    crop = crop_from(args)
    reader = open_from(args)
    info = reader.info
    rows, columns = crop.box(info.height_px, info.width_px)
    grid = hog.grid(rows.stop - rows.start, columns.stop - columns.start)
    if events is not None:
        check_events(events, reader.times_s, params)
    if prototypes is not None:
        prototypes.check_fits(SimpleNamespace(params=hog, grid=grid))
    elif events is not None:
        check_stimuli(events, reader.times_s)
    out = _checked_out(args)
    return {
        "reader": reader,
        "out": out,
        "hog": hog,
        "crop": crop,
        "events": events,
        "params": params,
        "prototypes": prototypes,
        "box": (rows, columns),
    }


def _params(args: argparse.Namespace, prototypes: Any) -> tuple[Any, Any]:
    """HOG and score parameters from --params, the prototypes and the single options."""
    import json

    from ...errors import ParameterError
    from ...params import HOGParams, ScoreParams

    values: dict[str, Any] = {}
    if args.params is not None:
        try:
            values = json.loads(Path(args.params).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ParameterError(
                f"The parameters file {args.params} cannot be read.",
                expected='JSON such as {"score": {"neutral": "mean"}, "hog": {}}',
                got=str(error),
            ) from error
        unknown = set(values) - {"score", "hog"} if isinstance(values, dict) else {"no mapping"}
        if unknown:
            raise ParameterError(
                f"The parameters file {args.params} cannot be used.",
                expected='a mapping with "score" and "hog"',
                got=", ".join(sorted(unknown)),
            )
    score = dict(values.get("score") or {})
    for name in ("neutral", "normalise"):
        if getattr(args, name) is not None:
            score[name] = getattr(args, name)
    if "hog" not in values and prototypes is not None:
        return prototypes.hog, ScoreParams.from_dict(score)
    return HOGParams.from_dict(values.get("hog") or {}), ScoreParams.from_dict(score)


def _checked_out(args: argparse.Namespace) -> Path:
    """The folder to write to: there, writable, and holding nothing of somebody else."""
    import tempfile

    from ...errors import PathError, StorageError

    out = Path(args.out)
    given = [Path(path).resolve() for path in (args.events, args.prototypes, args.params) if path]
    taken = [name for name in _WRITTEN if (out / name).resolve() in given]
    if taken:
        raise PathError(
            f"--out would replace the given {', '.join(taken)} in {str(out)!r}.",
            do="give another folder",
        )
    there = [name for name in _WRITTEN if (out / name).exists()]
    if there and not args.overwrite and not _is_ours(out / "report.json"):
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


def _write(job: dict[str, Any], scores: Any, result: Any) -> None:
    """All files; the report last, so that it stands for a complete set."""
    from ...core import score_files

    out = job["out"]
    score_files.write_scores(out / "scores.csv", scores)
    score_files.write_bouts(out / "bouts.csv", scores)
    score_files.write_event_rows(out / "events.csv", scores)
    scores.prototypes.save(out / "prototypes.npz")
    _draw(job, scores)
    content = score_files.report(scores, job["events"], _about(job, result))
    score_files.write_report(out / "report.json", content)


def _draw(job: dict[str, Any], scores: Any) -> None:
    from ...plots.prototypes import prototype_figure, source_frames_to_show
    from ...plots.score_figure import NEUTRAL, frames_to_show, pictures_of, score_figure

    reader, title = job["reader"], _title(job)

    def face(frame: int) -> Any:
        ((_, luma),) = reader.read_luma(frame, frame + 1)
        return luma[job["box"]].copy()

    shown = frames_to_show(scores, job["events"])
    pictures = pictures_of(shown, face)
    path = job["out"] / "score.png"
    score_figure(scores, pictures, events=job["events"], title=title, path=path)
    faces = {}
    if job["prototypes"] is None:  # otherwise the source frames are in another movie
        faces = pictures_of(source_frames_to_show(scores.prototypes), face)
        faces |= {NEUTRAL: pictures[NEUTRAL]} if NEUTRAL in pictures else {}
    path = job["out"] / "prototypes.png"
    prototype_figure(scores.prototypes, faces, title=f"Prototypes: {title}", path=path)


def _title(job: dict[str, Any]) -> str:
    files = [Path(file.path).name for file in job["reader"].info.files]
    return files[0] + (f" and {len(files) - 1} more" if len(files) > 1 else "")


def _about(job: dict[str, Any], result: Any) -> dict[str, Any]:
    """The movie and the descriptors, for the report."""
    info = job["reader"].info
    return {
        "video": {
            "files": [
                {"name": Path(file.path).name, "sha256": file.sha256, "n_frames": file.n_frames}
                for file in info.files
            ],
            "n_frames": info.n_frames,
            "fps": info.fps,
            "is_vfr": info.is_vfr,
            "duration_s": info.duration_s,
            "clock": info.clock,
            "notes": list(info.notes),
        },
        "descriptors": {
            "digest": result.digest,
            "hog": job["hog"].to_dict(),
            "crop": job["crop"].to_dict(),
            "grid": list(result.grid),
        },
    }


def _tell(job: dict[str, Any], scores: Any) -> None:
    """A summary for the terminal: means, bouts, states, files."""
    import numpy as np

    events = job["events"]
    print(f"{_title(job)}: {scores.n_valid} of {len(scores.times_s)} frames scored")
    width = max(10, *(len(name) for name in scores.names))
    print(f"\n  {'prototype':<{width}}  in its events  baseline  bouts")
    for column, name in enumerate(scores.names):
        trace = scores.similarity[:, column]
        own = events is not None and name in events.names
        inside = events.frames(scores.times_s, name) if own else np.zeros(len(trace), bool)
        means = [
            f"{np.nanmean(trace[where]):.3f}" if np.isfinite(trace[where]).any() else "-"
            for where in (inside, scores.baseline)
        ]
        n_bouts = sum(bout.name == name for bout in scores.bouts)
        print(f"  {name:<{width}}  {means[0]:>13}  {means[1]:>8}  {n_bouts:>5}")
    for kind in dict.fromkeys(bout.name for bout in scores.fear):
        print(f"  {kind}: {sum(bout.name == kind for bout in scores.fear)} bouts")
    print()
    for note in (*job["reader"].info.notes, *(events.notes if events is not None else ())):
        print(f"  note: {note}")
    for state in scores.states:
        about = f" ({state.about})" if state.about else ""
        print(f"  {state.kind}{about}: {state.reason}")
    print(f"\nwritten to {job['out']}: {', '.join(_WRITTEN)}")
