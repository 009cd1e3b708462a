"""Libraries that are not always installed."""

from __future__ import annotations

import importlib
from types import ModuleType

from ...errors import DependencyError


def library(name: str, extra: str = "analysis") -> ModuleType:
    """A library whose objects are made of a result.

    Parameters
    ----------
    name : str
    extra : str
        Of this package, with which it is installed.

    Raises
    ------
    DependencyError
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise DependencyError(
            f"{name} is needed for results as its objects, and is not installed.",
            expected=f"{name}, which the extra {extra!r} installs",
            got=str(error),
            do=f"pip install 'element-mouseface[{extra}]'",
        ) from error
