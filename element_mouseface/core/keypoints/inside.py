"""Check for points far outside the picture: another video, or tracking errors."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...errors import ResultMismatchError
from .raw_points import RawPoints

#: a point is far outside if it is beyond the edge by this share of the frame's size
FAR = 0.1
#: largest share of likely points far outside
MOST_FAR = 0.05
#: least likelihood of a likely point
UNSURE = 0.6


def within_frame(raw: RawPoints, frame_px: tuple[int, int], path: Path) -> RawPoints:
    """Remove points far outside the frame, and note their share.

    Parameters
    ----------
    raw : RawPoints
    frame_px : (int, int)
        Height and width.
    path : Path
        For messages.

    Raises
    ------
    ResultMismatchError
        If more than a twentieth of the likely points are far outside.
    """
    height, width = frame_px
    margin = FAR * np.array([width, height])
    with np.errstate(invalid="ignore"):
        is_far = ((raw.xy < -margin) | (raw.xy > np.array([width, height]) + margin)).any(axis=2)
    is_there = np.isfinite(raw.xy).all(axis=2)
    is_far &= is_there
    is_likely = is_there & ~(raw.likelihood < UNSURE)
    n_likely, n_far = int(is_likely.sum()), int((is_far & is_likely).sum())
    if n_far > MOST_FAR * n_likely:
        low, high = np.percentile(raw.xy[is_likely], [1, 99], axis=0)
        raise ResultMismatchError(
            f"{path.name}: {n_far / n_likely:.0%} of the points are far outside the frame.",
            expected=f"x in 0..{width}, y in 0..{height}",
            got=f"x in {low[0]:.0f}..{high[0]:.0f}, y in {low[1]:.0f}..{high[1]:.0f}",
            do="give the file of this recording; if a crop was tracked, give its position with "
            "offset_px; a video of another size must be tracked again; allow_outside=True "
            "(--allow-outside) keeps the points",
        )
    if not is_far.any():
        return raw
    by_point = is_far.sum(axis=0)
    worst = np.argsort(-by_point)[:3]
    of_whom = ", ".join(
        f"{raw.names[k]} in {by_point[k] / len(raw.xy):.1%} of the frames"
        for k in worst
        if by_point[k]
    )
    raw.notes.append(
        f"{is_far.sum() / is_there.sum():.1%} of the points are far outside the frame and count "
        f"as not found: {of_whom}"
    )
    raw.xy = np.where(is_far[..., None], np.nan, raw.xy).astype(np.float32)
    return raw
