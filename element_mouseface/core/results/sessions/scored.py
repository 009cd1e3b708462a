"""Read and check the output folder of `mouseface score`.

The files are there to be opened by other programs, and are edited by them: a
spreadsheet saves `scores.csv` in another order, with other decimals or with a row less.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ....errors import MouseFaceError
from ....params.fields import Fields, told
from ...events.measures import MeasureParams
from ...scoring.contrast import ContrastParams

__all__ = ["REPORT_FORMAT", "check_report", "check_times", "scores_of"]

REPORT_FORMAT = "element_mouseface.score/"

Refuse = Callable[[str], MouseFaceError]
"""Makes the error of a file from what is wrong with it."""


def check_report(report: Any, refuse: Refuse) -> dict[str, Any]:
    """The content of a report.json, if it is one.

    Parameters
    ----------
    report
        As it was read.
    refuse : callable(got) -> MouseFaceError
    """

    def named(what: str, expected: str, got: str) -> MouseFaceError:
        return refuse(f"{what} is {got}, in place of {expected}")

    fields = Fields(report, named)
    if not fields.text("format").startswith(REPORT_FORMAT):
        raise refuse("another format")
    fields.texts("methods")
    for finding in fields.items("findings"):
        _check_finding(Fields(finding, named, "findings"), ("method", "kind", "about", "reason"))
    if fields.has("contrast"):
        _check_contrast(fields.inner("contrast"), named)
    if fields.has("bout_thresholds"):
        told_of = fields.inner("bout_thresholds")
        for name in told_of.names():
            one = told_of.inner(name)
            if one.has("enter"):
                one.number("enter")
    return {"contrast": report.get("contrast"), **report}


def _check_finding(finding: Fields, names: Sequence[str]) -> None:
    for name in names:
        finding.text(name)


def _check_contrast(contrast: Fields, named: Any) -> None:
    stimuli = contrast.inner("stimuli")
    for name in stimuli.names():
        one = stimuli.inner(name)
        one.text("finding")
        if one.has("reason"):
            one.text("reason")
    for remark in contrast.items("remarks"):
        _check_finding(Fields(remark, named, "contrast.remarks"), ("kind", "about", "reason"))
    contrast.number("alignment_s", 0)
    contrast.made("params", ContrastParams.from_dict)
    contrast.made("measures", MeasureParams.from_dict)


def scores_of(
    rows: Sequence[Sequence[str]], refuse: Refuse, n_frames: int | None = None
) -> dict[str, np.ndarray]:
    """The columns of a scores.csv as numbers, NaN where blank; without the flags.

    Parameters
    ----------
    rows : sequence of sequences of str
        The header first.
    refuse : callable(got) -> MouseFaceError
    n_frames : int, optional
        How many frames the recording has.
    """
    header = list(rows[0]) if rows else []
    missing = [name for name in ("frame", "time_s") if name not in header]
    if missing or len(set(header)) != len(header):
        raise refuse(f"no column {missing[0]}" if missing else "a column twice")
    body = rows[1:]
    if n_frames is not None and len(body) != n_frames:
        raise refuse(f"{len(body)} rows where the recording has {n_frames} frames")
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise refuse(f"line {number} has {len(row)} cells, the header {len(header)}")
    table = {
        name: np.array([_number(row[k], name, refuse) for row in body])
        for k, name in enumerate(header)
        if name != "flags"
    }
    if not np.array_equal(table["frame"], np.arange(len(body))):
        raise refuse("rows that are not in the order of the frames")
    check_times(table["time_s"], refuse)
    return table


def check_times(times_s: np.ndarray, refuse: Refuse) -> None:
    """Refuse times of frames that do not ascend, or of which there is none."""
    known = times_s[np.isfinite(times_s)]
    if not len(known):
        raise refuse("no time for any frame")
    if (np.diff(known) <= 0).any():
        raise refuse("times that do not ascend")


def _number(cell: str, name: str, refuse: Refuse) -> float:
    if not cell:
        return math.nan
    try:
        value = float(cell) if "_" not in cell else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise refuse(f"{told(cell)} in the column {name}")
    return value
