"""Share one pass over a recording among all tables that need its pixels.

A pass of the engine stores descriptors and the outputs of other extractors (bins of the facial
signals). The name of its folder comes from the recording, the crop and the HOG cells, and from the
other outputs, if any:

    mouseface/<base>            descriptors alone
    mouseface/<base>-<more>     descriptors and the outputs that `more` is a hash of

Each table first looks for a finished folder with the outputs that it needs, so `HOGProcessing` and
`FacemapProcessing` decode a recording only once, whichever is populated first.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.extraction import FrameExtractor
from ..core.extraction.extractors import takes_color
from ..core.store import Result, open_result
from ..core.store.attributes import about_result, changed
from ..core.store.layout import partial_path
from ..core.store.repair import stored_content
from ..errors import ParameterError, ResultBusyError
from ..linking import Link
from ..params import Crop, HOGParams, canonical_json, content_hash
from ..params.fields import Fields

#: folder under the processed folder that receives results
FOLDER = "mouseface"
NAME_DIGITS = 32

#: seconds between looks at a pass that another process runs
POLL_S = 5.0

Serves = Callable[[list[dict[str, Any]]], bool]

_log = logging.getLogger(__name__)

SCHEDULER_VARIABLE, WORKERS_VARIABLE = "MOUSEFACE_SCHEDULER", "MOUSEFACE_WORKERS"


def cells_only(params: HOGParams) -> HOGParams:
    """The parameters that decide the stored cells, with the default blocks."""
    return HOGParams(
        orientations=params.orientations,
        pixels_per_cell=params.pixels_per_cell,
        transform_sqrt=params.transform_sqrt,
    )


def pass_name(reader: Any, params: HOGParams, crop: Crop) -> str:
    """The beginning of the names of all passes with these descriptors."""
    identity = {
        "video": reader.content_hash(),
        "crop": crop.content_hash(),
        "cells": cells_only(params).cells_hash(),
    }
    return content_hash(identity)[:NAME_DIGITS]


def run_pass(
    link: Link,
    reader: Any,
    params: HOGParams,
    crop: Crop,
    *,
    needed: Sequence[FrameExtractor] = (),
    serves: Serves | None = None,
    also: Sequence[FrameExtractor] = (),
    scheduler: Any = None,
    workers: int | None = None,
) -> tuple[Result, str]:
    """A finished pass with the requested outputs: an existing one, or a new one.

    Parameters
    ----------
    link : Link
    reader : VideoReader
    params : HOGParams
    crop : Crop
    needed : sequence of FrameExtractor
        Outputs of a new pass beside the descriptors.
    serves : callable(list of identities) -> bool, optional
        Whether a pass with these extractors is enough; by default, whether the needed
        ones are among them.
    also : sequence of FrameExtractor
        Other outputs that a new pass should have, because another table waits for them.  Color
        among them is needed: the other table makes no pass of its own for it.
    scheduler, workers
        As `core.extract` takes them.

    Returns
    -------
    Result, str
        The result, and its folder relative to the processed folder.
    """
    base = pass_name(reader, params, crop)
    needed = [*needed, *filter(takes_color, also)]
    # checked before the hours of work, not after them
    root = link.processed_dir() / FOLDER
    root.mkdir(exist_ok=True)
    if not needed and partial_path(root / base).exists():
        also = ()  # continue a killed run
    extractors = [*needed, *(e for e in also if e.name not in {n.name for n in needed})]
    more = f"-{content_hash([e.identity() for e in extractors])[:16]}" if extractors else ""
    path = root / f"{base}{more}"
    while True:
        if there := finished_pass(link, reader, params, crop, serves or _has(needed)):
            return there
        try:
            result = _extract(reader, path, params, crop, extractors, scheduler, workers)
            return result, f"{FOLDER}/{path.name}"
        except ResultBusyError:
            # two tables need one pass, and another worker runs it for both
            if not extractors:
                raise
            _log.warning("another process computes %s; waiting for it", path.name)
            time.sleep(POLL_S)


def _extract(reader, path, params, crop, extractors, scheduler, workers) -> Result:
    from ..core.extraction import extract

    stored = cells_only(params)
    return extract(
        reader, path, stored, crop, scheduler=scheduler, workers=workers, extractors=extractors
    )


def finished_pass(
    link: Link, reader: Any, params: HOGParams, crop: Crop, serves: Serves
) -> tuple[Result, str] | None:
    """A finished pass with these descriptors that is enough; see `run_pass`."""
    video, base = reader.content_hash(), pass_name(reader, params, crop)
    for path in sorted((link.processed_dir(writable=False) / FOLDER).glob(f"{base}*")):
        about = None if path.suffix in (".partial", ".lock", ".old") else about_result(path)
        content = about["content"] if about else {}
        if content.get("video") == video and serves(content["extractors"]):
            return open_result(path), f"{FOLDER}/{path.name}"
    return None


def _has(needed: Sequence[FrameExtractor]) -> Serves:
    wanted = {_written(extractor.identity()) for extractor in needed}
    return lambda identities: wanted <= set(map(_written, identities))


def _written(identity: Any) -> str:
    """An identity as read back from JSON."""
    return canonical_json(json.loads(json.dumps(identity)))


def repair_pass(reader: Any, path: Path, params: HOGParams, crop: Crop, **where: Any) -> Result:
    """Recompute what is damaged or missing in a pass's folder; see `core.extract`.

    Parameters
    ----------
    reader : VideoReader
    path : Path
    params : HOGParams
    crop : Crop
        Of the task; the folder's own metadata come first, if they can be read.
    where
        `scheduler` and `workers`.

    Raises
    ------
    ResultError
        If the folder cannot be repaired.
    """
    from ..core.extraction import extract
    from ..core.extraction.color_extractor import COLOR, color_extractor_of
    from ..core.facial_signals.extractor import EXTRACTOR, extractor_of
    from ..core.facial_signals.part_extractor import PARTS, part_extractor_of

    extractors: list[FrameExtractor] = []
    params = cells_only(params)
    if content := stored_content(path):
        about = Fields(content, lambda what, expected, got: changed(path, what, expected, got))
        params = about.made("params", HOGParams.from_dict)
        crop = about.made("crop", Crop.from_dict)
        made = [m for m in about.items("extractors") if isinstance(m, dict)]
        of_crop, table = crop, {"luma_table": reader.luma_table}
        makers: dict[str, Callable[[Mapping[str, Any]], FrameExtractor]] = {
            EXTRACTOR: lambda identity: extractor_of(identity, **table),
            PARTS: lambda identity: part_extractor_of(identity, **table),
            COLOR: lambda identity: color_extractor_of(identity, of_crop, reader),
        }
        extractors = [makers[m["name"]](m) for m in made if m.get("name") in makers]
    return extract(reader, path, params, crop, extractors=extractors, repair=True, **where)


def where_to_compute(scheduler: str | None, workers: int | None) -> dict[str, Any]:
    """Where to compute: as the argument or the environment says, else in threads here."""
    scheduler = scheduler or os.environ.get(SCHEDULER_VARIABLE) or None
    given = workers or os.environ.get(WORKERS_VARIABLE) or None
    if given is not None and not (str(given).isdigit() and int(given) > 0):
        raise ParameterError(
            "The number of workers cannot be used.",
            expected=f"a whole number of at least 1, as `workers` or in {WORKERS_VARIABLE}",
            got=repr(given),
        )
    return {"scheduler": scheduler, "workers": None if given is None else int(given)}


Awaited = Callable[[Mapping[str, Any], Any], list[Any]]
_asked: list[Awaited] = []


def serve_in_pass(awaited: Awaited) -> Awaited:
    """Register the extractors that a schema module needs in the pass over a recording.

    Parameters
    ----------
    awaited : callable
        Given a recording's key and reader, returns the extractors that its tasks wait for.
    """
    _asked.append(awaited)
    return awaited


def awaited_extractors(key: Mapping[str, Any], reader: Any) -> list[Any]:
    """The extractors that all registered modules need for a recording, for one shared pass.

    Parameters
    ----------
    key : mapping
        Of a recording.
    reader : VideoReader
        Of the same.
    """
    return [extractor for awaited in _asked for extractor in awaited(key, reader)]
