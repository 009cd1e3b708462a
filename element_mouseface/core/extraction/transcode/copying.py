"""Copy a recording to H.264, with a record of the loss.

Frames are encoded unchanged, each with its own time; `record` measures the loss.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ....errors import ParameterError, VideoUnreadableError, check_choice, check_whole
from ...outputs import checked_file, whole_files
from ...video import VideoReader, open_video
from ...video.encoding import check_movie_path
from .record import TranscodeRecord, compare, record_path

Progress = Callable[[int, int], None]

# x264's macroblock tree and psychovisual options trade fidelity for a pleasant look, and dropping
# small coefficients flattens the texture that descriptors measure. At equal size these options
# matter little; the rate factor decides (docs/design).
SCORING_SAFE = {"tune": "ssim", "mbtree": "0", "x264-params": "no-dct-decimate=1:open-gop=0"}

_MICROSECOND = Fraction(1, 1_000_000)


def transcode(
    source: Any,
    copy: str | Path,
    *,
    crf: float = 13.0,
    gop: int = 120,
    preset: str = "medium",
    n_sampled: int = 60,
    overwrite: bool = False,
    progress: Progress | None = None,
    **reading: Any,
) -> TranscodeRecord:
    """Copy a recording to one H.264 movie, and measure the loss.

    The luma plane is encoded unchanged, in limited or full range; color is left out. Every frame
    keeps its own time, also at a variable rate. Groups of pictures are closed, so that decoding can
    begin at each of them.

    Parameters
    ----------
    source : VideoReader, or what `open_video` takes
    copy : path
        To write, .mp4 or .mov.  The record goes beside it, with .json added to the name.
    crf : float
        x264's constant rate factor, 0 to 51: lower is better and larger.
    gop : int
        Most frames between two places where decoding can begin.
    preset : str
        x264's, from ultrafast to veryslow.
    n_sampled : int
        Frames on which the copy is compared, spread over the recording.
    overwrite : bool
        Replace an existing copy and its record.
    progress : callable, optional
        Called with (frames done, total frames).
    **reading
        Passed to `open_video`, such as fps, times_s, accept_truncated.

    Returns
    -------
    TranscodeRecord

    Raises
    ------
    ParameterError
        If a setting is out of range.
    PathError
        If the copy or its record exists, is an input, or is not a file.
    ResultBusyError
        If another run is making the same copy.
    StorageError
        If its folder is missing or cannot be written, or the disk is full.
    VideoError, ClockError
        From reading the source.
    """
    copy = Path(copy)
    check_encoding(crf, gop, preset)
    check_whole("n_sampled", n_sampled, 1)
    check_movie_path(copy)
    rules: dict[str, Any] = {"what": "the copy", "overwrite": overwrite}
    for path in (copy, record_path(copy)):
        checked_file(path, inputs=_given(source), **rules)
    reader = source if isinstance(source, VideoReader) else open_video(source, **reading)
    options = encoder_options(crf, gop, preset)
    wanted = _spread(len(reader), n_sampled)
    inputs = [file.path for file in reader.info.files]
    with whole_files(copy, record_path(copy), inputs=inputs, **rules) as (movie, beside):
        written, sample, missing = _encode(reader, movie, options, wanted, progress)
        ticks, time_base = _ticks(reader)
        times_s = (ticks[written] - ticks[written[0]]) * float(time_base)
        record = compare(reader, movie, options, written, times_s, sample, missing)
        beside.write_text(record.to_json(), encoding="utf-8")
    return record


def _given(source: Any) -> list[Any]:
    """The given paths, before they are opened."""
    if isinstance(source, VideoReader):
        return [file.path for file in source.info.files]
    several = source if isinstance(source, list | tuple) else [source]
    return [one for one in several if isinstance(one, str | Path)]


def check_encoding(crf: float, gop: int, preset: str) -> None:
    """Refuse invalid x264 settings (ParameterError)."""
    presets = "ultrafast superfast veryfast faster fast medium slow slower veryslow".split()
    if not 0 <= crf <= 51:
        raise ParameterError("crf is out of range.", expected="0 to 51", got=repr(crf))
    check_whole("gop", gop, 1, 1000)
    check_choice("There is no such preset of x264.", preset, presets)


def _spread(n_frames: int, n_sampled: int) -> list[int]:
    return np.unique(np.linspace(0, n_frames - 1, min(n_sampled, n_frames)).astype(int)).tolist()


def _ticks(reader: VideoReader) -> tuple[np.ndarray, Fraction]:
    """Frame times as whole ticks: the stream's own, if it has them."""
    own = getattr(reader, "ticks", None)
    if own is not None:
        pts, time_base = own
        return pts - min(0, int(pts[0])), time_base
    if not reader.info.is_vfr:
        rate = Fraction(reader.info.fps).limit_denominator(1001)
        grid = np.arange(len(reader)) / float(rate)
        if np.abs(grid - reader.times_s).max() < 1e-6:
            return np.arange(len(reader)), 1 / rate
    return np.rint(reader.times_s / float(_MICROSECOND)).astype(np.int64), _MICROSECOND


def _encode(
    reader: VideoReader,
    path: Path,
    options: dict[str, str],
    wanted: list[int],
    progress: Progress | None,
) -> tuple[list[int], dict[int, np.ndarray], list[int]]:
    """Write the movie; returns the frames written, the sampled raw frames, the missing frames."""
    ticks, time_base = _ticks(reader)
    sample: dict[int, np.ndarray] = {}
    written, missing, chosen = [], [], set(wanted)
    # The index goes to the front, so that a copy cut off later can still be read.
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = add_stream(container, reader, options, time_base)
        for number, raw in reader.read():
            if raw is None:
                missing.append(number)
            else:
                written.append(number)
                if number in chosen:
                    sample[number] = raw.copy()
                frame = encoded_frame(raw, stream.pix_fmt, reader.luma_table is None)
                frame.pts, frame.time_base = int(ticks[number]), time_base
                container.mux(stream.encode(frame))
            if progress is not None:
                progress(number + 1, len(reader))
        if not written:
            raise VideoUnreadableError("No frame of the source can be decoded.")
        container.mux(stream.encode(None))
    return written, sample, missing


def encoder_options(crf: float, gop: int, preset: str) -> dict[str, str]:
    """Options of x264."""
    return {**SCORING_SAFE, "preset": preset, "crf": f"{crf:g}", "g": str(gop)}


def add_stream(
    container: Any, reader: VideoReader, options: dict[str, str], time_base: Fraction
) -> Any:
    """An H.264 stream for the reader's frames, in a container that is being written."""
    rate = Fraction(reader.info.fps).limit_denominator(100_000)
    stream: Any = container.add_stream("libx264", rate=rate, options=options)
    stream.height, stream.width = reader.info.height_px, reader.info.width_px
    # Chroma of half the size needs even sides; 4:0:0 does not, but fewer players support it.
    even = reader.info.height_px % 2 == 0 and reader.info.width_px % 2 == 0
    stream.pix_fmt = "yuv420p" if even else "gray"
    stream.codec_context.color_range = 1 if reader.luma_table is not None else 2
    stream.time_base = stream.codec_context.time_base = time_base
    return stream


def encoded_frame(raw: np.ndarray, pix_fmt: str, full_range: bool) -> Any:
    """A frame for the encoder, with its luma unchanged and gray chroma."""
    height, width = raw.shape
    frame = av.VideoFrame(width, height, pix_fmt)
    frame.color_range = 2 if full_range else 1
    luma, *chroma = frame.planes
    rows = np.zeros((height, luma.line_size), np.uint8)
    rows[:, :width] = raw
    luma.update(rows.tobytes())
    for plane in chroma:
        plane.update(b"\x80" * plane.buffer_size)
    return frame
