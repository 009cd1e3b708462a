"""Slow chance: random walks on the fine clock of the mouse's behavior."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from .responses import GRID_HZ


def wander(rng: np.random.Generator, n: int, tau_s: float) -> NDArray[np.float64]:
    """A smooth stationary random walk home (Ornstein-Uhlenbeck, low-passed), deviation about 1."""
    keep = np.exp(-1 / (GRID_HZ * tau_s))
    kicks = rng.standard_normal(n) * np.sqrt(1 - keep**2)
    kicks[0] = rng.standard_normal()
    return gaussian_filter1d(lfilter([1], [1, -keep], kicks), 0.05 * GRID_HZ)
