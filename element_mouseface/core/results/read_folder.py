"""Read a scored recording from the folder that `mouseface score` wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import PathError, ResultMismatchError
from ...params import Crop, HOGParams
from ...params.fields import Fields, is_number, is_text, short_repr
from ..events import Events
from ..events.bouts import Bout
from ..events.habituation import HabituationRow
from ..events.measures import MeasureParams
from ..events.windows import EventRow, EventWindow
from ..extraction.descriptors import open_descriptors
from ..inputs import sha256_of
from ..scoring.contrast import TimeCourse, Trial
from ..scoring.contrast.folds import Fold
from ..scoring.findings import Finding
from ..scoring.method.recording import Recording
from ..scoring.methods import METHODS, method
from ..scoring.scores import (
    CROSS_VALIDATED,
    OTHER_SESSION,
    SAME_DATA,
    MethodScores,
    ScoreTrace,
)
from ..store import open_result
from ..sync import ClockTimes
from .csv_tables import REGISTRATION_COLUMNS, column_of
from .folder_files import changed, read_frames, read_report, read_rows
from .scored import DescriptorInfo, MovieFile, MovieInfo, ScoredRecording

_FOLDS = {
    "number": "fold",
    "event_index": "held_out_event_index",
    "name": "stimulus",
}
#: entries of a method's section in the report that are not `details`
_KNOWN = frozenset(
    "method measure refused source unit n_frames n_valid n_baseline neutral_margin_s n_lost "
    "stimuli p_values traces frame_measures bout_measures n_bouts fear_threshold look_ahead_s "
    "shift light n_folds n_trials n_time_courses params params_hash measures measures_hash "
    "prototype_age_days prototypes".split()
)


def read_folder(folder: str | Path) -> ScoredRecording:
    """The scored recording in a folder that `mouseface score` wrote.

    Prototypes, models and the pass over the movie are opened on first use.

    Parameters
    ----------
    folder : str or Path

    Raises
    ------
    PathError
        If it is not such a folder, or a file is missing.
    ResultChangedError
        If a file differs from what was written.
    """
    folder = Path(folder)
    report = read_report(folder)
    video = report.inner("video")
    columns, flags = read_frames(folder / "scores.csv", video.whole("n_frames"))
    files = _Files(folder, report, columns)
    methods = {name: files.scores(name) for name in report.texts("methods")}
    _check_tables(folder, report.inner("tables"))
    given, descriptors = ("created_by", "asked_for", "notes"), None
    if report.has("descriptors"):
        descriptors = _descriptors(report.inner("descriptors"))
    return ScoredRecording(
        movie=_movie(video, folder),
        times_s=columns["time_s"],
        flags=flags,
        events=files.events,
        methods=methods,
        windows=tuple(_windows(report)),
        descriptors=descriptors,
        clock=_clock(report.inner("clock"), columns["time_s"]) if report.has("clock") else None,
        motion_explained=report.inner("motion_explained").plain(),
        provenance={name: report.plain().get(name) for name in given if report.has(name)},
        recording=Recording(
            partial(open_result, folder / "descriptors.zarr"),
            partial(open_descriptors, folder / "descriptors.zarr"),
            columns["time_s"],
            files.events,
            Crop() if descriptors is None else descriptors.crop,
        ),
    )


def _check_tables(folder: Path, tables: Fields) -> None:
    """Compare each table with its checksum: a cell that was edited looks like any other."""
    for name in tables.names():
        path = folder / name
        if path.parent != folder or not path.is_file() or sha256_of(path) != tables.text(name):
            raise changed(path, "a cell or more that were edited" if path.is_file() else "no file")


class _Files:
    """The tables of a folder, by method."""

    def __init__(self, folder: Path, report: Fields, columns: Mapping[str, np.ndarray]):
        self.folder, self.report, self.columns = folder, report, columns
        self.event_rows = read_rows(folder / "events.csv", EventRow)
        self.habituation = read_rows(folder / "habituation.csv", HabituationRow)
        self.bouts = read_rows(folder / "bouts.csv", Bout)

    @property
    def events(self) -> Events | None:
        """The recording's events; events.csv has a row for each measure, prototype and window."""
        if not self.report.has("events"):
            return None
        about = self.report.inner("events")
        notes = _texts(about, "notes") if about.has("notes") else ()
        found = about.made("rows", lambda rows: Events.from_rows(rows, notes))
        if found.content_hash() != about.text("content_hash"):
            raise about.refused("rows", "the events of its content_hash", "other events")
        return found

    def scores(self, name: str) -> MethodScores:
        if name not in METHODS:
            raise self.report.refused("methods", f"some of {', '.join(METHODS)}", name)
        of, section = method(name), self.report.inner(name)
        measures: MeasureParams = section.made("measures", MeasureParams.from_dict)
        traces = tuple(self._traces(section))
        shift, lost = self._shift() if section.has("n_lost") else ({}, None)
        p_values = section.inner("p_values")
        names = tuple(section.inner("stimuli").names())
        return MethodScores(
            method=name,
            measure=of.measure,
            unit=section.text("unit"),
            names=names,
            source=section.text("source", (CROSS_VALIDATED, SAME_DATA, OTHER_SESSION)),
            traces=traces,
            params=section.made("params", of.params_type.from_dict),
            measures=measures,
            frame_traces={n: self._column(n) for n in _texts(section, "frame_measures")} | shift,
            has_errors=any(f"{column_of(n, of.measure)}_se" in self.columns for n in names),
            lost=lost,
            bouts={measure: self._bouts(measure) for measure in _texts(section, "bout_measures")},
            findings=_findings(self.report.items("findings"), self.report, name),
            n_neutral=section.whole("n_baseline"),
            neutral_margin_s=section.number("neutral_margin_s"),
            folds=self._table(section, "n_folds", "folds.csv", Fold, _FOLDS),
            trials=self._table(section, "n_trials", "trials.csv", Trial),
            courses=self._table(section, "n_time_courses", "time_courses.csv", TimeCourse),
            look_ahead_s=section.number("look_ahead_s"),
            p_values={name: p_values.number(name) for name in p_values.names()},
            fear_threshold=_number(section, "fear_threshold"),
            details={k: v for k, v in section.plain().items() if k not in _KNOWN},
            prototype_age_days=_age(section),
            open_prototypes=self._opens(of.prototypes_file, of.load),
            open_models=self._opens(of.models_file, of.load_models)
            if of.models_file != of.prototypes_file
            else lambda: None,
            **self._rows(of.measure),
        )

    def _traces(self, section: Fields) -> Iterator[ScoreTrace]:
        """The traces that the report lists, each with the limits of its bouts."""
        for item in section.items("traces"):
            one = Fields(item, section.refused, "traces")
            measure, name = one.text("measure"), one.text("stimulus")
            column = column_of(name, measure)
            errors = self.columns.get(f"{column}_se")
            limits = _number(one, "bout_enter"), _number(one, "bout_leave")
            values = self._column(column)
            yield ScoreTrace(measure, name, one.text("unit"), values, errors, *limits)

    def _column(self, name: str) -> np.ndarray:
        if name not in self.columns:
            raise self.report.refused("methods", f"a column {name} in scores.csv", "none")
        return self.columns[name]

    def _bouts(self, measure: str) -> tuple[Bout, ...]:
        return tuple(bout for kind, bout in self.bouts if kind == measure)

    def _rows(self, measure: str) -> dict[str, Any]:
        """The rows around events, as `MethodScores` takes them."""
        return {
            kind: {measure: tuple(row for of, row in getattr(self, kind) if of == measure)}
            for kind in ("event_rows", "habituation")
        }

    def _table(
        self,
        section: Fields,
        counted: str,
        name: str,
        kind: type,
        columns: Mapping[str, str] | None = None,
    ) -> tuple[Any, ...]:
        """The rows of a file that only some methods write; () if this one wrote none."""
        n_rows = section.whole(counted)
        if not n_rows:
            return ()
        rows: list[Any] = read_rows(self.folder / name, kind, columns)
        found = tuple(row for measure, row in rows if measure == section.text("measure"))
        if len(found) != n_rows:
            raise changed(self.folder / name, f"{len(found)} rows; {n_rows} were written")
        return found

    def _shift(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """The traces of registration.csv, and the frames that were lost."""
        n_frames = len(self.columns["time_s"])
        table, _ = read_frames(self.folder / "registration.csv", n_frames)
        missing = [name for name in (*REGISTRATION_COLUMNS, "lost") if name not in table]
        if missing:
            raise self.report.refused("methods", f"{missing[0]} in registration.csv", "none")
        return {name: table[name] for name in REGISTRATION_COLUMNS}, table["lost"] == 1

    def _opens(self, name: str, load: Callable[[Path], Any]) -> Callable[[], Any]:
        path = self.folder / name
        return lambda: load(path) if path.is_file() else None


def _findings(items: Sequence[Any], of: Fields, method: str = "") -> tuple[Finding, ...]:
    """Findings of a list in the report; of one method, if they name their method."""
    found = []
    for item in items:
        one = Fields(item, of.refused, "findings")
        if not method or one.text("method") == method:
            found.append(Finding(*(one.text(name) for name in ("kind", "about", "reason"))))
    return tuple(found)


def _number(fields: Fields, name: str) -> float:
    return fields.number(name) if fields.has(name) else math.nan


def _age(section: Fields) -> float | None:
    has_age = section.has("prototype_age_days")
    return section.number("prototype_age_days") if has_age else None


def _texts(fields: Fields, name: str) -> list[str]:
    """An entry that is a list of texts, which may occur twice."""
    values = fields.items(name)
    if not all(is_text(value) for value in values):
        raise fields.refused(name, "a list of texts", short_repr(values))
    return values


def _movie(video: Fields, folder: Path) -> MovieInfo:
    files = []
    for item in video.items("files"):
        one = Fields(item, video.refused, "files")
        files.append(MovieFile(one.text("name"), one.text("sha256"), one.whole("n_frames")))
    paths = _texts(video, "paths") if video.has("paths") else [file.name for file in files]
    if len(paths) != len(files):
        raise video.refused("paths", f"{len(files)} paths", str(len(paths)))
    return MovieInfo(
        tuple(replace(f, path=str(folder / p)) for f, p in zip(files, paths, strict=True)),
        video.number("fps") if video.has("fps") else None,
        video.number("duration_s") if video.has("duration_s") else None,
        bool(video.take("is_vfr")) if video.has("is_vfr") else None,
        video.text("clock"),
        tuple(_texts(video, "notes")),
        video.text("recorded_at") if video.has("recorded_at") else None,
    )


def _windows(report: Fields) -> list[EventWindow]:
    found = []
    for item in report.items("windows"):
        one = Fields(item, report.refused, "windows")
        ends = (one.number("start_s"), one.number("stop_s"))
        anchors = (one.text("start_from"), one.text("stop_from"))
        found.append(EventWindow(one.text("name"), *ends, *anchors))
    return found


def _descriptors(about: Fields) -> DescriptorInfo:
    return DescriptorInfo(
        about.text("digest"),
        about.made("hog", HOGParams.from_dict),
        about.made("crop", Crop.from_dict),
        about.wholes("grid", 2, 1),
    )


def _clock(about: Fields, times_s: np.ndarray) -> ClockTimes:
    return ClockTimes(
        times_s,
        about.text("method"),
        about.text("source"),
        _number(about, "drift_ppm"),
        _number(about, "residual_s"),
        _number(about, "residual_max_s"),
        np.array([value for value in about.items("dropped_s") if is_number(value)], float),
        np.array(about.wholes("duplicated_frames"), np.int64),
        about.inner("found").plain(),
        tuple(_texts(about, "notes")),
    )


def movie_paths(scored: ScoredRecording, folder: Path) -> list[Path]:
    """The present paths of the movie's files, relative to the folder or to here.

    Raises
    ------
    PathError
        If a file is missing.
    """
    found = []
    for file in scored.movie.files:
        places = [Path(file.path), folder.absolute().parent / file.name]
        there = [path for path in places if path.exists()]
        if not there:
            raise PathError(
                f"The movie {file.name} is not at its former path.",
                expected=file.path,
                do="give its path: --video PATH",
            )
        found.append(there[0])
    return found


def given_times(scored: ScoredRecording) -> np.ndarray | None:
    """Frame times that were given for a movie without its own clock, else None."""
    if scored.movie.clock in ("timestamps", "header"):
        return None
    if scored.recording is None:
        return None
    return np.asarray(scored.recording.result.times_s, float)


def check_movie(scored: ScoredRecording, files: Sequence[Any]) -> None:
    """Check that a movie is the one that was scored.

    Raises
    ------
    ResultMismatchError
    """
    if [file.sha256 for file in files] != [file.sha256 for file in scored.movie.files]:
        raise ResultMismatchError(
            "This is not the movie that was scored.",
            expected="files with the checksums in report.json",
            got=", ".join(Path(file.path).name for file in files),
            do="give the movie that was scored, its files in the same order",
        )
