"""The traces of facial signals, for other libraries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..objects import FrameData, Values

_KINDS = ("motion_svd", "movie_svd")
_GRAY, _PX = "gray levels", "px"


def frame_data_of_signals(signals: Any, *, components: bool = True) -> FrameData:
    """Motion of regions, pupil, blinks and running; components with their masks if asked for.

    Parameters
    ----------
    signals : FacialSignals
    components : bool
    """
    arrays = [*_motion(signals), *_pupil(signals)]
    if signals.blink:
        axes = {"blink": unique_names(b.name for b in signals.blink)}
        about = {"long_name": "sum of the darkness below the saturation in the eye's region"}
        areas = np.stack([b.area for b in signals.blink], axis=1)
        arrays.append(Values("blink_area", areas, _GRAY, axes, about))
    if signals.running:
        names = unique_names(r.name for r in signals.running)
        shift = np.stack([r.shift for r in signals.running], axis=1)
        about = {"long_name": "shift of the surface since the frame before"}
        arrays.append(Values("running", shift, _PX, {"surface": names, "space": ("y", "x")}, about))
    masks = []
    for name, kind, parts in components_of(signals) if components else ():
        counted = range(len(parts))
        axis = f"{name}_component"
        about = {"long_name": f"{kind} of {name}: each component in each frame"}
        arrays.append(Values(name, parts.projections, "", {axis: counted}, about))
        _, y, x = parts.masks.shape
        own = {axis: counted, f"{name}_y": range(y), f"{name}_x": range(x)}
        masks.append(Values(f"{name}_mask", parts.masks, "", own))
    about = {
        "engine": signals.engine,
        "engine_version": signals.version,
        "sample": signals.sample,
        "motion_alignment": signals.motion_alignment,
        "bin_px": signals.sbin,
    }
    return FrameData(signals.n_frames, tuple(arrays), about=about, others=tuple(masks))


def components_of(signals: Any) -> list[tuple[str, str, Any]]:
    """(name, kind, `Components`) of each decomposition: 'motion_svd_cheek'."""
    found = []
    names = region_names(signals)
    for region, name in zip(signals.regions, names, strict=True):
        for kind in _KINDS:
            if (parts := getattr(region, kind)) is not None:
                found.append((f"{kind}_{name}", kind, parts))
    return found


def region_names(signals: Any) -> list[str]:
    """A name for each region; its number where it has none."""
    return unique_names(r.roi_name or f"region {r.roi_no}" for r in signals.regions)


def unique_names(names: Iterable[str]) -> list[str]:
    """Names; those that are there twice have their number behind them."""
    found = list(names)
    counts, seen = Counter(found), Counter[str]()
    for k, name in enumerate(found):
        if counts[name] > 1:
            seen[name] += 1
            found[k] = f"{name} {seen[name]}"
    return found


def _motion(signals: Any) -> list[Values]:
    if not signals.regions:
        return []
    motion = np.stack([region.motion for region in signals.regions], axis=1)
    about = {
        "long_name": "motion energy: sum over binned pixels of the absolute difference of their "
        "gray to the frame before"
    }
    return [Values("motion", motion, _GRAY, {"region": region_names(signals)}, about)]


def _pupil(signals: Any) -> list[Values]:
    if not signals.pupil:
        return []
    axes = {"pupil": unique_names(p.name for p in signals.pupil)}
    space = {**axes, "space": ("y", "x")}
    found = []
    for name, unit, own, text in (
        ("area", "px2", axes, "area of the pupil"),
        ("area_smooth", "px2", axes, "area of the pupil, outliers replaced"),
        ("com", _PX, space, "center of the pupil, from the region's first row and column"),
        ("com_smooth", _PX, space, "center of the pupil, outliers replaced"),
    ):
        each = [getattr(pupil, name) for pupil in signals.pupil]
        if all(one is None for one in each):
            continue
        none = np.full((signals.n_frames, *([2] if own is space else [])), np.nan)
        stacked = np.stack([none if one is None else one for one in each], axis=1)
        found.append(Values(f"pupil_{name}", stacked, unit, own, {"long_name": text}))
    return found
