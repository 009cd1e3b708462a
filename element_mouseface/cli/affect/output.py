"""The output folder of `mouseface affect`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .given import inputs_of


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.affect import folder as files
    from ...core.outputs import checked_folder
    from ..replacing import refuse_other_files

    out, inputs = Path(args.out), inputs_of(args)
    checked_folder(out, what="the affect", inputs=inputs, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        files.FILES,
        figures=(files.FIGURE,),
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="a result of this command as it was written",
    )
    return out


def check_replaced(args: argparse.Namespace, out: Path, result: Any) -> None:
    """Refuse to replace what was measured of another recording (PathError)."""
    from ...core.affect.folder import FOLDER
    from ..replacing import refuse_other_recording

    about = FOLDER.stated(out).get("about")
    was = about.get("result_digest") if isinstance(about, dict) else None
    refuse_other_recording(
        out, was, result.digest, "arousal and valences", overwrite=args.overwrite
    )


def draw(affect: Any, out: Path, title: str) -> None:
    """Draw the figure into the folder."""
    from ...core.affect.folder import FIGURE
    from ...plots.affect import affect_figure

    affect_figure(affect, title=title, path=out / FIGURE)


def print_affect(affect: Any, out: Path, notes: list[str]) -> None:
    """Print what was found, and what was written."""
    from ...core.affect.folder import FIGURE, FILES
    from ...core.affect.words import told
    from ...core.outputs.reported import REPORT

    for line in told(affect):
        print(line)
    for note in (*notes, *affect.notes):
        print(f"note: {note}")
    print(f"\nwritten to {out}: {', '.join((*FILES, FIGURE, REPORT))}")
