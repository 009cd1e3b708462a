"""Measure the action units of an `ActionUnitTask`, and store them in their folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .._schema.beside import digests_of, open_beside
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import MOUSEFACE, same_digest, still_there
from .._schema.rows import columns_of, null, one, primary_key_of
from ..core.action_units import ActionUnits, action_units, read_action_units, write_action_units
from ..core.events import Events
from ..core.facial_signals.regions import Regions
from ..core.frame_features.registry import UNIT_REGISTRY, definition_digest
from ..core.store import open_result
from ..descriptors import HOGProcessing
from ..errors import InputError, ResultError
from ..features.definitions import FeatureDefinition
from ..features.tasks import FeatureTask
from ..frame_models._target_values import TargetValues
from ..frame_models._training import trial_events
from ..frame_models.targets import FrameTarget
from ..linking import link
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording
from . import _unit_references
from ._targets import numbers_of
from .paramsets import ActionUnitParamSet
from .unit_tasks import ActionUnitTask

Row = dict[str, Any]

_OF_UNIT = {
    "n_valid": "n_valid",
    "low": "low",
    "median": "median",
    "high": "high",
    "median_se": "median_se",
    "reason": "reason",
    "source": "measured_from",
}


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides the units of a task: paths, digests and parameters."""
    own = primary_key_of(ActionUnitTask, key)
    ActionUnitTask.check(own)
    task = (ActionUnitTask & own).fetch1()
    row = one(HOGProcessing & primary_key_of(HOGProcessing, task), "row of HOGProcessing")
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: action units need thumbnails, too.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    targets = ActionUnitTask.targets(own)
    return {
        "path": row["result_path"],
        "digest": row["result_digest"],
        "params": ActionUnitParamSet.params(task).to_dict(),
        "regions": task["action_unit_regions"],
        "beside": task["action_unit_beside"] or {},
        "reference": task["action_unit_reference"],
        "targets": {
            unit: {"key": of, "hash": (FrameTarget & of).fetch1("frame_target_hash")}
            for unit, of in targets.items()
        },
    }


def measured(request: Row, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Measure the units of a task, and write their folder.

    Returns
    -------
    row, parts
        Columns of `ActionUnits`, and rows of its Parts by their names.
    """
    path = still_there(link(), request["path"], "HOGProcessing")
    result = open_result(path)
    same_digest(result.digest, request["digest"], request["path"], "HOGProcessing")
    regions = None if request["regions"] is None else Regions.from_dict(request["regions"])
    learned = {
        unit: FrameTarget.values(target["key"]) for unit, target in request["targets"].items()
    }
    found = action_units(
        result,
        regions=regions,
        params=ActionUnitParamSet.KIND.from_dict(request["params"]),
        reference=_unit_references.read(request["reference"]),
        targets={unit: numbers_of(target) for unit, target in learned.items()} or None,
        events=_trials(learned, np.asarray(result.times_s)),
        workers=workers,
        **open_beside(request["beside"]),
    )
    row = {
        "action_units_path": _store(found, request),
        "action_units_digest": found.digest,
        "action_units_source_digest": request["digest"],
        "action_units_n_frames": len(found),
        "action_units_n_available": len(found.available),
        "action_units_notes": list(found.notes) or None,
    }
    return row, _parts(found)


def _trials(learned: Mapping[str, TargetValues], times_s: np.ndarray) -> Events | None:
    """The trials of the targets as events on the movie's clock; None where they have none."""
    given = [target for target in learned.values() if len(target.trials)]
    if not given:
        return None
    first = given[0]
    if any(not np.array_equal(one.trials.spans, first.trials.spans) for one in given):
        raise InputError(
            "The targets of two units have other trials.",
            expected="the same trials, so that each is left out as a whole",
            got=", ".join(str(len(one.trials)) for one in given),
            do="add the targets with the same trials",
        )
    return trial_events(first, times_s)


def _store(found: ActionUnits, request: Row) -> str:
    """Write the units to their folder; the path as the table has it."""
    content = {name: value for name, value in request.items() if name not in ("path", "beside")}
    content["beside"] = digests_of(request["beside"])
    content["targets"] = {unit: one["hash"] for unit, one in request["targets"].items()}
    relative = f"{FOLDER}/units-{content_hash({'kind': 'ActionUnits', **content})[:NAME_DIGITS]}"
    folder = Path(link().processed_dir()) / relative
    folder.mkdir(parents=True, exist_ok=True)
    # what is there is of the same content, or damaged
    write_action_units(found, folder)
    return relative


def _parts(found: ActionUnits) -> dict[str, list[Row]]:
    FeatureDefinition.add(UNIT_REGISTRY.values())
    return {
        "Unit": [
            {
                "action_unit": row.unit,
                "feature_definition_hash": definition_digest(UNIT_REGISTRY[row.unit]),
                **{f"unit_{column}": null(getattr(row, name)) for name, column in _OF_UNIT.items()},
            }
            for row in found.summary()
        ],
        "Reference": [
            {
                "action_unit": row.unit,
                "reference_quantity": row.quantity,
                **columns_of(row, "reference", ("value", "value_unit", "how", "n_frames")),
            }
            for row in found.reference
        ],
    }


def opened(row: Row) -> ActionUnits:
    """The units in the folder of a row of `ActionUnits`."""
    found = read_action_units(still_there(link(), row["action_units_path"], "ActionUnits"))
    where = row["action_units_path"], "ActionUnits"
    same_digest(found.digest, row["action_units_digest"], *where)
    return found


def as_features(row: Row) -> Row:
    """Write the units of a row as a table of features, and request that it is loaded."""
    found = opened(row)
    recording = primary_key_of(VideoRecording, row)
    sums = (RecordingInfo.File & recording).to_arrays("file_sha256", order_by="file_id")
    source = {"sha256": [str(one) for one in sums], "digest": row["action_units_source_digest"]}
    table = found.table.with_about({"source": source})
    relative = f"{FOLDER}/unit-features-{table.digest[:NAME_DIGITS]}.parquet"
    path = Path(link().processed_dir()) / relative
    # one that is there is of the same content, or damaged
    table.write(path, overwrite=True)
    return FeatureTask.add_file(recording, path, description="action units")
