"""Command-line options for the experiment's clock."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import ParameterError

#: endings of Prairie View's files, whose frame rate is used
_PRAIRIE_VIEW = (".env", ".xml")

#: parameter of `core.sync` -> the option that gives it
_OPTIONS = {
    "column": "clock_column",
    "start_s": "clock_start",
    "stop_s": "clock_stop",
    "rate_hz": "clock_rate",
    "first_edge": "first_edge",
    "unit": "clock_unit",
    "edges": "clock_edges",
}


def add_clock_options(parser: argparse.ArgumentParser) -> None:
    """Add --clock, --clock-start and the options that say how to read them."""
    group = parser.add_argument_group(
        "clock", "By default times are the movie's own, from its first frame."
    )
    group.add_argument(
        "--clock",
        metavar="FILE",
        help="the frames' times on the experiment's clock, in seconds, one per line or a CSV with "
        "a column time_s: one for each frame, or the rising edges of the camera's TTL, of which "
        "some have no frame or some frames have none; or a Prairie View .env or .xml file, whose "
        "frame rate is used (with --clock-start). Events are then on this clock",
    )
    group.add_argument(
        "--clock-column",
        metavar="NAME",
        help="the column of FILE that has the times (default: time_s, or the only one)",
    )
    group.add_argument(
        "--clock-start",
        type=float,
        metavar="S",
        help="when the first frame was taken, on the experiment's clock; with --clock-stop a "
        "line through both, with --clock-rate a constant rate from there",
    )
    group.add_argument(
        "--clock-stop",
        type=float,
        metavar="S",
        help="when the last frame was taken",
    )
    group.add_argument(
        "--clock-rate",
        type=float,
        metavar="HZ",
        help="frames per second, if the camera was triggered at a known rate; with --clock-start",
    )
    group.add_argument(
        "--first-edge",
        type=int,
        metavar="N",
        help="number of the first frame's edge in FILE, from 0, if the intervals are ambiguous",
    )
    group.add_argument(
        "--clock-unit",
        choices=("s", "ms", "us", "ns"),
        help="unit of the times in FILE (default: the unit in the column's name, or seconds)",
    )
    group.add_argument(
        "--clock-edges",
        choices=("all", "first", "second"),
        help="if FILE has the rising and the falling edge of each pulse: which one is the "
        "frame's; all: each edge is a frame, whatever the movie's own rate",
    )


def clock_from(args: argparse.Namespace, reader: Any) -> Any:
    """The `core.sync.ClockTimes` for what `add_clock_options` parsed; None without them.

    Raises
    ------
    ParameterError
        If the options do not belong together.
    PathError, ClockError
        If the file is missing, or cannot give the frames their times.
    """
    from ..core.sync import clock_times

    given = {name: getattr(args, option) for name, option in _OPTIONS.items()}
    params = {name: value for name, value in given.items() if value is not None}
    if args.clock is None and not params:
        return None
    method = _method(args.clock, params, reader)
    if method is None:
        stated = [*(["clock"] if args.clock else []), *(_OPTIONS[name] for name in params)]
        raise ParameterError(
            "The options of the clock do not belong together.",
            expected="--clock FILE (with --clock-column and --first-edge if need be); --clock "
            "FILE.env with --clock-start S; --clock-start S with --clock-stop S; or "
            "--clock-start S with --clock-rate HZ",
            got=" ".join(f"--{name.replace('_', '-')}" for name in stated),
            do="use the options of one of these ways; `mouseface score --help` lists them",
        )
    return clock_times(method, reader.times_s, path=args.clock, **params)


def _method(path: str | None, params: dict[str, Any], reader: Any) -> str | None:
    """The method of `core.sync.METHODS` for these options; None if they contradict."""
    from ..core.video import read_times

    given = set(params)
    if path is None:
        ways = {"line": {"start_s", "stop_s"}, "rate": {"start_s", "rate_hz"}}
        return next((method for method, needed in ways.items() if given == needed), None)
    if Path(path).suffix.lower() in _PRAIRIE_VIEW:
        return "prairie_view" if given == {"start_s"} else None
    if given - {"column", "first_edge", "unit", "edges"}:
        return None
    if given & {"first_edge", "edges"}:
        return "edges"
    n_times = len(read_times(path, params.get("column")))
    return "times" if n_times == len(reader.times_s) else "edges"


def clock_notes(clock: Any) -> list[str]:
    """Sentences for the terminal: the method, dropped and duplicated frames, notes."""
    if clock is None:
        return []
    about = clock.to_dict()
    parts = [f"drift {about['drift_ppm']:.1f} ppm"] if about["drift_ppm"] is not None else []
    if about["residual_s"] is not None:
        worst_ms, rms_ms = 1e3 * about["residual_max_s"], 1e3 * about["residual_s"]
        parts.append(
            f"deviation from the movie's times {rms_ms:.3g} ms rms, at most {worst_ms:.3g} ms"
        )
    if clock.method == "edges":
        parts.append(f"{len(clock.dropped_s)} edges without a frame")
        parts.append(f"{about['n_without_time']} frames without an edge")
    if clock.method == "times":
        parts.append(f"{len(clock.dropped_s)} frames missing in gaps of the times")
    lines = [f"clock: {clock.source} ({clock.method}): {', '.join(parts)}"]
    return lines + [f"clock: {note}" for note in clock.notes]
