"""The `facemap_params` of a task: Facemap's dictionaries, reduced to settings.

Users keep the whole content of a `_proc.npy` there, or the arguments of Facemap's
`run`.  Results are left out; any other name is an error, because a misspelled parameter would
otherwise be ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..core.facial_signals.regions import Region, Regions
from ..core.facial_signals.sample import MOST_COMPONENTS
from ..errors import ParameterError, check_choice
from ..params import Params, param

MODES = ("load", "trigger")
ENGINES = ("native", "facemap")
SAMPLES = ("all", "facemap")

#: Facemap's name of a region whose motion is measured; others are pupil, blink, running
MOTION_ROI = "motion SVD"
OTHER_ROIS = {"Pupil": "pupil", "Blink": "blink", "Running": "running"}

#: in a `_proc.npy`, or arguments of `facemap.process.run`: results, or their places
_NOT_ASKED = set(
    "filenames save_path save_mat savepath savename GUIobject parent proc Ly Lx sy sx Lybin Lxbin "
    "LYbin LXbin sybin sxbin avgframe avgmotion avgframe_reshape avgmotion_reshape motion motSv "
    "movSv motMask movMask motMask_reshape movMask_reshape motSVD movSVD pupil running blink "
    "iframes frame_range times fps_range saturation".split()
)


@dataclass(frozen=True)
class FacemapParams(Params):
    """Settings of a task beside its regions; names as in Facemap.

    Parameters
    ----------
    sbin : int
        Pixels a bin, each way.
    fullSVD : bool or None
        Whether the full frame is analyzed; None: if there is no region.  `FaceRegions`
        have their own setting.
    rois : list of dict, optional
        Regions as Facemap writes them, where no `FaceRegions` is named.
    n_components : int
        The most for each region and decomposition; 500 in Facemap.
    """

    sbin: int = param(4, 1, 256)
    fullSVD: bool | None = None
    rois: tuple[dict[str, Any], ...] = ()
    n_components: int = param(MOST_COMPONENTS, 1, MOST_COMPONENTS)

    TITLE: ClassVar[str] = "facemap_params"


def one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Return the value, or raise a ParameterError if it is not one of the choices."""
    check_choice(f"{name} is unknown.", value, choices)
    return value


def plain_params(given: Mapping[str, Any]) -> FacemapParams:
    """The settings in a dictionary of Facemap.

    Parameters
    ----------
    given : mapping
        The content of a `_proc.npy`, arguments of `facemap.process.run`, or either
        as JSON.

    Raises
    ------
    ParameterError
        If a name is neither Facemap's nor ours, or a value is out of range.
    """
    if not isinstance(given, Mapping):
        raise ParameterError(
            "facemap_params is not a mapping.", expected="names and values", got=repr(type(given))
        )
    kept = {n: _plain(v) for n, v in given.items() if n not in _NOT_ASKED and v is not None}
    rois = kept.pop("rois", [])
    if not isinstance(rois, Sequence):
        raise ParameterError("facemap_params: rois is not a list.", got=repr(rois))
    return FacemapParams.from_dict({**kept, "rois": tuple(map(_plain_roi, rois))})


def regions_of(params: FacemapParams) -> Regions:
    """The regions of Facemap's `rois`, and the full frame if it is requested.

    Facemap measures motion and running in boxes, pupils and blinks in the ellipse that
    fills a box; reflections that were drawn within a pupil are left out.

    Raises
    ------
    CropError, ParameterError
        If one has no area, or there is nothing to analyze.
    """
    boxes = [
        Region.box(f"roi {number}", roi["x"], roi["y"], roi["width"], roi["height"])
        for number, roi in enumerate((r for r in params.rois if r["rtype"] == MOTION_ROI), 1)
    ]
    full = not boxes if params.fullSVD is None else bool(params.fullSVD)
    others = [roi for roi in params.rois if roi["rtype"] in OTHER_ROIS]
    numbered = [
        (roi, sum(r["rtype"] == roi["rtype"] for r in others[:k])) for k, roi in enumerate(others)
    ]
    return Regions((*boxes, *(_other_region(roi, 1 + n) for roi, n in numbered)), full)


def _other_region(roi: Mapping[str, Any], number: int) -> Region:
    kind = OTHER_ROIS[roi["rtype"]]
    corners = ((roi["x"], roi["y"]), (roi["x"] + roi["width"], roi["y"] + roi["height"]))
    return Region(
        f"{kind} {number}",
        "box" if kind == "running" else "ellipse",
        corners,
        kind,
        None if kind == "running" else float(roi.get("saturation", 255.0)),
        float(roi.get("pupil_sigma", 2.0)) if kind == "pupil" else None,
    )


def _plain_roi(roi: Any) -> dict[str, Any]:
    """One of Facemap's regions as JSON: its kind and its box."""
    try:
        if "width" in roi:
            box = {name: int(roi[name]) for name in ("x", "y", "width", "height")}
        else:
            x, y = (np.asarray(roi[name], np.int64) for name in ("xrange", "yrange"))
            box = {"x": int(x[0]), "y": int(y[0])}
            box |= {"width": int(x[-1] - x[0]) + 1, "height": int(y[-1] - y[0]) + 1}
        kind = str(roi.get("rtype", MOTION_ROI))
        more = {n: float(roi[n]) for n in ("saturation", "pupil_sigma") if roi.get(n) is not None}
        return {"rtype": kind, **box, **(more if kind in OTHER_ROIS else {})}
    except (TypeError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise ParameterError(
            "facemap_params: one of the rois cannot be read.",
            expected="a dict with xrange and yrange, as Facemap writes it",
            got=repr(roi)[:200],
        ) from error


def _plain(value: Any) -> Any:
    """A NumPy number as a Python number, for JSON."""
    return value.item() if isinstance(value, np.generic) else value
