"""`ActionUnitTask`: a recording whose action units are to be measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one, one_key, primary_key_of
from ..core.action_units import TARGETS
from ..core.facial_signals.regions import Regions
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import InputError, ParameterError, check_choice
from ..features.tasks import regions_of
from ..frame_models.targets import FrameTarget
from ..params import content_hash
from ..recording import VideoRecording, existing_recording
from . import _unit_references
from ._schema import schema
from .paramsets import ActionUnitParamSet
from .units import ActionUnit  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class ActionUnitTask(NumberedTable, dj.Manual):
    """Action units of a recording to measure; immutable, identified by its content.

    Regions, the file of tracked points and another recording's values at rest are stored with the
    task, so that it needs no table of facemap.
    """

    NAME = "action_unit_task"
    definition = """
    # Action units of a recording to measure; never edited
    -> VideoRecording
    action_unit_task_id: int32
    ---
    -> HOGTask                          # the pass that they are measured from
    -> ActionUnitParamSet
    action_unit_regions=null: json      # named regions, in pixels of the frame
    action_unit_beside=null: json       # keypoints, their digest
    action_unit_reference=null: json    # values at rest of another recording; null: its own
    action_unit_n_targets: int32
    action_unit_task_hash: char(64)
    action_unit_task_description="": varchar(255)
    unique index (action_unit_task_hash)
    """

    class Target(FixedPart, dj.Part):
        """What an appearance is learned from: ratings of frames, or other numbers."""

        definition = """
        # What an appearance is learned from
        -> master
        -> ActionUnit
        ---
        -> FrameTarget
        """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        params: Any = None,
        *,
        regions: Any = None,
        reference: Any = None,
        targets: Mapping[str, Mapping[str, Any]] | None = None,
        action_unit_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request the action units of a recording unless they are requested; returns the key.

        Parameters
        ----------
        key : mapping
            Of a HOGTask, and `keypoints`: a path under the processed folder, as
            `Keypoints.keypoints_path` has it.  Without points only what pictures show is measured.
        params : ActionUnitParams, mapping, or key of an ActionUnitParamSet; optional
            By default all of their defaults.
        regions : Regions, mapping, path, or key of a FaceRegions; optional
            Named whisker…, nose… and cheek…; by default circles about the points.
        reference : ActionUnits of `core`, or sequence of ReferenceValue; optional
            Of another recording of this mouse and camera, as the table's `open` gives them: its
            open eye and values at rest stand instead of this recording's own.
        targets : mapping of str to key of a FrameTarget, optional
            What 'nose_bulge' and 'cheek_bulge' are learned from, by unit.
        action_unit_task_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If it lacks a column, or names something that is not there.
        InputError
            If targets are of another recording, or of categories without an order.
        CropError, PathError
            If the regions cannot be used.
        """
        with server_errors():
            own = existing_recording(key)
            task = one_key(HOGTask, primary_key_of(HOGTask, {**key, **own}), "HOGTask")
            named = regions_of(regions)
            learned = _targets(own, targets or {})
            row = {
                **own,
                **task,
                **ActionUnitParamSet.add(params),
                "action_unit_regions": Regions(named).to_dict() if named else None,
                "action_unit_beside": beside_of(key, ("keypoints",)),
                "action_unit_reference": _unit_references.stored(reference),
                "action_unit_n_targets": len(learned),
            }
            return cls.add_row(
                _hash(row, learned),
                row,
                number=action_unit_task_id,
                description=description,
                parts={cls.Target: learned} if learned else None,
            )

    @classmethod
    def targets(cls, key: Mapping[str, Any]) -> dict[str, Row]:
        """The key of the FrameTarget of each unit that is learned.

        Raises
        ------
        FixedRowError
            If a row was edited.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        rows = (cls.Target & own).to_dicts(order_by="action_unit")
        return {row["action_unit"]: primary_key_of(FrameTarget, row) for row in rows}

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "ActionUnitTask")
        rows = (cls.Target & primary_key_of(cls, key)).to_dicts()
        if len(rows) != row["action_unit_n_targets"]:
            return f"of {len(rows)} targets, and {row['action_unit_n_targets']} were added"
        return _hash(row, rows)


def _targets(own: Row, given: Mapping[str, Any]) -> list[Row]:
    """Rows of the Part Target."""
    if not isinstance(given, Mapping):
        raise ParameterError(
            "The targets cannot be used.",
            expected=f"the key of a FrameTarget by unit, of {', '.join(TARGETS)}",
            got=f"{given!r:.200}",
        )
    rows = []
    for unit, key in given.items():
        check_choice("This unit is not learned from targets.", unit, TARGETS)
        target = one_key(
            FrameTarget, {**primary_key_of(FrameTarget, {**own, **key})}, "FrameTarget"
        )
        kind = (FrameTarget & target).fetch1("target_kind")
        if any(target[name] != own[name] for name in own) or kind not in ("ordinal", "continuous"):
            raise InputError(
                f"The target of {unit!r} cannot be used.",
                expected="one of this recording, of numbers or of categories in order",
                got=f"{kind}, {target}",
            )
        rows.append({"action_unit": unit, **target})
    return rows


def _hash(row: Mapping[str, Any], targets: Iterable[Row]) -> str:
    """Over the recording, and all that units are measured from."""
    # key values of a lab may be dates: they are told apart by their text
    recording = {name: str(row[name]) for name in VideoRecording().primary_key}
    content: Row = {"kind": "ActionUnitTask", "recording": recording}
    parents = {FaceCrop: "crop", HOGParamSet: "hog_paramset"}
    for table, name in {**parents, ActionUnitParamSet: "action_unit_paramset"}.items():
        content[name] = (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
    if row["action_unit_regions"] is not None:
        content["regions"] = Regions.from_dict(row["action_unit_regions"]).content_hash()
    if row["action_unit_beside"]:
        content["beside"] = digests_of(row["action_unit_beside"])
    if row["action_unit_reference"] is not None:
        content["reference"] = row["action_unit_reference"]
    hashes = {
        one["action_unit"]: (FrameTarget & primary_key_of(FrameTarget, one)).fetch1(
            "frame_target_hash"
        )
        for one in targets
    }
    return content_hash({**content, "targets": hashes} if hashes else content)
