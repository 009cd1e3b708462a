"""Rows of decoders from trials: which trials are used, and what is seen of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...errors import EventsError, InputError
from ..events import Events
from ..learning import Groups
from .copies import find_copies
from .features import DecodingRows
from .params import DecodingParams
from .rows import CopyRow
from .sources import Source
from .summaries import Kept, Summary, numbers_compared, span_s, summarize, window_of
from .testing import Rows
from .trials import Trial


@dataclass(frozen=True, eq=False)
class Built:
    """Trials of some sources, read once.

    Attributes
    ----------
    rows : dict of {'trial', 'frame'} to Rows
    n_frames : dict of int to int
        Frames in the window of each trial.
    leakage : tuple of CopyRow
    empty : tuple of int
        Trials without a frame.
    """

    rows: dict[str, Rows]
    n_frames: dict[int, int]
    leakage: tuple[CopyRow, ...]
    empty: tuple[int, ...]


def check_given(sources: Sequence[Source], events: Sequence[Events], groups: Groups) -> None:
    """Refuse events or groups of another number of recordings, and events outside of one.

    Raises
    ------
    InputError, EventsError
    """
    if len(sources) != len(events) or len(groups) != len(sources) or not sources:
        raise InputError(
            "Recordings, events and groups do not belong together.",
            expected="events and a group for each of at least one recording",
            got=f"{len(sources)} recordings, {len(events)} lists of events, {len(groups)} groups",
            do="give one of each for every recording",
        )
    for number, (source, own) in enumerate(zip(sources, events, strict=True), start=1):
        times = source.times_s[np.isfinite(source.times_s)]
        if len(times) < 2:
            raise InputError(
                f"Recording {number} has fewer than two frames with a time.",
                expected="a recording with trials",
                got=f"{len(times)} frames",
                do="leave it out",
            )
        end = float(times[-1] + np.median(np.diff(times)))
        own.check(stop_s=end + 1e-3, start_s=float(times[0]) - 1e-3)


def check_windows(trials: Sequence[Trial], params: DecodingParams) -> None:
    """Refuse windows that share frames (EventsError): one trial would be in another's rows."""
    for before, after in pairwise(trials):
        if before.table != after.table:
            continue
        ends = before.row.onset_s + window_of(before, params)[1]
        begins = after.row.onset_s + window_of(after, params)[0]
        if ends > begins + 1e-9:
            raise EventsError(
                "The windows of two trials overlap.",
                expected="windows that share no frame",
                got=f"{before.row.name!r} at {before.row.onset_s:g} s until {ends:g} s, and "
                f"{after.row.name!r} at {after.row.onset_s:g} s from {begins:g} s",
                do="shorten the window (window_s)",
            )


def build(
    sources: Sequence[Source],
    columns: Sequence[str],
    trials: Sequence[Trial],
    groups: Groups,
    params: DecodingParams,
    without: frozenset[int] | None = None,
) -> Built:
    """Read the trials of all sources.

    Parameters
    ----------
    sources : sequence of Source
    columns : sequence of str
        Names of the named columns.
    trials : sequence of Trial
    groups : Groups
    params : DecodingParams
    without : frozenset of int, optional
        Trials that are left out, such as copies that other features showed; they are looked for
        if it is None.
    """
    left = set(without or ())
    numbered = [(n, trial) for n, trial in enumerate(trials) if n not in left]
    n_compared = numbers_compared(len(trials))
    summaries = [
        summarize(source, [(n, t) for n, t in numbered if t.table == table], params, n_compared)
        for table, source in enumerate(sources)
    ]
    prints = {n: one for summary in summaries for n, one in summary.prints.items()}
    interval_s = {table: one.interval_s for table, one in enumerate(summaries)}
    leakage: tuple[CopyRow, ...] = ()
    if without is None:
        scaled = all(source.compares_features for source in sources)
        leakage = find_copies(trials, prints, interval_s, params.copies, scaled=scaled)
    place = {(t.table, t.event): n for n, t in enumerate(trials)}
    n_frames = {n: k for summary in summaries for n, k in summary.n_frames.items()}
    empty = tuple(n for n, _ in numbered if not n_frames[n])
    left |= {place[row.table, row.event] for row in leakage} | {*empty}
    spans = [span_s(trial, params) for trial in trials]
    found = {
        kind: Rows(
            kind,
            tuple(_rows(one, kind, left, course=False) for one in summaries),
            tuple(_rows(one, kind, left, course=True) for one in summaries),
            tuple(columns),
            groups,
            max(b - a for a, b in spans),
            _units(trials),
        )
        for kind in params.rows
    }
    return Built(found, n_frames, leakage, empty)


def some_trials(rows: Rows, kept: np.ndarray) -> Rows:
    """The rows of some trials.

    Parameters
    ----------
    rows : Rows
    kept : (trials,) bool array
    """

    def some(parts: Sequence[DecodingRows]) -> tuple[DecodingRows, ...]:
        return tuple(
            DecodingRows(one.trial[k], one.times_s[k], one.named[k], one.pixels[k])
            for one in parts
            for k in [kept[one.trial]]
        )

    return Rows(
        rows.kind, some(rows.plain), some(rows.course), rows.columns, rows.groups, rows.span_s,
        rows.unit_of,
    )  # fmt: skip


def _rows(summary: Summary, kind: str, left: set[int], *, course: bool) -> DecodingRows:
    if kind not in summary.named:  # no trial in this recording
        none = np.zeros((0, 1, 0), np.float32)
        return DecodingRows(np.zeros(0, np.int64), np.zeros(0), none, none)
    named, pixels = summary.named[kind], summary.pixels[kind]
    kept = ~np.isin(named.trial, list(left))
    return DecodingRows(
        named.trial[kept],
        named.times_s[kept],
        _numbers(named, kept, course),
        _numbers(pixels, kept, course),
    )


def _numbers(kept: Kept, rows: np.ndarray, course: bool) -> np.ndarray:
    return kept.course[rows] if course else kept.plain[rows][:, None]


def _units(trials: Sequence[Trial]) -> np.ndarray:
    """(trials,) number of what is left out as one: events of one `trial_id` of a recording."""
    first: dict[tuple[int, str], int] = {}
    return np.array(
        [
            n if t.row.trial_id is None else first.setdefault((t.table, t.row.trial_id), n)
            for n, t in enumerate(trials)
        ],
        np.int64,
    )
