"""The folder of `mouseface ratings`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FIGURES = ("agreement.png", "confusion.png")


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_folder
    from ...core.results import ratings_folder as files
    from ..replacing import refuse_other_files

    out = Path(args.out)
    inputs = [*args.ratings, *args.features, args.groups, args.params]
    checked_folder(out, what="the ratings", inputs=inputs, may_hold_inputs=True)
    rated = [files.ratings_name(k) for k in range(len(args.ratings))]
    tables = (files.AGREEMENT, files.SUMS, files.PREDICTIONS, files.METRICS, files.WEIGHTS)
    refuse_other_files(
        out,
        files.FOLDER,
        (*rated, *tables, *files.MODELS),
        figures=FIGURES,
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="ratings as they were written",
    )
    return out


def check_replaced(args: argparse.Namespace, out: Path, given: Any) -> None:
    """Refuse to replace what was found of other ratings, or other features (PathError)."""
    from ...core.results.ratings_folder import FOLDER
    from ..replacing import refuse_other_recording

    stated = FOLDER.stated(out)
    was = str(stated.get("given")) if stated else None
    refuse_other_recording(out, was, given.digest, "the ratings", overwrite=args.overwrite)


@contextmanager
def without_an_empty_folder(out: Path) -> Iterator[None]:
    """Remove the folder again if it was made for this run and nothing was written into it."""
    was_there = out.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            with suppress(OSError):
                out.rmdir()
        raise


def about(given: Any) -> dict[str, Any]:
    """What the report says of what was given."""
    tables = given.tables or ()
    return {
        "given": given.digest,
        "inputs": given.files,
        "features": [
            {"digest": table.digest, "kind": table.kind, "rows": len(table)} for table in tables
        ],
        "parameters": {"learning": given.learning.to_dict(), "model": given.params.to_dict()},
    }


def draw_figures(found: Any, out: Path) -> None:
    """Draw what there is, and remove figures of a former run.

    With one rater there is no confusion to draw, and without a model no agreement.
    """
    from ...errors import InputError
    from ...plots.ratings import rating_agreement_figure, rating_confusion_figure

    for name in FIGURES:
        (out / name).unlink(missing_ok=True)
    drawn = (
        (FIGURES[0], lambda path: rating_agreement_figure(found, path=path)),
        (FIGURES[1], lambda path: rating_confusion_figure(found.ratings, path=path)),
    )
    for name, draw in drawn:
        try:
            draw(out / name)
        except InputError:  # nothing to draw: the findings say why
            continue
