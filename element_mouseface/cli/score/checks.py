"""What `mouseface score` refuses before any long work."""

from __future__ import annotations

import argparse
from typing import Any

from ..clock_options import clock_from
from ..options import crop_from, open_from
from ..window_options import windows_from
from .folder import checked_out
from .job import Job

__all__ = ["checked"]


def checked(args: argparse.Namespace) -> Job:
    """Everything that can be refused, before any long work.

    Raises
    ------
    MouseFaceError
        If an option, a file that was given or the folder to write to cannot be used.
    """
    from ...core.events import read_events
    from .params import score_params
    from .prototypes import given_prototypes

    _check_options(args)
    given = given_prototypes(args.prototypes, args.method)
    out = checked_out(args, given.paths)
    params, windows = score_params(args, given), windows_from(args)
    events = None if args.events is None else read_events(args.events)
    crop, reader = crop_from(args), open_from(args)
    box = crop.box(reader.info.height_px, reader.info.width_px)
    params["hog"].grid(*(side.stop - side.start for side in box))  # a crop under one cell
    clock = clock_from(args, reader)
    times_s = reader.times_s if clock is None else clock.times_s
    _check_events(events, times_s, params["score"], own=args.prototypes is None)
    if args.prototypes is not None:
        _check_fit(given, params["hog"], box)
    job = Job(
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
        methods=_methods(args, given),
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
            "Signals are given, or taken of regions, not both.",
            expected="--signals or --regions",
            got="both",
            do="leave --regions out to use the signals that are there",
        )
    return load_regions(args.regions)


def _check_options(args: argparse.Namespace) -> None:
    """Refuse what shows without opening a file."""
    from ...errors import ParameterError

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


def _check_events(events: Any, times_s: Any, params: Any, own: bool) -> None:
    """Refuse events outside the movie, and without a frame if own prototypes are made of them."""
    from ...core.scoring.published.making import check_events, check_stimuli

    if events is not None:
        check_events(events, times_s, params)
        if own:
            check_stimuli(events, times_s)


def _checked_signals(path: str | None, n_frames: int) -> Any:
    from ...errors import ResultMismatchError
    from .motion import read_signals

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
