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
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...errors import PathError
    from ...params.fields import json_mapping

    out, inputs = Path(args.out), inputs_of(args)
    checked_folder(out, what="the affect", inputs=inputs, may_hold_inputs=True)
    if not out.is_dir():
        return out
    for name in (*files.FILES, files.FIGURE, files.REPORT, files.UNFINISHED):
        checked_file(out / name, what=name, inputs=inputs, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    names = (*files.FILES, files.FIGURE, files.REPORT)
    there = [name for name in names if (out / name).exists()]
    ours = json_mapping(out / files.REPORT).get("format") == files.FORMAT
    kept = [name for name in files.changed_files(out) if name in there] if ours else there
    if ours and files.FIGURE in there and not is_our_picture(out / files.FIGURE):
        kept.append(files.FIGURE)
    if kept:
        why = "changed since it was written." if ours else "not written by this command."
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, {why}",
            expected="a free folder, or one with a result of this command as it was written",
            do="give another folder, or --overwrite to replace them",
        )
    return out


def check_replaced(args: argparse.Namespace, out: Path, result: Any) -> None:
    """Refuse to replace what was measured of another recording (PathError)."""
    from ...core.affect.folder import FORMAT, REPORT
    from ...params.fields import json_mapping
    from ..replacing import refuse_other_recording

    stated = json_mapping(out / REPORT)
    about = stated.get("about") if stated.get("format") == FORMAT else None
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
    from ...core.affect.folder import FIGURE, FILES, REPORT
    from ...core.affect.words import told

    for line in told(affect):
        print(line)
    for note in (*notes, *affect.notes):
        print(f"note: {note}")
    print(f"\nwritten to {out}: {', '.join((*FILES, FIGURE, REPORT))}")
