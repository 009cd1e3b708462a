"""Columns of color: hue, saturation and value of regions, where the pass has stored color."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..extraction.colors import open_colors, why_no_color
from ..features.color_space import rgb_of_chroma
from ..features.named.color import COLOR, color
from ..store.result import Result
from .columns import reason_key
from .frames import Frames
from .params import FeatureParams
from .places import RegionPlace
from .reasons import Reason
from .region_columns import is_known, known


class ColorColumns:
    """The color of several regions.

    Parameters
    ----------
    places : sequence of RegionPlace
    params : FeatureParams
    matrix : str
        Of the video.
    """

    def __init__(self, places: Sequence[RegionPlace], params: FeatureParams, matrix: str):
        self._places, self._params, self._matrix = tuple(places), params, matrix

    @classmethod
    def for_result(
        cls, result: Result, places: Sequence[RegionPlace], params: FeatureParams
    ) -> ColorColumns | None:
        """The columns of a recording; None if its pass stored no color, or none is wanted."""
        if "color" not in params.groups or not has_chroma(result):
            return None
        return cls(places, params, open_colors(result).matrix)

    @property
    def names(self) -> list[str]:
        """Of the columns, region by region."""
        return [
            f"{place.name}:{one.name}"
            for place in self._places
            for one in known(COLOR, self._params)
        ]

    def values(self, frames: Frames) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Numbers (frames, columns) of float64, and `Reason` codes by their keys."""
        if frames.chroma is None:
            raise ValueError("the frames were read without chroma")
        there = np.flatnonzero(~frames.missing)
        pictures = rgb_of_chroma(frames.thumbnails[there], frames.chroma[there], self._matrix)
        kept = [place for place, one in enumerate(COLOR) if is_known(one, self._params)]
        values, reasons = [], {}
        for place in self._places:
            found = np.full((len(frames), len(kept)), np.nan)
            codes = np.full(len(frames), Reason.MISSING_FRAME, np.uint8)
            if place.reason:
                codes[there] = place.reason
            else:
                found[there] = color(pictures, place.inside)[:, kept]
                codes[there] = _codes(found[there], pictures, place.inside)
            values.append(found)
            reasons[reason_key(place.name, COLOR[0])] = codes
        return np.concatenate(values, axis=1), reasons


def has_chroma(result: Result) -> bool:
    """Whether the pass of a result stored color, even if all of it is gray."""
    return "chroma" in result.output_names


def about_color(result: Result) -> dict[str, str | None]:
    """What a table says of the color of its recording.

    Returns
    -------
    dict
        `matrix`, None where the pass stored no color; and `why_none`, None where there is color.
    """
    matrix = open_colors(result).matrix if has_chroma(result) else None
    return {"matrix": matrix, "why_none": why_no_color(result)}


def _codes(values: np.ndarray, pictures: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Why hue is undefined: the region is gray, or black, or its hues cancel."""
    codes = np.zeros(len(values), np.uint8)
    rows = np.flatnonzero(np.isnan(values).any(axis=1))
    if len(rows):
        found = pictures[rows][:, inside]
        gray = (found.max(axis=2) == found.min(axis=2)).all(axis=1)
        codes[rows] = np.where(gray, Reason.NO_COLOR, Reason.NO_DIRECTION)
        codes[rows[found.max(axis=(1, 2)) == 0]] = Reason.BLACK
    return codes
