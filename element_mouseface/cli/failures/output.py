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
    from ...core.outputs import checked_folder
    from ..replacing import refuse_other_files

    out = Path(args.out)
    inputs = [args.result, args.features, args.params, args.images, args.times]
    inputs += [*(args.points or ()), *(args.video or ())]
    checked_folder(out, what="the study", inputs=inputs, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        files.TABLES,
        figures=FIGURES,
        others=(files.STACKS,),
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="a study as it was written",
    )
    return out


def check_replaced(args: argparse.Namespace, out: Path, given: Any) -> None:
    """Refuse to replace the study of another recording (PathError)."""
    from ...core.failures.folder import FOLDER
    from ..replacing import refuse_other_recording

    about = FOLDER.stated(out).get("about", {})
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
    from ...core.failures.folder import STACKS, TABLES
    from ...core.failures.words import told
    from ...core.outputs.reported import REPORT

    for line in told(study):
        print(line)
    for note in study.notes:
        print(f"note: {note}")
    names = (*TABLES, STACKS, *FIGURES, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")
