"""The files that `mouseface score` writes."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .drawing import draw
from .job import UNFINISHED, WRITTEN, Job, Outcome
from .sessions import asked_for

__all__ = ["write"]


def write(job: Job, outcome: Outcome, result: Any, motion: dict[str, Any]) -> None:
    """All files; the report last, so that it stands for a complete set."""
    from ...core.results import csv_tables as score_files
    from ...core.results import report as score_report
    from ...core.scoring.contrast import model_file as score_models

    out, events = job.out, job.events
    published, contrast = outcome.published, outcome.contrast
    # What is in the folder under these names was looked at before: it is ours, or given up.
    anew: dict[str, Any] = {"overwrite": True}
    score_report.write_report(out / UNFINISHED, {"format": score_report.FORMAT}, **anew)
    # A former run's report does not stand for a mixture of its files and this one's.
    (out / "report.json").unlink(missing_ok=True)
    _remove_what_is_not_made(job, outcome)
    score_files.write_scores(
        out / "scores.csv",
        published,
        contrast,
        times_s=outcome.times_s,
        flags=outcome.flags,
        **anew,
    )
    score_files.write_bouts(out / "bouts.csv", published, contrast, **anew)
    score_files.write_event_rows(out / "events.csv", published, contrast, **anew)
    score_files.write_habituation(out / "habituation.csv", published, contrast, **anew)
    if published is not None:
        published.prototypes.save(out / "prototypes.npz", **anew)
    if contrast is not None:
        score_files.write_registration(out / "registration.csv", contrast.scores, **anew)
        if contrast.scores.trials:
            score_files.write_trials(out / "trials.csv", contrast.scores, **anew)
        if contrast.scores.courses:
            score_files.write_time_courses(out / "time_courses.csv", contrast.scores, **anew)
        if contrast.scores.folds:
            score_files.write_folds(out / "folds.csv", contrast.scores, events, **anew)
        if contrast.scores.prototypes is not None:
            contrast.scores.prototypes.save(out / "contrast_prototypes.npz", **anew)
            score_models.models_of(contrast.scores).save(out / "contrast_models.npz", **anew)
    draw(job, outcome, result)
    content = score_report.report(published, events, _about(job, result, motion), contrast=contrast)
    score_report.write_report(out / "report.json", content, **anew)
    (out / UNFINISHED).unlink(missing_ok=True)


def _remove_what_is_not_made(job: Job, outcome: Outcome) -> None:
    """What a former run left, and this one does not replace, would be taken for this one's."""
    contrast = None if outcome.contrast is None else outcome.contrast.scores
    unmade = []
    if outcome.published is None:
        unmade += ["prototypes.npz", "prototypes.png"]
    if contrast is None or contrast.prototypes is None:
        unmade += ["contrast_prototypes.npz", "contrast_prototypes.png", "contrast_models.npz"]
    if contrast is None:
        unmade += ["registration.csv", "registration.png"]
    if contrast is None or not contrast.folds:
        unmade += ["folds.csv"]
    if contrast is None or not contrast.trials:
        unmade += ["trials.csv"]
    if contrast is None or not contrast.courses:
        unmade += ["time_courses.csv"]
    if contrast is None or outcome.published is None:
        unmade += ["similarity.png"]
    if job.events is None:
        unmade += ["events.png"]
    if job.clock is None:
        unmade += ["clock.png"]
    # Pictures are all drawn anew; one of somebody else, given up with --overwrite, goes too.
    unmade += [name for name in WRITTEN if name.endswith(".png")]
    for name in unmade:
        (job.out / name).unlink(missing_ok=True)


def _from_folder(path: str, folder: Path) -> str:
    """A path relative to the folder; as it is where they share no drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return Path(path).absolute().as_posix()


def _about(job: Job, result: Any, motion: dict[str, Any]) -> dict[str, Any]:
    """The movie and the descriptors, for the report."""
    from ...core.features.quality import flag_counts

    info = job.reader.info
    return {
        # the same movie, events and options give the same
        "asked_for": asked_for(job),
        "video": {
            "files": job.files,
            # where they were: seen from this folder, so that both can be moved together
            "paths": [_from_folder(file.path, job.out) for file in info.files],
            "n_frames": info.n_frames,
            "fps": info.fps,
            "is_vfr": info.is_vfr,
            "duration_s": info.duration_s,
            "clock": info.clock,
            "notes": list(info.notes),
        },
        "descriptors": {
            "digest": result.digest,
            "hog": job.params["hog"].to_dict(),
            "crop": job.crop.to_dict(),
            "grid": list(result.grid),
            # frames that cannot be used, and why
            "flagged_frames": flag_counts(result.flags),
        },
        # the experiment's clock that times are on; null: the movie's own
        "clock": None if job.clock is None else job.clock.to_dict(),
        # what the names in events.csv stand for, and the hash that `EventWindow` has for each
        "windows": [{**asdict(w), "hash": w.content_hash()} for w in job.windows],
        # what else explains the scores; see "Motion against expression"
        "motion_explained": motion,
        "notes": list(job.given.notes),
    }
