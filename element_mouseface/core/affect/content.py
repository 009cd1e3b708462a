"""What is told of arousal and valences, as plain JSON, and read back from it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ...params.fields import Fields
from ..events import Events
from ..outputs.tables import plain_row
from ..scoring.contrast import ContrastParams
from .params import AffectParams
from .rows import (
    TRACES,
    AgreementRow,
    MotionRow,
    SourceRow,
    StimulusRow,
    TrialRow,
)
from .signs import StimulusSigns

Row = TypeVar("Row")
#: tables by the attribute of `Affect`, with the kind of their rows
TABLES: dict[str, type] = {
    "stimuli": StimulusRow,
    "sources": SourceRow,
    "trials": TrialRow,
    "motion": MotionRow,
    "agreement": AgreementRow,
}
_OF_TRACE = ("unit", "state", "reason", "source", "p")


def plain(value: Any) -> Any:
    """JSON-ready: None for a number that is not finite."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


def content_of(one: Any) -> dict[str, Any]:
    """Everything but the numbers of frames, JSON-ready."""
    events = None
    if one.events is not None:
        events = [
            [e.name, e.onset_s, e.offset_s, e.trial_id, e.amount, e.amount_unit] for e in one.events
        ]
    return {
        "traces": {
            name: {key: plain(getattr(one.traces[name], key)) for key in _OF_TRACE}
            for name in TRACES
        },
        **{name: [plain_row(row) for row in getattr(one, name)] for name in TABLES},
        "signs": None if one.signs is None else one.signs.to_dict(),
        "events": events,
        "params": one.params.to_dict(),
        "contrast": None if one.contrast is None else one.contrast.to_dict(),
        "about": dict(one.about),
        "notes": list(one.notes),
    }


def rows_from(kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Rows as `row_of` wrote them (TypeError, ValueError, KeyError)."""
    floats = {f.name for f in dataclasses.fields(kind) if f.type == "float"}  # type: ignore[arg-type]
    return tuple(
        kind(**{n: math.nan if v is None and n in floats else v for n, v in row.items()})
        for row in rows
    )


def parts_from(about: Fields) -> dict[str, Any]:
    """The arguments of `Affect` but for times and traces, from `content_of`."""
    found = about.plain()
    parts: dict[str, Any] = {name: rows_from(kind, found[name]) for name, kind in TABLES.items()}
    signs, events, contrast = found["signs"], found["events"], found["contrast"]
    return {
        **parts,
        "signs": None if signs is None else StimulusSigns.of(signs),
        "events": None if events is None else Events.from_rows(events),
        "params": about.made("params", AffectParams.from_dict),
        "contrast": None if contrast is None else ContrastParams.from_dict(contrast),
        "about": dict(found["about"]),
        "notes": tuple(map(str, found["notes"])),
    }


def trace_fields(about: Fields, name: str) -> dict[str, Any]:
    """What is told of one trace."""
    found = about.plain()["traces"][name]
    return {key: math.nan if key == "p" and found[key] is None else found[key] for key in _OF_TRACE}
