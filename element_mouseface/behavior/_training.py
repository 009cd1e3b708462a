"""Train the classifier of a `ClassifierTask`, or read its file; find stale ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.places import find_path, store_archive
from .._schema.results import same_digest
from .._schema.rows import primary_key_of
from ..core.behavior.classifier import BehaviorClassifier, load_classifier
from ..core.behavior.training import train_classifier
from ..core.behavior.training_report import plain_json
from ..core.extraction.schedule import connected
from ..core.learning import Groups
from ..descriptors import HOGProcessing
from ..recording import VideoRecording
from . import _classifier_rows, _frames
from .classifier_tasks import ClassifierTask
from .ethograms import Ethogram
from .label_sets import LabelSet
from .paramsets import BehaviorFeatureParamSet, ClassifierParamSet
from .training_sets import TrainingSet

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a classifier: paths, digests and parameters."""
    ClassifierTask.check(primary_key_of(ClassifierTask, key))
    task = (ClassifierTask & key).fetch1()
    request = {"mode": task["classifier_mode"], "digest": task["classifier_hash"]}
    if task["classifier_mode"] == "load":
        return {**request, "path": task["classifier_load_path"]}
    sources = [
        {
            "labels": primary_key_of(LabelSet, source),
            "frames": _frames.frames_request(
                primary_key_of(HOGProcessing, source), source["training_beside"]
            ),
            "animal": source["training_animal"],
            "session": source["training_session"],
        }
        for source in TrainingSet.sources(task)
    ]
    return {
        **request,
        "sources": sources,
        "features": BehaviorFeatureParamSet.params(task).to_dict(),
        "learning": ClassifierParamSet.params(task).to_dict(),
    }


def trained(request: Row, scheduler: Any, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Train or read a classifier, and store its file.

    Parameters
    ----------
    request : dict
        Of `request_of`.
    scheduler, workers
        As `core.extraction` takes them.

    Returns
    -------
    row, parts
        Columns of `Classifier`, and rows of its Parts by their names.
    """
    if request["mode"] == "load":
        classifier = load_classifier(find_path(request["path"], "classifier"))
        same_digest(classifier.digest, request["digest"], request["path"], "ClassifierTask")
        parts = _classifier_rows.metric_rows(_classifier_rows.stored_metrics(classifier.about))
        figures = classifier.about.get("figures") or {}
    else:
        classifier, parts, figures = _train(request, scheduler, workers)
    parts = {"Threshold": _classifier_rows.threshold_rows(classifier), **parts}
    movies = classifier.about.get("movies") or []
    row = {
        **Ethogram.add(classifier.ethogram),
        "classifier_path": store_archive(classifier, "classifier"),
        "classifier_digest": classifier.digest,
        "classifier_left_out": figures.get("left_out") or "",
        "classifier_within_one_movie": bool(figures.get("within_one_movie")),
        "classifier_n_recordings": len({movie["name"] for movie in movies}),
        "classifier_n_animals": len({m.get("animal") for m in movies} - {None}),
        "classifier_about": plain_json(dict(classifier.about)),
        "classifier_findings": list(figures.get("findings") or ()) or None,
    }
    return row, parts


def _train(
    request: Row, scheduler: Any, workers: int | None
) -> tuple[BehaviorClassifier, dict[str, list[Row]], Row]:
    sources = request["sources"]
    groups = Groups(
        tuple(source["animal"] for source in sources),
        tuple(source["session"] for source in sources),
        tuple(source["frames"]["name"] for source in sources),
    )
    features = BehaviorFeatureParamSet.KIND.from_dict(request["features"])
    learning = ClassifierParamSet.KIND.from_dict(request["learning"])
    with connected(scheduler) as client:
        found = train_classifier(
            [_frames.open_request(source["frames"]) for source in sources],
            [LabelSet.labels(source["labels"]) for source in sources],
            groups,
            features=features,
            learning=learning,
            client=client,
            workers=workers,
        )
    report = found.report
    return found.classifier, _classifier_rows.report_rows(report), report.short()


def stale(table: type[dj.Table]) -> list[Row]:
    """Classifiers whose sources' descriptors are gone or were computed again.

    Parameters
    ----------
    table : Classifier
    """
    found = []
    for row in table.proj("classifier_about").to_dicts():  # type: ignore[attr-defined]
        own = {name: row[name] for name in table().primary_key}
        movies = row["classifier_about"].get("movies") or []
        used = {movie["name"]: movie["digest"] for movie in movies}
        task = (ClassifierTask & own).fetch1()
        if task["classifier_mode"] == "load":
            continue
        for source in (TrainingSet.Source & primary_key_of(TrainingSet, task)).to_dicts():
            recording = primary_key_of(VideoRecording, source)
            now = (HOGProcessing & primary_key_of(HOGProcessing, source)).to_arrays("result_digest")
            name = ", ".join(str(value) for value in recording.values())
            if not len(now):
                found.append({**own, **recording, "reason": "the descriptors are gone"})
            elif used.get(name) != now[0]:
                reason = "the descriptors were computed again"
                found.append({**own, **recording, "reason": reason})
    return found
