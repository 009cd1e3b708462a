"""The output folder of `mouseface units`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from pathlib import Path

PASS, FIGURE = "pass.zarr", "units.png"


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others; and the pass.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.action_units import folder as files
    from ...core.outputs import checked_file, checked_folder, is_our_picture
    from ...errors import PathError
    from ...params.fields import json_mapping
    from ..features.source import result_folder
    from .given import inputs_of

    out, inputs = Path(args.out), inputs_of(args)
    checked_folder(out, what="the action units", inputs=inputs, may_hold_inputs=True)
    if result_folder(args.video) is None:
        args.kept = args.kept or str(out / PASS)
        checked_folder(Path(args.kept), what="the pass", inputs=inputs)
    if not out.is_dir():
        return out
    written = (*files.FILES, FIGURE, files.REPORT, files.UNFINISHED)
    for name in written:
        checked_file(out / name, what=name, inputs=inputs, overwrite=True, try_writing=False)
    if args.overwrite or json_mapping(out / files.UNFINISHED).get("format") == files.FORMAT:
        return out
    there = [name for name in (*files.FILES, FIGURE, files.REPORT) if (out / name).exists()]
    ours = json_mapping(out / files.REPORT).get("format") == files.FORMAT
    kept = there if not ours else [name for name in files.changed_files(out) if name in there]
    kept += [FIGURE] if ours and FIGURE in there and not is_our_picture(out / FIGURE) else []
    if kept:
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, "
            + ("changed since it was written." if ours else "not written by this command."),
            expected="a free folder, or one with action units as they were written",
            do="give another folder, or --overwrite to replace them",
        )
    return out
