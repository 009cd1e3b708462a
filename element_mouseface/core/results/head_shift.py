"""The head's shift before and after registration, with notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import ParameterError
from ..events import Events
from .scored import ScoredRecording

#: notes of a score: how the session's start was aligned with the reference
_ALIGNED, _NOT_YET = "aligned_later", "not_yet_aligned"


@dataclass(frozen=True, eq=False)
class HeadShift:
    """The measured shift of the head, before and after registration.

    Attributes
    ----------
    times_s : (frames,) array
    before_px, after_px : (frames, 2) arrays
        Shift (right, down) against the reference as measured, and the residual shift of the
        registered picture; pixels of the crop.  NaN where it was not measured.
    lost : (frames,) bool array
        Frames that could not be registered, whose measurements are invalid.
    events : Events or None
    waiting : (frames,) bool array
        Frames at the start without a shift, since the session's alignment was not known yet.
    notes : tuple of str
        How another session was aligned, and whether frames were registered.
    reason : str
        Why nothing was measured, or ''.
    """

    times_s: np.ndarray
    before_px: np.ndarray
    after_px: np.ndarray
    lost: np.ndarray
    events: Events | None
    waiting: np.ndarray
    notes: tuple[str, ...] = ()
    reason: str = ""

    def drawn(self) -> tuple[np.ndarray, np.ndarray]:
        """Shift before and after, NaN in lost frames too."""
        gone = self.lost[:, None]
        return np.where(gone, np.nan, self.before_px), np.where(gone, np.nan, self.after_px)


def shift_of(scored: ScoredRecording) -> HeadShift:
    """The shift of the head in a scored recording.

    Raises
    ------
    ParameterError
        If no method registered the frames.
    """
    found = next((s for s in scored.methods.values() if s.lost is not None), None)
    if found is None or found.lost is None:
        raise ParameterError(
            "No shift was measured: the movie was not scored by the contrast method.",
            got=", ".join(scored.methods) or "no method",
            do="score it with --method contrast",
        )
    before_px, after_px = (
        np.stack([found.frame_trace(f"{name}_{axis}_px") for axis in "xy"], axis=1)
        for name in ("shift", "residual_shift")
    )
    known = np.isfinite(before_px).all(axis=1)
    about = [finding for finding in found.findings if finding.about == ""]
    remarks = {f.kind: f.reason for f in about if f.kind in (_ALIGNED, _NOT_YET)}
    waiting = np.zeros(len(known), bool)
    if _NOT_YET in remarks and known.any():
        waiting[: int(np.argmax(known))] = True
    notes = list(remarks.values())
    if remarks and found.models is not None:
        notes.insert(0, _alignment_text(found.models.jobs[0].model.features.registration.start))
    if not found.params.uses("registration"):
        notes.append("Registration was switched off: no shift was measured.")
    reason = ""
    if not known.any():
        said = [finding.reason for finding in about if finding.kind not in remarks]
        reason = " ".join(said) or "no frame could be used"
    lost = found.lost & ~waiting
    return HeadShift(
        scored.times_s, before_px, after_px, lost, scored.events, waiting, tuple(notes), reason
    )


def _alignment_text(start: tuple[float, ...]) -> str:
    """The alignment of a session with the reference of the prototypes, in words.

    Parameters
    ----------
    start : (4,) tuple
        Shift right and down in thumbnail pixels, turn in radians (clockwise), scale.
    """
    right, down, turn, scale = start
    degrees = abs(np.degrees(turn))
    way = "clockwise" if turn >= 0 else "counterclockwise"
    return (
        f"The session is aligned with the prototypes' reference by a turn of {degrees:.2f}° {way}, "
        f"a scale of {scale:.3f}, and a shift of {abs(right):.2f} "
        f"{'right' if right >= 0 else 'left'} and {abs(down):.2f} "
        f"{'down' if down >= 0 else 'up'} (thumbnail pixels), which the shift before includes."
    )


def shift_summary(shift_px: np.ndarray) -> dict[str, Any]:
    """Length of the head's shift over frames, pixels of the crop; None where undefined.

    Parameters
    ----------
    shift_px : (frames, 2) array
        `ContrastScores.shift_px` or `.residual_shift_px`.
    """
    lengths = np.hypot(*np.asarray(shift_px, float).T)
    return {
        "median_px": statistic(np.median, lengths),
        "p95_px": statistic(lambda v: np.percentile(v, 95), lengths),
        "largest_px": statistic(np.max, lengths),
    }


def statistic(function: Any, values: np.ndarray) -> float | None:
    """A statistic of the values that are finite; None where none is."""
    finite = values[np.isfinite(values)]
    return float(function(finite)) if len(finite) else None
