"""Deleting rows together with everything that was made from them.

A prototype set is made from recordings, and scores of other recordings are made with
it.  DataJoint's own `delete` of such a recording ends in an error: rows of a Part
(`PrototypeTask.Source`) would go without their master.  Here the masters go with them,
and what that takes along is said first.
"""

from __future__ import annotations

from typing import Any

import datajoint as dj

from ._activation import server_errors
from ._server import is_driver_error
from .errors import PipelineError

__all__ = ["delete_with_dependents"]


def delete_with_dependents(rows: Any, *, prompt: bool = True) -> dict[str, int]:
    """Delete rows with all that depends on them, in one transaction: all of it or nothing.

    Parameters
    ----------
    rows : restricted DataJoint table
        Of your pipeline or of this element: `Session & key`, `VideoRecording & key`,
        `EventSet & key`, `PrototypeTask & key`.
    prompt : bool
        Whether to ask before it is final; what would go is printed in any case.

    Returns
    -------
    dict
        Table -> number of rows that are gone; empty where nothing was deleted.

    Raises
    ------
    PipelineError
        If the server refuses: the rights are lacking, or tables that are not visible
        to this user refer to the rows.

    Notes
    -----
    Files and folders stay: results on the disk are found again when the same recording
    is scored again.  `element_mouseface.linking.orphaned_folders` lists those that no
    row names any more.
    """
    with server_errors():
        try:
            going = _counts(rows, "cascade")
            _tell(going, _counts(rows, "ignore"))
            if not going or (prompt and not _confirmed()):
                return {}
            rows.delete(prompt=False, part_integrity="cascade")
        except Exception as error:
            if not is_driver_error(error) or isinstance(error, dj.errors.LostConnectionError):
                raise
            raise PipelineError(
                f"The rows cannot be deleted: {error}",
                do="nothing was deleted. Ask whoever may delete in all schemas that refer to them",
            ) from error
    return going


def _counts(rows: Any, part_integrity: str) -> dict[str, int]:
    """How many rows of which table would go, parents first."""
    diagram = dj.Diagram.cascade(rows, part_integrity=part_integrity)
    return {table.full_table_name: n for table in diagram if (n := len(table))}


def _tell(going: dict[str, int], own: dict[str, int]) -> None:
    if not going:
        print("Nothing to delete.")
        return
    print("These rows go:")
    for table, count in going.items():
        more = count - own.get(table, 0)
        print(f"  {count:>8}  {table}" + (f"  ({more} with their prototypes)" if more else ""))


def _confirmed() -> bool:
    return dj.utils.user_choice("Delete them?", default="no") == "yes"
