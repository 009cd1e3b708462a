"""Populate all computed tables, parents first."""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .activation import activated_tables


def tables_to_populate() -> list[Any]:
    """All computed tables of the activated modules, parents first."""
    return [t for t in activated_tables() if issubclass(t, dj.Computed | dj.Imported)]


def populate_all(*restrictions: Any, **options: Any) -> dict[str, dict[str, Any]]:
    """Populate all computed tables of the activated modules, parents first.

    Parameters
    ----------
    *restrictions
        As DataJoint's `populate` takes them; the key of a recording restricts to it.
    **options
        Of `populate`: `reserve_jobs`, `suppress_errors`, `display_progress`, ...

    Returns
    -------
    dict
        Name of the table -> result of its `populate` (`success_count`, `error_list`).
    """
    return {t.__name__: t.populate(*restrictions, **options) for t in tables_to_populate()}
