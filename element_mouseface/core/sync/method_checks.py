"""Check that a clock method, its file and its parameters belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import ParameterError, check_choice
from .acquisition.line import LINE_EDGES
from .camera_times import UNITS
from .checks import is_finite
from .polarity import EDGES

#: of a camera's table with a frame counter, beside the edges of its line
COUNTER = ("counter_path", "counter_column", "counter_bits", "first_row")
#: method -> (whether it reads a file or folder, parameters that it must have, that it may have)
METHODS: dict[str, tuple[bool, tuple[str, ...], tuple[str, ...]]] = {
    "times": (True, (), ("column", "unit")),
    "edges": (True, (), ("column", "unit", "first_edge", "edges", *COUNTER)),
    "rate": (False, ("rate_hz", "start_s"), ()),
    "prairie_view": (True, ("start_s",), ()),
    "line": (False, ("start_s", "stop_s"), ()),
    "open_ephys": (
        True,
        (),
        ("line", "edges", "stream", "recording", "zero", "first_edge", *COUNTER),
    ),
    "harp": (True, (), ("line", "edges", "first_edge", *COUNTER)),
    "spikeglx": (True, (), ("line", "edges", "first_edge", *COUNTER)),
    "camera": (
        True,
        (),
        ("column", "unit", "zero", "counter_column", "counter_bits", "first_row"),
    ),
}
#: methods with an edge for each exposure, which dropped and duplicated frames are compared with
OF_EDGES = ("edges", "open_ephys", "harp", "spikeglx")
#: methods whose files may be a folder
OF_FOLDERS = ("open_ephys", "spikeglx")
_TEXTS = ("column", "stream", "recording", "zero", "counter_path", "counter_column")


def check_method(method: str, path: Any = None, params: Mapping[str, Any] | None = None) -> None:
    """Refuse an unknown method, and a file or parameters that do not belong to it.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    path : path, optional
        The file, for the methods that read one.
    params : mapping, optional
        As `clock_times` takes them.

    Raises
    ------
    ParameterError
        Names missing and unknown parameters.
    """
    choose = "choose by what is known: a time for each frame, edges, a rate, the first and the "
    choose += "last frame's times (line), or the acquisition system that wrote the files"
    check_choice(f"There is no clock method {method!r}.", method, METHODS, do=choose)
    params = params or {}
    _check_names(method, path is not None, params)
    _check_values(method, params)


def _check_names(method: str, has_file: bool, params: Mapping[str, Any]) -> None:
    """Refuse missing or unknown parameters; None counts as missing."""
    needs_file, needed, optional = METHODS[method]
    missing = [name for name in needed if params.get(name) is None]
    unknown = [name for name in params if name not in (*needed, *optional)]
    missing += ["a file"] if needs_file and not has_file else []
    unknown += ["the file"] if has_file and not needs_file else []
    if missing or unknown:
        to_do = [f"give {', '.join(missing)}"] if missing else []
        to_do += [f"leave out {', '.join(unknown)}"] if unknown else []
        raise ParameterError(
            f"The clock method {method!r} cannot work with what was given.",
            expected=", ".join([*(["a file"] if needs_file else ["no file"]), *needed])
            + (f" (and, optionally, {', '.join(optional)})" if optional else ""),
            got=", ".join([*(["a file"] if has_file else []), *params]) or "nothing",
            do=f"{' and '.join(to_do)}, or choose another method",
        )


def _check_values(method: str, params: Mapping[str, Any]) -> None:
    """Check that rates and times are numbers, that numbers are whole, and names are texts."""
    for name in ("rate_hz", "start_s", "stop_s"):
        if name in params and not is_finite(params[name]):
            raise ParameterError(
                f"{name} is not a number of seconds or hertz.",
                expected="a finite number",
                got=repr(params[name]),
                do="give times in seconds and rates in frames per second, as numbers and not "
                "strings",
            )
    if (unit := params.get("unit")) is not None:
        units = UNITS if method == "camera" else UNITS[:-1]
        check_choice("This is not a unit of time.", unit, units)
    if (edges := params.get("edges")) is not None:
        do = "give one of these, or leave it out"
        kinds = EDGES if method == "edges" else LINE_EDGES
        check_choice("There is no such choice of edges.", edges, kinds, do=do)
    for name in _TEXTS:
        if (text := params.get(name)) is not None and not (isinstance(text, str) and text):
            raise ParameterError(
                f"{name} is not a name.",
                expected="text",
                got=repr(text),
                do="give a name, or the number of a column as text",
            )
    _check_counts(method, params)


def _check_counts(method: str, params: Mapping[str, Any]) -> None:
    """Check numbers of edges, rows, bits and lines."""
    counter = params.get("counter_path") is not None
    lowest = {"first_edge": None if counter else 0, "first_row": 0, "counter_bits": 4}
    told = {
        "first_edge": "count the edges before the first frame's; leave it out if that is not known",
        "first_row": "count the rows before the first frame's, without the line of names",
        "counter_bits": "give the bits of the camera's counter, such as 16 or 32; at most 62",
    }
    if method in ("open_ephys", "harp"):
        lowest["line"] = int(method == "open_ephys")
        told["line"] = "give the number of the line: from 1 in Open Ephys, from 0 for Harp"
    for name, least in lowest.items():
        value = params.get(name)
        if value is None:
            continue
        whole = isinstance(value, int) and not isinstance(value, bool)
        low = least is not None and whole and value < least
        if not whole or low or (name == "counter_bits" and value > 62):
            raise ParameterError(
                f"{name} is not the number of an edge."
                if name == "first_edge"
                else f"{name} is not a whole number that can be used.",
                expected="0 for the first one, 1, 2, ..."
                if name in ("first_edge", "first_row")
                else f"a whole number from {least}",
                got=repr(value),
                do=told[name],
            )
    if not counter:
        _refuse_alone(method, params)


def _refuse_alone(method: str, params: Mapping[str, Any]) -> None:
    """Refuse parameters of a counter's file that was not given."""
    alone = [name for name in COUNTER[1:] if params.get(name) is not None]
    if alone and method != "camera":
        raise ParameterError(
            f"{', '.join(alone)} belongs to a file with a frame counter, which was not given.",
            expected="counter_path (--clock-counter), the camera's table with its frame counter",
            do="give the file, or leave it out",
        )
