"""Facial signals as Facemap's users know them: motion energy, motion and movie SVD.

    regions      FaceRegions
    task         FacemapTask
    processing   FacemapProcessing
    signal       FacialSignal
    keypoint_models  KeypointMapping KeypointModel
    keypoint_tasks   KeypointTask KeypointTracking
    keypoints    Keypoints

Names and columns are those of the published Facemap element; the page "Moving from the Facemap
element" explains the differences. All can be imported from here, and `activate` binds them
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from ..recording import link, recording_paths
from ._schema import schema
from .keypoint_models import KeypointMapping, KeypointModel
from .keypoint_tasks import KeypointTask, KeypointTracking
from .keypoints import Keypoints
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
    "KeypointModel",
    "KeypointTask",
    "KeypointTracking",
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
    *(KeypointMapping, KeypointModel, KeypointTask, KeypointTracking, Keypoints),
)
activate = SchemaModule(
    "facemap", schema, TABLES, after={"descriptors": descriptors_schema}
).activate


def get_facemap_root_data_dir() -> list[Path]:
    """Folders that are searched for results of the published Facemap element."""
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
        From the linking module's function of this name, if it has one; else from
        `VideoRecording.File`.
    """
    given = link().video_files(video_key)
    return recording_paths(video_key) if given is None else given
