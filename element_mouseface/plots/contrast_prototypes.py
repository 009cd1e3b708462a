"""The figure of contrast prototypes: how each stimulus changes the face."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.scoring.contrast import ContrastPrototypes
from ..core.scoring.contrast.registration import Registration
from ..core.scoring.published.prototypes import Prototypes
from . import _style as st
from ._layout import EACH_IN, GAP_IN, LEFT_IN, RIGHT_IN, Places
from .prototypes import cells_of_descriptor, draw_glyphs
from .scores import NEUTRAL

_HEAD_IN, _CAPTION_IN, _FOOT_IN = 0.78, 0.46, 0.26
_UNIT = "luma levels"
_PUBLISHED = (
    "published prototype\nminus neutral\n(orange: more contrast\nalong this edge, blue: less)"
)
_CAPTION: dict[str, Any] = {
    "fontsize": 7.5,
    "color": st.INK,
    "loc": "left",
    "labelpad": 3,
    "linespacing": 1.25,
}
_INSIDE: dict[str, Any] = {"fontsize": 7.5, "color": st.INK, "va": "top", "linespacing": 1.25}


@st.draws
def contrast_prototype_figure(
    prototypes: ContrastPrototypes,
    *,
    trials: Mapping[str, int] | None = None,
    published: Prototypes | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """A column for the neutral face and each stimulus: its prototype minus neutral.

    The map is in luma levels (0 to 255) of the thumbnail, registered and corrected for
    light: orange where the face becomes brighter, blue where darker, on one scale for all
    stimuli.  For a refused stimulus, its column shows the reason.

    Parameters
    ----------
    prototypes : ContrastPrototypes
        Of `ContrastScores.prototypes`, `ContrastPrototypes.load` or `PrototypeSet.open`;
        of this session or another one.
    trials : mapping of str to int, optional
        Number of trials of each; by default as the prototypes record it.
    published : Prototypes, optional
        The published prototypes, drawn below as HOG glyphs minus neutral.
    title : str
    colors : mapping of str to str, optional
        Colors by stimulus, as in Matplotlib; other stimuli keep their default.
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
    registration = prototypes.model.features.registration
    rows = 1 + (published is not None)
    place = _places(len(prototypes.names), registration.shape, rows)
    color_of, refused = st.color_by_name(prototypes.names, colors), refusals(prototypes)
    _draw_neutral(place, registration)
    shown = [k for k, name in enumerate(prototypes.names) if name not in refused]
    pictures = prototypes.pictures()
    largest = float(np.percentile(np.abs(pictures[shown]), 99.7)) if shown else 0.0
    counts = prototypes.source.get("n_trials", {}) if trials is None else trials
    for k, name in enumerate(prototypes.names):
        axes = place.axes(k + 1, 0.0, color_of[name])
        st.name_axes(axes, name, color_of[name])
        caption = trials_text(counts.get(name))
        if k in shown:
            draw_difference(axes, pictures[k], registration, largest or 1.0)
            caption += _range_text(pictures[k], float(prototypes.model.unit_se[k]))
        else:
            _draw_refusal(axes, refused[name])
        axes.set_xlabel(caption, **_CAPTION)
    if shown:
        place.bar(0.0, largest or 1.0, _UNIT, len(prototypes.names) + 1)
    if published is not None:
        crop_px = prototypes.source.get("crop_px")
        _draw_published(place, prototypes.names, published, color_of, crop_px)
    _write(place, title, made_from(prototypes.source))
    return st.finished(place.figure, path, dpi)


def _places(n_stimuli: int, shape: tuple[int, int], rows: int) -> Places:
    """An empty figure for neutral and each stimulus in a row, and more rows below."""
    row_in = EACH_IN * shape[0] / shape[1]
    width_in = LEFT_IN + (n_stimuli + 1) * (EACH_IN + GAP_IN) + RIGHT_IN
    # a row of glyphs has no caption below it
    height_in = _HEAD_IN + rows * row_in + _CAPTION_IN + _FOOT_IN + 0.1 * (rows - 1)
    return Places(st.new_figure(width_in, height_in), _HEAD_IN, row_in)


def _draw_neutral(place: Places, registration: Registration) -> None:
    axes = place.axes(0, 0.0, st.GRAY)
    st.name_axes(axes, NEUTRAL, st.GRAY)
    face = registration.reference.reshape(registration.shape)
    axes.imshow(face, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="nearest")
    axes.set_xlabel("the mean of neutral frames", **_CAPTION)
    place.label(0.0, "prototype minus neutral")


def refusals(prototypes: ContrastPrototypes) -> dict[str, str]:
    """The reasons why stimuli are not scored, by stimulus."""
    scored = {prototypes.names[k] for k in prototypes.model.scored}
    found = {}
    for name in prototypes.names:
        findings = [s for s in prototypes.findings if s.about == name]
        findings += [s for s in prototypes.findings if s.about == ""]
        if findings or name not in scored:
            found[name] = findings[0].reason if findings else "it is not scored by this model"
    return found


def made_from(source: Mapping[str, Any]) -> str:
    """The recording that made the prototypes, and its date, as far as known."""
    files = [str(file.get("name", "")) for file in source.get("files", [])]
    text = "made from " + (", ".join(filter(None, files)) or "an unnamed recording")
    if source.get("recorded_at"):
        return f"{text} · recorded {source['recorded_at']}"
    return f"{text} · {source['created_at']}" if source.get("created_at") else text


def trials_text(count: int | None) -> str:
    """The number of trials, in words."""
    if count is None:
        return "trials: their number is not stored"
    return f"{count} trial{'s' * (count != 1)}"


def _range_text(picture: np.ndarray, unit_se: float) -> str:
    text = f"\n{picture.min():+z.1f} to {picture.max():+z.1f} levels".replace("-", "−")
    return text + (f" · score's unit ± {100 * unit_se:.0f}%" if np.isfinite(unit_se) else "")


def _draw_refusal(axes: Axes, reason: str) -> None:
    axes.set_facecolor("#F5F5F5")
    text = textwrap.fill(f"refused: {reason}", 40, max_lines=11, placeholder=" …")
    axes.text(0.04, 0.96, text, **_INSIDE, transform=axes.transAxes)


@st.draws
def draw_difference(
    axes: Axes, picture: np.ndarray, registration: Registration, largest: float
) -> None:
    """Draw a difference from neutral over the neutral face; pixels left out are gray.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    picture : (y, x) array
        Luma levels.
    registration : Registration
        Holds the neutral face, and which pixels count.
    largest : float
        The difference at full color.
    """
    face = np.asarray(registration.reference, float).reshape(picture.shape)
    counted = np.asarray(registration.weights).reshape(picture.shape) > 0
    pale = np.where(counted, 90 + 0.65 * face, 200.0)  # so that colors stand out
    axes.imshow(pale, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="nearest")
    axes.imshow(
        picture, cmap=st.DIVERGING, vmin=-largest, vmax=largest, aspect="auto",
        alpha=np.clip(np.abs(picture) / largest * 1.6, 0, 0.88), interpolation="nearest",
    )  # fmt: skip


def _draw_published(
    place: Places,
    names: Sequence[str],
    published: Prototypes,
    color_of: Mapping[str, str],
    crop_px: Sequence[int] | None,
) -> None:
    """A row of the published prototypes minus neutral, as glyphs at their place in the crop."""
    neutral, *cells = (
        cells_of_descriptor(np.where(published.valid, vector, 0.0), published.hog, published.grid)
        for vector in (published.neutral, *published.vectors)
    )
    moved = dict(zip(published.names, (cell - neutral for cell in cells), strict=True))
    scale = float(np.percentile(np.abs(list(moved.values())), 99.8)) or None
    down_in = place.row_in + _CAPTION_IN
    for k, name in enumerate(names):
        axes = place.axes(k + 1, down_in, color_of[name])
        if name not in moved:
            axes.set_facecolor("#F5F5F5")
            axes.text(0.04, 0.96, "no published prototype", **_INSIDE, transform=axes.transAxes)
            continue
        draw_glyphs(axes, moved[name], published.hog, scale=scale, signed=True)
        axes.set_aspect("auto")
        if crop_px is not None:
            axes.set(xlim=(0, crop_px[1]), ylim=(crop_px[0], 0))
    place.figure.text(
        (LEFT_IN + EACH_IN) / place.width_in,
        1 - (_HEAD_IN + down_in + place.row_in / 2) / place.height_in,
        _PUBLISHED,
        fontsize=8,
        color=st.INK,
        ha="right",
        va="center",
    )


def _write(place: Places, title: str, source: str) -> None:
    """Title, source and the meaning of the colors."""
    left, width_in = LEFT_IN / place.width_in, place.width_in - LEFT_IN
    st.write_title(place.figure, title or "Contrast prototypes", x=left, down_in=0.18)
    text = textwrap.shorten(source, int(width_in * 15), placeholder=" …")
    y = 1 - 0.4 / place.height_in
    place.figure.text(left, y, text, fontsize=8, color=st.INK, va="center")
    note = "orange: brighter than neutral · blue: darker · flat gray: left out, masked or saturated"
    if width_in > 6.5:
        note += " · beyond the bar, the color of its end"
    place.figure.text(left, 0.13 / place.height_in, note, fontsize=7.5, color=st.GRAY, va="center")
