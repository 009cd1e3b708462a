"""The libraries of NWB, imported when a file is made: the first import takes seconds."""

from __future__ import annotations

import importlib
import warnings
from contextlib import suppress
from types import ModuleType
from typing import Any

from ....errors import DependencyError

_NEEDED = "NWB files need"
_EXTENSIONS = ("ndx_pose", "ndx_ethogram")


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


def load_extensions() -> None:
    """Import NWB's extensions, so that a file that is opened from now on has their types.

    What is not installed is told by the adder that needs it.
    """
    for name in _EXTENSIONS:
        with suppress(DependencyError):
            library(name)


def teach_extensions(reader: Any) -> None:
    """Let an open file take objects of extensions that were imported after it was opened.

    Its reader has a copy of the types that were known then: an object of another type would be
    written as one of its parents, without the fields of its own.

    Parameters
    ----------
    reader : pynwb.NWBHDF5IO
        Open; another reader of the same file is not changed.
    """
    known, present = reader.manager.type_map, library("pynwb").get_type_map()
    catalog, others = known.namespace_catalog, present.namespace_catalog
    for name in others.namespaces:
        if name not in catalog.namespaces:
            catalog.add_namespace(name, others.get_namespace(name))
    # also where the file itself has the extension: its reader then made classes of its own
    known.merge(present)
