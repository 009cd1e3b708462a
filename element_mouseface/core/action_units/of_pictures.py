"""Units that come from stored pictures and cells: whiskers, and how nose and cheek look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..frame_features.reasons import Reason
from ..store.result import Result
from .head import Head
from .measured import Measured, ReferenceValue, made, nothing
from .places import Place
from .region_pictures import UsualPicture, fit_usual
from .sampling import blocks_of, runs_of
from .whisker_cells import WhiskerCourse, fit_whiskers

APPEARANCES = ("nose", "cheek")
Progress = Callable[[int, int], None]


@dataclass(eq=False)
class Pictures:
    """What was found in the pictures of every frame.

    Attributes
    ----------
    units : dict of str to Measured
    differences : dict of str to (frames, pixels) float32 array
        Of the parts that are to be learned, from their usual pictures; NaN where they do not
        show.
    covered : dict of str to (frames,) bool array
    course : WhiskerCourse or None
    """

    units: dict[str, Measured] = field(default_factory=dict)
    differences: dict[str, np.ndarray] = field(default_factory=dict)
    covered: dict[str, np.ndarray] = field(default_factory=dict)
    course: WhiskerCourse | None = None


def measure_pictures(
    result: Result,
    places: dict[str, Place],
    head: Head,
    usable: np.ndarray,
    forwards: complex,
    *,
    keep: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Pictures:
    """Measure what the pictures show.

    Parameters
    ----------
    result : Result
    places : dict of str to Place
        Of 'whisker', 'nose', 'cheek', as far as they are known.
    head : Head
    usable : (frames,) bool array
        False for frames that are missing or empty.
    forwards : complex
        Direction towards the nose; NaN where it is unknown.
    keep : tuple of str
        Parts whose differences are kept, because they are to be learned.
    progress : callable(done, total), optional
    """
    n, found = result.n_frames, Pictures()
    motion = head.motion()
    runs = runs_of(n)
    lengths = [stop - first for first, stop in runs]
    frames = np.concatenate([np.arange(*run) for run in runs]) if runs else np.zeros(0, int)
    moved = np.where(usable[frames, None], motion[frames], np.nan)
    sample = np.concatenate([result.thumbnails[a:b] for a, b in runs])
    whiskers = np.zeros(len(frames))
    if (place := places.get("whisker")) is not None:
        cells = np.concatenate([np.asarray(result.cells[a:b]) for a, b in runs])
        found.course = fit_whiskers(cells, place.cells, moved, lengths, forwards)
        if found.course is not None and np.isfinite(found.course.degrees):
            whiskers = found.course.measured(cells, moved)[0]
    usual = {
        part: fit_usual(
            place.pixels.taken(sample, head, frames),
            whiskers if part != "whisker" else np.zeros(len(frames)),
            moved,
            lengths,
        )
        for part, place in places.items()
    }
    del sample
    rows = _every_frame(result, places, usual, found, head, motion, usable, keep, progress)
    _put_whiskers(found, places, rows, head, usable)
    for part in APPEARANCES:
        _put_departure(found, part, usual.get(part), part in places, rows, head, usable)
    return found


@dataclass(eq=False)
class _Rows:
    angle: np.ndarray
    change: np.ndarray
    departure: dict[str, np.ndarray]


def _every_frame(
    result: Result,
    places: dict[str, Place],
    usual: dict[str, UsualPicture | None],
    found: Pictures,
    head: Head,
    motion: np.ndarray,
    usable: np.ndarray,
    keep: tuple[str, ...],
    progress: Progress | None,
) -> _Rows:
    """Numbers of all frames, block by block."""
    n = result.n_frames
    nan = {part: np.full(n, np.nan) for part in places}
    rows = _Rows(np.full(n, np.nan), np.full(n, np.nan), nan)
    for part in places:
        found.covered[part] = np.zeros(n, bool)
        if part in keep and usual[part] is not None:
            pixels = len(places[part].pixels.places)
            found.differences[part] = np.full((n, pixels), np.nan, np.float32)
    for first, stop in blocks_of(n):
        block, frames = slice(first, stop), np.arange(first, stop)
        pictures, angle = result.thumbnails[block], np.zeros(stop - first)
        if found.course is not None:
            cells = np.asarray(result.cells[block])
            rows.angle[block], rows.change[block] = found.course.measured(cells, motion[block])
            angle = rows.angle[block]
        for part, place in places.items():
            look = usual[part]
            if look is None:
                continue
            taken = place.pixels.taken(pictures, head, frames)
            taken[~usable[block]] = np.nan
            given = np.zeros(len(frames)) if part == "whisker" else angle
            differences, covered = look.differences(taken, given, motion[block])
            found.covered[part][block] = covered
            rows.departure[part][block] = look.departures(differences)
            if part in found.differences:
                found.differences[part][block] = np.where(covered[:, None], np.nan, differences)
        if progress is not None:
            progress(stop, n)
    return rows


def _codes(head: Head, usable: np.ndarray, covered: np.ndarray) -> np.ndarray:
    codes = np.where(covered, Reason.COVERED, Reason.NONE).astype(np.uint8)
    codes[~head.known] = Reason.NO_HEAD
    codes[~usable] = Reason.MISSING_FRAME
    return codes


def _put_whiskers(
    found: Pictures, places: dict[str, Place], rows: _Rows, head: Head, usable: np.ndarray
) -> None:
    n, course = len(usable), found.course
    if course is None:
        reason = Reason.NO_REST if "whisker" in places else Reason.NO_REGION
        found.units["whisker_angle"] = nothing(n, reason)
        found.units["whisker_change"] = nothing(n, reason)
        return
    codes = _codes(head, usable, found.covered["whisker"])
    if not np.isfinite(course.degrees):
        note = (
            "the whiskers' angle is unknown: no two cells of their region turn together, so "
            "nothing in the recording tells how the whiskers move"
        )
        found.units["whisker_angle"] = nothing(n, Reason.NO_MOVEMENT, note)
    else:
        note = (
            f"the whiskers' angle is that of gradients in {course.n_turning} cells, not of "
            "tracked whiskers: its degrees are smaller than the whiskers' own"
        )
        unsure = (
            "which turn of the whiskers is forwards is unknown, and taken to be the one that goes "
            "further: track the nose, or give facing="
        )
        rest = ReferenceValue(
            "whisker_angle", "course_at_rest", course.offset, "1",
            "middle of the shortest range with half of the sampled frames", n,
        )  # fmt: skip
        found.units["whisker_angle"] = made(
            rows.angle, np.full(n, course.noise_deg), codes, (rest,), "cells",
            (note,) if course.is_signed else (note, unsure),
        )  # fmt: skip
    rest = ReferenceValue(
        "whisker_change", "share_elsewhere", course.change, "fraction",
        "middle of the shortest range with half of the sampled frames", n,
    )  # fmt: skip
    none = np.full(n, np.nan)
    found.units["whisker_change"] = made(rows.change, none, codes.copy(), (rest,), "cells")


def _put_departure(
    found: Pictures,
    part: str,
    look: UsualPicture | None,
    is_there: bool,
    rows: _Rows,
    head: Head,
    usable: np.ndarray,
) -> None:
    n, name = len(usable), f"{part}_departure"
    if look is None:
        found.units[name] = nothing(n, Reason.NO_REST if is_there else Reason.NO_REGION)
        return
    rest = ReferenceValue(
        name, "departure_at_rest", look.departure, "fraction",
        "middle of the shortest range with half of the sampled frames", look.n_frames,
    )  # fmt: skip
    codes = _codes(head, usable, found.covered[part])
    none = np.full(n, np.nan)
    found.units[name] = made(rows.departure[part], none, codes, (rest,), "picture")
