"""Rows of facial signals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from .._schema.codec import SignalArray
from .._schema.rows import null, summary
from ..core.facial_signals import Components, FacialSignals

Row = dict[str, Any]

#: column of `FacialSignal.Pupil` -> attribute
_PUPIL = {
    f"pupil_{name}": name for name in ("area", "area_smooth", "com", "com_smooth", "axlen", "axdir")
}


def signal_rows(signals: FacialSignals, folder: str) -> dict[str, list[Row]]:
    """Rows of each Part of `FacialSignal`, by its name, parents first.

    Parameters
    ----------
    signals : FacialSignals
        As they are in the folder.
    folder : str
        Relative to the processed folder.
    """
    at = partial(SignalArray, folder, signals.digest)
    rows: dict[str, list[Row]] = {"Region": [], "MotionSVD": [], "MovieSVD": []}
    for place, region in enumerate(signals.regions):
        number = {"roi_no": region.roi_no}
        ranges = {n: getattr(region, n) for n in ("xrange", "yrange", "xrange_bin", "yrange_bin")}
        rows["Region"].append(
            number
            | {"roi_name": region.roi_name, "view_no": region.view}
            | ranges
            | {"motion": at(("regions", place, "motion"))}
            | summary(region.motion, "motion")
        )
        for part, name, mask in (
            ("MotionSVD", "motion_svd", "motmask"),
            ("MovieSVD", "movie_svd", "movmask"),
        ):
            components = getattr(region, name)
            if components is not None:
                where = ("regions", place, name)
                rows[part] += [number | r for r in _component_rows(components, at, where, mask)]
    averages = {name: at((name,)) for name in ("avgframe", "avgmotion")}
    rows["Summary"] = [{"sbin": signals.sbin, **averages}]
    return rows | _other_rows(signals, at)


def _component_rows(components: Components, at: Any, where: tuple, mask: str) -> Iterator[Row]:
    values = components.singular_values
    for number in range(len(components)):
        yield {
            "pc_no": number,
            "singular_value": None if values is None else null(values[number]),
            mask: at((*where, "masks"), number),
            "projection": at((*where, "projections"), number, 1),
            f"{mask}_unit_norm": components.unit_norm,
        }


def _other_rows(signals: FacialSignals, at: Any) -> dict[str, list[Row]]:
    """Rows of pupils, blinks and running."""
    pupil = [
        {
            "pupil_no": number,
            "pupil_name": found.name,
            **{
                column: None if getattr(found, name) is None else at(("pupil", number, name))
                for column, name in _PUPIL.items()
            },
        }
        for number, found in enumerate(signals.pupil)
    ]
    blink = [
        {"blink_no": i, "blink_name": found.name, "blink_area": at(("blink", i, "area"))}
        for i, found in enumerate(signals.blink)
    ]
    running = [
        {"running_no": i, "running_name": found.name, "running_shift": at(("running", i, "shift"))}
        for i, found in enumerate(signals.running)
    ]
    return {"Pupil": pupil, "Blink": blink, "Running": running}
