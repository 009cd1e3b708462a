"""Rows of behaviors: training with nested folds, prediction, video to ethogram, tenfold frames.

Films are drawn once (`behavior_films`); a session's film counts three times, as movies of
three sessions, so that 72,000 frames take minutes to draw.  Each figure is of a process of
its own, which tells its time and the most memory it held.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import element_mouseface as mf
from element_mouseface.core.behavior.classifier import load_classifier
from element_mouseface.core.behavior.features import open_frames
from element_mouseface.core.learning import LearningParams

from .behavior_films import EVIDENCE, BehaviorFilm, make_film
from .child import peak_mb
from .evidence_behavior import train
from .measuring import ROOT, cores
from .movies import OUT
from .table import Row

FILMS = OUT / "behavior"
CLASSIFIER = FILMS / "classifier.npz"
#: (animals, frames of a film, films of an animal: the same one again)
WHOLE, TENTH = (8, 3000, 3), (8, 900, 1)
SHORT, SHORT_TENTH = (3, 1000, 3), (3, 300, 1)


def several(animals: int, frames: int, times: int) -> list[BehaviorFilm]:
    """So many films of as many animals, each under so many names."""
    folder = FILMS / str(frames)
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for animal in EVIDENCE[:animals]:
        once = make_film(folder, animal, 0, frames)
        found.append(once)
        for copy in range(1, times):
            again = once.result.with_name(f"{once.result.stem}_{copy}.zarr")
            if not again.exists():
                shutil.copytree(once.result, again, copy_function=os.link)
            found.append(replace(once, session=f"day{copy}", result=again))
    return found


def measured(job: str, *size: int) -> dict[str, Any]:
    """Do one thing in this process: seconds, processor seconds, frames, memory."""
    films = several(*size) if size else several(*SHORT)
    frames = sum(len(film.times_s) for film in films)
    wall, cpu = time.perf_counter(), time.process_time()
    more = _JOBS[job](films)
    took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    return {"frames": frames, **took, "peak_mb": peak_mb(), **(more or {})}


def _train(films: Sequence[BehaviorFilm]) -> None:
    """As `mouseface behavior train` does: a linear model beside it, and a learning curve."""
    trained = train(films, learning=LearningParams(), learning_curve=(0.1, 0.3))
    trained.classifier.save(CLASSIFIER, overwrite=True)


def _predict(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """Twice: from the result folders, and again from the features' traces that are then stored."""
    classifier = load_classifier(CLASSIFIER)
    classifier.predict(open_frames(films[0].result))  # compiles
    recordings, took = [open_frames(film.result) for film in films], []
    for _ in range(2):
        begin = time.perf_counter()
        for recording in recordings:
            classifier.predict(recording)
        took.append(time.perf_counter() - begin)
    return {"folder_s": took[0], "wall_s": took[1]}


def _whole_way(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """From the video to bouts; once before, to compile."""
    classifier, video = load_classifier(CLASSIFIER), films[0].video
    with tempfile.TemporaryDirectory(dir=FILMS) as folder:
        for number in (0, 1):
            begin, result = time.perf_counter(), Path(folder) / f"{number}.zarr"
            mf.extract(mf.open_video(video), result)
            classifier.predict(open_frames(result))
            took = time.perf_counter() - begin
    return {"wall_s": took, "frames": len(films[0].times_s)}


_JOBS = {"train": _train, "predict": _predict, "whole way": _whole_way}


def _apart(job: str, size: Sequence[int]) -> dict[str, Any]:
    code = "import json; from benchmarks.behavior_rows import measured; "
    code += f"print(json.dumps(measured({job!r}, *{tuple(size)!r})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{job} failed in its process:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def classifying(short: bool) -> list[Row]:
    """Training, prediction and the whole way, on 72,000 frames (in the short form 9,000)."""
    size, tenth = (SHORT, SHORT_TENTH) if short else (WHOLE, TENTH)
    several(*size), several(*tenth)  # drawn here, so that no process that is measured draws
    few, many = _apart("train", tenth), _apart("train", size)
    predicted, whole = _apart("predict", size), _apart("whole way", size)
    grows = (many["cpu_s"] / many["frames"]) / (few["cpu_s"] / few["frames"])
    name = f"behaviors, training with nested folds, {many['frames']} frames x 6"
    about = {"cores": cores(), "few": few, "many": many}
    return [
        Row(name, many["wall_s"], "s", None if short else 300.0, at_most=True, details=about),
        Row(f"{name}: memory", many["peak_mb"], "MB", 1024.0, at_most=True),
        Row("behaviors, prediction from stored features",
            predicted["frames"] / predicted["wall_s"], "frames/s", 20_000.0, details=predicted),
        Row("behaviors, prediction from the result folder",
            predicted["frames"] / predicted["folder_s"], "frames/s"),
        Row("behaviors, video to ethogram, 640x480", whole["frames"] / whole["wall_s"],
            "frames/s", 1000.0, details=whole),
        Row("behaviors, ten times the frames: processor time a frame", grows, "x", 1.15,
            at_most=True),
        Row("behaviors, ten times the frames: memory", many["peak_mb"] / few["peak_mb"], "x",
            1.2, at_most=True),
    ]  # fmt: skip
