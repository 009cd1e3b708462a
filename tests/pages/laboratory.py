"""The tables that pages about tables are run beside: a small laboratory's, in the page's folder.

python -m tests.pages.laboratory FOLDER    fill them once; each page then runs on a copy

Two days of one mouse and one of another, with events and passes; of the first day also prototypes,
scores by both methods, facial signals and tracked points. `opened` gives a page the names that its
prose explains: the key of a recording, of a task, of a score.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.pages import by_hand

#: schema modules, in the order in which they are activated
MODULES = (
    *("recording", "descriptors", "expression", "facemap", "features", "frame_models", "failures"),
    *("behavior", "responses", "confounds", "affect"),
)
LINKING = '''"""The laboratory's linking module."""

from element_mouseface.demo.upstream import Equipment, Session, Trial


def get_mouseface_root_data_dir():
    return ["{root}"]


def get_mouseface_processed_data_dir():
    return "{root}/processed"
'''
DAYS = {("m01", 1): "day1", ("m01", 2): "day2", ("m02", 1): "day3"}


def recording_key(subject: str, session_id: int) -> dict[str, Any]:
    return {"subject": subject, "session_id": session_id, "recording_id": 1}


@contextlib.contextmanager
def opened(folder: Path, names: dict[str, Any]) -> Iterator[None]:
    """Start the server of a page's folder, activate every module, and give the page its names."""
    import datajoint as dj

    from element_mouseface.demo import embedded, upstream

    dj.config["safemode"] = False
    dj.config["loglevel"] = "WARNING"
    folder = folder.resolve()
    (folder / "my_linking.py").write_text(LINKING.format(root=folder), encoding="utf-8")
    package = folder / "my_pipeline"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text("from element_mouseface.demo.upstream import *\n")
    for name in ("equipment", "session", "trial"):
        text = f"from element_mouseface.demo.upstream import {name.capitalize()}  # noqa: F401\n"
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    with embedded.start(folder / "database"):
        upstream.activate("lab_upstream")
        for name in MODULES:
            module = importlib.import_module(f"element_mouseface.{name}")
            linked = {"linking_module": "my_linking"} if name == "recording" else {}
            module.activate(f"lab_mouseface_{name}", **linked)
            names.update((k, v) for k, v in vars(module).items() if _is_table(v))
        names.update(dj=dj, my_pipeline=importlib.import_module("my_pipeline"))
        names.update(_keys(names))
        yield


def _is_table(value: Any) -> bool:
    import datajoint as dj

    return (
        isinstance(value, type) and issubclass(value, dj.Table) and value.__module__ != "datajoint"
    )


def _keys(names: dict[str, Any]) -> dict[str, Any]:
    """Keys that the pages call by these names, of the first day and of the second."""
    key, day2 = recording_key("m01", 1), recording_key("m01", 2)
    found = {"key": key, "recording_key": key, "key_day1": key, "key_day2": day2}
    found |= {"session": {"subject": "m01", "session_id": 1}, "camera": {"equipment": "camera1"}}
    unscored = recording_key("m02", 1)
    of_days = ("", key), ("_day1", key), ("_day2", day2), ("_unscored", unscored)
    for suffix, of in of_days:
        for name, table in (("task", "HOGTask"), ("events", "EventSet")):
            keys = (names[table] & of).keys()
            found[f"{name}{suffix}"] = keys[0] if keys else None
    found |= {"task_key": found["task"], "hog_task": found["task"]}
    found |= {"events_key": found["events"], "event_set_key": found["events"]}
    methods = names["ExpressionParamSet"] & {"expression_method": "contrast"}
    score = (names["FacialExpressionTask"] & methods.proj() & key).keys()
    if score:
        found["score"] = score[0]
        found["params"] = {"expression_paramset_id": score[0]["expression_paramset_id"]}
        found["prototypes"] = {"prototype_set_id": score[0]["prototype_set_id"]}
    return found


def fill(folder: Path) -> None:
    """The laboratory's rows, and what is computed of them."""
    import element_mouseface as mf
    from element_mouseface.demo import upstream

    (folder / "processed").mkdir()
    for (subject, _), day in DAYS.items():
        (folder / subject).mkdir(exist_ok=True)
        for suffix in (".mp4", ".csv"):
            shutil.copy(folder / f"{day}{suffix}", folder / subject)
    by_hand.of_laboratory(folder)
    names: dict[str, Any] = {}
    with opened(folder, names):
        upstream.Equipment.insert1({"equipment": "camera1"})
        for subject, session_id in DAYS:
            mouse = {"subject": subject}
            upstream.Subject.insert1({**mouse, "lab": "demo"}, skip_duplicates=True)
            upstream.Session.insert1({**mouse, "session_id": session_id})
        tasks, events = [], []
        for (subject, session_id), day in DAYS.items():
            key = recording_key(subject, session_id)
            names["VideoRecording"].insert_files(key, f"{subject}/{day}.mp4", names["camera"])
            tasks.append(names["HOGTask"].add(key, params=mf.HOGParams(pixels_per_cell=(16, 16))))
        for table in ("RecordingInfo", "FrameClock", "HOGProcessing"):
            names[table].populate()
        for (subject, session_id), day in DAYS.items():
            given = mf.read_events(folder / subject / f"{day}.csv")
            rows = [(one.name, one.onset_s, one.offset_s) for one in given]
            session = {"subject": subject, "session_id": session_id}
            trials = upstream.add_trials(session, rows)
            events.append(
                names["EventSet"].add(recording_key(subject, session_id), rows, trials=trials)
            )
        for method in ("published", "contrast"):
            params = names["ExpressionParamSet"].add(method=method)
            made = names["PrototypeTask"].add([{**tasks[0], **events[0]}], params)
            asked = {**tasks[0], **events[0], **params, **made}
            names["FacialExpressionTask"].insert1(asked)
        regions = mf.load_regions(folder / "small_regions.json")
        names["FacemapTask"].add(recording_key("m01", 1), {"sbin": 4}, regions=regions)
        names["KeypointTask"].add(recording_key("m01", 1), "m01/day1DLC.h5")
        for table in ("FacemapProcessing", "FacialSignal", "Keypoints"):
            names[table].populate()
        for table in ("PrototypeSet", "FacialExpression", "EventResponse"):
            names[table].populate()


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    sys.path.insert(0, os.getcwd())
    fill(Path.cwd())
