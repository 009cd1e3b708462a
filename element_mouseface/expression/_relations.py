"""Relations between scores, prototypes and traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj
import numpy as np

from ..core.scoring.methods import method
from ..errors import ParameterError, PrototypeError
from .events import EventSet
from .paramsets import ExpressionParamSet
from .prototype_tasks import PrototypeTask
from .prototypes import PrototypeSet


def relation_of(key: Mapping[str, Any]) -> dict[str, Any]:
    """How a prototype set is related to the scored recording.

    Returns
    -------
    dict
        `prototype_digest`, `prototype_method`, and `own`: whether its only source is this
        recording, with this crop and event set.
    """
    PrototypeTask.check({"prototype_set_id": key["prototype_set_id"]})
    digest, name = (PrototypeSet & key).fetch1("prototype_digest", "prototype_method")
    made = {"prototype_set_id": key["prototype_set_id"]}
    sources = (PrototypeTask.Source & made).to_dicts()
    same = (*EventSet().primary_key, "crop_id")
    own = len(sources) == 1 and all(sources[0][column] == key[column] for column in same)
    return {"prototype_digest": digest, "prototype_method": name, "own": own}


def method_of(own: Mapping[str, Any]) -> str:
    """The method of a row of FacialExpression."""
    paramset = {"expression_paramset_id": own["expression_paramset_id"]}
    return (ExpressionParamSet & paramset).fetch1("expression_method")


def check_method(scored_by: str, made_by: str) -> None:
    """Raise an error if the prototypes are of another method than the one that scores."""
    if scored_by != made_by:
        raise PrototypeError(
            "The prototypes were made by another method.",
            expected=f"a prototype set made with parameters of the method {scored_by!r}",
            got=f"one of the method {made_by!r}",
            do="use a parameter set and a prototype set of the same method in FacialExpressionTask",
        )


def no_trace(what: str, reasons: Iterable[str]) -> ParameterError:
    """The error for a trace that does not exist, with the reasons if it was refused."""
    return ParameterError(
        f"There is no trace {what}.",
        expected="a prototype and a measure of FacialExpression.Trace",
        got="; ".join(filter(None, reasons)) or None,
    )


def values_of_segments(segments: dj.Table, prefix: str, what: str) -> np.ndarray:
    """The values of a trace from its segments, (frames,) float32."""
    rows = segments.to_dicts(order_by=f"{prefix}_start_frame")
    if not rows:
        raise no_trace(what, [])
    return np.concatenate([row[f"{prefix}_values"] for row in rows])


def sources_of(own: Mapping[str, Any], folds: dj.Table, frame: int | None) -> dj.Table:
    """The query behind `FacialExpression.sources`.

    Parameters
    ----------
    own : mapping
        Key of a row of FacialExpression.
    folds : query
        Its rows of Fold.
    frame : int or None
        The event that this frame's fold held out is left out.
    """
    made = {"prototype_set_id": own["prototype_set_id"]}
    if method(method_of(own)).made_from == "frames":
        return PrototypeSet.SourceFrame & made
    found = PrototypeSet.SourceEvent * EventSet.Event & made
    if frame is not None:
        inside = f"fold_start_frame <= {int(frame)} AND fold_stop_frame > {int(frame)}"
        held_out = (folds & inside & "event_id IS NOT NULL").to_dicts()
        names = EventSet.Event().primary_key
        found = found - [{name: row[name] for name in names} for row in held_out]
    return found
