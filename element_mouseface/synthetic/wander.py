"""Slow chance: random walks on the fine clock of the mouse's behavior."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from .identity import stream
from .responses import GRID_HZ


def wander(rng: np.random.Generator, n: int, tau_s: float) -> NDArray[np.float64]:
    """A smooth stationary random walk home (Ornstein-Uhlenbeck, low-passed), deviation about 1."""
    keep = np.exp(-1 / (GRID_HZ * tau_s))
    kicks = rng.standard_normal(n) * np.sqrt(1 - keep**2)
    kicks[0] = rng.standard_normal()
    return gaussian_filter1d(lfilter([1], [1, -keep], kicks), 0.05 * GRID_HZ)


def roll_course(t: NDArray[np.float64], seed: int, roll_deg: float) -> NDArray[np.float64]:
    """Slow turns between -roll_deg and roll_deg, which both are reached; counterclockwise.

    Parameters
    ----------
    t : (grid,) array
        Times on the fine clock, seconds.
    seed : int
    roll_deg : float
    """
    path = wander(stream("roll", seed), len(t), 2.0)
    path = path - np.median(path)
    return roll_deg * np.clip(1.3 * path / max(float(path.std()), 1e-9), -1, 1)
