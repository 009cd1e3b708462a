"""The output folder of `mouseface behavior predict`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...params.fields import json_mapping

PASS = "pass.zarr"
FIGURES = ("ethogram.png", "transitions.png")


def checked_out(args: argparse.Namespace, inputs: Iterable[Any]) -> Path:
    """Check the output folder: writable, without inputs, files of others and corrected labels.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...core.results import prediction_folder as files
    from ...errors import PathError

    out, given = Path(args.out), list(inputs)
    checked_folder(out, what="the prediction", inputs=given, may_hold_inputs=True)
    if not out.is_dir():
        return out
    written = (*files.TABLES, *FIGURES, files.REPORT, files.UNFINISHED)
    for name in written:
        checked_file(out / name, what=name, inputs=given, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    there = [name for name in (*files.TABLES, *FIGURES, files.REPORT) if (out / name).exists()]
    ours = json_mapping(out / files.REPORT).get("format") == files.FORMAT
    kept = [name for name in FIGURES if name in there and not is_our_picture(out / name)]
    if ours:
        kept += [name for name in files.changed_tables(out) if name in there]
    else:
        kept = there
    if kept:
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, "
            + ("changed since it was written." if ours else "not written by this command."),
            expected="a free folder, or one with a prediction as it was written",
            do="give another folder, or --overwrite to replace them; labels that were corrected "
            "are kept by moving them elsewhere first",
        )
    return out
