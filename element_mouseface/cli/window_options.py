"""Windows around events, from `--window NAME=START,STOP`."""

from __future__ import annotations

import argparse
import re
from typing import Any

from ..errors import ParameterError

_END = re.compile(r"(onset|offset)?([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)?")


def add_window_option(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add --window."""
    parser.add_argument(
        "--window",
        action="append",
        default=[],
        metavar="NAME=START,STOP",
        help="also measure events over this window, in seconds from the onset; with offset before "
        "the number, from the offset; may be repeated. Examples: --window late=1,2 and "
        "--window end=offset-0.5,offset+0.5",
    )


def windows_from(args: argparse.Namespace) -> tuple[Any, ...]:
    """The windows of measures around events: the default ones, and those of --window.

    Returns
    -------
    tuple of core.events.windows.EventWindow

    Raises
    ------
    ParameterError
        If the text is malformed, the window empty, its name used already, or its limits used under
        another name, as in the table `EventWindow`.
    """
    from ..core.events.windows import DEFAULT_WINDOWS, RESPONSE

    found = [*DEFAULT_WINDOWS, RESPONSE]
    for text in args.window:
        window = _parsed(text)
        _refuse_double(window, found, text)
        found.append(window)
    return tuple(found)


def _refuse_double(window: Any, found: list[Any], text: str) -> None:
    """Check that each window has one name, so that a name means the same in files and tables."""
    for known in found:
        # names are compared without case, as MySQL does
        if known.name.casefold() == window.name.casefold():
            raise ParameterError(
                f"There are two windows {known.name!r}.",
                expected="another name than " + ", ".join(one.name for one in found),
                got=f"--window {text}",
                do="choose another name",
            )
    for known in found:
        if known.content_hash() == window.content_hash():
            raise ParameterError(
                f"These limits exist already, as window {known.name!r}.",
                expected="one name for one window",
                got=f"--window {text}",
                do=f"use the rows of {known.name!r} in events.csv, and leave this --window out",
            )


def _parsed(text: str) -> Any:
    from ..core.events.windows import EventWindow

    name, _, limits = text.partition("=")
    ends = [_END.fullmatch(end.replace(" ", "")) for end in limits.split(",")]
    if not name or len(ends) != 2 or not all(end and end[0] for end in ends):
        raise ParameterError(
            "This is not a window.",
            expected="NAME=START,STOP in seconds, such as late=1,2 or end=offset-0.5,offset+0.5",
            got=repr(text),
            do="give a name, =, and two ends with a comma between; decimals have a point",
        )
    (start_from, start), (stop_from, stop) = (end.groups() for end in ends if end)
    return EventWindow(
        name, float(start or 0), float(stop or 0), start_from or "onset", stop_from or "onset"
    )
