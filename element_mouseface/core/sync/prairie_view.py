"""The frame rate in a Prairie View file.

Prairie View writes its settings as `<PVStateValue key="..." value="..."/>`: an
environment file (`.env`) states `framerate` in frames per second, the description
of a scan (`.xml`) states `framePeriod` in seconds.  It is the microscope's rate:
it is the camera's only where the microscope triggers the camera.
"""

from __future__ import annotations

import math
from pathlib import Path
from xml.parsers import expat

from ...errors import ClockError, raised_as
from ..inputs import regular_file

#: A scan's description lists every frame; an hour at 30 frames per second is some 50 MB.
LARGEST_BYTES = 512 * 2**20
_BLOCK = 2**20
#: Values that differ by more than this stand for different rates.
_SAME = 1e-3
_STATE = "give the rate: method 'rate', --clock-rate"


def read_frame_rate(path: str | Path) -> float:
    """Frames per second, from a Prairie View environment (.env) or scan (.xml) file.

    Parameters
    ----------
    path : path

    Returns
    -------
    float
        `framerate` where the file has it, otherwise 1 over `framePeriod`.

    Raises
    ------
    PathError
        If there is no such file.
    ClockError
        If it is not a file of Prairie View, or has no rate, or several.

    Notes
    -----
    The file is read as a stream of tags, so nothing in it is built up in memory, and
    one with a document type is refused: only there can XML define entities.
    """
    path = regular_file(path, "Prairie View file")
    if path.stat().st_size > LARGEST_BYTES:
        raise ClockError(
            f"{path.name!r} is too large for a Prairie View file.",
            expected=f"at most {LARGEST_BYTES // 2**20} MB",
            got=f"{path.stat().st_size // 2**20} MB",
            do="give the .env or the .xml of the recording, or the frames' times as a CSV",
        )
    found = _values(path)
    rates = _numbers(path, found["framerate"])
    periods = _numbers(path, found["framePeriod"])
    rates = rates or [1 / period for period in periods]
    if not rates:
        raise ClockError(
            f"{path.name!r} states no frame rate.",
            expected='a PVStateValue with key "framerate" or "framePeriod"',
            do=f"give the environment file (.env), or {_STATE}",
        )
    if max(rates) > min(rates) * (1 + _SAME):
        raise ClockError(
            f"{path.name!r} states several frame rates.",
            expected="one rate for the whole recording",
            got=f"{min(rates):g} to {max(rates):g} frames per second",
            do=f"for this recording, {_STATE}",
        )
    return rates[0]


def _values(path: Path) -> dict[str, list[str]]:
    """The values of the two keys, in the order of the file."""
    found: dict[str, list[str]] = {"framerate": [], "framePeriod": []}
    roots: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append(tag)
        key = attributes.get("key", "") if tag == "PVStateValue" else ""
        if key in found:
            found[key].append(attributes.get("value", ""))

    def doctype(*_: object) -> None:
        raise ClockError(
            f"{path.name!r} has a document type, which Prairie View does not write.",
            expected="the .env or the .xml that Prairie View wrote",
            do="copy the file again; or give the frames' times as a CSV",
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, doctype
    with raised_as(
        ClockError,
        f"{path.name!r} cannot be read as XML.",
        expected="a complete Prairie View file",
        do="copy the file again, since it may be truncated; or " + _STATE,
        of=(OSError, expat.ExpatError),
    ):
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    if roots[0] not in ("Environment", "PVScan"):
        raise ClockError(
            f"{path.name!r} is not a file of Prairie View.",
            expected="XML that begins with Environment or PVScan",
            got=roots[0],
            do="give Prairie View's .env or .xml file",
        )
    return found


def _numbers(path: Path, texts: list[str]) -> list[float]:
    numbers = []
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            raise ClockError(
                f"{path.name!r} has an invalid frame rate.",
                expected="a positive number with a decimal point",
                got=repr(text),
                do=_STATE,
            )
        numbers.append(number)
    return numbers
