"""What `mouseface score` prints at the end."""

from __future__ import annotations

from typing import Any

from ..clock_options import clock_notes
from .job import WRITTEN, Job, Outcome
from .motion import told_lines

__all__ = ["tell"]


def tell(job: Job, outcome: Outcome, motion: dict[str, Any]) -> None:
    """A summary for the terminal: scores, similarity, findings, files."""
    from ...core.features.quality import flag_counts

    events, (published, contrast) = job.events, (outcome.published, outcome.contrast)
    print(f"{job.title}: {len(outcome.times_s)} frames")
    if contrast is not None:
        _tell_contrast(contrast, events, published)
    if published is not None:
        _tell_published(published, events)
    print()
    notes = (*job.reader.info.notes, *(events.notes if events is not None else ()))
    flagged = flag_counts(outcome.flags).items()
    said = tuple(f"{count} of {len(outcome.flags)} frames are {name}" for name, count in flagged)
    for note in (*notes, *said, *job.given.notes, *clock_notes(job.clock)):
        print(f"  note: {note}")
    if published is not None:
        for finding in published.findings:
            if finding.kind == "no_shock" and not _has_shock(events):
                continue  # a lab without shocks is not told of fear
            about = f" ({finding.about})" if finding.about else ""
            print(f"  {finding.kind}{about}: {finding.reason}")
    for line in told_lines(motion):
        print(f"  {line}")
    there = [name for name in WRITTEN if (job.out / name).exists()]
    there += ["signals"] if job.regions is not None else []
    print(f"\nwritten to {job.out}: {', '.join(there)}")


def _tell_contrast(results: Any, events: Any, published: Any) -> None:
    from ...core.scoring.contrast.summary import stimulus_summary

    scores = results.scores
    print(
        f"\n  score ({scores.source}; 0 is neutral, 1 the mean expression; "
        f"{scores.n_valid} of {len(scores.times_s)} frames)"
    )
    width = max(10, *(len(name) for name in scores.names))
    print(
        f"  {'stimulus':<{width}}  trials  in its events  elsewhere  typical error  bouts  finding"
    )
    for name in scores.names:
        about = stimulus_summary(scores, name, events)
        means = [
            _number(about[key], 2) for key in ("mean_in_own_events", "mean_elsewhere", "typical_se")
        ]
        n_bouts = sum(bout.name == name for bout in results.bouts)
        finding = "ok" if about["finding"] == "ok" else f"REFUSED: {about['finding']}"
        print(
            f"  {name:<{width}}  {about['n_events']:>6}  {means[0]:>13}  {means[1]:>9}  "
            f"{means[2]:>13}  {n_bouts:>5}  {finding}"
        )
    for finding in scores.findings:
        print(f"  refused{f' ({finding.about})' if finding.about else ''}: {finding.reason}")
    if scores.refused:
        below = "" if published is None else " Similarity stands below."
        print(f"  No score is given: that is the result, not a failure.{below}")
    for remark in scores.remarks:
        print(f"  {remark.kind}{f' ({remark.about})' if remark.about else ''}: {remark.reason}")


def _tell_published(scores: Any, events: Any) -> None:
    import numpy as np

    print(f"\n  similarity (Pearson r; {scores.n_valid} of {len(scores.times_s)} frames)")
    width = max(10, *(len(name) for name in scores.names))
    print(f"  {'prototype':<{width}}  in its events  baseline  bouts")
    for column, name in enumerate(scores.names):
        trace = scores.similarity[:, column]
        own = events is not None and name in events.names
        inside = events.frames(scores.times_s, name) if own else np.zeros(len(trace), bool)
        means = [
            _number(np.nanmean(trace[where]) if np.isfinite(trace[where]).any() else None, 3)
            for where in (inside, scores.baseline)
        ]
        n_bouts = sum(bout.name == name for bout in scores.bouts)
        print(f"  {name:<{width}}  {means[0]:>13}  {means[1]:>8}  {n_bouts:>5}")
    for kind in dict.fromkeys(bout.name for bout in scores.fear):
        n_bouts = sum(bout.name == kind for bout in scores.fear)
        print(f"  {kind}: {n_bouts} bout{'s' * (n_bouts != 1)}")


def _has_shock(events: Any) -> bool:
    """Whether a stimulus may be a shock under a name that the parameters do not have."""
    return events is not None and any("shock" in name.lower() for name in events.names)


def _number(value: Any, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
