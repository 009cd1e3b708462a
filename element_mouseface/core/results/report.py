"""report.json: findings, parameters and provenance of scores.

States come first.  A value that is not defined is null, never "nan".
"""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ..events import Events
from ..outputs import whole_file
from ..scoring.contrast import ContrastPrototypes
from ..scoring.contrast.summary import SCORE_UNIT, ContrastResults, shift_summary, stimulus_summary
from ..scoring.findings import Finding
from ..scoring.published.prototypes import Prototypes
from ..scoring.published.result import Scores

__all__ = ["FORMAT", "contrast_report", "report", "write_report"]

FORMAT = "element_mouseface.score/1"


def report(
    scores: Scores | None,
    events: Events | None = None,
    more: dict[str, Any] | None = None,
    *,
    contrast: ContrastResults | None = None,
) -> dict[str, Any]:
    """What report.json says: findings of both methods, counts, parameters, checksums.

    Parameters
    ----------
    scores : Scores or None
        Of the published method; its entries stand at the top level.
    events : Events, optional
        For their hash and notes.
    more : dict, optional
        Further JSON-ready entries (the video, the descriptors).
    contrast : ContrastResults, optional
        Under the key `contrast`; its findings are among `findings` too.
    """
    findings: dict[str, tuple[Finding, ...]] = {}
    if scores is not None:
        findings["published"] = scores.findings
    if contrast is not None:
        findings["contrast"] = contrast.scores.findings
    return {
        "format": FORMAT,
        "methods": list(findings),
        "findings": [
            {"method": method, **_told(finding)}
            for method, found in findings.items()
            for finding in found
        ],
        **({} if scores is None else _published(scores)),
        "contrast": None if contrast is None else contrast_report(contrast, events),
        "events": None
        if events is None
        else {
            "n": len(events),
            "content_hash": events.content_hash(),
            "notes": list(events.notes),
        },
        "created_by": f"element_mouseface {__version__}",
        **(more or {}),
    }


def _published(scores: Scores) -> dict[str, Any]:
    return {
        "method": scores.params.METHOD,
        "circular": scores.circular,
        "n_frames": len(scores.times_s),
        "n_valid": scores.n_valid,
        "n_baseline": int(scores.baseline.sum()),
        "names": list(scores.names),
        "n_bouts": {
            name: sum(bout.name == name for bout in (*scores.bouts, *scores.fear))
            for name in dict.fromkeys([*scores.names, *(bout.name for bout in scores.fear)])
        },
        "bout_thresholds": {
            name: {"enter": _number(enter), "leave": _number(leave)}
            for name, (enter, leave) in zip(scores.names, scores.thresholds.tolist(), strict=True)
        },
        "fear_threshold": _number(scores.fear_threshold),
        "params": scores.params.to_dict(),
        "params_hash": scores.params.content_hash(),
        "prototypes": _prototypes(scores.prototypes),
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {**dataclasses.asdict(finding), "severity": finding.severity}


def _prototypes(prototypes: Prototypes) -> dict[str, Any]:
    return {
        "content_hash": prototypes.content_hash(),
        "created_by": prototypes.created_by,
        "created_at": prototypes.created_at,
        "grid": list(prototypes.grid),
        "hog": prototypes.hog.to_dict(),
        "source_files": [dataclasses.asdict(file) for file in prototypes.source_files],
        "source_frames": [dataclasses.asdict(row) for row in prototypes.source_frames],
    }


def contrast_report(results: ContrastResults, events: Events | None) -> dict[str, Any]:
    """What is told of the contrast score; JSON-ready.

    `stimuli` gives each stimulus's finding, 'ok' or why it is refused, with the reason.
    """
    scores = results.scores
    prototypes: ContrastPrototypes | None = scores.prototypes
    return {
        "method": scores.params.METHOD,
        "refused": scores.refused,
        "source": scores.source,
        "unit": SCORE_UNIT,
        "n_frames": len(scores.times_s),
        "n_valid": scores.n_valid,
        "n_lost": int(scores.lost.sum()),
        "stimuli": {name: stimulus_summary(scores, name, events) for name in scores.names},
        "p_values": {name: float(p) for name, p in scores.p_values.items()},
        "n_bouts": {name: sum(b.name == name for b in results.bouts) for name in scores.names},
        "look_ahead_s": scores.look_ahead_s,
        "alignment_s": scores.alignment_s,
        "alignment_look_ahead_s": scores.alignment_look_ahead_s,
        "places": [place.to_dict() for place in scores.places],
        "lag": None if scores.lag is None else dataclasses.asdict(scores.lag),
        "remarks": [_told(remark) for remark in scores.remarks],
        "shift": {
            "unit": "pixels of the crop",
            "before_registration": shift_summary(scores.shift_px),
            "after_registration": shift_summary(scores.residual_shift_px),
        },
        "light": _range(scores.light[:, 0]),
        "n_folds": len(scores.folds),
        "params": scores.params.to_dict(),
        "params_hash": scores.params.content_hash(),
        "measures": results.measures.to_dict(),
        "measures_hash": results.measures.content_hash(),
        "prototypes": None
        if prototypes is None
        else {"names": list(prototypes.names), "made_from": prototypes.source},
    }


def _range(values: np.ndarray) -> dict[str, float | None]:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return {"min": None, "median": None, "max": None}
    low, middle, high = np.percentile(finite, [0, 50, 100])
    return {"min": float(low), "median": float(middle), "max": float(high)}


def write_report(path: str | Path, content: dict[str, Any], *, overwrite: bool = False) -> Path:
    """report.json: the content of `report`, indented."""
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    with whole_file(path, what="the report", overwrite=overwrite) as file:
        file.write(text)
    return Path(path)


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
