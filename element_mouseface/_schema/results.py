"""Result folders for the descriptor tables: compute, verify, open, describe.

A folder lies under the processed folder and is named by the video's content, the
crop and what decides the stored cells (`_passes`).  Parameter sets that differ in
their blocks only share one folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ..core.extraction.descriptors import open_descriptors
from ..core.extraction.published_zarr import open_published
from ..core.features.quality import FrameFlag
from ..core.store import Result, open_result
from ..errors import PathError, ResultError, ResultMismatchError
from ..linking import Link
from ..params import Crop, HOGParams
from .passes import cells_only, repair_pass, run_pass
from .rows import summary

MOUSEFACE, DASK_FACES = "mouseface", "dask_faces"

Row = dict[str, Any]


def inside(link: Link, relative: str, *, must_exist: bool = True) -> Path:
    """The absolute path of a table's path, which is relative to the processed folder.

    Raises
    ------
    PathError
        If it is absolute, leaves the processed folder, or does not exist.
    """
    root = link.processed_dir(writable=False)
    path = (root / relative).resolve()
    if not relative or PurePosixPath(relative).is_absolute() or not path.is_relative_to(root):
        raise PathError(
            f"{relative!r} is not inside the processed folder.",
            expected=f"a path relative to {root}, forward slashes",
        )
    if must_exist and not path.exists():
        raise PathError(f"There is no {relative!r} in the processed folder.", got=str(path))
    return path


def still_there(link: Link, relative: str, table: str, *, more: str = "") -> Path:
    """The absolute path of a row's result; ResultError if it is gone.

    Parameters
    ----------
    link : Link
    relative : str
        The row's path.
    table : str
        The row's table, for the message.
    more : str
        Appended to the advice.
    """
    path = inside(link, relative, must_exist=False)
    if not path.exists():
        raise ResultError(
            f"The result {relative!r} is gone from the processed folder.",
            expected=str(path),
            do=f"put it back, or delete this row of {table} and populate again{more}",
        )
    return path


def same_digest(found: str, inserted: str, relative: str, table: str) -> None:
    """Raise a ResultMismatchError if a row's result is not the one that was inserted."""
    if found != inserted:
        raise ResultMismatchError(
            f"The result {relative!r} is not the one that was inserted.",
            expected=f"digest {inserted}",
            got=found,
            do=f"put the old one back, or delete this row of {table} and populate again",
        )


def trigger(
    request: Row, link: Link, reader: Any, *, scheduler=None, workers=None, also=()
) -> tuple:
    """Compute the result of a recording, or reuse the existing one.

    Parameters
    ----------
    request : dict
        From `HOGProcessing.make_fetch`.
    link : Link
    reader : VideoReader
    scheduler, workers
        As `core.extract` takes them.
    also : sequence of FrameExtractor
        Outputs that a new pass should have for other tables.

    Returns
    -------
    row, quality, flags : dict, list of dict, list of dict
        Columns of `HOGProcessing` and rows of its Parts.
    """
    params, crop = HOGParams.from_dict(request["params"]), Crop.from_dict(request["crop"])
    rows, columns = crop.box(*request["shape"][1:])
    params.grid(rows.stop - rows.start, columns.stop - columns.start)
    where = {"scheduler": scheduler, "workers": workers}
    result, relative = run_pass(link, reader, params, crop, also=also, **where)
    _check_result(result, request)
    return _described(result, params, relative)


def load(request: Row, link: Link, reader: Any) -> tuple:
    """Verify a result that was computed elsewhere, and describe it; see `trigger`.

    A result of this package holds its video's checksums and its arrays' hashes. The published
    program recorded neither video, crop nor parameters, so some frames are computed from the video
    and compared.

    Raises
    ------
    PathError
        If there is no such path in the processed folder.
    ResultError
        If it is not a result, or is damaged.
    ResultMismatchError
        If it was made from another video, crop or parameters.
    """
    relative = request["load_path"]
    if not relative:
        raise PathError(
            "The task loads a result but names none.",
            expected="load_path relative to the processed folder",
            do="insert HOGTask with load_path, or with task_mode 'trigger'",
        )
    path = inside(link, relative)
    params = HOGParams.from_dict(request["params"])
    relative = PurePosixPath(relative).as_posix()
    if _is_published(path):
        return _load_published(path, params, Crop.from_dict(request["crop"]), reader, relative)
    result = open_result(path)
    _check_result(result, request)
    result.verify()
    return _described(result, params, relative)


def open_existing(link: Link, row: Row, params: HOGParams, crop_px: tuple[int, int]) -> Any:
    """The descriptors of a `HOGProcessing` row, as an array-like (frames, numbers).

    Parameters
    ----------
    link : Link
    row : dict
        Of HOGProcessing.
    params : HOGParams
    crop_px : (int, int)
        Height and width of the crop.

    Raises
    ------
    ResultError
        If the folder is gone.
    ResultMismatchError
        If it is not the one that was inserted.
    """
    path = _folder(link, row)
    if row["result_format"] == DASK_FACES:
        # its digest is over all rows, and was checked once, when the row was inserted
        return open_published(path, params, n_frames=row["hog_n_frames"], crop_px=crop_px)
    found = open_descriptors(
        path, block_norm=params.block_norm, cells_per_block=params.cells_per_block
    )
    _check_digest(found.digest, row)
    return found


def result_of(link: Link, row: Row) -> Result:
    """The result folder of a `HOGProcessing` row; errors as `open_existing`."""
    _refuse_published(row, "stored descriptors only: it has no quality traces and no thumbnails")
    result = open_result(_folder(link, row))
    _check_digest(result.digest, row)
    return result


def repair(link: Link, row: Row, reader: Any, params: HOGParams, crop: Crop, **where) -> list[str]:
    """Recompute what is damaged or missing in a row's folder; returns sentences about it.

    Parameters
    ----------
    link : Link
    row : dict
        Of HOGProcessing.
    reader : VideoReader
    params : HOGParams
    crop : Crop
    where
        `scheduler` and `workers`, as `core.extract` takes them.

    Raises
    ------
    ResultError
        If it cannot be repaired to the digest of the row.
    """
    _refuse_published(row, "stored no hashes, so its results cannot be repaired")
    result = repair_pass(reader, _folder(link, row), params, crop, **where)
    _check_digest(result.digest, row)
    return list(result.repaired)


def _refuse_published(row: Row, why: str) -> None:
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            f"The published program {why}.",
            do="compute the recording here, with task_mode 'trigger'",
        )


def _is_published(path: Path) -> bool:
    """Whether it is in Zarr format 2, as the published program wrote; ours is in format 3."""
    return any(any(path.glob(name)) for name in (".zarray", "*/.zarray", "*/*/.zarray"))


def _load_published(path: Path, params: HOGParams, crop: Crop, reader: Any, relative: str) -> tuple:
    if crop.masks:
        raise ResultMismatchError(
            "The published program had no masks, and this crop has some.",
            do="load it with a crop without masks, or compute it with task_mode 'trigger'",
        )
    found = open_published(path, params, reader=reader, crop=crop)
    row = {"result_path": relative, "result_format": DASK_FACES}
    return _row_of(row, found, params), [], _flag_rows(found.flags)


def _folder(link: Link, row: Row) -> Path:
    kept = "; scores that are in the database stay readable as long as their row does"
    return still_there(link, row["result_path"], "HOGProcessing", more=kept)


def _check_digest(digest: str, row: Row) -> None:
    same_digest(digest, row["result_digest"], row["result_path"], "HOGProcessing")


def _check_result(result: Result, request: Row) -> None:
    """Whether a result is of this recording, crop and parameters."""
    params, crop = HOGParams.from_dict(request["params"]), Crop.from_dict(request["crop"])
    frame_px = tuple(request["shape"][1:])
    sums = [file["sha256"] for file in result.info.get("files", ())]
    facts = {
        "frames": (request["shape"][0], result.n_frames),
        "frame size (height, width)": (frame_px, tuple(result.frame_px)),
        "video checksums": (request["sha256"], sums),
        "video content": (request["content_hash"], result.info.get("content_hash")),
        "HOG cells": (cells_only(params).to_dict(), cells_only(result.params).to_dict()),
        "masks": (crop.to_dict()["masks"], result.crop.to_dict()["masks"]),
    }
    for what, (expected, got) in facts.items():
        if expected != got:
            raise _mismatch(result.path, what, expected, got)
    box = crop.box(*frame_px)
    if box != result.crop.box(*frame_px):
        raise _mismatch(result.path, "crop", crop, result.crop)
    grid = params.grid(*(s.stop - s.start for s in box))
    if grid != tuple(result.grid):
        raise _mismatch(result.path, "grid of cells", grid, result.grid)


def _mismatch(path: Path, what: str, expected: Any, got: Any) -> ResultMismatchError:
    return ResultMismatchError(
        f"The result {path.name!r} does not fit its task: another {what}.",
        expected=str(expected),
        got=str(got),
        do="name the result of this recording, with this task's crop and parameters",
    )


def _described(result: Result, params: HOGParams, relative: str) -> tuple:
    quality = [
        {"quality_trace": name, **summary(result.quality(name), "quality")}
        for name in result.quality_names
    ]
    row = {"result_path": relative, "result_format": MOUSEFACE}
    return _row_of(row, result, params), quality, _flag_rows(result.flags)


def _row_of(row: Row, found: Any, params: HOGParams) -> Row:
    """The columns for a result of either format."""
    flags = np.asarray(found.flags)
    return row | {
        "result_digest": found.digest,
        "hog_n_frames": len(found),
        "grid_rows": found.grid[0],
        "grid_columns": found.grid[1],
        "descriptor_length": params.descriptor_length(found.grid),
        "n_missing": int(np.count_nonzero(flags & np.uint16(FrameFlag.MISSING))),
        "n_flagged": int(np.count_nonzero(flags)),
    }


def _flag_rows(flags: np.ndarray) -> list[Row]:
    rows = []
    for flag in FrameFlag:
        frames = np.flatnonzero(flags & np.uint16(flag))
        if len(frames):
            name = str(flag.name).lower()
            first = int(frames[0])
            rows.append({"flag": name, "flag_n_frames": len(frames), "flag_first_frame": first})
    return rows
