"""What `mouseface model train` was asked for, checked before any long work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np

from .explained import Explained, explained_of
from .groups_file import GroupRow, rows_of

_KINDS = ("model", "learning")


@dataclass(frozen=True)
class ModelJob:
    """What was asked for.

    Attributes
    ----------
    rows : list of GroupRow
        One for each file of features.
    tables : list of FrameTable
        Of events, where one row is an event.
    target : Target
    groups : Groups or None
    trials : list of arrays, or None
    columns : tuple of str or None
    names : list of str
        Of the tables, each different.
    params, learning : parameters
    out : Path
    notes : list of str
    explained : Explained
    """

    rows: list[GroupRow]
    tables: list[Any]
    target: Any
    groups: Any
    trials: Any
    columns: tuple[str, ...] | None
    names: list[str]
    params: Any
    learning: Any
    out: Path
    notes: list[str]
    explained: Explained

    def files_told(self) -> list[dict[str, Any]]:
        """The files of each table, with their checksums."""
        return [
            {
                **{name: _told(getattr(row, name)) for name in ("features", "labels", "events")},
                **{name: getattr(row, name) for name in ("animal", "session", "movie")},
            }
            for row in self.rows
        ]

    def asked_for(self) -> str:
        """A hash of all that decides the model: with the same, it is not trained again."""
        from ... import __version__
        from ...params import content_hash

        target = self.target
        own = [
            [np.where(k, v, 0).tolist(), k.tolist()]
            for v, k in zip(target.values, target.known, strict=True)
        ]
        return content_hash(
            {
                "tables": [table.digest for table in self.tables],
                "persons": [list(table.persons or ()) for table in self.tables],
                "target": [target.name, target.kind, list(target.categories), own],
                "groups": [[row.animal, row.session, row.movie] for row in self.rows],
                "trials": None if self.trials is None else [t.tolist() for t in self.trials],
                "columns": None if self.columns is None else list(self.columns),
                "params": [self.params.to_dict(), self.learning.to_dict()],
                **self.explained.asked_for(),
                "code": __version__,
            }
        )


def checked(args: argparse.Namespace) -> ModelJob:
    """Everything that can be refused, before any long work.

    Raises
    ------
    MouseFaceError
        If a file, a parameter, the target or the folder cannot be used.
    """
    from ...core.frame_features import table_of
    from .model_folder import checked_out

    _check_options(args)
    rows = rows_of(args)
    inputs = [p for row in rows for p in (row.features, row.labels, row.events) if p]
    out = checked_out(args, [*inputs, args.groups, args.params])
    params, learning = _params(args)
    tables = [table_of(row.features) for row in rows]
    if args.person is not None:
        tables = [_with_persons(t, row, args.person) for t, row in zip(tables, rows, strict=True)]
    tables, target, trials = _target(args, rows, tables)
    names = _names(rows)
    job = ModelJob(
        rows=rows,
        tables=tables,
        target=target,
        groups=_groups(rows, names, tables),
        trials=trials,
        columns=_columns(args, tables),
        names=names,
        params=params,
        learning=learning,
        out=out,
        notes=[],
        explained=explained_of(args, tables),
    )
    _check_split(job)
    return job


def _check_options(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    if args.workers is not None and args.workers < 1:
        raise ParameterError(
            "--workers must be at least 1.", got=str(args.workers), do="leave it out for all cores"
        )
    alone = (("--behavior", args.behavior), ("--target", args.target))
    if all(value is not None for _, value in alone):
        raise ParameterError(
            "It is not clear what to learn.",
            expected="--target, for a column, or --behavior, for a behavior of label files",
            got="both",
            do="leave one of them out",
        )
    if args.each_frame and (args.window_s or args.baseline_s):
        raise ParameterError(
            "--each-frame takes every frame from onset to offset.",
            expected="no --window-s and no --baseline-s",
            got="--window-s" if args.window_s else "--baseline-s",
            do="leave it out, or leave --each-frame out for one row an event",
        )


def _params(args: argparse.Namespace) -> tuple[Any, Any]:
    """Parameters of the model and of learning: of the file, then of single options."""
    from ...core.frame_models import READABLE, FrameModelParams
    from ...core.learning import LearningParams
    from ..params_file import read_params_file

    values = read_params_file(args.params, _KINDS)
    model = dict(values.get("model", {}))
    learning = {**READABLE.to_dict(), **values.get("learning", {})}
    for name in ("left_out", "gap_s", "estimator", "seed", "l1_ratio"):
        if getattr(args, name) is not None:
            learning[name] = getattr(args, name)
    for name in ("permutations", "seed"):
        if getattr(args, name) is not None:
            model[name] = getattr(args, name)
    if args.beside is not None:
        learning["beside"] = [one for one in args.beside if one != "none"]
    elif args.estimator == "boosted":
        learning["beside"] = ["linear"]
    return FrameModelParams.from_dict(model), LearningParams.from_dict(learning)


def _target(
    args: argparse.Namespace, rows: Sequence[GroupRow], tables: list[Any]
) -> tuple[list[Any], Any, Any]:
    """Tables as they are trained on, the target, and trials if any."""
    from ...core.frame_models.targets import behavior_target, event_frames, picture_target

    how = {
        "kind": args.kind,
        "order": None if args.order is None else args.order.split(","),
        "positive": args.positive,
    }
    events = _events(rows)
    if events is not None and args.each_frame:
        _refuse_labels(args)
        found = event_frames(tables, events)
        return tables, found.target, list(found.trials)
    if events is not None:
        tables = _event_tables(args, tables, events)
    if args.behavior is not None:
        labels = [_behavior_labels(row, t) for row, t in zip(rows, tables, strict=True)]
        return tables, behavior_target(labels, args.behavior), None
    if events is not None and args.target is None:
        _refuse_labels(args)
        return tables, picture_target(tables, "event", **how), None
    if args.target in (None, "label") and all(t.labels is not None for t in tables):
        if not any(row.labels for row in rows):
            return tables, picture_target(tables, "label", **how), None
    return _rated(args, rows, tables, how)


def _rated(
    args: argparse.Namespace, rows: Sequence[GroupRow], tables: list[Any], how: dict[str, Any]
) -> tuple[list[Any], Any, Any]:
    from ...core.frame_models.ratings import read_ratings
    from ...core.frame_models.targets import ratings_target
    from ...errors import ParameterError

    files = [row.labels for row in rows if row.labels is not None]
    if args.target is None or len(files) < len(rows):
        raise ParameterError(
            "It is not known what to learn.",
            expected="--target with a file of labels for each file of features, --events, "
            "--behavior with files of labels, or labeled pictures",
            got=f"{'no --target' if args.target is None else '--target'}, {len(files)} files of "
            f"labels for {len(rows)} files of features",
            do="give one of these; `mouseface model train --help` has examples",
        )
    ratings = [read_ratings(f, args.target, t) for f, t in zip(files, tables, strict=True)]
    trials = [one.trials for one in ratings]
    if any(one is not None for one in trials):
        trials = [
            np.full(len(table), -1) if own is None else own
            for own, table in zip(trials, tables, strict=True)
        ]
        return tables, ratings_target(ratings, **how), trials
    return tables, ratings_target(ratings, **how), None


def _refuse_labels(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    for name in ("target", "order", "positive", "kind"):
        if getattr(args, name) is not None and (args.each_frame or name == "target"):
            raise ParameterError(
                f"--{name} has no meaning here: the stimuli of the events are learned.",
                expected="--events without it",
                got=f"--{name} {getattr(args, name)}",
                do=f"leave --{name} out",
            )


def _events(rows: Sequence[GroupRow]) -> list[Any] | None:
    """The events of each table, or None."""
    from ...core.events import read_events
    from ...errors import ParameterError

    given = [row.events for row in rows if row.events]
    if not given:
        return None
    if len(given) < len(rows):
        raise ParameterError(
            "Some files of features have events and others do not.",
            expected=f"events for each of {len(rows)}",
            got=f"for {len(given)}",
            do="fill the column events in, or empty it",
        )
    return [read_events(path) for path in given]


def _event_tables(args: argparse.Namespace, tables: list[Any], events: list[Any]) -> list[Any]:
    from ...core.frame_models import event_table

    window, baseline = (
        None if one is None else tuple(one) for one in (args.window_s, args.baseline_s)
    )
    return [
        event_table(table, own, window, args.summary, baseline)
        for table, own in zip(tables, events, strict=True)
    ]


def _behavior_labels(row: GroupRow, table: Any) -> Any:
    from ...core.behavior.formats import read_labels
    from ...errors import ParameterError

    if row.labels is None:
        raise ParameterError(
            "--behavior needs a file of labels for each file of features.",
            expected="--labels, or the column labels in GROUPS.csv",
            got=f"none for {row.features.name}",
            do="give the files",
        )
    return read_labels(row.labels, n_frames=len(table), times_s=table.times_s)


def _with_persons(table: Any, row: GroupRow, column: str) -> Any:
    """The table with who is in each row, from the file of labels."""
    from ...core.frame_models.ratings import read_ratings
    from ...errors import ParameterError

    if row.labels is None:
        raise ParameterError(
            "--person is a column of the files of labels.",
            expected="--labels for each file of features",
            got=f"none for {row.features.name}",
            do="give the files that have the column",
        )
    return table.with_persons(read_ratings(row.labels, column, table).texts)


def _columns(args: argparse.Namespace, tables: Sequence[Any]) -> tuple[str, ...] | None:
    """The features that match any of the patterns."""
    from ...errors import ParameterError

    if args.columns is None:
        return None
    names = tables[0].names
    for pattern in args.columns:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise ParameterError(
                f"No feature matches --columns {pattern!r}.",
                expected="a pattern such as 'cheek:*'",
                got=f"features such as {', '.join(names[:5])}",
                do="`mouseface features` and docs list the names; quote patterns in a shell",
            )
    return tuple(n for n in names if any(fnmatchcase(n, pattern) for pattern in args.columns))


def _groups(rows: Sequence[GroupRow], names: Sequence[str], tables: Sequence[Any]) -> Any:
    """Animal, session and movie of each table; None where persons are named instead."""
    from ...core.learning import Groups

    named = any(row.animal or row.session for row in rows)
    if not named and any(table.persons is not None and any(table.persons) for table in tables):
        return None
    # two tables of one recording are of one movie, whatever they are called
    sources = [(table.about.get("source") or {}).get("digest") for table in tables]
    movies: list[str] = []
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        first = sources.index(sources[number]) if sources[number] else number
        movies.append(row.movie or (movies[first] if first < number else name))
    return Groups(
        animal=tuple(row.animal for row in rows),
        session=tuple(row.session for row in rows),
        movie=tuple(movies),
    )


def _check_split(job: ModelJob) -> None:
    """Refuse tables that cannot be split or differ in their columns, before the training."""
    from ...core.frame_models.training import check_training

    check_training(
        job.tables, job.target, job.groups, job.params, job.learning, job.columns, job.trials
    )


def _names(rows: Sequence[GroupRow]) -> list[str]:
    """A different name for each table: of the file, and of its folder where that is needed."""
    short = [row.features.name for row in rows]
    return [
        name if short.count(name) == 1 else str(row.features)
        for name, row in zip(short, rows, strict=True)
    ]


def _told(path: Path | None) -> dict[str, Any] | None:
    from ...core.inputs import sha256_of

    return None if path is None else {"name": path.name, "sha256": sha256_of(path)}
