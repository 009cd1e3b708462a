"""The demo: film a synthetic mouse, score it in an embedded database, draw a figure.

Everything is in one folder. A second run finds the movie, the descriptors and the rows of the first
one and only reads them.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import datajoint as dj

from ..errors import PathError, SchemaMismatchError
from ..synthetic import SyntheticMovie, film
from . import embedded, upstream

SESSION = {"subject": "synthetic_1", "session_id": 1}
FILMED = datetime(2026, 1, 5, 10)
RECORDING = {**SESSION, "recording_id": 0}
CAMERA = {"equipment": "face_camera"}
PREFIX = "demo_"

Say = Callable[[str], None]


def run(folder: str | os.PathLike, *, say: Say = print, identity: int = 1) -> dict[str, Any]:
    """Run the demo: from a synthetic mouse to scores in tables.

    Parameters
    ----------
    folder : path
        Receives the movie, the database, the results and the figure.
    say : callable(str)
        Prints progress messages.
    identity : int
        Which synthetic mouse.

    Returns
    -------
    dict
        `table`: the rows of the last query, contrast scores with their errors, and
        `similarity`: those of the published score; `figure`: the path of the figure;
        `scores`: the key of the FacialExpression row of the contrast score.

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
    say("1. Filming a synthetic mouse (90 s at 30 frames per second, 640x480, H.264) ...")
    movie = film(raw / "face.mp4", identity=identity, duration_s=90, trials_per_stimulus=3)
    say(f"   {movie.path}{' (kept from the last run)' if movie.reused else ''}")
    events = _write_events(movie, raw / "events.csv", folder)
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
        published, contrast = _populate(movie)
        say("5. The published score: mean similarity to each stimulus's prototype, in each trial\n")
        _, similarity = _mean_per_trial(published, "similarity")
        say(_as_text(similarity))
        say(
            "\n6. The contrast score: 0 is neutral, 1 the mean expression in the trials; each is\n"
            "   scored by prototypes made without it. Mean ± standard error, asked in SQL:\n"
        )
        query, rows = _mean_per_trial(contrast, "score")
        say(f"{query}\n")
        say(_as_text(rows))
        for refused in _refused(contrast):
            say(f"   {refused}")
        figure = _draw(contrast, movie, folder / "scores.png")
    say(f"\nFigure: {figure}")
    say(
        f"\nThe same movie scored without a database:\n\n  {score_line(movie.path, events, folder)}"
    )
    return {"table": rows, "similarity": similarity, "figure": figure, "scores": contrast}


def _write_events(movie: SyntheticMovie, path: Path, folder: Path) -> Path:
    """Write the movie's events beside it, for `mouseface score`."""
    try:
        return movie.write_events(path)
    except PathError as error:
        raise PathError(
            f"{path} has other events than the demo's movie.",
            do=f"delete {folder}, if it holds nothing but the demo, or give another --dir",
        ) from error


def score_line(movie: Path | None, events: Path, folder: Path) -> str:
    """The command that scores the demo's movie, to paste into this shell."""
    program = Path(sys.argv[0])
    if program.name.startswith("mouseface") and program.is_file():
        words = [str(program.absolute())]
    else:
        words = [sys.executable, "-m", "element_mouseface.cli.main"]
    paths = [os.path.relpath(path) for path in (movie or "", events, folder / "scored")]
    return shlex.join([*words, "score", paths[0], "--events", paths[1], "--out", paths[2]])


def _activate(raw: Path, processed: Path) -> None:
    from .. import descriptors, expression, recording

    os.environ["MOUSEFACE_ROOT_DATA_DIR"] = str(raw)
    os.environ["MOUSEFACE_PROCESSED_DATA_DIR"] = str(processed)
    upstream.activate(f"{PREFIX}upstream")
    for module in (recording, descriptors, expression):
        name = module.__name__.rpartition(".")[2]
        module.activate(f"{PREFIX}{name}", linking_module=upstream)


def _insert(movie: SyntheticMovie) -> None:
    """Insert session, camera, trials and the recording, unless they exist."""
    from ..recording import VideoRecording

    about = {"lab": "demo", "subject_description": "drawn, with planted expressions"}
    upstream.Subject.insert1({"subject": SESSION["subject"], **about}, skip_duplicates=True)
    upstream.Session.insert1({**SESSION, "session_datetime": FILMED}, skip_duplicates=True)
    upstream.Equipment.insert1(CAMERA, skip_duplicates=True)
    upstream.add_trials(SESSION, movie.events)
    if not VideoRecording & RECORDING:
        paths: list[Any] = [movie.path]
        VideoRecording.insert_files(RECORDING, paths, CAMERA)


def _populate(movie: SyntheticMovie) -> list[dict[str, Any]]:
    """Request descriptors, prototypes and scores, and populate; keys of both methods' scores."""
    from ..core.scoring.contrast import ContrastParams
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
    events = movie.events
    trials = upstream.add_trials(SESSION, events)
    event_set = EventSet.add(RECORDING, events, trials=trials, description="planted")
    keys = []
    for params in (ExpressionParamSet.add(), ExpressionParamSet.add(ContrastParams())):
        prototypes = PrototypeTask.add([{**task, **event_set}], params)
        keys.append({**task, **event_set, **params, **prototypes})
        FacialExpressionTask.insert1(keys[-1], skip_duplicates=True)
    PrototypeSet.populate(**shown)
    FacialExpression.populate(**shown)
    EventResponse.populate()
    return keys


def _mean_per_trial(key: dict[str, Any], measure: str) -> tuple[str, list[dict[str, Any]]]:
    """The SQL that joins scores, events and trials, and its rows."""
    from ..expression import EventSet, EventTrial, FacialExpression

    summary = FacialExpression.EventSummary & key & {"measure": measure}
    scored = summary.proj("event_mean", "event_mean_se")
    per_trial = (
        scored * EventTrial * EventSet.Event.proj("stimulus") * upstream.Trial.proj("trial_type")
    )
    wanted = ("trial_id", "trial_type", "prototype", "event_mean", "event_mean_se")
    query = dj.U(*wanted) & per_trial
    return _readable(query.make_sql()), query.to_dicts(order_by=("trial_id", "prototype"))


def _refused(key: dict[str, Any]) -> list[str]:
    """What was refused, and why."""
    from ..expression import FacialExpression

    findings = (FacialExpression.Finding & key & {"finding_severity": "refused"}).to_dicts()
    return [f"{row['finding_about'] or 'all'}: {row['finding_reason']}" for row in findings]


def _readable(sql: str) -> str:
    """SQL with a line for each clause, without the column lists of inner queries."""
    inner = re.sub(r"\(SELECT [^()]*? FROM ", "(SELECT ... FROM ", sql)
    return re.sub(r" (?=FROM|JOIN|WHERE)", "\n     ", inner)


def _as_text(rows: list[dict[str, Any]]) -> str:
    """One line per trial, one column per prototype; the trial's own prototype is marked."""
    names = sorted({row["prototype"] for row in rows})
    found = {(row["trial_id"], row["prototype"]): _cell(row) for row in rows}
    trials = sorted({(row["trial_id"], row["trial_type"]) for row in rows})
    width = 3 + max((len(text) for text in (*names, *found.values())), default=0)
    lines = [f"{'trial':>5}  {'stimulus':<12}" + "".join(f"{name:>{width}}" for name in names)]
    for trial_id, stimulus in trials:
        cells = [
            f"{found[trial_id, name] + ('*' if name == stimulus else ' '):>{width}}"
            for name in names
        ]
        lines.append(f"{trial_id:>5}  {stimulus:<12}" + "".join(cells))
    return "\n".join([*lines, "* the trial's own stimulus"])


def _cell(row: dict[str, Any]) -> str:
    mean, error = row["event_mean"], row["event_mean_se"]
    if mean is None:
        return ""
    return f"{mean:.4f}" if error is None else f"{mean:.2f} ± {error:.2f}"


def _draw(key: dict[str, Any], movie: SyntheticMovie, path: Path) -> Path:
    from ..core.video import open_video
    from ..expression import FacialExpression
    from ..plots.scores import score_figure

    reader = open_video(movie.path)

    def frame(number: int) -> Any:
        return next(iter(reader.read_luma(number, number + 1)))[1]

    score_figure(FacialExpression.open(key), frame, title="A synthetic mouse", path=path)
    return path
