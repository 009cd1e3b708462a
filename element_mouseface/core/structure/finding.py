"""Structure without labels: frames, how alike they are, clusters, and what those follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import InputError, check_type
from ..events import Events
from ..learning.parallel import in_threads
from .clustering import RULE as COUNT_RULE
from .clustering import count_clusters, grow_tree
from .comparing import compare_clusters
from .descriptors import (
    Numbers,
    correlation_of,
    measured_shift,
    read_numbers,
    unit_rows,
    without_recording,
)
from .embedding import EMBEDDINGS, check_methods, principal_components
from .findings import findings_of
from .params import StructureParams
from .rows import LeftOutRow, Structure
from .sampling import RULE as SAMPLE_RULE
from .sampling import Sample, draw_sample
from .sources import (
    Frames,
    StructureSource,
    digest_of,
    frames_of,
    names_of_table,
    sampled_measures,
    sources_of,
)
from .telling import cluster_rows

#: Fewer frames than this have no structure to speak of.
LEAST_FRAMES = 20


def structure(
    recordings: Any,
    events: Events | Sequence[Events | None] | None = None,
    *,
    params: StructureParams | None = None,
) -> Structure:
    """How sampled frames of recordings resemble each other, without a look at labels.

    Pairwise correlations of the frames' descriptors, sorted by hierarchical clustering (Dolensek et
    al., Science 2020); coordinates by PCA, t-SNE and UMAP; clusters, whose number is chosen by a
    rule that can say that there are none; and then how far the clusters follow stimuli, recordings
    and movement, each beside its chance.

    Parameters
    ----------
    recordings : Result, FrameTable, path, StructureSource, or a sequence of these
        Result folders are compared by their descriptors, tables by their columns.  Of several,
        the faces must be registered to each other, or the clusters are the recordings.
    events : Events, or a sequence of (Events or None), optional
        One for each recording, on the clock of its frames.
    params : StructureParams, optional

    Returns
    -------
    Structure

    Raises
    ------
    ParameterError
        If something else is given, or a recording is given twice.
    InputError
        If fewer than twenty frames can be used, or all are the same.
    ResultMismatchError
        If the recordings' descriptors or columns do not fit each other.
    DependencyError
        If UMAP is asked for and not installed.
    """
    check_type("params", params, StructureParams | None, "StructureParams(...)")
    params = params or StructureParams()
    check_methods(params.methods)
    sources = sources_of(recordings, events)
    with in_threads(1) as run:
        return run(lambda given: _structure(given, params), [sources])[0]


def _structure(sources: tuple[StructureSource, ...], params: StructureParams) -> Structure:
    frames = [frames_of(source, params.most_motion) for source in sources]
    drawn = draw_sample(
        frames, [s.events for s in sources], params.frames, params.margin_s, params.seed
    )
    _refuse_few(len(drawn), frames)
    sample, numbers, measures, dropped = _read(sources, drawn, params)
    _refuse_few(len(sample), frames, dropped)
    space = _space(numbers, sample, params)
    scores, explained = principal_components(space, params.components)
    n_clusters, counts = count_clusters(scores, sample.recording, params)
    tree = grow_tree(scores, params.linkage)
    labels = tree.cut(n_clusters)
    coordinates = {"pca": scores}
    for method in params.methods:
        if method in EMBEDDINGS:
            coordinates[method] = EMBEDDINGS[method](scores, params)
    times_s = _times(frames, sample)
    comparisons = compare_clusters(
        labels, scores, sample, times_s, sources, measures, params.margin_s,
        params.permutations, params.seed,
    )  # fmt: skip
    rows = cluster_rows(labels, scores, sample)
    left_out = tuple(
        LeftOutRow(k, reason, n) for k, one in enumerate(frames) for reason, n in one.left_out
    )
    left_out += dropped
    return Structure(
        recordings=_names(sources),
        sessions=tuple(source.session for source in sources),
        animals=tuple(source.animal for source in sources),
        recording=sample.recording,
        frame=sample.frame,
        times_s=times_s,
        stimuli=sample.stimuli,
        stimulus=sample.stimulus,
        trial=sample.trial,
        correlation=correlation_of(space).astype(np.float32),
        linkage=tree.linkage,
        order=tree.order,
        clusters=labels + 1,
        coordinates=coordinates,
        explained=explained,
        measures=measures,
        strata=sample.strata,
        left_out=left_out,
        counts=counts,
        cluster_rows=rows,
        comparisons=comparisons,
        findings=findings_of(rows, counts, comparisons, sample, numbers.notes, params),
        params=params,
        about=_about(sources, frames),
    )


def _read(
    sources: Sequence[StructureSource], drawn: Sample, params: StructureParams
) -> tuple[Sample, Numbers, dict[str, np.ndarray], tuple[LeftOutRow, ...]]:
    """Numbers and measures of the sampled frames that can be used, and how many could not."""
    numbers = read_numbers(sources, drawn, params)
    measures = _measures(sources, drawn)
    kept, dropped = numbers.usable.copy(), []
    reasons = [("no correlation, or a feature undefined", ~numbers.usable)]
    if params.most_shift_px is not None and "head_shift" in measures:
        far = np.hypot(*measures["head_shift"].T) > params.most_shift_px
        reasons.append(("head further away than most_shift_px", far & kept))
        kept &= ~far
    for reason, bad in reasons:
        for k in range(len(sources)):
            if n := int((bad & (drawn.recording == k)).sum()):
                dropped.append(LeftOutRow(k, f"sampled: {reason}", n))
    left = Numbers(numbers.values[kept], kept[kept], numbers.alike_scaled, numbers.notes)
    only = {name: values[kept] for name, values in measures.items()}
    return drawn.only(kept), left, only, tuple(dropped)


def _measures(sources: Sequence[StructureSource], sample: Sample) -> dict[str, np.ndarray]:
    """Motion energy, luminance and head shift of the sampled frames; NaN where unknown."""
    found: dict[str, np.ndarray] = {}
    for k, source in enumerate(sources):
        own = sample.recording == k
        if not own.any():
            continue
        known = sampled_measures(source, sample.frame[own])
        if source.shift_px is not None:
            known["head_shift"] = np.asarray(source.shift_px, np.float64)[sample.frame[own]]
        elif source.result is not None:
            known["head_shift"] = measured_shift(source.result, sample.frame[own])
        for name, values in known.items():
            shape = (len(sample), *values.shape[1:])
            found.setdefault(name, np.full(shape, np.nan))[own] = values
    return found


def _space(numbers: Numbers, sample: Sample, params: StructureParams) -> np.ndarray:
    """Rows whose distances are compared: of descriptors, those of unit length.

    The squared distance of such rows is 2 - 2 r.
    """
    rows = unit_rows(numbers.values) if numbers.alike_scaled else numbers.values
    return without_recording(rows, sample.recording) if params.center == "recording" else rows


def _times(frames: Sequence[Frames], sample: Sample) -> np.ndarray:
    found = np.empty(len(sample))
    for k, one in enumerate(frames):
        own = sample.recording == k
        found[own] = one.times_s[sample.frame[own]]
    return found


def _names(sources: Sequence[StructureSource]) -> tuple[str, ...]:
    """The recordings' names, numbered where one is there twice."""
    names = [source.name for source in sources]
    return tuple(
        name if names.count(name) == 1 else f"{name} ({k})" for k, name in enumerate(names, start=1)
    )


def _refuse_few(n: int, frames: Sequence[Frames], dropped: Sequence[LeftOutRow] = ()) -> None:
    if n >= LEAST_FRAMES:
        return
    reasons = [f"{row.n_frames} {row.reason}" for row in dropped]
    reasons += [f"{k} {reason}" for one in frames for reason, k in one.left_out]
    raise InputError(
        "Too few frames can be compared.",
        expected=f"at least {LEAST_FRAMES} frames that are no black, missing or repeated ones",
        got=f"{n}" + (f"; left out: {', '.join(reasons[:5])}" if reasons else ""),
        do="check the recordings, the events, and the limits of motion and head shift",
    )


def _about(sources: Sequence[StructureSource], frames: Sequence[Frames]) -> dict[str, Any]:
    """JSON: what was compared, and by which rules."""
    return {
        "sample_rule": SAMPLE_RULE,
        "count_rule": COUNT_RULE,
        "compared": "descriptors" if sources[0].table is None else "features",
        "features": [] if sources[0].table is None else list(names_of_table(sources[0].table)),
        "recordings": [
            {
                "digest": digest_of(source),
                "n_frames": len(one.times_s),
                "events": None if source.events is None else source.events.content_hash(),
                "head_shift": "none"
                if source.result is None and source.shift_px is None
                else ("registration" if source.shift_px is not None else "thumbnails"),
            }
            for source, one in zip(sources, frames, strict=True)
        ],
    }
