"""Scores written as files that any program reads: CSV tables and a JSON report.

A value that is not defined is a blank cell in CSV and null in JSON, never
"nan".  Each file is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import json
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from ..errors import StorageError
from .event_windows import EventRow
from .events import Events
from .quality import flag_names
from .scores import Scores

__all__ = [
    "BOUT_COLUMNS",
    "report",
    "score_columns",
    "write_bouts",
    "write_event_rows",
    "write_report",
    "write_scores",
]

BOUT_COLUMNS = (
    "kind",
    "name",
    "start_s",
    "stop_s",
    "duration_s",
    "first_frame",
    "n_frames",
    "n_valid",
    "peak",
    "peak_s",
    "mean",
)


def score_columns(scores: Scores) -> list[str]:
    """The header of scores.csv."""
    columns = ["frame", "time_s", *(f"{name}_similarity" for name in scores.names)]
    if scores.normalised is not None:
        columns += [f"{name}_normalised" for name in scores.names]
    return [*columns, "neutral_similarity", "consecutive_similarity", "flags"]


def write_scores(path: str | Path, scores: Scores) -> Path:
    """scores.csv: one row a frame; similarity, r to neutral and to the frame before, flags.

    Flags are names joined by '+', blank for an ordinary frame.
    """
    traces = [scores.similarity]
    traces += [scores.normalised] if scores.normalised is not None else []
    traces += [scores.neutral_similarity[:, None], scores.consecutive[:, None]]
    names = {int(value): flag_names(int(value)) for value in np.unique(scores.flags)}

    def rows() -> Iterator[list[Any]]:
        table = np.concatenate(traces, axis=1)
        for frame, values in enumerate(table.tolist()):
            time_s = f"{scores.times_s[frame]:.6f}"
            flags = names[int(scores.flags[frame])]
            yield [frame, time_s, *(_cell(value) for value in values), flags]

    return _write_csv(path, score_columns(scores), rows())


def write_bouts(path: str | Path, scores: Scores) -> Path:
    """bouts.csv: bouts of similarity, then of fear; times in seconds."""
    kinds = [("similarity", bout) for bout in scores.bouts] + [("fear", b) for b in scores.fear]
    rows = (
        [kind, *(_cell(getattr(bout, column)) for column in BOUT_COLUMNS[1:])]
        for kind, bout in kinds
    )
    return _write_csv(path, BOUT_COLUMNS, rows)


def write_event_rows(path: str | Path, scores: Scores) -> Path:
    """events.csv: one row for each event, prototype and window."""
    columns = [field.name for field in dataclasses.fields(EventRow)]
    rows = ([_cell(getattr(row, column)) for column in columns] for row in scores.event_rows)
    return _write_csv(path, columns, rows)


def report(
    scores: Scores, events: Events | None = None, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What report.json says: states first, then counts, parameters, checksums, thresholds.

    Parameters
    ----------
    scores : Scores
    events : Events, optional
        For their hash and notes.
    more : dict, optional
        Further JSON-ready entries (the video, the descriptors).
    """
    prototypes = scores.prototypes
    return {
        "format": "element_mouseface.score/1",
        "method": scores.params.METHOD,
        "states": [dataclasses.asdict(state) for state in scores.states],
        "circular": scores.circular,
        "n_frames": len(scores.times_s),
        "n_valid": scores.n_valid,
        "n_baseline": int(scores.baseline.sum()),
        "names": list(scores.names),
        "n_bouts": {
            name: sum(bout.name == name for bout in (*scores.bouts, *scores.fear))
            for name in dict.fromkeys([*scores.names, *(bout.name for bout in scores.fear)])
        },
        "bout_thresholds": {
            name: {"enter": _json_number(enter), "leave": _json_number(leave)}
            for name, (enter, leave) in zip(scores.names, scores.thresholds.tolist(), strict=True)
        },
        "fear_threshold": _json_number(scores.fear_threshold),
        "params": scores.params.to_dict(),
        "params_hash": scores.params.content_hash(),
        "events": None
        if events is None
        else {
            "n": len(events),
            "content_hash": events.content_hash(),
            "notes": list(events.notes),
        },
        "prototypes": {
            "content_hash": prototypes.content_hash(),
            "created_by": prototypes.created_by,
            "created_at": prototypes.created_at,
            "grid": list(prototypes.grid),
            "hog": prototypes.hog.to_dict(),
            "source_files": [dataclasses.asdict(file) for file in prototypes.source_files],
            "source_frames": [dataclasses.asdict(row) for row in prototypes.source_frames],
        },
        "created_by": f"element_mouseface {__version__}",
        **(more or {}),
    }


def write_report(path: str | Path, content: dict[str, Any]) -> Path:
    """report.json: the content of `report`, indented."""
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    with _whole_file(Path(path)) as file:
        file.write(text)
    return Path(path)


def _write_csv(path: str | Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Path:
    with _whole_file(Path(path)) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return Path(path)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[Any]:
    """A text file that takes its name only once it is complete."""
    partial = path.with_name(path.name + ".partial")
    try:
        with open(partial, "w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(partial, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise StorageError(f"{str(path)!r} cannot be written.", got=str(error)) from error


def _cell(value: Any) -> Any:
    """A CSV cell: blank for what is not defined, six decimals for what is measured."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}" if math.isfinite(value) else ""
    return value


def _json_number(value: float) -> float | None:
    return value if math.isfinite(value) else None
