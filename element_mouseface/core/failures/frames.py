"""Failed frames and others, with what is needed to compare them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import InputError
from ..features.quality import FrameFlag
from ..frame_features import FrameTable
from ..store.result import Result
from .areas import Shifts
from .matching import Matched, bouts_of, match_in_time, match_pictures
from .params import FailureParams


class ComparedFrames:
    """The failures, and what is needed to compare them with others."""

    def __init__(
        self,
        failed: np.ndarray,
        known: np.ndarray,
        times_s: np.ndarray | None,
        persons: np.ndarray | None,
        seen: np.ndarray,
        table: FrameTable | None,
        params: FailureParams,
    ):
        self.failed, self.known = failed & known, known
        self.times_s, self.persons, self.seen = times_s, persons, seen
        self._table = table
        self.bouts = bouts_of(self.failed, times_s, params.join_s)
        if times_s is not None:
            self.shifts = Shifts.in_time(self.failed[known])
        else:
            whose = None if persons is None else persons[known]
            self.shifts = Shifts.of_pictures(self.failed[known], whose, params.seed)

    @classmethod
    def of(
        cls,
        failed: np.ndarray,
        known: np.ndarray | None,
        table: FrameTable | None,
        result: Result | None,
        params: FailureParams,
    ) -> ComparedFrames:
        failed = _checked("failed", failed, None)
        mask = (
            np.ones(len(failed), bool) if known is None else _checked("known", known, len(failed))
        )
        sizes = {"features": table, "frames of the result": result}
        for name, one in sizes.items():
            if one is not None and len(one) != len(failed):
                raise InputError(
                    f"The failures do not belong to these {name}.",
                    expected=f"{len(one)} values, one a frame",
                    got=f"{len(failed)}",
                )
        if table is None and result is None:
            raise InputError(
                "There is nothing to compare failures with.",
                expected="a result, a table of features, or both",
                got="neither",
            )
        times_s, persons, flags = None, None, None
        if result is not None:
            times_s, flags = np.asarray(result.times_s, np.float64), result.flags
        elif table is not None:
            times_s, flags = table.times_s, table.flags
            persons = None if table.persons is None else np.array(table.persons, object)
        seen = np.ones(len(failed), bool)
        if flags is not None:
            seen = (flags & int(FrameFlag.MISSING)) == 0
        return cls(failed, mask, times_s, persons, seen, table, params)

    @property
    def of_whole_persons(self) -> bool:
        """Whether persons are known, and each either failed in all pictures or in none."""
        if self.times_s is not None or self.persons is None:
            return False
        whose, failed = self.persons[self.known], self.failed[self.known]
        shares = [failed[whose == one].mean() for one in set(whose.tolist())]
        return len(shares) > 1 and all(share in (0, 1) for share in shares)

    @property
    def table(self) -> FrameTable:
        if self._table is None:
            raise TypeError("without a result there is a table")
        return self._table

    def matched(self, params: FailureParams) -> Matched:
        most = params.stacked_frames
        if self.times_s is None:
            return match_pictures(
                self.failed, self.known, self.persons, most=most, seed=params.seed
            )
        return match_in_time(
            self.failed,
            self.known,
            self.times_s,
            apart_s=params.apart_s,
            nearby_s=params.nearby_s,
            most=most,
        )

    def counts(self, values: np.ndarray) -> tuple[int, int]:
        """Failures and successes in which a measure is defined."""
        defined = np.isfinite(values) & self.known
        return int((defined & self.failed).sum()), int((defined & ~self.failed).sum())

    def enough(self, values: np.ndarray, params: FailureParams) -> np.ndarray:
        """The values of known frames; all NaN where too few are defined to compare."""
        if min(self.counts(values)) < params.least_failures:
            return np.full(int(self.known.sum()), np.nan)
        return np.asarray(values, np.float64)[self.known]


def _checked(name: str, values: Any, n: int | None) -> np.ndarray:
    found = np.asarray(values)
    if found.ndim != 1 or found.dtype != bool or (n is not None and len(found) != n):
        raise InputError(
            f"`{name}` cannot be used.",
            expected="a truth value for each frame" + ("" if n is None else f", {n} of them"),
            got=f"{found.dtype}, shape {found.shape}",
            do="compare with a threshold, such as likelihood < 0.6",
        )
    return found
