"""What can be read in a figure, and whether it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def shown_texts(figure: Figure) -> list[Text]:
    """Every text that is drawn, tick labels too."""
    figure.canvas.draw()
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        texts += _texts_of(axes)
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def _texts_of(axes: Axes) -> Iterator[Text]:
    yield from axes.texts
    yield from (axes.title, axes._left_title, axes._right_title)
    for axis in (axes.xaxis, axes.yaxis):
        yield axis.label
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if low <= tick.get_loc() <= high:  # matplotlib does not draw those beyond
                yield from (tick.label1, tick.label2)


def boxes(axes: Axes) -> list[tuple[PolyCollection, np.ndarray]]:
    """The groups of boxes in axes, with the left, right, lower and upper edge of each box."""
    found = [c for c in axes.collections if type(c) is PolyCollection]
    edges = ([path.get_extents().extents[[0, 2, 1, 3]] for path in c.get_paths()] for c in found)
    return [(group, np.array(own)) for group, own in zip(found, edges, strict=True)]


def faults(figure: Figure) -> list[str]:
    """Texts that lie on one another, on another panel, or partly outside the figure."""
    texts = [(text.get_text(), text.get_window_extent()) for text in shown_texts(figure)]
    width, height = figure.bbox.size
    found = [
        f"{words!r} leaves the figure"
        for words, box in texts
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    found += [
        f"label {one.get_ylabel()!r} lies on another panel"
        for one in figure.axes
        for other in figure.axes
        if other is not one
        and one.get_ylabel()
        and _overlap(one.yaxis.label.get_window_extent(), other.get_window_extent())
    ]
    return found + [
        f"{one!r} lies on {other!r}"
        for (one, first), (other, second) in combinations(texts, 2)
        if _overlap(first, second)
    ]


def _overlap(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share more than a pixel each way."""
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1
    )
