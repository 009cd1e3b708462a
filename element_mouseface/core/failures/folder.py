"""A study in a folder: tables, arrays, and a report in words.

The report is written last, so it marks a folder that is complete.  The study is read back from
`stacks.npz` alone; the tables are for people and other programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError
from ..outputs.archive import Archive
from ..outputs.reported import ReportedFolder
from ..outputs.tables import write_csv
from .content import content_of, digest_of_study, study_of
from .rows import CauseRow, FailureStudy, FeatureRow, RemedyRow
from .words import told

CAUSES, FEATURES, REMEDIES, FRAMES = "causes.csv", "features.csv", "remedies.csv", "frames.csv"
TABLES = (CAUSES, FEATURES, REMEDIES, FRAMES)
STACKS = "stacks.npz"
FOLDER = ReportedFolder(
    "element_mouseface.failures/1",
    "study of failed frames",
    "mouseface failures",
    "study the failures again",
    entry="tables",
)
_ARCHIVE = Archive(
    "failures",
    {"format": "element_mouseface.failures", "format_version": 1},
    "a file that `mouseface failures` wrote",
    FOLDER.do,
    ResultError,
)


def write_study(
    study: FailureStudy, folder: str | Path, *, draw: Callable[[], Any] | None = None
) -> None:
    """Write a study; what is there of a former one is replaced.

    Parameters
    ----------
    study : FailureStudy
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
    FOLDER.begin(folder)
    for name, rows, kind in (
        (CAUSES, study.causes, CauseRow),
        (FEATURES, study.features, FeatureRow),
        (REMEDIES, study.remedies, RemedyRow),
    ):
        header = [field.name for field in fields(kind)]
        write_csv(folder / name, header, (vars(row).values() for row in rows), overwrite=True)
    write_csv(folder / FRAMES, *_frames(study), overwrite=True)
    about, arrays = content_of(study)
    _ARCHIVE.save(folder / STACKS, about, arrays, overwrite=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, report(study), TABLES)


def read_study(folder: str | Path) -> FailureStudy:
    """The study in a folder that `write_study` wrote.

    Raises
    ------
    ResultError
        If it is no such folder, or its arrays are damaged.
    ResultChangedError
        If the arrays are those of another study.
    """
    folder = Path(folder)
    stated = FOLDER.report(folder)
    if not (folder / STACKS).is_file():
        raise _ARCHIVE.refused(folder / STACKS, "no file")
    found = study_of(*_ARCHIVE.open(folder / STACKS))
    if (digest := digest_of_study(found)) != stated.get("digest"):
        raise FOLDER.other_digest(f"{STACKS} in {folder} is", stated.get("digest"), digest)
    return found


def report(study: FailureStudy) -> dict[str, Any]:
    """report.json: what was found in words, then everything but the arrays."""
    about, _ = content_of(study)
    return {
        "digest": digest_of_study(study),
        "told": told(study),
        "n_frames": study.n_frames,
        "n_known": study.n_known,
        "n_failed": study.n_failed,
        "n_bouts": study.n_bouts,
        **{name: value for name, value in about.items() if name != "features"},
    }


def _frames(study: FailureStudy) -> tuple[list[str], Any]:
    """A row a frame: whether it failed, its match, the measures, and the model's score."""
    match = np.full(study.n_frames, -1)
    if study.stacks is not None:
        match[study.stacks.failures] = study.stacks.successes
    score = None if study.model is None else study.model.scores
    header = ["frame", "time_s", "failed", "matched_frame", *study.measures, "score"]

    def rows() -> Any:
        for k in range(study.n_frames):
            time = "" if study.times_s is None else _cell(study.times_s[k])
            failed = int(study.failed[k]) if study.known[k] else ""
            mine = match[k] if match[k] >= 0 else ""
            values = [_cell(one[k]) for one in study.measures.values()]
            yield [k, time, failed, mine, *values, "" if score is None else _cell(score[k])]

    return header, rows()


def _cell(value: Any) -> Any:
    return float(value) if np.isfinite(value) else ""
