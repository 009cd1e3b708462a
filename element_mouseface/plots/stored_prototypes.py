"""The prototype figures of a row of `PrototypeSet`, from the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ..core.scoring.published.prototypes import Prototypes
from ..descriptors import HOGProcessing
from ..errors import ParameterError
from ..expression import PrototypeSet, PrototypeTask
from ._style import DPI
from .contrast_prototypes import contrast_prototype_figure
from .prototypes import prototype_figure
from .scores import Picture

__all__ = ["draw_stored_prototypes"]


def draw_stored_prototypes(
    key: Mapping[str, Any],
    *,
    published: Mapping[str, Any] | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw prototypes as differences from neutral.

    Published ones as glyphs, beside their source frames; those of the contrast score as
    maps over the face, with the number of trials that made them.

    Parameters
    ----------
    key : mapping
        Names one PrototypeSet; a row of FacialExpression does, too.
    published : mapping, optional
        Where `key` is of the contrast score: names a set of the published method, to be
        drawn below.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    ParameterError
        If a key names no set or several, or `published` is not of that method.
    PrototypeError
        If the set was refused: the message has the reasons.
    ResultError
        If a published source's result folder, which holds the pictures, is gone.
    StorageError
        If the file cannot be written.
    """
    own = {name: key[name] for name in PrototypeSet().primary_key if name in key}
    made = PrototypeSet.open(own)
    if isinstance(made, Prototypes):
        if published is not None:
            raise ParameterError("The set is a published one itself.", do="leave `published` out")
        return _draw_published(own, made, title=title, colors=colors, path=path, dpi=dpi)
    beside = None if published is None else _published(published)
    events = (PrototypeSet.SourceEvent & own).to_arrays("prototype")
    # a set that was read from a file has no rows of trials: the file may tell
    trials = Counter(map(str, events)) if len(events) else None
    return contrast_prototype_figure(
        made, trials=trials, published=beside, title=title, colors=colors, path=path, dpi=dpi
    )


def _published(key: Mapping[str, Any]) -> Prototypes:
    own = {name: key[name] for name in PrototypeSet().primary_key if name in key}
    found = PrototypeSet.open(own)
    if not isinstance(found, Prototypes):
        raise ParameterError(
            "These prototypes are not of the published method.",
            expected="a set whose prototype_method is published",
            got=str(own),
        )
    return found


def _draw_published(own: Mapping[str, Any], made: Prototypes, **drawn: Any) -> Figure:
    sources: dict[str, list[Picture]] = {}
    for row in (PrototypeSet.SourceFrame & own).to_dicts(order_by=["prototype", "source_rank"]):
        # thumbnails are of the whole crop, so that any of the source's results serves
        source = (PrototypeTask.Source & own & _recording(row)).keys()[0]
        frame = row["source_frame"]
        image = HOGProcessing.result(source).thumbnails[frame : frame + 1][0]
        sources.setdefault(row["prototype"], []).append(Picture(frame, image))
    faces = {name: pictures[0] for name, pictures in sources.items()}
    return prototype_figure(made, faces, sources=sources, **drawn)


def _recording(row: Mapping[str, Any]) -> dict[str, Any]:
    known = PrototypeTask.Source().primary_key
    return {name: row[name] for name in row if name in known and name != "prototype_set_id"}
