"""What `mouseface population` writes and prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

FIGURE = "population.png"


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_folder
    from ...core.population import folder as files
    from ..replacing import refuse_other_files

    out = Path(args.out)
    inputs = [*args.recordings, args.rows, args.groups, args.params]
    checked_folder(out, what="the population", inputs=inputs, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        files.TABLES,
        figures=(FIGURE,),
        others=(files.ARRAYS,),
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="a population as it was written",
    )
    return out


def check_replaced(args: argparse.Namespace, out: Path, about: dict[str, Any]) -> None:
    """Refuse to replace what was computed of other mice or rows (PathError)."""
    from ...core.population.folder import FOLDER
    from ...params import content_hash
    from ..replacing import refuse_other_recording

    stated, was = FOLDER.stated(out), None
    if stated:
        was = content_hash(inputs_of(stated.get("about", {})))
    refuse_other_recording(
        out, was, content_hash(inputs_of(about)), "the population", overwrite=args.overwrite
    )


def inputs_of(about: dict[str, Any]) -> Any:
    """What tells one set of mice from another: its recordings, or its file of rows."""
    recordings = about.get("recordings")
    if recordings:
        return sorted(str(one.get("digest")) for one in recordings)
    rows = about.get("rows", {})
    return [rows.get("file"), rows.get("tables"), rows.get("recordings")]


def draw_figure(found: Any, out: Path, title: str) -> None:
    """Draw what there is; a figure of a former population is removed where there is nothing."""
    from ...core.outputs import is_our_picture
    from ...plots.population import population_figure

    if found.pictures or found.model is not None or found.power is not None:
        population_figure(found, title=title, path=out / FIGURE)
    elif (out / FIGURE).exists() and is_our_picture(out / FIGURE):
        (out / FIGURE).unlink()


def print_population(found: Any, out: Path) -> None:
    """Print what was found, and what was written."""
    from ...core.outputs.reported import REPORT
    from ...core.population.folder import ARRAYS, TABLES
    from ...core.population.words import told

    for line in told(found):
        print(line)
    names = (*TABLES, ARRAYS, FIGURE, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")
