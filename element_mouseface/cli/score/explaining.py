"""The figure that explains scores, for `mouseface score` and `mouseface why`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["figure_of_frames", "maps_of_frames"]


def maps_of_frames(
    frames: Mapping[str, int | tuple[int, int]],
    result: Any,
    *,
    published: Any = None,
    models: Any = None,
    refused: Mapping[str, Any] | None = None,
) -> list[Any]:
    """A map of the score, and one of similarity, for each stimulus.

    Parameters
    ----------
    frames : mapping of str to int or (int, int)
        The frame, or the first and the one after the last, to explain for each stimulus.
    result : Result
        Thumbnails and descriptors.
    published : Prototypes, optional
    models : ScoreModels, optional
    refused : mapping, optional
        Stimuli without a contrast score.
    """
    import numpy as np

    from ...core import open_descriptors
    from ...core.scoring.contrast.attribution import contrast_map
    from ...core.scoring.published.attribution import similarity_map

    maps: list[Any] = []
    rows, columns = result.crop.box(*result.frame_px)
    crop_px = (rows.stop - rows.start, columns.stop - columns.start)
    descriptors = None if published is None else open_descriptors(result.path)
    for name, where in frames.items():
        first, stop = where if isinstance(where, tuple) else (where, where + 1)
        if models is not None and name in models.names and name not in (refused or {}):
            maps.append(contrast_map(result.thumbnails, models, name, first, stop))
        if descriptors is not None and name in published.names:
            if not np.array_equal(descriptors.valid, published.valid):
                continue  # masks differ: cells of one would be compared with none of the other
            middle = (first + stop) // 2
            vector = np.asarray(descriptors[middle : middle + 1], dtype=np.float64)[0]
            if np.isfinite(vector[published.valid]).all() and np.ptp(vector[published.valid]) > 0:
                maps.append(similarity_map(vector, published, name, frame=middle, crop_px=crop_px))
    return maps


def figure_of_frames(
    frames: Mapping[str, int | tuple[int, int]],
    result: Any,
    times_s: Any,
    *,
    published: Any = None,
    scores: Any = None,
    pictures: Mapping[str, Any],
    title: str,
    path: Path,
    colors: Mapping[str, str] | None = None,
) -> Path | None:
    """why.png from scores just made; None where nothing can be explained."""
    from ...core.scoring.contrast.model_file import models_of
    from ...plots.attribution import why_figure

    models, refused, errors = None, {}, {}
    if scores is not None and scores.jobs:
        models = models_of(scores)
        refused = {n: s for n in scores.names if (s := scores.finding_of(n)).kind != "ok"}
        for name, frame in frames.items():
            if name in scores.names and name not in refused:
                errors[name] = float(scores.score_se[frame, scores.names.index(name)])
    maps = maps_of_frames(frames, result, published=published, models=models, refused=refused)
    if not maps:
        return None
    why_figure(maps, times_s, pictures, errors=errors, title=title, colors=colors, path=path)
    return path
