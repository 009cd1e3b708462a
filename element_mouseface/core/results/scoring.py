"""`score`: the scores of a recording by all methods, in one call."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ...errors import ParameterError, PathError, check_choice, check_type
from ..events import Events, read_events
from ..events.measures import MeasureParams
from ..events.windows import DEFAULT_WINDOWS, EventWindow
from ..extraction.descriptors import open_descriptors
from ..scoring.method.recording import Recording, RecordingFile
from ..scoring.methods import METHODS, load_prototypes_file, method, method_of_params
from ..scoring.methods import methods as known_methods
from ..scoring.scores import utc_text
from ..store import Result, open_result
from .scored import DescriptorInfo, MovieFile, MovieInfo, ScoredRecording


def score(
    result: Result | str | Path,
    events: Events | str | Path | Iterable[Any] | None = None,
    *,
    methods: Sequence[str] | str | None = None,
    params: Mapping[str, Any] | None = None,
    prototypes: Mapping[str, Any] | str | Path | None = None,
    measures: MeasureParams | None = None,
    windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
    times_s: np.ndarray | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ScoredRecording:
    """Score every frame of a recording, by one or several methods.

    Parameters
    ----------
    result : Result or path
        The result of `extract`, or its folder.
    events : Events, path or rows, optional
        Needed unless prototypes are given. A file is read by `read_events`; a row is
        (name, onset_s, offset_s).
    methods : sequence of str, optional
        Of 'published' and 'contrast'; by default all, or those of `prototypes`.
    params : mapping, optional
        Parameters by the name of the method: `ScoreParams`, `ContrastParams`, or mappings.
    prototypes : mapping or path, optional
        Prototypes of another recording by the name of the method, from `load_prototypes`, or its
        path: needed for each method that scores. By default they are made from this recording.
    measures : MeasureParams, optional
        Of bouts and of measures around events.
    windows : sequence of EventWindow
        Around the events.
    times_s : (frames,) array, optional
        Frame times on the clock of the events, NaN for a frame without a time; by default the
        movie's own.
    progress : callable(done, total), optional

    Returns
    -------
    ScoredRecording

    Raises
    ------
    ParameterError
        If a method, a window or another argument cannot be used.
    PrototypeError, EventsError, ClockError, InputError, ResultError
        If a method cannot score this recording.
    """
    if isinstance(prototypes, str | Path):
        prototypes = load_prototypes(prototypes)
    given, own_params = _by_method("prototypes", prototypes), _by_method("params", params)
    names = _methods_to_score(methods, given)
    check_type("measures", measures, MeasureParams | None, "MeasureParams, of core.events.measures")
    expected = "a list of EventWindow, of core.events.windows"
    for window in check_type("windows", windows, Sequence, expected):
        check_type("windows", window, EventWindow, expected)
    check_type("result", result, Result | str | Path, "a result of `extract`, or its folder")
    result = result if isinstance(result, Result) else open_result(result)
    events = _events(events)
    movie = movie_of_result(result)
    recording = recording_to_score(result, times_s, events, movie)
    found = {}
    for name in names:
        own = own_params.get(name)
        if own is not None or name not in given:
            own = method_of_params(own, name)[1]
        found[name] = method(name).score(
            recording,
            own,
            prototypes=given.get(name),
            measures=measures,
            windows=windows,
            progress=progress,
        )
    return ScoredRecording(
        movie,
        recording.times_s,
        result.flags,
        events,
        found,
        windows=tuple(windows),
        descriptors=DescriptorInfo(result.digest, result.params, result.crop, result.grid),
        provenance={"created_by": f"element_mouseface {__version__}"},
        recording=recording,
    )


def _by_method(argument: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """An argument by the name of a method."""
    found = check_type(argument, given or {}, Mapping, f"a mapping by {' and '.join(METHODS)}")
    for name in found:
        check_choice(
            f"`{argument}` must be a mapping by the name of a scoring method.",
            name,
            METHODS,
            do="give a mapping: {method: its value}",
        )
    return dict(found)


def _methods_to_score(asked: Sequence[str] | str | None, given: Mapping[str, Any]) -> list[str]:
    """The methods that score; with prototypes, each needs its own."""
    names = [asked] if isinstance(asked, str) else list(asked or given or METHODS)
    for name in names:
        method(name)
        if given and name not in given:
            raise ParameterError(
                f"There are no prototypes of the {name} method.",
                expected="prototypes of each method that scores",
                got=", ".join(given),
                do="give them too, or score with this method in a call without prototypes",
            )
    return names


def _events(given: Any) -> Events | None:
    """Events as given, from a file or from rows."""
    if given is None or isinstance(given, Events):
        return given
    if isinstance(given, str | Path):
        return read_events(given)
    expected = "Events, an events file, or rows of (name, onset_s, offset_s)"
    return Events.from_rows(check_type("events", given, Iterable, expected))


def load_prototypes(path: str | Path) -> dict[str, Any]:
    """Prototypes by the name of the method, from a file or an output folder of `mouseface score`.

    Raises
    ------
    PathError
        If there is no such file, or the folder has none.
    PrototypeError
        If it is not a file of prototypes.
    """
    path = Path(path)
    if not path.is_dir():
        found, prototypes = load_prototypes_file(path)
        return {found.name: prototypes}
    files = {one.name: path / one.prototypes_file for one in known_methods()}
    loaded = {name: method(name).load(file) for name, file in files.items() if file.is_file()}
    if not loaded:
        raise PathError(
            f"There are no prototypes in {path}.",
            expected=" or ".join(file.name for file in files.values()),
            got="none of these files",
            do="give a folder that `mouseface score` wrote, or a file of prototypes",
        )
    return loaded


def movie_of_result(result: Result) -> MovieInfo:
    """The movie of a result, as recorded by the pass."""
    info = result.info
    return MovieInfo(
        tuple(
            MovieFile(Path(file["path"]).name, file["sha256"], file["n_frames"], file["path"])
            for file in info["files"]
        ),
        info["fps"],
        info["duration_s"],
        info["is_vfr"],
        info["clock"],
        tuple(info["notes"]),
        info["recorded_at"] and utc_text(datetime.datetime.fromisoformat(info["recorded_at"])),
    )


def recording_to_score(
    result: Result, times_s: np.ndarray | None, events: Events | None, movie: MovieInfo
) -> Recording:
    """The recording for the methods, with the provenance of prototypes made from it.

    Parameters
    ----------
    result : Result
    times_s : (frames,) array or None
        None stands for the movie's own times.
    events : Events or None
    movie : MovieInfo
    """
    starts = itertools.accumulate((file.n_frames for file in movie.files), initial=0)
    return Recording(
        open_result=lambda: result,
        open_descriptors=lambda: open_descriptors(result.path),
        times_s=result.times_s if times_s is None else times_s,
        events=events,
        crop=result.crop,
        files=tuple(
            RecordingFile(file.path, file.sha256, start)
            for file, start in zip(movie.files, starts, strict=False)
        ),
        recorded_at=movie.recorded_at,
        source={
            "files": [
                {"name": f.name, "sha256": f.sha256, "n_frames": f.n_frames} for f in movie.files
            ],
            "descriptors": result.digest,
            "events": None if events is None else events.content_hash(),
            "crop": result.crop.to_dict(),
            "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "created_by": f"element_mouseface {__version__}",
        },
    )
