"""Why frames fail: every measured cause against the frames that failed and those that did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..frame_features import FrameTable
from ..store.result import Result
from .comparing import cause_rows, feature_rows
from .frames import ComparedFrames
from .matching import Matched
from .measures import measure_frames, measures_of_table
from .model import fit_failures
from .params import FailureParams
from .rows import DONE, NO_SUCCESS, TOO_FEW, FailureStudy
from .stacks import stack_frames


def study_failures(
    failed: np.ndarray,
    table: FrameTable | None = None,
    result: Result | None = None,
    *,
    known: np.ndarray | None = None,
    what: str = "failed",
    params: FailureParams | None = None,
    shift_px: np.ndarray | None = None,
    thumbnails: Any = None,
    about: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FailureStudy:
    """Study which measured causes tell failed frames from the others.

    Parameters
    ----------
    failed : (n,) bool array
        Frames (or pictures) that failed, by any yes or no.
    table : FrameTable, optional
        Named features of the same frames, each of which is tested, too.
    result : Result, optional
        The pass over the same movie: causes are measured in it.  Without it they are taken from
        columns of the table, as far as it has them: of pictures.
    known : (n,) bool array, optional
        Frames of which it is known whether they failed; all if it is None.
    what : str
        What counts as failed, for the report.
    params : FailureParams, optional
    shift_px : (n, 2) array, optional
        The head's shift as registration or tracked points gave it, in pixels of the crop.
    thumbnails : (n, y, x) array-like of uint8, optional
        Small pictures for stacks, where there is no result (`PictureThumbnails`).
    about : mapping, optional
        JSON: where `failed` is from.
    progress : callable(done, total), optional

    Returns
    -------
    FailureStudy
        With fewer than `least_failures` failed frames, or other frames, only the counts.

    Raises
    ------
    InputError
        If there is neither a table nor a result, or lengths differ.
    """
    params = params or FailureParams()
    frames = ComparedFrames.of(failed, known, table, result, params)
    begun = FailureStudy(
        what, DONE, "", frames.failed, frames.known, frames.times_s, frames.bouts,
        params=params, about=_about(table, result, about),
    )  # fmt: skip
    state, reason = _state(frames, params)
    if state != DONE:
        return replace(begun, state=state, reason=reason)
    if result is not None:
        measures = measure_frames(result, shift_px=shift_px, progress=progress)
    else:
        measures = measures_of_table(frames.table)
    matched = frames.matched(params)
    causes = cause_rows(frames, measures, matched, params)
    model = fit_failures(
        frames.failed, frames.known, measures, frames.times_s, frames.persons, params, frames.shifts
    )
    small = thumbnails if result is None else result.thumbnails
    seen = matched.only(frames.seen)
    stacks = stack_frames(small, seen) if small is not None and len(seen.failures) else None
    done = replace(
        begun,
        causes=causes,
        features=() if table is None else feature_rows(frames, table, matched, params),
        measures={name: one.astype(np.float32) for name, one in measures.items()},
        stacks=stacks,
        model=model,
    )
    return replace(done, notes=_notes(done, frames, matched, table))


def _state(frames: ComparedFrames, params: FailureParams) -> tuple[str, str]:
    n_failed = int(frames.failed.sum())
    n_good = int(frames.known.sum()) - n_failed
    least = params.least_failures
    if n_failed < least:
        return TOO_FEW, (
            f"{n_failed} frames failed: too few to say why; at least {least} are needed"
        )
    if n_good < least:
        got = "no frame did not fail" if not n_good else f"only {n_good} frames did not fail"
        return NO_SUCCESS, f"{got}: there is nothing to compare the {n_failed} failed frames with"
    return DONE, ""


def _about(
    table: FrameTable | None, result: Result | None, given: Mapping[str, Any] | None
) -> dict[str, Any]:
    about: dict[str, Any] = dict(given or {})
    if result is not None:
        about["result"] = {"digest": result.digest, "name": result.path.name}
    if table is not None:
        about["features"] = {"digest": table.digest, "kind": table.kind, "n": len(table.names)}
    return about


def _notes(
    done: FailureStudy, frames: ComparedFrames, matched: Matched, table: FrameTable | None
) -> tuple[str, ...]:
    notes: list[str] = []
    p = done.params
    if done.times_s is not None and done.n_bouts < p.least_bouts:
        notes.append(
            "all failures are in one bout, which is one independent event: whatever else was "
            "different then tells these frames from others as well, so no cause is called above "
            "the null"
        )
    elif done.times_s is not None and done.n_bouts < 5:
        notes.append(f"the failures are {done.n_bouts} bouts, so few independent events")
    if done.n_failed > done.n_known / 2:
        notes.append(
            "more than half of the frames failed, so the usual picture is that of failures: what "
            "covers it cannot be told"
        )
    if 1 + max(done.n_known - 1, 0) < 1 / p.level and done.times_s is not None:
        notes.append(
            f"{done.n_known} frames allow {done.n_known - 1} shifts in time, too few for a p value "
            f"of {p.level:g}"
        )
    if matched.n_unmatched:
        where = "of their person" if done.times_s is None else f"within {p.nearby_s:g} s"
        notes.append(
            f"{matched.n_unmatched} of {len(matched.failures) + matched.n_unmatched} failures have "
            f"no success {where}, and are in no stack"
        )
    if frames.of_whole_persons:
        notes.append(
            "no person has failed pictures and others: what is the cause cannot be told from who "
            "they are"
        )
    if done.n_known < done.n_frames:
        notes.append(
            f"of {done.n_frames - done.n_known} frames it is not known whether they failed"
        )
    undefined = [row.cause for row in done.causes if np.isnan(row.auc)]
    if undefined:
        notes.append(f"not measured in enough frames: {', '.join(undefined)}")
    if table is not None and len(table.names) > p.features_tested:
        notes.append(
            f"only the first {p.features_tested} of {len(table.names)} features are tested"
        )
    return tuple(notes)
