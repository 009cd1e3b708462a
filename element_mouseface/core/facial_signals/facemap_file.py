"""Load facial signals from a `_proc.npy` file of Facemap.

The file is a pickled dictionary.  Its content, by release (from the source of 0.2.0 to 1.0.8, and
files that they wrote; tests/data/facemap):

- Each of `motion`, `motSVD`, `motMask`, `movSVD`, `movMask` is a list: the full
  frame at 0 (an empty array if it was not requested), the regions drawn for
  motion at 1, 2, …  A list is empty or all zero if that SVD was not requested.
  0.2.0 has no movie SVD and no singular values.
- `motSv` and `movSv` are those of the list's last region only, and all zero if nothing was merged:
  under 2000 frames there is one segment and no merging.
- Of a frame or region with fewer bins than the segment has differences, the last
  components are empty; they are left out here.
- Without a motion SVD, motion energy is never computed and stays zero, and one
  movie SVD (the last) is not merged.
- `motion` is one frame early in the first 500 frames (see `realigned_motion`).
- Up to 1.0.5, the full frame's motion is one number, the sum of everything in the
  first 500 frames, and that number was added to the regions' too: in their frame 499, and in all of
  their first 500 frames for cameras before the last.
- With several cameras filmed together, averages are lists, and the full frame's masks are on a
  canvas with the cameras side by side.

The file does not record the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import MouseFaceError, ResultError, UnsafeFileError
from .facemap_proc import BLINK, MOTION, PUPIL, RUNNING, Proc
from .regions import FULL_FRAME
from .safe_unpickler import load_pickled_object
from .signals import Blink, Components, FacialSignals, Pupil, RegionSignals, Running

#: Facemap reads a movie in chunks of this many frames.
CHUNK_FRAMES = 500
#: It computes an SVD of this many frames at a time, and merges them where there are two or more.
_SEGMENT_FRAMES = 1000


def realigned_motion(motion: np.ndarray) -> np.ndarray:
    """Motion energy of a Facemap file, shifted so that each value belongs to its frame.

    The first chunk has no frame before it, so that Facemap computes 499
    differences for its 500 frames and writes them from frame 0 on: up to frame
    498 it holds the motion of the frame after, frame 499 holds 0, and all later
    frames are right.

    Parameters
    ----------
    motion : ndarray (frames,)

    Returns
    -------
    ndarray (frames,) of float64
        NaN in frame 0, which has no frame before it.
    """
    moved = np.array(motion, np.float64)
    first = min(CHUNK_FRAMES, len(moved))
    moved[1:first] = motion[: first - 1]
    moved[:1] = np.nan
    return moved


def load_facemap(path: str | Path, *, realigned: bool = False) -> FacialSignals:
    """Load the `_proc.npy` of Facemap 0.2.0 to 1.0.8 without executing code in it.

    Parameters
    ----------
    path : str or Path
    realigned : bool
        False keeps the motion energy as stored, one frame early in the first 500 frames, as
        Facemap's own tools show it. True shifts it (`realigned_motion`), and sets the running speed
        of frame 0, which is not computed, to NaN.

    Returns
    -------
    FacialSignals
        What Facemap did not store is None or NaN, never zero: singular values that
        were not merged or are of another region, motion energy without a motion
        SVD, and the full frame's up to release 1.0.5.  `version` is '': the file
        does not say.

    Raises
    ------
    PathError
        If there is no such file.
    UnsafeFileError
        If it would run code.  Nothing is run.
    ResultError
        If it is not a file of Facemap, is truncated, or inconsistent.

    Notes
    -----
    Where regions overlap, Facemap subtracts the average of one within the other, so that their
    motion and projections are off by a constant. Pixels in the rectangle of a pupil or a blink but
    not in its ellipse are white for Facemap, and have no motion. The file does not show either.
    """
    try:
        return _signals(load_pickled_object(path), realigned)
    except UnsafeFileError:
        raise
    except ResultError as error:
        raise ResultError(
            f"{path} is not a result of Facemap that can be used: {error.what}",
            expected=error.expected,
            got=error.got,
            do=error.do or "process the movie with Facemap again",
        ) from error


def _signals(content: Any, realigned: bool) -> FacialSignals:
    try:
        proc = Proc(content)
        signals = FacialSignals(
            n_frames=proc.n_frames,
            sbin=proc.sbin,
            avgframe=_averages(proc, "avgframe"),
            avgmotion=_averages(proc, "avgmotion"),
            regions=tuple(_regions(proc, realigned)),
            pupil=tuple(_pupils(proc)),
            blink=tuple(
                Blink(name, _trace(proc, "blink", place), _view(proc, roi))
                for place, (name, roi) in enumerate(proc.drawn(BLINK))
            ),
            running=tuple(_running(proc, realigned)),
            engine="facemap",
            sample="facemap",
            motion_alignment="frame" if realigned else "facemap",
        )
    except MouseFaceError:
        raise
    # Any part may have any type, so any error may occur.
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise ResultError(
            "its parts are inconsistent.", got=f"{type(error).__name__}: {error}"[:300]
        ) from error
    if not (signals.regions or signals.pupil or signals.blink or signals.running):
        raise ResultError(
            "it holds no signals.",
            got="averages only: neither the full frame nor a region was requested",
            do="choose 'multivideo SVD' or draw a region in Facemap, and process it again",
        )
    return signals


def _averages(proc: Proc, name: str) -> tuple[np.ndarray, ...]:
    # Flat, or (y, x) where a region of that camera was processed.
    views = zip(proc.listed(name), proc.views, strict=True)
    return tuple(average.reshape(size) for average, size in views)


def _view(proc: Proc, roi: dict[str, Any]) -> int:
    view = int(roi.get("ivid", 0))
    if not 0 <= view < len(proc.views):
        raise ResultError("a region is of a camera that does not exist.", got=f"ivid {view}")
    return view


def _trace(proc: Proc, name: str, place: int) -> np.ndarray:
    traces = proc.listed(name)
    if place >= len(traces):
        raise ResultError(
            f"{name} has fewer entries than regions.",
            expected=f"over {place}",
            got=f"{len(traces)}",
        )
    return traces[place]


def _regions(proc: Proc, realigned: bool) -> Iterator[RegionSignals]:
    drawn = proc.drawn(MOTION)
    if len(proc.listed("motion")) > len(drawn) + 1:
        raise ResultError(
            "it has more traces of motion than regions.",
            expected=str(len(drawn) + 1),
            got=str(len(proc.listed("motion"))),
        )
    motions = _motions(proc, [_view(proc, roi) for _, roi in drawn])
    if realigned:
        motions = [realigned_motion(motion) for motion in motions]
    if proc.full:
        several = len(proc.views) > 1
        canvas = (proc.size("LYbin"), proc.size("LXbin")) if several else proc.views[0]
        size = tuple(n * proc.sbin for n in canvas) if several else proc.frame_px[0]
        ranges = [np.arange(n) for n in (*size, *canvas)]
        view = None if several else 0
        yield _region(proc, 0, FULL_FRAME, ranges, motions[0], view)
    for number, (name, roi) in enumerate(drawn, 1):
        ranges = [np.asarray(roi[k]) for k in ("yrange", "xrange", "yrange_bin", "xrange_bin")]
        yield _region(proc, number, name, ranges, motions[number], _view(proc, roi))


def _region(
    proc: Proc, number: int, name: str, ranges: list, motion: np.ndarray, view: int | None
) -> RegionSignals:
    y, x, y_bin, x_bin = ranges
    motion_svd, movie_svd = (
        _components(proc, kind, number, (len(y_bin), len(x_bin))) for kind in ("mot", "mov")
    )
    return RegionSignals(number, name, y, x, y_bin, x_bin, motion, motion_svd, movie_svd, view)


def _motions(proc: Proc, views: list[int]) -> list[np.ndarray]:
    """Motion energy by Facemap's index, NaN where there is none."""
    count = len(views) + 1
    if not proc.listed("motSVD"):
        return [np.full(proc.n_frames, np.nan)] * count
    motions = [_trace(proc, "motion", place).astype(np.float64) for place in range(count)]
    full = motions[0]
    # Up to 1.0.5: one sum in all frames, added to every list entry. A still movie has zeros.
    if proc.full and len(full) > 1 and full[0] > 0 and np.all(full == full[0]):
        stray = min(CHUNK_FRAMES, proc.n_frames)
        full[:] = np.nan
        for motion, view in zip(motions[1:], views, strict=True):
            motion[stray - 1] = np.nan
            if view < len(proc.views) - 1:
                motion[:stray] = np.nan
    return motions


def _components(proc: Proc, kind: str, place: int, size: tuple[int, ...]) -> Components | None:
    projections = proc.listed(f"{kind}SVD")
    if not projections:
        return None
    masks = proc.listed(f"{kind}Mask_reshape")
    if place >= min(len(projections), len(masks)):
        raise ResultError(f"{kind}SVD has fewer entries than regions.", got=str(len(projections)))
    mask = np.moveaxis(masks[place], -1, 0).astype(np.float32)
    if mask.shape[1:] != size:
        raise ResultError(
            f"a mask of region {place} has another size than the region.",
            expected=f"{size} (y, x)",
            got=str(mask.shape[1:]),
        )
    norms = np.linalg.norm(mask.reshape(len(mask), -1).astype(np.float64), axis=1)
    # Facemap allocates as many components as differences, and leaves those that do not exist zero.
    count = int(np.flatnonzero(norms)[-1]) + 1 if norms.any() else 1
    values = _singular_values(proc, kind, place, len(mask))
    return Components(
        mask[:count],
        projections[place][:, :count],
        None if values is None else values[:count],
        # In release 0.2.0 the last ones, without variance, have any length.
        unit_norm=bool(abs(norms[0] - 1) < 1e-3),
        merged=_is_merged(proc, place),
    )


def _is_merged(proc: Proc, place: int) -> bool:
    # Both SVDs are merged in one loop over the motion SVD's list.
    return proc.n_frames < 2 * _SEGMENT_FRAMES or place < len(proc.listed("motMask"))


def _singular_values(proc: Proc, kind: str, place: int, count: int) -> np.ndarray | None:
    """Singular values of this region, if it is the last merged one, which overwrote the others."""
    values = proc.array(f"{kind}Sv")
    if place != len(proc.listed("motMask")) - 1 or len(values) != count or not values.any():
        return None
    return values


def _pupils(proc: Proc) -> Iterator[Pupil]:
    found = proc.tables("pupil")
    for table, (name, roi) in zip(found, proc.drawn(PUPIL), strict=True):
        optional = ("area_smooth", "com_smooth", "axlen", "axdir")
        parts = {part: table.get(part) for part in optional}
        yield Pupil(name, table["area"], table["com"], view=_view(proc, roi), **parts)


def _running(proc: Proc, realigned: bool) -> Iterator[Running]:
    for place, (name, roi) in enumerate(proc.drawn(RUNNING)):
        shift = _trace(proc, "running", place).astype(np.float64)
        if realigned:
            shift[:1] = np.nan
        yield Running(name, shift, _view(proc, roi))
