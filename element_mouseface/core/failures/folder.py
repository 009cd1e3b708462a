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

from ... import __version__
from ...errors import ResultChangedError, ResultError
from ...params.fields import json_mapping
from ..inputs import sha256_of
from ..outputs.archive import Archive
from ..results.csv_tables import write_csv
from ..results.report import write_report
from .content import content_of, digest_of_study, study_of
from .rows import CauseRow, FailureStudy, FeatureRow, RemedyRow
from .words import told

FORMAT = "element_mouseface.failures/1"
CAUSES, FEATURES, REMEDIES, FRAMES = "causes.csv", "features.csv", "remedies.csv", "frames.csv"
TABLES = (CAUSES, FEATURES, REMEDIES, FRAMES)
STACKS, REPORT, UNFINISHED = "stacks.npz", "report.json", "unfinished.json"
_DO = "study the failures again"
_ARCHIVE = Archive(
    "failures",
    {"format": "element_mouseface.failures", "format_version": 1},
    "a file that `mouseface failures` wrote",
    _DO,
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
    write_report(folder / UNFINISHED, {"format": FORMAT}, overwrite=True)
    (folder / REPORT).unlink(missing_ok=True)  # it would stand for a mixture of files
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
    write_report(folder / REPORT, report(study, folder), overwrite=True)
    (folder / UNFINISHED).unlink(missing_ok=True)


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
    stated = json_mapping(folder / REPORT)
    if stated.get("format") != FORMAT:
        raise ResultError(
            f"{folder} holds no study of failed frames.",
            expected=f"a folder of `mouseface failures`, with {REPORT} of format {FORMAT}",
            got="a run that was stopped" if (folder / UNFINISHED).exists() else "none",
            do=_DO,
        )
    if not (folder / STACKS).is_file():
        raise _ARCHIVE.refused(folder / STACKS, "no file")
    found = study_of(*_ARCHIVE.open(folder / STACKS))
    if digest_of_study(found) != stated.get("digest"):
        raise ResultChangedError(
            f"{STACKS} in {folder} is not that of its report.",
            expected=f"digest {str(stated.get('digest'))[:12]}",
            got=f"digest {digest_of_study(found)[:12]}",
            do=_DO,
        )
    return found


def report(study: FailureStudy, folder: Path) -> dict[str, Any]:
    """report.json: what was found in words, then everything but the arrays."""
    about, _ = content_of(study)
    return {
        "format": FORMAT,
        "version": __version__,
        "digest": digest_of_study(study),
        "told": told(study),
        "n_frames": study.n_frames,
        "n_known": study.n_known,
        "n_failed": study.n_failed,
        "n_bouts": study.n_bouts,
        **{name: value for name, value in about.items() if name != "features"},
        "tables": {name: sha256_of(folder / name) for name in TABLES},
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


def changed_tables(folder: str | Path) -> list[str]:
    """Tables of a folder that are not as its report says, or are gone."""
    stated = json_mapping(Path(folder) / REPORT).get("tables")
    stated = stated if isinstance(stated, dict) else {}
    return [
        name
        for name in TABLES
        if not (Path(folder) / name).is_file() or sha256_of(Path(folder) / name) != stated.get(name)
    ]
