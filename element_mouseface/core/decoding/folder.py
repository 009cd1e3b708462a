"""Decoders in a folder: tables for people, and a report that holds all of it.

The report is written last, so it marks a folder that is complete, and the decoding is read back
from it alone.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import ResultChangedError, ResultError
from ...params import content_hash
from ...params.fields import Fields, json_mapping, read_json
from ..inputs import sha256_of
from ..learning import LearningParams
from ..outputs import make_folder, whole_file
from .amounts import AmountResponse
from .content import ROWS, plain_row, row_of
from .params import DecodingParams
from .rows import ConfusionRow, Decoding, HeldOutRow, MetricRow

FORMAT = "element_mouseface.decoding/1"
METRICS, CLASSES, CONFUSION = "metrics.csv", "classes.csv", "confusion.csv"
HELD_OUT, AMOUNTS = "held_out.csv", "amounts.csv"
TABLES = (METRICS, CLASSES, CONFUSION, HELD_OUT, AMOUNTS)
REPORT, UNFINISHED = "report.json", "unfinished.json"
_DO = "decode again: mouseface decode"


def write_decoding(
    decoding: Decoding,
    folder: str | Path,
    *,
    asked_for: str = "",
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write what decoders tell; what is there of a former one is replaced.

    Parameters
    ----------
    decoding : Decoding
    folder : str or Path
        Made if it is not there.
    asked_for : str
        A digest of what was asked for, kept in the report.
    draw : callable, optional
        Called before the report is written: draws the figures into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = make_folder(Path(folder), what="the decoders")
    _json(folder / UNFINISHED, {"format": FORMAT})
    (folder / REPORT).unlink(missing_ok=True)  # it would stand for a mixture of files
    all_classes = [row for row in decoding.metrics if row.category is None]
    _table(folder / METRICS, _names(MetricRow, "category"), _cells(all_classes, "category"))
    _table(folder / CLASSES, _names(MetricRow, "group"), _cells(decoding.of_class(), "group"))
    _table(folder / CONFUSION, _names(ConfusionRow), _cells(decoding.confusion))
    chance = [f"probability {name}" for name in decoding.classes]
    held_out = (
        [*cells, *row.probability]
        for row, cells in zip(
            decoding.held_out, _cells(decoding.held_out, "probability"), strict=True
        )
    )
    _table(folder / HELD_OUT, [*_names(HeldOutRow, "probability"), *chance], held_out)
    if decoding.amounts:
        header = _names(AmountResponse, "means")
        _table(folder / AMOUNTS, [*header, "means"], _amount_cells(decoding.amounts))
    else:
        (folder / AMOUNTS).unlink(missing_ok=True)
    if draw is not None:
        draw()
    _json(folder / REPORT, _report(decoding, folder, asked_for))
    (folder / UNFINISHED).unlink(missing_ok=True)


def read_decoding(folder: str | Path) -> Decoding:
    """What decoders tell, in a folder that `write_decoding` wrote.

    Raises
    ------
    ResultError
        If it is no such folder.
    ResultChangedError
        If its report was changed.
    """
    folder = Path(folder)
    if json_mapping(folder / REPORT).get("format") != FORMAT:
        raise ResultError(
            f"{folder} holds no decoders.",
            expected=f"a folder of `mouseface decode`, with {REPORT} of format {FORMAT}",
            got="a run that was stopped" if (folder / UNFINISHED).exists() else "none",
            do=_DO,
        )
    report = read_json(folder / REPORT, "report", "JSON", error=ResultChangedError)
    about = Fields(report, lambda name, due, got: _refused(folder, name, due, got))
    content = {name: report.get(name) for name in _CONTENT}
    if content_hash(content) != report.get("digest"):
        raise _refused(folder, "digest", "that of the report's content", str(report.get("digest")))
    rows: dict[str, Any] = {
        name: tuple(row_of(kind, one, about.refused, name) for one in about.items(name))
        for name, kind in ROWS.items()
    }
    return Decoding(
        classes=about.texts("classes", 2),
        by=about.text("by"),
        findings=tuple(map(str, about.items("findings"))),
        params=about.made("params", DecodingParams.from_dict),
        learning=about.made("learning", LearningParams.from_dict),
        about=about.inner("about").plain(),
        **rows,
    )


def changed_tables(folder: str | Path) -> list[str]:
    """Tables of a folder that are not as its report says, or are gone."""
    stated = json_mapping(Path(folder) / REPORT).get("tables")
    stated = stated if isinstance(stated, dict) else {}
    return [
        name
        for name in TABLES
        if name in stated
        and (
            not (Path(folder) / name).is_file()
            or sha256_of(Path(folder) / name) != stated.get(name)
        )
    ]


_CONTENT = ("classes", "by", *ROWS, "findings", "params", "learning", "about")


def _report(decoding: Decoding, folder: Path, asked_for: str) -> dict[str, Any]:
    """report.json: findings first, then everything."""
    content: dict[str, Any] = {
        "findings": list(decoding.findings),
        "classes": list(decoding.classes),
        "by": decoding.by,
        "params": decoding.params.to_dict(),
        "learning": decoding.learning.to_dict(),
        "about": decoding.about,
        **{name: [plain_row(row) for row in getattr(decoding, name)] for name in ROWS},
    }
    there = [name for name in TABLES if (folder / name).is_file()]
    return {
        "format": FORMAT,
        "version": __version__,
        "digest": content_hash({name: content[name] for name in _CONTENT}),
        "asked_for": asked_for,
        **content,
        "tables": {name: sha256_of(folder / name) for name in there},
    }


def _names(kind: type, *without: str) -> list[str]:
    return [one.name for one in fields(kind) if one.name not in without]


def _cells(rows: Sequence[Any], *without: str) -> list[list[Any]]:
    return [[v for name, v in vars(row).items() if name not in without] for row in rows]


def _amount_cells(rows: Sequence[AmountResponse]) -> list[list[Any]]:
    """Cells of amounts; the means of levels as 'amount: mean ± error (trials)'."""
    told = [
        "; ".join(f"{a:g}: {mean:.6g} ± {error:.3g} ({n})" for a, mean, error, n in row.means)
        for row in rows
    ]
    return [[*cells, means] for cells, means in zip(_cells(rows, "means"), told, strict=True)]


def _table(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with whole_file(path, what="the table", overwrite=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """Blank for what is undefined; 1 and 0 for yes and no."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return f"{value:.6f}" if math.isfinite(value) else ""
    return "" if value is None else value


def _json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, allow_nan=False, ensure_ascii=False) + "\n"
    with whole_file(path, what="the report", overwrite=True) as file:
        file.write(text)


def _refused(folder: Path, name: str, due: str, got: str) -> ResultChangedError:
    return ResultChangedError(
        f"{REPORT} in {folder} is not what `mouseface decode` wrote.",
        expected=f"{name}: {due}",
        got=got,
        do=_DO,
    )
