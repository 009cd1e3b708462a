"""Train the model of a `FrameModelTask`, and store its file; find stale ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.places import store_archive
from .._schema.rows import primary_key_of
from ..core.behavior.training_report import plain_json
from ..core.events import Events
from ..core.events.bouts import frame_ends
from ..core.events.names import fault_of_name
from ..core.extraction.schedule import connected
from ..core.frame_features import FrameTable
from ..core.frame_models import TrainedModel, train_model
from ..core.frame_models.event_table import event_table
from ..core.learning import Groups, Target
from ..core.learning.params import WEIGHTED
from ..features.frame_features import FrameFeatures
from ..recording import VideoRecording
from . import _model_rows
from ._target_values import NAMED, TargetValues
from .paramsets import FrameModelParamSet, LearningParamSet
from .targets import FrameTarget
from .tasks import FrameModelTask

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a model: keys and digests of its sources, and parameters."""
    task = (FrameModelTask & key).fetch1()
    sources = []
    for source in FrameModelTask.sources(task):
        features = primary_key_of(FrameFeatures, source)
        sources.append(
            {
                "features": features,
                "digest": (FrameFeatures & features).fetch1("features_digest"),
                "target": primary_key_of(FrameTarget, source),
                "animal": source["frame_model_animal"],
                "session": source["frame_model_session"],
                "movie": name_of(source),
            }
        )
    names = ("rows", "options", "columns")
    return {
        **{name: task[f"frame_model_{name}"] for name in names},
        "sources": sources,
        "params": FrameModelParamSet.params(task).to_dict(),
        "learning": LearningParamSet.params(task).to_dict(),
    }


def name_of(key: Mapping[str, Any]) -> str:
    """The name of a recording in a model: the values of its key."""
    return ", ".join(str(key[name]) for name in VideoRecording().primary_key)


def trained(request: Row, scheduler: Any, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Train a model, and store its file.

    Parameters
    ----------
    request : dict
        Of `request_of`.
    scheduler, workers
        As `core.extraction` takes them.

    Returns
    -------
    row, parts
        Columns of `FrameModel`, and rows of its Parts by their names.
    """
    sources = request["sources"]
    columns = request["columns"]
    given = [FrameTarget.values(source["target"]) for source in sources]
    tables = [FrameFeatures.open(source["features"], columns) for source in sources]
    rows = [_rows(*pair, request) for pair in zip(tables, given, strict=True)]
    with connected(scheduler) as client:
        found = train_model(
            [table for table, _, _ in rows],
            _target(given[0], [values for _, values, _ in rows]),
            groups_of(sources),
            params=FrameModelParamSet.KIND.from_dict(request["params"]),
            learning=LearningParamSet.KIND.from_dict(request["learning"]),
            columns=columns,
            trials=[own for _, _, own in rows] if any(len(t.trials) for t in given) else None,
            client=client,
            workers=workers,
        )
    return _row(found, sources), _model_rows.part_rows(found, sources)


def groups_of(sources: list[Row]) -> Groups:
    """The animal, session and movie of each source."""
    return Groups(
        tuple(source["animal"] for source in sources),
        tuple(source["session"] for source in sources),
        tuple(source["movie"] for source in sources),
    )


def _target(like: TargetValues, values: list[np.ndarray]) -> Target:
    known = tuple(np.isfinite(one) for one in values)
    return Target(like.name, like.kind, tuple(values), known, like.categories)


def _rows(
    table: FrameTable, target: TargetValues, request: Row
) -> tuple[FrameTable, np.ndarray, np.ndarray]:
    """The rows of one source: their features, what is known of each, and its trial."""
    if request["rows"] == "frame":
        return table, target.values, target.trials.of_frames(len(table))
    times_s = np.full(len(table), np.nan) if table.times_s is None else table.times_s
    options: Row = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in request["options"].items()
    }
    events = trial_events(target, times_s)
    spans = target.trials.spans.tolist()
    values = np.array([_value(target, first, stop) for first, stop in spans])
    return event_table(table, events, **options), values, target.trials.numbers


def trial_events(target: TargetValues, times_s: np.ndarray) -> Events:
    """The trials of a target as events on the movie's clock, each named for its category."""
    ends_s = frame_ends(times_s)[0]
    rows = []
    for (first, stop), (start_s, stop_s) in zip(
        target.trials.spans.tolist(), target.trials.seconds.tolist(), strict=True
    ):
        known = np.isfinite(start_s)
        begins_s, ends = (start_s, stop_s) if known else (times_s[first], ends_s[stop - 1])
        value = _value(target, first, stop)
        name = ""
        if target.kind in NAMED and np.isfinite(value):
            name = target.categories[int(value)]
        usable = bool(name) and fault_of_name(name) is None
        rows.append((name if usable else "trial", float(begins_s), float(ends)))
    return Events.from_rows(rows)


def _value(target: TargetValues, first: int, stop: int) -> float:
    """What is known of a trial: the value of its frames, or their mean rating; NaN otherwise."""
    known = target.values[first:stop][np.isfinite(target.values[first:stop])]
    if not len(known):
        return float("nan")
    if target.kind == "continuous":
        return float(known.mean())
    return float(known[0]) if (known == known[0]).all() else float("nan")


def _row(found: TrainedModel, sources: list[Row]) -> Row:
    """Columns of `FrameModel`."""
    model = found.model
    readable = [name for name in model.estimators if name in WEIGHTED]
    return {
        "frame_model_path": store_archive(model, "frame-model"),
        "frame_model_digest": model.digest,
        "frame_model_target": model.target,
        "frame_model_kind": found.target.kind,
        "frame_model_estimator": model.estimators[0],
        "frame_model_weights_of": readable[0] if readable else "",
        "frame_model_left_out": found.crossed.plan.level,
        "frame_model_within_one_movie": found.crossed.plan.within_one_movie,
        "frame_model_n_rows": sum(int(known.sum()) for known in found.target.known),
        "frame_model_n_columns": len(model.features.names),
        "frame_model_n_recordings": len({source["movie"] for source in sources}),
        "frame_model_n_animals": len({source["animal"] for source in sources} - {None}),
        "frame_model_about": plain_json(
            {**model.about, "sources": [source["digest"] for source in sources]}
        ),
        "frame_model_findings": list(found.findings) or None,
    }


def stale(table: type[dj.Table]) -> list[Row]:
    """Models whose sources' features are gone or were computed again in another way.

    Parameters
    ----------
    table : FrameModel
    """
    found = []
    for row in table.proj("frame_model_about").to_dicts():  # type: ignore[attr-defined]
        own = {name: row[name] for name in table().primary_key}
        used = row["frame_model_about"]["sources"]
        for source, digest in zip(FrameModelTask.sources(own), used, strict=True):
            now = (FrameFeatures & primary_key_of(FrameFeatures, source)).to_arrays(
                "features_digest"
            )
            recording = primary_key_of(VideoRecording, source)
            if not len(now):
                found.append({**own, **recording, "reason": "the features are gone"})
            elif now[0] != digest:
                found.append({**own, **recording, "reason": "the features are other ones now"})
    return found
