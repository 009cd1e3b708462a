"""What kind of file a label file is, by its content: its name decides nothing."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ....errors import LabelsError, UnsafeFileError, raised_as
from ....params.fields import parse_json
from ...inputs import TextTable, read_text, regular_file, split_table

_HDF5 = b"\x89HDF\r\n\x1a\n"
_HEAD_CHARACTERS = 1 << 16
KNOWN = (
    "labels of a known kind: DeepEthogram .csv or *_outputs.h5, BORIS (tabular, aggregated, "
    ".boris), intervals .csv, JABS .json, SimBA targets .csv, Bento .annot, ELAN .eaf"
)


@dataclass(frozen=True)
class Content:
    """A label file, opened.

    Attributes
    ----------
    path : Path
    kind : {'hdf5', 'json', 'xml', 'bento', 'table'}
    text : str
        Empty for HDF5.
    """

    path: Path
    kind: str
    text: str

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    def refused(self, what: str, **parts: str) -> LabelsError:
        """An error about this file; `what` follows its name."""
        return LabelsError(f"The label file {self.name!r} {what}", **parts)

    @cached_property
    def json(self) -> Any:
        """The value of JSON."""
        return parse_json(self.text, f"label file {self.name!r}", KNOWN, error=LabelsError)

    @cached_property
    def head(self) -> TextTable:
        """The cells of the first lines of a table: enough to tell what it is."""
        if len(self.text) <= _HEAD_CHARACTERS:
            return self.table
        end = self.text.rfind("\n", 0, _HEAD_CHARACTERS) + 1
        try:
            return split_table(self.text[: end or _HEAD_CHARACTERS])
        except csv.Error:  # in the middle of a cell
            return self.table

    @cached_property
    def table(self) -> TextTable:
        """The cells of a table."""
        what = f"The label file {self.name!r} cannot be read as a table."
        do = "close every quotation mark, and save it as 'CSV UTF-8'"
        with raised_as(LabelsError, what, expected=KNOWN, do=do, of=(csv.Error,)):
            return split_table(self.text)


def content_of(path: str | Path) -> Content:
    """Open a label file, and see what kind of file it is.

    Raises
    ------
    PathError
        If there is no such file.
    LabelsError
        If it is empty, or no text.
    UnsafeFileError
        If it is XML with declarations of its own, which can refer to other files.
    """
    path = regular_file(path, "label file", expected=KNOWN)
    with open(path, "rb") as file:
        head = file.read(len(_HDF5))
    if head == _HDF5:
        return Content(path, "hdf5", "")
    text = read_text(path, "label file", expected=KNOWN, error=LabelsError)
    if "\n" not in text:
        text = text.replace("\r", "\n")  # how the first Macs ended a line
    start = text.lstrip()
    if not start:
        raise LabelsError(
            f"The label file {path.name!r} is empty.",
            expected=KNOWN,
            got=f"{path.stat().st_size} bytes without a label",
            do="export it again; where nothing happened, the file still names the behaviors",
        )
    if start.startswith("<"):
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise UnsafeFileError(
                f"The label file {path.name!r} declares entities, which could read other files.",
                expected="an ELAN file, which has none",
                do="export it again from ELAN",
            )
        return Content(path, "xml", text)
    if start.startswith(("{", "[")):
        return Content(path, "json", text)
    if start[:40].casefold().startswith("bento annotation file"):
        return Content(path, "bento", text)
    return Content(path, "table", text)
