"""Names of columns in tables of cameras and of Bonsai, whose names are paths of properties."""

from __future__ import annotations

import re

from ...errors import ClockError

#: last part of a name, in lower case without spaces and underscores
COUNTERS = frozenset(
    {"frameid", "framecounter", "framecount", "embeddedframecounter", "hardwareframecounter",
     "hardwarecounter", "counter", "blockid"}
)  # fmt: skip
TIMES = frozenset(
    {"times", "time", "timestamp", "timestamps", "seconds", "timesecs", "embeddedtimestamp",
     "cameratimestamp", "frametimestamp"}
)  # fmt: skip
_UNIT = re.compile(r"[\s_(\[]+(s|ms|us|µs|μs|ns)[)\]]?$", re.IGNORECASE)


def found_column(
    names: list[str] | None, width: int, wanted: str | None, known: frozenset[str], file: str
) -> int | None:
    """The place of a column by its name, a part of it, its number, or what is known.

    Parameters
    ----------
    names : list of str or None
        None for a table without a header.
    width : int
        Number of columns.
    wanted : str or None
        As the user named it.
    known : set of str
        Names that are taken without being named.
    file : str
        The file's name, for messages.

    Returns
    -------
    int or None
        None where nothing was named and nothing is known.

    Raises
    ------
    ClockError
        If there is no such column, or several.
    """
    if names is None:
        if wanted is None:
            return None
        if wanted.isdecimal() and 1 <= int(wanted) <= width:
            return int(wanted) - 1
        raise ClockError(
            f"The columns of {file!r} have no names.",
            expected=f"the column's number, from 1 to {width}",
            got=repr(wanted),
            do="give its number, or write a line of names into the file",
        )
    if wanted is not None and wanted in names:
        return names.index(wanted)
    if wanted is None:
        found = [k for k, name in enumerate(names) if _last(name) in known]
    else:
        end = wanted.lower()
        found = [
            k for k, n in enumerate(names) if n.lower() == end or n.lower().endswith("." + end)
        ]
    if wanted is not None and not found and wanted.isdecimal() and 1 <= int(wanted) <= width:
        return int(wanted) - 1
    if len(found) == 1:
        return found[0]
    if wanted is None and not found:
        return None
    raise ClockError(
        f"{file!r} has several columns that can be meant."
        if found
        else f"{file!r} has no column {wanted!r}.",
        expected="the name of one column",
        got=", ".join(names[k] for k in found) if found else ", ".join(names),
        do="name it in full, or give its number from 1: column= (--clock-column) for times, "
        "counter_column= (--clock-counter-column) for the frame counter",
    )


def _last(name: str) -> str:
    """The last part of a property's path, without its unit, spaces and underscores."""
    last = _UNIT.sub("", name.strip().rsplit(".", 1)[-1])
    return re.sub(r"[\s_-]", "", last).lower()
