"""Windows around events, from `--window NAME=START,STOP`."""

from __future__ import annotations

import argparse
import re
from typing import Any

from ..errors import ParameterError

__all__ = ["add_window_option", "windows_from"]

_END = re.compile(r"(onset|offset)?([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)?")


def add_window_option(parser: argparse.ArgumentParser) -> None:
    """Add --window."""
    parser.add_argument(
        "--window",
        action="append",
        default=[],
        metavar="NAME=START,STOP",
        help="measure events over this window too, in seconds from the onset; with offset before "
        "the number, from the offset; may be repeated. Examples: --window late=1,2 and "
        "--window end=offset-0.5,offset+0.5",
    )


def windows_from(args: argparse.Namespace) -> tuple[Any, ...]:
    """All windows that events are measured over: the usual ones, and those given.

    Returns
    -------
    tuple of core.event_windows.EventWindow

    Raises
    ------
    ParameterError
        If the text is malformed, the window empty, or its name taken.
    """
    from ..core.event_windows import DEFAULT_WINDOWS, RESPONSE

    found = [*DEFAULT_WINDOWS, RESPONSE]
    for text in args.window:
        window = _parsed(text)
        if window.name in {known.name for known in found}:
            raise ParameterError(
                f"There are two windows {window.name!r}.",
                expected="another name than " + ", ".join(known.name for known in found),
                got=f"--window {text}",
            )
        found.append(window)
    return tuple(found)


def _parsed(text: str) -> Any:
    from ..core.event_windows import EventWindow

    name, _, limits = text.partition("=")
    ends = [_END.fullmatch(end.replace(" ", "")) for end in limits.split(",")]
    if not name or len(ends) != 2 or not all(end and end[0] for end in ends):
        raise ParameterError(
            "This is no window.",
            expected="NAME=START,STOP in seconds, such as late=1,2 or end=offset-0.5,offset+0.5",
            got=repr(text),
        )
    (start_from, start), (stop_from, stop) = (end.groups() for end in ends if end)
    return EventWindow(
        name, float(start or 0), float(stop or 0), start_from or "onset", stop_from or "onset"
    )
