"""The folder of a model of named features: what is in it, and whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...params.fields import json_mapping


def checked_out(args: argparse.Namespace, inputs: Iterable[Any]) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_file, checked_folder
    from ...core.results.explanation_files import EXPLANATIONS
    from ...core.results.model_folder import MODEL, REPORT, TABLES, UNFINISHED
    from .figures import FIGURES

    out, given = Path(args.out), list(inputs)
    checked_folder(out, what="the model", inputs=given, may_hold_inputs=True)
    written = (MODEL, *TABLES, *EXPLANATIONS, *FIGURES, REPORT, UNFINISHED)
    for name in written if out.is_dir() else ():
        # whether what is there may be replaced shows once it is known what it was trained on
        checked_file(out / name, what=name, inputs=given, overwrite=True, try_writing=False)
    return out


def check_replacing(out: Path, asked_for: str, overwrite: bool) -> bool:
    """Whether the folder holds the model that is asked for; refused if it holds another.

    Raises
    ------
    PathError
        If something else is there, and `overwrite` is False.
    """
    from ...core.results.explanation_files import EXPLANATIONS
    from ...core.results.model_folder import FORMAT, MODEL, REPORT, TABLES, UNFINISHED
    from ...errors import PathError
    from .figures import FIGURES

    report = json_mapping(out / REPORT)
    if report.get("format") == FORMAT and report.get("asked_for") == asked_for:
        return (out / MODEL).is_file()
    written = (MODEL, *TABLES, *EXPLANATIONS, *FIGURES, REPORT)
    there = [name for name in written if (out / name).exists()]
    # the report is written last: without one a run was killed, and what it left can be made again
    unfinished = json_mapping(out / UNFINISHED).get("format") == FORMAT
    if there and not overwrite and not unfinished:
        raise PathError(
            f"{str(out)!r} holds {', '.join(there)}, which this training would replace.",
            expected="a free folder, or one with a model of the same features, labels and "
            "parameters",
            do="give another folder, or --overwrite to replace it: predictions made with it say "
            "which model they are of",
        )
    return False


def open_model(path: str | Path) -> Any:
    """The model of a folder, or of the file in it (`FrameModel`).

    Raises
    ------
    PathError
        If there is none.
    ResultError
        If it is damaged, was changed, or something else.
    """
    from ...core.frame_models import load_model
    from ...core.results.model_folder import MODEL, UNFINISHED
    from ...errors import PathError

    path = Path(path)
    if not path.is_dir():
        return load_model(path)
    if not (path / MODEL).is_file():
        raise PathError(
            f"The folder {str(path)!r} holds no model of named features.",
            expected=f"{MODEL}, as `mouseface model train` writes it",
            got="a training that was stopped" if (path / UNFINISHED).exists() else "none",
            do="train one, or give its folder",
        )
    return load_model(path / MODEL)
