"""The methods of scoring, each a module with the same functions.

PARAMS          its parameters, a frozen dataclass
MEASURE         the measure of its scores
check_sources   refuses sources that one prototype set cannot be made from
make            prototypes from recordings, as rows
load, rows_of   prototypes from a file, and their rows
open            prototypes back from their rows
score           scores of a recording, as rows
measures        parameters of bouts and of measures around events
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core.inputs.npz import npz_names
from ..errors import ParameterError
from . import _contrast, _published

__all__ = ["METHODS", "load", "method"]

METHODS: dict[str, Any] = {module.PARAMS.METHOD: module for module in (_published, _contrast)}


def method(name: str) -> Any:
    """The module of a method.

    Raises
    ------
    ParameterError
        If there is no such method.
    """
    if name not in METHODS:
        raise ParameterError(
            f"There is no method {name!r}.", expected=f"one of {', '.join(METHODS)}"
        )
    return METHODS[name]


def load(path: Path) -> tuple[str, Any]:
    """The method and the prototypes of a file, whichever method wrote it.

    Raises
    ------
    PathError, PrototypeError
        If there is no file, or it is none of prototypes.
    """
    name = "contrast" if "about" in npz_names(path) else "published"
    return name, METHODS[name].load(path)
