"""Small movies written for the tests, in every way that makes reading them hard."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT = 96, 64


def pictures(n: int, seed: int = 0, height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """Frames (n, y, x) that all differ: texture that drifts, and a disc that moves."""
    rng = np.random.default_rng(seed)
    texture = rng.integers(60, 160, (height // 8 + 1, width // 8 + 1)).repeat(8, 0).repeat(8, 1)
    y, x = np.mgrid[:height, :width]
    frames = []
    for k in range(n):
        frame = np.roll(texture, (k // 2, k), (0, 1))[:height, :width].astype(float)
        disc = np.hypot(y - height / 2, x - width / 2 - width / 3 * np.sin(k / 5)) < height / 5
        frame[disc] = 30 + 2 * (k % 100)
        frames.append(frame + rng.normal(0, 2, frame.shape))
    return np.clip(frames, 0, 255).astype(np.uint8)


def write_movie(
    path: Path,
    frames: np.ndarray,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    fps: int = 30,
    times: list[int] | None = None,
    time_base: Fraction | None = None,
    full_range: bool = False,
    shift: int = 0,
    metadata: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    **options: str,
) -> Path:
    """Encode gray frames.

    times: pts of each frame in ticks of time_base (default: one per frame).
    shift: ticks added to the encoded packets' times, as when a movie is cut by copying.
    """
    time_base = time_base or Fraction(1, fps)
    with av.open(str(path), "w", options=container_options or {}) as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream(codec, rate=fps, options=options)
        stream.thread_count = 1  # the same bytes each time
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = pix_fmt
        stream.time_base = stream.codec_context.time_base = time_base
        if full_range:
            stream.codec_context.color_range = 2
        packets = []
        for k, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, "gray").reformat(
                format=pix_fmt, dst_color_range=2 if full_range else None
            )
            frame.pts = times[k] if times else k
            frame.time_base = time_base
            packets += stream.encode(frame)
        packets += stream.encode(None)
        for packet in packets:
            if shift:
                ticks = round(shift * time_base / packet.time_base)
                packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks
            container.mux(packet)
    return path


def decoded_in_order(path: Path) -> list[np.ndarray]:
    """The oracle: a plain sequential read through PyAV, as gray."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "NONE"
        return [frame.to_ndarray(format="gray").copy() for frame in container.decode(video=0)]
