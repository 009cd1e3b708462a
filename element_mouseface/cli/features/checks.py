"""Checks of `mouseface features` before any long work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .source import inputs_of, pass_path, result_folder


def checked_out(args: argparse.Namespace) -> Path:
    """The path of the table, which may be written (PathError, ParameterError)."""
    from ...core.outputs import checked_folder
    from ...errors import ParameterError

    if args.out is None:
        raise ParameterError(
            "There is nothing to write.",
            expected="--out features.parquet, or features.csv for a spreadsheet",
            do="say where the table goes",
        )
    inputs = inputs_of(args)
    out = checked_table(args, inputs)
    if result_folder(args.video) is None:
        checked_folder(pass_path(args), what="the pass", inputs=inputs)
    return out


def checked_table(args: argparse.Namespace, inputs: Sequence[str]) -> Path:
    """The path of --out, which may be written and is no input (PathError)."""
    from ...core.frame_features.format import checked_ending, description_path
    from ...core.outputs import checked_file

    out = Path(args.out)
    paths = [out, description_path(out)] if checked_ending(out) == ".csv" else [out]
    for path in paths:
        checked_file(path, what="the table of features", inputs=inputs, overwrite=args.overwrite)
    return out


def check_movie(
    info: Any, crop: Any, regions: Any, keypoints: Any, signals: Any, params: Any
) -> None:
    """Refuse before a pass what would be refused after it (InputError, CropError).

    Parameters
    ----------
    info : VideoInfo
    crop : Crop
    regions : Regions or None
    keypoints : Keypoints or None
    signals : FacialSignals or None
    params : FeatureParams
    """
    from ...core.features.frame_kernel import THUMBNAIL_PX
    from ...core.frame_features.geometry import GeometryColumns
    from ...core.frame_features.places import region_places
    from ...core.frame_features.signal_columns import SignalColumns
    from ...params import HOGParams

    if keypoints is not None:
        GeometryColumns(keypoints, params.geometry, info.n_frames)
    if signals is not None:
        SignalColumns(signals, params, info.n_frames)
    if regions is not None:
        planned: Any = SimpleNamespace(  # what a result of this movie will say of its places
            crop=crop,
            frame_px=(info.height_px, info.width_px),
            params=HOGParams(),
            thumbnails=SimpleNamespace(shape=(info.n_frames, *THUMBNAIL_PX)),
        )
        region_places(planned, regions.regions, min_pixels=params.min_pixels)
