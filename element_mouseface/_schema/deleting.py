"""Delete rows with everything that was computed from them.

A prototype set is made from recordings, and scores of other recordings are made with
it.  DataJoint's own `delete` of such a recording ends in an error, because rows of a Part
(`PrototypeTask.Source`) would be deleted without their master. Here the masters are deleted with
them, after everything that will be deleted is listed.
"""

from __future__ import annotations

from typing import Any

import datajoint as dj

from ..errors import PipelineError
from ..linking.server import is_driver_error
from .activation import server_errors
from .rows import in_transaction

#: names of tables on the server
VIDEO_RECORDING, SCORE_TASK = "video_recording", "facial_expression_task"


def delete_with_dependents(rows: Any, *, prompt: bool = True) -> dict[str, int]:
    """Delete rows with everything that depends on them, in one transaction.

    Parameters
    ----------
    rows : restricted DataJoint table
        Of your pipeline or of this element: `Session & key`, `VideoRecording & key`,
        `EventSet & key`, `PrototypeTask & key`.
    prompt : bool
        Whether to ask first; what would be deleted is printed in any case.

    Returns
    -------
    dict
        Table -> number of deleted rows; empty if nothing was deleted.

    Raises
    ------
    PipelineError
        If the server refuses: this user lacks the rights, or tables that this user cannot
        see refer to the rows.

    Notes
    -----
    Files and folders stay: results on the disk are found again when the same recording
    is scored again.  `element_mouseface.recording.orphaned_folders` lists those that no row refers
    to.
    """
    with server_errors():
        try:
            diagram = dj.Diagram.cascade(rows, part_integrity="cascade")
            going = {table.full_table_name: n for table in diagram if (n := len(table))}
            _print_counts(going, diagram)
            if not going or (prompt and not _confirmed()):
                return {}
            with in_transaction(rows):
                for table in reversed(diagram):
                    table.delete_quick()
        except Exception as error:
            if not is_driver_error(error) or isinstance(error, dj.errors.LostConnectionError):
                raise
            raise PipelineError(
                f"The rows cannot be deleted: {error}",
                do="nothing was deleted. Ask a user who may delete in every schema that refers to "
                "them",
            ) from error
    return going


def _print_counts(going: dict[str, int], diagram: Any) -> None:
    if not going:
        print("Nothing to delete.")
        return
    print("These rows will be deleted:")
    for table, count in going.items():
        print(f"  {count:>8}  {table}")
    names = VIDEO_RECORDING, SCORE_TASK
    found = {name: [t for t in diagram if t.table_name == name] for name in names}
    for scores in found[SCORE_TASK]:
        for recordings in found[VIDEO_RECORDING]:
            others = dj.U(*recordings.primary_key) & (scores.proj() - recordings.proj())
            for key in others.keys():
                print(f"  with scores of another recording, by these prototypes: {key}")


def _confirmed() -> bool:
    return dj.utils.user_choice("Delete them?", default="no") == "yes"
