"""`FaceRegions`: regions of the face for any number of recordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from .._schema.fixed import FixedPart
from .._schema.rows import primary_key_of
from ..core.facial_signals.regions import Region, Regions
from ..errors import ParameterError
from ._schema import schema

_OF_REGION = ("name", "shape", "points", "kind", "saturation", "pupil_sigma")


@schema
class FaceRegions(ContentTable[Regions], dj.Manual):
    """Regions in which something is measured; immutable, identified by their content."""

    NAME, KIND = "face_regions", Regions
    definition = """
    # Regions of the face in which something is measured; never edited
    face_regions_id: int32
    ---
    with_full_frame: bool       # whether the full frame is analyzed too, as region 0
    face_regions_hash: char(64)
    face_regions_description="": varchar(255)
    unique index (face_regions_hash)
    """

    class Region(FixedPart, dj.Part):
        """One region; those of motion are numbered `roi_no` in results, from 1 in this order."""

        definition = """
        # One region, in pixels of the frame
        -> master
        region_no: int32                # from 1, in the order given
        ---
        region_name: varchar(64)
        region_shape: enum('box','ellipse','polygon')
        region_points: json             # (x, y): two corners, or those of the polygon
        region_kind: enum('motion','pupil','blink','running')   # what is measured in it
        region_saturation=null: float64     # pupil, blink: pixels below this gray level are dark
        region_pupil_sigma=null: float64    # pupil: standard deviations from center to edge
        """

    @classmethod
    def regions(cls, key: Mapping[str, Any]) -> Regions:
        """The regions of one row as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)

    @classmethod
    def row_of(cls, value: Regions) -> dict[str, Any]:
        """The columns for regions; ParameterError if a name is too long for its column."""
        if long := [r.name for r in value.regions if len(r.name) > 64]:
            raise ParameterError(
                "A region's name is too long.", expected="64 characters at most", got=long[0]
            )
        return {"with_full_frame": value.full_frame}

    @classmethod
    def parts_of(cls, value: Regions) -> dict[type[dj.Table], list[dict[str, Any]]]:
        """A row of Region for each region, numbered from 1."""
        rows = [
            {"region_no": number}
            | {f"region_{name}": getattr(region, name) for name in _OF_REGION}
            | {"region_points": region.to_dict()["points"]}
            for number, region in enumerate(value.regions, 1)
        ]
        return {cls.Region: rows}

    @classmethod
    def value_of(cls, row: dict[str, Any]) -> Regions:
        """The regions that a row holds."""
        parts = (cls.Region & primary_key_of(cls, row)).to_dicts(order_by="region_no")
        found = [Region(*(part[f"region_{name}"] for name in _OF_REGION)) for part in parts]
        return Regions(tuple(found), bool(row["with_full_frame"]))
