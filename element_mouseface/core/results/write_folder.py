"""Write a scored recording to a folder: tables, prototypes, models and a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..inputs import sha256_of
from ..outputs.tables import write_csv, write_report
from ..scoring.methods import method
from .csv_tables import tables
from .names import FORMAT, UNFINISHED, WRITTEN
from .report import report
from .scored import ScoredRecording


def write_folder(
    scored: ScoredRecording, folder: str | Path, draw: Callable[[], Any] | None = None
) -> None:
    """Write the files of a scored recording; the report is last, so it marks a complete folder.

    Files of an earlier run that this one does not replace are removed, so that they are not
    mistaken for this run's.

    Parameters
    ----------
    scored : ScoredRecording
    folder : str or Path
        An existing folder, which is ours or may be overwritten.
    draw : callable, optional
        Called before the report is written: draws the figures into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    made = _files(scored)
    write_report(folder / UNFINISHED, {"format": FORMAT}, overwrite=True)
    # Remove an earlier run's report, which would not fit a mixture of files.
    for name in ("report.json", *WRITTEN):
        if name not in made:
            (folder / name).unlink(missing_ok=True)
    for name, write in made.items():
        write(folder / name, overwrite=True)
    if draw is not None:
        draw()
    sums = {name: sha256_of(folder / name) for name in made if name.endswith(".csv")}
    about = {**report(scored, folder), "tables": sums}
    write_report(folder / "report.json", about, overwrite=True)
    (folder / UNFINISHED).unlink(missing_ok=True)


def _files(scored: ScoredRecording) -> dict[str, Callable[..., Any]]:
    """The writer of each file of this recording, except the report."""
    made: dict[str, Callable[..., Any]] = {
        name: partial(write_csv, header=header, rows=rows)
        for name, (header, rows) in tables(scored).items()
    }
    for scores in scored.methods.values():
        if scores.prototypes is not None:
            made[method(scores.method).prototypes_file] = scores.prototypes.save
        if scores.models is not None:
            made[method(scores.method).models_file] = scores.models.save
    return made
