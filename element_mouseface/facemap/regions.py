"""Regions of the face, drawn once and used for any number of recordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.fixed import FixedPart, FixedTable
from .._schema.rows import add_once, one, primary_key_of
from ..core.facial_signals.regions import Region, Regions
from ..errors import ParameterError
from ._schema import schema

__all__ = ["FaceRegions"]


@schema
class FaceRegions(FixedTable, dj.Manual):
    """Regions in which something is measured; never edited, known by their content."""

    HASH = "face_regions_hash"
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
    def add(
        cls,
        regions: Regions | Mapping[str, Any] | None = None,
        *,
        face_regions_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert regions, unless these very ones are there; their key either way.

        Parameters
        ----------
        regions : Regions or mapping
            See `element_mouseface.core.facial_signals.regions`; by default the full
            frame alone.
        face_regions_id : int, optional
            The number to give them; by default the next one.
        description : str
            Free text; not part of their identity.

        Raises
        ------
        CropError
            If a region has no area.
        ParameterError
            If a name is too long or used twice, or the number belongs to other regions.
        """
        if not isinstance(regions, Regions):
            regions = Regions.from_dict(dict(regions or {}))
        if long := [r.name for r in regions.regions if len(r.name) > 64]:
            raise ParameterError(
                "A region's name is too long.", expected="64 characters at most", got=long[0]
            )
        row = {
            "with_full_frame": regions.full_frame,
            "face_regions_hash": regions.content_hash(),
            "face_regions_description": description,
        }
        rows = [
            {
                "region_no": number,
                "region_name": region.name,
                "region_shape": region.shape,
                "region_points": region.to_dict()["points"],
                "region_kind": region.kind,
                "region_saturation": region.saturation,
                "region_pupil_sigma": region.pupil_sigma,
            }
            for number, region in enumerate(regions.regions, 1)
        ]
        names = ("face_regions_hash", "face_regions_id")
        return add_once(cls, *names, row, wanted_id=face_regions_id, parts={cls.Region: rows})

    @classmethod
    def regions(cls, key: Mapping[str, Any]) -> Regions:
        """The regions of one row as `core` takes them; FixedRowError if they were edited."""
        cls.check(primary_key_of(cls, key))
        return cls._regions(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._regions(key).content_hash()

    @classmethod
    def _regions(cls, key: Mapping[str, Any]) -> Regions:
        own = primary_key_of(cls, key)
        row = one(cls & own, "FaceRegions")
        parts = (cls.Region & own).to_dicts(order_by="region_no")
        names = ("region_name", "region_shape", "region_points", "region_kind")
        names += ("region_saturation", "region_pupil_sigma")
        found = [Region(*(part[name] for name in names)) for part in parts]
        return Regions(tuple(found), bool(row["with_full_frame"]))
