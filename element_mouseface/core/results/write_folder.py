"""A scored recording written to a folder: tables, prototypes, models and a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..inputs import sha256_of
from ..scoring.methods import method
from .csv_tables import tables, write_csv
from .names import FORMAT, UNFINISHED, WRITTEN
from .report import report, write_report
from .scored import ScoredRecording


def write_folder(
    scored: ScoredRecording, folder: str | Path, draw: Callable[[], Any] | None = None
) -> None:
    """Write the files of a scored recording; the report is last, so it marks a complete folder.

    Files of a former run that this one does not replace are removed: they would be taken
    for this one's.

    Parameters
    ----------
    scored : ScoredRecording
    folder : str or Path
        That is there, and is ours or was given up.
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
    # A former run's report does not stand for a mixture of its files and this one's.
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
    """What writes each file that this recording has, but the report."""
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
