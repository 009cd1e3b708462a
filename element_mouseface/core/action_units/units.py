"""`ActionUnits`: the action units of a recording, frame by frame, and what they are relative to."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, ParameterError
from ...params import content_hash
from ..events import Events
from ..events.windows import DEFAULT_WINDOWS, EventRow, EventWindow, event_rows
from ..frame_features.reasons import Reason
from ..frame_features.table import FrameTable
from ..frame_features.unit_definitions import APPEARANCE, UNIT_REGION, UNITS
from ..objects import FrameData, FrameObjects
from .measured import ReferenceValue
from .params import ActionUnitParams

if TYPE_CHECKING:
    import pandas as pd

NAMES = tuple(one.name for one in UNITS)
"""All units, in the order of the columns."""
KINDS: Mapping[str, str] = {
    one.name: "appearance" if one.definition.startswith(APPEARANCE) else "measure" for one in UNITS
}
"""'measure' (a length, an angle) or 'appearance' (learned, or a departure), by unit."""


@dataclass(frozen=True)
class UnitSummary:
    """One unit over the recording.

    Attributes
    ----------
    unit, kind, column_unit : str
    source : str
        What it was measured from: 'keypoints', 'cells', 'picture'; '' where it was not.
    n_frames, n_valid : int
    low, median, high : float
        Percentiles 5, 50 and 95; NaN without a value.
    median_se : float
        Usual standard error; NaN where none can be given.
    reason : str
        The most frequent reason of frames without a value, '' without any.
    """

    unit: str
    kind: str
    column_unit: str
    source: str
    n_frames: int
    n_valid: int
    low: float
    median: float
    high: float
    median_se: float
    reason: str


@dataclass(frozen=True, eq=False)
class ActionUnits(FrameObjects):
    """Action units of each frame of a recording.

    Attributes
    ----------
    table : FrameTable
        A column for each of `NAMES`: 'unit:orbital_tightening' and so on. NaN where a unit is
        undefined, with its reason.
    errors : mapping of str to (frames,) float64 array
        Standard errors by the unit's name; NaN where none can be given.
    reference : tuple of ReferenceValue
        The open-eye value and the values at rest, and from which frames.
    params : ActionUnitParams
    notes : tuple of str
    """

    table: FrameTable
    errors: Mapping[str, np.ndarray]
    reference: tuple[ReferenceValue, ...] = ()
    params: ActionUnitParams = field(default_factory=ActionUnitParams)
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        n = len(self.table)
        columns = tuple(f"{UNIT_REGION}:{name}" for name in NAMES)
        if self.table.names != columns or self.table.kind != "frames":
            raise InputError(
                "This table is no table of action units.",
                expected=f"rows of frames, with the columns {', '.join(columns)}",
                got=f"rows of {self.table.kind}, with {', '.join(self.table.names[:4])}",
                do="take one from `action_units` or `read_action_units`",
            )
        errors = {
            name: np.asarray(self.errors.get(name, np.full(n, np.nan)), np.float64)
            for name in NAMES
        }
        if any(one.shape != (n,) for one in errors.values()):
            raise InputError(
                "Standard errors of action units have another number of frames.",
                expected=str(n),
                do="give one for each frame",
            )
        object.__setattr__(self, "errors", errors)

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        return f"<ActionUnits: {len(self)} frames, {', '.join(self.available) or 'none measured'}>"

    @property
    def names(self) -> tuple[str, ...]:
        """All units, whether they are measured or not."""
        return NAMES

    @property
    def kinds(self) -> Mapping[str, str]:
        """'measure' or 'appearance', by unit."""
        return KINDS

    @property
    def times_s(self) -> np.ndarray:
        """(frames,) seconds."""
        return np.asarray(self.table.times_s)

    @cached_property
    def available(self) -> tuple[str, ...]:
        """Units with a number in at least one frame."""
        return tuple(name for name in NAMES if np.isfinite(self.values(name)).any())

    @property
    def sources(self) -> Mapping[str, str]:
        """What each available unit was measured from."""
        return dict(self.table.about.get("sources", {}))

    def values(self, unit: str) -> np.ndarray:
        """(frames,) one unit (ParameterError)."""
        return self.table.column(self._column(unit))

    def reasons(self, unit: str) -> np.ndarray:
        """(frames,) `Reason` codes of one unit, 0 where it has a number (ParameterError)."""
        return self.table.reason(self._column(unit))

    def value_at_rest(self, unit: str, quantity: str) -> float:
        """A value that a unit is relative to; NaN if it was not found."""
        found = [r.value for r in self.reference if (r.unit, r.quantity) == (unit, quantity)]
        return found[0] if found else float("nan")

    def summary(self) -> tuple[UnitSummary, ...]:
        """One row for each unit."""
        return tuple(self._summary(name) for name in NAMES)

    def responses(
        self,
        events: Events,
        windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
        *,
        times_s: np.ndarray | None = None,
    ) -> list[EventRow]:
        """Mean, peak and change from baseline of each available unit around each event.

        Parameters
        ----------
        events : Events
        windows : sequence of EventWindow
        times_s : (frames,) array, optional
            On the clock of the events, where that is not the movie's.

        Returns
        -------
        list of EventRow
            `prototype` is the unit's name. `peak` is the largest value; latency is NULL, because
            units have no thresholds of bouts.
        """
        names = self.available
        traces = np.stack([self.values(name) for name in names], axis=1) if names else None
        if traces is None:
            return []
        errors = np.stack([self.errors[name] for name in names], axis=1)
        none = np.full((len(names), 2), np.nan)
        times_s = self.times_s if times_s is None else np.asarray(times_s, np.float64)
        rows = event_rows(traces, names, times_s, events, windows, errors=errors, thresholds=none)
        return [dataclasses.replace(row, latency_s=None) for row in rows]

    def to_dataframe(self) -> pd.DataFrame:
        """Frame, time, and of each unit the value, its standard error, and why it is undefined."""
        import pandas as pd

        words = [reason.word for reason in Reason]
        columns: dict[str, Any] = {"frame": np.arange(len(self)), "time_s": self.times_s}
        for name in NAMES:
            columns[name] = self.values(name)
            columns[f"{name}_se"] = self.errors[name]
            columns[f"{name}_reason"] = [words[code] for code in self.reasons(name).tolist()]
        frame = pd.DataFrame(columns)
        frame.attrs["units"] = self.frame_data().units
        return frame

    def frame_data(self) -> FrameData:
        """Each unit, its standard error, and why it is undefined."""
        from .frame_data import frame_data_of_units

        return frame_data_of_units(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) of values, reasons, errors and reference."""
        import hashlib

        arrays = hashlib.sha256()
        for name in NAMES:
            arrays.update(np.ascontiguousarray(self.errors[name], "<f8").tobytes())
        rows = [[repr(v) for v in dataclasses.astuple(row)] for row in self.reference]
        return content_hash(
            {"table": self.table.digest, "errors": arrays.hexdigest(), "reference": rows}
        )

    def _column(self, unit: str) -> str:
        bare = unit.removeprefix(f"{UNIT_REGION}:")
        if bare not in NAMES:
            raise ParameterError(
                f"There is no action unit {unit!r}.",
                expected=f"one of {', '.join(NAMES)}",
                do="ActionUnits.names has all of them",
            )
        return f"{UNIT_REGION}:{bare}"

    def _summary(self, name: str) -> UnitSummary:
        values, errors = self.values(name), self.errors[name]
        known = values[np.isfinite(values)]
        low, median, high = (
            np.percentile(known, (5, 50, 95)).tolist() if len(known) else (np.nan,) * 3
        )
        se = errors[np.isfinite(errors)]
        codes = self.reasons(name)
        codes = codes[codes > 0]
        reason = Reason(int(np.bincount(codes).argmax())).text if len(codes) else ""
        return UnitSummary(
            name,
            KINDS[name],
            self.table.definition(self._column(name)).unit,
            str(self.sources.get(name, "")),
            len(self),
            len(known),
            float(low),
            float(median),
            float(high),
            float(np.median(se)) if len(se) else float("nan"),
            reason,
        )
