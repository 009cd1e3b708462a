"""`ReviewQueue`: which seconds of which recordings to label next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.rows import null, one_key, primary_key_of
from ..core.behavior.labels import Labels
from ..core.behavior.prediction import Prediction
from ..core.behavior.queue import Segment, next_segments
from ..errors import ParameterError
from ..params import content_hash
from ..recording import VideoRecording
from ._schema import schema
from .classification import Classification
from .ethograms import Behavior  # noqa: F401 (named in a definition)
from .label_sets import LabelSet

Row = dict[str, Any]

#: labels of people: those of programs are predictions themselves
_OF_PEOPLE = [{"label_method": "manual"}, {"label_method": "curated"}]
_COLUMNS = ("first_frame", "stop_frame", "start_s", "stop_s", "uncertainty", "novelty")


@schema
class ReviewQueue(NumberedTable, dj.Manual):
    """Segments of recordings ranked by how much a label of them would tell; never edited.

    It refers to recordings, not to their classifications: these can be made again under it.
    """

    NAME = "review_queue"
    definition = """
    # Which seconds of which recordings to label next, as they were ranked once
    review_queue_id: int32
    ---
    review_queue_n_segments: int32      # that are ranked
    review_queue_length_s: float64      # of a segment
    review_queue_hash: char(64)         # over the segments
    review_queue_description="": varchar(255)
    unique index (review_queue_hash)
    """

    class Segment(FixedPart, dj.Part):
        """A segment to label."""

        definition = """
        # A segment to label
        -> master
        segment_rank: int32             # from 1
        ---
        -> VideoRecording
        -> Behavior                     # that is most in doubt there
        segment_first_frame: int64
        segment_stop_frame: int64       # one after the last
        segment_start_s=null: float64   # on the movie's clock
        segment_stop_s=null: float64
        segment_uncertainty: float64    # 0 to 1: how close its probabilities are to one half
        segment_novelty: float64        # 0 to 1: how unlike what is labeled or ranked before
        """

    @classmethod
    def add(
        cls,
        classifications: Mapping[str, Any] | Iterable[Mapping[str, Any]] | Any,
        *,
        n_segments: int = 20,
        length_s: float = 2.0,
        review_queue_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Rank segments of classified recordings; returns the key of the queue.

        What people have assessed already is left out, whichever label set it is in.

        Parameters
        ----------
        classifications : query, key, or iterable of keys
            Rows of Classification, of one classifier: `Classification & {...}`.
        n_segments : int
            At most so many.
        length_s : float
            Of a segment; one or two seconds are usual.
        review_queue_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is no classification or nothing left to label, a recording comes twice,
            or a parameter is out of its range.
        InputError
            If the classifications are of different behaviors.
        """
        with server_errors():
            keys = _keys(classifications)
            predictions = [Classification.open(key) for key in keys]
            labels = [_assessed(*pair) for pair in zip(keys, predictions, strict=True)]
            found = next_segments(
                predictions, labels=labels, n_segments=n_segments, length_s=length_s
            )
            if not found:
                raise ParameterError(
                    "There is nothing left to label in these recordings.",
                    expected="a segment with a probability that nobody has assessed",
                    do="add classifications of other recordings",
                )
            rows = [_segment_row(keys[segment.recording], segment) for segment in found]
            row = {"review_queue_n_segments": len(rows), "review_queue_length_s": float(length_s)}
            return cls.add_row(
                _hash(rows, length_s),
                row,
                number=review_queue_id,
                description=description,
                parts={cls.Segment: rows},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = (cls & primary_key_of(cls, key)).fetch1()
        rows = (cls.Segment & primary_key_of(cls, key)).to_dicts(order_by="segment_rank")
        if len(rows) != row["review_queue_n_segments"]:
            return f"of {len(rows)} segments, and {row['review_queue_n_segments']} were ranked"
        return _hash(rows, row["review_queue_length_s"])

    @classmethod
    def waiting(cls, key: Mapping[str, Any] | None = None) -> dj.Table:
        """Segments whose doubtful behavior nobody has assessed yet, as a query.

        Parameters
        ----------
        key : mapping, optional
            Restricts them, to one queue or recording.
        """
        people = LabelSet.Assessed & (LabelSet & _OF_PEOPLE).proj()
        inside = "assessed_first_frame <= segment_first_frame"
        inside += " AND assessed_stop_frame >= segment_stop_frame"
        done = (cls.Segment * people & inside).proj()
        return (cls.Segment & (key or {})) - done


def _keys(given: Any) -> list[Row]:
    """Keys of the classifications that are meant, one a recording."""
    if isinstance(given, dj.Table):
        given = given.keys(order_by="KEY")
    elif isinstance(given, type) and issubclass(given, dj.Table):
        given = given().keys(order_by="KEY")
    named = mappings_of(given, "classifications")
    keys = [one_key(Classification, key, "row of Classification") for key in named]
    if not keys:
        raise ParameterError(
            "There is no classification to rank segments of.",
            expected="rows of Classification",
            got="none",
            do="populate Classification first",
        )
    recordings = [tuple(primary_key_of(VideoRecording, key).values()) for key in keys]
    if twice := [one for n, one in enumerate(recordings) if one in recordings[:n]]:
        raise ParameterError(
            "A recording comes twice.",
            expected="one classification of each recording, of the same classifier",
            got=f"several of {', '.join(map(str, twice[0]))}",
            do="restrict Classification to those of one classifier",
        )
    return keys


def _assessed(key: Row, prediction: Prediction) -> Labels:
    """What people have looked at in a recording, as labels without bouts."""
    recording = primary_key_of(VideoRecording, key)
    people = LabelSet & recording & _OF_PEOPLE
    rows = (LabelSet.Assessed & people.proj()).to_dicts()
    mask = np.zeros(prediction.n_frames, bool)
    for row in rows:
        mask[row["assessed_first_frame"] : row["assessed_stop_frame"]] = True
    matrix = np.where(mask[:, None], 0, -1) * np.ones(len(prediction.names), np.int64)
    return Labels.from_matrix(prediction.ethogram, matrix)


def _segment_row(key: Row, segment: Segment) -> Row:
    return {
        "segment_rank": segment.rank,
        **primary_key_of(VideoRecording, key),
        "behavior": segment.behavior,
        **{f"segment_{name}": null(getattr(segment, name)) for name in _COLUMNS},
    }


def _hash(rows: Iterable[Row], length_s: float) -> str:
    # key values of a lab may be dates: they are told apart by their text
    names = (*VideoRecording().primary_key, "behavior", "segment_rank")
    frames = ("segment_first_frame", "segment_stop_frame")
    segments = [
        {**{n: str(row[n]) for n in names}, **{n: int(row[n]) for n in frames}} for row in rows
    ]
    return content_hash({"kind": "ReviewQueue", "length_s": float(length_s), "segments": segments})
