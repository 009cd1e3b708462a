"""Rows of the tables, in an embedded PostgreSQL, filled by the worker of the Docker page."""

from __future__ import annotations

import importlib.util
import os
import shutil
from typing import Any

from .printed import ROOT
from .runner import Runner, part

_SESSION = {"subject": "m01", "session_id": 1}
_KEY = {**_SESSION, "recording_id": 0}
_CAMERA = {"equipment": "camera1"}
_SMALL: dict[str, Any] = {"fps": 10, "size_px": (160, 120)}
_RESPONSES = 'EventResponse.Event * EventSet.Event & window & "prototype = stimulus"'
_TASTES = ("sucrose", "quinine")
_OUTPUTS = (
    *("request", "worker", "responses", "load_results"),
    *("feature_tables", "behavior_tables", "affect_tables"),
)


@part("tables", outputs=_OUTPUTS)
def draw_tables(runner: Runner) -> None:
    """Insert a recording and what is asked of it, let the worker compute, and look at rows."""
    from element_mouseface.demo import embedded
    from element_mouseface.synthetic import Behaviors

    runner.path("raw").mkdir(exist_ok=True)
    runner.film("raw/other", identity=1, seed=3, duration_s=8, events=[], **_SMALL)
    runner.film(
        "raw/face",
        **{"identity": 1, "seed": 2, "duration_s": 60, **_SMALL},
        **{"stimuli": _TASTES, "trials_per_stimulus": 4, "behaviors": Behaviors()},
        labels=True,
    )
    for name in ("processed", "database"):
        shutil.rmtree(runner.path(name), ignore_errors=True)
    runner.path("processed").mkdir()
    os.environ["MOUSEFACE_ROOT_DATA_DIR"] = str(runner.path("raw"))
    os.environ["MOUSEFACE_PROCESSED_DATA_DIR"] = str(runner.path("processed"))
    worker = _worker()
    with embedded.start(runner.path("database")):
        worker.activate(worker.DEMO_LINKING, "docs_")
        _ask(runner)
        _load(runner)
        n_done, failed = worker.step(3600.0)
        lines = ["mouseface worker: waiting for work", *failed, f"{n_done} rows made"]
        runner.write("worker", "$ docker compose logs worker", "\n".join(lines))
        _look(runner)


def _worker() -> Any:
    spec = importlib.util.spec_from_file_location("worker", ROOT / "docker" / "worker.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def _ask(runner: Runner) -> None:
    """Insert the recording, and ask for scores, features, behaviors by hand and affect."""
    from element_mouseface import request
    from element_mouseface.affect import AffectTask, StimulusSign
    from element_mouseface.behavior import Ethogram, LabelSet
    from element_mouseface.demo import upstream
    from element_mouseface.features import FeatureTask
    from element_mouseface.recording import RecordingInfo

    upstream.Subject.insert1({"subject": "m01", "lab": "demo", "subject_description": "drawn"})
    upstream.Session.insert1(_SESSION)
    upstream.Equipment.insert1(_CAMERA)
    given: dict[str, Any] = {"equipment": _CAMERA, "events": runner.path("raw/face.csv")}
    asked = request(_KEY, files="face.mp4", method="contrast", **given)
    runner.write("request", '>>> print(request(key, files=..., method="contrast"))', str(asked))
    RecordingInfo.populate()
    FeatureTask.add(asked.score)
    ethogram = Ethogram.add(["licking", "grooming", "blink", "whisking", "chewing", "startle"])
    LabelSet.add(_KEY, runner.path("raw/face_labels.csv"), labeler="ak", ethogram=ethogram)
    signs = {"sucrose": ("positive", "preference"), "quinine": ("negative", "aversion")}
    StimulusSign.add("our lab", signs)
    AffectTask.add(asked.score, signs="our lab")


def _load(runner: Runner) -> None:
    """A second recording, whose descriptors were made elsewhere by the command."""
    from element_mouseface.descriptors import HOGTask
    from element_mouseface.recording import RecordingInfo, VideoRecording

    key = {**_SESSION, "recording_id": 1}
    VideoRecording.insert_files(key, ["other.mp4"], _CAMERA)
    RecordingInfo.populate()
    runner.run("hog", "raw/other.mp4", "--out", "processed/from_cluster/m01.zarr")
    HOGTask.add(key, load_path="from_cluster/m01.zarr")


def _look(runner: Runner) -> None:
    """Rows of what the worker has made, as pandas prints them."""
    from element_mouseface.affect import Affect
    from element_mouseface.behavior import LabelSet
    from element_mouseface.descriptors import HOGProcessing, HOGTask
    from element_mouseface.expression import EventResponse, EventSet
    from element_mouseface.features import FeatureDefinition, FrameFeatures

    window = {"event_window": "first_second", "measure": "score"}
    responses = EventResponse.Event * EventSet.Event & window & "prototype = stimulus"
    columns = ("onset_s", "stimulus", "response_mean", "response_mean_se")
    _rows(runner, "responses", _RESPONSES, responses, columns)
    loaded = HOGTask * HOGProcessing & {"task_mode": "load"}
    columns = ("recording_id", "task_mode", "load_path", "hog_n_frames")
    _rows(runner, "load_results", "HOGTask * HOGProcessing & key", loaded, columns)
    found = FrameFeatures.Column * FeatureDefinition & {"feature_group": "texture"}
    columns = ("feature_column", "feature_unit", "feature_n_valid", "feature_mean")
    typed = 'FrameFeatures.Column * FeatureDefinition & asked & {"feature_group": "texture"}'
    _rows(runner, "feature_tables", typed, found, columns)
    columns = ("behavior", "label_bout_first_frame", "label_bout_n_frames", "label_bout_start_s")
    _rows(runner, "behavior_tables", "LabelSet.Bout & labels", LabelSet.Bout, columns)
    columns = ("affect_trace", "affect_state", "affect_made_of", "affect_p")
    _rows(runner, "affect_tables", "Affect.Trace & asked", Affect.Trace, columns)


def _rows(runner: Runner, name: str, typed: str, query: Any, columns: tuple[str, ...]) -> None:
    """Keep the first rows of a query, in the order of its key."""
    rows = query.proj(*(set(columns) - set(query.primary_key))).to_pandas().reset_index()
    text = rows[list(columns)].head(5).to_string(index=False, float_format="%.3f")
    runner.write(name, f">>> ({typed}).to_pandas()", text)
