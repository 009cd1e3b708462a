"""The keypoint figure: tracked points over a picture of the face, and their traces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.keypoints import Keypoints, PointTrace
from ..errors import InputError
from ._style import (
    DPI,
    INK,
    PALETTE,
    bare,
    color_by_name,
    draws,
    few_ticks,
    finished,
    new_figure,
    stacked,
)
from ._traces import draw_trace, limit_to_times, tell_if_empty

#: positions drawn for each point: more would hide the face
_MOST_MARKS = 300
_PICTURE_IN, _TRACE_IN = 4.0, 0.75
_UNITS = {"px": "px", "px2": "px²", "deg": "°"}


@draws
def keypoint_figure(
    keypoints: Keypoints,
    traces: Sequence[PointTrace] = (),
    *,
    picture: np.ndarray | None = None,
    frame_px: tuple[int, int] | None = None,
    times_s: np.ndarray | None = None,
    min_likelihood: float = 0.6,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw the points' positions over the mean frame with their medians; below, the traces.

    Points are marked by their number, as in `Keypoints.Point`, and named beside the picture.

    Parameters
    ----------
    keypoints : Keypoints
    traces : sequence of PointTrace
        From `derive_traces`; gaps stay gaps.
    picture : (y, x) array, optional
        A frame, or a mean of frames such as `FacialSignals.avgframe`, binned or not.
    frame_px : (int, int), optional
        Height and width of the frame, over which the picture is stretched; by default
        the picture is the frame, pixel by pixel.
    times_s : (frames,) array, optional
        Frame times; by default frame numbers are drawn.
    min_likelihood : float
        Positions with a lower likelihood are not drawn.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Raises
    ------
    InputError
        If times or traces are of another number of frames.
    StorageError
        If the file cannot be written.
    """
    along = np.arange(keypoints.n_frames) if times_s is None else np.asarray(times_s, float)
    for what, length in (("times", len(along)), *((t.name, len(t.values)) for t in traces)):
        if length != keypoints.n_frames:
            raise InputError(
                f"The {what} are of another number of frames than the keypoints.",
                expected=str(keypoints.n_frames),
                got=str(length),
            )
    height_in = _PICTURE_IN + 0.45 + (_TRACE_IN * len(traces) + 0.55 if traces else 0.1)
    figure = new_figure(8.0, height_in)
    ratios = [_PICTURE_IN, *[_TRACE_IN] * len(traces)]
    rows = stacked(
        figure, len(ratios), left=0.12, right=0.97, top_in=0.4, bottom_in=0.5 if traces else 0.1,
        hspace=0.25, heights=ratios, sharex=False,
    )  # fmt: skip
    _draw_face(rows[0], keypoints, picture, frame_px, min_likelihood)
    _draw_traces(list(rows[1:]), traces, along, "frame" if times_s is None else "time (s)")
    if title:
        figure.suptitle(title, x=0.02, ha="left", fontsize=10, weight="bold", color=INK)
    return finished(figure, path, dpi)


def _draw_face(
    axes: Axes,
    keypoints: Keypoints,
    picture: np.ndarray | None,
    frame_px: tuple[int, int] | None,
    min_likelihood: float,
) -> None:
    if picture is not None:
        height, width = frame_px or np.shape(picture)
        # a pixel's middle is at whole numbers
        extent = (-0.5, width - 0.5, height - 0.5, -0.5)
        axes.imshow(picture, cmap="gray", extent=extent, interpolation="nearest")
    valid = keypoints.valid(min_likelihood)
    palette = color_by_name(keypoints.names)
    small: dict[str, Any] = {"fontsize": 7, "color": INK, "zorder": 4}
    small["bbox"] = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.6}
    for k, name in enumerate(keypoints.names):
        seen = keypoints.xy[valid[:, k], k].astype(np.float64)
        if not len(seen):
            continue
        step = -(-len(seen) // _MOST_MARKS)
        axes.plot(*seen[::step].T, ".", color=palette[name], markersize=2, alpha=0.35, zorder=2)
        x, y = np.median(seen, axis=0)
        axes.plot(x, y, "o", color=palette[name], markeredgecolor="white", markersize=5, zorder=3)
        axes.annotate(str(k), (x, y), xytext=(4, 3), textcoords="offset points", **small)
    axes.set_aspect("equal")
    if picture is None:
        axes.invert_yaxis()
    # room at the right for the names, which would overlap in the picture
    box = axes.get_position()
    axes.set_position((box.x0, box.y0, 0.8 * box.width, box.height))
    axes.set_anchor("W")
    lines = [
        f"{k}  {name}" + ("" if valid[:, k].any() else "  (never found)")
        for k, name in enumerate(keypoints.names)
    ]
    axes.text(1.03, 1.0, "\n".join(lines), transform=axes.transAxes, va="top", fontsize=7.5,
              color=INK, linespacing=1.5)  # fmt: skip
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)


def _draw_traces(
    rows: Sequence[Axes], traces: Sequence[PointTrace], along: np.ndarray, label: str
) -> None:
    for place, (axes, trace) in enumerate(zip(rows, traces, strict=True)):
        draw_trace(axes, along, trace.values, color=PALETTE[0], linewidth=0.9)
        last = place == len(traces) - 1
        bare(axes, bottom=last)
        axes.margins(x=0.0, y=0.15)
        few_ticks(axes)
        limit_to_times(axes, along)
        unit = _UNITS.get(trace.unit, trace.unit)
        axes.set_ylabel(
            f"{trace.name}\n({unit})", fontsize=7.5, color=INK, rotation=0, ha="right", va="center"
        )
        tell_if_empty(axes, along, trace.values)
        if last:
            axes.set_xlabel(label, fontsize=8, color=INK)
