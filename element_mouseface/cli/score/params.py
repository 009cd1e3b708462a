"""The parameters of `mouseface score`: from a file, the prototypes and single options."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

from ...core.scoring.method.protocol import ScoringMethod
from ...core.scoring.methods import METHODS, methods
from ..params_file import read_params_file


def add_method_options(parser: argparse.ArgumentParser) -> None:
    """Add each method's own options, in a group of its own."""
    for one in methods():
        title, about = f"how to score by the {one.name} method", textwrap.fill(one.about, 76)
        group = parser.add_argument_group(title, about)
        for option in one.options:
            many: dict[str, Any] = {"action": "append", "default": []} if option.many else {}
            group.add_argument(
                option.flag,
                dest=option.attribute,
                metavar=option.metavar,
                type=option.type,
                help=option.help,
                **many,
            )


def score_params(args: argparse.Namespace, given: Any) -> dict[str, Any]:
    """Parameters by kind from --params, the prototypes and the single options.

    None for a method whose prototypes have their own.
    """
    from ...core.events.measures import MeasureParams
    from ...params import HOGParams

    values = read_params_file(args.params, ("hog", *METHODS, "measures"))
    found = {one.name: _of_method(one, args, values.get(one.name), given) for one in methods()}
    needed = [
        hog
        for one in methods()
        if one.name in given.prototypes
        and (hog := one.hog_of(given.prototypes[one.name])) is not None
    ]
    hog = HOGParams.from_dict(values.get("hog") or {})
    return {
        "hog": needed[0] if needed and "hog" not in values else hog,
        "measures": MeasureParams.from_dict(values.get("measures") or {}),
        **found,
    }


def _of_method(one: ScoringMethod, args: argparse.Namespace, values: Any, given: Any) -> Any:
    """The parameters of a method; None if its prototypes have their own."""
    from ...errors import ParameterError

    wanted = dict(values or {})
    for option in one.options:
        typed = getattr(args, option.attribute)
        if option.many and typed:
            wanted[option.parameter] = [*wanted.get(option.parameter, ()), *typed]
        elif typed is not None and not option.many:
            wanted[option.parameter] = typed
    prototypes = given.prototypes.get(one.name)
    theirs = None if prototypes is None else one.params_of(prototypes)
    if theirs is None:
        return one.params_type.from_dict(wanted)
    if wanted and one.params_type.from_dict({**theirs.to_dict(), **wanted}) != theirs:
        raise ParameterError(
            f"Prototypes of the method {one.name} have their own parameters.",
            expected=", ".join(f"{name} {getattr(theirs, name)}" for name in wanted),
            got=", ".join(f"{name} {value}" for name, value in wanted.items()),
            do="leave the parameters out, or make the prototypes with them",
        )
    return None
