"""What `mouseface ratings` was given, read and checked before any long work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

_KINDS = ("model", "learning")


@dataclass(frozen=True)
class Given:
    """Ratings, and tables of features if any.

    Attributes
    ----------
    ratings : tuple of UnitRatings
        One a recording.
    names : list of str
        Of the recordings, each different.
    tables : tuple of FrameTable, or None
    groups : Groups or None
    columns : tuple of str or None
    params, learning : parameters
    files : list of dict
        Name and checksum of each file that was read.
    """

    ratings: tuple[Any, ...]
    names: list[str]
    tables: tuple[Any, ...] | None
    groups: Any
    columns: tuple[str, ...] | None
    params: Any
    learning: Any
    files: list[dict[str, str]]

    @property
    def digest(self) -> str:
        """Of what was rated by whom, and of the features."""
        from ...params import content_hash

        tables = [table.digest for table in self.tables or ()]
        return content_hash({"ratings": [r.digest for r in self.ratings], "tables": tables})


def open_given(args: argparse.Namespace) -> Given:
    """Read and check everything.

    Raises
    ------
    MouseFaceError
        If a file, a parameter or a combination of options cannot be used.
    """
    from ...core.inputs import sha256_of

    _check_options(args)
    params, learning = _params(args)
    ratings, names = _ratings(args)
    paths = [Path(one) for one in args.features]
    tables = _tables(paths, len(ratings)) if paths else None
    return Given(
        ratings,
        names,
        tables,
        _groups(args, tables, names),
        _columns(args, tables),
        params,
        learning,
        [{"name": Path(one).name, "sha256": sha256_of(Path(one))} for one in args.ratings],
    )


def _check_options(args: argparse.Namespace) -> None:
    from ...errors import ParameterError

    if args.workers is not None and args.workers < 1:
        raise ParameterError(
            "--workers must be at least 1.", got=str(args.workers), do="leave it out for all cores"
        )
    if len(args.rater) > 1 and len(args.rater) != len(args.ratings):
        raise ParameterError(
            "The raters and the files of ratings differ in number.",
            expected=f"one --rater, or one for each of {len(args.ratings)} files, in their order",
            got=str(len(args.rater)),
            do="repeat --rater for each file, or name raters in a column rater",
        )
    alone = [name for name in ("groups", "columns", "left_out", "gap_s", "beside", "params")
             if getattr(args, name) is not None]  # fmt: skip
    if alone and not args.features:
        raise ParameterError(
            f"--{alone[0].replace('_', '-')} is about models, and there is nothing to learn from.",
            expected="--features, a table of the frames or pictures that were rated",
            got="none",
            do="give --features, or leave it out",
        )


def _params(args: argparse.Namespace) -> tuple[Any, Any]:
    """Parameters of the models and of learning: of the file, then of single options."""
    from ...core.frame_models import FrameModelParams
    from ...core.learning import LearningParams
    from ...core.ratings import RATED
    from ..params_file import read_params_file

    values = read_params_file(args.params, _KINDS)
    model = dict(values.get("model", {}))
    learning = {**RATED.to_dict(), **values.get("learning", {})}
    for name in ("left_out", "gap_s", "seed", "beside"):
        if getattr(args, name) is not None:
            learning[name] = getattr(args, name)
    for name in ("permutations", "seed"):
        if getattr(args, name) is not None:
            model[name] = getattr(args, name)
    return FrameModelParams.from_dict(model), LearningParams.from_dict(learning)


def _ratings(args: argparse.Namespace) -> tuple[tuple[Any, ...], list[str]]:
    """The ratings of each recording, and its name."""
    from ...core.ratings import merged, read_unit_ratings

    paths = [Path(one) for one in args.ratings]
    raters = args.rater * (len(paths) if len(args.rater) == 1 else 1) or [None] * len(paths)
    scale = _scale(args.levels)
    found = [
        read_unit_ratings(
            path,
            scale=scale,
            layout=args.layout,
            rater=rater,
            not_scorable=args.not_scorable,
        )
        for path, rater in zip(paths, raters, strict=True)
    ]
    if not args.each_file:
        return (merged(found) if len(found) > 1 else found[0],), [paths[0].stem]
    short = [path.stem for path in paths]
    names = [
        name if short.count(name) == 1 else str(path)
        for name, path in zip(short, paths, strict=True)
    ]
    return tuple(found), names


def _scale(levels: str | None) -> Any:
    from ...core.ratings import RatingScale

    return None if levels is None else RatingScale(tuple(levels.split(",")))  # type: ignore[arg-type]


def _tables(paths: Sequence[Path], n: int) -> tuple[Any, ...]:
    from ...core.frame_features import read_table
    from ...errors import ParameterError

    if len(paths) != n:
        raise ParameterError(
            "The tables of features and the rated recordings differ in number.",
            expected=f"one --features for each of {n} recordings, in their order",
            got=str(len(paths)),
            do="without --each-file all files of ratings are of one recording",
        )
    return tuple(_units(path) if path.is_dir() else read_table(path) for path in paths)


def _units(folder: Path) -> Any:
    """The table in a folder of `mouseface units`."""
    from ...core.action_units.folder import read_action_units

    return read_action_units(folder).table


def _groups(args: argparse.Namespace, tables: Sequence[Any] | None, names: Sequence[str]) -> Any:
    """Animal and session of each table; None where nothing names them."""
    from ...core.learning import Groups
    from ..model.groups_file import rows_of

    if tables is None or args.groups is None:
        return None
    asked = argparse.Namespace(features=args.features, groups=args.groups, labels=[], events=[])
    rows = rows_of(asked)
    movies = [row.movie or name for row, name in zip(rows, names, strict=True)]
    return Groups(
        tuple(row.animal for row in rows), tuple(row.session for row in rows), tuple(movies)
    )


def _columns(args: argparse.Namespace, tables: Sequence[Any] | None) -> tuple[str, ...] | None:
    """The features that match any of the patterns."""
    from ...errors import ParameterError

    if args.columns is None or tables is None:
        return None
    names = tables[0].names
    for pattern in args.columns:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise ParameterError(
                f"No feature matches --columns {pattern!r}.",
                expected="a pattern such as 'unit:*'",
                got=f"features such as {', '.join(names[:5])}",
                do="quote patterns in a shell",
            )
    return tuple(n for n in names if any(fnmatchcase(n, pattern) for pattern in args.columns))
