"""Structure without labels as JSON and arrays, and back."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from ...params.fields import Fields, is_number, is_text, is_whole, short_repr
from ..inputs.npz import Npz
from ..outputs.archive import digest_of
from ..outputs.tables import plain_row
from .params import StructureParams
from .rows import ClusterRow, ComparisonRow, CountRow, LeftOutRow, StratumRow, Structure

ROWS = {
    "strata": StratumRow,
    "left_out": LeftOutRow,
    "counts": CountRow,
    "cluster_rows": ClusterRow,
    "comparisons": ComparisonRow,
}
_WHOLES = ("recording", "frame", "stimulus", "trial", "order", "clusters")
_TYPES = {"str": is_text, "int": is_whole, "bool": lambda one: isinstance(one, bool)}


def content_of(found: Structure) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What describes a structure as JSON, null for NaN, and its arrays by name."""
    about: dict[str, Any] = {
        "recordings": list(found.recordings),
        "sessions": list(found.sessions),
        "animals": list(found.animals),
        "stimuli": list(found.stimuli),
        "coordinates": list(found.coordinates),
        "measures": list(found.measures),
        "findings": list(found.findings),
        "params": found.params.to_dict(),
        "about": found.about,
        **{name: [plain_row(row) for row in getattr(found, name)] for name in ROWS},
    }
    arrays = {name: getattr(found, name) for name in _WHOLES}
    arrays |= {"times_s": found.times_s, "correlation": found.correlation}
    arrays |= {"linkage": found.linkage, "explained": found.explained}
    arrays |= {f"coordinates_{name}": one for name, one in found.coordinates.items()}
    arrays |= {f"measure_{name}": one for name, one in found.measures.items()}
    return about, arrays


def structure_of(about: Fields, npz: Npz) -> Structure:
    """The structure of `content_of`; whatever else is there is refused by `about` or `npz`."""
    n = len(npz.take("frame", (None,), "i"))
    wholes: dict[str, Any] = {name: npz.take(name, (n,), "i") for name in _WHOLES}
    rows: dict[str, Any] = {
        name: tuple(_row(kind, item, about) for item in about.items(name))
        for name, kind in ROWS.items()
    }
    stimuli, recordings = about.texts("stimuli"), about.texts("recordings")
    for name, codes, most in (
        ("stimulus", wholes["stimulus"], len(stimuli)),
        ("recording", wholes["recording"], len(recordings)),
        ("order", wholes["order"], n),
        ("clusters", wholes["clusters"] - 1, len(rows["cluster_rows"])),
    ):
        if n and not (codes.min() >= 0 and codes.max() < most):
            raise npz.refused(f"{name} with numbers that nothing belongs to")
    coordinates = {
        name: npz.take(f"coordinates_{name}", (n, None)) for name in about.texts("coordinates")
    }
    measures = {}
    for name in about.texts("measures"):
        shape = (n, None) if npz.arrays.get(f"measure_{name}", np.empty(0)).ndim == 2 else (n,)
        measures[name] = npz.take(f"measure_{name}", shape, finite=False)
    return Structure(
        recordings=recordings,
        sessions=_names(about, "sessions", len(recordings)),
        animals=_names(about, "animals", len(recordings)),
        times_s=npz.take("times_s", (n,)),
        stimuli=stimuli,
        correlation=npz.take("correlation", (n, n)),
        linkage=npz.take("linkage", (n - 1, 4)),
        coordinates=coordinates,
        explained=npz.take("explained", (None,)),
        measures=measures,
        findings=about.texts("findings"),
        params=about.made("params", StructureParams.from_dict),
        about=about.inner("about").plain(),
        **wholes,
        **rows,
    )


def digest_of_structure(found: Structure) -> str:
    """SHA-256 (64 hexadecimal digits) over everything in a structure."""
    return digest_of(*content_of(found))


def _names(about: Fields, name: str, n: int) -> tuple[str | None, ...]:
    given = about.items(name)
    if len(given) != n or not all(one is None or is_text(one) for one in given):
        raise about.refused(name, f"{n} texts or null", short_repr(given))
    return tuple(given)


def _row(kind: type, item: Any, of: Fields) -> Any:
    given = Fields(item, of.refused, kind.__name__)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        value = given.take(field.name)
        check = _TYPES.get(str(field.type), lambda one: one is None or is_number(one))
        if not check(value):
            raise given.refused(field.name, f"a value of type {field.type}", short_repr(value))
        values[field.name] = math.nan if value is None else value
    return kind(**values)
