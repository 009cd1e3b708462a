"""An export as a folder: a CSV or Parquet file for each table, what each column is, a report.

The report is written last, so it marks a folder that is complete, and has the checksum of every
file, so that one that was edited afterwards is not replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import StorageError, raised_as
from ..objects import ResultTable
from ..outputs import make_folder, whole_file, whole_path
from ..outputs.replacing import refuse_other_files, refuse_other_recording
from ..outputs.reported import ReportedFolder
from ..outputs.tables import write_csv
from .opened import OpenedResult
from .plain_columns import is_text, with_plain_cells
from .valid_names import valid_names

FORMATS: tuple[str, ...] = ("csv", "parquet")
#: what each column of each table is
COLUMNS = "columns.csv"
FOLDER = ReportedFolder(
    "element_mouseface.export/1",
    "exported tables",
    "mouseface export",
    "export the result again",
)


def file_names(opened: OpenedResult, format: str) -> list[str]:
    """The files that an export writes, without its report: those of the tables in their order.

    A table is named after a region of the face, for one, which may be called anything.
    """
    stems = valid_names([table.name for table in opened.tables], ("columns", "report"))
    return [*(f"{stem}.{format}" for stem in stems), COLUMNS]


def refuse_others(
    opened: OpenedResult,
    folder: Path,
    format: str,
    *,
    overwrite: bool = False,
    inputs: Sequence[Path] = (),
) -> None:
    """Refuse to replace files of others, an export that was edited, or that of another result.

    Raises
    ------
    PathError, StorageError
    """
    stated = FOLDER.stated(folder)
    former = stated.get("files", {}) if isinstance(stated.get("files"), dict) else {}
    names = dict.fromkeys([*file_names(opened, format), *(n for n in former if _is_plain(n))])
    refuse_other_files(
        folder,
        FOLDER,
        tuple(names),
        inputs=inputs,
        overwrite=overwrite,
        as_written="an export as it was written",
    )
    if opened.digest:
        was = stated.get("result_digest")
        refuse_other_recording(
            folder, was if isinstance(was, str) else None, opened.digest, "an export",
            overwrite=overwrite,
        )  # fmt: skip


def _is_plain(name: str) -> bool:
    """Whether a name in a report is that of a file beside it."""
    return Path(name).name == name and name not in ("", ".", "..")


def write_folder(opened: OpenedResult, folder: str | Path, format: str) -> Path:
    """Write each table as a file; what is there of a former export is replaced.

    Parameters
    ----------
    opened : OpenedResult
    folder : str or Path
        Made if it is not there; the caller checks that it may be replaced.
    format : {'csv', 'parquet'}

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = make_folder(Path(folder), what="the export")
    stated = FOLDER.stated(folder).get("files", {})
    former = [name for name in stated if _is_plain(name)] if isinstance(stated, dict) else []
    FOLDER.begin(folder, former)
    write = _write_csv if format == "csv" else _write_parquet
    names = file_names(opened, format)
    for table, name in zip(opened.tables, names, strict=False):
        write(table, folder / name)
    write_csv(
        folder / COLUMNS,
        ["table", "column", "unit", "meaning"],
        _columns(opened),
        overwrite=True,
    )
    content: dict[str, Any] = {
        "kind": opened.kind,
        "result": opened.name,
        "result_digest": opened.digest,
        "file_format": format,
        "notes": list(opened.notes),
        "tables": [
            {"name": table.name, "file": name, "rows": table.n_rows}
            for table, name in zip(opened.tables, names, strict=False)
        ],
        "not_in_tables": [array.name for array in opened.arrays],
    }
    FOLDER.finish(folder, content, names)
    return folder


def _columns(opened: OpenedResult) -> Iterator[list[str]]:
    for table in opened.tables:
        for name in table.columns:
            yield [table.name, name, table.units.get(name, ""), table.texts.get(name, "")]


def _write_csv(table: ResultTable, path: Path) -> None:
    """Numbers with all the digits that they need; unknown cells blank; yes and no as 1 and 0."""
    with whole_file(path, what="the table", overwrite=True) as file:
        for number, block in enumerate(table.blocks()):
            plain = with_plain_cells(block)
            plain.to_csv(file, index=False, header=number == 0, lineterminator="\n")


def _write_parquet(table: ResultTable, path: Path) -> None:
    cannot = f"{path.name} cannot be written."
    do = "free space on its disk, or export it as CSV"
    with whole_path(path, what="the table", overwrite=True) as fresh:
        writer: pq.ParquetWriter | None = None
        with raised_as(StorageError, cannot, do=do, of=(pa.ArrowException,)):
            for block in table.blocks():
                if writer is None:
                    schema = _schema(block, table)
                    writer = pq.ParquetWriter(fresh, schema, compression="zstd")
                writer.write_table(pa.Table.from_pandas(block, schema=schema, preserve_index=False))
            if writer is not None:
                writer.close()


def _schema(block: pd.DataFrame, table: ResultTable) -> pa.Schema:
    """The type of each column, whatever the first rows happen to hold, with its unit."""
    fields = []
    found = pa.Schema.from_pandas(block, preserve_index=False)
    for name in block.columns:
        kind = pa.string() if is_text(block[name]) else found.field(str(name)).type
        about = {"unit": table.units.get(name, ""), "meaning": table.texts.get(name, "")}
        fields.append(pa.field(str(name), kind, metadata={k: v for k, v in about.items() if v}))
    return pa.schema(fields, metadata={"table": table.name})
