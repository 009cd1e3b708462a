"""The camera: light, and the noise of the sensor."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .identity import stream
from .settings import Confounds

_SPARE_PX = 96  # how far the noise bank exceeds the frame: the choice of offsets


class Sensor:
    """Light and noise, drawn from a bank of Gaussian noise at a random offset each frame.

    The noise of frame n depends on the seed and on n only.
    """

    def __init__(self, width_px: int, height_px: int, seed: int, confounds: Confounds):
        self._seed, self._confounds = seed, confounds
        self._size = (height_px, width_px)
        rows, columns = height_px + _SPARE_PX, width_px + _SPARE_PX
        bank = stream("noise bank", seed).standard_normal((2, rows, columns), np.float32)
        self._bank = bank
        self._levels = np.arange(256, dtype=np.float32)
        ramp = np.linspace(-1, 1, width_px, dtype=np.float32)
        self._ramp = np.ascontiguousarray(np.broadcast_to(ramp, self._size))

    def expose(
        self, clean: NDArray[np.uint8], number: int, gain: float, slope: float
    ) -> NDArray[Any]:
        """The frame as the sensor gives it: uint8 (y, x)."""
        c, (height, width) = self._confounds, self._size
        signal = cv2.LUT(clean, (self._levels * gain).astype(np.float32))
        if slope:
            cv2.scaleAdd(cv2.multiply(signal, self._ramp), slope, signal, dst=signal)
        if not (c.read_noise or c.shot_noise):
            return np.clip(np.rint(signal), 0, 255).astype(np.uint8)
        spread = np.sqrt(c.read_noise**2 + c.shot_noise * self._levels * gain)
        amount = cv2.LUT(clean, spread.astype(np.float32))
        rng = stream("noise", self._seed, number)
        sheet, y, x = rng.integers(2), *rng.integers(0, _SPARE_PX + 1, 2)
        cv2.multiply(amount, self._bank[sheet, y : y + height, x : x + width], dst=amount)
        return cv2.add(signal, amount, dtype=cv2.CV_8U)
