"""What `mouseface behavior train` was asked for, checked before any long work."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from .label_options import Filmed, read_from
from .movies import MovieRow, read_movies
from .passes import of_line, reader_of

_KINDS = ("features", "learning", "hog")


@dataclass(frozen=True)
class TrainJob:
    """What was asked for.

    Attributes
    ----------
    table : Path
        The list of movies.
    rows : list of MovieRow
    readers : list of video readers
        One for each row.
    labels : list of Labels
        All of one ethogram.
    names : list of str
        Of the recordings, each different.
    out : Path
        The folder to write to.
    hog, crop, features, learning : parameters
    notes : list of str
        What to say.
    """

    table: Path
    rows: list[MovieRow]
    readers: list[Any]
    labels: list[Any]
    names: list[str]
    out: Path
    hog: Any
    crop: Any
    features: Any
    learning: Any
    notes: list[str]

    @cached_property
    def contents(self) -> list[str]:
        """A checksum of each movie: two rows may be of one movie under two names."""
        return [reader.content_hash() for reader in self.readers]

    @property
    def passes(self) -> list[Path]:
        """The result folder of each row."""
        return [
            self.out / "passes" / f"{reader_stem(row)}-{content[:8]}.zarr"
            if row.result is None
            else row.result
            for row, content in zip(self.rows, self.contents, strict=True)
        ]

    @property
    def groups(self) -> Any:
        """Animal, session and movie of each row (`Groups`)."""
        from ...core.learning import Groups

        firsts = [self.contents.index(content) for content in self.contents]
        return Groups(
            animal=tuple(row.animal for row in self.rows),
            session=tuple(row.session for row in self.rows),
            movie=tuple(self.names[first] for first in firsts),
        )

    def asked_for(self) -> str:
        """A hash of all that decides the classifier: with the same, it is not trained again."""
        from ... import __version__
        from ...core.inputs import sha256_of
        from ...params import content_hash

        extra = [
            [
                None if path is None else _hash_of(path, sha256_of)
                for path in (r.keypoints, r.signals)
            ]
            for r in self.rows
        ]
        return content_hash(
            {
                "movies": self.contents,
                "labels": [labels.digest for labels in self.labels],
                "groups": [[row.animal, row.session] for row in self.rows],
                "extra": extra,
                "crop": self.crop.to_dict(),
                "params": [p.to_dict() for p in (self.hog, self.features, self.learning)],
                "code": __version__,
            }
        )


def reader_stem(row: MovieRow) -> str:
    """A movie's name for a folder of its own."""
    return row.video.stem[:100] or "movie"


def _hash_of(path: Path, sha256_of: Any) -> str:
    if path.is_file():
        return sha256_of(path)
    inside = sorted(one for one in path.rglob("*") if one.is_file())
    return " ".join(sha256_of(one) for one in inside)


def checked(args: argparse.Namespace) -> TrainJob:
    """Everything that can be refused, before any long work.

    Raises
    ------
    MouseFaceError
        If the list, a movie, a label file, a parameter or the folder cannot be used.
    """
    from ..options import crop_from
    from .classifier_folder import checked_out

    table = Path(args.movies)
    rows, notes = read_movies(table)
    _check_times(args, rows)
    inputs = [table, *(p for r in rows for p in (r.video, r.labels, r.keypoints, r.signals) if p)]
    out = checked_out(args, [*inputs, args.params])
    hog, features, learning = _params(args)
    crop = crop_from(args)
    readers, labels = [], []
    for row in rows:
        with of_line(row.line, table.name):
            reader = reader_of(row.video, args)
            box = crop.box(reader.info.height_px, reader.info.width_px)
            hog.grid(*(side.stop - side.start for side in box))  # a crop under one cell
            readers.append(reader)
            labels.append(_labels_of(row, reader, args))
    labels = _one_ethogram(labels, rows, readers, args)
    for row, one in zip(rows, labels, strict=True):
        notes += [f"{row.labels.name}: {note}" for note in one.notes]
    names = _names(rows)
    _check_workers(args)
    job = TrainJob(
        table=table, rows=rows, readers=readers, labels=labels, names=names, out=out, hog=hog,
        crop=crop, features=features, learning=learning, notes=notes,
    )  # fmt: skip
    _check_split(job)
    return job


def _check_split(job: TrainJob) -> None:
    """Refuse movies that cannot be split into training and test, before the passes.

    Raises
    ------
    InputError
    """
    from ...core.behavior.labels import mask_of, runs_of
    from ...core.learning import plan_folds

    assessed = []
    for one in job.labels:
        looked = [mask_of(spans, one.n_frames) for spans in one.assessed.values()]
        assessed.append(runs_of(np.logical_or.reduce(looked)))
    plan_folds(
        job.groups,
        [one.n_frames for one in job.labels],
        [reader.times_s for reader in job.readers],
        level=job.learning.left_out,
        max_folds=job.learning.max_folds,
        gap_s=job.learning.gap_s,
        blocks=job.learning.blocks,
        assessed=assessed,
    )


def _check_workers(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    if args.workers is not None and args.workers < 1:
        raise ParameterError(
            "--workers must be at least 1.", got=str(args.workers), do="leave it out for all cores"
        )


def _check_times(args: argparse.Namespace, rows: Sequence[MovieRow]) -> None:
    from ...errors import ParameterError

    if args.times is not None and len(rows) > 1:
        raise ParameterError(
            "--times is of one movie, and several are listed.",
            expected="--fps, or movies with times of their own",
            got=f"--times for {len(rows)} movies",
            do="train on results: `mouseface hog --times`, and its folder in the column result",
        )


def _params(args: argparse.Namespace) -> tuple[Any, Any, Any]:
    """Parameters of the pass, of features and of learning: of the file, then of single options."""
    from ...core.behavior.features import BehaviorFeatureParams
    from ...core.learning import LearningParams
    from ...params import HOGParams
    from ..params_file import read_params_file

    values = read_params_file(args.params, _KINDS)
    features, learning = dict(values.get("features", {})), dict(values.get("learning", {}))
    for name in ("rate_hz", "windows_s"):
        if getattr(args, name) is not None:
            features[name] = getattr(args, name)
    if args.causal:
        features["causal"] = True
    for name in ("left_out", "gap_s", "estimator", "seed"):
        if getattr(args, name) is not None:
            learning[name] = getattr(args, name)
    return (
        HOGParams.from_dict(values.get("hog", {})),
        BehaviorFeatureParams.from_dict(features),
        LearningParams.from_dict(learning),
    )


def _labels_of(row: MovieRow, reader: Any, args: argparse.Namespace, **more: Any) -> Any:
    from ...core.results.prediction_folder import labels_of_prediction

    if row.subject is not None:
        more["subject"] = row.subject
    filmed = Filmed(reader.info.n_frames, reader.times_s, args.fps, str(row.video))
    return labels_of_prediction(read_from(row.labels, args, filmed, **more), row.labels)


def _one_ethogram(
    labels: Sequence[Any],
    rows: Sequence[MovieRow],
    readers: Sequence[Any],
    args: argparse.Namespace,
) -> list[Any]:
    """The labels for the behaviors of all files together, or those of --behavior.

    Raises
    ------
    LabelsError
        If files name a behavior in two spellings, or one lacks a behavior and --believe does
        not say what that means.
    """
    from ...core.behavior.ethogram import Ethogram, refuse_spellings

    table = Path(args.movies).name
    behaviors = {b.name: b for one in labels for b in one.ethogram.behaviors}
    refuse_spellings(behaviors, f"The list of behaviors of {table}")
    if args.behavior:
        _check_behaviors(args.behavior, behaviors)
        behaviors = {name: behaviors[name] for name in args.behavior}
    exclusive = args.exclusive or all(one.ethogram.exclusive for one in labels)
    ethogram, found = Ethogram(tuple(behaviors.values()), exclusive), []
    for row, reader, one in zip(rows, readers, labels, strict=True):
        missing = [b for name, b in behaviors.items() if name not in one.ethogram.names]
        with of_line(row.line, table):
            if missing:
                _check_missing(row, [b.name for b in missing], behaviors, args)
            if missing and "absent" in args.believe:
                wider = Ethogram((*one.ethogram.behaviors, *missing), one.ethogram.exclusive)
                one = _labels_of(row, reader, args, ethogram=wider)
            found.append(one.with_ethogram(ethogram))
    return found


def _check_missing(
    row: MovieRow, missing: Sequence[str], behaviors: Any, args: argparse.Namespace
) -> None:
    from ...errors import LabelsError

    if not {"absent", "ethogram"} & set(args.believe):
        raise LabelsError(
            f"The label file {row.labels.name!r} lacks a behavior that others have.",
            expected=f"{len(behaviors)} behaviors: {', '.join(behaviors)}",
            got=f"{len(behaviors) - len(missing)}, without {', '.join(map(repr, missing))}",
            do="--believe absent if nothing of it happened in this movie, --believe ethogram if "
            "nobody looked for it (it is unknown then), or --behavior NAME for some of them",
        )


def _check_behaviors(wanted: Sequence[str], there: Any) -> None:
    from ...errors import LabelsError

    unknown = [name for name in wanted if name not in there]
    if unknown:
        raise LabelsError(
            "No label file has a behavior that --behavior names.",
            expected="some of " + ", ".join(map(repr, there)),
            got=", ".join(map(repr, unknown)),
            do="give --behavior a name as the label files spell it",
        )


def _names(rows: Sequence[MovieRow]) -> list[str]:
    """A different name for each row: of the file, and of its folder where that is needed."""
    count = Counter(row.video.name for row in rows)
    names = [
        row.video.name
        if count[row.video.name] == 1
        else f"{row.video.parent.name}/{row.video.name}"
        for row in rows
    ]
    again = Counter(names)
    return [
        name if again[name] == 1 else f"{name} (line {row.line})"
        for name, row in zip(names, rows, strict=True)
    ]
