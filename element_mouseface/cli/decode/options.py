"""Parameters of `mouseface decode`, from options and the file of --params."""

from __future__ import annotations

import argparse
import fnmatch
from collections.abc import Sequence
from typing import Any

ESTIMATORS = ("linear", "discriminant", "forest", "boosted", "temporal")


def params_of(args: argparse.Namespace) -> Any:
    """What is decoded (`DecodingParams`); options come before the file of --params.

    Raises
    ------
    ParameterError
        If frames are to be left out, or a value is out of its range.
    """
    from ...core.decoding import DecodingParams
    from ..params_file import read_params_file

    values = dict(read_params_file(args.params, ("decoding", "learning")).get("decoding", {}))
    given: dict[str, Any] = {
        "left_out": _named(args.left_out, "--left-out"),
        "rows": _named(args.rows, "--rows"),
        "classes": args.classes,
        "window_s": args.window_s,
        "baseline_s": args.baseline_s,
        "permutations": args.permutations,
        "seed": args.seed,
    }
    values |= {name: value for name, value in given.items() if value is not None}
    if args.estimator:
        values["temporal"] = "temporal" in _estimators(args)
    return DecodingParams.from_dict(values)


def learning_of(args: argparse.Namespace) -> Any:
    """How decoders learn (`LearningParams`).

    Raises
    ------
    ParameterError
        If there is no such decoder.
    """
    from ...core.decoding import DECODERS
    from ...core.learning import LearningParams
    from ...errors import ParameterError
    from ..params_file import read_params_file

    values = DECODERS.to_dict()
    values |= read_params_file(args.params, ("decoding", "learning")).get("learning", {})
    if args.estimator:
        plain = [one for one in _estimators(args) if one != "temporal"]
        if not plain:
            raise ParameterError(
                "The temporal decoder stands beside another one.",
                expected="--estimator of a second decoder",
                got="temporal alone",
                do="add --estimator discriminant, which is what it is without a time course",
            )
        values["estimator"], values["beside"] = plain[0], plain[1:]
    for name, given in (("gap_s", args.gap_s), ("seed", args.seed)):
        if given is not None:
            values[name] = given
    return LearningParams.from_dict(values)


def columns_of(args: argparse.Namespace, tables: Sequence[Any]) -> list[str] | None:
    """The columns that --columns names, in the order of the first table.

    Raises
    ------
    ParameterError
        If a pattern names none, or there is no table.
    """
    from ...errors import ParameterError

    if not args.columns:
        return None
    if tables[0] is None:
        raise ParameterError(
            "--columns is of tables of features.",
            expected="--features named, or files of features",
            got="pictures alone",
            do="leave --columns out",
        )
    names = tables[0].names
    for pattern in args.columns:
        if not fnmatch.filter(names, pattern):
            raise ParameterError(
                f"No feature has a name like {pattern!r}.",
                expected="a pattern such as 'cheek:*'",
                got=f"columns {', '.join(names[:5])} ...",
                do="correct the pattern",
            )
    return [name for name in names if any(fnmatch.fnmatchcase(name, p) for p in args.columns)]


def _named(text: str | None, option: str) -> list[str] | None:
    """The names of an option, at least one (ParameterError)."""
    from ...errors import ParameterError

    names = _split(text)
    if names == []:
        raise ParameterError(
            f"{option} names nothing.",
            expected="names with commas between them",
            got=repr(text),
            do=f"name what is meant, or leave {option} out",
        )
    return names


def _split(text: str | None) -> list[str] | None:
    return None if text is None else [one.strip() for one in text.split(",") if one.strip()]


def _estimators(args: argparse.Namespace) -> list[str]:
    from ...errors import check_choice

    names = [name for one in args.estimator for name in _split(one) or ()]
    for name in names:
        check_choice("There is no such decoder.", name, ESTIMATORS)
    return list(dict.fromkeys(names))
