"""The summary that `mouseface score` prints at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..clock_options import clock_notes


def tell(scored: Any, out: Path) -> None:
    """Print a summary of scores, similarity, findings and files.

    Parameters
    ----------
    scored : ScoredRecording
    out : Path
        The folder that it was written to.
    """
    from ...core.features.quality import flag_counts
    from ...core.results.motion import motion_lines
    from ...core.results.names import WRITTEN
    from ...core.results.report import is_told

    events = scored.events
    with_errors = [scores for scores in scored.methods.values() if scores.has_errors]
    others = [scores for scores in scored.methods.values() if not scores.has_errors]
    print(f"{scored.movie.title}: {len(scored)} frames")
    for scores in with_errors:
        _print_with_errors(scored, scores, others)
    for scores in others:
        _print_without_errors(scored, scores)
    print()
    notes = (*scored.movie.notes, *(events.notes if events is not None else ()))
    flagged = flag_counts(scored.flags).items()
    said = tuple(f"{count} of {len(scored)} frames are {name}" for name, count in flagged)
    given = scored.provenance.get("notes", ())
    for note in (*notes, *said, *given, *clock_notes(scored.clock)):
        print(f"  note: {note}")
    for finding in (finding for scores in others for finding in scores.findings):
        if not is_told(finding, events):
            continue
        about = f" ({finding.about})" if finding.about else ""
        print(f"  {finding.kind}{about}: {finding.reason}")
    for line in motion_lines(scored.motion_explained):
        print(f"  {line}")
    there = [name for name in (*WRITTEN, "signals") if (out / name).exists()]
    print(f"\nwritten to {out}: {', '.join(there)}")


def _print_with_errors(scored: Any, scores: Any, others: Sequence[Any]) -> None:
    from ...core.results.report import stimulus_summary
    from ...core.scoring.methods import method

    print(
        f"\n  {scores.measure} ({scores.source}; {method(scores.method).scale}; "
        f"{scores.n_valid} of {len(scored)} frames)"
    )
    width = max(10, *(len(name) for name in scores.names))
    print(f"  {'stimulus':<{width}}  trials  in its events  elsewhere  SE (median)  bouts  finding")
    bouts = [bout.name for bout in scores.bouts.get(scores.measure, ())]
    for name in scores.names:
        about = stimulus_summary(scored, scores, name)
        means = [
            _number(about[key], 2) for key in ("mean_in_own_events", "mean_elsewhere", "typical_se")
        ]
        finding = "ok" if about["finding"] == "ok" else f"REFUSED: {about['finding']}"
        print(
            f"  {name:<{width}}  {about['n_events']:>6}  {means[0]:>13}  {means[1]:>9}  "
            f"{means[2]:>11}  {bouts.count(name):>5}  {finding}"
        )
    refusals = [finding for finding in scores.findings if finding.severity == "refused"]
    for finding in refusals:
        print(f"  refused{f' ({finding.about})' if finding.about else ''}: {finding.reason}")
    if scores.refused:
        below = "".join(f" {one.measure.capitalize()} is below." for one in others)
        print(f"  There is no score: that is the result, not a failure.{below}")
    for remark in scores.findings:
        if remark not in refusals:
            print(f"  {remark.kind}{f' ({remark.about})' if remark.about else ''}: {remark.reason}")


def _print_without_errors(scored: Any, scores: Any) -> None:
    import numpy as np

    from ...core.scoring.methods import method

    events, neutral = scored.events, scored.neutral_frames(scores.method)
    scale = method(scores.method).scale
    print(f"\n  {scores.measure} ({scale}; {scores.n_valid} of {len(scored)} frames)")
    width = max(10, *(len(name) for name in scores.names))
    print(f"  {'prototype':<{width}}  in its events  baseline  bouts")
    bouts = [bout.name for found in scores.bouts.values() for bout in found]
    for name in scores.names:
        found = scores.trace(name)
        trace = np.full(len(scored), np.nan) if found is None else found.values
        own = events is not None and name in events.names
        inside = events.frames(scored.times_s, name) if own else np.zeros(len(trace), bool)
        means = [
            _number(np.nanmean(trace[where]) if np.isfinite(trace[where]).any() else None, 3)
            for where in (inside, neutral)
        ]
        print(f"  {name:<{width}}  {means[0]:>13}  {means[1]:>8}  {bouts.count(name):>5}")
    for kind in (name for name in dict.fromkeys(bouts) if name not in scores.names):
        n_bouts = bouts.count(kind)
        print(f"  {kind}: {n_bouts} bout{'s' * (n_bouts != 1)}")


def _number(value: Any, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
