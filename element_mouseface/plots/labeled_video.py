"""The labeled video: each frame above the traces around its time.

`trace_strip` draws the traces of movies of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ..core.events import Events
from ..core.outputs import whole_path
from ..core.results.scored import ScoredRecording
from ..core.video import VideoReader
from ..core.video.encoding import H264Writer, check_movie_path
from ..errors import InputError, ParameterError
from ..params import Params, param
from ._panels import Panel, panels_of
from ._style import DPI, color_by_name, draws, new_figure
from .trace_strip import LEFT_PX, TraceStrip, rgb_of

_MOST_PANELS = 12
_FACE_MOST_PX = 900
_GAP_PX = 4


@dataclass(frozen=True)
class VideoLayout(Params):
    """The layout of a labeled video.

    Parameters
    ----------
    window_s : float
        Seconds of trace that are shown around each frame.
    width_px : int or None
        Width of the video; None for that of the movie, within 640 and 1280.
    most_fps : float
        Highest frame rate: frames of a faster movie are left out.
    """

    window_s: float = param(10.0, 0.5, 600.0)
    width_px: int | None = param(None, 160, 7680)
    most_fps: float = param(60.0, 0.1, 1000.0)


@draws
def write_labeled_video(
    path: str | Path,
    reader: VideoReader,
    scored: ScoredRecording,
    measure: str | None = None,
    names: Sequence[str] | None = None,
    *,
    frames: tuple[int, int] | None = None,
    layout: VideoLayout | None = None,
    colors: Mapping[str, str] | None = None,
    inputs: Sequence[Any] = (),
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a movie with its traces below: H.264 without sound, at the movie's own times.

    The vertical line is the frame's time. A stimulus's name is over the frame during its events. A
    frame that cannot be decoded is gray and labeled.

    Parameters
    ----------
    path : str or Path
        To write, .mp4 or .mov.
    reader : VideoReader
        The movie that was scored.
    scored : ScoredRecording
    measure : str, optional
        By default the contrast score, and similarity in place of a score that was refused.
    names : sequence of str, optional
        The stimuli whose traces are drawn one below the other; by default all.
    frames : (int, int), optional
        The first frame and the one after the last; by default all.
    layout : VideoLayout, optional
    colors : mapping of str to str, optional
        Colors by stimulus, as in Matplotlib; other stimuli keep their default.
    inputs : sequence of path
        Files that must not be overwritten, in addition to the movie's own.
    overwrite : bool
        Whether to replace an existing file.
    progress : callable, optional
        Called with (frames done, total frames).

    Returns
    -------
    int
        Number of frames written.

    Raises
    ------
    InputError
        If the scores are of another number of frames than the movie.
    ParameterError
        If there are no panels or too many, or the frames are not in the movie.
    PathError
        If the path is an input, or exists and `overwrite` is False.
    StorageError
        If the file cannot be written.
    """
    layout, events = layout or VideoLayout(), scored.events
    panels = panels_of(scored, measure, names, with_refused=False)
    first, stop = _checked(reader, panels, frames)
    every = [*(panel.name for panel in panels), *(() if events is None else events.names)]
    color_of = color_by_name(list(dict.fromkeys(every)), colors)
    canvas = _Canvas(reader, panels, events, color_of, layout)
    chosen = _chosen(reader.times_s, first, stop, layout.most_fps)
    written = 0
    inputs = [*inputs, *(file.path for file in reader.info.files)]
    check_movie_path(path)
    with (
        whole_path(path, what="the video", inputs=inputs, overwrite=overwrite) as fresh,
        H264Writer(fresh, canvas.size_px, _rate(reader, layout)) as writer,
    ):
        for number, luma in reader.read_luma(first, stop):
            if chosen[number - first]:
                writer.write(canvas.frame(number, luma), float(reader.times_s[number]))
                written += 1
            if progress is not None:
                progress(number - first + 1, stop - first)
    return written


def _checked(
    reader: VideoReader, panels: Sequence[Panel], frames: tuple[int, int] | None
) -> tuple[int, int]:
    if not 1 <= len(panels) <= _MOST_PANELS:
        raise ParameterError(
            "This number of traces cannot be drawn below a movie.",
            expected=f"1 to {_MOST_PANELS}",
            got=str(len(panels)),
            do="choose some stimuli" if panels else "score the movie first",
        )
    for panel in panels:
        if len(panel.times_s) != len(reader):
            raise InputError(
                f"The trace of {panel.name} and the movie do not belong together.",
                expected=f"{len(reader)} frames, as the movie has",
                got=f"{len(panel.times_s)}",
                do="give the movie that was scored",
            )
    first, stop = (0, len(reader)) if frames is None else frames
    if not 0 <= first < stop <= len(reader):
        raise ParameterError(
            "These frames are not in the movie.",
            expected=f"0 <= first < stop <= {len(reader)}",
            got=f"{first}, {stop}",
        )
    return first, stop


def _chosen(times_s: np.ndarray, first: int, stop: int, most_fps: float) -> np.ndarray:
    """The frames that are shown: all, or one per step for a faster movie."""
    step = np.floor((times_s[first:stop] - times_s[first]) * most_fps + 1e-6)
    return np.diff(step, prepend=-1.0) > 0


def _rate(reader: VideoReader, layout: VideoLayout) -> Fraction:
    return Fraction(min(reader.info.fps, layout.most_fps)).limit_denominator(1001)


class _Canvas:
    """The picture of each frame, drawn into one reused array."""

    def __init__(
        self,
        reader: VideoReader,
        panels: Sequence[Panel],
        events: Events | None,
        color_of: Mapping[str, str],
        layout: VideoLayout,
    ):
        height, width = reader.info.height_px, reader.info.width_px
        wide = layout.width_px or min(max(width, 640), 1280)
        self.wide = wide + wide % 2
        scale = min(self.wide / width, max(_FACE_MOST_PX, 1) / height)
        self.face_px = (max(2, round(height * scale)), max(2, round(width * scale)))
        self.strip = TraceStrip(panels, events, color_of, layout.window_s, self.wide - LEFT_PX)
        below = self.strip.height_px + _GAP_PX
        high = self.face_px[0] + below
        self.size_px = (self.wide, high + high % 2)
        self.times_s = panels[0].times_s
        self.labels = _labels(events, color_of, self.wide)
        self.events = () if events is None else tuple(events)
        self.pixels = np.full((self.size_px[1], self.wide, 3), 255, np.uint8)
        top = self.face_px[0] + _GAP_PX
        self.pixels[top : top + self.strip.height_px, :LEFT_PX] = self.strip.left

    def frame(self, number: int, luma: np.ndarray | None) -> np.ndarray:
        """RGB picture of a frame and of the traces around it, (y, x, 3) uint8."""
        high, wide = self.face_px
        left = (self.wide - wide) // 2
        face = self.pixels[:high]
        face[:] = 40 if left else 0
        if luma is None:
            face[:] = 96
        else:
            how = cv2.INTER_AREA if wide < luma.shape[1] else cv2.INTER_LINEAR
            small = cv2.resize(np.ascontiguousarray(luma), (wide, high), interpolation=how)
            face[:, left : left + wide] = small[..., None]
        now_s = float(self.times_s[number])
        self._write(face, number, now_s, luma is None)
        top = high + _GAP_PX
        part = self.pixels[top : top + self.strip.height_px, LEFT_PX:]
        part[:] = self.strip.around(now_s) if np.isfinite(now_s) else 255
        return self.pixels

    def _write(self, face: np.ndarray, number: int, now_s: float, gone: bool) -> None:
        text = (
            f"{now_s:.3f} s   frame {number}" if np.isfinite(now_s) else f"frame {number}, no time"
        )
        text += "   cannot be decoded" if gone else ""
        scale = max(0.45, self.wide / 1500)
        # the outline is the same text shifted: thicker text is wider in some versions of OpenCV
        moved = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
        for color, places in (((0, 0, 0), moved), ((255, 255, 255), [(0, 0)])):
            for x, y in places:
                cv2.putText(
                    face, text, (10 + x, face.shape[0] - 10 + y), cv2.FONT_HERSHEY_SIMPLEX, scale,
                    color, 1, cv2.LINE_AA,
                )  # fmt: skip
        down = 8
        shown = {e.name for e in self.events if e.onset_s <= now_s < e.offset_s}
        for name in self.labels:
            if name in shown:
                label = self.labels[name]
                part = face[down : down + label.shape[0], 8 : 8 + label.shape[1]]
                part[:] = label[: part.shape[0], : part.shape[1]]
                down += label.shape[0] + 4


def _labels(
    events: Events | None, color_of: Mapping[str, str], wide_px: int
) -> dict[str, np.ndarray]:
    """A label for each stimulus, white on its color."""
    found: dict[str, np.ndarray] = {}
    for name in () if events is None else dict.fromkeys(e.name for e in events):
        figure = new_figure((wide_px - 16) / DPI, 0.2)
        text = figure.text(0, 0, f" {name} ", fontsize=7, color="white", weight="bold")
        text.set(va="bottom", bbox={"facecolor": color_of[name], "edgecolor": "none", "pad": 2})
        box = text.get_window_extent()
        pixels = rgb_of(figure, color_of[name])
        found[name] = pixels[:, : min(pixels.shape[1], int(box.width) + 8)]
    return found


def frames_between(
    times_s: np.ndarray, from_s: float | None, to_s: float | None
) -> tuple[int, int]:
    """The first frame and the one after the last between two times.

    Parameters
    ----------
    times_s : (frames,) array
        NaN where a frame has no time.
    from_s, to_s : float or None
        On the same clock; None for the movie's ends.

    Raises
    ------
    ParameterError
        If no frame lies between them.
    """
    inside = np.ones(len(times_s), bool)
    if from_s is not None:
        inside &= times_s >= from_s - 1e-9
    if to_s is not None:
        inside &= times_s < to_s
    found = np.flatnonzero(inside)
    if not len(found):
        known = times_s[np.isfinite(times_s)]
        ends = f"{known.min():g} to {known.max():g} s" if len(known) else "frames with a time"
        raise ParameterError(
            "No frame lies between these times.",
            expected=f"within {ends}, the end after the beginning",
            got=f"{from_s} to {to_s}",
        )
    return int(found[0]), int(found[-1]) + 1
