"""Film a synthetic mouse: frames, an H.264 file, and the truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from ..core.inputs import sha256_of
from ..core.outputs import make_folder, whole_files
from ..errors import ParameterError, PathError, StorageError
from ..params import content_hash
from ..params.fields import json_mapping, short_repr
from .amounts import check_amounts, heights_of_amounts
from .artifacts import Artifact, artifact_courses, draw_artifacts
from .behavior import Behavior, behave, check_events, schedule
from .bouts import BEHAVIORS, Behaviors
from .face import Face, Image
from .faults import FrameFaults, fault_courses, spoil
from .identity import DESIGN_HEIGHT_PX, DESIGN_WIDTH_PX, make_identity, stream
from .labels import bouts_of, label_poses
from .parts import Pose
from .planted import SyntheticMovie
from .responses import Event, Responses, written_events
from .roll import RolledFace
from .sensor import Sensor
from .settings import Confounds, Encoding, exact_rate
from .writing import encode

DRAWING_VERSION = 4  # raise it when the same settings give other frames
STIMULI = ("sucrose", "quinine", "tail_shock", "lithium")
_CONTAINERS = (".mp4", ".mkv", ".mov", ".avi")
_VFR_TICK = Fraction(1, 90_000)


def _frame_times(rate: Fraction, duration_s: float, encoding: Encoding, seed: int):
    """(ticks, tick): the frames' whole-number times and their unit, exact in the file."""
    count = int(Fraction(str(duration_s)) * rate)
    if count < 1:
        raise ParameterError(
            "The movie would have no frame.",
            expected=f"a duration of at least {float(1 / rate):g} s",
            got=f"{duration_s:g} s",
        )
    if not encoding.is_vfr:
        return np.arange(count), 1 / rate
    rng = stream("clock", seed)
    keep = rng.random(count) >= encoding.dropped
    keep[0] = True
    late = encoding.jitter * np.clip(rng.standard_normal(count), -1.5, 1.5)
    late[0] = 0.0
    ticks = np.rint((np.arange(count) + late) / float(rate * _VFR_TICK)).astype(np.int64)
    return ticks[keep], _VFR_TICK


@lru_cache(maxsize=2)
def _face(identity: int, size_px: tuple[int, int]) -> Face:
    return Face(make_identity(identity), size_px)


def _check_size(size_px: tuple[int, int], encoding: Encoding) -> tuple[int, int]:
    width, height = (int(v) for v in size_px)
    even = encoding.pix_fmt == "gray" or (width % 2 == 0 and height % 2 == 0)
    if not even or min(width, height) < 64 or max(width, height) > 4096:
        raise ParameterError(
            "The frame size cannot be filmed.",
            expected="64 to 4096 pixels each way, and even numbers for yuv420p",
            got=f"{width}x{height}",
        )
    return width, height


def plan(
    *,
    identity: int = 0,
    seed: int = 0,
    duration_s: float = 60.0,
    fps: float | str | Fraction = 30.0,
    size_px: tuple[int, int] = (DESIGN_WIDTH_PX, DESIGN_HEIGHT_PX),
    events: Sequence[Sequence] | None = None,
    stimuli: Sequence[str] = STIMULI,
    trials_per_stimulus: int = 3,
    expression: float = 1.0,
    confounds: Confounds | None = None,
    responses: Responses | None = None,
    encoding: Encoding | None = None,
    artifacts: Sequence[Artifact] = (),
    behaviors: Behaviors | None = None,
    faults: Sequence[FrameFaults] = (),
) -> SyntheticMovie:
    """Events, frame times and truth of a movie, without drawing a frame.

    Parameters
    ----------
    identity : int
        Which mouse, rig and camera (`make_identity`).
    seed : int
        Which session of it: trials, behavior and noise.
    duration_s : float
    fps : float, str or Fraction
        29.97 is taken as 2997/100; give '30000/1001' for that rate.
    size_px : (int, int)
        (width, height).
    events : sequence of (stimulus, onset_s, offset_s[, amount]), optional
        Given, they are planted as they are; else interleaved trials are scheduled.  A response
        is as high as its amount is of the stimulus's largest.
    stimuli : sequence of str
    trials_per_stimulus : int
    expression : float
        Factor on every response's height (0: the events leave no expression).
    confounds : Confounds, optional
    responses : Responses, optional
        How the mouse responds to events: latency, decay, trials without a response.
    encoding : Encoding, optional
    artifacts : sequence of Artifact
        What responds to a stimulus and is no face; `truth["artifacts"]` (frames, artifacts)
        is how far each shows.
    behaviors : Behaviors, optional
        Bouts of licking, grooming, blinks, whisking, chewing and startles that are labeled,
        and a pupil that follows arousal.
    faults : sequence of FrameFaults
        Bouts of spoiled frames; `truth["faults"]` (frames, faults) is how far each shows.

    Returns
    -------
    SyntheticMovie
        With `path` None.

    Raises
    ------
    ParameterError, EventsError
        If something is out of its range or does not fit.
    """
    confounds, encoding, rate = confounds or Confounds(), encoding or Encoding(), exact_rate(fps)
    _check_kinds(
        {
            "confounds": (confounds, Confounds),
            "encoding": (encoding, Encoding),
            "responses": (responses or Responses(), Responses),
            "behaviors": (behaviors or Behaviors(), Behaviors),
        }
    )
    width, height = _check_size(size_px, encoding)
    ticks, tick = _frame_times(rate, duration_s, encoding, seed)
    if events is None:
        rows = schedule(seed, duration_s, list(stimuli), trials_per_stimulus)
        amounts = None
    else:
        rows, amounts = check_events(events, duration_s), check_amounts(events)
    times_s = np.array([float(int(n) * tick) for n in ticks])
    settings = {
        "drawing": DRAWING_VERSION,
        "identity": int(identity),
        "seed": int(seed),
        "duration_s": float(duration_s),
        "fps": str(rate),
        "size_px": [width, height],
        "events": [list(row) for row in rows],
        "expression": float(expression),
        "confounds": confounds.to_dict(),
        "encoding": encoding.to_dict(),
        **({"amounts": amounts} if amounts else {}),
        **_named_where_given(responses, artifacts, behaviors, faults),
    }
    if "answers" in settings:
        _check_written(written_events(rows, _responses(settings)), duration_s)
    truth = _truth(_behavior(settings, times_s), rows)
    if behaviors is not None:
        truth |= _labels(truth, times_s)
    if artifacts:
        truth["artifacts"] = artifact_courses(artifacts, rows, times_s, seed)
    if faults:
        truth["faults"] = fault_courses(faults, times_s, duration_s, seed)
    written = written_events(rows, _responses(settings))
    return SyntheticMovie(None, written, times_s, truth, settings, amounts=amounts)


def _responses(settings: dict[str, Any]) -> Responses:
    return Responses.from_dict(settings.get("answers", {}))


def _labels(truth: dict[str, NDArray], times_s: NDArray[np.float64]) -> dict[str, NDArray]:
    shown = label_poses(truth["pose"], truth["pose_names"], times_s)
    runs = [bouts_of(column) for column in shown.T]
    rows = [(number, a, b) for number, found in enumerate(runs) for a, b in found.tolist()]
    bouts = np.array(rows, np.int64).reshape(-1, 3)
    return {"behavior_names": np.array(BEHAVIORS), "behavior": shown, "bouts": bouts}


def _check_kinds(given: dict[str, tuple[Any, type]]) -> None:
    for name, (value, kind) in given.items():
        if not isinstance(value, kind):
            raise ParameterError(
                f"The argument {name} cannot be used.",
                expected=f"{kind.__name__}(...) of element_mouseface.synthetic",
                got=short_repr(value),
            )


def _named_where_given(
    responses: Responses | None,
    artifacts: Sequence[Artifact],
    behaviors: Behaviors | None,
    faults: Sequence[FrameFaults],
) -> dict[str, Any]:
    """Settings that are named only where they matter, so that the hash of all others stays."""
    named: dict[str, Any] = {}
    if responses is not None and responses != Responses():
        named["answers"] = responses.to_dict()
    if artifacts:
        named["artifacts"] = [artifact.to_dict() for artifact in artifacts]
    if behaviors is not None:
        named["behaviors"] = behaviors.to_dict()
    if faults:
        named["faults"] = [fault.to_dict() for fault in faults]
    return named


def _check_written(events: list[Event], duration_s: float) -> None:
    if any(a < 0 or b > duration_s for _, a, b in events):
        raise ParameterError(
            "Responses: the written events would lie outside of the movie.",
            expected=f"all of them from 0 to {duration_s:g} s",
            do="give another `written_late_s`, or film for longer",
        )


def _behavior(settings: dict[str, Any], times_s: NDArray[np.float64]) -> Behavior:
    width, height = settings["size_px"]
    planted = settings.get("behaviors")
    events = [(name, a, b) for name, a, b in settings["events"]]
    return behave(
        make_identity(settings["identity"]),
        settings["seed"],
        times_s,
        settings["duration_s"],
        events,
        Confounds.from_dict(settings["confounds"]),
        unit_px=min(width / DESIGN_WIDTH_PX, height / DESIGN_HEIGHT_PX),
        expression=settings["expression"],
        responses=_responses(settings),
        behaviors=Behaviors.from_dict(planted) if planted is not None else None,
        heights=heights_of_amounts(events, settings.get("amounts")),
    )


def _truth(done: Behavior, events: list[Event]) -> dict[str, NDArray]:
    fields = list(done.poses[0]._fields)
    head = done.traces["sway_px"] + done.traces["shift_px"]
    return {
        "names": np.array(done.names, dtype=str),
        "intensity": done.intensity.astype(np.float32),
        "amplitudes": done.amplitudes,
        "latency_s": done.latency_s,
        "decay_s": done.decay_s,
        "by_itself": done.by_itself,
        "true_events_s": np.array([row[1:] for row in events], float).reshape(-1, 2),
        "pose": np.array(done.poses),
        "pose_names": np.array(fields),
        "head_px": head,
        **done.traces,
    }


def _drawer(
    identity: int, size_px: tuple[int, int], confounds: Confounds, truth: dict[str, NDArray]
) -> Callable[[int, Pose], Image]:
    """A function that draws a frame, of its number and pose."""
    if not confounds.roll_deg:
        face = _face(identity, size_px)
        return lambda number, pose: face.draw(pose)
    rolled = RolledFace(make_identity(identity), size_px, confounds.roll_what)
    return lambda number, pose: rolled.draw(pose, float(truth["roll_deg"][number]))


def _draw(planned: SyntheticMovie) -> Iterator[NDArray[np.uint8]]:
    """Draw the planned frames: full-range luma, uint8 (y, x), in order of time."""
    settings = planned.settings
    width, height = settings["size_px"]
    confounds = Confounds.from_dict(settings["confounds"])
    draw = _drawer(settings["identity"], (width, height), confounds, planned.truth)
    sensor = Sensor(width, height, settings["seed"], confounds)
    poses = _behavior(settings, planned.times_s).poses
    artifacts = [Artifact.from_dict(row) for row in settings.get("artifacts", ())]
    faults = [FrameFaults.from_dict(row) for row in settings.get("faults", ())]
    for number, pose in enumerate(poses):
        clean = draw(number, pose)
        if artifacts:
            clean = draw_artifacts(clean, artifacts, planned.truth["artifacts"][number])
        if faults:
            clean = spoil(clean, faults, planned.truth["faults"][number], number)
        yield sensor.expose(clean, number, pose.gain, pose.slope)


def frames(**settings: Any) -> Iterator[NDArray[np.uint8]]:
    """The frames of a movie as they come from the sensor, without encoding.

    Parameters
    ----------
    **settings
        Those of `plan`.

    Yields
    ------
    (y, x) uint8 array
        Full-range luma; a new array for each frame.
    """
    return _draw(plan(**settings))


def film(path: str | Path, **settings: Any) -> SyntheticMovie:
    """Film a synthetic mouse into a video file; the same settings give the same bytes.

    A sidecar (`<file>.json`) has the settings and the checksum of the file.  If they match,
    the existing file is kept.  The file is written atomically.

    Parameters
    ----------
    path : path
        Where to write; the suffix selects the container (.mp4, .mkv, .avi).
    **settings
        Those of `plan`: identity, seed, duration_s, fps, size_px, events, stimuli,
        trials_per_stimulus, expression, confounds, responses, encoding, artifacts, behaviors,
        faults.

    Returns
    -------
    SyntheticMovie

    Raises
    ------
    ParameterError, EventsError
        If something is out of its range or does not fit.
    PathError
        If `path` is a folder, its suffix none of a movie, or a file that was not filmed here.
    StorageError
        If the file cannot be written.
    """
    target, planned = Path(path), plan(**settings)
    if target.is_dir():
        raise PathError(f"{target} is a folder.", expected="the path of a video file to write")
    if target.suffix.lower() not in _CONTAINERS:
        raise PathError(
            f"{target} does not name a movie file.",
            expected=f"a name that ends in {', '.join(_CONTAINERS)}",
            got=repr(target.suffix),
        )
    sidecar = target.with_name(target.name + ".json")
    key = content_hash(planned.settings)
    reused = _is_current(target, sidecar, key)
    if not reused:
        try:
            _write(target, sidecar, key, planned)
        except (OSError, av.error.FFmpegError) as error:
            raise StorageError(f"{target} cannot be written: {error}.") from error
    return replace(planned, path=target, reused=reused)


def _write(target: Path, sidecar: Path, key: str, planned: SyntheticMovie) -> None:
    make_folder(target.parent, what="the movie")
    ours = _note(sidecar) is not None
    # Two may film the same at once: it comes out the same, and neither waits for the other.
    with whole_files(target, sidecar, what="the movie", overwrite=ours, exclusive=False) as (
        movie,
        beside,
    ):
        encoding = Encoding.from_dict(planned.settings["encoding"])
        rate, duration_s = Fraction(planned.settings["fps"]), planned.settings["duration_s"]
        ticks, tick = _frame_times(rate, duration_s, encoding, planned.settings["seed"])
        width, height = planned.settings["size_px"]
        encode(movie, _draw(planned), ticks, tick, rate, (width, height), encoding)
        note = {"settings_hash": key, "sha256": sha256_of(movie), "settings": planned.settings}
        beside.write_text(json.dumps(note, indent=1, sort_keys=True) + "\n")


def _note(sidecar: Path) -> dict[str, Any] | None:
    """What a sidecar of this package says; None for any other file, or none."""
    note = json_mapping(sidecar)
    return note if {"settings_hash", "sha256", "settings"} <= set(note) else None


def _is_current(target: Path, sidecar: Path, key: str) -> bool:
    note = _note(sidecar)
    if note is None or note["settings_hash"] != key:
        return False
    try:
        return bool(note["sha256"] == sha256_of(target))
    except OSError:
        return False
