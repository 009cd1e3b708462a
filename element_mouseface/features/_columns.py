"""Rows of the columns of a table of features: definitions and summaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .._schema.rows import columns_of
from ..core.behavior.ethogram import folded
from ..core.features.named.definitions import FeatureDefinition as Definition
from ..core.frame_features import FrameTable, table_blocks
from ..core.frame_features.registry import definition_digest
from ..core.frame_features.summaries import summarize
from ..errors import ParameterError
from .definitions import FeatureDefinition

Row = dict[str, Any]

#: of the columns of names
LONGEST_COLUMN, LONGEST_REGION = 160, 96
_NUMBERS = ("n_valid", "n_undefined", "mean", "sd", "min", "max")


def column_rows(path: Path) -> list[Row]:
    """Rows of `FrameFeatures.Column` for the table in a file, read once, block by block.

    Raises
    ------
    ParameterError
        If a name does not fit its column, or two names are one for MySQL.
    ResultError
        If the file was changed.
    """
    definitions: dict[str, Definition] = {}

    def blocks() -> Iterator[FrameTable]:
        for _, block in table_blocks(path):
            if not definitions:
                check_names(block.names)
                definitions.update((name, block.definition(name)) for name in block.names)
            yield block

    summaries = summarize(blocks())
    FeatureDefinition.add(definitions.values())
    return [
        {
            "feature_column": found.name,
            "feature_definition_hash": definition_digest(definitions[found.name]),
            "feature_region": found.name.partition(":")[0],
            "feature_column_no": number,
            "feature_reason": found.reason.word,
            "feature_why": found.reason.text if found.reason else "",
            **columns_of(found, "feature", _NUMBERS),
        }
        for number, found in enumerate(summaries)
    ]


def check_names(names: Sequence[str]) -> None:
    """Refuse names of regions or columns that cannot be keys of rows (ParameterError)."""
    seen: dict[str, str] = {}
    for name in names:
        if len(name) > LONGEST_COLUMN or len(name.partition(":")[0]) > LONGEST_REGION:
            raise ParameterError(
                "The name of a feature is too long for its column.",
                expected=f"at most {LONGEST_COLUMN} characters, {LONGEST_REGION} of the region",
                got=f"{len(name)}: {name:.80}",
                do="give the region or the points shorter names",
            )
        other = seen.setdefault(folded(name), name)
        if other != name:
            raise ParameterError(
                "Two names differ in capitals, accents or hyphens only.",
                expected="names that differ in more: some servers take these for one key",
                got=f"{other!r} and {name!r}",
                do="rename a region or a point",
            )
