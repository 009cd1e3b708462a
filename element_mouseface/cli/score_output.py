"""What `mouseface score` writes, draws and prints at the end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .clock_options import clock_notes
from .score_motion import told_lines

__all__ = ["UNFINISHED", "WRITTEN", "Outcome", "tell", "title_of", "write"]

UNFINISHED = "unfinished.json"
"""There while files are being written: a run that was stopped then is known as ours."""

WRITTEN = (
    "scores.csv",
    "bouts.csv",
    "events.csv",
    "habituation.csv",
    "folds.csv",
    "registration.csv",
    "prototypes.npz",
    "contrast_prototypes.npz",
    "contrast_models.npz",
    "prototypes.png",
    "contrast_prototypes.png",
    "score.png",
    "similarity.png",
    "registration.png",
    "events.png",
    "why.png",
    "clock.png",
    "report.json",
)


@dataclass(frozen=True)
class Outcome:
    """Scores of a recording: `published` (`Scores`) and `contrast` (`ContrastResults`), or None."""

    published: Any
    contrast: Any
    times_s: Any
    flags: Any


def write(job: dict[str, Any], outcome: Outcome, result: Any) -> None:
    """All files; the report last, so that it stands for a complete set."""
    from ..core import score_files, score_models, score_report

    out, events = job["out"], job["events"]
    published, contrast = outcome.published, outcome.contrast
    score_report.write_report(out / UNFINISHED, {"format": score_report.FORMAT})
    # A former run's report does not stand for a mixture of its files and this one's.
    (out / "report.json").unlink(missing_ok=True)
    _remove_what_is_not_made(job, outcome)
    score_files.write_scores(
        out / "scores.csv", published, contrast, times_s=outcome.times_s, flags=outcome.flags
    )
    score_files.write_bouts(out / "bouts.csv", published, contrast)
    score_files.write_event_rows(out / "events.csv", published, contrast)
    score_files.write_habituation(out / "habituation.csv", published, contrast)
    if published is not None:
        published.prototypes.save(out / "prototypes.npz")
    if contrast is not None:
        score_files.write_registration(out / "registration.csv", contrast.scores)
        if contrast.scores.folds:
            score_files.write_folds(out / "folds.csv", contrast.scores, events)
        if contrast.scores.prototypes is not None:
            contrast.scores.prototypes.save(out / "contrast_prototypes.npz")
            score_models.save_models(out / "contrast_models.npz", contrast.scores)
    draw(job, outcome, result)
    content = score_report.report(published, events, _about(job, result), contrast=contrast)
    score_report.write_report(out / "report.json", content)
    (out / UNFINISHED).unlink(missing_ok=True)


def _remove_what_is_not_made(job: dict[str, Any], outcome: Outcome) -> None:
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
    if contrast is None or outcome.published is None:
        unmade += ["similarity.png"]
    if job["events"] is None:
        unmade += ["events.png"]
    if job["clock"] is None:
        unmade += ["clock.png"]
    for name in [*unmade, "why.png"]:
        (job["out"] / name).unlink(missing_ok=True)


def draw(job: dict[str, Any], outcome: Outcome, result: Any) -> None:
    """score.png, similarity.png, registration.png, why.png, prototypes, events, and clock.png."""
    from ..plots.clock import clock_figure
    from ..plots.prototypes import prototype_figure, source_frames_to_show
    from ..plots.score_figure import NEUTRAL, frames_to_show, pictures_of, score_figure

    out, events, title = job["out"], job["events"], title_of(job)
    published, contrast = outcome.published, outcome.contrast

    def face(frame: int) -> Any:
        ((_, luma),) = job["reader"].read_luma(frame, frame + 1)
        return luma[job["box"]].copy()

    pictures = pictures_of(frames_to_show(published, events, contrast), face)
    score_figure(
        published, pictures, contrast=contrast, events=events, title=title, path=out / "score.png"
    )
    if published is not None:
        if contrast is not None:
            pictures = pictures_of(frames_to_show(published, events), face)
            path = out / "similarity.png"
            score_figure(
                published, pictures, events=events, title=f"{title}: similarity", path=path
            )
        faces, sources = {}, {}
        if job["given"].published is None:  # otherwise the source frames are in another movie
            faces = pictures_of(source_frames_to_show(published.prototypes), face)
            faces |= {NEUTRAL: pictures[NEUTRAL]} if NEUTRAL in pictures else {}
            sources = _source_pictures(published.prototypes, result.thumbnails)
        prototype_figure(
            published.prototypes,
            faces,
            sources=sources,
            title=f"Prototypes: {title}",
            path=out / "prototypes.png",
        )
    _draw_registration(job, outcome)
    _draw_why(job, outcome, result, face)
    _draw_events(job, outcome)
    _draw_contrast_prototypes(job, outcome)
    if job["clock"] is not None:
        clock_figure(job["clock"], job["reader"].times_s, title=title, path=out / "clock.png")


def _source_pictures(prototypes: Any, thumbnails: Any) -> dict[str, list[Any]]:
    """Thumbnails of all frames that each prototype was made of, least like neutral first."""
    from ..plots.score_figure import Picture

    found: dict[str, list[Any]] = {name: [] for name in prototypes.names}
    for row in sorted(prototypes.source_frames, key=lambda row: row.rank):
        found[row.prototype].append(Picture(row.frame, thumbnails[row.frame : row.frame + 1][0]))
    return found


def _draw_registration(job: dict[str, Any], outcome: Outcome) -> None:
    """registration.png: what the head moved, and what of it is left."""
    from ..plots.registration import registration_figure, shift_of

    if outcome.contrast is not None:
        shift, title = shift_of(outcome.contrast.scores, job["events"]), title_of(job)
        path = job["out"] / "registration.png"
        registration_figure(shift, title=f"Shift of the head: {title}", path=path)


def _draw_why(job: dict[str, Any], outcome: Outcome, result: Any, face: Any) -> None:
    """why.png: each stimulus at the highest score in its own events."""
    from ..plots.score_figure import NEUTRAL, frames_to_show, pictures_of
    from .explaining import figure_of_frames

    shown = frames_to_show(outcome.published, job["events"], outcome.contrast)
    shown.pop(NEUTRAL, None)
    figure_of_frames(
        shown,
        result,
        outcome.times_s,
        published=None if outcome.published is None else outcome.published.prototypes,
        scores=None if outcome.contrast is None else outcome.contrast.scores,
        pictures=pictures_of(shown, face),
        title=f"Why: {title_of(job)}",
        path=job["out"] / "why.png",
    )


def _draw_events(job: dict[str, Any], outcome: Outcome) -> None:
    """events.png: the answers to the events, of the contrast score unless there is none."""
    from ..plots.events import events_figure
    from ..plots.responses import responses_of

    if job["events"] is None:
        return
    published, contrast, title = outcome.published, outcome.contrast, title_of(job)
    if contrast is not None and contrast.scores.refused and published is not None:
        contrast, title = None, f"{title}: similarity, for the score was refused"
    found = responses_of(published, contrast)
    events_figure(found, title=title, path=job["out"] / "events.png")


def _draw_contrast_prototypes(job: dict[str, Any], outcome: Outcome) -> None:
    """contrast_prototypes.png, with the published prototypes below where there are some."""
    from ..plots.contrast_prototypes import contrast_prototype_figure

    made = None if outcome.contrast is None else outcome.contrast.scores.prototypes
    if made is not None:
        contrast_prototype_figure(
            made,
            published=None if outcome.published is None else outcome.published.prototypes,
            title=f"Contrast prototypes: {title_of(job)}",
            path=job["out"] / "contrast_prototypes.png",
        )


def title_of(job: dict[str, Any]) -> str:
    """The name of the first file, and how many there are more."""
    files = [Path(file.path).name for file in job["reader"].info.files]
    return files[0] + (f" and {len(files) - 1} more" if len(files) > 1 else "")


def _about(job: dict[str, Any], result: Any) -> dict[str, Any]:
    """The movie and the descriptors, for the report."""
    info = job["reader"].info
    return {
        "video": {
            "files": [
                {"name": Path(file.path).name, "sha256": file.sha256, "n_frames": file.n_frames}
                for file in info.files
            ],
            "n_frames": info.n_frames,
            "fps": info.fps,
            "is_vfr": info.is_vfr,
            "duration_s": info.duration_s,
            "clock": info.clock,
            "notes": list(info.notes),
        },
        "descriptors": {
            "digest": result.digest,
            "hog": job["hog"].to_dict(),
            "crop": job["crop"].to_dict(),
            "grid": list(result.grid),
        },
        # the experiment's clock that times are on; null: the movie's own
        "clock": None if job["clock"] is None else job["clock"].to_dict(),
        # what the names in events.csv stand for, and the hash that `EventWindow` has for each
        "windows": [{**asdict(w), "hash": w.content_hash()} for w in job["windows"]],
        # what else explains the scores; see "Motion against expression"
        "motion_explained": job["motion_explained"],
        "notes": list(job["given"].notes),
    }


def tell(job: dict[str, Any], outcome: Outcome) -> None:
    """A summary for the terminal: scores, similarity, states, files."""
    events, (published, contrast) = job["events"], (outcome.published, outcome.contrast)
    print(f"{title_of(job)}: {len(outcome.times_s)} frames")
    if contrast is not None:
        _tell_contrast(contrast, events, published)
    if published is not None:
        _tell_published(published, events)
    print()
    notes = (*job["reader"].info.notes, *(events.notes if events is not None else ()))
    for note in (*notes, *job["given"].notes, *clock_notes(job["clock"])):
        print(f"  note: {note}")
    if published is not None:
        for state in published.states:
            about = f" ({state.about})" if state.about else ""
            print(f"  {state.kind}{about}: {state.reason}")
    for line in told_lines(job["motion_explained"]):
        print(f"  {line}")
    there = [name for name in WRITTEN if (job["out"] / name).exists()]
    print(f"\nwritten to {job['out']}: {', '.join(there)}")


def _tell_contrast(results: Any, events: Any, published: Any) -> None:
    from ..core.contrast_results import stimulus_summary

    scores = results.scores
    print(
        f"\n  score ({scores.source}; 0 is neutral, 1 the mean expression; "
        f"{scores.n_valid} of {len(scores.times_s)} frames)"
    )
    width = max(10, *(len(name) for name in scores.names))
    print(f"  {'stimulus':<{width}}  trials  in its events  elsewhere  typical error  bouts  state")
    for name in scores.names:
        about = stimulus_summary(scores, name, events)
        means = [
            _number(about[key], 2) for key in ("mean_in_own_events", "mean_elsewhere", "typical_se")
        ]
        n_bouts = sum(bout.name == name for bout in results.bouts)
        state = "ok" if about["state"] == "ok" else f"REFUSED: {about['state']}"
        print(
            f"  {name:<{width}}  {about['n_events']:>6}  {means[0]:>13}  {means[1]:>9}  "
            f"{means[2]:>13}  {n_bouts:>5}  {state}"
        )
    for state in scores.states:
        print(f"  refused{f' ({state.about})' if state.about else ''}: {state.reason}")
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
        print(f"  {kind}: {sum(bout.name == kind for bout in scores.fear)} bouts")


def _number(value: Any, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
