"""`FeatureTask`: a recording whose named features are to be made, or a table of them to load."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import BESIDE, beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.given import mappings_of
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.places import find_path, relative_path
from .._schema.rows import one, one_key, primary_key_of
from ..core.facial_signals.regions import Region, Regions
from ..core.facial_signals.regions_file import load_regions
from ..core.frame_features import fit_motion_basis
from ..descriptors import FaceCrop, HOGParamSet, HOGProcessing, HOGTask
from ..errors import ParameterError
from ..facemap.regions import FaceRegions
from ..linking import link
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording, existing_recording
from ._columns import check_names
from ._loading import description_of
from ._schema import schema
from .paramsets import FeatureParamSet

Row = dict[str, Any]


@schema
class FeatureTask(NumberedTable, dj.Manual):
    """Named features to make or to load; immutable, identified by its content.

    Regions and the files of tracked points and signals are stored with the task, so that it
    needs no table of facemap.
    """

    NAME = "feature_task"
    definition = """
    # Named features of a recording to make, or a table of them to load; never edited
    -> VideoRecording
    feature_task_id: int32
    ---
    feature_mode: enum('load','trigger')
    -> [nullable] HOGTask               # trigger: the pass that they are made from
    -> [nullable] FeatureParamSet       # trigger
    feature_regions=null: json          # trigger: named regions, in pixels of the frame
    feature_beside=null: json           # trigger: keypoints, signals, motion basis, their digests
    feature_load_path=null: varchar(255)    # load: the file, relative to a root
    feature_load_digest=null: char(64)      # load: of the table in it
    feature_task_hash: char(64)
    feature_task_description="": varchar(255)
    unique index (feature_task_hash)
    """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        params: Any = None,
        *,
        regions: Any = None,
        feature_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request named features unless they are requested already; returns the key.

        Parameters
        ----------
        key : mapping
            Of a HOGTask.  With `keypoints` there is geometry, with `signals` what they
            measure, and with `basis` components of motion that recordings share.  Each is a path
            under the processed folder: `Keypoints.keypoints_path`,
            `FacemapProcessing.signals_path`, and what `fit_basis` gave.
        params : FeatureParams, mapping, or key of a FeatureParamSet; optional
            By default all of their defaults.
        regions : Regions, mapping, path, or key of a FaceRegions; optional
            Named regions beside the whole crop; a path is of a file that `load_regions` reads.
        feature_task_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If it lacks a column, or names something that is not there.
        CropError, PathError
            If the regions cannot be used.
        """
        with server_errors():
            own = existing_recording(key)
            task = one_key(HOGTask, primary_key_of(HOGTask, {**key, **own}), "HOGTask")
            row = {"feature_mode": "trigger", **task, **FeatureParamSet.add(params)}
            named = regions_of(regions)
            check_names([region.name for region in named])
            # the whole crop is always there, whatever the regions say of the full frame
            row["feature_regions"] = Regions(named).to_dict() if named else None
            row["feature_beside"] = beside_of(key, tuple(BESIDE))
            return cls._add(own, row, feature_task_id, description)

    @classmethod
    def add_file(
        cls,
        recording_key: Mapping[str, Any],
        path: str | os.PathLike,
        *,
        feature_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request that a table of features is loaded, unless it is already; returns the key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording, whose RecordingInfo is populated.
        path : path
            A `.parquet` or `.csv` that `mouseface features` wrote, inside a root folder of raw
            video or the processed folder.
        feature_task_id, description
            As for `add`.

        Raises
        ------
        ParameterError, PathError
            If the recording is unknown or not populated, or there is nothing at the path.
        ResultError, ResultMismatchError
            If it cannot be read, or is not of this recording: it is read here, so that a
            worker need not find out.
        """
        with server_errors():
            own = one_key(RecordingInfo, existing_recording(recording_key), "populated recording")
            relative = relative_path(path, "table of features")
            found = find_path(relative, "table of features")
            about = description_of(found, own)
            row = {
                "feature_mode": "load",
                "feature_regions": None,
                "feature_beside": None,
                "feature_load_path": relative,
                "feature_load_digest": about["digest"],
            }
            return cls._add(own, row, feature_task_id, description)

    @classmethod
    def fit_basis(cls, keys: Iterable[Mapping[str, Any]], **options: Any) -> str:
        """Fit components of motion that recordings share; returns the path of their file.

        Give it to `add` as `basis`, for each recording whose components are to be on it: those
        of these recordings and of others.

        Parameters
        ----------
        keys : iterable of mapping
            Of HOGProcessing, one a recording.
        **options
            Of `fit_motion_basis`: `n_components`, `sample_frames`.

        Raises
        ------
        ParameterError, ResultError
            If a key names no row, or its result is gone.
        InputError
            If the recordings do not fit each other, or nothing moves in them.
        """
        with server_errors():
            results = [HOGProcessing.result(key) for key in mappings_of(keys, "recordings")]
            basis = fit_motion_basis(results, **options)
            relative = f"{FOLDER}/motion-basis-{basis.digest[:NAME_DIGITS]}.npz"
            path = link().processed_dir() / relative
            path.parent.mkdir(exist_ok=True)
            # one that is there is of the same content, or damaged
            basis.save(path, overwrite=True)
            return relative

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return _hash(one(cls & primary_key_of(cls, key), "FeatureTask"))

    @classmethod
    def _add(cls, own: Row, row: Row, number: int | None, description: str) -> Row:
        row = {**own, **row}
        return cls.add_row(_hash(row), row, number=number, description=description)


def regions_of(given: Any) -> tuple[Region, ...]:
    """The regions of an argument: as they are, by their fields, of a file, or of FaceRegions.

    Raises
    ------
    ParameterError
        If it is something else.
    CropError, PathError
        If they cannot be used.
    """
    if given is None:
        return ()
    if isinstance(given, Regions):
        return given.regions
    if isinstance(given, str | os.PathLike):
        return load_regions(Path(given)).regions
    if not isinstance(given, Mapping):
        raise ParameterError(
            "The regions cannot be used.",
            expected="Regions, their fields, the path of a file of regions, or the key of a row "
            "of FaceRegions",
            got=f"{given!r:.200}",
        )
    if FaceRegions.NAME + "_id" in given:
        return FaceRegions.regions(given).regions
    return Regions.from_dict(dict(given)).regions


def _hash(row: Mapping[str, Any]) -> str:
    """Over the recording, and over the pass, parameters, regions, or the file that is loaded."""
    # key values of a lab may be dates: they are told apart by their text
    recording = {name: str(row[name]) for name in VideoRecording().primary_key}
    content: Row = {"kind": "FeatureTask", "recording": recording}
    if row["feature_mode"] == "load":
        return content_hash(content | {"table": row["feature_load_digest"]})
    parents = {FaceCrop: "crop", HOGParamSet: "hog_paramset", FeatureParamSet: "feature_paramset"}
    for table, name in parents.items():
        content[name] = (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
    if row["feature_regions"] is not None:
        content["regions"] = Regions.from_dict(row["feature_regions"]).content_hash()
    if row["feature_beside"]:
        content["beside"] = digests_of(row["feature_beside"])
    return content_hash(content)
