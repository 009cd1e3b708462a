"""`FeatureDefinition`: what each named feature is, for queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import datajoint as dj

from .._schema.fixed import FixedTable
from .._schema.rows import one, primary_key_of
from ..core.features.named.definitions import FeatureDefinition as Definition
from ..core.frame_features.registry import REGISTRY, definition_digest
from ..errors import ParameterError
from ._schema import schema

Row = dict[str, Any]

#: column -> the longest text in it
_LONGEST = {"feature": 96, "feature_unit": 32, "feature_source": 32, "feature_definition": 2048}


@schema
class FeatureDefinition(FixedTable, dj.Lookup):
    """What a named feature is; immutable, identified by its content."""

    NAME = "feature_definition"
    definition = """
    # Named features: group, unit, source and definition; never edited
    feature_definition_hash: char(64)   # over all of these
    ---
    feature: varchar(96)                # name, without the region
    feature_group: varchar(16)          # intensity, texture, edges, geometry, motion, ...
    feature_unit: varchar(32)           # 1: a plain number
    feature_source: varchar(32)         # thumbnail, cells, quality, keypoints, signals
    feature_definition: varchar(2048)   # how it is computed, and when it is undefined
    feature_since: int32                # version of the registry that it came with
    """

    @property
    def contents(self) -> list[Row]:
        """The features of this release that the table lacks; inserted on activation."""
        return _lacking(self, REGISTRY.values())

    @classmethod
    def add(cls, definitions: Iterable[Definition]) -> None:
        """Insert definitions that are not there: those of columns that a person defined.

        Raises
        ------
        ParameterError
            If a text does not fit its column.
        """
        rows = _lacking(cls(), definitions)
        for column, longest in _LONGEST.items():
            if long := [row for row in rows if len(row[column]) > longest]:
                raise ParameterError(
                    f"The definition of the feature {long[0]['feature']!r:.80} cannot be stored.",
                    expected=f"at most {longest} characters in {column}",
                    got=str(len(long[0][column])),
                )
        cls.insert(rows, skip_duplicates=True)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "FeatureDefinition")
        fields = {name.removeprefix("feature_"): value for name, value in row.items()}
        fields["name"] = fields.pop("feature")
        del fields["definition_hash"]
        return definition_digest(Definition(**fields))


def _lacking(table: dj.Table, definitions: Iterable[Definition]) -> list[Row]:
    there = set(table.to_arrays("feature_definition_hash"))
    rows = {row["feature_definition_hash"]: row for row in map(_row, definitions)}
    return [row for digest, row in rows.items() if digest not in there]


def _row(one_definition: Definition) -> Row:
    told = asdict(one_definition)
    row = {
        "feature_definition_hash": definition_digest(one_definition),
        "feature": told.pop("name"),
    }
    return row | {f"feature_{name}": value for name, value in told.items()}
