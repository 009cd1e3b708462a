"""Small colored movies for the tests, and what FFmpeg itself makes of their colors."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def colored_pictures(n: int, height: int = 64, width: int = 96) -> np.ndarray:
    """Frames (n, y, x, 3): slopes of red and green, blue that pulses, and a red patch."""
    y, x = np.mgrid[:height, :width]
    frames = np.empty((n, height, width, 3))
    frames[..., 0] = 20 + x * (210 / width)
    frames[..., 1] = 20 + y * (210 / height)
    frames[..., 2] = 120 + 80 * np.sin(np.arange(n) / 3)[:, None, None]
    frames[:, height // 4 : height // 2, width // 4 : width // 2] = (200, 50, 60)
    return np.rint(frames).astype(np.uint8)


def write_colored(
    path: Path,
    frames: np.ndarray,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    fps: int = 30,
    matrix: str | None = None,
    full_range: bool = False,
    **options: str,
) -> Path:
    """Encode RGB frames (n, y, x, 3); `matrix` (ITU601, ITU709) is used, and signaled."""
    spaces = {None: 2, "ITU601": 6, "ITU709": 1}
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps, options=options)
        stream.thread_count = 1
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = pix_fmt
        stream.codec_context.colorspace = spaces[matrix]
        if full_range:
            stream.codec_context.color_range = 2
        for k, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), "rgb24")
            if pix_fmt != "rgb24":
                full = 2 if full_range else None
                space = {} if matrix is None else {"dst_colorspace": matrix}
                frame = frame.reformat(format=pix_fmt, dst_color_range=full, **space)
            frame.pts, frame.time_base = k, Fraction(1, fps)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def rgb_by_ffmpeg(path: Path) -> np.ndarray:
    """The oracle: FFmpeg's own conversion, with its exact rounding and chroma as it is stored."""
    frames = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        graph = av.filter.Graph()
        source, sink = graph.add_buffer(template=stream), graph.add("buffersink")
        scale = graph.add("scale", "flags=neighbor+accurate_rnd+full_chroma_int")
        rgb = graph.add("format", "rgb24")
        source.link_to(scale)
        scale.link_to(rgb)
        rgb.link_to(sink)
        graph.configure()
        for frame in container.decode(stream):
            graph.push(frame)
            frames.append(graph.pull().to_ndarray())
    return np.stack(frames)


def area_means(frames: np.ndarray, thumbnail_px: tuple[int, int] = (60, 80)) -> np.ndarray:
    """Means (n, y, x, channels) over the bins of a thumbnail, of frames that are larger."""
    sums, counts = frames.astype(float), 1
    for axis, (n, size) in enumerate(zip(thumbnail_px, frames.shape[1:3], strict=True), 1):
        edges = np.arange(n) * size // n
        sums = np.add.reduceat(sums, edges, axis)
        widths = np.diff(np.append(edges, size))
        counts = np.multiply.outer(counts, widths)
    return sums / counts[..., None]
