"""The contrast score in tables: models as rows, scores with their errors, or why there are none.

A recording that made a prototype set is not scored by the stored prototypes but
cross-validated: each trial by models made without it, which exist only while it
is scored.  The stored prototypes are of all trials, and are for other sessions.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from .._schema.fixed import check_digest
from ..core.events.measures import MeasureParams
from ..core.features.masks import mask_px
from ..core.features.quality import FrameFlag
from ..core.scoring.contrast import (
    ContrastParams,
    ContrastPrototypes,
    ContrastScores,
    score_contrast,
)
from ..core.scoring.contrast.model_file import ScoreModels, save_models
from ..core.scoring.contrast.model_file import load_models as load_score_models
from ..core.scoring.findings import Finding
from ..descriptors import HOGProcessing
from ..errors import ParameterError, PrototypeError
from ..params import Crop, content_hash
from ..recording import frame_times
from . import _contrast_rows
from ._sources import Row, Rows, events

__all__ = ["MEASURE", "PARAMS", "check_sources", "load", "make", "measures", "open", "rows_of"]

PARAMS = ContrastParams
MEASURE = "score"
load = ContrastPrototypes.load

#: a row with a larger blob may not pass a server that takes packets of 16 MB
MODEL_BYTES = 15_000_000

UNUSABLE = FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT

#: parameters that a model has been made with: scoring by it cannot change them
FIXED_BY_MODEL = (
    "settle_s",
    "latency_s",
    "rise_s",
    "fall_s",
    "baseline_span_s",
    "look_back_s",
    "look_ahead_s",
    "n_components",
    "shrinkage",
    "basis_frames",
    "training_frames",
    "ablate",
)

#: the last recording that was cross-validated in this process, by what it was made from
_last: dict[str, tuple[ContrastScores, float]] = {}


def check_sources(sources: Sequence[Row]) -> None:
    """Refuse several recordings: their trials cannot be pooled in one model.

    Raises
    ------
    PrototypeError
        If there are several.
    """
    if len(sources) > 1:
        raise PrototypeError(
            "Contrast prototypes are made from one recording.",
            expected="one source: registration and nuisance are those of one session",
            got=f"{len(sources)} sources",
            do="make a set from each recording, and score with each; or use the published method",
        )


def measures(params: ContrastParams, given: MeasureParams | None = None) -> MeasureParams:
    """Bouts and measures around events, by default in halves of the mean expression."""
    return given or MeasureParams()


class MovieInput:
    """The thumbnails of a recording, their times on the events' clock, and its crop."""

    def __init__(self, source: Row):
        result = HOGProcessing.result(source["key"])
        crop = Crop.from_dict(source["crop"])
        rows, columns = crop.box(*result.frame_px)
        self.thumbnails = result.thumbnails
        self.crop_px = (rows.stop - rows.start, columns.stop - columns.start)
        self.origin_px = (crop.x, crop.y)
        self.mask = mask_px(crop, *result.frame_px) if crop.masks else None
        self.times_s = _times(source)
        self.flags = np.asarray(result.flags)
        self.events = events(source)

    def score(self, params: ContrastParams, **more) -> ContrastScores:
        """Scores; `more` is given on to `score_contrast`."""
        return score_contrast(
            self.thumbnails,
            self.times_s,
            self.flags,
            self.events,
            params,
            crop_px=self.crop_px,
            origin_px=self.origin_px,
            mask=self.mask,
            **more,
        )


def make(sources: Sequence[Row], params: Row) -> Rows:
    """A model of all trials of one recording, as rows; or the reasons why there is none.

    Raises
    ------
    PrototypeError, EventsError, ClockError, ResultError
        If there are several recordings, or a result is gone or has no thumbnails.
    """
    check_sources(sources)
    (source,) = sources
    scores, _ = _cross_validated(source, PARAMS.from_dict(params))
    if scores.prototypes is None:
        return _contrast_rows.of_refused_set(scores, source)
    packed = _packed(scores.prototypes)
    rows = _contrast_rows.of_set(scores.prototypes, packed, _digest(packed))
    rows["SourceEvent"] = _source_events(source, scores)
    frames: Counter[str] = Counter()
    for event in rows["SourceEvent"]:
        frames[event["prototype"]] += event["source_event_n_frames"]
    for row in rows["Prototype"]:
        row["prototype_n_frames"] = frames[row["prototype"]]
    return rows


def rows_of(found: ContrastPrototypes) -> Rows:
    """Columns of PrototypeSet under None, and the rows of its Parts, of a file's prototypes."""
    packed = _packed(found)
    rows = _contrast_rows.of_set(found, packed, _digest(packed))
    rows[None]["recorded_at"] = _time_of(found.source.get("recorded_at"))
    return rows


def open(row: Row, parts: dict[str, list[Row]]) -> ContrastPrototypes:
    """The prototypes of a PrototypeSet row and its Parts' rows.

    Raises
    ------
    PrototypeError
        If the set was refused.
    FixedRowError
        If its model is not what was made: somebody edited it.
    """
    if not parts["Model"]:
        raise PrototypeError(
            f"Prototype set {row['prototype_set_id']} was refused and holds no prototypes.",
            got="; ".join(finding["prototype_finding_reason"] for finding in parts["Finding"]),
            do="make a set from a recording with more trials, or mend what the reason names",
        )
    packed, own = parts["Model"][0]["model_npz"], {"prototype_set_id": row["prototype_set_id"]}
    check_digest("PrototypeSet", own, row["prototype_digest"], _digest(packed))
    return _loaded_from(packed, ContrastPrototypes.load)


def score(source: Row, params: Row, rules: MeasureParams, given: Row) -> Rows:
    """Scores of one recording as rows of FacialExpression and its Parts.

    Parameters
    ----------
    source : dict
        What `_sources.fetch` gave.
    params : dict
        Of a ContrastParams.
    rules : MeasureParams
    given : dict
        `row` and `parts` of the prototype set, as `open` takes them, and `own`: whether
        it was made from this very recording, crop and event set.

    Raises
    ------
    PrototypeError
        If the model was made with other parameters, or is of another thumbnail size.
    ResultError
        If the result folder is gone or has no thumbnails.
    """
    wanted = PARAMS.from_dict(params)
    if given["own"]:
        scores, seconds = _cross_validated(source, wanted)
        rows = _rows(scores, source, rules)
        return rows | {None: rows[None] | {"expression_processing_time_s": seconds}}
    if not given["parts"]["Model"]:
        return _contrast_rows.of_refused_scores(
            given["parts"]["Finding"], MovieInput(source), wanted
        )
    prototypes = open(given["row"], given["parts"])
    _check_params(prototypes.params, wanted)
    movie = MovieInput(source)
    scores = movie.score(wanted, prototypes=prototypes)
    about, findings = prototypes.source, [*scores.findings, *scores.remarks]
    made_from = {file.get("sha256") for file in about.get("files", [])}
    if made_from & {file[1] for file in source["files"]}:
        scores = replace(scores, source="same data")
        findings.append(_contrast_rows.circular())
    if about.get("crop_px") not in (None, list(movie.crop_px)):
        findings.append(_other_crop(about["crop_px"], movie.crop_px))
    return _rows(scores, source, rules, findings)


def _rows(
    scores: ContrastScores,
    source: Row,
    rules: MeasureParams,
    notes: Sequence[Finding] | None = None,
) -> Rows:
    """Rows of scores: a frame that the clock lacks is scored, and is in no event and no bout."""
    timed = replace(scores, times_s=_times(source))
    return _contrast_rows.of_scores(timed, events(source), rules, notes) | _models(scores)


def _times(source: Row) -> np.ndarray:
    """Frame times on the events' clock, NaN where it has none."""
    return frame_times(source["recording"], source["clock"])


def _cross_validated(source: Row, params: ContrastParams) -> tuple[ContrastScores, float]:
    """Scores of a recording by its own trials, and the seconds they took.

    The prototypes and the scores of a recording come out of the same computation,
    and are two tables: populated one after the other, the second finds the first's.
    """
    made_from = {name: source[name] for name in sorted(source)}
    token = content_hash({"source": repr(made_from), "params": params.content_hash()})
    if token not in _last:
        started, movie = time.monotonic(), MovieInput(source)
        scores = movie.score(params, source=_about(source, movie))
        _last.clear()
        _last[token] = scores, time.monotonic() - started
    return _last[token]


def _about(source: Row, movie: MovieInput) -> Row:
    """What prototypes carry along of the recording that made them, as JSON."""
    return {
        "recording": {name: str(value) for name, value in source["recording"].items()},
        "recorded_at": source["recorded_at"],
        "result_digest": source["result_digest"],
        "files": [{"name": file[0], "sha256": file[1]} for file in source["files"]],
        "crop_px": list(movie.crop_px),
        "n_events": len(source["events"]),
        "n_trials": dict(Counter(event.name for event in events(source) or ())),
    }


def _source_events(source: Row, scores: ContrastScores) -> list[Row]:
    """The trials that made each prototype, and their frames: usable ones from `settle_s` on."""
    flags = np.asarray(HOGProcessing.result(source["key"]).flags)
    usable, times_s, rows = (flags & int(UNUSABLE)) == 0, _times(source), []
    for number, event in enumerate(events(source) or ()):
        settled_s = event.onset_s + scores.params.settle_s
        start_s = min(settled_s, (event.onset_s + event.offset_s) / 2)
        inside = (times_s >= start_s) & (times_s < event.offset_s)
        frames = np.flatnonzero(inside & usable)
        if len(frames):
            rows.append(
                {
                    **source["event_set"],
                    "event_id": number,
                    "prototype": event.name,
                    "source_event_first_frame": int(frames[0]),
                    "source_event_stop_frame": int(frames[-1]) + 1,
                    "source_event_n_frames": len(frames),
                    "source_event_digest": source["result_digest"],
                }
            )
    return rows


def _models(scores: ContrastScores) -> Rows:
    """The models that scored, for `FacialExpression.why`.

    None where all was refused, or where they are too large for a row: they hold the
    frames' times, and explain scores but are needed for none.
    """
    if scores.refused or not scores.jobs:
        return {}
    packed = _bytes(lambda path: save_models(path, scores))
    return {"Models": [{"models_npz": packed}]} if len(packed) <= MODEL_BYTES else {}


def load_models(packed: bytes) -> ScoreModels:
    """The models of a row of FacialExpression.Models."""
    return _loaded_from(packed, load_score_models)


def _packed(found: ContrastPrototypes) -> bytes:
    packed = _bytes(found.save)
    if len(packed) > MODEL_BYTES:
        raise ParameterError(
            "The prototypes' model is too large for a row.",
            expected=f"at most {MODEL_BYTES / 1e6:g} MB",
            got=f"{len(packed) / 1e6:.1f} MB with {found.params.n_components} components",
            do="use fewer components",
        )
    return packed


def _bytes(save: Callable[[Path], Any]) -> bytes:
    """What a function writes to a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "models.npz")
        save(path)
        return path.read_bytes()


def _loaded_from(packed: bytes, load: Callable[[Path], Any]) -> Any:
    """What a function reads from a file with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "models.npz")
        path.write_bytes(packed)
        return load(path)


def _digest(packed: bytes) -> str:
    """SHA-256 over what an NPZ holds: its own bytes have the time of writing in them."""
    digest = hashlib.sha256()
    with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
        for name in sorted(stored.files):
            array = stored[name]
            digest.update(f"{name}{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _time_of(text: Any) -> str | None:
    """A time that a file states, as `fetch` gives it: ISO 8601, UTC, without the offset."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    return found.isoformat()


def _check_params(made: ContrastParams, wanted: ContrastParams) -> None:
    differ = [name for name in FIXED_BY_MODEL if getattr(made, name) != getattr(wanted, name)]
    if differ:
        raise PrototypeError(
            "The prototypes were made with other parameters, which scoring cannot change.",
            expected=", ".join(f"{name}={getattr(made, name)!r}" for name in differ),
            got=", ".join(f"{name}={getattr(wanted, name)!r}" for name in differ),
            do="score with the parameter set that made the prototypes, or make others",
        )


def _other_crop(theirs: Sequence[int], own: Sequence[int]) -> Finding:
    return Finding(
        "other_crop_size",
        "",
        f"the prototypes' crop is {theirs[0]}x{theirs[1]} px, this one {own[0]}x{own[1]}: unless "
        "both show the same part of the face, scores are of another scale",
    )
