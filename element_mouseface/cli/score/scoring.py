"""From a checked job to a scored recording: the pass over the movie, and each method."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

from ..options import progress_bar, repair_notes
from .job import ScoreJob
from .sessions import hash_of_job


def score_movie(job: ScoreJob, args: argparse.Namespace) -> Any:
    """Pass over the movie and score it; a `ScoredRecording`."""
    from ...core.extraction import extract
    from ...core.results.motion import motion_report
    from ...core.results.scored import DescriptorInfo, ScoredRecording
    from ...core.results.scoring import recording_to_score

    with progress_bar("descriptors") as progress:
        result = extract(
            job.reader,
            job.out / "descriptors.zarr",
            job.params["hog"],
            job.crop,
            workers=args.workers,
            progress=progress,
            overwrite=args.overwrite,
            repair=args.repair,
            extractors=job.extractors,
        )
    if job.regions is not None:
        job = dataclasses.replace(job, signals=_signals(job, result))
    if result.repaired:
        print("\n".join(repair_notes(result)))
    times_s = None if job.clock is None else job.clock.times_s
    recording = recording_to_score(result, times_s, job.events, job.movie)
    scored = ScoredRecording(
        job.movie,
        recording.times_s,
        result.flags,
        job.events,
        {name: _scores(name, job, recording) for name in job.methods},
        windows=job.windows,
        descriptors=DescriptorInfo(result.digest, job.params["hog"], job.crop, result.grid),
        clock=job.clock,
        provenance={"asked_for": hash_of_job(job), "notes": list(job.given.notes)},
        recording=recording,
    )
    motion = motion_report(scored, result.quality("motion_energy"), job.signals)
    return dataclasses.replace(scored, motion_explained=motion)


def _signals(job: ScoreJob, result: Any) -> Any:
    """The regions' signals from the pass, stored in DIR/signals; without components."""
    from ...core.facial_signals.native import SignalParams, compute_signals

    signals = compute_signals(result, job.regions, SignalParams(motion_svd=False))
    signals.save(job.out / "signals", overwrite=True)
    return signals


def _scores(name: str, job: ScoreJob, recording: Any) -> Any:
    """The scores of one method."""
    from ...core.scoring.methods import method

    found = method(name)
    with progress_bar(found.measure) as progress:
        return found.score(
            recording,
            job.params[name],
            prototypes=job.given.prototypes.get(name),
            measures=job.params["measures"],
            windows=job.windows,
            progress=progress,
        )
