"""Facial signals computed by Facemap itself, if it is installed.

Facemap is an extra (`pip install "element-mouseface[facemap]"`): release 1.0.8
needs NumPy 1 and PyTorch, so it usually needs a separate environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module, metadata
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import (
    DependencyError,
    MouseFaceError,
    ParameterError,
    ResultError,
    VideoNotFoundError,
    VideoUnreadableError,
)
from .facemap_file import load_facemap
from .facemap_proc import MOTION
from .regions import Region, Regions
from .signals import FacialSignals

Video = str | PathLike[str]


def run_facemap(
    videos: Sequence[Video | Sequence[Video]],
    out: Video,
    *,
    regions: Regions | None = None,
    sbin: int = 4,
    motion_svd: bool = True,
    movie_svd: bool = False,
    realigned: bool = False,
    other_rois: Sequence[dict[str, Any]] = (),
) -> FacialSignals:
    """Run Facemap on a recording and load its result.

    Parameters
    ----------
    videos : sequence of path, or of sequences of path
        Consecutive files of one recording; an inner sequence is the cameras that
        were filmed together.
    out : path
        Folder for Facemap's `<first video>_proc.npy`; created if it does not exist.
    regions : Regions, optional
        Boxes of the first camera, and whether to analyze the full frame; by default only
        the full frame.
    sbin : int
        Bin size in pixels.
    motion_svd, movie_svd : bool
        The decompositions.  Without `motion_svd` Facemap computes no motion energy either,
        and does not merge one movie SVD.
    realigned : bool
        As of `load_facemap`.
    other_rois : sequence of dict
        Regions for pupil, blink or running, in Facemap's own form, passed on unchanged.

    Returns
    -------
    FacialSignals
        With Facemap's version.

    Raises
    ------
    DependencyError
        If Facemap is not installed, or cannot be imported.
    ParameterError
        If a region is not a box, which Facemap cannot use, or there is nothing to compute.
    CropError
        If a region reaches outside the frame.
    VideoNotFoundError, VideoUnreadableError
        If a video is missing, or OpenCV cannot read it.
    ResultError
        If Facemap fails.
    """
    regions = regions or Regions()
    if not (motion_svd or movie_svd or other_rois):
        raise ParameterError(
            "There is nothing for Facemap to compute.", expected="motion_svd or movie_svd"
        )
    process, utils = _facemap()
    filenames = [[str(p) for p in ([v] if isinstance(v, str | PathLike) else v)] for v in videos]
    height, width, n_views = _first_size(utils, filenames)
    rois = [*_rois(regions, sbin, height, width), *other_rois]
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    asked = {
        "sbin": int(sbin),
        "fullSVD": regions.full_frame,
        "save_mat": False,
        "rois": rois or None,
        "sy": np.zeros(n_views, int),
        "sx": np.zeros(n_views, int),
        # Facemap writes 'save_path' and reads 'savepath'.
        "savepath": str(folder),
    }
    try:
        written = process.run(
            filenames, motSVD=motion_svd, movSVD=movie_svd, proc=asked, savepath=str(folder)
        )
    # Facemap may raise any exception.
    except Exception as error:
        raise ResultError(
            f"Facemap could not process {filenames[0][0]}.",
            got=f"{type(error).__name__}: {error}",
            do="use the native engine, or search for the message in Facemap's issues",
        ) from error
    signals = load_facemap(written, realigned=realigned)
    return replace(signals, version=metadata.version("facemap"))


def _facemap() -> tuple[Any, Any]:
    try:
        return import_module("facemap.process"), import_module("facemap.utils")
    except ImportError as error:
        raise DependencyError(
            "Facemap is not installed here.",
            expected="facemap 1.0.8",
            got=str(error),
            do="use the native engine, which needs no other package, or install "
            "'element-mouseface[facemap]' in an environment with numpy<2",
        ) from error


def _first_size(utils: Any, filenames: list[list[str]]) -> tuple[int, int, int]:
    """Height and width of the first camera's frames, as Facemap sees them, and how many cameras."""
    if not filenames or len({len(names) for names in filenames}) != 1 or not filenames[0]:
        raise ParameterError(
            "The videos do not form one recording.",
            expected="at least one file, and the same number of cameras in each",
            got=str([len(names) for names in filenames]),
        )
    for name in (name for names in filenames for name in names):
        if not Path(name).is_file():
            raise VideoNotFoundError(f"There is no video {name}.")
    try:
        frames, heights, widths, containers = utils.get_frame_details(filenames)
        utils.close_videos(containers)
    except Exception as error:  # OpenCV's own, of several kinds
        raise _unreadable(filenames, str(error)) from error
    if min(np.diff(frames)) < 2 or not min(*heights, *widths):
        raise _unreadable(filenames, f"{np.diff(frames).tolist()} frames")
    return int(heights[0]), int(widths[0]), len(heights)


def _unreadable(filenames: list[list[str]], got: str) -> MouseFaceError:
    return VideoUnreadableError(
        f"OpenCV cannot read {', '.join(name for names in filenames for name in names)}.",
        expected="movies of at least two frames",
        got=got,
        do="`mouseface transcode` writes a movie that every reader can decode",
    )


#: Facemap's numbers and names of its kinds of regions.
_KINDS = {"pupil": (0, "Pupil"), "blink": (2, "Blink"), "running": (3, "Running")}


def _rois(regions: Regions, sbin: int, height: int, width: int) -> list[dict[str, Any]]:
    """Regions in Facemap's form; Facemap keeps our `roi_name` unchanged."""
    return [
        *_motion_rois(regions, sbin, height, width),
        *(_other_roi(r, height, width) for r in regions.regions if r.kind != "motion"),
    ]


def _other_roi(region: Region, height: int, width: int) -> dict[str, Any]:
    """A pupil, blink or running region."""
    rows, columns, inside = region.inside(height, width)
    number, name = _KINDS[region.kind]
    return {
        "rind": number,
        "rtype": name,
        "iROI": 0,
        "ivid": 0,
        "color": (0, 200, 50),
        "yrange": np.arange(rows.start, rows.stop),
        "xrange": np.arange(columns.start, columns.stop),
        "saturation": 255.0 if region.saturation is None else float(region.saturation),
        "ellipse": inside,
        "pupil_sigma": region.pupil_sigma,
        "roi_name": region.name,
    }


def _motion_rois(regions: Regions, sbin: int, height: int, width: int) -> list[dict[str, Any]]:
    for region in regions.of("motion"):
        if region.shape != "box":
            raise ParameterError(
                f"Facemap cannot measure motion in region {region.name!r}.",
                expected="a box",
                got=region.shape,
                do="use the native engine",
            )
    bins = [b for b in regions.bins(sbin, height, width) if b.roi_no > 0]
    return [
        {
            "rind": MOTION,
            "rtype": "motion SVD",
            "iROI": number,
            "ivid": 0,
            "color": (180, 0, 50),
            "yrange": found.yrange,
            "xrange": found.xrange,
            "saturation": 255.0,
            "ellipse": np.ones((len(found.yrange), len(found.xrange)), bool),
            "roi_name": found.roi_name,
        }
        for number, found in enumerate(bins)
    ]
