"""Load regions that were drawn in Facemap from its `_proc.npy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultError
from .facemap_proc import BLINK, MOTION, PUPIL, RUNNING
from .regions import Region, Regions
from .safe_unpickler import load_pickled_object

#: Facemap's numbers, and our words
_KINDS = {MOTION: "motion", PUPIL: "pupil", BLINK: "blink", RUNNING: "running"}
#: no camera's frame is larger
_LONGEST_PX = 1 << 16


def facemap_regions(path: str | Path, *, view: int = 0) -> Regions:
    """The regions of a `_proc.npy` file.

    Parameters
    ----------
    path : str or Path
        Of a file in which regions were saved, processed or not.
    view : int
        Which camera, if several were filmed together.

    Returns
    -------
    Regions
        Regions of the four kinds, with the full frame if it was requested. For motion and running a
        box, whose bins are Facemap's; for a pupil or a blink the drawn ellipse, and its saturation.

    Raises
    ------
    PathError, UnsafeFileError, ResultError
        As `load_facemap`.
    ParameterError
        If no region of that camera is in it.
    """
    path = Path(path)
    content = load_pickled_object(path)
    rois = content.get("rois") if isinstance(content, dict) else None
    drawn = [roi for roi in rois if isinstance(roi, dict)] if isinstance(rois, list) else []
    try:
        found = tuple(
            _region(roi, kind, number)
            for code, kind in _KINDS.items()
            for number, roi in enumerate((r for r in drawn if r.get("rind") == code), 1)
            if int(roi.get("ivid", 0)) == view
        )
        full_frame = bool(content.get("fullSVD", False)) if drawn else False
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError) as error:
        if isinstance(error, ParameterError):
            raise
        raise ResultError(
            f"{path}: its regions cannot be read.",
            got=f"{type(error).__name__}: {error}"[:200],
            do="save the regions in Facemap again",
        ) from error
    if not found:
        raise ParameterError(
            f"{path.name} has no region of camera {view}.",
            expected="regions that were drawn in Facemap, and saved",
            got=f"{len(drawn)} regions of other cameras" if drawn else "none",
        )
    return Regions(found, full_frame)


def _region(roi: dict[str, Any], kind: str, number: int) -> Region:
    """One region, from Facemap's lists of its rows and columns."""
    name = roi.get("roi_name")
    y, x = (np.asarray(roi[axis]) for axis in ("yrange", "xrange"))
    limits = [int(x[0]), int(y[0]), int(x[-1]) + 1, int(y[-1]) + 1]
    if not all(0 <= limit <= _LONGEST_PX for limit in limits):
        raise ValueError(f"a region from {limits[:2]} to {limits[2:]}")
    left, top, right, bottom = limits
    word = "region" if kind == "motion" else kind
    own = name if isinstance(name, str) and name.strip() else f"{word} {number}"
    is_dark = kind in ("pupil", "blink")
    drawn = roi.get("ellipse") if is_dark else None
    return Region(
        own,
        "box" if drawn is None or np.all(drawn) else "ellipse",
        ((left, top), (right, bottom)),
        kind,
        float(roi["saturation"]) if is_dark else None,
        float(roi.get("pupil_sigma", 2.0)) if kind == "pupil" else None,
    )
