"""The table of scoring methods by name.

A method is one more line here, and a package beside this module.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import ParameterError, check_choice
from .method.protocol import ScoringMethod

#: name -> 'module:object', in the order in which methods score
METHODS: dict[str, str] = {
    "published": "element_mouseface.core.scoring.published.method:PUBLISHED",
    "contrast": "element_mouseface.core.scoring.contrast.method:CONTRAST",
}


def method(name: str) -> ScoringMethod:
    """The method of a name.

    Raises
    ------
    ParameterError
        If there is none.
    """
    do = "choose one of these"
    check_choice(f"There is no scoring method {name!r}.", name, METHODS, do=do)
    module, attribute = METHODS[name].split(":")
    return getattr(importlib.import_module(module), attribute)


def methods() -> Iterator[ScoringMethod]:
    """All methods, in the order of the table."""
    return map(method, METHODS)


def method_of_params(params: Any, name: str | None = None) -> tuple[ScoringMethod, Any]:
    """The method of parameters, and these as its frozen dataclass.

    Parameters
    ----------
    params : Params, mapping or None
        None stands for the method's defaults.
    name : str, optional
        The method, where `params` does not say it; by default the first of the table.

    Raises
    ------
    ParameterError
        If a parameter or the method is unknown, or the parameters are of another method.
    """
    if params is None or isinstance(params, Mapping):
        found = method(name or next(iter(METHODS)))
        return found, found.params_type.from_dict(dict(params or {}))
    for found in methods():
        if type(params) is found.params_type and name in (None, found.name):
            return found, params
    kinds = ", ".join(found.params_type.__name__ for found in methods())
    raise ParameterError(
        "The parameters are of no method, or of another one.",
        expected=f"one of {kinds}, or a mapping with `method`, which is {name!r}",
        got=repr(params),
        do="give parameters of one method, and leave `method` out",
    )


def load_prototypes_file(path: Path) -> tuple[ScoringMethod, Any]:
    """The method and the prototypes of a file, whichever method wrote it.

    Raises
    ------
    PathError, PrototypeError
        If there is no file, or it is none of prototypes.
    """
    from ..inputs.npz import npz_names

    arrays: Sequence[str] = npz_names(path)
    named = [found for found in methods() if found.prototypes_file == path.name]
    wrote = [found for found in methods() if found.wrote(arrays)]
    # a file that is none is refused by the method that its name belongs to
    found = (wrote or named or [method(next(iter(METHODS)))])[0]
    return found, found.load(path)
