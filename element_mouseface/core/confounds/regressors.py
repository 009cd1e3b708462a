"""Regressors from facial signals: motion, licking, pupil, blinks, running."""

from __future__ import annotations

import numpy as np

from ..facial_signals import Components, FacialSignals, RegionSignals
from .explained import Regressor
from .params import MotionParams


def signal_regressors(
    signals: FacialSignals, params: MotionParams | None = None
) -> list[Regressor]:
    """Regressors from the facial signals of a recording.

    Parameters
    ----------
    signals : FacialSignals
    params : MotionParams, optional
        For the names of regions whose motion is licking, and the number of components.

    Returns
    -------
    list of Regressor
        Kind 'motion': the motion energy of each region, named after it; and, if requested, the
        first motion components of the first region that has some, as one regressor. 'licking': the
        summed motion energy of the regions with these names. 'pupil': its area, smoothed if
        available. 'blink': the eye's area. 'running': the surface's speed in pixels per frame. A
        regressor without a value in any frame is left out.
    """
    params = params or MotionParams()
    licking = {name.casefold() for name in params.licking}
    mouths = [r for r in signals.regions if r.roi_name.casefold() in licking]
    found = [Regressor(_name(r), "motion", r.motion) for r in signals.regions if r not in mouths]
    if mouths:
        moved = np.sum([region.motion for region in mouths], axis=0)
        found.append(Regressor("licking", "licking", moved))
    if components := _components(signals, params.n_components):
        found.append(components)
    for pupil in signals.pupil:
        area = pupil.area if pupil.area_smooth is None else pupil.area_smooth
        found.append(Regressor(_titled("pupil", pupil.name), "pupil", area))
    for blink in signals.blink:
        found.append(Regressor(_titled("blink", blink.name), "blink", blink.area))
    for running in signals.running:
        speed = np.hypot(running.shift[:, 0], running.shift[:, 1])
        found.append(Regressor(_titled("running", running.name), "running", speed))
    return _numbered([one for one in found if np.isfinite(one.values).any()])


def _name(region: RegionSignals) -> str:
    return _titled("motion", region.roi_name or f"region {region.roi_no}")


def _titled(kind: str, name: str) -> str:
    """The kind with the name of its region, if they differ."""
    return kind if name.casefold() in ("", kind) else f"{kind}: {name}"


def _components(signals: FacialSignals, count: int) -> Regressor | None:
    """The first region's first motion components, as one regressor of several columns."""
    for region in signals.regions:
        svd: Components | None = region.motion_svd
        if count and svd is not None and len(svd):
            name = f"components: {region.roi_name or f'region {region.roi_no}'}"
            return Regressor(name, "motion", np.asarray(svd.projections[:, :count]))
    return None


def _numbered(found: list[Regressor]) -> list[Regressor]:
    """Number regressors whose names repeat: Facemap gives all pupils one name."""
    seen: dict[str, int] = {}
    numbered = []
    for one in found:
        seen[one.name] = number = seen.get(one.name, 0) + 1
        name = one.name if number == 1 else f"{one.name} {number}"
        numbered.append(Regressor(name, one.kind, one.values))
    return numbered
