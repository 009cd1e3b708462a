"""Command-line options for the experiment's clock."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..errors import ClockError, MouseFaceError, ParameterError

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
    "line": "clock_line",
    "stream": "clock_stream",
    "recording": "clock_recording",
    "zero": "clock_zero",
    "counter_path": "clock_counter",
    "counter_column": "clock_counter_column",
    "counter_bits": "clock_counter_bits",
    "first_row": "clock_first_row",
}
#: files beside each array of TTL events of Open Ephys
_OF_OPEN_EPHYS = ("states.npy", "channel_states.npy")
#: every option, by its name in the parsed arguments
CLOCK_OPTIONS = ("clock", "clock_method", *_OPTIONS.values())
#: parameters of a camera's table, where its counter is not beside edges
_OF_CAMERA = {"counter_column", "counter_bits", "first_row", "zero"}


def add_clock_options(parser: argparse.ArgumentParser) -> None:
    """Add --clock, --clock-start and the options that say how to read them."""
    group = parser.add_argument_group(
        "clock", "By default times are the movie's own, from its first frame."
    )
    group.add_argument(
        "--clock",
        metavar="PATH",
        help="the frames' times on the experiment's clock, in seconds, one per line or a CSV with "
        "a column time_s: one for each frame, or the rising edges of the camera's TTL, of which "
        "some have no frame or some frames have none; or a Prairie View .env or .xml file, whose "
        "frame rate is used (with --clock-start); or a recording's folder of Open Ephys, a Harp "
        "register (.bin), edges that CatGT extracted from a SpikeGLX run. Events are then on this "
        "clock",
    )
    _add_of_files(group)
    _add_of_systems(group)
    _add_of_counters(group)


def _add_of_files(group: Any) -> None:
    """The options of a file of times or edges, of a rate, and of a line."""
    group.add_argument(
        "--clock-column",
        metavar="NAME",
        help="the column of PATH that has the times (default: time_s, or the only one)",
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
        help="number of the first frame's edge in PATH, from 0, if the intervals are ambiguous, or "
        "if there are not as many edges as the frame counter counts exposures",
    )
    group.add_argument(
        "--clock-unit",
        choices=("s", "ms", "us", "ns", "flir"),
        help="unit of the times in PATH (default: the unit in the column's name, or seconds); "
        "flir: the 32-bit cycles of FLIR cameras",
    )
    group.add_argument(
        "--clock-edges",
        choices=("all", "first", "second", "rising", "falling"),
        help="if PATH has the rising and the falling edge of each pulse: which one is the "
        "frame's (first or second of each pulse in a list of edges; rising or falling of a line "
        "of an acquisition system); all: each edge is a frame, whatever the movie's own rate",
    )


def _add_of_systems(group: Any) -> None:
    """The options of acquisition systems."""
    group.add_argument(
        "--clock-method",
        choices=("times", "edges", "open_ephys", "harp", "spikeglx", "camera"),
        help="what PATH is, where its name and the other options do not show it; camera: a table "
        "with a frame counter and times",
    )
    group.add_argument(
        "--clock-line",
        metavar="LINE",
        help="the camera's line: its number from 1 for Open Ephys, its bit from 0 for Harp, a name "
        "such as xd_8_3 for SpikeGLX. Without it, the lines are listed with their edges",
    )
    group.add_argument(
        "--clock-stream",
        metavar="NAME",
        help="a part of the name of the Open Ephys stream, if there are several",
    )
    group.add_argument(
        "--clock-recording",
        metavar="NAME",
        help="a part of the name of the Open Ephys recording, such as experiment1/recording2, if "
        "there are several below PATH",
    )
    group.add_argument(
        "--clock-zero",
        metavar="ZERO",
        help="what is 0: for Open Ephys acquisition (the default), recording (the first sample of "
        "continuous.dat) or synchronized (the GUI's own times); for dates of a camera the date "
        "that is 0, or unix",
    )


def _add_of_counters(group: Any) -> None:
    """The options of a camera's frame counter."""
    group.add_argument(
        "--clock-counter",
        metavar="FILE",
        help="the camera's table with its hardware frame counter, a row a frame: the k-th counted "
        "exposure is the k-th edge of PATH, and dropped frames are known exactly",
    )
    group.add_argument(
        "--clock-counter-column",
        metavar="NAME",
        help="the column of the frame counter, such as FrameID, in FILE, or in PATH itself if it "
        "has the times, too (default: a known name)",
    )
    group.add_argument(
        "--clock-counter-bits",
        type=int,
        metavar="N",
        help="bits of the frame counter (default: 16 or 32, as its values show)",
    )
    group.add_argument(
        "--clock-first-row",
        type=int,
        metavar="N",
        help="row of the first frame, from 0, if the camera's table has more rows than the movie "
        "has frames",
    )


def clock_from(args: argparse.Namespace, reader: Any) -> Any:
    """The `core.sync.ClockTimes` for what `add_clock_options` parsed; None without them.

    Raises
    ------
    ParameterError
        If the options do not belong together.
    PathError, ClockError, DependencyError
        If the file is missing, cannot give the frames their times, or needs a package.
    """
    from ..core.sync import clock_times

    given = {name: getattr(args, option) for name, option in _OPTIONS.items()}
    params = {name: value for name, value in given.items() if value is not None}
    if args.clock is None and args.clock_method is None and not params:
        return None
    method = _method(args.clock, args.clock_method, params, reader)
    if method is None:
        stated = [*(["clock"] if args.clock else []), *(_OPTIONS[name] for name in params)]
        stated += ["clock_method"] if args.clock_method else []
        raise ParameterError(
            "The options of the clock do not belong together.",
            expected="--clock FILE (with --clock-column and --first-edge if need be); --clock "
            "FILE.env with --clock-start S; --clock-start S with --clock-stop S; "
            "--clock-start S with --clock-rate HZ; or --clock PATH of an acquisition system with "
            "--clock-line and --clock-edges",
            got=" ".join(f"--{name.replace('_', '-')}" for name in stated),
            do="use the options of one of these ways; `mouseface score --help` lists them",
        )
    if method in ("open_ephys", "harp") and str(params.get("line", "")).isdecimal():
        params["line"] = int(params["line"])
    return clock_times(method, reader.times_s, path=args.clock, **params)


def _method(
    path: str | None, stated: str | None, params: dict[str, Any], reader: Any
) -> str | None:
    """The method of `core.sync.METHODS` for these options; None if they contradict."""
    from ..core.video import read_times

    given = set(params)
    if path is None:
        ways = {"line": {"start_s", "stop_s"}, "rate": {"start_s", "rate_hz"}}
        found = next((method for method, needed in ways.items() if given == needed), None)
        return None if stated else found
    if Path(path).suffix.lower() in _PRAIRIE_VIEW and stated is None:
        return "prairie_view" if given == {"start_s"} else None
    if given & {"start_s", "stop_s", "rate_hz"}:
        return None
    known = stated or _of_system(Path(path), params)
    if known is not None:
        return known
    if given & {"first_edge", "edges", "counter_path"}:
        return "edges"
    try:
        n_times = len(read_times(path, params.get("column")))
    except ClockError:
        # what is no file of times may be a camera's table
        if _has_counter(path):
            return "camera"
        raise
    return "times" if n_times == len(reader.times_s) else "edges"


def _has_counter(path: str) -> bool:
    """Whether a file is a table with a column of a frame counter that is known."""
    from ..core.sync.camera_file import read_camera_file

    try:
        return read_camera_file(path, times=False).counter != ""
    except MouseFaceError:
        return False


def _of_system(path: Path, params: dict[str, Any]) -> str | None:
    """The method of an acquisition system or a camera's table, by the path and the options."""
    from ..core.sync.acquisition.open_ephys_folder import holds_open_ephys
    from ..core.sync.acquisition.spikeglx import is_spikeglx

    given = set(params)
    if is_spikeglx(path):
        if holds_open_ephys(path):
            raise ParameterError(
                f"{str(path)!r} holds files of two acquisition systems.",
                expected="a folder of one, or --clock-method",
                got="extracted edges of SpikeGLX and a recording of Open Ephys",
                do="give the folder of the one that recorded the camera's line",
            )
        return "spikeglx"
    beside = [os.path.isfile(path.with_name(name)) for name in _OF_OPEN_EPHYS]
    inside = path.name == "structure.oebin" or (path.suffix.lower() == ".npy" and any(beside))
    if os.path.isdir(path) or inside or given & {"stream", "recording"}:
        return "open_ephys"
    if path.suffix.lower() == ".bin":
        return "harp"
    of_camera = given & _OF_CAMERA and "counter_path" not in given
    return "camera" if of_camera or params.get("unit") == "flir" else None


def clock_notes(clock: Any) -> list[str]:
    """Sentences for the terminal: the method, dropped and duplicated frames, notes."""
    from ..core.sync.method_checks import OF_EDGES

    if clock is None:
        return []
    about = clock.to_dict()
    parts = [f"drift {about['drift_ppm']:.1f} ppm"] if about["drift_ppm"] is not None else []
    if about["residual_s"] is not None:
        worst_ms, rms_ms = 1e3 * about["residual_max_s"], 1e3 * about["residual_s"]
        parts.append(
            f"deviation from the movie's times {rms_ms:.3g} ms rms, at most {worst_ms:.3g} ms"
        )
    counted = clock.found.get("counter_exposures")
    if counted is not None:
        parts.append(f"{counted} exposures counted by the camera")
    if clock.method in OF_EDGES:
        parts.append(f"{len(clock.dropped_s)} edges without a frame")
        parts.append(f"{about['n_without_time']} frames without an edge")
    elif counted is not None:
        parts.append(f"{len(clock.dropped_s)} frames dropped, {len(clock.duplicated)} duplicated")
    elif clock.method in ("times", "camera"):
        parts.append(f"{len(clock.dropped_s)} frames missing in gaps of the times")
    lines = [f"clock: {clock.source} ({clock.method}): {', '.join(parts)}"]
    return lines + [f"clock: {note}" for note in clock.notes]
