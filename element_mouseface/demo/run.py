"""The demo: film a synthetic mouse, score it in an embedded database, draw the figure.

Everything lies under one folder.  Run again, it finds the movie, the
descriptors and the rows of the last run and only reads them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datajoint as dj

from ..core.synthetic import SyntheticMovie, film
from ..errors import SchemaMismatchError
from . import embedded, upstream

__all__ = ["run"]

SESSION = {"subject": "synthetic_1", "session_id": 1}
RECORDING = {**SESSION, "recording_id": 0}
CAMERA = {"equipment": "face_camera"}
PREFIX = "demo_"

Say = Callable[[str], None]


def run(folder: str | os.PathLike, *, say: Say = print, identity: int = 1) -> dict[str, Any]:
    """Go from nothing to scores in tables.

    Parameters
    ----------
    folder : path
        Receives the movie, the database, the results and the figure.
    say : callable(str)
        Told what is being done.
    identity : int
        Which synthetic mouse.

    Returns
    -------
    dict
        `table`: the rows of the last query; `figure`: the path of the figure;
        `scores`: the key of the FacialExpression row.

    Raises
    ------
    DependencyError
        If the embedded PostgreSQL is not installed.
    ServerError, StorageError
        If it does not start, or the folder cannot be written.
    """
    folder = Path(folder).resolve()
    raw, processed = folder / "raw", folder / "processed"
    for path in (raw, processed):
        path.mkdir(parents=True, exist_ok=True)
    say("1. Filming a synthetic mouse (90 s at 30 frames a second, 640x480, H.264) ...")
    movie = film(raw / "face.mp4", identity=identity, duration_s=90, trials_per_stimulus=3)
    say(f"   {movie.path}{' (kept from the last run)' if movie.reused else ''}")
    say(
        "2. Starting an embedded PostgreSQL, and activating the schemas beside a small pipeline ..."
    )
    with embedded.start(folder / "database"):
        try:
            _activate(raw, processed)
        except SchemaMismatchError as error:
            raise SchemaMismatchError(
                "The demo's database was made by another version of element_mouseface.",
                got=error.what,
                do=f"delete {folder}, which holds nothing but the demo, and run it again",
            ) from error
        say("3. Inserting the session, the recording and the events ...")
        _insert(movie)
        say("4. populate(): the movie's index, descriptors, prototypes, scores ...")
        key = _populate(movie)
        say("5. Mean similarity to each stimulus's prototype, for each trial; asked in SQL:\n")
        query, rows = _mean_per_trial(key)
        say(f"{query}\n")
        say(_as_text(rows))
        figure = _draw(key, movie, folder / "scores.png")
    say(f"\nFigure: {figure}")
    return {"table": rows, "figure": figure, "scores": key}


def _activate(raw: Path, processed: Path) -> None:
    from .. import descriptors, expression, recording

    os.environ["MOUSEFACE_ROOT_DATA_DIR"] = str(raw)
    os.environ["MOUSEFACE_PROCESSED_DATA_DIR"] = str(processed)
    upstream.activate(f"{PREFIX}upstream")
    for module in (recording, descriptors, expression):
        name = module.__name__.rpartition(".")[2]
        module.activate(f"{PREFIX}{name}", linking_module=upstream)


def _insert(movie: SyntheticMovie) -> None:
    """Insert session, camera, trials and the recording; what is there is left as it is."""
    from ..recording import VideoRecording

    about = {"lab": "demo", "subject_description": "drawn, with planted expressions"}
    upstream.Subject.insert1({"subject": SESSION["subject"], **about}, skip_duplicates=True)
    upstream.Session.insert1(SESSION, skip_duplicates=True)
    upstream.Equipment.insert1(CAMERA, skip_duplicates=True)
    upstream.add_trials(SESSION, [tuple(event) for event in movie.events])
    if not VideoRecording & RECORDING:
        VideoRecording.insert_files(RECORDING, [movie.path], CAMERA)


def _populate(movie: SyntheticMovie) -> dict[str, Any]:
    """Ask for descriptors, prototypes and scores, and populate; the key of the scores."""
    from ..descriptors import FaceCrop, HOGParamSet, HOGProcessing, HOGTask
    from ..expression import (
        EventResponse,
        EventSet,
        ExpressionParamSet,
        FacialExpression,
        FacialExpressionTask,
        PrototypeSet,
        PrototypeTask,
    )
    from ..recording import FrameClock, RecordingInfo

    shown = {"display_progress": True}
    RecordingInfo.populate(**shown)
    FrameClock.populate()
    task = {**RECORDING, **FaceCrop.add(), **HOGParamSet.add()}
    HOGTask.insert1({**task, "task_mode": "trigger"}, skip_duplicates=True)
    HOGProcessing.populate(**shown)
    events = [tuple(event) for event in movie.events]
    trials = upstream.add_trials(SESSION, events)
    event_set = EventSet.add(RECORDING, events, trials=trials, description="planted")
    params = ExpressionParamSet.add()
    prototypes = PrototypeTask.add([{**task, **event_set}], params)
    PrototypeSet.populate(**shown)
    key = {**task, **event_set, **params, **prototypes}
    FacialExpressionTask.insert1(key, skip_duplicates=True)
    FacialExpression.populate(**shown)
    EventResponse.populate()
    return key


def _mean_per_trial(key: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The SQL that joins scores, events and trials, and its rows."""
    from ..expression import EventSet, EventTrial, FacialExpression

    scored = (FacialExpression.EventSummary & key & {"measure": "similarity"}).proj("event_mean")
    per_trial = (
        scored * EventTrial * EventSet.Event.proj("stimulus") * upstream.Trial.proj("trial_type")
    )
    query = dj.U("trial_id", "trial_type", "prototype", "event_mean") & per_trial
    return query.make_sql(), query.to_dicts(order_by=("trial_id", "prototype"))


def _as_text(rows: list[dict[str, Any]]) -> str:
    """One line a trial, one column a prototype; the trial's own prototype is marked."""
    names = sorted({row["prototype"] for row in rows})
    mean = {(row["trial_id"], row["prototype"]): row["event_mean"] for row in rows}
    trials = sorted({(row["trial_id"], row["trial_type"]) for row in rows})
    lines = [f"{'trial':>5}  {'stimulus':<12}" + "".join(f"{name:>13}" for name in names)]
    for trial_id, stimulus in trials:
        cells = []
        for name in names:
            value = mean[trial_id, name]
            text = "" if value is None else f"{value:.4f}"
            cells.append(f"{text + ('*' if name == stimulus else ' '):>13}")
        lines.append(f"{trial_id:>5}  {stimulus:<12}" + "".join(cells))
    return "\n".join([*lines, "* the trial's own stimulus"])


def _draw(key: dict[str, Any], movie: SyntheticMovie, path: Path) -> Path:
    from ..core.video import open_video
    from ..plots.stored import draw_stored_scores

    reader = open_video(movie.path)

    def frame(number: int) -> Any:
        return next(iter(reader.read_luma(number, number + 1)))[1]

    draw_stored_scores(key, images=frame, title="A synthetic mouse", path=path)
    return path
