"""Where a model looks, in sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .places import ModelPlace, PlaceReport
from .regions_of_places import Faces

#: so much of the separation outside of pictures is worth a sentence
_WORTH = 0.2
_MOST_NAMED = 5


def findings_of(report: PlaceReport, faces: Faces, separates: bool) -> PlaceReport:
    """The report with its findings, what is unlike a face first.

    Parameters
    ----------
    report : PlaceReport
    faces : Faces
    separates : bool
        Whether the model separates anything within recordings.
    """
    found = [_of_sudden(place) for place in report.places if place.sudden]
    if not separates:
        found.append(
            "Held-out rows are not told apart within recordings: no place can carry what is not "
            "there."
        )
        return replace(report, findings=tuple(found))
    found += [_of_place(place) for place in report.places if not place.sudden]
    found += _of_rest(report)
    if faces.crops_differ:
        found.append("The crops differ: boxes are those in the first recording.")
    if not any(place.used for place in report.places):
        found.append("No part of the picture alone carries as much as 5% of what the model knows.")
    return replace(report, findings=tuple(found))


def _of_sudden(place: ModelPlace) -> str:
    brighter = "brighter" if place.levels > 0 else "darker"
    change = (
        f"gets {abs(place.levels):.0f} luma levels {brighter} within two frames of "
        f"{', '.join(place.stimuli)} and back as fast, alike each time, as no face does"
    )
    do = f"look whether a lamp or a spout is there, mask it (--mask {place.box_text})"
    if not place.used:
        return (
            f"{_box(place)}{_where(place)}, {change}. The model hardly uses it; another may: {do}."
        )
    return (
        f"{_share(place)} of what the model knows comes from {_box(place)}{_where(place)}, which "
        f"{change}: {do} and train again.{_of_classes(place)}"
    )


def _of_place(place: ModelPlace) -> str:
    text = f"{_share(place)} of what the model knows comes from {_box(place)}{_where(place)}"
    text += "." if place.in_face is not False else ": look what is there."
    return text + _of_classes(place)


def _of_classes(place: ModelPlace) -> str:
    """The categories that come with it; nothing where most of them do."""
    own = [one for one in place.classes if one.named]
    if not own or 2 * len(own) > len(place.classes) + 1:
        return ""
    told = [f"{one.category} ({_part(one.share)} of what it knows of it)" for one in own]
    return f" It comes with {' and '.join(told)}."


def _part(share: float) -> str:
    return f"{min(max(share, 0), 1):.0%}"


def _where(place: ModelPlace) -> str:
    """What stands after the box; nothing where no region has a name."""
    if place.in_face is None:
        return ""
    if place.regions:
        return f", in {', '.join(place.regions)}"
    return (
        f", in no named region of the face (the nearest is {place.nearest}, "
        f"{place.distance_px:.0f} px away)"
    )


def _of_rest(report: PlaceReport) -> list[str]:
    share, names = report.everything.value, report.not_covered
    if not np.isfinite(share) or 1 - share < _WORTH:
        return []
    some = ", ".join(names[:_MOST_NAMED])
    some += f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    why = f"features that no part of the stored pictures gives ({some})" if names else "elsewhere"
    return [f"{1 - share:.0%} of what the model knows comes from {why}: no place is known of it."]


def _share(place: ModelPlace) -> str:
    return f"{min(place.share, 1):.0%}"


def _box(place: ModelPlace) -> str:
    left, top, right, bottom = place.box_px
    return f"x {left}-{right}, y {top}-{bottom} px"
