"""What is stored of how points were tracked: from the files, and from what a person names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.keypoints import Keypoints
from ..core.keypoints.boxes import boxes_of, check_boxes, check_points_inside
from ..core.keypoints.tracking import FileTracking, TrackingModel, tracking_of
from ..errors import ParameterError, ResultMismatchError
from ..linking import Link
from ._running import find_file
from .keypoint_models import KeypointModel

Row = dict[str, Any]

#: columns of `KeypointTracking` beside its keys and its hash
OF_TRACKING = (
    *("tracking_given", "bbox", "tracked_datetime", "tracking_duration_s", "tracked_n_frames"),
    "tracking_about",
)


@dataclass(frozen=True, eq=False)
class Tracked:
    """A row of `KeypointTracking` that is to be stored.

    Attributes
    ----------
    model : TrackingModel
    row : dict
        The columns `OF_TRACKING`.
    names_box : bool
        Whether a person named the box.
    """

    model: TrackingModel
    row: Row
    names_box: bool

    @property
    def asked(self) -> bool:
        """Whether a person named the model or the box."""
        return self.names_box or self.row["tracking_given"]

    def beside(self, model: TrackingModel, row: Row) -> Tracked:
        """The same, with what a person named before for the task.

        Raises
        ------
        ParameterError
            If that was another model or box.
        """
        merged, found = dict(self.row), self.model
        if row["tracking_given"]:
            if merged["tracking_given"] and model != found:
                raise _named_before("model", _told(model), _told(found))
            merged["tracking_given"], found = True, model
        if row["bbox"] is not None:
            if self.names_box and merged["bbox"] != row["bbox"]:
                raise _named_before("bounding box", str(row["bbox"]), str(merged["bbox"]))
            merged["bbox"] = row["bbox"]
        return Tracked(found, merged, self.names_box)


def _told(model: TrackingModel) -> str:
    return f"{model.name!r}, sha256 {model.file_sha256[:12] or 'unknown'}"


def _named_before(what: str, expected: str, got: str) -> ParameterError:
    return ParameterError(
        f"Another {what} was named for this task before.",
        expected=expected,
        got=got,
        do="delete the row of KeypointTracking if it is wrong, and add it again",
    )


def tracking_row(
    request: Row,
    paths: list[str],
    keypoints: Keypoints,
    link: Link,
    *,
    model: Any = None,
    bbox: Any = None,
) -> Tracked:
    """How the points of a task were tracked, checked against the points and the recording.

    Parameters
    ----------
    request : dict
        The columns of the task, and the values of `of_recording`.
    paths : list of str
        Relative to the roots.
    keypoints : Keypoints
        Of these files.
    link : Link
    model : TrackingModel, mapping, or key of KeypointModel, optional
    bbox : sequence, optional

    Raises
    ------
    ParameterError, ResultError
        As `KeypointTracking.add` says.
    """
    column = "KeypointTask.keypoint_file_path"
    files = [find_file(link, path, "keypoint file", "_FacemapPose.h5", column) for path in paths]
    told = [tracking_of(file, request["keypoint_source"] or None) for file in files]
    size = tuple(request["size"]) or None
    for one in told:
        one.check_fits(keypoints.names, size)
    found = told[0].model(keypoints.names) if model is None else KeypointModel.given(model)
    found.check_points(keypoints.names)
    if model is not None and found.software != keypoints.software:
        raise ParameterError(
            f"The model {found.name!r} is of another program than the file.",
            expected=keypoints.software,
            got=found.software,
            do="give software= of the model as the program that wrote the file",
        )
    boxes = _boxes(told, bbox)
    if size:
        check_boxes(boxes, size)
    if boxes:
        check_points_inside(keypoints, boxes, request["counts"])
    row = {
        "tracking_given": model is not None,
        "bbox": None if not boxes else [list(b) for b in boxes] if len(boxes) > 1 else [*boxes[0]],
        "tracked_datetime": max((t.written_at for t in told if t.written_at), default=None),
        "tracking_duration_s": _sum(t.duration_s for t in told),
        "tracked_n_frames": _sum(t.n_frames for t in told),
        "tracking_about": told[0].about or None,
    }
    return Tracked(found, row, bool(boxes_of(bbox, len(told))))


def _boxes(told: list[FileTracking], given: Any) -> tuple[Any, ...]:
    """The box of all files, or that of each; as given, and not against what the files say."""
    stated = [t.boxes for t in told]
    inside = boxes_of([box for boxes in stated for box in boxes], len(told)) if all(stated) else ()
    if given is None:
        return inside
    named = boxes_of(given, len(told))
    if inside and named and named != inside:
        raise ResultMismatchError(
            "The bounding box differs from that in the metadata beside the keypoint file.",
            expected=str([list(box) for box in inside]),
            got=str([list(box) for box in named]),
            do="leave bbox out to take the one that was used",
        )
    return named or inside


def _sum(values: Any) -> Any:
    listed = list(values)
    return None if None in listed else sum(listed)
