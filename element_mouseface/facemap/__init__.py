"""Facial signals as Facemap's users know them: motion energy, motion and movie SVD.

    regions      FaceRegions
    task         FacemapTask
    processing   FacemapProcessing
    signal       FacialSignal
    keypoints    KeypointMapping KeypointTask Keypoints

Names and columns are those of the published Facemap element; what differs, and why, is
on the page "Moving from the Facemap element".  All are reachable from here, and
`activate` binds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .._schema.activation import activate as _activate
from .._schema.activation import required_link
from ..descriptors import schema as descriptors_schema
from ..recording import link, recording_paths
from ._schema import schema
from .keypoints import KeypointMapping, Keypoints, KeypointTask
from .processing import FacemapProcessing, awaited_extractors
from .regions import FaceRegions
from .signal import FacialSignal
from .task import FacemapTask

__all__ = [
    "FaceRegions",
    "FacemapProcessing",
    "FacemapTask",
    "FacialSignal",
    "KeypointMapping",
    "KeypointTask",
    "Keypoints",
    "activate",
    "awaited_extractors",
    "get_facemap_processed_data_dir",
    "get_facemap_root_data_dir",
    "get_facemap_video_files",
    "schema",
]

TABLES = (
    *(FaceRegions, FacemapTask, FacemapProcessing, FacialSignal),
    *(KeypointMapping, KeypointTask, Keypoints),
)


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this package's tables to a schema on the server.

    Parameters
    ----------
    schema_name : str
        Its name on the server.
    create_schema : bool
        Whether to create the schema where it does not exist.
    create_tables : bool or None
        Whether to create missing tables; None leaves it to `dj.config`.
    linking_module : module or str, optional
        The one that `recording` was activated with; by default that one.

    Raises
    ------
    ActivationError
        If `descriptors` is not activated, or this package is under another name.
    SchemaMismatchError
        If the tables on the server are not those of the code.
    ServerError
        If the server cannot be reached.
    """
    linked = required_link(
        "facemap", {"descriptors": descriptors_schema}, linking_module, create_tables
    )
    _activate(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=linked.tables(),
        tables=TABLES,
    )


def get_facemap_root_data_dir() -> list[Path]:
    """Folders in which results of the published Facemap element are looked for."""
    return link().facemap_roots()


def get_facemap_processed_data_dir() -> Path:
    """The folder that receives results."""
    return link().processed_dir(writable=False)


def get_facemap_video_files(video_key: Mapping[str, Any]) -> list[Path]:
    """The files of a recording, in order.

    Parameters
    ----------
    video_key : mapping
        Of one VideoRecording.

    Returns
    -------
    list of Path
        What the linking module's function of this name gives, where it has one; else
        those of `VideoRecording.File`.
    """
    given = link().video_files(video_key)
    return recording_paths(video_key) if given is None else given
