"""`ClockTimes`: the result of every clock method, frame times with their quality."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class ClockTimes:
    """Frame times of a movie on another clock, with residual and drift.

    Attributes
    ----------
    times_s : (frames,) float64 array
        Increasing; NaN where a frame has no time on this clock.
    method : str
        One of `METHODS`.
    source : str
        Name of the file, or the method where there is none.
    drift_ppm : float
        Drift of the clock relative to the movie's own, in parts per million, by the best line.
    residual_s, residual_max_s : float
        Root mean square and largest distance from that line; NaN if the times are a line by
        definition.
    dropped_s : (n,) float64 array
        Edges without a frame, between those that have one; of `times`, where gaps of
        whole frames are.
    duplicated : (n,) int64 array
        Frames without an edge, between those that have one.
    found : dict
        More that the method found, JSON-ready.
    notes : tuple of str
        Notes on the times' reliability.
    """

    times_s: np.ndarray
    method: str
    source: str
    drift_ppm: float
    residual_s: float
    residual_max_s: float
    dropped_s: np.ndarray = field(default_factory=lambda: np.empty(0))
    duplicated: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    found: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything but the times, as JSON-ready values; None where undefined."""
        numbers = ("drift_ppm", "residual_s", "residual_max_s")
        known = {name: float(getattr(self, name)) for name in numbers}
        return {
            "method": self.method,
            "source": self.source,
            **{name: value if math.isfinite(value) else None for name, value in known.items()},
            "n_without_time": int(np.isnan(self.times_s).sum()),
            "dropped_s": self.dropped_s.tolist(),
            "duplicated_frames": self.duplicated.tolist(),
            "found": self.found,
            "notes": list(self.notes),
        }

    def content_hash(self) -> str:
        """SHA-256 over the times (64 hexadecimal digits)."""
        return hashlib.sha256(np.ascontiguousarray(self.times_s, "<f8").tobytes()).hexdigest()
