"""What `mouseface failures` writes and prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

FIGURES = ("stacks.png", "causes.png", "attributions.png")


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.failures import folder as files
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...errors import PathError
    from ...params.fields import json_mapping

    out = Path(args.out)
    inputs = [args.result, args.features, args.params, args.images, args.times]
    inputs += [*(args.points or ()), *(args.video or ())]
    checked_folder(out, what="the study", inputs=inputs, may_hold_inputs=True)
    if not out.is_dir():
        return out
    written = (*files.TABLES, files.STACKS, *FIGURES, files.REPORT, files.UNFINISHED)
    for name in written:
        checked_file(out / name, what=name, inputs=inputs, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    there = [name for name in written if (out / name).exists()]
    stated = json_mapping(out / files.REPORT)
    kept = [name for name in FIGURES if name in there and not is_our_picture(out / name)]
    if stated.get("format") == files.FORMAT:
        kept += [name for name in files.changed_tables(out) if name in there]
    else:
        kept = there
    if kept:
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, "
            + (
                "changed since it was written."
                if stated.get("format") == files.FORMAT
                else "not written by this command."
            ),
            expected="a free folder, or one with a study as it was written",
            do="give another folder, or --overwrite to replace them",
        )
    return out


def check_replaced(args: argparse.Namespace, out: Path, given: Any) -> None:
    """Refuse to replace the study of another recording (PathError)."""
    from ...core.failures.folder import FORMAT, REPORT
    from ...params.fields import json_mapping
    from ..replacing import refuse_other_recording

    stated = json_mapping(out / REPORT)
    about = stated.get("about", {}) if stated.get("format") == FORMAT else {}
    source, of = ("features", given.table) if given.result is None else ("result", given.result)
    was = about.get(source, {}).get("digest") if about else None
    if about and was is None:
        was = "of another kind"
    refuse_other_recording(out, was, of.digest, "the study", overwrite=args.overwrite)


def draw_figures(study: Any, out: Path, title: str) -> None:
    """Draw what the study has, and remove figures of a former one that it has not."""
    from ...core.outputs import is_our_picture
    from ...plots.failure_attributions import failure_attributions_figure
    from ...plots.failure_causes import failure_causes_figure
    from ...plots.failure_stacks import failure_stacks_figure

    fitted = study.model is not None and study.model.state == "fitted"
    drawn = (
        (FIGURES[0], failure_stacks_figure, study.stacks is not None),
        (FIGURES[1], failure_causes_figure, bool(study.causes)),
        (FIGURES[2], failure_attributions_figure, fitted),
    )
    for name, draw, there in drawn:
        if there:
            draw(study, title=title, path=out / name)
        elif (out / name).exists() and is_our_picture(out / name):
            (out / name).unlink()


def print_study(study: Any, out: Path) -> None:
    """Print what was found, and what was written."""
    from ...core.failures.folder import REPORT, STACKS, TABLES
    from ...core.failures.words import told

    for line in told(study):
        print(line)
    for note in study.notes:
        print(f"note: {note}")
    names = (*TABLES, STACKS, *FIGURES, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")
