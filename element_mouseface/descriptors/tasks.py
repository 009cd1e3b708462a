"""What descriptors are asked for: crops, HOG parameters, and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.fixed import FixedTable, TaskTable
from .._schema.rows import add_once, one, primary_key_of
from ..errors import ParameterError
from ..params import Crop, HOGParams
from ..recording import VideoRecording
from ._schema import schema

__all__ = ["FaceCrop", "HOGParamSet", "HOGTask"]

_PARAMSET = "hog_paramset_id"


@schema
class FaceCrop(FixedTable, dj.Manual):
    """The part of the frame that is analyzed; never edited, known by its content."""

    HASH = "crop_hash"
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
    def add(
        cls, crop: Crop | None = None, *, crop_id: int | None = None, description: str = ""
    ) -> dict[str, Any]:
        """Insert a crop, unless this very crop is there; its key either way.

        Parameters
        ----------
        crop : Crop
            By default the whole frame without masks.
        crop_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the crop's identity.

        Raises
        ------
        ParameterError
            If the number belongs to another crop.
        """
        crop = crop or Crop()
        row = {
            "x_px": crop.x,
            "y_px": crop.y,
            "width_px": crop.width,
            "height_px": crop.height,
            "masks": crop.to_dict()["masks"],
            "crop_hash": crop.content_hash(),
            "crop_description": description,
        }
        return add_once(cls, "crop_hash", "crop_id", row, wanted_id=crop_id)

    @classmethod
    def crop(cls, key: Mapping[str, Any]) -> Crop:
        """One crop as `core` takes it; FixedRowError if its row was edited."""
        cls.check(primary_key_of(cls, key))
        return cls._crop(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._crop(key).content_hash()

    @classmethod
    def _crop(cls, key: Mapping[str, Any]) -> Crop:
        row = one(cls & primary_key_of(cls, key), "FaceCrop")
        names = ("x_px", "y_px", "width_px", "height_px")
        return Crop(*(row[name] for name in names), masks=row["masks"])


@schema
class HOGParamSet(FixedTable, dj.Manual):
    """Parameters of the descriptors; never edited, known by their content."""

    HASH = "hog_paramset_hash"
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
    def add(
        cls,
        params: HOGParams | Mapping[str, Any] | None = None,
        *,
        hog_paramset_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert parameters, unless this very set is there; its key either way.

        Parameters
        ----------
        params : HOGParams or mapping
            By default the published ones.
        hog_paramset_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        ParameterError
            If a parameter is unknown or out of range, or the number is taken.
        """
        if not isinstance(params, HOGParams):
            params = HOGParams.from_dict(dict(params or {}))
        row = {
            "hog_params": params.to_dict(),
            "hog_paramset_hash": params.content_hash(),
            "hog_paramset_description": description,
        }
        names = ("hog_paramset_hash", "hog_paramset_id")
        return add_once(cls, *names, row, wanted_id=hog_paramset_id)

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> HOGParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        cls.check(primary_key_of(cls, key))
        return cls._params(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._params(key).content_hash()

    @classmethod
    def _params(cls, key: Mapping[str, Any]) -> HOGParams:
        return HOGParams.from_dict(one(cls & primary_key_of(cls, key), "HOGParamSet")["hog_params"])


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
        """Ask for descriptors, unless they are asked for already; the key either way.

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
            If there is no such recording, crop or parameter set, or the task is there
            with another result to load.
        """
        recording = one(VideoRecording & primary_key_of(VideoRecording, recording_key), "recording")
        key = primary_key_of(VideoRecording, recording)
        for table, name, given in ((FaceCrop, "crop_id", crop), (HOGParamSet, _PARAMSET, params)):
            named = isinstance(given, Mapping) and name in given
            key |= (
                primary_key_of(table, one(table & primary_key_of(table, given), table.__name__))
                if named
                else table.add(given)
            )
        row = {"task_mode": "load" if load_path else "trigger", "load_path": load_path}
        known = (cls & key).to_dicts()
        if not known:
            cls.insert1({**key, **row}, skip_duplicates=True)
        elif any(known[0][name] != value for name, value in row.items()):
            raise ParameterError(
                "These descriptors are asked for already, from elsewhere.",
                expected=f"{known[0]['task_mode']}, {known[0]['load_path']}",
                got=f"{row['task_mode']}, {load_path}",
                do="delete that row of HOGTask first",
            )
        return key
