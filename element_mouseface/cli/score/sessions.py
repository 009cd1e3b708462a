"""`mouseface score` for a folder of movies: a result per movie, and a table of all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ...errors import MouseFaceError
from ...params.fields import json_mapping
from ..clock_options import CLOCK_OPTIONS
from ..locking import locked
from .job import ScoreJob

TABLE, PICTURE, RECORD = "sessions.csv", "sessions.png", "sessions.json"
FORMAT = "element_mouseface.sessions/1"

#: options that belong to one movie
_OF_ONE = (*CLOCK_OPTIONS, "times", "signals")


def movies_given(args: argparse.Namespace) -> list[Path]:
    """The movies of the given folder; [] if a recording was given.

    Raises
    ------
    VideoMismatchError
        If the folder holds movies and images.
    """
    from ...core.results.sessions import movies_in

    if len(args.video) != 1 or not Path(args.video[0]).is_dir():
        return []
    return movies_in(Path(args.video[0]))


def score_sessions(
    movies: Sequence[Path], args: argparse.Namespace, score: Callable[[argparse.Namespace], Any]
) -> int:
    """Score each movie into a folder of its name; returns 2 if one of them failed.

    Parameters
    ----------
    movies : sequence of Path
    args : argparse.Namespace
        As parsed; the movie, its events and its folder replace the folders.
    score : callable(argparse.Namespace)
        Scores one movie.

    Raises
    ------
    MouseFaceError
        For errors that show before any work.
    """
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...core.results.sessions import pair_events

    _refuse_options(args)
    folder = None if args.events is None else Path(args.events)
    pairs = pair_events(movies, folder, optional=args.prototypes is not None)
    _check_first(pairs, args)
    out = checked_folder(Path(args.out), what="the scores", inputs=movies, may_hold_inputs=True)
    if out.is_dir():
        inputs = [*movies, *(pair.events for pair in pairs)]
        again = args.overwrite or json_mapping(out / RECORD).get("format") == FORMAT
        for name in (TABLE, PICTURE, RECORD):
            ours = is_our_picture if name == PICTURE else None
            checked_file(out / name, what=name, inputs=inputs, overwrite=again, ours=ours)
    with locked(out):
        failed = [_one(number, pairs, out, args, score) for number in range(len(pairs))]
        told = dict(zip((pair.name for pair in pairs), failed, strict=True))
        _summarize(out, pairs, told)
    wrong = [pair.movie.name for pair in pairs if told[pair.name]]
    if wrong:
        print(
            f"\nmouseface score: {len(wrong)} of {len(pairs)} movies could not be scored: "
            f"{', '.join(wrong)}\n  What to do: read the reasons above or in {out / TABLE}, fix "
            f"them and give the same command: finished movies are not scored again",
            file=sys.stderr,
        )
    return 2 if wrong else 0


def _one(number: int, pairs: Sequence[Any], out: Path, args: argparse.Namespace, score: Any) -> str:
    """Score one movie; returns '' or the reason why it failed."""
    pair = pairs[number]
    print(f"\n[{number + 1} of {len(pairs)}] {pair.movie.name}", flush=True)
    given: dict[str, Any] = {"video": [str(pair.movie)], "out": str(out / pair.name)}
    given["events"] = None if pair.events is None else str(pair.events)
    try:
        score(argparse.Namespace(**{**vars(args), **given}))
    except MouseFaceError as error:
        print(f"mouseface score: {pair.movie.name}: {error}", file=sys.stderr, flush=True)
        return " ".join(str(error).split())
    return ""


def hash_of_job(job: ScoreJob) -> str:
    """A hash of everything that decides a result: a folder with the same hash is kept."""
    from ... import __version__
    from ...core.inputs import sha256_of
    from ...params import content_hash

    return content_hash(
        {
            "video": job.reader.content_hash(),
            "title": job.movie.title,
            "events": None if job.events is None else job.events.content_hash(),
            "crop": job.crop.to_dict(),
            "params": {n: None if p is None else p.to_dict() for n, p in job.params.items()},
            "methods": list(job.methods),
            "windows": [[w.name, w.content_hash()] for w in job.windows],
            "prototypes": sorted(sha256_of(path) for path in job.given.paths),
            "clock": None
            if job.clock is None
            else {**job.clock.to_dict(), "times": job.clock.content_hash()},
            "signals": None if job.signals is None else job.signals.digest,
            "regions": None if job.regions is None else [job.regions.to_dict(), job.sbin],
            "code": __version__,
        }
    )


def _refuse_options(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    given = [name for name in _OF_ONE if getattr(args, name) is not None]
    if given:
        raise ParameterError(
            "These options are for one movie, and a folder of movies was given.",
            expected="--events FOLDER, --crop, --prototypes, --method and others that apply to all",
            got=", ".join("--" + name.replace("_", "-") for name in given),
            do="score those movies one by one into separate folders; "
            "`element_mouseface.core.results.sessions` makes the table of any folders",
        )


def _check_first(pairs: Sequence[Any], args: argparse.Namespace) -> None:
    """Check the options of all movies and the events files, before any work."""
    from ...core.events import read_events
    from ..options import crop_from
    from ..window_options import windows_from
    from .given import given_prototypes
    from .params import score_params

    given = given_prototypes(args.prototypes, args.method)
    score_params(args, given)
    windows_from(args)
    crop_from(args)
    for pair in pairs:
        if pair.events is not None:
            read_events(pair.events)


def _summarize(out: Path, pairs: Sequence[Any], failed: dict[str, str]) -> None:
    """Write the table, the figure, and the marker of this package."""
    from ...core.outputs import whole_file
    from ...core.results.sessions import SessionRow, session_rows, write_sessions
    from ...plots._style import save_figure
    from ...plots.sessions import sessions_figure

    rows: list[Any] = []
    for name, reason in failed.items():
        if reason:
            rows.append(SessionRow.nothing(name, reason))
        else:
            rows += session_rows(out / name, name)
    record = {
        "format": FORMAT,
        "sessions": [
            {
                "session": pair.name,
                "movie": pair.movie.name,
                "events": None if pair.events is None else pair.events.name,
                "failed": failed[pair.name] or None,
            }
            for pair in pairs
        ],
    }
    with whole_file(out / RECORD, what="the record", overwrite=True) as file:
        json.dump(record, file, indent=1)
    write_sessions(out / TABLE, rows, overwrite=True)
    (out / PICTURE).unlink(missing_ok=True)
    written = [TABLE, RECORD]
    if any(row.measure for row in rows):
        figure = sessions_figure(rows, title=f"Sessions: {out.resolve().name}")
        save_figure(figure, out / PICTURE, overwrite=True)
        written.append(PICTURE)
    _print_table(rows)
    print(f"\nwritten to {out}: {', '.join(written)}, and a folder for each movie")


def _print_table(rows: Sequence[Any]) -> None:
    width = max((len(row.session) for row in rows), default=8)
    names = max((len(row.stimulus) for row in rows), default=8)
    print(f"\n  {'session':<{width}}  {'measure':<10}  {'stimulus':<{names}}  trials  mean (se)")
    for row in rows:
        if row.mean is None:
            told = f"REFUSED: {row.finding}" if row.measure else row.finding.upper()
        else:
            error = "" if row.mean_se is None else f" ({row.mean_se:.3f})"
            told = f"{row.mean:.3f}{error}" + (f"  {row.finding}" if row.finding != "ok" else "")
        print(
            f"  {row.session:<{width}}  {row.measure:<10}  {row.stimulus:<{names}}  "
            f"{row.n_trials:>6}  {told}"
        )
