"""Study the frames of a `FailureTask`, and store the study in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import MOUSEFACE, result_of, same_digest, still_there
from .._schema.rows import columns_of, null, primary_key_of
from ..core.failures import FailureStudy, study_failures
from ..core.failures.content import digest_of_study
from ..core.failures.folder import read_study, write_study
from ..core.failures.remedies import try_remedies
from ..core.failures.rows import DONE
from ..descriptors import HOGProcessing
from ..errors import ResultError
from ..features.frame_features import FrameFeatures
from ..linking import link
from ..params import content_hash
from ..recording import VideoRecording, open_recording
from .paramsets import FailureParamSet
from .tasks import FailureTask

Row = dict[str, Any]

_OF_CAUSE = (
    *("rank", "measure", "unit", "direction", "auc", "auc_that_matters", "auc_matched"),
    *("null_low", "null_high", "p", "p_corrected", "above_null", "failures", "successes"),
    *("least", "n_failures", "n_successes"),
)
_OF_FEATURE = (
    *("cause", "unit", "auc", "auc_matched", "null_low", "null_high", "p", "p_corrected"),
    *("above_null", "failures", "successes", "n_failures", "n_successes"),
)
_OF_REMEDY = ("n", "n_usual_before", "n_usual_after", "share_gained", "low", "high")
_OF_MEASURE = {
    "weight": "weights",
    "standard_error": "weights_se",
    "sign_agreement": "same_sign",
}
_OF_MODEL = ("state", "reason", "auc", "low", "high", "null_low", "null_high", "p")


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a study: keys, digests and parameters."""
    own = primary_key_of(FailureTask, key)
    FailureTask.check(own)
    task = (FailureTask & own).fetch1()
    features = primary_key_of(FrameFeatures, task)
    digest, source = (FrameFeatures & features).fetch1("features_digest", "features_source_digest")
    recording = primary_key_of(VideoRecording, task)
    passes = HOGProcessing & recording & {"result_format": MOUSEFACE, "result_digest": source}
    found = passes.keys(limit=1) if source else []
    if task["failure_remedies"] and not found:
        raise ResultError(
            "Remedies are tried on frames of the pass, and the recording has none with the digest "
            "that its features were made from.",
            do="compute its descriptors here, or add a task without remedies",
        )
    return {
        "features": features,
        "digest": digest,
        "pass": found[0] if found else None,
        "params": FailureParamSet.params(task).to_dict(),
        "remedies": bool(task["failure_remedies"]),
        "task": own,
        "hash": task["failure_task_hash"],
    }


def studied(request: Row) -> tuple[Row, dict[str, list[Row]]]:
    """Study the failures of a task, and write the folder of the study.

    Returns
    -------
    row, parts
        Columns of `FailureStudy`, and rows of its Parts by their names.
    """
    failures = FailureTask.failures(request["task"])
    table = FrameFeatures.open(request["features"])
    result = None
    if request["pass"] is not None:
        result = result_of(link(), (HOGProcessing & request["pass"]).fetch1())
    found = study_failures(
        failures.failed,
        table,
        result,
        known=failures.known,
        what=failures.what,
        params=FailureParamSet.KIND.from_dict(request["params"]),
        about=failures.about,
    )
    found = replace(found, notes=(*failures.notes, *found.notes))
    if request["remedies"] and result is not None and found.state == DONE:
        found = try_remedies(found, result, open_recording(request["task"]))
    row = {
        "failures_path": _store(found, request),
        "failures_digest": digest_of_study(found),
        "failures_features_digest": request["digest"],
        "failures_state": found.state,
        "failures_reason": found.reason,
        "failures_n_bouts": found.n_bouts,
        "failures_n_above_null": len(found.above_null()),
        "failures_first_cause": found.above_null()[0].cause if found.above_null() else "",
        "failures_notes": list(found.notes) or None,
        **_model_columns(found),
    }
    return row, _parts(found)


def _store(found: FailureStudy, request: Row) -> str:
    """Write a study to its folder; the path as the table has it."""
    content = content_hash([request["hash"], request["digest"]])[:NAME_DIGITS]
    relative = f"{FOLDER}/failures-{content}"
    folder = Path(link().processed_dir()) / relative
    folder.mkdir(parents=True, exist_ok=True)
    write_study(found, folder)
    return relative


def _model_columns(found: FailureStudy) -> Row:
    if found.model is None:
        return {}
    return columns_of(found.model, "failure_model", _OF_MODEL)


def _parts(found: FailureStudy) -> dict[str, list[Row]]:
    model = found.model
    names = () if model is None else model.names
    return {
        "Cause": [
            {"failure_cause": row.cause, **columns_of(row, "cause", _OF_CAUSE)}
            for row in found.causes
        ],
        "Feature": [
            {"failure_column": row.feature, **columns_of(row, "failure_feature", _OF_FEATURE)}
            for row in found.features
        ],
        "Measure": [
            {"failure_measure": name}
            | {
                f"failure_measure_{column}": null(float(getattr(model, name_of)[k]))
                for column, name_of in _OF_MEASURE.items()
            }
            for k, name in enumerate(names)
        ],
        "Remedy": [
            {
                "remedy": row.remedy,
                "remedy_measure": row.measure,
                **columns_of(row, "remedy", _OF_REMEDY),
            }
            for row in found.remedies
        ],
    }


def opened(row: Row) -> FailureStudy:
    """The study in the folder of a row of `FailureStudy`."""
    path = still_there(link(), row["failures_path"], "FailureStudy")
    found = read_study(path)
    same_digest(
        digest_of_study(found), row["failures_digest"], row["failures_path"], "FailureStudy"
    )
    return found
