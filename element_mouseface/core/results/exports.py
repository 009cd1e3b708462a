"""A scored recording in the data structures of pandas, xarray and pynapple."""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import DependencyError
from ..features.quality import flag_names

if TYPE_CHECKING:
    import pandas as pd
    import pynapple
    import xarray


def to_dataframe(scored: Any) -> pd.DataFrame:
    """One row per frame: see `ScoredRecording.to_dataframe`."""
    columns: dict[str, Any] = {"time_s": scored.times_s}
    for measure in scored.measures:
        for trace in scored.traces:
            if trace.measure == measure:
                columns[f"{trace.name}_{measure}"] = trace.values
                if trace.errors is not None:
                    columns[f"{trace.name}_{measure}_se"] = trace.errors
    for scores in scored.methods.values():
        columns |= scores.frame_traces
        if scores.lost is not None:
            columns["lost"] = scores.lost
    if scored.flags is not None:
        columns["flags"] = [flag_names(int(value)) for value in scored.flags]
    table = _library("pandas").DataFrame(columns)
    return table.rename_axis("frame")


def to_xarray(scored: Any) -> xarray.Dataset:
    """A dataset over time and stimulus: see `ScoredRecording.to_xarray`."""
    xr, timed = _library("xarray"), _timed(scored)
    names = list(scored.names)
    arrays: dict[str, Any] = {}
    for measure in scored.measures:
        found = {trace.name: trace for trace in scored.traces if trace.measure == measure}
        unit = next((trace.unit for trace in found.values()), "")
        arrays[measure] = (
            ("time_s", "stimulus"),
            _columns(scored, {n: t.values for n, t in found.items()})[timed],
            {"units": unit},
        )
        errors = {n: t.errors for n, t in found.items() if t.errors is not None}
        if errors:
            arrays[f"{measure}_se"] = (*arrays[measure][:1], _columns(scored, errors)[timed])
    for scores in scored.methods.values():
        for name, values in scores.frame_traces.items():
            arrays[name] = ("time_s", np.asarray(values)[timed])
        if scores.lost is not None:
            arrays["lost"] = ("time_s", np.asarray(scores.lost)[timed])
    if scored.flags is not None:
        arrays["flags"] = ("time_s", np.asarray(scored.flags)[timed])
    findings = [
        f"{method}: {one.kind}{f' ({one.about})' if one.about else ''}: {one.reason}"
        for method, one in scored.findings
    ]
    return xr.Dataset(
        arrays,
        coords={
            "time_s": ("time_s", scored.times_s[timed], {"units": "s"}),
            "stimulus": names,
            "frame": ("time_s", np.flatnonzero(timed)),
        },
        attrs={
            "title": scored.movie.title,
            "methods": list(scored.methods),
            "findings": findings,
            "n_frames_without_time": int((~timed).sum()),
        },
    )


def to_pynapple(scored: Any) -> dict[str, Any]:
    """Objects by name: see `ScoredRecording.to_pynapple`."""
    nap, timed = _library("pynapple"), _timed(scored)
    times_s = scored.times_s[timed]
    found: dict[str, Any] = {}
    for measure in scored.measures:
        traces = [trace for trace in scored.traces if trace.measure == measure]
        names = [trace.name for trace in traces]
        for label, arrays in (
            (measure, [trace.values for trace in traces]),
            (f"{measure}_se", [trace.errors for trace in traces if trace.errors is not None]),
        ):
            if arrays:
                table = np.stack(arrays, axis=1)[timed]
                found[label] = nap.TsdFrame(t=times_s, d=table, columns=names)
    for scores in scored.methods.values():
        for name, values in scores.frame_traces.items():
            found[name] = nap.Tsd(t=times_s, d=np.asarray(values)[timed])
    if scored.events is not None:
        found["events"] = {
            name: _intervals(nap, [(e.onset_s, e.offset_s) for e in scored.events.of(name)])
            for name in scored.events.names
        }
    for scores in scored.methods.values():
        for measure, bouts in scores.bouts.items():
            found[f"{measure}_bouts"] = {
                name: _intervals(nap, [(b.start_s, b.stop_s) for b in bouts if b.name == name])
                for name in dict.fromkeys(bout.name for bout in bouts)
            }
    return found


def _intervals(nap: ModuleType, spans: list[tuple[float, float]]) -> pynapple.IntervalSet:
    starts, stops = np.array(spans, float).reshape(-1, 2).T
    return nap.IntervalSet(start=starts, end=stops)


def _columns(scored: Any, by_name: dict[str, Any]) -> np.ndarray:
    """(frames, stimuli): NaN for a stimulus without a trace."""
    none = np.full(len(scored), np.nan)
    return np.stack([np.asarray(by_name.get(name, none)) for name in scored.names], axis=1)


def _timed(scored: Any) -> np.ndarray:
    """Frames that have a time; a warning says how many are left out."""
    timed = np.isfinite(scored.times_s)
    if not timed.all():
        warnings.warn(
            f"{int((~timed).sum())} of {len(timed)} frames have no time on the clock of the events "
            "and are left out; `to_dataframe` has them all.",
            stacklevel=4,
        )
    return timed


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise DependencyError(
            f"{name} is needed for scores as its objects, and is not installed.",
            got=str(error),
            do="pip install 'element-mouseface[analysis]'",
        ) from error
