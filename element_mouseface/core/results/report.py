"""report.json: findings, parameters and provenance of scores.

Findings come first. An undefined value is null, never "nan".
"""

from __future__ import annotations

import dataclasses
import math
import os
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ..events.amounts import AMOUNT_COLUMNS
from ..events.event import COLUMNS, TRIAL_COLUMN, Event
from ..events.events import Events
from ..features.quality import flag_counts
from ..scoring.findings import Finding
from ..scoring.methods import method
from ..scoring.scores import MethodScores
from .csv_tables import REGISTRATION_COLUMNS
from .head_shift import shift_summary, statistic
from .names import FORMAT
from .scored import ScoredRecording

#: of an event: its entry in the report, and the attribute that holds it
_EVENT_FIELDS = {COLUMNS[0]: "name", **{name: name for name in (*COLUMNS[1:], TRIAL_COLUMN)}}


def _event(event: Event) -> dict[str, Any]:
    """An event's entry; its amount only where it has one, so that other reports stay the same."""
    row = {entry: getattr(event, name) for entry, name in _EVENT_FIELDS.items()}
    if event.amount is not None:
        row |= {name: getattr(event, name) for name in AMOUNT_COLUMNS}
    return row


def report(scored: ScoredRecording, folder: Path | None = None) -> dict[str, Any]:
    """The content of report.json: findings of all methods, counts, parameters, checksums.

    Each method's results are under its name.

    Parameters
    ----------
    scored : ScoredRecording
    folder : Path, optional
        Paths of the movie are relative to it, so that both can be moved together.
    """
    events = scored.events
    found = [
        {"method": name, **_told(finding)}
        for name, scores in scored.methods.items()
        for finding in scores.findings
    ]
    about_events = None
    if events is not None:
        about_events = {
            "n": len(events),
            "content_hash": events.content_hash(),
            "notes": list(events.notes),
            "rows": [_event(event) for event in events.rows],
        }
    clock = scored.clock
    return {
        "format": FORMAT,
        "methods": list(scored.methods),
        "findings": found,
        **{name: _method(scored, scores) for name, scores in scored.methods.items()},
        "events": about_events,
        "created_by": scored.provenance.get("created_by", f"element_mouseface {__version__}"),
        # the same movie, events and options give the same
        "asked_for": scored.provenance.get("asked_for"),
        "video": _video(scored, folder),
        "descriptors": _descriptors(scored),
        # the experiment's clock of the times; null: the movie's own
        "clock": None if clock is None else clock.to_dict(),
        # the limits of the windows in events.csv, and each one's hash in `EventWindow`
        "windows": [{**dataclasses.asdict(w), "hash": w.content_hash()} for w in scored.windows],
        # variance explained by movement; see "Motion against expression"
        "motion_explained": dict(scored.motion_explained),
        "notes": list(scored.provenance.get("notes", ())),
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {**dataclasses.asdict(finding), "severity": finding.severity}


def _video(scored: ScoredRecording, folder: Path | None) -> dict[str, Any]:
    movie = scored.movie
    files = [{"name": f.name, "sha256": f.sha256, "n_frames": f.n_frames} for f in movie.files]
    return {
        "files": files,
        "paths": [_seen_from(file.path or file.name, folder) for file in movie.files],
        "n_frames": len(scored),
        "fps": movie.fps,
        "is_vfr": movie.is_vfr,
        "duration_s": movie.duration_s,
        "clock": movie.clock,
        "notes": list(movie.notes),
        "recorded_at": movie.recorded_at,
    }


def _seen_from(path: str, folder: Path | None) -> str:
    """A path relative to the folder; unchanged if they are on different drives."""
    if folder is None:
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return Path(path).absolute().as_posix()


def _descriptors(scored: ScoredRecording) -> dict[str, Any] | None:
    found = scored.descriptors
    if found is None:
        return None
    return {
        "digest": found.digest,
        "hog": found.hog.to_dict(),
        "crop": found.crop.to_dict(),
        "grid": list(found.grid),
        # frames that cannot be used, and why
        "flagged_frames": {} if scored.flags is None else flag_counts(scored.flags),
    }


def _method(scored: ScoredRecording, scores: MethodScores) -> dict[str, Any]:
    """A method's section of the report; JSON-ready.

    `stimuli` has each stimulus's finding, 'ok' or the refusal, with the reason.
    """
    bouts = [bout.name for found in scores.bouts.values() for bout in found]
    made, one = scores.prototypes, method(scores.method)
    return {
        "method": scores.method,
        "measure": scores.measure,
        "refused": scores.refused,
        "source": scores.source,
        "unit": scores.unit,
        "n_frames": len(scored),
        "n_valid": scores.n_valid,
        "n_baseline": scores.n_neutral,
        "neutral_margin_s": scores.neutral_margin_s,
        "stimuli": {name: stimulus_summary(scored, scores, name) for name in scores.names},
        "p_values": {name: float(p) for name, p in scores.p_values.items()},
        "traces": [
            {
                "measure": trace.measure,
                "stimulus": trace.name,
                "unit": trace.unit,
                "bout_enter": _number(trace.enter),
                "bout_leave": _number(trace.leave),
            }
            for trace in scores.traces
        ],
        # columns of scores.csv that belong to no stimulus
        "frame_measures": [n for n in scores.frame_traces if n not in REGISTRATION_COLUMNS],
        "bout_measures": list(scores.bouts),
        "n_bouts": {name: bouts.count(name) for name in dict.fromkeys([*scores.names, *bouts])},
        "fear_threshold": _number(scores.fear_threshold),
        "look_ahead_s": scores.look_ahead_s,
        **scores.details,
        **({} if scores.lost is None else _registration(scores)),
        "n_folds": len(scores.folds),
        "n_trials": len(scores.trials),
        "n_time_courses": len(scores.courses),
        "params": scores.params.to_dict(),
        "params_hash": scores.params.content_hash(),
        "measures": scores.measures.to_dict(),
        "measures_hash": scores.measures.content_hash(),
        "prototype_age_days": scores.prototype_age_days,
        "prototypes": None if made is None else one.describe(made),
    }


def _registration(scores: MethodScores) -> dict[str, Any]:
    """Lost frames, the head's shift, and the light."""
    light = scores.frame_trace("light")
    finite = light[np.isfinite(light)]
    levels = map(float, np.percentile(finite, [0, 50, 100])) if len(finite) else [None] * 3
    before, after = (
        np.stack([scores.frame_trace(f"{name}_{axis}_px") for axis in "xy"], axis=1)
        for name in ("shift", "residual_shift")
    )
    return {
        "n_lost": int(np.asarray(scores.lost, bool).sum()),
        "shift": {
            "unit": "pixels of the crop",
            "before_registration": shift_summary(before),
            "after_registration": shift_summary(after),
        },
        "light": dict(zip(("min", "median", "max"), levels, strict=True)),
    }


def stimulus_summary(scored: ScoredRecording, scores: MethodScores, name: str) -> dict[str, Any]:
    """The finding and some statistics of one stimulus; None if undefined.

    Returns
    -------
    dict
        `finding` ('ok' or the refusal), `reason`, `p_values` by test, `n_events`,
        `n_valid` frames, `mean_in_own_events` and `mean_elsewhere` (outside all events)
        in the unit of the trace, `typical_se` (median).
    """
    trace, refusal = scores.trace(name), scores.refusal_of(name)
    none, events = np.full(len(scored), np.nan), scored.events
    values = none if trace is None else trace.values
    errors = none if trace is None or trace.errors is None else trace.errors
    own, elsewhere = np.zeros(len(values), bool), np.ones(len(values), bool)
    if events is not None:
        own, elsewhere = events.frames(scored.times_s, name), ~events.frames(scored.times_s)
    return {
        "finding": "ok" if refusal is None else refusal.kind,
        "reason": "" if refusal is None else refusal.reason,
        "p_values": {
            key.removeprefix(f"{name}:"): float(p)
            for key, p in scores.p_values.items()
            if key.startswith(f"{name}:")
        },
        "n_events": 0 if events is None else len(events.of(name)),
        "n_valid": int(np.isfinite(values).sum()),
        "mean_in_own_events": statistic(np.mean, values[own]),
        "mean_elsewhere": statistic(np.mean, values[elsewhere]),
        "typical_se": statistic(np.median, errors),
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def is_told(finding: Finding, events: Events | None) -> bool:
    """Whether a finding concerns this recording: fear needs shocks, and most labs give none.

    An event may be a shock under another name than in the parameters.
    """
    names = () if events is None else events.names
    return finding.kind != "no_shock" or any("shock" in name.lower() for name in names)
