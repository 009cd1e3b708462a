"""`LabelSet`: which frames of a recording show which behaviors, by one labeler.

Labels are intervals of frames, and so are the spans that were looked at: what is outside of
them is unknown, never absent.  A set never changes.  Corrected labels are a new set, so that
no classifier silently belongs to labels that have changed under it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.places import find_path, relative_path
from .._schema.rows import one, one_key, primary_key_of
from ..core.behavior.formats import read_labels
from ..core.behavior.labels import Labels
from ..core.results.prediction_folder import labels_of_prediction
from ..errors import LabelsError, ParameterError
from ..recording import RecordingInfo, VideoRecording, existing_recording, frame_times
from ._label_rows import hash_of_labels, interval_rows, labels_of_rows
from ._reading import reading_of
from ._schema import schema
from .ethograms import Behavior, Ethogram  # noqa: F401 (named in a definition)

#: of the column of labelers, and of that of the file's name
LONGEST_LABELER, LONGEST_SOURCE = 64, 255


@schema
class LabelSet(NumberedTable, dj.Manual):
    """The labels of a recording by one labeler; immutable, identified by their content."""

    NAME = "label_set"
    definition = """
    # Which frames of a recording show which behaviors; never edited, known by its content
    -> VideoRecording
    label_set_id: int32
    ---
    -> Ethogram
    labeler="": varchar(64)             # who, or which program
    label_method: enum('manual','automated','curated')  # curated: a prediction that was corrected
    label_n_frames: int64               # of the recording
    label_based_on="": varchar(64)      # curated: digest of the classifier that predicted
    label_source="": varchar(255)       # name of the file that they were read from
    label_source_sha256=null: char(64)  # of that file, when it was read
    label_file=null: varchar(255)       # its path, relative to a root; null: not known
    label_notes=null: json              # what to know of how the file was read
    label_layout=null: json             # how the file was laid out, to write it again as it was
    label_set_hash: char(64)            # over recording, labeler, method, bouts and assessed spans
    label_set_description="": varchar(255)
    unique index (label_set_hash)
    """

    class Bout(FixedPart, dj.Part):
        """A bout: frames that show a behavior."""

        definition = """
        # Frames that show a behavior
        -> master
        -> Behavior
        label_bout_id: int32            # 0, 1, ... of this behavior, by time
        ---
        label_bout_first_frame: int64
        label_bout_n_frames: int64
        label_bout_start_s=null: float64    # on the movie's clock
        label_bout_stop_s=null: float64     # when its last frame ends
        """

    class Assessed(FixedPart, dj.Part):
        """A span that was looked at for a behavior; frames outside of these are unknown."""

        definition = """
        # A span that was looked at for a behavior; outside of them nothing is known
        -> master
        -> Behavior
        assessed_first_frame: int64
        ---
        assessed_stop_frame: int64      # one after the last
        assessed_start_s=null: float64  # on the movie's clock
        assessed_stop_s=null: float64   # when its last frame ends
        """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        labels: Labels | str | os.PathLike,
        *,
        ethogram: Any = None,
        labeler: str | None = None,
        method: str | None = None,
        label_set_id: int | None = None,
        description: str = "",
        **reading: Any,
    ) -> dict[str, Any]:
        """Insert labels unless the same set exists; returns its key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording, whose RecordingInfo is populated.
        labels : Labels, or path
            A label file inside a root folder of raw video or the processed folder, of any
            kind that `read_labels` knows; or labels that were read or made already.
        ethogram : key of Ethogram, Ethogram, or list of names, optional
            The behaviors that they are labels of; by default those of the labels.  One that
            `Labels` lack is unknown in all frames; of a file, `believe` says so.
        labeler : str, optional
            Who labeled, or which program; by default as the labels say.  Where a file has
            several labelers, whose labels are read.
        method : {'manual', 'automated', 'curated'}, optional
            By default as the labels say.
        label_set_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of the set's identity.
        **reading
            Of `read_labels`: `believe`, `unit`, `subject`, `open_bouts`, ...  The frame times,
            the frame rate and the name of the video are the recording's.

        Raises
        ------
        LabelsError
            If the labels are malformed, of another number of frames, have behaviors that the
            ethogram lacks, or spell one otherwise than `Behavior` does.
        ParameterError
            If there is no such recording, it is not populated, or a value is not a choice.
        PathError
            If the file is missing, or in no root folder.
        """
        with server_errors():
            own = one_key(RecordingInfo, existing_recording(recording_key), "populated recording")
            asked = None if ethogram is None else Ethogram.given(ethogram)
            found, file = _read(own, labels, labeler, {**reading, **_expected(asked, labels)})
            found = _named(found, labeler, method)
            _check_frames(own, found)
            if asked is not None:
                found = _with_ethogram(found, asked)
            row = {**own, "label_file": file, **Ethogram.add(found.ethogram), **_row(found)}
            bouts, assessed = interval_rows(found, frame_times(own))
            parts = {cls.Bout: bouts, cls.Assessed: assessed}
            return cls.add_row(
                hash_of_labels(own, found),
                row,
                number=label_set_id,
                description=description,
                parts={part: rows for part, rows in parts.items() if rows},
            )

    @classmethod
    def labels(cls, key: Mapping[str, Any]) -> Labels:
        """The labels of one set as `core` takes them; `write_labels` writes them to a file.

        Raises
        ------
        ParameterError
            If the key names no set, or several.
        FixedRowError
            If its rows were edited, or rows were added or taken away.
        """
        own = one_key(cls, key, "LabelSet")
        cls.check(own)
        return cls._stored(own)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        recording = {name: key[name] for name in VideoRecording().primary_key}
        return hash_of_labels(recording, cls._stored(key))

    @classmethod
    def _stored(cls, key: Mapping[str, Any]) -> Labels:
        own = primary_key_of(cls, key)
        row = one(cls & own, "LabelSet")
        bouts = (cls.Bout & own).to_dicts(order_by="behavior, label_bout_id")
        assessed = (cls.Assessed & own).to_dicts(order_by="behavior, assessed_first_frame")
        return labels_of_rows(row, Ethogram.ethogram(row), bouts, assessed)


def _read(
    own: Mapping[str, Any], labels: Any, labeler: str | None, reading: dict[str, Any]
) -> tuple[Labels, str | None]:
    """Labels, and the path of their file as the table has it."""
    if isinstance(labels, Labels):
        if reading:
            raise ParameterError(
                "These labels were read already.",
                got=", ".join(reading),
                do="leave these arguments out, or give the file's path instead of its labels",
            )
        return labels, None
    if not isinstance(labels, str | os.PathLike):
        raise ParameterError(
            "Labels cannot be of this kind.",
            expected="Labels, or the path of a label file",
            got=type(labels).__name__,
        )
    relative = relative_path(
        labels,
        "label file",
        do="move it there; or store the labels without the file: LabelSet.add(key, "
        "read_labels(path, n_frames=...)), with read_labels from element_mouseface",
    )
    path = find_path(relative, "label file")
    found = read_labels(path, **reading_of(own), labeler=labeler, **reading)
    return labels_of_prediction(found, path), relative


def _expected(asked: Any, labels: Any) -> dict[str, Any]:
    """The behaviors that a file is expected to have, as an argument of `read_labels`."""
    return {} if asked is None or isinstance(labels, Labels) else {"ethogram": asked}


def _named(labels: Labels, labeler: str | None, method: str | None) -> Labels:
    """Labels with the labeler and the method that are stated, which fit their columns."""
    found = replace(
        labels,
        labeler=labels.labeler if labeler is None else labeler,
        method=labels.method if method is None else method,
    )
    text = isinstance(found.labeler, str)
    if not text or len(found.labeler) > LONGEST_LABELER or not found.labeler.isprintable():
        raise ParameterError(
            "The name of the labeler cannot be stored.",
            expected=f"at most {LONGEST_LABELER} printable characters",
            got=f"{found.labeler!r:.80}",
        )
    return found


def _check_frames(own: Mapping[str, Any], labels: Labels) -> None:
    n_frames = int((RecordingInfo & own).fetch1("nframes"))
    if labels.n_frames != n_frames:
        raise LabelsError(
            "The labels are of another number of frames than the recording.",
            expected=f"{n_frames} frames, as the recording has",
            got=f"{labels.n_frames}",
            do="give the labels of this recording; labels.with_frames(n) cuts or extends them",
        )


def _with_ethogram(labels: Labels, asked: Any) -> Labels:
    """Labels of the behaviors that are asked for; none of theirs is left out in silence."""
    if lost := [name for name in labels.ethogram.names if name not in asked.names]:
        raise LabelsError(
            "The labels have behaviors that the ethogram lacks.",
            expected=", ".join(map(repr, asked.names)),
            got=", ".join(map(repr, lost)),
            do="add them to the ethogram, or leave them out: labels.with_ethogram(ethogram)",
        )
    return labels.with_ethogram(asked)


def _row(labels: Labels) -> dict[str, Any]:
    """The columns of a label set that its labels say."""
    return {
        "labeler": labels.labeler,
        "label_method": labels.method,
        "label_n_frames": labels.n_frames,
        "label_based_on": labels.based_on,
        "label_source": PurePosixPath(labels.source).name[-LONGEST_SOURCE:],
        "label_source_sha256": labels.source_digest or None,
        "label_notes": list(labels.notes) or None,
        "label_layout": dict(labels.layout) or None,
    }
