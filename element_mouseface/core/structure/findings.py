"""What has to be known before clusters are trusted, in sentences, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .clustering import best_number
from .comparing import ADJUSTED_RAND, CORRELATION_RATIO, VARIANCE_SHARE
from .params import AUTO, StructureParams
from .rows import ClusterRow, ComparisonRow, CountRow
from .sampling import Sample

_ALPHA = 0.05
#: A share of a measure's variance below this is not worth a sentence.
_MUCH = 0.1
#: As much of the clusters is recordings, sessions or animals that they are hardly anything else.
_MOSTLY = 0.2
#: As much of the variance of frames as recordings may explain, if stimuli do not explain more.
_MOST = 0.25
#: A shallower valley separates nothing.
_FLAT = 0.8
_WORDS = {
    "motion_energy": "motion energy",
    "luminance": "brightness",
    "head_shift": "the head's position",
    "time": "time within the recording",
}


def findings_of(
    clusters: Sequence[ClusterRow],
    counts: Sequence[CountRow],
    comparisons: Sequence[ComparisonRow],
    sample: Sample,
    notes: Sequence[str],
    params: StructureParams,
) -> tuple[str, ...]:
    """Sentences about clusters, from their rows and comparisons."""
    rows = {(row.against, row.measure): row for row in comparisons}
    found = _of_number(clusters, counts, params)
    found += _of_groups(rows, len(clusters))
    if len(clusters) > 1:
        found += _of_movement(rows)
        found += _of_stimuli(rows)
        found += _of_valleys(clusters)
    found += [f"Columns of the table {note}." for note in notes]
    return tuple(found)


def _of_number(
    clusters: Sequence[ClusterRow], counts: Sequence[CountRow], params: StructureParams
) -> list[str]:
    by_rule = best_number(counts)
    if params.clusters == AUTO:
        if len(clusters) > 1 and len(clusters) == counts[-1].clusters:
            return [
                f"{len(clusters)} clusters are the most that were tried: there may be more. Raise "
                "most_clusters."
            ]
        if len(clusters) > 1:
            return []
        why = (
            "no number is above surrogates with the same covariances and spectrum in time"
            if not any(row.p <= params.level for row in counts)
            else "those above surrogates have parts that no valley separates: frames spread "
            "unevenly, but without a gap"
        )
        return [
            f"There are no clusters: of 2 to {counts[-1].clusters if counts else 2}, {why}. "
            "Stimuli may differ without clusters: a decoder tells."
        ]
    if by_rule == len(clusters):
        return []
    if by_rule > 1:
        return [f"{len(clusters)} clusters were asked for; the rule would take {by_rule}."]
    return [
        f"{len(clusters)} clusters were asked for; the rule finds none: frames without clusters "
        "are cut apart as well."
    ]


def _of_groups(rows: dict[tuple[str, str], ComparisonRow], n_clusters: int) -> list[str]:
    """Recordings that are further apart than expressions, in clusters or without any."""
    do = (
        "Register the faces to each other, or compare each recording with its own mean (center: "
        "recording)."
    )
    stimulus = rows.get(("stimulus", ADJUSTED_RAND))
    for name in ("animal", "session", "recording"):
        row = rows.get((name, ADJUSTED_RAND))
        if n_clusters > 1 and row is not None and _is_mostly(row, stimulus):
            of = "" if stimulus is None else f", against {stimulus.value:z.2f} with the stimuli"
            return [
                f"The clusters are {name}s to a large part: adjusted Rand index {row.value:z.2f} "
                f"with the {name}{of}. {do}"
            ]
        share = rows.get((name, VARIANCE_SHARE))
        of_stimuli = rows.get(("stimulus", VARIANCE_SHARE))
        beside = 0.0 if of_stimuli is None else of_stimuli.value
        if share is not None and share.value > max(_MOST, beside):
            return [
                f"Frames differ by {name} more than by stimulus: it explains {share.value:.0%} of "
                f"the variance of their components. {do}"
            ]
    return []


def _is_mostly(row: ComparisonRow, stimulus: ComparisonRow | None) -> bool:
    if row.value > _MOSTLY:
        return True
    return stimulus is not None and row.value > max(0.05, stimulus.value)


def _of_movement(rows: dict[tuple[str, str], ComparisonRow]) -> list[str]:
    stimulus = rows.get(("stimulus", CORRELATION_RATIO))
    beside = 0.0 if stimulus is None else stimulus.value
    found = []
    for name, words in _WORDS.items():
        row = rows.get((name, CORRELATION_RATIO))
        if row is None or not (row.p <= _ALPHA and row.value >= max(_MUCH, beside)):
            continue
        of = "" if stimulus is None else f", {beside:z.2f} of the stimuli"
        found.append(
            f"The clusters follow {words}: it explains as much as the stimuli or more "
            f"(correlation ratio {row.value:z.2f}{of})."
            if stimulus is not None
            else f"The clusters follow {words} (correlation ratio {row.value:z.2f})."
        )
    return found


def _of_stimuli(rows: dict[tuple[str, str], ComparisonRow]) -> list[str]:
    row = rows.get(("stimulus", ADJUSTED_RAND))
    if row is None:
        return []
    found = []
    if row.least_p > _ALPHA:
        found.append(
            f"There are so few trials that no p value can be below {row.least_p:.2g}: nothing can "
            "be said of clusters and stimuli."
        )
    elif not row.p <= _ALPHA:
        found.append(
            "The clusters have nothing to do with which stimulus it was, as far as can be told: "
            f"adjusted Rand index {row.value:z.2f}, chance {row.null_low:z.2f} to "
            f"{row.null_high:z.2f} (p = {row.p:.2g})."
        )
    return found


def _of_valleys(clusters: Sequence[ClusterRow]) -> list[str]:
    """Clusters that nothing separates from their neighbor, each pair once."""
    pairs = sorted(
        {
            tuple(sorted((row.cluster, row.neighbor)))
            for row in clusters
            if np.isfinite(row.valley) and row.valley > _FLAT
        }
    )
    if not pairs:
        return []
    told = ", ".join(f"{a} and {b}" for a, b in pairs)
    return [
        f"No valley separates clusters {told}: they are parts of one continuum, such as a response "
        "that is now weaker, now stronger."
    ]
