"""Scored recordings in memory, as the figures take them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from element_mouseface.core.results.scored import ScoredRecording


def scored_by(published=None, contrast=None, events=None, images=None, windows=None):
    """One recording scored by one or both methods; `images` are its thumbnails.

    They are measured over these windows.
    """
    found = []
    if published is not None:
        found.append(ScoredRecording.of(published, events, windows=windows))
    if contrast is not None:
        given = {"flags": np.zeros(len(contrast.times_s), np.uint16), "windows": windows}
        found.append(ScoredRecording.of(contrast, events, **given))
    one = found[0] if len(found) == 1 else found[0].joined_with(found[1])
    return one if images is None else replace(one, recording=pass_with(images))


def with_bouts(scored, bouts):
    """The same recording, scored by one method, with other bouts."""
    ((name, scores),) = scored.methods.items()
    other = replace(scores, bouts={scores.measure: tuple(bouts)})
    return replace(scored, methods={name: other})


def pass_with(thumbnails):
    """A pass over a movie that has thumbnails only."""
    return SimpleNamespace(result=SimpleNamespace(thumbnails=thumbnails))
