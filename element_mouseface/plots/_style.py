"""The style of all figures: colors and fonts.

The palette is Okabe and Ito's, which is distinct for all common color vision; black and gray are
for what belongs to no stimulus.
"""

from __future__ import annotations

import functools
import inspect
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, is_color_like
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from ..core.outputs import is_our_picture, whole_path
from ..core.outputs.identity import FIGURE_MARK
from ..errors import ParameterError, check_type

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31")
INK, GRAY, PALE = "#222222", "#777777", "#EDEDED"
SCORE_LABEL = "score (1: mean expression)"

#: from less (blue) over nothing to more (orange), distinct for any color vision
DIVERGING = LinearSegmentedColormap.from_list("taking_adding", [PALETTE[0], "#F2F2F2", PALETTE[1]])

#: file formats of figures, by the path's ending
FORMATS = (".png", ".pdf", ".svg")
DPI = 150.0

_FONT_PT = 9
_HIGHEST_DPI = 2400.0
#: Stimuli are named by the lab: `$` and `\\` are letters there, not Matplotlib's mathematics.
#: Letters stay letters in PDF and SVG, so that they can be searched and edited.
_SETTINGS: Any = {
    "text.parse_math": False,
    "text.usetex": False,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "element_mouseface",
}
#: The usual stimuli have a color of their own, whatever else is drawn.
_USUAL = ("quinine", "tail_shock", "lithium", "sucrose")

P = ParamSpec("P")
R = TypeVar("R")


def draws(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function that draws, so that names are not parsed as mathematics."""
    first = next(iter(inspect.signature(function).parameters))

    @functools.wraps(function)
    def drawing(*args: P.args, **kwargs: P.kwargs) -> R:
        given = args[0] if args else kwargs.get(first)
        if first == "scored" and isinstance(given, str | Path):
            check_type(first, given, (), "a result of `score`, or `read_folder(folder)`")
        with rc_context(_SETTINGS):
            return function(*args, **kwargs)

    return drawing


def color_by_name(names: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Assign a color to each name, in the same way for all figures.

    A name's place in the palette follows from its letters, so that a stimulus has one color in all
    figures of all mice. If two names of one figure have the same place, the alphabetically later
    one takes the next free color; colors repeat after seven.

    Parameters
    ----------
    names : sequence of str
    given : mapping of str to str, optional
        Chosen colors, by name; other names are ignored.

    Raises
    ------
    ParameterError
        If Matplotlib does not know a given color.
    """
    found = _checked_colors({n: c for n, c in (given or {}).items() if n in names})
    taken = {PALETTE.index(c) for c in found.values() if c in PALETTE}
    # The usual stimuli first, so that they keep their colors.
    for name in sorted(set(names) - set(found), key=lambda n: (n not in _USUAL, n)):
        if len(taken) >= len(PALETTE):
            taken.clear()
        place = _place(name)
        while place in taken:
            place = (place + 1) % len(PALETTE)
        taken.add(place)
        found[name] = PALETTE[place]
    return {name: found[name] for name in names}


def _place(name: str) -> int:
    if name in _USUAL:
        return _USUAL.index(name)
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % len(PALETTE)


def _checked_colors(given: Mapping[str, str]) -> dict[str, str]:
    for name, color in given.items():
        if not is_color_like(color):
            raise ParameterError(
                f"The color given for {name!r} is not a color.",
                expected="a color of Matplotlib, such as '#0072B2' or 'tab:blue'",
                got=repr(color),
            )
    return dict(given)


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure that needs no screen and no global state of pyplot."""
    figure = Figure(figsize=(width_in, height_in), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def check_figure_path(path: str | Path) -> Path:
    """Check that a figure can be written to a path, by its ending.

    Raises
    ------
    ParameterError
        If it does not end in .png, .pdf or .svg.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise ParameterError(
            f"A figure cannot be written as {path.name!r}.",
            expected="a name that ends with " + ", ".join(FORMATS),
            got=path.suffix or "no ending",
        )
    return path


def save_figure(
    figure: Figure, path: str | Path, *, dpi: float = DPI, overwrite: bool = False
) -> Path:
    """Write a figure as PNG, PDF or SVG; the path's ending says which.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    path : str or Path
        An existing figure of this package is replaced; any other file is kept.
    dpi : float
        Pixels per inch: of the whole PNG, of the pictures in a PDF or an SVG.
    overwrite : bool
        Replace any existing file.

    Raises
    ------
    ParameterError
        If the path has another ending, or `dpi` is not a usable number.
    PathError
        If there is another file than a figure of this package.
    StorageError
        If it cannot be written.
    """
    path = check_figure_path(path)
    if not (isinstance(dpi, int | float) and 10 <= dpi <= _HIGHEST_DPI):
        raise ParameterError(
            "The figure's resolution cannot be used.",
            expected=f"10 to {_HIGHEST_DPI:g} pixels per inch",
            got=repr(dpi),
        )
    kind = path.suffix.lower().lstrip(".")
    # Without the time of writing, so that the same figure gives the same file.
    undated: dict[str, Any] = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(kind, {})
    about = {"Software" if kind == "png" else "Creator": FIGURE_MARK, **undated}
    with (
        rc_context(_SETTINGS),
        whole_path(path, what="the figure", overwrite=overwrite, ours=is_our_picture) as fresh,
    ):
        figure.savefig(fresh, format=kind, dpi=dpi, metadata=about)
    return path


def finished(figure: Figure, path: str | Path | None, dpi: float = DPI) -> Figure:
    """Return a figure, saved if there is a path; errors as `save_figure`."""
    if path is not None:
        save_figure(figure, path, dpi=dpi)
    return figure


def stacked(
    figure: Figure,
    count: int,
    *,
    left: float,
    right: float,
    top_in: float,
    bottom_in: float,
    hspace: float,
    heights: Sequence[float] | None = None,
    **more: Any,
) -> np.ndarray:
    """Panels one below the other.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    count : int
    left, right : float
        Their edges, as shares of the figure's width.
    top_in, bottom_in : float
        Free space above and below them.
    hspace : float
        Between them, as a share of a panel's height.
    heights : sequence of float, optional
        Relative heights; by default all equal.
    **more
        Options of `Figure.subplots`; by default the panels share the x axis.

    Returns
    -------
    (count,) array of matplotlib.axes.Axes
    """
    height_in = figure.get_figheight()
    grid: dict[str, Any] = {
        "left": left,
        "right": right,
        "top": 1 - top_in / height_in,
        "hspace": hspace,
    }
    grid |= {"bottom": bottom_in / height_in}
    if heights is not None:
        grid["height_ratios"] = heights
    more = {"sharex": True, **more}
    return figure.subplots(count, 1, squeeze=False, gridspec_kw=grid, **more)[:, 0]


def write_title(
    figure: Figure, title: str, *, x: float = 0.012, down_in: float = 0.2, size: float = 11
) -> Text:
    """Write the title of a figure above it at the left; cut if the figure is too narrow."""
    y = 1 - down_in / figure.get_figheight()
    text = figure.text(x, y, title, fontsize=size, weight="bold", color=INK, va="center")
    fit(text, (1 - x) * figure.get_figwidth() - 0.06)
    return text


def fit(text: Text, room_in: float) -> None:
    """Cut a text that is wider than its room, with dots at the end."""
    words, room_px = text.get_text(), room_in * text.get_figure().dpi  # type: ignore[union-attr]
    kept, width_px = len(words), text.get_window_extent().width
    while width_px > room_px and kept > 1:
        kept = max(1, min(kept - 1, int(kept * room_px / width_px)))
        text.set_text(words[:kept].rstrip(" .,:·") + "…")
        width_px = text.get_window_extent().width


def move_apart(axes: Axes, texts: Sequence[Annotation]) -> None:
    """Move labels of axes up or down, as little as it takes, so that none covers another.

    Parameters
    ----------
    axes : Axes
    texts : sequence of Annotation
        With places in points from what they are of; the first stay where they are.
    """
    figure = axes.get_figure()
    canvas: Any = figure.canvas if figure is not None else None
    renderer = canvas.get_renderer()
    inside = axes.get_window_extent(renderer)
    placed: list[Bbox] = []
    for text in texts:
        box = text.get_window_extent(renderer).padded(2)
        step = box.height / 2
        steps = sorted(range(-60, 61), key=abs)
        moved = [(k, box.translated(0, k * step)) for k in steps]
        free = [
            (k, one) for k, one in moved
            if one.y0 >= inside.y0 and one.y1 <= inside.y1
            and not any(one.overlaps(other) for other in placed)
        ]  # fmt: skip
        k, found = free[0] if free else (0, box)
        x, y = text.xyann
        text.xyann = (x, y + k * step * 72 / figure.dpi)  # type: ignore[union-attr]
        placed.append(found)


def name_axes(axes: Axes, name: str, color: str, note: str = "") -> None:
    """Write a name above axes at the left, cut to their width, and a note at the right."""
    figure: Any = axes.figure
    room_in = axes.get_position().width * figure.get_figwidth()
    if note:
        right = axes.set_title(note, fontsize=8, color=GRAY, loc="right", pad=4)
        room_in -= right.get_window_extent().width / figure.dpi + 0.06
    left = axes.set_title(name, fontsize=9, weight="bold", color=color, loc="left", pad=4)
    fit(left, room_in)


def row_label(figure: Figure, x: float, y: float, label: str) -> Text:
    """Label a row of axes upright at its left; the place in shares of the figure."""
    upright: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "center"}
    return figure.text(x, y, label, fontsize=9, color=INK, **upright)


def framed(axes: Axes, color: str, linewidth: float = 1.2) -> None:
    """Draw a frame in a stimulus's color, without ticks."""
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=color, linewidth=linewidth)


def few_ticks(axes: Axes) -> None:
    """Round numbers along y, up to the upper half of a low row."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))


def bare(axes: Axes, *, bottom: bool = True) -> None:
    """Keep only the axis lines with numbers."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GRAY)
    axes.spines["bottom"].set_visible(bottom)
    axes.tick_params(labelsize=_FONT_PT - 1, colors=INK, length=3, color=GRAY)
    axes.tick_params(axis="x", length=3 if bottom else 0, labelbottom=bottom)
