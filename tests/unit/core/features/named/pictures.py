"""Pictures and regions for the tests of named features."""

import numpy as np

SHAPE = (24, 31)


def smooth_pictures(rng, n=3, shape=SHAPE):
    """Pictures of slowly changing brightness with some noise: (n, y, x) uint8."""
    slopes = rng.normal(0, 1, (n, *shape)).cumsum(axis=1).cumsum(axis=2)
    low, high = slopes.min(axis=(1, 2), keepdims=True), slopes.max(axis=(1, 2), keepdims=True)
    pictures = 10 + 220 * (slopes - low) / (high - low) + rng.normal(0, 3, slopes.shape)
    return np.clip(np.rint(pictures), 0, 255).astype(np.uint8)


def noise_pictures(rng, n=3, shape=SHAPE):
    return rng.integers(0, 256, (n, *shape), dtype=np.uint8)


def ring(shape=SHAPE):
    """An ellipse with a hole, away from the picture's border on one side only."""
    y, x = np.ogrid[: shape[0], : shape[1]]
    away = np.hypot((y - 13) / 12, (x - 14) / 14)
    return (away < 1) & (away > 0.25)
