"""From a video of a mouse's face to expression scores in a DataJoint pipeline.

    request             ask for the scores of a recording: every row it takes, all or none
    populate_all        fill every table that fills itself, parents first
    tables_to_populate  those tables
    delete_with_dependents  delete a row with all that was made from it

They need a database and are imported when they are first used; the rest of the package
is in `recording`, `descriptors`, `expression`, `facemap`, `confounds` and `core`.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

#: name -> the module that has it: DataJoint is imported by whoever asks for one
_LAZY = {
    "Requested": "_request",
    "request": "_request",
    "delete_with_dependents": "_schema.deleting",
    "populate_all": "_schema.populating",
    "tables_to_populate": "_schema.populating",
}

__all__ = ["__version__", "delete_with_dependents", "populate_all", "request", "tables_to_populate"]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
