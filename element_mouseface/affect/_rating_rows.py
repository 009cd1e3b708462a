"""Rows of ratings by people, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._schema.rows import one_key, primary_key_of
from ..core.ratings import RatingScale, UnitRating, UnitRatings
from ..errors import LabelsError, ParameterError
from ..expression.events import EventSet
from ..recording import RecordingInfo, existing_recording

Row = dict[str, Any]

#: of the columns
LONGEST_RATER, LONGEST_TEXT = 64, 255
#: what people rated -> the type of its columns
_PLACES: dict[str, type] = {
    "frame": int,
    "time_s": float,
    "image": str,
    "event": int,
    "start_s": float,
    "stop_s": float,
    "first_frame": int,
    "stop_frame": int,
}
_GROUPS = ("trial", "session", "animal")


def placed(key: Mapping[str, Any] | None, found: UnitRatings) -> tuple[Row, str | None]:
    """The recording that ratings are of, and the hash of the event set that they count.

    Raises
    ------
    ParameterError
        If the key is missing, or names nothing.
    LabelsError
        If they are of frames or events that are not there.
    """
    if key is None:
        if found.by != ("image",):
            raise ParameterError(
                "It is not said of which recording these are ratings.",
                expected="the key of a VideoRecording, or ratings of pictures (a column image)",
                got=f"ratings by {' and '.join(found.by)}",
            )
        return {}, None
    own = one_key(RecordingInfo, existing_recording(key), "populated recording")
    n_frames = int((RecordingInfo & own).fetch1("nframes"))
    frames = [name for name in found.by if name.endswith("frame")]
    if frames:
        last = found.by.index(frames[-1])
        stop = max(place[last] for place in found.places) + (frames[-1] == "frame")
        _refuse_beyond("frame", n_frames, stop)
    if found.by != ("event",):
        return own, None
    if "event_set_id" not in key:
        raise ParameterError(
            "Events were rated, and it is not said of which event set.",
            expected="the key of an EventSet",
            got=f"{dict(key)!r:.200}",
        )
    events = one_key(EventSet, primary_key_of(EventSet, {**key, **own}), "EventSet")
    digest, n_events = (EventSet & events).fetch1("event_set_hash", "n_events")
    _refuse_beyond("event", n_events, max(place[0] for place in found.places) + 1)
    return own, str(digest)


def _refuse_beyond(what: str, there: int, stop: int) -> None:
    if stop > there:
        raise LabelsError(
            f"A {what} was rated that the recording has not.",
            expected=f"{what}s 0 to {there - 1}",
            got=f"{what} {stop - 1}",
            do="give the ratings of this recording; the first number is 0",
        )


def columns(found: UnitRatings) -> Row:
    """What a row of `UnitRatingSet` says of ratings."""
    return {
        "rating_by": " ".join(found.by),
        "rating_levels": list(found.scale.levels),
        "rating_level_names": list(found.scale.names),
        "rating_n": len(found),
        "rating_n_places": len(found.places),
        "rating_n_units": len(found.units),
        "rating_n_raters": len(found.raters),
        "rating_n_not_scorable": sum(found.not_scorable.values()),
        "rating_notes": list(found.notes) or None,
    }


def rows(found: UnitRatings) -> tuple[list[Row], list[Row]]:
    """Rows of the Parts Place and Rating.

    Raises
    ------
    LabelsError
        If a text does not fit its column, or two raters differ only in case.
    """
    _check_texts(found)
    number = {place: k for k, place in enumerate(found.places)}
    places: dict[int, Row] = {}
    rated = []
    for k, rating in enumerate(found.rows):
        at = number[rating.place]
        own: Row = dict.fromkeys(f"rated_{name}" for name in _PLACES)
        own |= {f"rated_{n}": v for n, v in zip(found.by, rating.place, strict=True)}
        own |= {f"rating_{name}": getattr(rating, name) for name in _GROUPS}
        places[at] = {"rating_place": at, **own}
        rated.append(
            {
                "rating_place": at,
                "action_unit": rating.unit,
                "unit_rater": rating.rater,
                "rating_value": None if rating.value is None else float(rating.value),
                "rating_blinded": rating.blinded,
                "rating_no": k,
            }
        )
    return [places[at] for at in sorted(places)], rated


def _check_texts(found: UnitRatings) -> None:
    seen: dict[str, str] = {}
    for rater in found.raters:
        # MySQL takes such names for one key
        other = seen.setdefault(rater.casefold().strip(), rater)
        if other != rater or not rater.strip():
            raise LabelsError(
                "The names of raters cannot be told apart."
                if other != rater
                else "A rater has no name.",
                expected="names that differ in more than capitals and blanks",
                got=f"{other!r} and {rater!r}",
                do="give each rater one name",
            )
    images = [place[0] for place in found.places] if found.by == ("image",) else []
    groups = [getattr(row, name) for row in found.rows for name in _GROUPS]
    for what, longest, texts in (
        ("name of a rater", LONGEST_RATER, found.raters),
        ("name of a picture", LONGEST_TEXT, images),
        ("name of a trial, session or animal", LONGEST_TEXT, [g for g in groups if g is not None]),
    ):
        if long := [text for text in texts if len(text) > longest]:
            raise LabelsError(
                f"The {what} is too long for its column.",
                expected=f"at most {longest} characters",
                got=f"{len(long[0])}: {long[0]:.80}",
                do="give it a shorter name",
            )


def read(row: Row, places: list[Row], rated: list[Row]) -> UnitRatings:
    """Ratings of the rows of a set; those of Rating in the order in which they were given."""
    by = tuple(row["rating_by"].split())
    scale = RatingScale(tuple(row["rating_levels"]), tuple(row["rating_level_names"]))
    where = {one["rating_place"]: one for one in places}
    found = []
    for one in rated:
        own = where[one["rating_place"]]
        place = tuple(_PLACES[name](own[f"rated_{name}"]) for name in by)
        blinded = None if one["rating_blinded"] is None else bool(one["rating_blinded"])
        groups = {name: own[f"rating_{name}"] for name in _GROUPS}
        unit, rater, value = one["action_unit"], one["unit_rater"], one["rating_value"]
        found.append(UnitRating(unit, rater, value, place, blinded, **groups))
    ratings = UnitRatings(tuple(found), by, scale, tuple(row["rating_notes"] or ()))
    return replace(ratings, source=row["rating_file"] or "")
