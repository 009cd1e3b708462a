"""What `mouseface failures` is given: the pass or the table, and which frames failed."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..path_and_rest import path_and_rest

SYNTAX = """\
points:NAME[,NAME]        a tracked point is lost (--keypoints); points alone: any point
flag:black[+saturated]    a flag of the pass: black, saturated, constant, repeated, missing
score:SCORED[:STIMULUS]   no score: missing, black, not registered, or refused
misclassified:PREDICTION:LABELS[:BEHAVIOR]
                          a behavior that was predicted and not labeled, or the reverse
column:FILE:NAME[<0.6]    a column of a CSV by frame or time_s, or of a table of features:
                          1 failed, 0 not, blank unknown; or a condition <, <=, >, >=, =, !=, =nan
undefined:NAME            a column of the table of features has no value
face                      pictures in which no face was found"""


@dataclass
class Given:
    """The pass over a movie, or a table of pictures; and the scored folder that it came with."""

    result: Any
    table: Any
    scored: Any

    @property
    def n(self) -> int:
        return len(self.table) if self.result is None else self.result.n_frames

    @property
    def times_s(self) -> Any:
        return self.table.times_s if self.result is None else self.result.times_s


def open_given(path: str, features: str | None) -> Given:
    """Open RESULT: a pass, a folder with one in it, or a table of features.

    Raises
    ------
    PathError, ResultError
    """
    from ...core.frame_features import read_table
    from ...core.results.names import FORMAT as SCORED
    from ...core.results.read_folder import read_folder
    from ...core.store import open_result
    from ...errors import ParameterError
    from ...params.fields import json_mapping

    place = Path(path)
    if place.suffix.lower() in (".parquet", ".csv"):
        if features is not None:
            raise ParameterError(
                "--features is given, and RESULT is a table of features itself.",
                do="leave --features out, or give the pass that the table was made of",
            )
        return Given(None, read_table(place), None)
    scored = None
    if json_mapping(place / "report.json").get("format") == SCORED:
        scored = read_folder(place)
    for inside in ("descriptors.zarr", "pass.zarr"):
        if (place / inside).is_dir():
            place = place / inside
            break
    result = open_result(place)
    return Given(result, None if features is None else read_table(features), scored)


def failures_of(args: argparse.Namespace, given: Given) -> Any:
    """Which frames failed (`Failures`), for what --failed says.

    Raises
    ------
    ParameterError
        If it is none of the ways.
    InputError
        If what it names cannot be used.
    """
    from ...errors import InputError, ParameterError

    kind, _, rest = args.failed.partition(":")
    makers = {
        "points": _points,
        "flag": _flag,
        "score": _score,
        "misclassified": _misclassified,
        "column": _column,
        "undefined": _undefined,
        "face": _face,
    }
    if kind not in makers:
        raise ParameterError(
            f"--failed {args.failed!r} does not say what failed.",
            expected="one of:\n    " + SYNTAX.replace("\n", "\n    "),
            do="write it in one of these ways",
        )
    found = makers[kind](args, given, rest)
    if len(found.failed) != given.n:
        raise InputError(
            "What failed does not belong to this recording.",
            expected=f"{given.n} frames",
            got=f"{len(found.failed)}",
            do="give files of the same movie",
        )
    return found


def _points(args: argparse.Namespace, given: Given, rest: str) -> Any:
    from ...core.failures.sources import lost_points
    from ...errors import ParameterError
    from ..features.source import info_of, points_of

    if not args.points or given.result is None:
        raise ParameterError(
            "--failed points needs tracked points of the movie.",
            expected="--keypoints FILE, and the result of a pass",
            do="give both",
        )
    told = argparse.Namespace(**{**vars(args), "video": [str(given.result.path)]})
    points = points_of(told, info_of(given.result))
    names = [name.strip() for name in rest.split(",") if name.strip()]
    return lost_points(points, names, args.min_likelihood)


def _flag(args: argparse.Namespace, given: Given, rest: str) -> Any:
    from ...core.failures.sources import flagged
    from ...errors import ParameterError

    flags = given.result.flags if given.result is not None else given.table.flags
    if flags is None or not rest:
        raise ParameterError(
            "--failed flag needs the name of a flag, and a pass.",
            expected="flag:black, for example",
            do="name a flag, and give the folder of a pass",
        )
    return flagged(flags, rest.split("+"))


def _score(args: argparse.Namespace, given: Given, rest: str) -> Any:
    from ...core.failures.sources import without_score
    from ...core.results.read_folder import read_folder

    if not rest and given.scored is not None:
        return without_score(given.scored)
    folder, stimulus = path_and_rest("--failed", rest, "score:SCORED[:STIMULUS]")
    given.scored = read_folder(folder)
    return without_score(given.scored, stimulus or None)


def _misclassified(args: argparse.Namespace, given: Given, rest: str) -> Any:
    import numpy as np

    from ...core.failures.sources import misclassified
    from ...core.results.prediction_folder import read_prediction
    from ..behavior.label_options import Filmed, read_from

    form = "misclassified:PREDICTION:LABELS[:BEHAVIOR]"
    folder, others = path_and_rest("--failed", rest, form)
    labels, behavior = path_and_rest("--failed", others, form)
    prediction = read_prediction(folder)
    known = prediction.times_s if np.isfinite(prediction.times_s).any() else None
    filmed = Filmed(prediction.n_frames, known, None, prediction.movie)
    return misclassified(prediction, read_from(labels, args, filmed), behavior or None)


def _column(args: argparse.Namespace, given: Given, rest: str) -> Any:
    import re

    from ...core.failures.column_file import read_column
    from ...core.failures.sources import Failures, compared
    from ...core.frame_features import read_table
    from ...core.frame_features.format import description_path
    from ...core.inputs import sha256_of
    from ...errors import ParameterError

    path, name = path_and_rest("--failed", rest, "column:FILE:NAME[<0.6]")
    column, sign, limit = name, "", ""
    if parts := re.fullmatch(r"(.+?)(<=|>=|!=|<|>|=)([^<>=!]*)", name):
        column, sign, limit = parts.groups()
    if not column:
        raise ParameterError(
            "--failed column names no column.",
            expected="column:FILE:NAME",
            do="write the column's name after the file",
        )
    if path.suffix.lower() == ".parquet" or description_path(path).is_file():
        values = read_table(path, columns=[column]).column(column)
    else:
        values = read_column(path, column, given.n, given.times_s)
    failed, known = compared(values, sign + limit, what=f"column {column!r}")
    about = {"kind": "column", "file": path.name, "sha256": sha256_of(path), "column": name}
    return Failures(failed, known, f"column:{path.name}:{name}", about)


def _undefined(args: argparse.Namespace, given: Given, rest: str) -> Any:
    from ...core.failures.sources import undefined_feature

    return undefined_feature(_table(given), rest)


def _face(args: argparse.Namespace, given: Given, rest: str) -> Any:
    from ...core.failures.sources import no_face

    return no_face(_table(given))


def _table(given: Given) -> Any:
    from ...errors import ParameterError

    if given.table is None:
        raise ParameterError(
            "This way to fail needs a table of features.",
            expected="--features FILE, or a table of pictures in place of RESULT",
            do="make one with mouseface features",
        )
    return given.table
