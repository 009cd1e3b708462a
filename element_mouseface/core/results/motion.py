"""How much of each score movement explains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError
from ..confounds.explained import Regressor, held_out_folds, motion_explained
from ..confounds.params import MotionParams
from ..confounds.regressors import signal_regressors
from ..facial_signals import FacialSignals
from ..facial_signals.facemap_file import load_facemap
from ..outputs.tables import plain_row
from ..scoring.scores import MethodScores
from .scored import ScoredRecording

#: the pass's own motion energy, of the crop without its masks
CROP = "motion energy of the crop"
_ABOUT = ("params", "params_hash", "reason")


def read_signals(path: str | None) -> Any:
    """Facial signals of a folder that `FacialSignals.save` wrote, or of a `_proc.npy`; or None.

    Raises
    ------
    ResultError
        If it is neither.
    """
    if path is None:
        return None
    if Path(path).suffix == ".npy":
        return load_facemap(path)
    return FacialSignals.load(path)


def motion_report(scored: ScoredRecording, energy: np.ndarray, signals: Any) -> dict[str, Any]:
    """The variance of each score that movement explains: by measure and stimulus, a list.

    A value that is not defined is None.

    Parameters
    ----------
    scored : ScoredRecording
    energy : (frames,) array
        Motion energy of the crop, of the pass itself.
    signals : FacialSignals or None
        With them, the regressors include each region, licking, pupil and so on.
    """
    params = MotionParams()
    regressors = [Regressor(CROP, "motion", energy)]
    if signals is not None:
        regressors += signal_regressors(signals, params)
    times_s, found = scored.times_s, {}
    folds = held_out_folds(times_s, scored.events, params)
    about = {"params": params.to_dict(), "params_hash": params.content_hash()}
    try:
        for scores in reversed(list(scored.methods.values())):
            found[scores.measure] = {
                name: [
                    plain_row(row)
                    for row in motion_explained(v, regressors, times_s, folds, params)
                ]
                for name, v in _values(scored, scores).items()
            }
    except ParameterError as error:
        # images further apart than an interval of the window; the scores are not affected
        return {**about, "reason": error.what}
    return {**about, **found}


def _values(scored: ScoredRecording, scores: MethodScores) -> dict[str, np.ndarray]:
    """The main measure of each stimulus; NaN if it is refused."""
    traces = {name: scores.trace(name) for name in scores.names}
    none = np.full(len(scored), np.nan)
    return {name: none if trace is None else trace.values for name, trace in traces.items()}


def motion_lines(report: dict[str, Any]) -> list[str]:
    """A line for each measure: what all regressors explain of each stimulus's trace."""
    lines = []
    by_measure = {name: found for name, found in report.items() if name not in _ABOUT}
    for measure, found in by_measure.items():
        shares = {
            name: rows[-1]["r2"] for name, rows in found.items() if rows[-1]["r2"] is not None
        }
        if shares:
            text = ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
            lines.append(f"movement explains of {measure} (R2 in held-out trials): {text}")
    return lines
