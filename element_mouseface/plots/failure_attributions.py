"""What each measure adds to the score of failure over time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from ..core.failures import FailureStudy
from ..errors import InputError
from . import _style as st

_COLUMNS = 900
_ROW_IN, _LABEL_IN, _WIDE_IN = 0.24, 1.35, 6.2
_TOP_IN, _LOW_IN, _FAILED_IN, _SCORE_IN = 0.68, 0.78, 0.2, 0.8


@st.draws
def failure_attributions_figure(
    study: FailureStudy,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw when frames failed, the model's held-out score, and what each measure adds to it.

    Of many frames, those of a column of the picture are put together: the largest contribution
    among them, with its sign.

    Parameters
    ----------
    study : FailureStudy
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
        If the study has no model that was trained.
    StorageError
        If the file cannot be written.
    """
    model = study.model
    if model is None or model.state != "fitted":
        raise InputError(
            "The study has no trained model.",
            expected="a study whose failures are in several parts of the recording",
            got=study.reason or ("" if model is None else model.reason),
        )
    order = np.argsort(-np.abs(np.nan_to_num(model.weights)))
    shown = _binned(model.contributions[:, order])
    high = len(order) * _ROW_IN
    size = (
        _LABEL_IN + _WIDE_IN + 0.25,
        _TOP_IN + _FAILED_IN + 0.08 + _SCORE_IN + 0.08 + high + _LOW_IN,
    )
    figure = st.new_figure(*size)
    low, stop, unit = _extent(study)
    made = []
    top = _TOP_IN
    for height in (_FAILED_IN, _SCORE_IN, high):
        place = (_LABEL_IN / size[0], 1 - (top + height) / size[1], _WIDE_IN / size[0])
        made.append(figure.add_axes((*place, height / size[1])))
        top += height + 0.08
    failed, score, parts = made
    marks = _binned((study.failed & study.known).astype(float)[:, None])
    failed.imshow(marks.T, aspect="auto", cmap="binary", vmin=0, vmax=1, extent=(low, stop, 1, 0))
    failed.set(yticks=[0.5], xticks=[])
    failed.set_yticklabels(["failed"])
    values = _binned(model.scores[:, None].astype(float))[:, 0]
    at = np.linspace(low, stop, len(values))
    score.plot(at, values, color=st.INK, linewidth=0.7)
    score.axhline(0, color=st.GRAY, linewidth=0.6)
    score.set(xlim=(low, stop))
    score.set_ylabel("log odds", fontsize=8, color=st.INK)
    most = max(float(np.nanpercentile(np.abs(shown), 99.5)) if shown.size else 1.0, 1e-6)
    rows = len(order)
    parts.imshow(
        shown.T, aspect="auto", cmap=st.DIVERGING, vmin=-most, vmax=most,
        extent=(low, stop, rows, 0), interpolation="nearest",
    )  # fmt: skip
    parts.set(yticks=np.arange(rows) + 0.5)
    parts.set_yticklabels([model.names[k] for k in order])
    parts.set_xlabel(unit, fontsize=8.5, color=st.INK)
    for axes in (failed, score, parts):
        st.bare(axes, bottom=axes is parts)
    note = f"blue: speaks against failure, orange: for it, to {most:.2g} log odds"
    figure.text(0.012, 0.14 / size[1], note, fontsize=7.5, color=st.GRAY, va="center")
    st.write_title(figure, title or f"What speaks for failure: {study.what}")
    return st.finished(figure, path, dpi)


def _extent(study: FailureStudy) -> tuple[float, float, str]:
    if study.times_s is None:
        return 0.0, float(study.n_frames), "picture"
    known = study.times_s[np.isfinite(study.times_s)]
    if not len(known) or known[-1] <= known[0]:
        return 0.0, float(study.n_frames), "frame"
    return float(known[0]), float(known[-1]), "time (s)"


def _binned(values: np.ndarray) -> np.ndarray:
    """At most so many rows: of each group of rows the value that is largest in size."""
    if len(values) <= _COLUMNS:
        return values
    out = np.full((_COLUMNS, values.shape[1]), np.nan)
    for k, part in enumerate(np.array_split(values, _COLUMNS)):
        size = np.nan_to_num(np.abs(part), nan=-1.0)
        out[k] = part[size.argmax(axis=0), np.arange(values.shape[1])]
    return out
