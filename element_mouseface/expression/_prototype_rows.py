"""Convert prototypes of any method to rows and back.

Methods exchange a `PrototypeRecord`; only this module converts it to columns of PrototypeSet and
rows of its Parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .._schema.fixed import check_digest
from .._schema.rows import null
from ..core.scoring.findings import Finding
from ..core.scoring.method.fitted import Fitted, PrototypeRecord
from ..core.scoring.method.protocol import ScoringMethod
from ..core.scoring.methods import method
from ..errors import ParameterError, PrototypeError
from ..params import HOGParams, content_hash
from ._score_rows import MODEL_BYTES, finding_rows
from ._sources import Row, Rows, recording_of


def record_rows(record: PrototypeRecord) -> Rows:
    """Columns of PrototypeSet under None, and the rows of its Parts by their names.

    Raises
    ------
    ParameterError
        If the model is too large for a row.
    """
    if record.model is not None and len(record.model) > MODEL_BYTES:
        raise ParameterError(
            "The prototypes' model is too large for a row.",
            expected=f"at most {MODEL_BYTES / 1e6:g} MB",
            got=f"{len(record.model) / 1e6:.1f} MB",
            do="use parameters that give a smaller model: for the contrast score fewer "
            "n_components",
        )
    rows, columns = record.grid or (None, None)
    own = {
        "prototype_hog_params": None if record.hog is None else record.hog.to_dict(),
        "prototype_cells_hash": None if record.hog is None else record.hog.cells_hash(),
        "prototype_grid_rows": rows,
        "prototype_grid_columns": columns,
        "prototype_length": record.length,
        "neutral_vector": record.neutral,
        "valid_features": record.valid,
        "prototype_provenance": dict(record.provenance),
        "prototype_digest": record.digest,
        "recorded_at": record.recorded_at,
    }
    return {
        None: {name: value for name, value in own.items() if value is not None},
        "Prototype": [
            {
                "prototype": name,
                "prototype_order": order,
                "prototype_n_frames": record.n_frames.get(name),
                "prototype_r_neutral": null(record.r_neutral.get(name)),
                "prototype_vector": record.vectors[order],
            }
            for order, name in enumerate(record.names)
        ],
        "Model": [] if record.model is None else [{"model_npz": record.model}],
        "Finding": _finding_rows(record.findings),
    }


def fitted_rows(one: ScoringMethod, sources: Sequence[Row], params: Row) -> Rows:
    """Prototypes made from recordings, as rows; or the reasons why there are none.

    Raises
    ------
    PrototypeError, EventsError, ClockError, ResultError
        If prototypes cannot be made from these recordings, or a result is gone.
    """
    one.check_sources(len(sources))
    recordings = [recording_of(source) for source in sources]
    fitted = one.fit(recordings, one.params_type.from_dict(params))
    if fitted.prototypes is None:
        return _refused_rows(fitted, sources)
    rows = record_rows(one.record(fitted.prototypes))
    rows["SourceFrame"] = [
        {
            **sources[frame.recording]["recording"],
            "prototype": frame.prototype,
            "source_frame": frame.frame,
            "source_rank": frame.rank,
            "source_time_s": frame.time_s,
            "source_r_neutral": null(frame.r_neutral),
            "source_digest": sources[frame.recording]["result_digest"],
        }
        for frame in fitted.source_frames
    ]
    rows["SourceEvent"] = [
        {
            **sources[0]["event_set"],
            "event_id": event.event,
            "prototype": event.prototype,
            "source_event_first_frame": event.first_frame,
            "source_event_stop_frame": event.stop_frame,
            "source_event_n_frames": event.n_frames,
            "source_event_digest": sources[0]["result_digest"],
        }
        for event in fitted.source_events
    ]
    if fitted.source_events:
        frames: Counter[str] = Counter()
        for event in fitted.source_events:
            frames[event.prototype] += event.n_frames
        for row in rows["Prototype"]:
            row["prototype_n_frames"] = frames[row["prototype"]]
    return rows


def open_set(row: Row, parts: dict[str, list[Row]]) -> Any:
    """The prototypes of a PrototypeSet row and its Parts' rows.

    Raises
    ------
    PrototypeError
        If the set was refused.
    FixedRowError
        If they were edited after they were made.
    """
    if not parts["Prototype"]:
        raise PrototypeError(
            f"Prototype set {row['prototype_set_id']} was refused and holds no prototypes.",
            got="; ".join(finding.reason for finding in findings_of(parts)),
            do="make a set from a recording with more trials, or fix what the reason names",
        )
    one, record = method(row["prototype_method"]), _record(row, parts)
    own = {"prototype_set_id": row["prototype_set_id"]}
    check_digest("PrototypeSet", own, record.digest, one.digest_of(record))
    return one.from_record(record)


def findings_of(parts: dict[str, list[Row]]) -> list[Finding]:
    """The findings of a set when it was made."""
    names = ("prototype_finding", "prototype_finding_about", "prototype_finding_reason")
    return [Finding(*[row[name] for name in names]) for row in parts["Finding"]]


def _record(row: Row, parts: dict[str, list[Row]]) -> PrototypeRecord:
    grid = (row["prototype_grid_rows"], row["prototype_grid_columns"])
    hog, recorded_at = row["prototype_hog_params"], row["prototype_recorded_at"]
    return PrototypeRecord(
        names=tuple(part["prototype"] for part in parts["Prototype"]),
        vectors=[part["prototype_vector"] for part in parts["Prototype"]],
        digest=row["prototype_digest"],
        provenance=row["prototype_provenance"],
        neutral=row["neutral_vector"],
        valid=row["valid_features"],
        grid=None if None in grid else grid,
        length=row["prototype_length"],
        hog=None if hog is None else HOGParams.from_dict(hog),
        model=parts["Model"][0]["model_npz"] if parts["Model"] else None,
        findings=tuple(findings_of(parts)),
        recorded_at=None if recorded_at is None else recorded_at.isoformat(),
    )


def _refused_rows(fitted: Fitted, sources: Sequence[Row]) -> Rows:
    """Rows of a refused set, which has only findings."""
    told = {"params": fitted.params.to_dict(), "source": sources[0]["result_digest"]}
    findings = _finding_rows(fitted.findings)
    digest = content_hash({"kind": "refused", **told, "findings": findings})
    return {None: {"prototype_provenance": told, "prototype_digest": digest}, "Finding": findings}


def _finding_rows(findings: Sequence[Finding]) -> list[Row]:
    return [
        {f"prototype_{name}": value for name, value in row.items()}
        for row in finding_rows(findings)
    ]
