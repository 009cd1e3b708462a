"""Decoders in a folder: tables for people, and a report that holds all of it.

The report is written last, so it marks a folder that is complete, and the decoding is read back
from it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ...errors import ResultChangedError
from ...params import content_hash
from ...params.fields import Fields, read_json
from ..learning import LearningParams
from ..outputs import make_folder
from ..outputs.reported import REPORT, ReportedFolder
from ..outputs.tables import plain_row, write_csv
from .amounts import AmountResponse
from .content import ROWS, row_of
from .params import DecodingParams
from .rows import ConfusionRow, Decoding, HeldOutRow, MetricRow

METRICS, CLASSES, CONFUSION = "metrics.csv", "classes.csv", "confusion.csv"
HELD_OUT, AMOUNTS = "held_out.csv", "amounts.csv"
TABLES = (METRICS, CLASSES, CONFUSION, HELD_OUT, AMOUNTS)
FOLDER = ReportedFolder(
    "element_mouseface.decoding/1",
    "decoders",
    "mouseface decode",
    "decode again: mouseface decode",
    entry="tables",
)


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
    FOLDER.begin(folder)
    all_classes = [row for row in decoding.metrics if row.category is None]
    write_csv(
        folder / METRICS,
        _names(MetricRow, "category"),
        _cells(all_classes, "category"),
        overwrite=True,
    )
    write_csv(
        folder / CLASSES,
        _names(MetricRow, "group"),
        _cells(decoding.of_class(), "group"),
        overwrite=True,
    )
    write_csv(folder / CONFUSION, _names(ConfusionRow), _cells(decoding.confusion), overwrite=True)
    chance = [f"probability {name}" for name in decoding.classes]
    held_out = (
        [*cells, *row.probability]
        for row, cells in zip(
            decoding.held_out, _cells(decoding.held_out, "probability"), strict=True
        )
    )
    write_csv(
        folder / HELD_OUT, [*_names(HeldOutRow, "probability"), *chance], held_out, overwrite=True
    )
    if decoding.amounts:
        header = _names(AmountResponse, "means")
        write_csv(
            folder / AMOUNTS, [*header, "means"], _amount_cells(decoding.amounts), overwrite=True
        )
    else:
        (folder / AMOUNTS).unlink(missing_ok=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, _report(decoding, asked_for), TABLES)


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
    FOLDER.report(folder)
    report = read_json(folder / REPORT, "report", "JSON", error=ResultChangedError)
    about = Fields(report, _refusal(folder))
    content = {name: report.get(name) for name in _CONTENT}
    if content_hash(content) != report.get("digest"):
        stated = str(report.get("digest"))
        raise about.refused("digest", "that of the report's content", stated)
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


_CONTENT = ("classes", "by", *ROWS, "findings", "params", "learning", "about")


def _report(decoding: Decoding, asked_for: str) -> dict[str, Any]:
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
    return {
        "digest": content_hash({name: content[name] for name in _CONTENT}),
        "asked_for": asked_for,
        **content,
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


def _refusal(folder: Path) -> Callable[[str, str, str], ResultChangedError]:
    """The error of an entry that is not as it was written."""

    def refused(name: str, due: str, got: str) -> ResultChangedError:
        return ResultChangedError(
            f"{REPORT} in {folder} is not what `{FOLDER.command}` wrote.",
            expected=f"{name}: {due}",
            got=got,
            do=FOLDER.do,
        )

    return refused
