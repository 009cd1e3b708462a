"""The output folder of `mouseface behavior predict`: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PASS = "pass.zarr"
FIGURES = ("ethogram.png", "transitions.png")


def checked_out(args: argparse.Namespace, inputs: Iterable[Any]) -> Path:
    """Check the output folder: writable, without inputs, files of others and corrected labels.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_folder
    from ...core.results import prediction_folder as files
    from ..replacing import refuse_other_files

    out, given = Path(args.out), list(inputs)
    checked_folder(out, what="the prediction", inputs=given, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        files.TABLES,
        figures=FIGURES,
        inputs=given,
        overwrite=args.overwrite,
        as_written="a prediction as it was written",
        also="; labels that were corrected are kept by moving them elsewhere first",
    )
    return out
