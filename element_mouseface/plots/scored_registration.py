"""The registration figure from an output folder of `mouseface score`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.events.windows import EventRow
from ..core.results.csv_tables import REGISTRATION_COLUMNS
from ..core.results.sessions.scored import check_times
from ..core.scoring.contrast import ContrastParams
from ..core.scoring.contrast.model_file import load_models
from ..core.scoring.findings import Finding
from ..errors import ParameterError
from ._style import DPI
from .registration import HeadShift, registration_figure
from .scored_folder import edited, read_cell, read_report, read_rows, read_table

__all__ = ["draw_scored_registration", "read_registration"]


def read_registration(folder: str | Path) -> HeadShift:
    """The shift of a scored folder.

    Parameters
    ----------
    folder : str or Path
        With the registration.csv, events.csv and report.json of `mouseface score`; of
        another session's prototypes also with contrast_models.npz, for the alignment.

    Raises
    ------
    PathError
        If a file is missing.
    InputError, ResultError
        If one is something else.
    ParameterError
        If the movie was not scored by the contrast method.
    """
    folder = Path(folder)
    report = read_report(folder)
    about = report["contrast"]
    if about is None:
        raise ParameterError(
            "No shift was measured: the movie was not scored by the contrast method.",
            do="score it with --method contrast",
        )
    told = [row for row in report["findings"] if row["method"] == "contrast"]
    findings = [
        Finding(row["kind"], row["about"], row["reason"]) for row in (*told, *about["remarks"])
    ]
    alignment = None
    if about["alignment_s"]:
        models = load_models(folder / "contrast_models.npz")
        alignment = models.jobs[0].model.features.registration.start
    return HeadShift.of(
        _measured(folder / "registration.csv"),
        _events(folder / "events.csv"),
        findings,
        alignment,
        registered=ContrastParams.from_dict(about["params"]).uses("registration"),
    )


def draw_scored_registration(
    folder: str | Path,
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw the head's shift of a scored folder; see `registration_figure`.

    Parameters
    ----------
    folder : str or Path
        As for `read_registration`.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    PathError, InputError, ResultError, ParameterError
        As `read_registration`.
    StorageError
        If the file cannot be written.
    """
    return registration_figure(
        read_registration(folder), title=title, colors=colors, path=path, dpi=dpi
    )


def _measured(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Times, shift before and after, lost frames."""
    names = REGISTRATION_COLUMNS[1:6]
    header, lines = read_table(path, (*names, "lost"))
    places = [header.index(name) for name in names]
    values = [
        [read_cell(path, line[place] or "nan", "float", header[place]) for place in places]
        for line in lines
    ]
    table = np.array(values, float).reshape(len(lines), len(names))
    check_times(table[:, 0], lambda got: edited(path, got))
    where = header.index("lost")
    lost = np.array([read_cell(path, line[where], "int", "lost") for line in lines], bool)
    return table[:, 0], table[:, 1:3], table[:, 3:5], lost


def _events(path: Path) -> Events | None:
    """The events of events.csv, which has a row for each measure, prototype and window too."""
    found = {row.event_index: row for _, row in read_rows(path, EventRow)}
    rows = [(row.stimulus, row.onset_s, row.offset_s) for row in found.values()]
    return Events.from_rows(rows) if rows else None
