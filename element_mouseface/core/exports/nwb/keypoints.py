"""Tracked points in an NWB file, by its extension ndx-pose, which movement reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ....errors import InputError
from ...keypoints.points import Keypoints
from .clock import FrameTimes
from .content import behavior_module, check_free, names_in, object_name, timing
from .frame_traces import of_timed
from .library import library

#: what readers look for unless they are told another name
FIRST = "PoseEstimation"
SKELETONS = "Skeletons"
#: names of the programs as they write them themselves
_PROGRAMS = {
    "facemap": "Facemap",
    "deeplabcut": "DeepLabCut",
    "sleap": "SLEAP",
    "lightning_pose": "Lightning Pose",
}
_ZERO = "(0, 0) is the upper left corner of the movie's frame; x to the right, y down"
_CONFIDENCE = "The program's own confidence in the position, from 0 to 1; NaN where it gave none."


def add_keypoints(
    nwbfile: Any,
    points: Keypoints,
    times: FrameTimes,
    *,
    scorer: str | None = None,
    software_version: str | None = None,
    edges: Sequence[tuple[str, str]] = (),
    movie: Sequence[Any] = (),
) -> Any:
    """Add tracked points as a `PoseEstimation` of ndx-pose to `processing/behavior`.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    points : Keypoints
        A point with NaN was not found in that frame, and stays NaN.
    times : FrameTimes
    scorer : str, optional
        The model that tracked them, as its program names it.
    software_version : str, optional
        Of the program.
    edges : sequence of (str, str)
        Points that are connected, by their names.
    movie : sequence of ImageSeries
        Of the movie, as `add_movie` gave them.  One is linked; of several the description names
        the files, since ndx-pose links one.

    Returns
    -------
    ndx_pose.PoseEstimation
        Named 'PoseEstimation', as readers expect, or of a second recording
        '<name>_PoseEstimation'.

    Raises
    ------
    ClockError
        If the times are of another number of frames.
    InputError
        If there are no points, an edge is of a point that is not there, or the file has points of
        this recording already.
    DependencyError
        If pynwb or ndx-pose is not installed.
    """
    ndx_pose, module = library("ndx_pose"), behavior_module(nwbfile)
    if not points.names:
        raise InputError(
            "There are no tracked points to write.",
            expected="at least one point",
            got="none",
            do="leave the keypoints out of the file",
        )
    times.check_length(points.xy, "the array of points")
    names = _names(points)
    name = FIRST if FIRST not in names_in(module) else f"{times.name}_{FIRST}"
    skeleton_name = f"{times.name}_skeleton"
    if SKELETONS in names_in(module):
        _check_skeletons(module[SKELETONS], ndx_pose)
        check_free(module[SKELETONS], skeleton_name, "tracked points")
    check_free(module, name, "tracked points")
    skeleton = _skeleton(ndx_pose, skeleton_name, points, names, edges)
    series = [_series(nwbfile, points, place, name, times) for place, name in enumerate(names)]
    made = ndx_pose.PoseEstimation(
        name=name,
        pose_estimation_series=series,
        description=_told(points, times, movie),
        scorer=scorer,
        source_software=_PROGRAMS[points.software],
        source_software_version=software_version,
        skeleton=skeleton,
        source_video=movie[0] if len(movie) == 1 else None,
    )
    if SKELETONS in names_in(module):
        module[SKELETONS].add_skeletons(skeleton)
    else:
        module.add(ndx_pose.Skeletons(name=SKELETONS, skeletons=[skeleton]))
    module.add(made)
    return made


def _check_skeletons(found: Any, ndx_pose: Any) -> None:
    """Refuse a container that the installed ndx-pose cannot add to."""
    if not isinstance(found, ndx_pose.Skeletons):
        raise InputError(
            f"processing/behavior of the NWB file has a {SKELETONS} that takes no skeleton.",
            expected="Skeletons of the installed ndx-pose",
            got=f"{type(found).__name__} of {type(found).__module__}",
            do="`import ndx_pose` before the file is opened; if it is another object, rename it",
        )


def _names(points: Keypoints) -> list[str]:
    """Names of the series, and of the skeleton's nodes, all different."""
    names: list[str] = []
    for point in points.names:
        names.append(object_name(point, names))
    return names


def _skeleton(
    ndx_pose: Any, name: str, points: Keypoints, names: Sequence[str], edges: Sequence[Any]
) -> Any:
    """The points, and which of them are connected."""
    if unknown := [end for edge in edges for end in edge if end not in points.names]:
        raise InputError(
            f"An edge of the skeleton is of {unknown[0]!r}, which is no tracked point.",
            expected=f"pairs of {', '.join(points.names)}",
            got=repr(unknown[0]),
            do="give the names of the points as their file has them",
        )
    pairs = [[points.names.index(end) for end in edge] for edge in edges]
    kind = np.uint8 if len(names) <= 256 else np.uint16
    given = {"edges": np.array(pairs, kind).reshape(-1, 2)} if pairs else {}
    return ndx_pose.Skeleton(name=name, nodes=list(names), **given)


def _series(nwbfile: Any, points: Keypoints, place: int, name: str, times: FrameTimes) -> Any:
    """One point in each frame."""
    likelihood = points.likelihood[:, place]
    given = {}
    if np.isfinite(likelihood).any():
        given["confidence"] = of_timed(likelihood, times)
        given["confidence_definition"] = _CONFIDENCE
    return library("ndx_pose").PoseEstimationSeries(
        name=name,
        data=of_timed(points.xy[:, place], times),
        unit="pixels",
        reference_frame=_ZERO,
        description=f"Position (x, y) of the point {points.names[place]!r}; NaN where it was not "
        "found.",
        **given,
        **timing(nwbfile, times),
    )


def _told(points: Keypoints, times: FrameTimes, movie: Sequence[Any]) -> str:
    """How the points were read, and of which files."""
    told = [
        f"Points of the face, tracked by {_PROGRAMS[points.software]}, of the recording "
        f"{times.name!r}."
    ]
    if points.file_sha256:
        told.append(f"SHA-256 of the program's file: {points.file_sha256}.")
    if len(movie) > 1:
        told.append(f"Movie: {', '.join(one.name for one in movie)}.")
    return " ".join([*told, *(f"{note.rstrip('.')}." for note in points.notes)])
