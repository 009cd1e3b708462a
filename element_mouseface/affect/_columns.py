"""Names of columns of features, checked against those that were computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._schema.rows import primary_key_of
from ..errors import ParameterError
from ..features.frame_features import FrameFeatures
from ..features.tasks import FeatureTask


def checked_columns(columns: Any, sources: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """The names, checked against the features that have been computed of the sources.

    Parameters
    ----------
    columns : sequence of str or None
        None: all of them.
    sources : sequence of mapping
        With keys of FeatureTask.

    Raises
    ------
    ParameterError
        If they are no names, or computed features have no such column.
    """
    if columns is None:
        return None
    several = isinstance(columns, Iterable) and not isinstance(columns, str)
    found: list[Any] = list(columns) if several else [columns]
    if not found or not all(isinstance(n, str) for n in found) or len(set(found)) < len(found):
        raise ParameterError(
            "The columns cannot be used.",
            expected="names of features, each once, such as crop:intensity_mean",
            got=f"{columns!r:.200}",
        )
    for source in sources:
        if source["feature_task_id"] is None:
            continue
        computed = FrameFeatures.Column & primary_key_of(FeatureTask, source)
        known = set(computed.to_arrays("feature_column"))
        if missing := [name for name in found if known and name not in known]:
            raise ParameterError(
                "The features of a source have no such column.",
                expected="names of `FrameFeatures.Column`, such as crop:intensity_mean",
                got=", ".join(missing[:5]),
                do="name columns that are there: patterns are not taken here",
            )
    return found
