"""The pass over each movie that a classifier sees, made where none is there, and kept."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..options import open_from, progress_bar


def reader_of(video: Path, args: argparse.Namespace) -> Any:
    """The reader of one movie, for what `add_reading_options` parsed."""
    return open_from(argparse.Namespace(**{**vars(args), "video": [str(video)]}))


@contextmanager
def of_line(line: int, table: str) -> Iterator[None]:
    """Say of which row an error is."""
    from ...errors import MouseFaceError

    try:
        yield
    except MouseFaceError as error:
        what = f"Line {line} of {table}: {error.what}"
        raise type(error)(what, expected=error.expected, got=error.got, do=error.do) from error


def make_pass(
    reader: Any,
    folder: Path,
    args: argparse.Namespace,
    made_with: tuple[Any, Any],
    label: str,
    client: Any = None,
) -> Any:
    """The result of a pass (`Result`), which is computed where it is not there.

    Parameters
    ----------
    reader : video reader
    folder : Path
        Of the result; one that a killed run began is resumed.
    args : argparse.Namespace
        With `workers`.
    made_with : (HOGParams, Crop)
    label : str
        Beside the progress bar.
    client : distributed.Client, optional
        On whose workers the pass runs.

    Raises
    ------
    ResultMismatchError
        If another result is there.
    """
    from ...core.extraction import extract

    with progress_bar(label) as progress:
        return extract(
            reader, folder, *made_with, workers=args.workers, scheduler=client, progress=progress
        )


def picture_of(reader: Any, box: tuple[slice, slice]) -> Callable[[int], Any]:
    """A function that gives a frame's gray picture within a box, (y, x) uint8."""

    def picture(frame: int) -> Any:
        ((_, luma),) = reader.read_luma(frame, frame + 1)
        return luma[box].copy()

    return picture


def frames_of(result: Any, reader: Any, row: Any, name: str) -> Any:
    """A recording for training or prediction (`FrameSource`), with its points and signals.

    Parameters
    ----------
    result : Result
    reader : video reader
        Of the same movie.
    row : object with `keypoints` and `signals`
        Paths or None.
    name : str
    """
    from ...core.behavior.features import open_frames
    from ...core.keypoints import load_keypoints
    from ...core.results.motion import read_signals

    info, keypoints = reader.info, None
    if row.keypoints is not None:
        files = [Path(file.path).name for file in info.files]
        keypoints = load_keypoints(
            row.keypoints,
            n_frames=info.n_frames,
            frame_px=(info.height_px, info.width_px),
            recording_files=files,
        )
    signals = read_signals(None if row.signals is None else str(row.signals))
    return open_frames(result.path, keypoints=keypoints, signals=signals, name=name)


def pass_params(classifier: Any) -> tuple[Any, Any]:
    """Cells and crop of the passes that a classifier was trained on (`HOGParams`, `Crop`)."""
    from ...params import Crop, HOGParams

    made = classifier.features.made_with
    return HOGParams.from_dict(made["cells"]), Crop.from_dict(made["crop"])


def title_of(reader: Any) -> str:
    """The name of a movie's file."""
    files = reader.info.files
    return Path(files[0].path).name if files else "movie"
