"""Tables of crops, HOG parameters, and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from .._schema.fixed import TaskTable
from .._schema.rows import one_key
from ..errors import ParameterError
from ..params import Crop, HOGParams
from ..recording import VideoRecording, existing_recording  # noqa: F401 (named in a definition)
from ._schema import schema

_PARAMSET = "hog_paramset_id"
_EDGES = ("x", "y", "width", "height")


@schema
class FaceCrop(ContentTable[Crop], dj.Manual):
    """The part of the frame that is analyzed; immutable, identified by its content."""

    NAME, KIND = "crop", Crop
    definition = """
    # The part of the frame that is analyzed; never edited
    crop_id: int32
    ---
    x_px: int32                 # left edge
    y_px: int32                 # top edge
    width_px=null: int32        # NULL reaches to the right edge of the frame
    height_px=null: int32       # NULL reaches to the bottom edge of the frame
    masks: json                 # parts left out: name, shape, points in pixels of the frame
    crop_hash: char(64)
    crop_description="": varchar(255)
    unique index (crop_hash)
    """

    @classmethod
    def crop(cls, key: Mapping[str, Any]) -> Crop:
        """One crop as `core` takes it; FixedRowError if its row was edited."""
        return cls.content(key)

    @classmethod
    def row_of(cls, value: Crop) -> dict[str, Any]:
        """The columns that hold a crop."""
        edges = {f"{name}_px": getattr(value, name) for name in _EDGES}
        return edges | {"masks": value.to_dict()["masks"]}

    @classmethod
    def value_of(cls, row: dict[str, Any]) -> Crop:
        """The crop that a row holds."""
        edges = {name: row[f"{name}_px"] for name in _EDGES}
        return Crop.from_dict(edges | {"masks": row["masks"]})


@schema
class HOGParamSet(ContentTable[HOGParams], dj.Manual):
    """Parameters of the descriptors; immutable, identified by their content."""

    NAME, KIND, COLUMN = "hog_paramset", HOGParams, "hog_params"
    definition = """
    # Parameters of the descriptors; never edited
    hog_paramset_id: int32
    ---
    hog_params: json            # named as in skimage.feature.hog
    hog_paramset_hash: char(64)
    hog_paramset_description="": varchar(255)
    unique index (hog_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> HOGParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class HOGTask(TaskTable, dj.Manual):
    """Descriptors to compute, or to load: a recording, a crop and parameters."""

    definition = """
    # Descriptors to compute, or to load
    -> VideoRecording
    -> FaceCrop
    -> HOGParamSet
    ---
    task_mode: enum('load','trigger')
    load_path=null: varchar(255)    # load: the result, relative to the processed folder
    """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        crop: Crop | Mapping[str, Any] | None = None,
        params: HOGParams | Mapping[str, Any] | None = None,
        *,
        load_path: str | None = None,
    ) -> dict[str, Any]:
        """Request descriptors unless they are requested already; returns the key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording.
        crop : Crop, or key of a FaceCrop; optional
            By default the whole frame.
        params : HOGParams, mapping, or key of a HOGParamSet; optional
            By default the published ones.
        load_path : str, optional
            The result to load, relative to the processed folder; by default they are
            computed.

        Raises
        ------
        ParameterError
            If there is no such recording, crop or parameter set, or the task exists with
            another result to load.
        """
        key = existing_recording(recording_key)
        asked: list[Any] = [(FaceCrop, "crop_id", crop), (HOGParamSet, _PARAMSET, params)]
        for table, name, given in asked:
            named = isinstance(given, Mapping) and name in given
            key |= one_key(table, given, table.__name__) if named else table.add(given)
        row = {"task_mode": "load" if load_path else "trigger", "load_path": load_path}
        known = (cls & key).to_dicts()
        if not known:
            cls.insert1({**key, **row}, skip_duplicates=True)
        elif any(known[0][name] != value for name, value in row.items()):
            raise ParameterError(
                "These descriptors are already requested, from another result.",
                expected=f"{known[0]['task_mode']}, {known[0]['load_path']}",
                got=f"{row['task_mode']}, {load_path}",
                do="delete that row of HOGTask first",
            )
        return key
