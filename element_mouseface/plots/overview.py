"""All figures of a scored recording, as `mouseface score` draws them into its folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ..core.results.attribution_maps import errors_of_frames, maps_of_frames
from ..core.results.pictures import pictures_of, source_pictures
from ..core.results.scored import ScoredRecording
from ..core.scoring.contrast import ContrastPrototypes
from ..core.scoring.published.prototypes import Prototypes
from ._style import color_by_name
from .attribution import why_figure
from .clock import clock_figure
from .contrast_prototypes import contrast_prototype_figure
from .events import events_figure
from .places import places_figure
from .prototypes import prototype_figure, source_frames_to_show
from .registration import registration_figure
from .scores import NEUTRAL, frames_to_show, score_figure


@dataclasses.dataclass(frozen=True)
class _Overview:
    """Shared options of all figures of a recording."""

    scored: ScoredRecording
    folder: Path
    face: Callable[[int], np.ndarray]
    colors: dict[str, str]

    def style(self, name: str, title: str) -> dict[str, Any]:
        return {"title": title, "colors": self.colors, "path": self.folder / f"{name}.png"}


def draw_overview(
    scored: ScoredRecording,
    folder: str | Path,
    face: Callable[[int], np.ndarray],
    *,
    movie_s: np.ndarray | None = None,
    key_frames_s: np.ndarray | None = None,
) -> None:
    """Draw score.png, similarity, registration, places, why, prototypes, events and clock.png.

    Parameters
    ----------
    scored : ScoredRecording
        With the pass over the movie.
    folder : str or Path
    face : callable(frame)
        Returns a frame's gray picture, (y, x) uint8.
    movie_s : (frames,) array, optional
        Frame times on the movie's own clock, for clock.png.
    key_frames_s : array, optional
        Times of the movie's key frames.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    names = set(scored.names) | set(() if scored.events is None else scored.events.names)
    overview = _Overview(scored, Path(folder), face, color_by_name(sorted(names)))
    title = scored.movie.title
    marks: dict[str, Any] = {"key_frames_s": key_frames_s}
    score_figure(scored, face, **marks, **overview.style("score", title))
    for name, scores in scored.methods.items():
        if scores is not scored.scores_of():
            style = overview.style(scores.measure, f"{title}: {scores.measure}")
            score_figure(scored.only(name), face, **marks, **style)
    _draw_prototypes(overview, title)
    if any(scores.lost is not None for scores in scored.methods.values()):
        registration_figure(scored, **overview.style("registration", f"Shift of the head: {title}"))
    if any(scores.places for scores in scored.methods.values()):
        style = overview.style("places", f"Places that respond unlike a face: {title}")
        places_figure(scored, **style)
    _draw_why(overview, title)
    _draw_events(overview, title)
    if scored.clock is not None and movie_s is not None:
        clock_figure(scored.clock, movie_s, title=title, path=overview.folder / "clock.png")


def _draw_prototypes(overview: _Overview, title: str) -> None:
    """prototypes.png with the source frames, and contrast_prototypes.png."""
    made = {name: scores.prototypes for name, scores in overview.scored.methods.items()}
    published = None
    for name, found in made.items():
        if isinstance(found, Prototypes):
            published = found
            _draw_published(overview, name, found, title)
    for found in made.values():
        if isinstance(found, ContrastPrototypes):
            contrast_prototype_figure(
                found,
                published=published,
                **overview.style("contrast_prototypes", f"Contrast prototypes: {title}"),
            )


def _draw_published(overview: _Overview, method: str, made: Prototypes, title: str) -> None:
    scored, faces, sources = overview.scored, {}, {}
    own = {file.sha256 for file in scored.movie.files}
    if {file.sha256 for file in made.source_files} <= own:  # else the frames are of another movie
        faces = pictures_of(source_frames_to_show(made), overview.face)
        neutral = frames_to_show(scored.only(method)).get(NEUTRAL)
        faces |= {} if neutral is None else pictures_of({NEUTRAL: neutral}, overview.face)
        sources = source_pictures(made, scored.thumbnails)
    style = overview.style("prototypes", f"Prototypes: {title}")
    prototype_figure(made, faces, sources=sources, **style)


def _draw_why(overview: _Overview, title: str) -> None:
    """why.png: each stimulus at the highest score in its own events."""
    scored = overview.scored
    shown = frames_to_show(scored)
    shown.pop(NEUTRAL, None)
    maps = maps_of_frames(scored, shown)
    if maps:
        pictures = pictures_of(shown, overview.face)
        errors = errors_of_frames(scored, shown)
        style = overview.style("why", f"Why: {title}")
        why_figure(maps, scored.times_s, pictures, errors=errors, **style)


def _draw_events(overview: _Overview, title: str) -> None:
    """events.png: the responses to the events; of another measure if the first is refused."""
    scored, first = overview.scored, overview.scored.scores_of()
    if scored.events is None:
        return
    others = [scores for scores in scored.methods.values() if not scores.refused]
    if first.refused and others:
        scored = scored.only(others[0].method)
        title = f"{title}: {others[0].measure}, since the {first.measure} was refused"
    events_figure(scored, window="response", **overview.style("events", title))
