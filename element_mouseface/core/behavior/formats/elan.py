"""ELAN's annotations (`.eaf`), by pympi: behaviors are tiers, or stand in annotations."""

from __future__ import annotations

import contextlib
import io
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from ....errors import DependencyError, LabelsError, raised_as
from ..ethogram import folded
from ..labels import Labels
from .content import Content
from .found import FoundIntervals, Interval
from .movie import Movie
from .request import Request, short_list
from .seconds import boundaries_s

#: name of a tier -> begin and end in milliseconds, and text, of each annotation
_Tiers = dict[str, list[tuple[Any, Any, str]]]
#: a tier beside that of a behavior: the spans that were looked at for it
_ASSESSED = " (assessed)"


def _pympi() -> ModuleType:
    try:
        import pympi
    except ImportError as error:
        raise DependencyError(
            "ELAN files need the package pympi.", do="pip install 'element-mouseface[elan]'"
        ) from error
    return pympi


def read_elan(content: Content, request: Request) -> FoundIntervals:
    """The annotations of the tiers.

    Raises
    ------
    LabelsError
        If it is no ELAN file, or does not say whether behaviors are tiers or annotations.
    DependencyError
        If pympi is missing.
    """
    tiers, media = _tiers(content, request.tiers)
    kept = {name: rows for name, rows in tiers.items() if not name.endswith(_ASSESSED)}
    if request.tiers is not None:
        unknown = [name for name in request.tiers if name not in kept]
        if unknown:
            raise content.refused(
                "has no such tier.", expected=short_list(kept), got=short_list(unknown)
            )
        kept = {name: kept[name] for name in request.tiers}
    if not any(kept.values()) and not any(tiers.values()):
        raise content.refused("has no annotations.", expected="one or more", got=short_list(tiers))
    source = request.names_from or _source(content, kept)
    found = FoundIntervals([], [], media=media, layout={"format": "elan"})
    for tier, rows in kept.items():
        if source == "tier":
            found.names.append(tier)
        for place, (start_ms, stop_ms, value) in enumerate(rows):
            if start_ms is None or stop_ms is None:
                raise content.refused(
                    "has an annotation without a time of its own.",
                    expected="annotations that are aligned with the video",
                    got=f"annotation {place + 1} of the tier {tier!r}",
                    do="align it in ELAN, or name the tiers that are meant: tiers=(...)",
                )
            name = tier if source == "tier" else value.strip()
            if not name:
                continue
            if name not in found.names:
                found.names.append(name)
            where = f"annotation {place + 1} of the tier {tier!r}"
            found.intervals.append(Interval(name, start_ms / 1e3, stop_ms / 1e3, where))
    assessed = {
        name.removesuffix(_ASSESSED): [(a / 1e3, b / 1e3) for a, b, _ in rows]
        for name, rows in tiers.items()
        if name.endswith(_ASSESSED)
    }
    found.assessed = assessed or None
    return found


def _tiers(
    content: Content, wanted: Sequence[str] | None
) -> tuple[dict[str, list[tuple[Any, Any, str]]], tuple[str, ...]]:
    """Annotations of each tier in milliseconds, and the names of the media files."""
    pympi = _pympi()
    what = f"The label file {content.name!r} is no file of ELAN."
    kinds = (ElementTree.ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError)
    with raised_as(LabelsError, what, expected="an .eaf file", of=kinds):
        root = ElementTree.fromstring(content.text.encode())
        if root.tag != "ANNOTATION_DOCUMENT":
            raise ValueError(f"XML of {root.tag[:60]!r}")
        # what pympi says of a later release's format is for its own users
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = pympi.Eaf(str(content.path))
        tiers: _Tiers = {}
        for name in document.get_tier_names():
            if wanted is not None and name.removesuffix(_ASSESSED) not in wanted:
                tiers[name] = []
                continue
            rows = document.get_annotation_data_for_tier(name)
            tiers[name] = [(a, b, str(value or "")) for a, b, value, *_ in rows]
    media = tuple(str(one.get("MEDIA_URL", "")) for one in document.media_descriptors)
    return tiers, media


def _source(content: Content, tiers: dict[str, list[Any]]) -> str:
    """Whether tiers are behaviors: where each annotation is empty, or the tier's own name."""
    own = all(
        folded(value) in ("", folded(tier)) for tier, rows in tiers.items() for *_, value in rows
    )
    if own:
        return "tier"
    shown = {tier: next((v for *_, v in rows if v.strip()), "") for tier, rows in tiers.items()}
    raise content.refused(
        "does not say what its behaviors are.",
        expected="a tier a behavior; or behaviors as annotations",
        got="; ".join(f"tier {tier!r} with {value[:30]!r}" for tier, value in shown.items())[:300],
        do="say it: names_from='tier' or 'value', and tiers=(...) for those that are meant",
    )


def elan_file(labels: Labels, movie: Movie, media: str) -> bytes:
    """The labels as a file of ELAN, a tier a behavior, in milliseconds.

    Raises
    ------
    LabelsError
        If frames are so short that milliseconds cannot tell them apart.
    DependencyError
        If pympi is missing.
    """
    edges_s = movie.edges_s
    if edges_s is not None and len(edges_s) > 1 and np.diff(edges_s).min() < 0.0011:
        raise LabelsError(
            "ELAN counts in milliseconds, and frames are shorter.",
            expected="frames of more than a millisecond",
            got=f"{1e3 * np.diff(edges_s).min():.3g} ms",
            do="write another format",
        )
    pympi = _pympi()
    document = pympi.Eaf(author=labels.labeler or "element_mouseface")
    document.adocument["DATE"] = "1970-01-01T00:00:00+00:00"  # the same labels, the same bytes
    document.remove_tier("default")
    if media:
        document.add_linked_file(media, relpath=media, mimetype="video/mp4")
    whole = all(labels.n_assessed(n) == labels.n_frames for n in labels.ethogram.names)
    for name in labels.ethogram.names:
        _add_tier(document, name, name, boundaries_s(labels.bouts[name], movie))
        if not whole:
            spans = boundaries_s(labels.assessed[name], movie)
            _add_tier(document, name + _ASSESSED, "", spans)
    return pympi.Elan.to_string(document).encode()


def _add_tier(document: Any, tier: str, value: str, spans_s: Sequence[Any] | np.ndarray) -> None:
    document.add_tier(tier)
    for start_s, stop_s in spans_s:
        document.add_annotation(tier, round(1e3 * start_s), round(1e3 * stop_s), value)
