"""The pass that features are computed from: one that is there, or one over the movie."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..options import color_notes, crop_file, crop_from, open_from, progress_bar

#: where other commands keep their pass
_PASSES = ("descriptors.zarr", "pass.zarr")
#: options that say how a movie is read and passed over
_OF_MOVIES = (
    *("fps", "times", "times_unit", "times_column", "white_level", "orientation"),
    *("accept_truncated", "allow_repeats", "crop", "mask", "kept", "color", "color_matrix"),
)


def result_folder(given: list[str]) -> Path | None:
    """The result folder that was given in place of a movie; None if it is a movie.

    A folder that `mouseface score` or `mouseface signals` wrote stands for the pass in it.
    """
    if len(given) != 1:
        return None
    path = Path(given[0])
    for name in _PASSES:
        if (path / name / "zarr.json").is_file():
            return path / name
    named_so = path.suffix in (".zarr", ".partial") and not path.is_file()
    return path if named_so or (path / "zarr.json").is_file() else None


def pass_path(args: argparse.Namespace) -> Path:
    """Where the pass over a movie is kept: --pass, or beside the table."""
    return Path(args.kept) if args.kept else Path(args.out).with_suffix(".zarr")


def inputs_of(args: argparse.Namespace) -> list[str]:
    """All files and folders that the command reads."""
    given = [args.times, args.regions, args.signals, args.basis, args.params, args.mapping]
    return [path for path in (*args.video, *given, *(args.points or ()), crop_file(args)) if path]


def open_source(
    args: argparse.Namespace, check: Callable[[Any, Any], None]
) -> tuple[Any, Any, list[str]]:
    """The result (`Result`), what is known of its movie, and notes.

    Parameters
    ----------
    args : argparse.Namespace
    check : callable(info, crop)
        Called with a movie before the pass over it, which takes long.

    Raises
    ------
    ParameterError
        If an option for movies is given with a result.
    """
    from ...core.extraction import extract
    from ...core.store import open_result

    folder = result_folder(args.video)
    if folder is not None:
        _refuse_options_of_movies(args)
        result = open_result(folder)
        return result, info_of(result), []
    crop = crop_from(args)
    reader = open_from(args)
    check(reader.info, crop)
    with progress_bar("pass") as progress:
        result = extract(
            reader,
            pass_path(args),
            crop=crop,
            color=args.color,
            color_matrix=args.color_matrix,
            workers=args.workers,
            progress=progress,
        )
    return result, reader.info, [*reader.info.notes, *color_notes(args, result)]


def points_of(args: argparse.Namespace, info: Any) -> Any:
    """The tracked points of --keypoints (`Keypoints`), or None."""
    from ..points import points_from

    if not args.points:
        return None
    video = args.video
    if result_folder(video) is not None:  # whose own name says nothing of images
        video = [file.path for file in info.files]
    given = argparse.Namespace(**{**vars(args), "video": video})
    return points_from(given, SimpleNamespace(info=info))


def info_of(result: Any) -> Any:
    """What is known of a result's movie, as of a reader."""
    files = [SimpleNamespace(**file) for file in result.info.get("files") or ()]
    height, width = result.frame_px
    return SimpleNamespace(
        files=files, n_frames=result.n_frames, height_px=height, width_px=width, notes=[]
    )


def _refuse_options_of_movies(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    given = [name for name in _OF_MOVIES if getattr(args, name) not in (None, False, [])]
    if given:
        options = ["pass" if name == "kept" else name.replace("_", "-") for name in given]
        raise ParameterError(
            f"--{', --'.join(options)} cannot be used with a result folder.",
            expected="these options with a movie, before a pass over it",
            do="leave them out, or give the movie",
        )
