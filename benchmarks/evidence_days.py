"""What it costs to score one day's session with another day's prototypes.

Two sessions of each synthetic mouse; the second is filmed by a camera that stands
where it did, or is shifted, turned or nearer.  Frames are not encoded.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastScores, score_contrast
from element_mouseface.core.video.array import ArrayReader
from element_mouseface.synthetic import frames, plan

__all__ = ["across_days"]

WIDTH, HEIGHT, FPS = 480, 360, 15.0
MICE = (60, 61, 62, 63, 64, 65)
#: shift right and down in pixels, turn in degrees, scale
CAMERAS = {
    "camera in its place": (0.0, 0.0, 0.0, 1.0),
    "shifted by 7 and 5 px": (7.0, -5.0, 0.0, 1.0),
    "turned by 1 degree, shifted by 4 and 3 px": (4.0, 3.0, 1.0, 1.0),
    "turned by 2 degrees, shifted by 4 and 3 px": (4.0, 3.0, 2.0, 1.0),
    "2% nearer, shifted by 4 and 3 px": (4.0, 3.0, 0.0, 1.02),
    "turned by 2 degrees, 2% nearer, shifted by 5 and 4 px": (5.0, -4.0, 2.0, 1.02),
    "turned by -1.5 degrees, 2% farther, shifted by 5 and 4 px": (-5.0, 4.0, -1.5, 0.98),
}


class Day:
    """One session as a camera sees it; extracted once and kept."""

    def __init__(self, out: Path, mouse: int, seed: int, camera: str):
        settings: dict[str, Any] = {"identity": mouse, "seed": seed, "fps": FPS}
        settings |= {"size_px": (WIDTH, HEIGHT), "duration_s": 60.0}
        planned = plan(**settings)
        self.events = Events.from_rows(planned.events)
        self.names = tuple(str(name) for name in planned.truth["names"])
        self.intensity = planned.truth["intensity"]
        name = "_".join(camera.replace("%", "").replace(",", "").split())
        folder = out / f"day_{mouse}_{seed}_{name}.zarr"
        if folder.exists():
            self.result = mf.open_result(folder)
            return
        dx, dy, turn_deg, scale = CAMERAS[camera]
        matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn_deg, scale)
        matrix[:, 2] += np.array((dx, dy))
        how: dict[str, Any] = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
        still = CAMERAS[camera] == (0.0, 0.0, 0.0, 1.0)
        seen = np.stack(
            [
                frame if still else cv2.warpAffine(frame, matrix, (WIDTH, HEIGHT), **how)
                for frame in frames(**settings)
            ]
        )
        self.result = mf.extract(ArrayReader(seen, fps=FPS), folder, overwrite=True)

    def scored(self, prototypes=None) -> ContrastScores:
        result = self.result
        given = (result.thumbnails[:], result.times_s, result.flags, self.events)
        return score_contrast(*given, prototypes=prototypes)


def across_days(out: Path, mice: int, measured: Callable[..., dict]) -> dict[str, dict]:
    """Mean figures over mice, by where the second day's camera stands.

    Parameters
    ----------
    out : Path
    mice : int
        How many.
    measured : callable
        Gives the figures of (day, score, names, errors).
    """
    place = next(iter(CAMERAS))
    rows: dict[str, list[dict]] = {"its own prototypes, cross-validated": []}
    for mouse in MICE[:mice]:
        prototypes = Day(out, mouse, 1, place).scored().prototypes
        for camera in CAMERAS:
            day = Day(out, mouse, 2, camera)
            kinds = {f"the other day's, {camera}": prototypes}
            if camera == place:
                kinds["its own prototypes, cross-validated"] = None
            for label, made in kinds.items():
                scores = day.scored(made)
                row = measured(day, scores.score, scores.names, scores.score_se)
                rows.setdefault(label, []).append(row)
    keys = ("mean_r", "least_r", "named", "false", "covered", "own")
    return {
        label: {key: float(np.mean([row[key] for row in found if key in row])) for key in keys}
        for label, found in rows.items()
    }
