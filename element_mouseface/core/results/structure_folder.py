"""Structure without labels in a folder: tables, arrays, and a report in words.

The report is written last, so it marks a folder that is complete.  A structure is read back from
`structure.npz` and `correlation.npy`; the tables are for people and other programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError
from ..inputs.npz import read_npy
from ..outputs import whole_file
from ..outputs.archive import Archive
from ..outputs.reported import ReportedFolder
from ..outputs.tables import write_csv
from ..structure.content import content_of, digest_of_structure, structure_of
from ..structure.rows import (
    ClusterRow,
    ComparisonRow,
    CountRow,
    StratumRow,
    Structure,
    frame_columns,
)

FRAMES, CLUSTERS, COUNTS = "frames.csv", "clusters.csv", "cluster_numbers.csv"
COMPARISONS, SAMPLE = "comparisons.csv", "sample.csv"
TABLES = (FRAMES, CLUSTERS, COUNTS, COMPARISONS, SAMPLE)
ARRAYS, CORRELATION = "structure.npz", "correlation.npy"
FOLDER = ReportedFolder(
    "element_mouseface.structure/1",
    "structure of frames",
    "mouseface structure",
    "compute the structure again",
    entry="tables",
)
_ARCHIVE = Archive(
    "structure",
    {"format": "element_mouseface.structure", "format_version": 1},
    "a file that `mouseface structure` wrote",
    FOLDER.do,
    ResultError,
)


def write_structure(
    found: Structure, folder: str | Path, *, draw: Callable[[], Any] | None = None
) -> None:
    """Write a structure; what is there of a former one is replaced.

    Parameters
    ----------
    found : Structure
    folder : str or Path
        That is there, and is ours or was given up.
    draw : callable, optional
        Called before the report is written: draws the figure into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    FOLDER.begin(folder)
    columns = frame_columns(found)
    rows = zip(*(list(map(_cell, one)) for one in columns.values()), strict=True)
    write_csv(folder / FRAMES, list(columns), rows, overwrite=True)
    for name, kind, those in (
        (CLUSTERS, ClusterRow, found.cluster_rows),
        (COUNTS, CountRow, found.counts),
        (COMPARISONS, ComparisonRow, found.comparisons),
        (SAMPLE, StratumRow, found.strata),
    ):
        header = [field.name for field in fields(kind)]
        _write_rows(folder / name, header, those, found.recordings)
    about, arrays = content_of(found)
    correlation = arrays.pop("correlation")
    with whole_file(folder / CORRELATION, "wb", what="the correlations", overwrite=True) as file:
        np.save(file, correlation, allow_pickle=False)
    _ARCHIVE.save(folder / ARRAYS, about, arrays, overwrite=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, report(found), (*TABLES, CORRELATION))


def read_structure(folder: str | Path) -> Structure:
    """The structure in a folder that `mouseface structure` wrote.

    Raises
    ------
    ResultError
        If it is no such folder, or its arrays are damaged.
    ResultChangedError
        If the arrays are those of another structure.
    """
    folder = Path(folder)
    stated = FOLDER.report(folder)
    for name in (ARRAYS, CORRELATION):
        if not (folder / name).is_file():
            raise _ARCHIVE.refused(folder / name, "no file")
    about, npz = _ARCHIVE.open(folder / ARRAYS)
    data = (folder / CORRELATION).read_bytes()
    npz.arrays["correlation"] = read_npy(data, npz.refused, CORRELATION)
    found = structure_of(about, npz)
    if (digest := digest_of_structure(found)) != stated.get("digest"):
        raise FOLDER.other_digest(
            f"{ARRAYS} with {CORRELATION} in {folder} is", stated.get("digest"), digest
        )
    return found


def report(found: Structure) -> dict[str, Any]:
    """report.json: what was found in words, then everything but the arrays."""
    about, _ = content_of(found)
    return {
        "digest": digest_of_structure(found),
        "findings": list(found.findings),
        "n_frames": len(found),
        "n_clusters": found.n_clusters,
        "explained": [float(one) for one in found.explained],
        **{name: value for name, value in about.items() if name != "findings"},
    }


def _write_rows(path: Path, header: list[str], rows: Any, recordings: tuple[str, ...]) -> None:
    """Rows with the names of recordings in place of their numbers."""

    def cells(row: Any) -> Any:
        for name in header:
            value = getattr(row, name)
            whose = name in ("recording", "middle_recording")
            yield recordings[value] if whose else _cell(value)

    write_csv(path, header, (list(cells(row)) for row in rows), overwrite=True)


def _cell(value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else ""
    return value.item() if isinstance(value, np.integer) else value
