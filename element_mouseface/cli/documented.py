"""Commands whose help is their module's docstring: a title, a description, and examples."""

from __future__ import annotations

import argparse
import re
from types import ModuleType

#: where the part of a docstring begins that is shown below the options
_END_OF_ABOUT = re.compile(r"^(?=examples:|what is written to DIR:)", re.MULTILINE)


def add_documented(
    subparsers: argparse._SubParsersAction, name: str, module: ModuleType
) -> argparse.ArgumentParser:
    """Add a command, or an action of one, with the options that its module adds.

    Parameters
    ----------
    subparsers : from `ArgumentParser.add_subparsers`
    name : str
        As it is typed.
    module : module
        With `add(parser)`, and a docstring whose first line is `` `mouseface NAME`: what``.
    """
    title, _, text = (module.__doc__ or "").partition("\n\n")
    about, *examples = _END_OF_ABOUT.split(text, maxsplit=1)
    what = title.partition(": ")[2].rstrip(".\n")
    parser = subparsers.add_parser(
        name,
        help=what,
        description=about or what,
        epilog="".join(examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add(parser)
    return parser
