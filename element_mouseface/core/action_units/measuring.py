"""Measure the action units of a recording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError, check_type, raised_as
from ..events import Events, fold_of_frames
from ..facial_signals.regions import Region, Regions
from ..features.quality import FrameFlag
from ..frame_features.places import CROP, region_places
from ..frame_features.reasons import Reason
from ..frame_features.table import FrameTable
from ..frame_features.unit_definitions import UNIT_REGION
from ..keypoints.points import Keypoints
from ..store.result import Result, open_result
from .ear import ear_units
from .eye import eye_aperture
from .head import Head, fixed_head, head_of_pictures
from .learned import check_target, learned_bulge
from .measured import Measured, ReferenceValue, made, nothing
from .mouth import mouth_opening
from .of_pictures import APPEARANCES, Pictures, measure_pictures
from .params import FACING, ActionUnitParams
from .places import Place, find_places
from .points import Points
from .units import NAMES, ActionUnits
from .whisker_points import angle_of_whiskers

Progress = Callable[[int, int], None]
TARGETS = tuple(f"{part}_bulge" for part in APPEARANCES)
"""Units that are learned from targets."""
_UNUSABLE = FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT


def action_units(
    result: Result | str | Path,
    *,
    keypoints: Keypoints | None = None,
    regions: Regions | Sequence[Region] | None = None,
    params: ActionUnitParams | None = None,
    reference: ActionUnits | Sequence[ReferenceValue] | None = None,
    targets: Mapping[str, np.ndarray] | None = None,
    events: Events | None = None,
    times_s: np.ndarray | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> ActionUnits:
    """The action units of every frame of a recording.

    Parameters
    ----------
    result : Result or path
        Of the pass over the movie; the movie is not needed.
    keypoints : Keypoints, optional
        Tracked points: eye, ear, mouth and the head's own frame need them.
    regions : Regions or sequence of Region, optional
        Named whisker…, nose… and cheek…, in pixels of the movie's frame; by default circles
        about the points of eye, nose and mouth.
    params : ActionUnitParams, optional
    reference : ActionUnits or sequence of ReferenceValue, optional
        Of another recording of this mouse and camera: its open-eye value, and the directions of
        the ear and the lip at rest, in place of this recording's own.
    targets : mapping of str to (frames,) array, optional
        Ratings or others that 'nose_bulge' and 'cheek_bulge' are learned from; NaN without one.
    events : Events, optional
        With targets: their trials are left out as a whole.
    times_s : (frames,) array, optional
        Frame times on the clock of the events, where that is not the movie's.
    workers : int, optional
        Threads; by default one for each core.
    progress : callable(done, total), optional
        Frames of the pictures.

    Raises
    ------
    ParameterError
        If a point or a target is named that does not exist.
    InputError
        If points or targets are of another number of frames, or targets cannot be learned.
    CropError
        If a region is outside the picture.
    """
    params = check_type("params", params, ActionUnitParams | None, "ActionUnitParams(...)")
    params = params or ActionUnitParams()
    result = result if isinstance(result, Result) else open_result(result)
    targets = _checked(result, keypoints, targets)
    named = regions.regions if isinstance(regions, Regions) else tuple(regions or ())
    usable = (np.asarray(result.flags) & int(_UNUSABLE)) == 0
    given = _given(reference)
    # points that are lost, or at one place, have no direction: they are told by reasons
    with np.errstate(invalid="ignore", divide="ignore"):
        points = None if keypoints is None else Points(keypoints, params, usable)
        found = _of_points(points, params, given, result.n_frames)
    job = _Job(result, params, usable, named, points, workers, progress)
    head, places, notes = job.prepared()
    pictures = job.pictures(head, places, tuple(targets))
    # named whiskers that cannot be measured say why, unless the cells can be
    of_cells = pictures.units["whisker_angle"].source == "cells"
    keep = bool(found["whisker_angle"].source) or bool(params.whiskers and points and not of_cells)
    found |= {k: v for k, v in pictures.units.items() if not (keep and k == "whisker_angle")}
    trials, motion = None, head.motion()
    if events is not None and targets:
        on_clock = result.times_s if times_s is None else np.asarray(times_s, np.float64)
        trials = fold_of_frames(events, on_clock)
    for part in APPEARANCES:
        name = f"{part}_bulge"
        codes = _why_not(head, usable, pictures, part)
        found[name] = learned_bulge(
            name, pictures.differences.get(part), targets.get(name), trials, result.times_s,
            codes, motion, workers=workers,
        )  # fmt: skip
    return _joined(result, found, params, notes, _about(result, keypoints, points, head, places))


def _checked(
    result: Result, keypoints: Keypoints | None, targets: Mapping[str, Any] | None
) -> dict[str, np.ndarray]:
    """The targets as arrays (ParameterError, InputError)."""
    check_type("keypoints", keypoints, Keypoints | None, "points from `load_keypoints`")
    if keypoints is not None and keypoints.n_frames != result.n_frames:
        raise InputError(
            "The keypoints do not belong to this recording.",
            expected=f"points for each of its {result.n_frames} frames",
            got=f"{keypoints.n_frames} frames",
            do="give the file that was tracked on this movie",
        )
    ready: dict[str, np.ndarray] = {}
    for name, values in (targets or {}).items():
        if name not in TARGETS:
            raise ParameterError(
                f"The unit {name!r} is not learned from targets.",
                expected=f"one of {', '.join(TARGETS)}",
                do="the other units are measures: compare them with ratings instead",
            )
        what = f"The targets of {name} cannot be used."
        with raised_as(InputError, what, do="give numbers, or NaN", of=(TypeError, ValueError)):
            ready[name] = np.asarray(values, np.float64)
        if ready[name].shape != (result.n_frames,) or np.isinf(ready[name]).any():
            raise InputError(
                f"The targets of {name} do not belong to this recording.",
                expected=f"a finite number or NaN for each of {result.n_frames} frames",
                got=f"shape {ready[name].shape}",
                do="give NaN for frames without a target",
            )
        check_target(name, ready[name], np.isfinite(ready[name]))
    return ready


def _given(reference: ActionUnits | Sequence[ReferenceValue] | None) -> dict[str, dict[str, float]]:
    """Values at rest of another recording, by unit and quantity."""
    rows = reference.reference if isinstance(reference, ActionUnits) else (reference or ())
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        check_type("reference", row, ReferenceValue, "ActionUnits, or a list of ReferenceValue")
        found.setdefault(row.unit, {})[row.quantity] = row.value
    return found


def _of_points(
    points: Points | None, params: ActionUnitParams, given: dict[str, dict[str, float]], n: int
) -> dict[str, Measured]:
    """The units that come from tracked points."""
    names = ("eye_aperture", "ear_angle", "ear_position", "mouth_opening", "whisker_angle")
    if points is None:
        found = {name: nothing(n, Reason.NO_POINTS) for name in names}
    else:
        eye = given.get("eye_aperture", {})
        quantity = "lid_distance" if points.mapping.eye_shape == "ellipse" else "polygon_area"
        angle, position = ear_units(points, given.get("ear_angle"))
        found = {
            "eye_aperture": eye_aperture(points, eye.get(quantity)),
            "ear_angle": angle,
            "ear_position": position,
            "mouth_opening": mouth_opening(
                points, given.get("mouth_opening", {}).get("direction_closed")
            ),
            "whisker_angle": angle_of_whiskers(points)
            if params.whiskers
            else nothing(n, Reason.NO_POINTS),
        }
    found["orbital_tightening"] = _tightening(found["eye_aperture"])
    return found


def _tightening(eye: Measured) -> Measured:
    return made(1 - eye.values, eye.errors, eye.reasons.copy(), (), eye.source)


@dataclass(frozen=True, eq=False)
class _Job:
    """What the pictures are measured with."""

    result: Result
    params: ActionUnitParams
    usable: np.ndarray
    regions: Sequence[Region]
    points: Points | None
    workers: int | None
    progress: Progress | None

    def prepared(self) -> tuple[Head, dict[str, Place], list[str]]:
        """Where the head is, where the parts of the face are, and notes."""
        n = self.result.n_frames
        head = None if self.points is None else self.points.head
        notes = [] if head is not None or self.points is None else [_NO_HEAD]
        if not self.params.from_picture:
            return head or fixed_head(n), {}, notes
        places, more = find_places(self.result, self.regions, self.points)
        notes += more
        if self.params.head == "fixed":
            return head or fixed_head(n), places, notes
        if head is None and places:
            whole = region_places(self.result)[0]
            if whole.name == CROP:
                head = head_of_pictures(
                    self.result, self.usable, whole.inside, self.workers, self.progress
                )
            notes += [_FROM_PICTURE if head is not None else _FIXED]
        return head or fixed_head(n), places, notes

    def pictures(self, head: Head, places: dict[str, Place], targets: tuple[str, ...]) -> Pictures:
        """What is measured in the pictures."""
        n = self.result.n_frames
        if not self.params.from_picture or not places:
            names = ("whisker_angle", "whisker_change", "nose_departure", "cheek_departure")
            return Pictures({name: nothing(n, Reason.NO_REGION) for name in names})
        forwards = self._forwards(places)
        keep = tuple(name.removesuffix("_bulge") for name in targets)
        return measure_pictures(
            self.result, places, head, self.usable, forwards, keep=keep, progress=self.progress
        )

    def _forwards(self, places: dict[str, Place]) -> complex:
        """Direction towards the nose: of points, of regions, or as it was given."""
        if self.points is not None and np.isfinite(self.points.forwards()):
            return self.points.forwards()
        side = FACING.get(self.params.facing)
        if side is not None:
            return side
        if "nose" in places and "cheek" in places:
            along = np.mean(places["nose"].pixels.places) - np.mean(places["cheek"].pixels.places)
            return complex(along / abs(along)) if along else complex(np.nan, np.nan)
        return complex(np.nan, np.nan)


_NOTHING = (
    "no unit could be measured: give tracked points (keypoints=, --keypoints), or regions whose "
    "names begin with whisker, nose or cheek (regions=, --regions)"
)
_NO_HEAD = (
    "the head's own frame is unknown: fewer than three tracked points move only with the head, so "
    "ear and mouth cannot be measured; track points of the skull and name them as stable, or say "
    "that the head is bolted (head='fixed', --head-fixed)"
)
_FROM_PICTURE = "the head's motion is measured from the pictures, because no points tell it"
_FIXED = "the head is taken to stay where it is: neither points nor pictures tell its motion"


def _why_not(head: Head, usable: np.ndarray, pictures: Pictures, part: str) -> np.ndarray:
    codes = np.zeros(len(usable), np.uint8)
    if part in pictures.covered:
        codes[pictures.covered[part]] = Reason.COVERED
    codes[~head.known] = Reason.NO_HEAD
    codes[~usable] = Reason.MISSING_FRAME
    return codes


def _about(
    result: Result,
    keypoints: Keypoints | None,
    points: Points | None,
    head: Head,
    places: dict[str, Place],
) -> dict[str, Any]:
    about: dict[str, Any] = {
        "result_digest": result.digest,
        "head": {"from": head.source, "points": list(head.names)},
        "regions": {
            part: {"from": place.source, "region": place.region.to_dict(),
                   "n_pixels": len(place.pixels.places), "n_cells": int(place.cells.sum())}
            for part, place in places.items()
        },
    }  # fmt: skip
    if keypoints is not None and points is not None:
        about["keypoints"] = {
            "software": keypoints.software,
            "file_sha256": keypoints.file_sha256,
            "mapping": points.mapping.to_dict(),
            "mouth": list(points.mouth),
        }
    return about


def _joined(
    result: Result,
    found: dict[str, Measured],
    params: ActionUnitParams,
    notes: list[str],
    about: dict[str, Any],
) -> ActionUnits:
    values = np.stack([found[name].values for name in NAMES], axis=1)
    sources = {n: found[n].source for n in NAMES if np.isfinite(found[n].values).any()}
    about = {"kind": "frames", "params": params.to_dict(), "sources": sources, **about}
    table = FrameTable(
        tuple(f"{UNIT_REGION}:{name}" for name in NAMES),
        values,
        {f"{UNIT_REGION}:{name}": found[name].reasons for name in NAMES},
        times_s=result.times_s,
        flags=np.asarray(result.flags),
        about=about,
    )
    if not sources:
        notes = [*notes, _NOTHING]
    told = [*notes, *(note for name in NAMES for note in found[name].notes)]
    rows = tuple(row for name in NAMES for row in found[name].reference)
    errors = {name: found[name].errors for name in NAMES}
    return ActionUnits(table, errors, rows, params, tuple(dict.fromkeys(told)))
