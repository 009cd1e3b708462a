"""Match the rows of a keypoint file with the frames of a recording by number or name.

A table's rows have frame numbers, which may have gaps or begin at 1, or names of images, which are
often sorted as text (10 before 2). Without either, the rows are the frames in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...errors import ResultError, ResultMismatchError, check_choice
from .raw_points import RawPoints, listed
from .videos import file_name

#: which end of a file to align with the recording if they differ in length
ALIGN = ("", "start", "end")
_MOST_FRAMES = 1 << 27
#: without a recording, most missing frames of a file, as a multiple of its rows
_MOST_SPARSE = 1000
#: most rows of images that are not frames
_MOST_STRANGERS = 0.2


def placed(
    raw: RawPoints,
    path: Path,
    *,
    n_frames: int | None = None,
    frame_names: Sequence[str] | None = None,
    pad_end: bool = False,
    align: str = "",
) -> RawPoints:
    """Arrange points with a row for each frame, in order; NaN if the file has none.

    Parameters
    ----------
    raw : RawPoints
    path : Path
        For messages.
    n_frames : int or None
        Of the recording.
    frame_names : sequence of str or None
        Names of the recording's images, frame by frame.
    pad_end : bool
        Whether the file may end early.
    align : {'', 'start', 'end'}
        Alignment if the lengths differ: the first row is the first frame, or the last row
        is the last frame; extra rows are cut, missing frames are NaN.

    Raises
    ------
    ResultMismatchError
        If it has another number of frames than the recording, and no alignment is given.
    ResultError
        If its rows are ambiguous, or there are none.
    """
    check_choice("align is unknown.", align, ALIGN)
    if not len(raw.xy):
        raise ResultError(f"{path} has no frames.", expected="a row for each frame")
    if raw.image_names is not None and frame_names is not None:
        raw = _without_strangers(raw, frame_names)
    frames = _frames(raw, path, n_frames, frame_names)
    last = int(frames.max())
    length = last + 1
    if frame_names is not None and raw.image_names is not None:
        length = len(frame_names)
    elif raw.is_sparse and raw.n_frames is not None and raw.n_frames > last:
        length = raw.n_frames
    limit = _MOST_SPARSE * (len(frames) + 1000) if n_frames is None else max(2 * n_frames, 1 << 20)
    if length > min(limit, _MOST_FRAMES):
        raise ResultError(
            f"{path} numbers a frame {last}.",
            expected=f"frames of the recording, which has {n_frames or 'few'}",
            got=f"{len(frames)} rows",
        )
    xy, likelihood = _laid_out(raw, frames, length)
    length_before = len(xy)
    xy, likelihood, notes = _of_length(xy, likelihood, raw, path, n_frames, pad_end, align)
    notes = [*raw.notes, *_gaps(raw, frames, length_before), *notes]
    return RawPoints(raw.names, xy, likelihood, raw.software, notes=notes)


def _frames(
    raw: RawPoints, path: Path, n_frames: int | None, frame_names: Sequence[str] | None
) -> np.ndarray:
    """The frame of each row."""
    if raw.image_names is not None:
        if frame_names is not None:
            return _by_name(raw, raw.image_names, frame_names, path)
        numbers = _numbers_in(raw.image_names, path)
        raw.notes.append("its rows are named by images and were ordered by the number in the name")
    elif raw.frame_numbers is not None:
        numbers = raw.frame_numbers
    else:
        return np.arange(len(raw.xy))
    unique, counts = np.unique(numbers, return_counts=True)
    if (counts > 1).any() or unique[0] < 0:
        wrong = unique[counts > 1][0] if (counts > 1).any() else unique[0]
        raise ResultError(
            f"{path}: its rows are ambiguous.",
            expected="one row for each frame, numbered from 0",
            got=f"frame {wrong} " + ("twice" if (counts > 1).any() else ""),
        )
    if raw.is_sparse:
        return numbers
    first, span = int(unique[0]), int(unique[-1]) - int(unique[0]) + 1
    begins_elsewhere = first and (span == n_frames or n_frames is None or span == len(numbers))
    if begins_elsewhere:
        raw.notes.append(f"its rows are numbered from {first}, which was used as the first frame")
        numbers = numbers - first
    if (np.diff(numbers) < 0).any() and raw.image_names is None:
        raw.notes.append("its rows were not in order, and were ordered by their numbers")
    return numbers


def _by_name(
    raw: RawPoints, names: Sequence[str], frame_names: Sequence[str], path: Path
) -> np.ndarray:
    """The frame whose image has the row's name."""
    found = _places(names, frame_names)
    if (found < 0).any() or len(np.unique(found)) != len(found):
        lost = [name for name, place in zip(names, found, strict=True) if place < 0]
        raise ResultMismatchError(
            f"{path.name} names images that are not in the recording.",
            expected=listed([file_name(name) for name in frame_names], 3),
            got=listed(lost, 3) if lost else "an image twice",
            do="give the file that was tracked on these images",
        )
    raw.notes.append("its rows were matched with the images by their names")
    return found


def _places(names: Sequence[str], frame_names: Sequence[str]) -> np.ndarray:
    """The frame of each name; -1 if there is none."""
    there = {file_name(name): k for k, name in enumerate(frame_names)}
    stems = {Path(name).stem: k for name, k in there.items()}
    short = [file_name(name) for name in names]
    return np.array([there.get(n, stems.get(Path(n).stem, -1)) for n in short], np.int64)


def _without_strangers(raw: RawPoints, frame_names: Sequence[str]) -> RawPoints:
    """Remove the few rows of images that are not frames, such as a background."""
    names = raw.image_names or ()
    is_frame = _places(names, frame_names) >= 0
    n_strangers = int((~is_frame).sum())
    if not 0 < n_strangers <= max(1, _MOST_STRANGERS * len(names)) < len(names):
        return raw
    strangers = [name for name, kept in zip(names, is_frame, strict=True) if not kept]
    raw.notes.append(f"rows of images that are not frames were left out: {listed(strangers, 3)}")
    kept = tuple(name for name, is_kept in zip(names, is_frame, strict=True) if is_kept)
    return replace(raw, xy=raw.xy[is_frame], likelihood=raw.likelihood[is_frame], image_names=kept)


def _numbers_in(names: Sequence[str], path: Path) -> np.ndarray:
    """The number in names that differ only in it."""
    stems = [Path(file_name(name)).stem for name in names]
    matches = [re.fullmatch(r"(.*?)(\d{1,15})(\D*)", stem) for stem in stems]
    around = {(m.group(1), m.group(3)) if m else None for m in matches}
    if len(around) != 1 or None in around:
        raise ResultError(
            f"{path}: the names of its rows have no numbers in order.",
            expected="frame numbers, or names of images that differ only in a number",
            got=listed(list(names), 3),
            do="open those images as the recording, so that they are matched by name",
        )
    return np.array([int(m.group(2)) for m in matches if m], np.int64)


def _laid_out(raw: RawPoints, frames: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    if len(frames) == length and (frames == np.arange(length)).all():
        return raw.xy, raw.likelihood
    xy = np.full((length, *raw.xy.shape[1:]), np.nan, np.float32)
    likelihood = np.full((length, raw.likelihood.shape[1]), np.nan, np.float32)
    xy[frames], likelihood[frames] = raw.xy, raw.likelihood
    return xy, likelihood


def _gaps(raw: RawPoints, frames: np.ndarray, length: int) -> list[str]:
    n_missing = length - len(frames)
    if raw.is_sparse or not n_missing:
        return []
    lost = np.setdiff1d(np.arange(min(length, int(frames.max()) + 1)), frames)
    which = f", the first is {lost[0]}" if len(lost) else ""
    return [f"{n_missing} frames have no row, and no points{which}"]


def _of_length(xy, likelihood, raw: RawPoints, path: Path, n_frames, pad_end: bool, align: str):
    """Fit the arrays to the recording's length; returns notes."""
    length = len(xy)
    if n_frames is None or length == n_frames:
        return xy, likelihood, []
    is_short = length < n_frames
    if not align and not (pad_end and is_short):
        advice = "give the file that was tracked on this recording"
        if raw.software == "sleap" and is_short:
            advice += "; if SLEAP found nothing in the last frames, pass pad_end=True"
        advice += (
            "; or align it: align='start' (the first row is the first frame) or align='end' (the "
            "last row is the last frame; --align)"
        )
        raise ResultMismatchError(
            f"{path.name} has another number of frames than the recording.",
            expected=str(n_frames),
            got=str(length),
            do=advice,
        )
    at_start = align == "end"
    if is_short:
        pad = (n_frames - length, 0) if at_start else (0, n_frames - length)
        xy = np.pad(xy, (pad, (0, 0), (0, 0)), constant_values=np.nan)
        likelihood = np.pad(likelihood, (pad, (0, 0)), constant_values=np.nan)
    else:
        kept = slice(length - n_frames, None) if at_start else slice(n_frames)
        xy, likelihood = xy[kept], likelihood[kept]
    where = "first" if at_start else "last"
    n_over = abs(n_frames - length)
    what = (
        f"the {where} {n_over} frames have no points"
        if is_short
        else (f"the {where} {n_over} rows were left out")
    )
    return xy, likelihood, [f"it has {length} frames, the recording {n_frames}: {what}"]
