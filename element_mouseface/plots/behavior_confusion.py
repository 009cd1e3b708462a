"""What the frames of each behavior were taken for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from . import _style as st
from ._behavior_frames import JudgedFrames
from ._behavior_matrix import draw_matrix, matrix_axes

_NONE = "none of them"


@st.draws
def behavior_confusion_figure(
    predictions: Any,
    labels: Any,
    *,
    names: Sequence[str] | None = None,
    note: str = "",
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw in which part of the frames with a behavior each behavior was found.

    Where several behaviors can be present at once, a frame counts in several cells, and a row
    may add up to more than 1.

    Parameters
    ----------
    predictions, labels, names, note
        As `precision_recall_figure` takes them.
    title : str
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If predictions and labels do not belong together, or share no behavior.
    StorageError
        If the file cannot be written.
    """
    frames = JudgedFrames.of(predictions, labels, names)
    counts, total = _count(frames)
    with np.errstate(invalid="ignore"):
        shares = np.where(total > 0, counts / np.maximum(total, 1), np.nan)
    rows = (*frames.names, _NONE)
    figure, axes = matrix_axes(rows, rows)
    draw_matrix(axes, shares, counts, (rows, rows), ("labeled", "found"))
    st.write_title(figure, title or "Confusion of behaviors")
    told = "part and number of the row's frames" + (f"  ·  {note}" if note else "")
    text = figure.text(0.012, 0.1 / figure.get_figheight(), told, fontsize=7.5, color=st.GRAY)
    st.fit(text, 0.98 * figure.get_figwidth())
    return st.finished(figure, path, dpi)


def _count(frames: JudgedFrames) -> tuple[np.ndarray, np.ndarray]:
    """Frames of each pair of labeled and found, and those of the row for which it is known."""
    labeled = [frames.label[:, k] == 1 for k in range(len(frames.names))]
    labeled.append((frames.label == 0).all(axis=1))
    known = np.isfinite(frames.probability)
    found = [frames.present[:, k] & known[:, k] for k in range(len(frames.names))]
    decided = [known[:, k] for k in range(len(frames.names))]
    decided.append(known.all(axis=1))
    found.append(~(frames.present & known).any(axis=1) & decided[-1])
    counts = [[(row & column).sum() for column in found] for row in labeled]
    total = [[(row & column).sum() for column in decided] for row in labeled]
    return np.array(counts), np.array(total)
