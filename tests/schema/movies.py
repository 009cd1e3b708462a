"""Tiny H.264 movies with known times, made by PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def movie(path, *, n=12, fps=30, size=(64, 48), ticks=None, base=None, seed=0) -> Path:
    """An H.264 movie of noise that drifts; `ticks` (in units of `base` seconds) sets the times."""
    base = base or Fraction(1, 1000 * fps)
    ticks = [k * 1000 for k in range(n)] if ticks is None else list(ticks)
    rng = np.random.default_rng(seed)
    picture = rng.integers(30, 220, (size[1], size[0]), dtype=np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = base
        stream.options = {"preset": "ultrafast", "crf": "20"}
        for k, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(np.roll(picture, k, axis=1), format="gray8")
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = tick, base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return Path(path)
