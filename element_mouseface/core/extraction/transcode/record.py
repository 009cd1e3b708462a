"""The loss of an H.264 copy: its descriptors and scores compared with those of its source.

Every encoder removes some of the fine texture that gradients measure, and a picture that looks the
same can have another descriptor: with the square root and L2-Hys the flat, noisy parts of a frame
have as much weight as the face. So the copy's descriptors are compared with the original's on a
sample of frames, and the record is written beside the copy. Compare it with the change from a
neutral to a full expression, about 0.05 in Pearson's r (Dolensek et al., Science 2020).
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import CropError, VideoUnreadableError
from ....params import HOGParams
from ...video import VideoReader, open_video
from ...video.luma import apply_table


@dataclass(frozen=True)
class TranscodeRecord:
    """Record of a copy: its source, its settings and the loss.

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
        The error in a score: each sampled frame's r to the mean descriptor of the sample, after
        minus before, root mean square about its mean.
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


def record_path(copy: Path) -> Path:
    """Where the record of a copy is written."""
    return copy.with_name(copy.name + ".json")


def compare(
    reader: VideoReader,
    path: Path,
    options: dict[str, str],
    written: list[int],
    times_s: np.ndarray,
    sample: dict[int, np.ndarray],
    missing: list[int],
) -> TranscodeRecord:
    """Read a copy back and compare it with its source.

    Parameters
    ----------
    reader : VideoReader
        The source.
    path : Path
        The copy.
    options : dict
        The encoder's options.
    written : list of int
        Numbers in the source of the frames of the copy.
    times_s : ndarray
        Their times, from the first.
    sample : dict of int to ndarray
        Raw frames of the source by their numbers, which are compared.
    missing : list of int
        Numbers of the frames that could not be decoded.

    Raises
    ------
    VideoUnreadableError
        If the copy cannot be read, or has other frames.
    """
    copied = open_video(path)
    if len(copied) != len(written) or np.abs(copied.times_s - times_s).max() > 1e-4:
        raise VideoUnreadableError(
            "The copy does not have the encoded frames; it is not kept.",
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
    from ...features.frame_kernel import cell_histograms

    return normalized(cell_histograms(luma[None], params), params)[0].astype(np.float64)


def _pearson(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pearson's r of the rows of two arrays; NaN where a row does not vary."""
    one = one - one.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    products = (one * other).sum(axis=1)
    return np.divide(products, norms, out=np.full(len(one), np.nan), where=norms > 0)


def _costs(before: np.ndarray, after: np.ndarray) -> dict[str, float | None]:
    """Changes of descriptors, and of scores made from them; rows are frames."""
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
