"""`UnitRatingSet`: what people rated of a mouse's face, frame by frame or picture by picture.

Ratings are stored in the rows, not in a file: they are the work of people.  A set never changes.
Corrected ratings are a set of their own, so that no agreement belongs to ratings that have changed
under it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.places import find_path, relative_path
from .._schema.rows import one, primary_key_of
from ..core.inputs import sha256_of
from ..core.ratings import UnitRatings, read_unit_ratings
from ..errors import ParameterError
from ..expression.events import EventSet
from ..params import content_hash
from ..recording import VideoRecording
from . import _rating_rows
from ._schema import schema
from .units import ActionUnit  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class UnitRatingSet(NumberedTable, dj.Manual):
    """Ratings of action units by people; immutable, identified by its content."""

    NAME = "unit_rating_set"
    definition = """
    # Ratings of action units by people, of a recording or of pictures; never edited
    unit_rating_set_id: int32
    ---
    -> [nullable] VideoRecording        # null: of pictures, which are of no recording
    rating_by: varchar(32)              # what was rated: frame, time_s, image, event, a span
    rating_event_set_hash=null: char(64)    # the events that are counted, where events were rated
    rating_levels: json                 # of the scale, from low to high
    rating_level_names: json
    rating_n: int64                     # ratings
    rating_n_places: int64              # frames, pictures, spans or events
    rating_n_units: int32
    rating_n_raters: int32
    rating_n_not_scorable: int64        # ratings that say that it could not be rated
    rating_file=null: varchar(255)      # they came from, relative to a root; null: given as rows
    rating_file_sha256=null: char(64)
    rating_notes=null: json             # what was mapped or left out of the file
    unit_rating_set_hash: char(64)      # over recording, scale and ratings
    unit_rating_set_description="": varchar(255)
    unique index (unit_rating_set_hash)
    """

    class Place(FixedPart, dj.Part):
        """A frame, picture, span or event that was rated, and what it belongs to."""

        definition = """
        # A frame, picture, span or event that was rated, and what it belongs to
        -> master
        rating_place: int32             # 0, 1, ...
        ---
        rated_frame=null: int64
        rated_time_s=null: float64      # on the movie's clock
        rated_image=null: varchar(255)
        rated_event=null: int32         # an event_id
        rated_start_s=null: float64
        rated_stop_s=null: float64
        rated_first_frame=null: int64
        rated_stop_frame=null: int64    # one after the last
        rating_trial=null: varchar(255) # as the file says; null: it does not
        rating_session=null: varchar(255)
        rating_animal=null: varchar(255)
        """

    class Rating(FixedPart, dj.Part):
        """How one person rated one unit of one place."""

        definition = """
        # How one person rated one unit of one place
        -> master.Place
        -> ActionUnit
        unit_rater: varchar(64)
        ---
        rating_value=null: float64      # null: the rater looked and could not rate it
        rating_blinded=null: bool       # whether the treatment was unknown to the rater
        rating_no: int64                # 0, 1, ... as they were given
        """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any] | None,
        ratings: UnitRatings | str | os.PathLike,
        *,
        unit_rating_set_id: int | None = None,
        description: str = "",
        **options: Any,
    ) -> Row:
        """Insert ratings unless the same ones exist; returns the key of the set.

        Parameters
        ----------
        key : mapping or None
            Of a VideoRecording whose RecordingInfo is populated; of an EventSet, where events
            were rated; None where pictures were.
        ratings : UnitRatings or path
            A path is of a file inside a root folder, which `read_unit_ratings` reads: a line a
            rating, a column a unit, or of PainFace.
        unit_rating_set_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.
        **options
            Of `read_unit_ratings`: `scale`, `layout`, `rater`, `not_scorable`.

        Raises
        ------
        ParameterError
            If the key names nothing, or is missing where frames or events were rated.
        LabelsError
            If ratings are malformed, or name frames that the recording has not.
        PathError
            If there is no such file, or it is in no root folder.
        """
        with server_errors():
            found, about = _given(ratings, options)
            own, digest = _rating_rows.placed(key, found)
            row: Row = {
                **dict.fromkeys(VideoRecording().primary_key),
                **own,
                "rating_event_set_hash": digest,
                **_rating_rows.columns(found),
                **about,
            }
            places, rated = _rating_rows.rows(found)
            return cls.add_row(
                _hash(row, found),
                row,
                number=unit_rating_set_id,
                description=description,
                parts={cls.Place: places, cls.Rating: rated},
            )

    @classmethod
    def ratings(cls, key: Mapping[str, Any]) -> UnitRatings:
        """The ratings of one set as `core` takes them.

        Raises
        ------
        ParameterError
            If the key names no set, or several.
        FixedRowError
            If its rows were edited, or rows were added or taken away.
        """
        own = primary_key_of(cls, one(cls & key, "UnitRatingSet"))
        cls.check(own)
        return cls._ratings(own)

    @classmethod
    def events_key(cls, key: Mapping[str, Any]) -> Row | None:
        """The key of the event set whose events were rated; None where none were.

        Raises
        ------
        ParameterError
            If the event set is gone.
        """
        digest = one(cls & primary_key_of(cls, key), "UnitRatingSet")["rating_event_set_hash"]
        if digest is None:
            return None
        return primary_key_of(
            EventSet, one(EventSet & {"event_set_hash": digest}, "EventSet that was rated")
        )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row, found = one(cls & primary_key_of(cls, key), "UnitRatingSet"), cls._ratings(key)
        due = _rating_rows.columns(found)
        counts = [name for name in due if name.startswith("rating_n")]
        if wrong := [name for name in counts if name != "rating_notes" and row[name] != due[name]]:
            return f"of {due[wrong[0]]} as {wrong[0]}, and {row[wrong[0]]} were added"
        return _hash(row, found)

    @classmethod
    def _ratings(cls, key: Mapping[str, Any]) -> UnitRatings:
        own = primary_key_of(cls, key)
        row = one(cls & own, "UnitRatingSet")
        places = (cls.Place & own).to_dicts(order_by="rating_place")
        rated = (cls.Rating & own).to_dicts(order_by="rating_no")
        return _rating_rows.read(row, places, rated)


def _given(ratings: Any, options: Mapping[str, Any]) -> tuple[UnitRatings, Row]:
    """The ratings, and the columns that say which file they are of."""
    if isinstance(ratings, UnitRatings):
        if options:
            raise ParameterError(
                "These ratings are read already, and options of files are given with them.",
                got=", ".join(options),
                do="leave these out, or give the path of the file",
            )
        return ratings, {}
    relative = relative_path(ratings, "file of ratings")
    path = find_path(relative, "file of ratings")
    found = read_unit_ratings(path, **options)
    return found, {"rating_file": relative, "rating_file_sha256": sha256_of(path)}


def _hash(row: Mapping[str, Any], found: UnitRatings) -> str:
    recording = {name: None if row[name] is None else str(row[name])
                 for name in VideoRecording().primary_key}  # fmt: skip
    return content_hash(
        {
            "kind": "UnitRatingSet",
            "recording": recording,
            "events": row["rating_event_set_hash"],
            "names": list(row["rating_level_names"]),
            "ratings": found.digest,
        }
    )
