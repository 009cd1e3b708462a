"""The glyphs of a row of `PrototypeSet`, beside the frames that made them, from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ..core.prototype_set import Prototypes
from ..descriptors import HOGProcessing
from ..errors import ParameterError
from ..expression import PrototypeSet, PrototypeTask
from .prototypes import prototype_figure
from .score_figure import Picture

__all__ = ["draw_stored_prototypes"]


def draw_stored_prototypes(
    key: Mapping[str, Any], *, title: str = "", path: str | Path | None = None
) -> Figure:
    """Draw published prototypes: source frames, glyphs, and the difference from neutral.

    Parameters
    ----------
    key : mapping
        Names one PrototypeSet; a row of FacialExpression does, too.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it as PNG.

    Raises
    ------
    ParameterError
        If the key names no set or several, or the set is of the contrast method, whose
        prototypes are no HOG descriptors.
    ResultError
        If a source's result folder, which holds the pictures, is gone.
    StorageError
        If the PNG cannot be written.
    """
    own = {name: key[name] for name in PrototypeSet().primary_key if name in key}
    made = PrototypeSet.open(own)
    if not isinstance(made, Prototypes):
        raise ParameterError(
            "Prototypes of the contrast score are no HOG descriptors and have no glyphs.",
            do="draw PrototypeSet.open(key).pictures(): differences from neutral, luma levels",
        )
    sources: dict[str, list[Picture]] = {}
    for row in (PrototypeSet.SourceFrame & own).to_dicts(order_by=["prototype", "source_rank"]):
        # thumbnails are of the whole crop, so that any of the source's results serves
        source = (PrototypeTask.Source & own & _recording(row)).keys()[0]
        frame = row["source_frame"]
        image = HOGProcessing.result(source).thumbnails[frame : frame + 1][0]
        sources.setdefault(row["prototype"], []).append(Picture(frame, image))
    faces = {name: pictures[0] for name, pictures in sources.items()}
    return prototype_figure(made, faces, sources=sources, title=title, path=path)


def _recording(row: Mapping[str, Any]) -> dict[str, Any]:
    known = PrototypeTask.Source().primary_key
    return {name: row[name] for name in row if name in known and name != "prototype_set_id"}
