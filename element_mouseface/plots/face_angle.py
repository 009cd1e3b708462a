"""The figure of the face angle: what counted, each angle over time, whether both rolls agree."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.face_angle import FaceAngle
from . import _style as st
from ._traces import draw_trace, limit_to_times

_POINTS, _PICTURE, _VIEWS = st.PALETTE[1], st.PALETTE[0], st.PALETTE[2]
_ROLLS = {
    "roll_points": ("roll of points", _POINTS),
    "roll_picture": ("roll of the picture", _PICTURE),
    "roll_views": ("roll of two cameras", _VIEWS),
}
_OTHERS = {"yaw": ("yaw", st.PALETTE[3]), "pitch": ("pitch", st.PALETTE[4])}
_WIDTH_IN, _PANEL_IN, _SIDE_IN = 10.0, 1.75, 2.6
_HEAD_IN, _FOOT_IN, _LINE_IN, _LETTERS = 0.5, 0.72, 0.17, 165


@st.draws
def face_angle_figure(
    angle: FaceAngle,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw each angle over time with its standard error, and the difference of both rolls.

    Bands are one standard error to either side. On the left is the reference picture with the
    pixels that count for roll tinted, more for those that count more.

    Parameters
    ----------
    angle : FaceAngle
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    lines = [line for words in _told(angle) for line in textwrap.wrap(words, _LETTERS)]
    both = bool((angle.agrees >= 0).any())
    others = [name for name in _OTHERS if np.isfinite(angle.degrees[name]).any()]
    count = 1 + both + bool(others)
    head_in = _HEAD_IN + _LINE_IN * len(lines)
    height_in = head_in + max(count, 2) * _PANEL_IN + _FOOT_IN
    figure = st.new_figure(_WIDTH_IN, height_in)
    st.write_title(figure, title or "Angle of the face", size=10.5)
    for number, line in enumerate(lines):
        y = 1 - (0.44 + _LINE_IN * number) / height_in
        figure.text(0.012, y, line, fontsize=8, color=st.INK, va="center")
    side = 0 if angle.reference is None else _SIDE_IN
    panels = np.atleast_1d(
        st.stacked(
            figure, count, left=(0.72 + side) / _WIDTH_IN, right=0.985, top_in=head_in,
            bottom_in=_FOOT_IN, hspace=0.2 / _PANEL_IN,
        )
    )  # fmt: skip
    if side:
        _draw_picture(figure, angle, head_in, height_in)
    _draw_angles(panels[0], angle, _ROLLS, "roll (degrees)")
    if both:
        _draw_difference(panels[1], angle)
    if others:
        _draw_angles(panels[-1], angle, {n: _OTHERS[n] for n in others}, "yaw, pitch (degrees)")
    for number, axes in enumerate(panels):
        st.bare(axes, bottom=number == count - 1)
    limit_to_times(panels[-1], angle.times_s)
    panels[-1].set_xlabel("time (s)", fontsize=8, color=st.INK, labelpad=2)
    handles = [h for axes in panels for h in axes.get_legend_handles_labels()[0]]
    if handles:
        figure.legend(
            handles=handles, ncols=len(handles), fontsize=7.5, frameon=False,
            loc="lower center", bbox_to_anchor=(0.5, 0.0), handletextpad=0.5, columnspacing=1.6,
        )  # fmt: skip
    return st.finished(figure, path, dpi)


def _told(angle: FaceAngle) -> list[str]:
    """Lines above the panels: standard errors, agreement, why an angle is undefined."""
    words = []
    for row in angle.summary():
        if row.n_valid:
            name = row.angle.replace("_", " of ")
            words.append(
                f"{name}: {row.n_valid} of {row.n_frames} frames, standard error "
                f"{row.median_se_deg:.2f}°"
            )
    lines = ["   ·   ".join(words)] if words else []
    agreement = angle.agreement()
    if agreement.n_frames:
        lines.append(
            f"both rolls {agreement.verdict}: within 0.5° or two standard errors in "
            f"{agreement.agreeing:.0%} of {agreement.n_frames} frames; usual difference "
            f"{agreement.median_difference_deg:.2f}°, r {agreement.correlation:.3f}"
        )
    reasons = dict.fromkeys(row.reason for row in angle.summary() if not row.n_valid)
    lines += [f"undefined: {reason}" for reason in reasons if reason]
    return lines


def _draw_angles(axes: Axes, angle: FaceAngle, shown: dict[str, Any], label: str) -> None:
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    for name, (words, color) in shown.items():
        degrees, errors = angle.trace(name)
        if not np.isfinite(degrees).any():
            continue
        _draw_band(axes, angle.times_s, degrees, errors, color)
        style: dict[str, Any] = {"color": color, "linewidth": 0.9, "zorder": 3, "label": words}
        draw_trace(axes, angle.times_s, degrees, **style)
    axes.margins(y=0.1)
    axes.locator_params(axis="y", nbins=6)
    axes.set_ylabel(label, fontsize=8, color=st.INK)


def _draw_band(axes: Axes, times_s: Any, degrees: Any, errors: Any, color: str) -> None:
    low, high = degrees - errors, degrees + errors
    every = max(1, len(times_s) // 4000)
    axes.fill_between(
        times_s[::every], low[::every], high[::every], color=color, alpha=0.2, linewidth=0, zorder=2
    )


def _draw_difference(axes: Axes, angle: FaceAngle) -> None:
    difference = angle.degrees["roll_points"] - angle.degrees["roll_picture"]
    axes.axhspan(-0.5, 0.5, color=st.PALE, zorder=0)
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    style: dict[str, Any] = {"color": st.INK, "linewidth": 0.8, "zorder": 2}
    draw_trace(axes, angle.times_s, difference, label="points less picture", **style)
    size = max(1.0, 1.1 * float(np.nanpercentile(np.abs(difference), 99.5)))
    axes.set_ylim(-size, size)
    axes.set_ylabel("difference (degrees)", fontsize=8, color=st.INK)


def _draw_picture(figure: Figure, angle: FaceAngle, head_in: float, height_in: float) -> None:
    """The reference picture, tinted where it counts."""
    picture, weights = np.asarray(angle.reference), np.asarray(angle.weights)
    tall_in = min(_SIDE_IN * picture.shape[0] / picture.shape[1], height_in - head_in - _FOOT_IN)
    box = (
        0.012,
        1 - (head_in + tall_in) / height_in,
        (_SIDE_IN - 0.25) / _WIDTH_IN,
        tall_in / height_in,
    )
    axes = figure.add_axes(box)
    axes.imshow(picture, cmap="gray", vmin=0, vmax=max(float(picture.max()), 1.0))
    tint = np.zeros((*weights.shape, 4))
    tint[..., :3] = tuple(int(_PICTURE[k : k + 2], 16) / 255 for k in (1, 3, 5))
    tint[..., 3] = 0.55 * np.sqrt(np.clip(weights, 0, 1))
    axes.imshow(tint)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_axis_off()
    axes.set_title("what counts for roll", fontsize=8, color=st.INK, pad=3)
