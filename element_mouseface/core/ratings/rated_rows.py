"""One row of features for each frame, span or picture that was rated."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ...errors import LabelsError
from ..frame_features.columns import KINDS
from ..frame_features.reasons import Reason
from ..frame_features.table import FrameTable
from ..frame_models.row_places import row_at, row_of_number, rows_of_images, rows_within
from .unit_ratings import Place, UnitRatings

_SHOWN = 5
Find = Callable[[Place], Sequence[int]]


def rated_rows(ratings: UnitRatings, table: FrameTable) -> FrameTable:
    """A table with one row for each place of `ratings.places`, in that order.

    A span has the mean of its frames, of each column over those that have a number.

    Raises
    ------
    LabelsError
        If a place is not in the table, or the table has no times, frames or pictures of that name.
    """
    find = _finder(ratings, table)
    found = [np.asarray(find(place), np.int64) for place in ratings.places]
    missing = [
        ratings.told(p) for p, rows in zip(ratings.places, found, strict=True) if not len(rows)
    ]
    if missing:
        more = f" (and {len(missing) - _SHOWN} more)" if len(missing) > _SHOWN else ""
        raise LabelsError(
            f"The table of features lacks {len(missing)} of {len(found)} places that "
            f"{ratings.source or 'the ratings'} rate.",
            expected=f"frames, times or pictures of a table of {len(table)} {table.kind}",
            got="; ".join(missing[:_SHOWN]) + more,
            do="give the table of this recording, or the ratings of it",
        )
    if len(ratings.by) == 1:
        return table.rows(np.concatenate(found))
    return _means(table, found)


def _finder(ratings: UnitRatings, table: FrameTable) -> Find:
    by, number = ratings.by, KINDS[table.kind]
    times = None if table.times_s is None else np.asarray(table.times_s)
    if by == ("image",) and table.images is not None:
        places = rows_of_images(table)
        return lambda place: places.get(str(place[0]), []) if _is_one(places, place) else []
    if by == (number,):
        return lambda place: _some(row_of_number(place[0], len(table)))
    if by == ("time_s",) and times is not None:
        return lambda place: _some(row_at(times, place[0]))
    if by == ("start_s", "stop_s") and times is not None:
        return lambda place: rows_within(times, *place).tolist()
    if by == ("first_frame", "stop_frame") and table.kind == "frames":
        frames = np.arange(len(table))
        return lambda place: rows_within(frames, *place).tolist()
    raise LabelsError(
        "These ratings do not belong to this table of features.",
        expected=f"ratings by {number}"
        + (", image" if table.images is not None else "")
        + (", time_s, or start_s and stop_s" if times is not None else ""),
        got=f"ratings by {' and '.join(by)}, a table of {table.kind}",
        do="rate what the table has rows of, or make the table of what was rated",
    )


def _is_one(places: dict[str, list[int]], place: Place) -> bool:
    return len(places.get(str(place[0]), ())) == 1


def _some(row: int | None) -> Sequence[int]:
    return () if row is None else (row,)


def _means(table: FrameTable, found: Sequence[np.ndarray]) -> FrameTable:
    """The mean of each span's rows, as a table of events."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no number in a span: NaN
        values = np.array([np.nanmean(table.values[rows], axis=0) for rows in found])
    values = values.reshape(len(found), len(table.names))
    reasons = {
        name: np.where(np.isnan(values[:, k]), Reason.NO_ROWS, 0).astype(np.uint8)
        for k, name in enumerate(table.names)
        if np.isnan(values[:, k]).any()
    }
    times = None
    about = {**table.about, "kind": "events", "summary": "mean", "of": table.digest}
    if table.times_s is not None:
        clock = np.asarray(table.times_s)
        times = np.array([clock[rows[0]] for rows in found])
        about["span_s"] = [0.0, max(float(np.ptp(clock[rows])) for rows in found)]
    return replace(
        table,
        values=values,
        reasons=reasons,
        times_s=times,
        flags=None,
        images=None,
        labels=None,
        persons=None,
        notes=None,
        digests=None,
        about=about,
    )
