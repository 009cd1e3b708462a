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
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...core.population import folder as files
    from ...errors import PathError
    from ...params.fields import json_mapping

    out = Path(args.out)
    inputs = [*args.recordings, args.rows, args.groups, args.params]
    checked_folder(out, what="the population", inputs=inputs, may_hold_inputs=True)
    if not out.is_dir():
        return out
    written = (*files.TABLES, files.ARRAYS, FIGURE, files.REPORT, files.UNFINISHED)
    for name in written:
        checked_file(out / name, what=name, inputs=inputs, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    there = [name for name in written if (out / name).exists()]
    ours = json_mapping(out / files.REPORT).get("format") == files.FORMAT
    kept = there
    if ours:
        kept = [name for name in files.changed_tables(out) if name in there]
        kept += [FIGURE] * (FIGURE in there and not is_our_picture(out / FIGURE))
    if kept:
        how = "changed since it was written." if ours else "not written by this command."
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, {how}",
            expected="a free folder, or one with a population as it was written",
            do="give another folder, or --overwrite to replace them",
        )
    return out


def check_replaced(args: argparse.Namespace, out: Path, about: dict[str, Any]) -> None:
    """Refuse to replace what was computed of other mice or rows (PathError)."""
    from ...core.population.folder import FORMAT, REPORT
    from ...params import content_hash
    from ...params.fields import json_mapping
    from ..replacing import refuse_other_recording

    stated = json_mapping(out / REPORT)
    was = None
    if stated.get("format") == FORMAT:
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
    from ...core.population.folder import ARRAYS, REPORT, TABLES
    from ...core.population.words import told

    for line in told(found):
        print(line)
    names = (*TABLES, ARRAYS, FIGURE, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")
