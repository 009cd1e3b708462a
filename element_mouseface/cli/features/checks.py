"""Checks of `mouseface features` before any long work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .source import inputs_of, pass_path, result_folder


def checked_out(args: argparse.Namespace) -> Path:
    """The path of the table, which may be written (PathError, ParameterError)."""
    from ...core.outputs import checked_folder
    from ...errors import ParameterError

    if args.out is None:
        raise ParameterError(
            "There is nothing to write.",
            expected="--out features.parquet, or features.csv for a spreadsheet",
        )
    inputs = inputs_of(args)
    out = checked_table(args, inputs)
    if result_folder(args.video) is None:
        checked_folder(pass_path(args), what="the pass", inputs=inputs)
    return out


def checked_table(args: argparse.Namespace, inputs: Sequence[str]) -> Path:
    """The path of --out, which may be written and is no input (PathError)."""
    from ...core.frame_features.format import checked_ending, description_path
    from ...core.outputs import checked_file

    out = Path(args.out)
    paths = [out, description_path(out)] if checked_ending(out) == ".csv" else [out]
    for path in paths:
        checked_file(path, what="the table of features", inputs=inputs, overwrite=args.overwrite)
    return out
