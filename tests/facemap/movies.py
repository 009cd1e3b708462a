"""Movies that come out the same everywhere: integer arithmetic, and a lossless codec.

The arrays in tests/data/facemap are what Facemap gives for them, so any machine
must be able to make them again, to the bit.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

#: Spatial patterns in a planted movie, the strongest first.
PATTERNS = 120


def planted_luma(
    n_frames: int, height: int = 120, width: int = 160, seed: int = 0, patterns: int = PATTERNS
) -> np.ndarray:
    """Frames (n, y, x) of uint8 in 16..235: blocks of all sizes that come and go, and noise.

    The k-th pattern's strength falls as k**-0.75, so that a hundred components stand above
    the noise.
    """
    rng = np.random.default_rng(seed)
    space = np.stack([_blocks(rng, height, width, k) for k in range(patterns)])
    time = np.stack([_wander(rng, n_frames, 16 + 4 * (k % 9)) for k in range(patterns)])
    strength = np.rint(160 * (1 + np.arange(patterns)) ** -0.75)
    # Whole numbers below 2**24: float32 holds every partial sum exactly, in any order.
    time = (time * strength[:, None]).astype(np.float32)
    frames = np.empty((n_frames, height, width), np.uint8)
    still = _blocks(rng, height, width, 7) * 6
    for first in range(0, n_frames, 200):
        total = time[:, first : first + 200].T @ space.reshape(patterns, -1).astype(np.float32)
        gray = 120 + still.reshape(-1) + total.astype(np.int64) // 96
        gray += rng.integers(-2, 3, gray.shape)
        frames[first : first + 200] = gray.clip(16, 235).reshape(-1, height, width)
    return frames


def _blocks(rng: np.random.Generator, height: int, width: int, k: int) -> np.ndarray:
    """A coarse random picture (y, x) of -4..4, of blocks of 4 to 32 pixels."""
    size = (32, 16, 8, 4)[k % 4]
    coarse = rng.integers(-4, 5, (-(-height // size), -(-width // size)))
    return coarse.repeat(size, 0).repeat(size, 1)[:height, :width]


def _wander(rng: np.random.Generator, n_frames: int, width: int) -> np.ndarray:
    """A slow random course (frames,) of about -30..30, correlated over `width` frames."""
    steps = (rng.integers(-3, 4, n_frames + width) * width).cumsum() // 2
    return (steps[width:] - steps[:-width]) // width


def write_lossless(path: Path, luma: np.ndarray, fps: int = 30) -> Path:
    """Luma (frames, y, x) as FFV1 in AVI, limited range, neutral color."""
    _, height, width = luma.shape
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("ffv1", rate=fps, options={"flags": "+bitexact"})
        stream.thread_count = 1
        stream.height, stream.width, stream.pix_fmt = height, width, "yuv420p"
        planes = np.full((height * 3 // 2, width), 128, np.uint8)
        for pixels in luma:
            planes[:height] = pixels
            frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def with_pupil(luma: np.ndarray, seed: int = 1) -> np.ndarray:
    """A copy with a dark disc that grows, shrinks and moves: a pupil."""
    rng = np.random.default_rng(seed)
    n_frames, height, width = luma.shape
    radius = height // 8 + _wander(rng, n_frames, 12) * height // 480
    y_at = height // 2 + _wander(rng, n_frames, 20) * height // 400
    x_at = width // 2 + _wander(rng, n_frames, 20) * width // 400
    y, x = np.mgrid[:height, :width]
    out = luma // 2 + 100
    for k in range(n_frames):
        out[k][(y - y_at[k]) ** 2 + (x - x_at[k]) ** 2 <= radius[k] ** 2] = 24
    return out
