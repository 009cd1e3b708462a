"""A copy of a recording as H.264 that any program reads, with a record of what it cost.

Every encoder takes from the fine texture that gradients are made of, and a
picture that looks the same can have another descriptor: with the square root and
L2-Hys the flat, noisy parts of a frame weigh as much as the face.  So the copy's
descriptors are compared with the original's on a sample of frames, and what was
found is written beside the copy.  Compare it with the step from a neutral to a
full expression, which moves Pearson's r by about 0.05 (Dolensek et al., Science 2020).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ....errors import CropError, ParameterError, VideoUnreadableError
from ....params import HOGParams
from ...outputs import checked_file, whole_file, whole_files
from ...video import VideoReader, open_video
from ...video.luma import apply_table

Progress = Callable[[int, int], None]

# x264's macroblock tree and psychovisual tricks trade what was filmed for what pleases
# the eye, and dropping small coefficients flattens the texture that descriptors see.
# At equal size these differ little; the rate factor decides (docs/design).
SCORING_SAFE = {"tune": "ssim", "mbtree": "0", "x264-params": "no-dct-decimate=1:open-gop=0"}

_CONTAINERS = (".mp4", ".mov")
_MICROSECOND = Fraction(1, 1_000_000)


@dataclass(frozen=True)
class TranscodeRecord:
    """What a copy is, and what it cost.

    Parameters
    ----------
    source_sha256 : tuple of str
        Of the files it was made from; empty for arrays and sequences.
    source_content, copy_sha256 : str
        Content hash of the source, and the copy's checksum.
    n_frames : int
        Frames in the copy.
    missing_frames : tuple of int
        Numbers in the source of frames that could not be decoded; the copy leaves them
        out and keeps the times of the others.
    source_bytes, copy_bytes : int
    settings : dict
        Of the encoder.
    sampled_frames : tuple of int
        Numbers in the source of the frames that were compared.
    psnr_db : float or None
        Of full-range luma over the sampled frames; None if they are identical.
    hog_params : dict
        Of the descriptors that were compared.
    hog_r_mean, hog_r_min : float or None
        Pearson's r between a frame's descriptor before and after; None if no sampled
        frame has a descriptor that varies.
    score_error_rms : float or None
        What remains in a score: each sampled frame's r to the mean descriptor of the
        sample, after minus before, root mean square about its mean.
    """

    source_sha256: tuple[str, ...]
    source_content: str
    copy_sha256: str
    n_frames: int
    missing_frames: tuple[int, ...]
    source_bytes: int
    copy_bytes: int
    settings: dict[str, Any]
    sampled_frames: tuple[int, ...]
    psnr_db: float | None
    hog_params: dict[str, Any]
    hog_r_mean: float | None
    hog_r_min: float | None
    score_error_rms: float | None

    def to_json(self) -> str:
        """The record as text."""
        return json.dumps(dataclasses.asdict(self), indent=2, allow_nan=False) + "\n"

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write the record as JSON.

        Raises
        ------
        PathError
            If a file is there and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        with whole_file(path, what="the record", overwrite=overwrite) as file:
            file.write(self.to_json())


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
    """Copy a recording to one H.264 movie, and measure what that cost.

    The luma plane is encoded as it is, limited or full range, without conversion;
    color is left out.  Every frame keeps its own time, also at a variable rate.  Groups
    of pictures are closed, so that decoding can begin at any of them.

    Parameters
    ----------
    source : VideoReader, or what `open_video` takes
    copy : path
        To write, .mp4 or .mov.  The record goes beside it, with .json added to the name.
    crf : float
        x264's constant rate factor, 0 to 51: less is better and larger.
    gop : int
        Most frames between two places where decoding can begin.
    preset : str
        x264's, from ultrafast to veryslow.
    n_sampled : int
        Frames on which the copy is compared, spread over the recording.
    overwrite : bool
        Replace an existing copy and its record.
    progress : callable, optional
        Called as progress(frames done, frames in all).
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
        If the copy or its record exists, is an input, or is something else than a file.
    ResultBusyError
        If another run is making the same copy.
    StorageError
        If its folder is missing or cannot be written, or the disk is full.
    VideoError, ClockError
        From reading the source.
    """
    copy = Path(copy)
    _check_settings(copy, crf, gop, preset, n_sampled)
    rules: dict[str, Any] = {"what": "the copy", "overwrite": overwrite}
    for path in (copy, record_path(copy)):
        checked_file(path, inputs=_given(source), **rules)
    reader = source if isinstance(source, VideoReader) else open_video(source, **reading)
    options = encoder_options(crf, gop, preset)
    wanted = _spread(len(reader), n_sampled)
    inputs = [file.path for file in reader.info.files]
    with whole_files(copy, record_path(copy), inputs=inputs, **rules) as (movie, beside):
        written, sample, missing = _encode(reader, movie, options, wanted, progress)
        record = _compare(reader, movie, options, written, sample, missing)
        beside.write_text(record.to_json(), encoding="utf-8")
    return record


def record_path(copy: Path) -> Path:
    """Where the record of a copy is written."""
    return copy.with_name(copy.name + ".json")


def _given(source: Any) -> list[Any]:
    """The paths that were given to read, before they are opened."""
    if isinstance(source, VideoReader):
        return [file.path for file in source.info.files]
    several = source if isinstance(source, list | tuple) else [source]
    return [one for one in several if isinstance(one, str | Path)]


def check_encoding(crf: float, gop: int, preset: str) -> None:
    """Refuse what x264 cannot be told (ParameterError)."""
    presets = "ultrafast superfast veryfast faster fast medium slow slower veryslow".split()
    checks = [
        (0 <= crf <= 51, "crf", "a number from 0 to 51", crf),
        (1 <= gop <= 1000, "gop", "a whole number from 1 to 1000", gop),
        (preset in presets, "preset", f"one of {', '.join(presets)}", preset),
    ]
    _refuse_first(checks)


def _check_settings(copy: Path, crf: float, gop: int, preset: str, n_sampled: int) -> None:
    check_encoding(crf, gop, preset)
    checks = [
        (n_sampled >= 1, "n_sampled", "at least 1", n_sampled),
        # Others round frame times, Matroska to milliseconds.
        (
            copy.suffix.lower() in _CONTAINERS,
            "the copy's name",
            "a name in .mp4 or .mov",
            copy.name,
        ),
    ]
    _refuse_first(checks)


def _refuse_first(checks: list[tuple[bool, str, str, Any]]) -> None:
    for good, name, expected, got in checks:
        if not good:
            raise ParameterError(f"{name} is out of range.", expected=expected, got=repr(got))


def _spread(n_frames: int, n_sampled: int) -> list[int]:
    return np.unique(np.linspace(0, n_frames - 1, min(n_sampled, n_frames)).astype(int)).tolist()


def _ticks(reader: VideoReader) -> tuple[np.ndarray, Fraction]:
    """Frame times as whole ticks: the stream's own where it has them."""
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
    """Write the movie; the numbers written, the sampled raw frames, the numbers missing."""
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
    """What x264 is told."""
    return {**SCORING_SAFE, "preset": preset, "crf": f"{crf:g}", "g": str(gop)}


def add_stream(
    container: Any, reader: VideoReader, options: dict[str, str], time_base: Fraction
) -> Any:
    """An H.264 stream for the reader's frames, in a container that is being written."""
    rate = Fraction(reader.info.fps).limit_denominator(100_000)
    stream: Any = container.add_stream("libx264", rate=rate, options=options)
    stream.height, stream.width = reader.info.height_px, reader.info.width_px
    # Chroma of half the size needs even sides; 4:0:0 does not, but fewer programs play it.
    even = reader.info.height_px % 2 == 0 and reader.info.width_px % 2 == 0
    stream.pix_fmt = "yuv420p" if even else "gray"
    stream.codec_context.color_range = 1 if reader.luma_table is not None else 2
    stream.time_base = stream.codec_context.time_base = time_base
    return stream


def encoded_frame(raw: np.ndarray, pix_fmt: str, full_range: bool) -> Any:
    """A frame for the encoder, its luma as it is; chroma is gray."""
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


def _compare(
    reader: VideoReader,
    path: Path,
    options: dict[str, str],
    written: list[int],
    sample: dict[int, np.ndarray],
    missing: list[int],
) -> TranscodeRecord:
    """The record, from reading the copy back."""
    copied = open_video(path)
    ticks, time_base = _ticks(reader)
    times = (ticks[written] - ticks[written[0]]) * float(time_base)
    if len(copied) != len(written) or np.abs(copied.times_s - times).max() > 1e-4:
        raise VideoUnreadableError(
            "The copy does not hold the frames it was given; it is not kept.",
            expected=f"{len(written)} frames with the source's times",
            got=f"{len(copied)} frames",
        )
    place = {number: k for k, number in enumerate(written)}
    before, after, squared = [], [], []
    params = _params_for(reader)
    for number, raw in sample.items():
        luma, again = apply_table(raw, reader.luma_table), copied.frame(place[number])
        if luma is None or again is None:
            raise VideoUnreadableError("The copy cannot be read back; it is not kept.")
        squared.append(float(np.mean((luma.astype(np.float64) - again) ** 2)))
        before.append(_descriptor(luma, params))
        after.append(_descriptor(again, params))
    mean_squared = float(np.mean(squared)) if squared else 0.0
    costs = _costs(np.array(before), np.array(after))
    return TranscodeRecord(
        source_sha256=tuple(file.sha256 for file in reader.info.files),
        source_content=reader.content_hash(),
        copy_sha256=copied.info.files[0].sha256,
        n_frames=len(copied),
        missing_frames=tuple(missing),
        source_bytes=sum(file.size_bytes for file in reader.info.files),
        copy_bytes=path.stat().st_size,
        settings={"codec": "libx264", "pix_fmt": copied.info.pix_fmt, **options},
        sampled_frames=tuple(sample),
        psnr_db=float(10 * np.log10(255**2 / mean_squared)) if mean_squared else None,
        hog_params=params.to_dict(),
        **costs,
    )


def _params_for(reader: VideoReader) -> HOGParams:
    """The published parameters, or 8-pixel cells for a frame smaller than one of theirs."""
    params = HOGParams()
    try:
        params.grid(reader.info.height_px, reader.info.width_px)
    except CropError:
        return HOGParams(pixels_per_cell=(8, 8))
    return params


def _descriptor(luma: np.ndarray, params: HOGParams) -> np.ndarray:
    from ...features.block_norm import normalized
    from ...features.frame_features import cell_histograms

    return normalized(cell_histograms(luma[None], params), params)[0].astype(np.float64)


def _pearson(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pearson's r of the rows of two arrays; NaN where a row does not vary."""
    one = one - one.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    products = (one * other).sum(axis=1)
    return np.divide(products, norms, out=np.full(len(one), np.nan), where=norms > 0)


def _costs(before: np.ndarray, after: np.ndarray) -> dict[str, float | None]:
    """How far descriptors, and scores made of them, moved; rows are frames."""
    names = ("hog_r_mean", "hog_r_min", "score_error_rms")
    if not len(before):
        return dict.fromkeys(names)
    r = _pearson(before, after)
    good = np.isfinite(r)
    if not good.any():
        return dict.fromkeys(names)
    scores = [
        _pearson(rows[good], np.broadcast_to(rows[good].mean(axis=0), rows[good].shape))
        for rows in (before, after)
    ]
    error = float(np.std(scores[1] - scores[0]))
    return dict(zip(names, (float(r[good].mean()), float(r[good].min()), error), strict=True))
