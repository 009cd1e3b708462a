"""The figures of `mouseface score`."""

from __future__ import annotations

from typing import Any

from .job import Job, Outcome

__all__ = ["draw"]

_FACE_FRAMES = 60  # that a mean face is taken of


def draw(job: Job, outcome: Outcome, result: Any) -> None:
    """score.png, similarity, registration, places, why, prototypes, events, and clock.png."""
    from ...plots.scores import frames_to_show, pictures_of, score_figure

    events, title, colors = job.events, job.title, _colors(job, outcome)
    published, contrast = outcome.published, outcome.contrast

    def face(frame: int) -> Any:
        ((_, luma),) = job.reader.read_luma(frame, frame + 1)
        return luma[job.box].copy()

    pictures = pictures_of(frames_to_show(published, events, contrast), face)
    path = job.out / "score.png"
    times_s = outcome.times_s[job.reader.start_frames]
    drawn: dict[str, Any] = {"events": events, "colors": colors, "key_frames_s": times_s}
    score_figure(published, pictures, contrast=contrast, title=title, path=path, **drawn)
    if published is not None:
        if contrast is not None:
            pictures = pictures_of(frames_to_show(published, events), face)
            path, title = job.out / "similarity.png", f"{title}: similarity"
            score_figure(published, pictures, title=title, path=path, **drawn)
        _draw_prototypes(job, published, pictures, result, face, colors)
    _draw_registration(job, outcome, colors)
    _draw_places(job, outcome, result, colors)
    _draw_why(job, outcome, result, face, colors)
    _draw_events(job, outcome, colors)
    _draw_contrast_prototypes(job, outcome, colors)
    _draw_clock(job)


def _colors(job: Job, outcome: Outcome) -> dict[str, str]:
    """One color a stimulus in all figures, whichever of the stimuli one of them shows."""
    from ...plots._style import color_by_name

    names = set() if job.events is None else set(job.events.names)
    names |= set(() if outcome.published is None else outcome.published.names)
    names |= set(() if outcome.contrast is None else outcome.contrast.scores.names)
    return color_by_name(sorted(names))


def _draw_prototypes(
    job: Job, published: Any, pictures: Any, result: Any, face: Any, colors: dict[str, str]
) -> None:
    """prototypes.png, with the frames that they were made of if these are in this movie."""
    from ...plots.prototypes import prototype_figure, source_frames_to_show
    from ...plots.scores import NEUTRAL, pictures_of

    faces, sources = {}, {}
    if "published" not in job.given.prototypes:  # otherwise the source frames are in another movie
        faces = pictures_of(source_frames_to_show(published.prototypes), face)
        faces |= {NEUTRAL: pictures[NEUTRAL]} if NEUTRAL in pictures else {}
        sources = _source_pictures(published.prototypes, result.thumbnails)
    prototype_figure(
        published.prototypes,
        faces,
        sources=sources,
        title=f"Prototypes: {job.title}",
        colors=colors,
        path=job.out / "prototypes.png",
    )


def _source_pictures(prototypes: Any, thumbnails: Any) -> dict[str, list[Any]]:
    """Thumbnails of all frames that each prototype was made of, least like neutral first."""
    from ...plots.scores import Picture

    found: dict[str, list[Any]] = {name: [] for name in prototypes.names}
    for row in sorted(prototypes.source_frames, key=lambda row: row.rank):
        found[row.prototype].append(Picture(row.frame, thumbnails[row.frame : row.frame + 1][0]))
    return found


def _draw_registration(job: Job, outcome: Outcome, colors: dict[str, str]) -> None:
    """registration.png: what the head moved, and what of it is left."""
    from ...plots.registration import registration_figure, shift_of

    if outcome.contrast is not None:
        shift, title = shift_of(outcome.contrast.scores, job.events), job.title
        path = job.out / "registration.png"
        title = f"Shift of the head: {title}"
        registration_figure(shift, title=title, colors=colors, path=path)


def _draw_places(job: Job, outcome: Outcome, result: Any, colors: dict[str, str]) -> None:
    """places.png: what answers and is no face, where there is such a place."""
    from ...plots.accused import places_figure

    if outcome.contrast is None or not outcome.contrast.scores.places:
        return
    thumbnails = result.thumbnails
    frames = range(0, len(thumbnails), max(1, len(thumbnails) // _FACE_FRAMES))
    face = sum(thumbnails[n : n + 1][0].astype(float) for n in frames) / len(frames)
    title = f"What answers and is no face: {job.title}"
    given: dict[str, Any] = {"title": title, "colors": colors, "path": job.out / "places.png"}
    places_figure(outcome.contrast.scores.places, face, job.events, **given)


def _draw_why(job: Job, outcome: Outcome, result: Any, face: Any, colors: dict[str, str]) -> None:
    """why.png: each stimulus at the highest score in its own events."""
    from ...plots.scores import NEUTRAL, frames_to_show, pictures_of
    from .explaining import figure_of_frames

    shown = frames_to_show(outcome.published, job.events, outcome.contrast)
    shown.pop(NEUTRAL, None)
    figure_of_frames(
        shown,
        result,
        outcome.times_s,
        published=None if outcome.published is None else outcome.published.prototypes,
        scores=None if outcome.contrast is None else outcome.contrast.scores,
        pictures=pictures_of(shown, face),
        title=f"Why: {job.title}",
        colors=colors,
        path=job.out / "why.png",
    )


def _draw_events(job: Job, outcome: Outcome, colors: dict[str, str]) -> None:
    """events.png: the answers to the events, of the contrast score unless there is none."""
    from ...core.results.responses import responses_of
    from ...plots.events import events_figure

    if job.events is None:
        return
    published, contrast, title = outcome.published, outcome.contrast, job.title
    if contrast is not None and contrast.scores.refused and published is not None:
        contrast, title = None, f"{title}: similarity, for the score was refused"
    found = responses_of(published, contrast)
    events_figure(found, title=title, colors=colors, path=job.out / "events.png")


def _draw_contrast_prototypes(job: Job, outcome: Outcome, colors: dict[str, str]) -> None:
    """contrast_prototypes.png, with the published prototypes below where there are some."""
    from ...plots.contrast_prototypes import contrast_prototype_figure

    made = None if outcome.contrast is None else outcome.contrast.scores.prototypes
    if made is not None:
        contrast_prototype_figure(
            made,
            published=None if outcome.published is None else outcome.published.prototypes,
            title=f"Contrast prototypes: {job.title}",
            colors=colors,
            path=job.out / "contrast_prototypes.png",
        )


def _draw_clock(job: Job) -> None:
    """clock.png: the experiment's clock against the movie's own."""
    from ...plots.clock import clock_figure

    if job.clock is not None:
        path = job.out / "clock.png"
        clock_figure(job.clock, job.reader.times_s, title=job.title, path=path)
