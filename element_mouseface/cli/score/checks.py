"""Checks of `mouseface score` before any long computation."""

from __future__ import annotations

import argparse
from typing import Any

from ...core.scoring.method.protocol import ScoringMethod
from ..clock_options import clock_from
from ..options import crop_from, open_from
from ..window_options import windows_from
from .folder import checked_out
from .given import chosen, given_prototypes
from .job import ScoreJob
from .params import score_params


def checked(args: argparse.Namespace) -> ScoreJob:
    """Check all arguments of `mouseface score` before any long work.

    Raises
    ------
    MouseFaceError
        If an option, a file that was given or the folder to write to cannot be used.
    """
    from ...core.events import read_events

    _check_options(args)
    given = given_prototypes(args.prototypes, args.method)
    asked = _methods(args, given)
    out = checked_out(args, given.paths)
    params, windows = score_params(args, given), windows_from(args)
    events = None if args.events is None else read_events(args.events)
    crop, reader = crop_from(args), open_from(args)
    box = crop.box(reader.info.height_px, reader.info.width_px)
    params["hog"].grid(*(side.stop - side.start for side in box))  # a crop smaller than one cell
    clock = clock_from(args, reader)
    times_s = reader.times_s if clock is None else clock.times_s
    for one in asked:
        if events is not None:
            own = args.prototypes is None
            one.check_events(events, times_s, params[one.name], fits=own)
        if one.name in given.prototypes:
            crop_px = (box[0].stop - box[0].start, box[1].stop - box[1].start)
            one.check_fits(given.prototypes[one.name], params["hog"], crop_px)
    job = ScoreJob(
        reader=reader,
        regions=_checked_regions(args),
        signals=_checked_signals(args.signals, reader.info.n_frames),
        sbin=args.sbin,
        out=out,
        crop=crop,
        events=events,
        clock=clock,
        params=params,
        windows=windows,
        given=given,
        methods=tuple(one.name for one in asked),
        box=box,
    )
    job.extractors  # noqa: B018 (refuses regions outside the frame before the pass)
    return job


def _checked_regions(args: argparse.Namespace) -> Any:
    from ...core.facial_signals.regions_file import load_regions
    from ...errors import ParameterError

    if args.regions is None:
        return None
    if args.signals is not None:
        raise ParameterError(
            "Give signals or regions, not both.",
            expected="--signals or --regions",
            got="both",
            do="leave --regions out to use the existing signals",
        )
    return load_regions(args.regions)


def _check_options(args: argparse.Namespace) -> None:
    """Check options that need no file."""
    from ...errors import ParameterError

    if args.events is None and args.prototypes is None:
        raise ParameterError(
            "Scores need events or prototypes.",
            expected="--events EVENTS.csv, or --prototypes PATH of another recording",
            do="write when each stimulus was given into a CSV, as `mouseface score --help` shows; "
            "`mouseface hog` needs none",
        )
    if args.workers is not None and args.workers < 1:
        raise ParameterError(
            "--workers must be at least 1.", got=str(args.workers), do="leave it out for all cores"
        )


def _checked_signals(path: str | None, n_frames: int) -> Any:
    from ...core.results.motion import read_signals
    from ...errors import ResultMismatchError

    signals = read_signals(path)
    if signals is not None and signals.n_frames != n_frames:
        raise ResultMismatchError(
            "The facial signals are of another movie.",
            expected=f"{n_frames} frames",
            got=f"{signals.n_frames} in {path}",
            do="give those of this movie, or leave --signals out",
        )
    return signals


def _methods(args: argparse.Namespace, given: Any) -> list[ScoringMethod]:
    """The methods of --method; with --prototypes, only those with prototypes."""
    wanted = chosen(args.method)
    return [one for one in wanted if args.prototypes is None or one.name in given.prototypes]
