"""The output folder of `mouseface angle`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from pathlib import Path

PASS, FIGURE = "pass.zarr", "angle.png"


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others; and the pass.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.face_angle import folder as files
    from ...core.outputs import checked_folder
    from ..features.source import result_folder
    from ..replacing import refuse_other_files
    from .given import inputs_of

    out, inputs = Path(args.out), inputs_of(args)
    checked_folder(out, what="the face angle", inputs=inputs, may_hold_inputs=True)
    if result_folder(args.video) is None:
        args.kept = args.kept or str(out / PASS)
        checked_folder(Path(args.kept), what="the pass", inputs=inputs)
    refuse_other_files(
        out,
        files.FOLDER,
        files.FILES,
        figures=(FIGURE,),
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="a face angle as it was written",
    )
    return out
