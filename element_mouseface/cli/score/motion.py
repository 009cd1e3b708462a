"""How much of each score movement explains, for the report of `mouseface score`."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

from .job import Job, Outcome

__all__ = ["motion_report", "read_signals", "told_lines"]

#: the pass's own motion energy: of the crop without its masks
CROP = "motion energy of the crop"


def read_signals(path: str | None) -> Any:
    """Facial signals of a folder that `FacialSignals.save` wrote, or of a `_proc.npy`; or None.

    Raises
    ------
    ResultError
        If it is neither.
    """
    if path is None:
        return None
    from ...core.facial_signals import FacialSignals
    from ...core.facial_signals.facemap_file import load_facemap

    if Path(path).suffix == ".npy":
        return load_facemap(path)
    return FacialSignals.load(path)


def motion_report(job: Job, outcome: Outcome, result: Any) -> dict[str, Any]:
    """What movement explains of each score: by method and stimulus, a list of regressors.

    Motion energy of the crop comes from the pass itself; with `--signals`, that of each
    region, licking, pupil and so on are there too.  A value that is not defined is None.
    """
    from ...core.confounds.explained import Regressor, held_out_folds, motion_explained
    from ...core.confounds.params import MotionParams
    from ...core.confounds.regressors import signal_regressors
    from ...errors import ParameterError

    params = MotionParams()
    regressors = [Regressor(CROP, "motion", result.quality("motion_energy"))]
    if job.signals is not None:
        regressors += signal_regressors(job.signals, params)
    times_s = outcome.times_s
    folds = held_out_folds(times_s, job.events, params)
    traces: dict[str, Any] = {}
    if outcome.contrast is not None:
        found = outcome.contrast.scores
        traces["score"] = dict(zip(found.names, found.score.T, strict=True))
    if outcome.published is not None:
        found = outcome.published
        traces["similarity"] = dict(zip(found.names, found.similarity.T, strict=True))
    about = {"params": params.to_dict(), "params_hash": params.content_hash()}
    try:
        explained = {
            measure: {
                name: [_plain(r) for r in motion_explained(v, regressors, times_s, folds, params)]
                for name, v in by_name.items()
            }
            for measure, by_name in traces.items()
        }
    except ParameterError as error:
        # images further apart than a stretch of the window; the scores are none the worse
        return {**about, "reason": error.what}
    return {**about, **explained}


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in dataclasses.asdict(row).items()
    }


def told_lines(report: dict[str, Any]) -> list[str]:
    """A line for each measure: what everything together explains of each stimulus's trace."""
    lines = []
    for measure in ("score", "similarity"):
        shares = {
            name: rows[-1]["r2"]
            for name, rows in report.get(measure, {}).items()
            if rows[-1]["r2"] is not None
        }
        if shares:
            told = ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
            lines.append(f"movement explains of {measure} (R2 in held-out trials): {told}")
    return lines
