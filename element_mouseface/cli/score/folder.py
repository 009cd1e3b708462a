"""The output folder of `mouseface score`: ownership, and a lock for one run at a time."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from ...core.results.names import UNFINISHED, WRITTEN
from ...params.fields import json_mapping
from ..options import crop_file, video_inputs


def checked_out(args: argparse.Namespace, prototypes: Iterable[Path]) -> Path:
    """Check the output folder: writable, without inputs and foreign files.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_file, checked_folder
    from ...errors import PathError

    out = Path(args.out)
    given = [*video_inputs(args), args.events, args.params, crop_file(args)]
    given += [args.clock, args.clock_counter]
    checked_folder(out, what="the scores", inputs=given, may_hold_inputs=True)
    given += [args.signals, args.regions, *prototypes]
    for name in (*WRITTEN, UNFINISHED) if out.is_dir() else ():
        checked_file(out / name, what=name, inputs=given, overwrite=True, try_writing=False)
    foreign = _not_ours(out)
    if foreign and not args.overwrite:
        raise PathError(
            f"{str(out)!r} holds {', '.join(foreign)}, not written by `mouseface score`.",
            do="give another folder, or --overwrite to replace them",
        )
    return out


def is_finished(out: Path, job_hash: str) -> bool:
    """Whether a run with the same arguments has finished in the folder."""
    # The report is written last; the other files are checked when they are read.
    return json_mapping(out / "report.json").get("asked_for") == job_hash


def _not_ours(out: Path) -> list[str]:
    """Files with names of outputs that no run of this package wrote."""
    from ...core.outputs import is_our_picture

    there = [name for name in WRITTEN if (out / name).exists()]
    if not any(_is_report(out / name) for name in ("report.json", UNFINISHED)):
        return there
    # The folder is ours; each picture has its own mark.
    return [name for name in there if name.endswith(".png") and not is_our_picture(out / name)]


def _is_report(path: Path) -> bool:
    return str(json_mapping(path).get("format", "")).startswith("element_mouseface.score/")
