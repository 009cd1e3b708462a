"""Prototypes of any method: new ones, and their form in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ....params import HOGParams, Params
from ..findings import Finding


@dataclass(frozen=True)
class FrameOrigin:
    """A frame that was averaged into a prototype.

    `recording` counts the recordings that were given; `frame` is its number there, and
    `time_s` its time on the clock of that recording's events.
    """

    prototype: str
    recording: int
    frame: int
    rank: int
    time_s: float
    r_neutral: float | None = None


@dataclass(frozen=True)
class EventOrigin:
    """A trial that made a prototype: usable frames from `first_frame` to `stop_frame - 1`."""

    prototype: str
    event: int
    first_frame: int
    stop_frame: int
    n_frames: int


@dataclass(frozen=True, eq=False)
class Fitted:
    """Prototypes that a method made, or the reasons why there are none.

    Attributes
    ----------
    prototypes : Any
        None if everything was refused.
    params : Params
    findings : tuple of Finding
        The findings, with reasons.
    source_frames : tuple of FrameOrigin
    source_events : tuple of EventOrigin
        Of the only recording.
    """

    prototypes: Any
    params: Params
    findings: tuple[Finding, ...] = ()
    source_frames: tuple[FrameOrigin, ...] = ()
    source_events: tuple[EventOrigin, ...] = ()


@dataclass(frozen=True, eq=False)
class PrototypeRecord:
    """A set of prototypes in the form of tables.

    Attributes
    ----------
    names : tuple of str
    vectors : sequence of arrays
        One a prototype.
    digest : str
        Over everything that scores depend on.
    provenance : dict
        Plain JSON: parameters, files of the sources, and what else the method needs.
    neutral, valid : array or None
        The neutral face, and which of its numbers count.
    grid : (int, int) or None
        Rows and columns of `neutral`.
    length : int or None
        Numbers in a prototype.
    hog : HOGParams or None
        Of the descriptors it is made of.
    n_frames : mapping of str to int
        Averaged frames, by prototype, where known.
    r_neutral : mapping of str to float
        Pearson correlation with the neutral face, where the method has it.
    model : bytes or None
        The file of the model that scores another recording, if the vectors do not suffice.
    findings : tuple of Finding
    recorded_at : str or None
        When the latest source was recorded, ISO 8601.
    """

    names: tuple[str, ...]
    vectors: Any
    digest: str
    provenance: Mapping[str, Any]
    neutral: np.ndarray | None = None
    valid: np.ndarray | None = None
    grid: tuple[int, int] | None = None
    length: int | None = None
    hog: HOGParams | None = None
    n_frames: Mapping[str, int] = field(default_factory=dict)
    r_neutral: Mapping[str, float] = field(default_factory=dict)
    model: bytes | None = None
    findings: tuple[Finding, ...] = ()
    recorded_at: str | None = None
