"""Folders of files with a report, which is written last and has the checksum of every file.

The report marks a folder that is complete; a file that was edited afterwards is found by its
checksum.  While files are being written, `unfinished.json` is there: a run that was stopped then is
known as ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import ResultChangedError, ResultError
from ...params.fields import Fields, json_mapping, short_repr
from ..inputs import sha256_of
from .tables import write_report

REPORT, UNFINISHED = "report.json", "unfinished.json"


@dataclass(frozen=True)
class ReportedFolder:
    """The kind of folder that a command writes.

    Parameters
    ----------
    format : str
        Name and version, in each report.
    holds : str
        What is in it: 'action units'.
    command : str
        That writes it: 'mouseface units'.
    do : str
        What to do where it cannot be read.
    entry : str
        Of the report, which has the checksums by name.
    """

    format: str
    holds: str
    command: str
    do: str
    entry: str = "files"

    def begin(self, folder: Path, former: Iterable[str] = ()) -> None:
        """Mark a folder before its files are written, and remove what is there of a former run.

        Parameters
        ----------
        folder : Path
        former : iterable of str
            Files to remove.  The report always is: it would stand for a mixture of files.
        """
        write_report(folder / UNFINISHED, {"format": self.format}, overwrite=True)
        for name in (REPORT, *former):
            (folder / name).unlink(missing_ok=True)

    def finish(self, folder: Path, content: dict[str, Any], names: Iterable[str]) -> None:
        """Write the report: its content, and the checksums of those of the files that are there."""
        there = [name for name in names if (folder / name).is_file()]
        sums = {name: sha256_of(folder / name) for name in there}
        said = {"format": self.format, "version": __version__, **content, self.entry: sums}
        write_report(folder / REPORT, said, overwrite=True)
        (folder / UNFINISHED).unlink(missing_ok=True)

    def is_unfinished(self, folder: Path) -> bool:
        """Whether a run of the command was stopped there."""
        return json_mapping(folder / UNFINISHED).get("format") == self.format

    def stated(self, folder: Path) -> dict[str, Any]:
        """The report; empty if there is none of this kind."""
        found = json_mapping(folder / REPORT)
        return found if found.get("format") == self.format else {}

    def report(self, folder: Path) -> dict[str, Any]:
        """The report (ResultError if the folder is no such one)."""
        if found := self.stated(folder):
            return found
        raise ResultError(
            f"{str(folder)[:200]} holds no {self.holds}.",
            expected=f"a folder of `{self.command}`, with {REPORT} of format {self.format}",
            got="a run that was stopped" if os.path.exists(folder / UNFINISHED) else "none",
            do=self.do,
        )

    def changed(
        self, folder: Path, names: Sequence[str] | None = None, optional: Sequence[str] = ()
    ) -> list[str]:
        """Files that are not as the report says, or are gone.

        Parameters
        ----------
        folder : Path
        names : sequence of str, optional
            Which are looked at; those of the report if it is None.
        optional : sequence of str
            Those that a report need not have.
        """
        sums = json_mapping(folder / REPORT).get(self.entry)
        sums = sums if isinstance(sums, dict) else {}
        return [
            name
            for name in (sums if names is None else names)
            if (name in sums or name not in optional)
            and (not (folder / name).is_file() or sha256_of(folder / name) != sums.get(name))
        ]

    def altered(self, what: str) -> ResultChangedError:
        """The error of a file that is not what was written: 'units.csv in FOLDER'."""
        return ResultChangedError(
            f"{what} is not what was written.",
            expected=f"the bytes that `{self.command}` wrote",
            got="a file that was edited, saved by a spreadsheet, or is gone",
            do=self.do,
        )

    def other_digest(self, what: str, stated: Any, found: str) -> ResultChangedError:
        """The error of arrays that are not those of their report: 'ARRAYS in FOLDER is'."""
        return ResultChangedError(
            f"{what} not that of its report.",
            expected=f"digest {str(stated)[:12]}",
            got=f"digest {found[:12]}",
            do=self.do,
        )

    def fields(self, folder: Path, report: dict[str, Any]) -> Fields:
        """The entries of a report, each checked when it is taken (ResultError)."""

        def refused(name: str, expected: str, got: Any) -> ResultError:
            return ResultError(
                f"{REPORT} in {folder} cannot be used.",
                expected=f"{name}: {expected}",
                got=got if isinstance(got, str) else short_repr(got),
                do=self.do,
            )

        return Fields(report, refused)
