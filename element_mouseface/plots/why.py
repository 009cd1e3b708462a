"""Why a score is what it is, drawn on the face: what each place adds or takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.ndimage import gaussian_filter

from ..core.why import ScoreMap
from .places import EACH_IN, GAP_IN, LEFT_IN, RIGHT_IN, Places
from .score_figure import Picture
from .style import DIVERGING, GREY, INK, colours, new_figure, save_figure

__all__ = ["draw_map", "overlay", "why_figure"]

_HEAD_IN, _FOOT_IN, _CAPTION_IN = 0.62, 0.3, 0.3
_SOFT_PX = 1.2
_CELL_PX = 16
"""A score's map is given per square of 4 x 4 thumbnail pixels: about a HOG cell."""


def overlay(score_map: ScoreMap, largest: float, shape: tuple[int, int]) -> np.ndarray:
    """The map as colours to lay over a face: opaque where much is added or taken away.

    Parameters
    ----------
    score_map : ScoreMap
    largest : float
        The value at full colour, in the unit of the row's colour bar.
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
    rgba = DIVERGING((share + 1) / 2)
    rgba[..., 3] = np.clip(np.abs(share) * 1.6, 0, 0.88)
    return rgba


def _to_draw(score_map: ScoreMap) -> np.ndarray:
    """What the colours mean: per cell; single pixels are softened, which keeps the sum."""
    if score_map.measure == "similarity":
        return score_map.values
    return gaussian_filter(score_map.values, _SOFT_PX, mode="reflect") * _CELL_PX


def draw_map(axes: Axes, score_map: ScoreMap, face: np.ndarray, largest: float) -> None:
    """Draw a map over a face.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    score_map : ScoreMap
    face : (y, x) array
        Luma levels, the map's place.
    largest : float
        The value at full colour.
    """
    pale = 90 + 0.65 * np.asarray(face, float)  # so that colours stand out
    box = (0, face.shape[1], face.shape[0], 0)
    axes.imshow(pale, cmap="gray", vmin=0, vmax=255, extent=box, interpolation="bilinear")
    drawn = overlay(score_map, largest, face.shape[:2])
    down, across = score_map.share
    box = (0, face.shape[1] * across, face.shape[0] * down, 0)
    how = "nearest" if score_map.measure == "similarity" else "bilinear"
    axes.imshow(drawn, extent=box, interpolation=how)
    axes.set(xlim=(0, face.shape[1]), ylim=(face.shape[0], 0))


def why_figure(
    maps: Sequence[ScoreMap],
    times_s: np.ndarray,
    pictures: Mapping[str, Picture],
    *,
    errors: Mapping[str, float] | None = None,
    title: str = "",
    path: str | Path | None = None,
) -> Figure:
    """A column for each stimulus: the face then, and what its places add to each measure.

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
    path : str or Path, optional
        Where to save it as PNG.

    Raises
    ------
    StorageError
        If the PNG cannot be written.
    """
    names = tuple(dict.fromkeys(one.name for one in maps))
    measures = [m for m in ("score", "similarity") if any(one.measure == m for one in maps)]
    shape = _shape(maps, pictures)
    row_in = EACH_IN * shape[0] / shape[1]
    heights = [row_in] + [row_in + _CAPTION_IN] * len(measures)
    width_in = LEFT_IN + len(names) * (EACH_IN + GAP_IN) + RIGHT_IN
    height_in = _HEAD_IN + sum(heights) + _FOOT_IN
    figure = new_figure(width_in, height_in)
    if title:
        figure.text(
            LEFT_IN / width_in, 1 - 0.18 / height_in, title, fontsize=11, weight="bold",
            color=INK, va="center",
        )  # fmt: skip
    place = Places(figure, _HEAD_IN, row_in)
    colour_of = colours(names)
    for column, name in enumerate(names):
        axes = place.axes(column, 0.0, colour_of[name])
        axes.set_title(name, fontsize=9, weight="bold", color=colour_of[name], loc="left", pad=4)
        if name in pictures:
            time_s = times_s[pictures[name].frame]
            axes.set_title(f"{time_s:.2f} s", fontsize=8, color=GREY, loc="right", pad=4)
            picture = pictures[name].image
            axes.imshow(
                picture, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="bilinear"
            )
        else:
            axes.set_facecolor("#F5F5F5")
    place.label(0.0, "the face")
    down_in = row_in + GAP_IN
    for measure in measures:
        here = [one for one in maps if one.measure == measure]
        largest = max(float(np.percentile(np.abs(_to_draw(one)), 99.7)) for one in here) or 1.0
        for column, name in enumerate(names):
            axes = place.axes(column, down_in, colour_of[name])
            found = [one for one in here if one.name == name]
            if not found:
                axes.axis("off")
                continue
            draw_map(axes, found[0], _face(found[0], maps, pictures), largest)
            text = _caption(found[0], (errors or {}).get(name))
            axes.set_xlabel(text, fontsize=8, color=INK, labelpad=3, loc="left")
        place.label(down_in, _ROWS[measure])
        place.bar(down_in, largest, _BARS[measure], len(names))
        down_in += row_in + _CAPTION_IN
    figure.text(
        LEFT_IN / width_in, 0.13 / height_in, _FOOTNOTES[measures[0]], fontsize=7.5, color=GREY,
        va="center",
    )  # fmt: skip
    if path is not None:
        save_figure(figure, path)
    return figure


_ROWS = {"score": "adds to score", "similarity": "adds to similarity"}
_BARS = {"score": "score per 4×4 px", "similarity": "r per cell"}
_FOOTNOTES = {
    "score": "orange adds, blue takes away; the map of a score adds up to the score",
    "similarity": "orange adds, blue takes away, compared with the neutral face",
}


def _shape(maps: Sequence[ScoreMap], pictures: Mapping[str, Picture]) -> tuple[int, int]:
    for picture in pictures.values():
        return picture.image.shape[:2]
    known = next((one.face for one in maps if one.face is not None), maps[0].values)
    return known.shape


def _face(one: ScoreMap, maps: Sequence[ScoreMap], pictures: Mapping[str, Picture]) -> np.ndarray:
    """The neutral face; without one that of another map, or the frame itself."""
    faces = [m.face for m in (one, *maps) if m.face is not None]
    if faces:
        return faces[0]
    if one.name in pictures:
        return pictures[one.name].image
    return np.full((one.values.shape[0] * 4, one.values.shape[1] * 4), 160.0)


def _caption(one: ScoreMap, error: float | None) -> str:
    if one.measure == "similarity":
        sign = "−" if one.total < 0 else "+"
        return (
            f"r {one.score:.3f} = neutral's {one.score - one.total:.3f} {sign} {abs(one.total):.3f}"
        )
    text = f"score {one.score:.2f}".replace("-", "−")
    if one.stop_frame - one.first_frame > 1:
        text = f"mean {text}"
    elif error is not None:
        text += f" ± {error:.2f}"
    return text + ("  ·  this trial held out" if one.made_without else "")
