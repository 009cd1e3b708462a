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
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...core.results import ratings_folder as files
    from ...errors import PathError
    from ...params.fields import json_mapping

    out = Path(args.out)
    inputs = [*args.ratings, *args.features, args.groups, args.params]
    checked_folder(out, what="the ratings", inputs=inputs, may_hold_inputs=True)
    if not out.is_dir():
        return out
    rated = [files.ratings_name(k) for k in range(len(args.ratings))]
    tables = (files.AGREEMENT, files.SUMS, files.PREDICTIONS, files.METRICS, files.WEIGHTS)
    written = (*rated, *tables, *files.MODELS, *FIGURES, files.REPORT, files.UNFINISHED)
    for name in written:
        checked_file(out / name, what=name, inputs=inputs, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    there = [name for name in written if (out / name).exists()]
    stated = json_mapping(out / files.REPORT)
    ours = stated.get("format") == files.FORMAT
    kept = [name for name in FIGURES if name in there and not is_our_picture(out / name)]
    own = (
        set(stated.get("files", {})) | {files.REPORT, files.UNFINISHED, *FIGURES} if ours else set()
    )
    kept += [name for name in there if name not in own]
    kept += [name for name in files.changed_files(out) if name in there] if ours else []
    if kept:
        raise PathError(
            f"{str(out)!r} holds {', '.join(dict.fromkeys(kept))}, "
            + ("changed since it was written." if ours else "not written by this command."),
            expected="a free folder, or one with ratings as they were written",
            do="give another folder, or --overwrite to replace them",
        )
    return out


def check_replaced(args: argparse.Namespace, out: Path, given: Any) -> None:
    """Refuse to replace what was found of other ratings, or other features (PathError)."""
    from ...core.results.ratings_folder import FORMAT, REPORT
    from ...params.fields import json_mapping
    from ..replacing import refuse_other_recording

    stated = json_mapping(out / REPORT)
    was = str(stated.get("given")) if stated.get("format") == FORMAT else None
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
