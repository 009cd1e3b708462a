"""Pupils, blinks and running of a recording, from its result folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import ParameterError
from ..store import Result
from .part_extractor import BLINK, PARTS, PUPIL, RUNNING, part_extractor_of
from .pupil import ellipses_of, smooth
from .regions import Region, Regions
from .signals import Blink, Pupil, Running


def parts_of(result: Result, regions: Regions | None = None) -> dict[str, tuple[Any, ...]]:
    """The fields `pupil`, `blink` and `running` of `FacialSignals`.

    Parameters
    ----------
    result : Result
        Of a pass with a `PartExtractor`; without one the fields are empty.
    regions : Regions, optional
        Some regions of the pass; by default all.

    Raises
    ------
    ParameterError
        If a region is not one of the pass.
    """
    identities = result.about["content"]["extractors"]
    made = next((part_extractor_of(i) for i in identities if i.get("name") == PARTS), None)
    asked = [r for r in (() if regions is None else regions.regions) if r.kind != "motion"]
    if made is None:
        if asked:
            raise _not_there(asked[0], [])
        return {"pupil": (), "blink": (), "running": ()}
    there = made.regions
    wanted = there.regions if regions is None else tuple(asked)
    for region in wanted:
        if region not in there.regions:
            raise _not_there(region, [r.name for r in there.regions])
    found: dict[str, list[Any]] = {"pupil": [], "blink": [], "running": []}
    for region in wanted:
        numbers = result.array(_OUTPUTS[region.kind])[:]
        values = np.asarray(numbers, np.float64)[:, there.of(region.kind).index(region)]
        found[region.kind].append(_MADE[region.kind](region, values))
    return {kind: tuple(parts) for kind, parts in found.items()}


def _pupil(region: Region, moments: np.ndarray) -> Pupil:
    sigma = float(region.pupil_sigma or 0)
    area, com, axlen, axdir = ellipses_of(moments, sigma)
    com_smooth = np.stack([smooth(com[:, 0]), smooth(com[:, 1])], axis=1)
    return Pupil(region.name, area, com, smooth(area), com_smooth, axlen, axdir)


_OUTPUTS = {"pupil": PUPIL, "blink": BLINK, "running": RUNNING}
_MADE: dict[str, Callable[[Region, np.ndarray], Any]] = {
    "pupil": _pupil,
    "blink": lambda region, area: Blink(region.name, area),
    "running": lambda region, shift: Running(region.name, shift),
}


def _not_there(region: Region, names: list[str]) -> ParameterError:
    return ParameterError(
        f"The pass has no {region.kind} region {region.name!r} like this one.",
        expected="one of " + (", ".join(names) or "none: the pass has only motion"),
        do="repeat the pass with this region",
    )
