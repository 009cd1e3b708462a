"""Make the prediction of a `ClassificationTask`, or read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._schema.places import find_path
from .._schema.results import same_digest, still_there
from .._schema.rows import primary_key_of
from ..core.behavior.classifier import load_classifier
from ..descriptors import HOGProcessing
from ..errors import ResultMismatchError
from ..linking import link
from ..recording import VideoRecording
from . import _frames
from ._prediction_rows import Predicted
from ._reading import MOUSEFACE, digest_of, read_stored_prediction
from .classification_tasks import ClassificationTask
from .classifiers import Classifier

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides the result of a task: paths, digests and options."""
    ClassificationTask.check(primary_key_of(ClassificationTask, key))
    task = (ClassificationTask & key).fetch1()
    mode = {"mode": task["classification_mode"]}
    if task["classification_mode"] == "load":
        names = ("path", "options", "sha256")
        return mode | {name: task[f"classification_load_{name}"] for name in names}
    path, digest = (Classifier & primary_key_of(Classifier, task)).fetch1(
        "classifier_path", "classifier_digest"
    )
    frames = _frames.frames_request(
        primary_key_of(HOGProcessing, task), task["classification_beside"]
    )
    return mode | {"frames": frames, "classifier_path": path, "classifier_digest": digest}


def predicted(request: Row, key: Mapping[str, Any]) -> Predicted:
    """Predict, or read what was predicted.

    Parameters
    ----------
    request : dict
        Of `request_of`.
    key : mapping
        Of the task.

    Raises
    ------
    PathError, ResultError, LabelsError
        If what is to be read is gone, is another than when it was asked for, or cannot be used.
    ResultMismatchError
        If the recording was passed over in another way than those of the training.
    """
    if request["mode"] == "load":
        return _loaded(request, key)
    path = still_there(link(), request["classifier_path"], "Classifier")
    classifier = load_classifier(path)
    same_digest(classifier.digest, request["classifier_digest"], path.name, "Classifier")
    prediction = classifier.predict(_frames.open_request(request["frames"]))
    limits = {
        name: (decoding.enter, decoding.leave) for name, decoding in classifier.decodings.items()
    }
    return Predicted(prediction, MOUSEFACE, limits=limits)


def _loaded(request: Row, key: Mapping[str, Any]) -> Predicted:
    path = find_path(request["path"], "prediction")
    if (found := digest_of(path)) != request["sha256"]:
        raise ResultMismatchError(
            f"The prediction {request['path']!r} is not the one that the task was added for.",
            expected=f"SHA-256 {request['sha256']}",
            got=found,
            do="put the old one back, or add a task for the new one",
        )
    own = primary_key_of(VideoRecording, key)
    return read_stored_prediction(path, own, request["options"] or {})
