"""`why.png`: what each place of the face adds to a score or subtracts from it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.ndimage import gaussian_filter

from ..core.results.pictures import Picture
from ..core.scoring.method.score_map import ScoreMap
from . import _style as st
from ._layout import EACH_IN, GAP_IN, LEFT_IN, RIGHT_IN, Places
from ._traces import time_or_frame

_HEAD_IN, _FOOT_IN, _CAPTION_IN, _LINE_IN = 0.62, 0.3, 0.3, 0.15
#: width of the footnote, which is wider than one column
_LETTERS_PER_IN = 16
_SOFT_PX = 1.2
_CELL_PX = 16
"""A score's map is given per square of 4 x 4 thumbnail pixels: about a HOG cell."""


def overlay(score_map: ScoreMap, largest: float, shape: tuple[int, int]) -> np.ndarray:
    """The map as colors to draw over a face: opaque where much is added or subtracted.

    Parameters
    ----------
    score_map : ScoreMap
    largest : float
        The value at full color, in the unit of the row's color bar.
    shape : (int, int)
        Of the picture that it is laid over; maps of cells are enlarged to it.

    Returns
    -------
    (y, x, 4) float array
    """
    values = _to_draw(score_map)
    if values.shape != shape:
        rows = np.minimum(np.arange(shape[0]) * values.shape[0] // shape[0], len(values) - 1)
        columns = np.arange(shape[1]) * values.shape[1] // shape[1]
        values = values[rows][:, columns]
    share = np.clip(values / largest, -1, 1)
    rgba = st.DIVERGING((share + 1) / 2)
    rgba[..., 3] = np.clip(np.abs(share) * 1.6, 0, 0.88)
    return rgba


def _to_draw(score_map: ScoreMap) -> np.ndarray:
    """Values to draw: per cell; single pixels are smoothed, which keeps the sum."""
    if score_map.of_cells:
        return score_map.values
    return gaussian_filter(score_map.values, _SOFT_PX, mode="reflect") * _CELL_PX


@st.draws
def draw_map(axes: Axes, score_map: ScoreMap, face: np.ndarray, largest: float) -> None:
    """Draw a map over a face.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    score_map : ScoreMap
    face : (y, x) array
        Luma levels, the map's place.
    largest : float
        The value at full color.
    """
    pale = 90 + 0.65 * np.asarray(face, float)  # a pale face, so that colors stand out
    box = (0, face.shape[1], face.shape[0], 0)
    axes.imshow(pale, cmap="gray", vmin=0, vmax=255, extent=box, interpolation="bilinear")
    drawn = overlay(score_map, largest, face.shape[:2])
    down, across = score_map.share
    box = (0, face.shape[1] * across, face.shape[0] * down, 0)
    how = "nearest" if score_map.of_cells else "bilinear"
    axes.imshow(drawn, extent=box, interpolation=how)
    axes.set(xlim=(0, face.shape[1]), ylim=(face.shape[0], 0))


@st.draws
def why_figure(
    maps: Sequence[ScoreMap],
    times_s: np.ndarray,
    pictures: Mapping[str, Picture],
    *,
    errors: Mapping[str, float] | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """A column for each stimulus: the explained frame, and its map for each measure.

    Parameters
    ----------
    maps : sequence of ScoreMap
        Of scores and similarities; at most one of a measure for a stimulus.
    times_s : (frames,) array
        For the captions.
    pictures : mapping of str to Picture
        The face of the explained frame, by stimulus; those missing stay blank.
    errors : mapping of str to float, optional
        Standard error of each explained score, by stimulus.
    title : str
    colors : mapping of str to str, optional
        Colors by stimulus, as in Matplotlib; other stimuli keep their default.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    names = tuple(dict.fromkeys(one.name for one in maps))
    measures = tuple(dict.fromkeys(m.measure for m in sorted(maps, key=lambda m: m.of_cells)))
    first = next(one for one in maps if one.measure == measures[0])
    place = _places(len(names), len(measures), _shape(maps, pictures), _footnote(first))
    if title:
        st.write_title(place.figure, title, x=LEFT_IN / place.width_in, down_in=0.18)
    color_of = st.color_by_name(names, colors)
    _draw_faces(place, pictures, times_s, color_of)
    for number, measure in enumerate(measures):
        here = [one for one in maps if one.measure == measure]
        down_in = place.row_in + GAP_IN + number * (place.row_in + _CAPTION_IN)
        largest = max(float(np.percentile(np.abs(_to_draw(one)), 99.7)) for one in here) or 1.0
        for column, name in enumerate(names):
            axes = place.axes(column, down_in, color_of[name])
            found = [one for one in here if one.name == name]
            if not found:
                axes.axis("off")
                continue
            draw_map(axes, found[0], _face(found[0], maps, pictures), largest)
            text = _caption(found[0], (errors or {}).get(name))
            axes.set_xlabel(text, fontsize=8, color=st.INK, labelpad=3, loc="left")
        place.label(down_in, f"adds to {measure}")
        per = "cell" if here[0].of_cells else "4×4 px"
        place.bar(down_in, largest, f"{here[0].unit or measure} per {per}", len(names))
    return st.finished(place.figure, path, dpi)


def _places(columns: int, measures: int, shape: tuple[int, int], note: str) -> Places:
    """An empty figure for a row of faces, a row for each measure, and a footnote."""
    row_in = EACH_IN * shape[0] / shape[1]
    width_in = LEFT_IN + columns * (EACH_IN + GAP_IN) + RIGHT_IN
    lines = textwrap.wrap(note, int(_LETTERS_PER_IN * (width_in - LEFT_IN)))
    foot_in = _FOOT_IN + _LINE_IN * (len(lines) - 1)
    height_in = _HEAD_IN + row_in + measures * (row_in + _CAPTION_IN) + foot_in
    figure = st.new_figure(width_in, height_in)
    for number, line in enumerate(reversed(lines)):
        y = (0.13 + _LINE_IN * number) / height_in
        figure.text(LEFT_IN / width_in, y, line, fontsize=7.5, color=st.GRAY, va="center")
    return Places(figure, _HEAD_IN, row_in)


def _draw_faces(
    place: Places,
    pictures: Mapping[str, Picture],
    times_s: np.ndarray,
    color_of: Mapping[str, str],
) -> None:
    """The explained frames, each with its time."""
    for column, (name, color) in enumerate(color_of.items()):
        axes = place.axes(column, 0.0, color)
        if name not in pictures:
            st.name_axes(axes, name, color)
            axes.set_facecolor("#F5F5F5")
            continue
        picture = pictures[name]
        st.name_axes(axes, name, color, time_or_frame(times_s[picture.frame], picture.frame, 2))
        axes.imshow(
            picture.image, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="bilinear"
        )
    place.label(0.0, "the face")


def _footnote(one: ScoreMap) -> str:
    if one.against_neutral:
        return "orange adds, blue subtracts, compared with the neutral face"
    return f"orange adds, blue subtracts; the map of a {one.measure} adds up to the {one.measure}"


def _shape(maps: Sequence[ScoreMap], pictures: Mapping[str, Picture]) -> tuple[int, int]:
    for picture in pictures.values():
        return picture.image.shape[:2]
    known = next((one.face for one in maps if one.face is not None), maps[0].values)
    return known.shape


def _face(one: ScoreMap, maps: Sequence[ScoreMap], pictures: Mapping[str, Picture]) -> np.ndarray:
    """The neutral face of the map or of another one, else the frame itself."""
    faces = [m.face for m in (one, *maps) if m.face is not None]
    if faces:
        return faces[0]
    if one.name in pictures:
        return pictures[one.name].image
    return np.full((one.values.shape[0] * 4, one.values.shape[1] * 4), 160.0)


def _caption(one: ScoreMap, error: float | None) -> str:
    if one.against_neutral:
        sign = "−" if one.total < 0 else "+"
        neutral = one.score - one.total
        return f"{one.unit} {one.score:.3f} = neutral's {neutral:.3f} {sign} {abs(one.total):.3f}"
    text = f"{one.measure} {one.score:.2f}".replace("-", "−")
    if one.stop_frame - one.first_frame > 1:
        text = f"mean {text}"
    elif error is not None:
        text += f" ± {error:.2f}"
    return text + ("  ·  this trial held out" if one.made_without else "")
