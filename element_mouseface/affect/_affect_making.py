"""Make the arousal and valences of an `AffectTask`, and store them in their folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import datajoint as dj

from .._schema.beside import digests_of, open_beside
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import MOUSEFACE, same_digest, still_there
from .._schema.rows import one, primary_key_of
from ..core.affect import (
    Affect,
    AffectRatings,
    ArousalSource,
    affect,
    column_source,
    read_affect,
    signal_sources,
    write_affect,
)
from ..core.facial_signals import FacialSignals
from ..core.frame_features import FrameTable
from ..core.scoring.contrast import ContrastParams, ContrastPrototypes
from ..core.store import open_result
from ..descriptors import HOGProcessing
from ..errors import PrototypeError, ResultError
from ..expression.events import EventSet
from ..expression.paramsets import ExpressionParamSet
from ..expression.prototypes import PrototypeSet
from ..features.frame_features import FrameFeatures
from ..frame_models.targets import FrameTarget
from ..linking import link
from ..params import content_hash
from . import _affect_rows
from ._responses import clock_hash
from ._stale import changed
from ._targets import numbers_of
from .affect_tasks import AffectTask
from .paramsets import AffectParamSet
from .signs import StimulusSign

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides the affect of a task: keys, digests and parameters."""
    own = primary_key_of(AffectTask, key)
    AffectTask.check(own)
    task, asked = (AffectTask & own).fetch1(), AffectTask.asked(own)
    events = primary_key_of(EventSet, task)
    EventSet.check(events)
    row = one(HOGProcessing & primary_key_of(HOGProcessing, task), "row of HOGProcessing")
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: arousal and valences need thumbnails "
            "and quality, too.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    features = next((primary_key_of(FrameFeatures, r) for r in asked["Features"]), None)
    return {
        "task": own,
        "hash": task["affect_task_hash"],
        "events": events,
        "clock_hash": clock_hash(events),
        "path": row["result_path"],
        "digest": row["result_digest"],
        "params": AffectParamSet.params(task).to_dict(),
        "contrast": _contrast(task),
        "prototypes": _prototypes(task),
        "signs": _signs(asked["Sign"]),
        "features": features,
        "features_digest": None
        if features is None
        else (FrameFeatures & features).fetch1("features_digest"),
        "sources": [
            {name.removeprefix("asked_source"): r[name] for name in r if name.startswith("asked_")}
            for r in asked["Source"]
        ],
        "ratings": {r["affect_trace"]: primary_key_of(FrameTarget, r) for r in asked["Rating"]},
        "beside": task["affect_beside"] or {},
        "kinds": task["affect_signal_kinds"],
    }


def _contrast(task: Row) -> Row | None:
    if task["expression_paramset_id"] is None:
        return None
    return ExpressionParamSet.params(primary_key_of(ExpressionParamSet, task)).to_dict()


def _prototypes(task: Row) -> Row | None:
    if task["prototype_set_id"] is None:
        return None
    own = {"prototype_set_id": task["prototype_set_id"]}
    return {**own, "digest": (PrototypeSet & own).fetch1("prototype_digest")}


def _signs(rows: list[Row]) -> dict[str, tuple[str, str]] | None:
    if not rows:
        return None
    return StimulusSign.signs(rows[0]["sign_scheme"], [row["stimulus"] for row in rows])


def made(request: Row) -> tuple[Row, dict[str, list[Row]]]:
    """Make the traces of a task, and write their folder.

    Returns
    -------
    row, parts
        Columns of `Affect`, and rows of its Parts by their names.
    """
    path = still_there(link(), request["path"], "HOGProcessing")
    result = open_result(path)
    same_digest(result.digest, request["digest"], request["path"], "HOGProcessing")
    params = AffectParamSet.KIND.from_dict(request["params"])
    times_s, events = EventSet.times(request["events"]), EventSet.events(request["events"])
    features = None if request["features"] is None else FrameFeatures.open(request["features"])
    signals = open_beside(request["beside"]).get("signals")
    sources = [_column_source(features, row) for row in request["sources"]]
    if request["kinds"]:
        # a task names kinds of sources only with the signals that have them
        signals = cast(FacialSignals, signals)
        sources += signal_sources(signals, times_s, params, request["kinds"])[0]
    found = affect(
        result,
        signs=request["signs"],
        sources=sources,
        events=events,
        ratings=_ratings(request["ratings"]),
        features=features,
        signals=signals,
        prototypes=_open_prototypes(request["prototypes"]),
        params=params,
        contrast=None
        if request["contrast"] is None
        else ContrastParams.from_dict(request["contrast"]),
        times_s=times_s,
    )
    row = {
        "affect_path": _store(found, request),
        "affect_digest": found.digest,
        "affect_source_digests": _digests(request),
        "affect_clock_hash": request["clock_hash"],
        "affect_n_frames": len(found),
        "affect_notes": list(found.notes) or None,
    }
    return row, _affect_rows.part_rows(found)


def _column_source(features: FrameTable | None, row: Row) -> ArousalSource:
    if features is None:  # a task names features with its columns
        raise ResultError(f"The source {row['']!r} is a column of features, and there are none.")
    return column_source(
        features, row["_column"], row[""], row["_kind"], row["_lag_s"], change=bool(row["_change"])
    )


def _ratings(keys: Mapping[str, Row]) -> AffectRatings | None:
    if not keys:
        return None
    values = {trace: numbers_of(FrameTarget.values(key)) for trace, key in keys.items()}
    return AffectRatings(values, "FrameTarget")


def _open_prototypes(given: Row | None) -> Any:
    if given is None:
        return None
    own = {"prototype_set_id": given["prototype_set_id"]}
    found = PrototypeSet.open(own)
    if not isinstance(found, ContrastPrototypes):
        raise PrototypeError(
            "These prototypes are of another method.",
            expected="a PrototypeTask with parameters of the contrast method",
            got=str(own),
        )
    return found


def _digests(request: Row) -> Row:
    """What a row was made from, by content: for `stale`."""
    found = {"pass": request["digest"], **digests_of(request["beside"])}
    if request["features_digest"] is not None:
        found["features"] = request["features_digest"]
    if request["prototypes"] is not None:
        found["prototypes"] = request["prototypes"]["digest"]
    return found


def _store(found: Affect, request: Row) -> str:
    """Write the affect to its folder; the path as the table has it."""
    content = [request["hash"], request["clock_hash"], _digests(request)]
    relative = f"{FOLDER}/affect-{content_hash(content)[:NAME_DIGITS]}"
    # what is there is of the same content, or damaged
    write_affect(found, Path(link().processed_dir()) / relative)
    return relative


def opened(row: Row) -> Affect:
    """The affect in the folder of a row of `Affect`."""
    found = read_affect(still_there(link(), row["affect_path"], "Affect"))
    same_digest(found.digest, row["affect_digest"], row["affect_path"], "Affect")
    return found


def stale(table: type[dj.Table]) -> list[Row]:
    """Rows whose pass, features or prototypes are gone, or have changed.

    Parameters
    ----------
    table : Affect
    """
    found = []
    for row in (table * AffectTask).to_dicts():  # type: ignore[operator]
        own = {name: row[name] for name in table().primary_key}
        used = row["affect_source_digests"]
        features = [*AffectTask.asked(own)["Features"], {}][0]
        reasons = [changed(HOGProcessing, row, "result_digest", used["pass"], "descriptors")]
        if "features" in used:
            digest = used["features"]
            reasons.append(changed(FrameFeatures, features, "features_digest", digest, "features"))
        if "prototypes" in used:
            digest = used["prototypes"]
            reasons.append(changed(PrototypeSet, row, "prototype_digest", digest, "prototypes"))
        found += [{**own, "reason": reason} for reason in reasons if reason]
    return found
