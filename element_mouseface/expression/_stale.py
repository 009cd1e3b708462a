"""Find stale rows: their sources were deleted or replaced."""

from __future__ import annotations

from typing import Any

import datajoint as dj

from ..descriptors import HOGProcessing
from ..recording import FrameClock, VideoRecording
from .events import EventSet

#: the movie's own times change only with its file, and then the descriptors change too
_REPLACEABLE = "clock <> 'movie'"


def on_another_clock(scores: Any) -> dj.Table:
    """Rows of FacialExpression that were scored with other frame times than the clock now has.

    Parameters
    ----------
    scores : FacialExpression

    Returns
    -------
    query
        `scores`, restricted to rows whose clock has another source now, or is gone.
    """
    scored = scores.proj("expression_clock_hash") * EventSet.proj("clock") & _REPLACEABLE
    same = scored * FrameClock.proj("clock_hash") & "expression_clock_hash = clock_hash"
    return scores & (scored.proj() - same.proj())


def stale_sets(sets: Any, sources: Any) -> list[dict[str, Any]]:
    """Prototype sets whose sources are gone, were recomputed, or have other frame times.

    Parameters
    ----------
    sets : PrototypeSet
    sources : PrototypeTask.Source

    Returns
    -------
    list of dict
        Key of the set and of the recording, and `reason`.
    """
    names = [*sets().primary_key, *VideoRecording().primary_key]
    return [*_descriptors_changed(sets, sources, names), *_clock_changed(sets, sources, names)]


def _descriptors_changed(sets: Any, sources: Any, names: list[str]) -> list[dict[str, Any]]:
    used = [
        *(dj.U(*names, "source_digest") & sets.SourceFrame).to_dicts(),
        *(dj.U(*names, "source_event_digest") & sets.SourceEvent).to_dicts(),
    ]
    source = sources * HOGProcessing.proj(now_digest="result_digest")
    found = []
    for row in used:
        key = {name: row[name] for name in names}
        now = set((source & key).to_arrays("now_digest"))
        if not {row.get("source_digest"), row.get("source_event_digest")} & now:
            reason = "recomputed, with another result" if now else "descriptors are gone"
            found.append({**key, "reason": reason})
    return found


def _clock_changed(sets: Any, sources: Any, names: list[str]) -> list[dict[str, Any]]:
    made = {
        row["prototype_set_id"]: row["prototype_provenance"].get("clock_hashes", [])
        for row in sets.proj("prototype_provenance").to_dicts()
    }
    now = (sources * EventSet.proj("clock") * FrameClock.proj("clock_hash")).to_dicts()
    hashes = {tuple(row[name] for name in names): row["clock_hash"] for row in now}
    found = []
    for row in (sources * EventSet.proj("clock") & _REPLACEABLE).to_dicts():
        key = {name: row[name] for name in names}
        used = made.get(row["prototype_set_id"])
        if used and hashes.get(tuple(key.values())) not in used:
            there = "has other frame times now" if tuple(key.values()) in hashes else "is gone"
            found.append({**key, "reason": f"the clock {row['clock']!r} of its events {there}"})
    return found
