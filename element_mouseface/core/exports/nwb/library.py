"""The libraries of NWB, imported when a file is made: the first import takes seconds."""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType

from ....errors import DependencyError

_NEEDED = "NWB files need"


def library(name: str) -> ModuleType:
    """A library of the extra `nwb`, by its name for import.

    Parameters
    ----------
    name : str
        Such as 'pynwb' or 'pynwb.behavior'.

    Raises
    ------
    DependencyError
        If it is not installed.
    """
    try:
        with warnings.catch_warnings():
            # namespaces of extensions are looked for twice by pynwb itself
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError as error:
        raise DependencyError(
            f"{_NEEDED} {name.partition('.')[0].replace('_', '-')}, which is not installed.",
            got=str(error),
            do="pip install 'element-mouseface[nwb]'",
        ) from error
