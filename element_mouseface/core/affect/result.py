"""`Affect`: arousal and both valences of a recording, with what is to be known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...params import canonical_json
from ..events import Events
from ..frame_features import FrameTable
from ..objects import FrameData, FrameObjects
from ..scoring.contrast import ContrastParams
from .content import content_of
from .params import AffectParams
from .rows import (
    AROUSAL,
    OK,
    TRACES,
    AgreementRow,
    MotionRow,
    SourceRow,
    StimulusRow,
    Trace,
    TrialRow,
)
from .signs import StimulusSigns
from .tables import dataframe_of, table_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Affect(FrameObjects):
    """Arousal and both valences of a recording, with what is to be known of them.

    Attributes
    ----------
    times_s : (frames,) float64 array
        On the events' clock; NaN where a frame has no time.
    traces : mapping of str to Trace
        'arousal', 'positive', 'negative'.
    stimuli : tuple of StimulusRow
    sources : tuple of SourceRow
    trials : tuple of TrialRow
    motion : tuple of MotionRow
        How much of each trace movement explains.
    agreement : tuple of AgreementRow
        With ratings, where there are some.
    signs : StimulusSigns or None
    events : Events or None
    params : AffectParams
    contrast : ContrastParams or None
    about : dict
        JSON: which recording it is of.
    notes : tuple of str
    """

    times_s: np.ndarray
    traces: Mapping[str, Trace]
    stimuli: tuple[StimulusRow, ...]
    sources: tuple[SourceRow, ...]
    trials: tuple[TrialRow, ...]
    motion: tuple[MotionRow, ...]
    agreement: tuple[AgreementRow, ...]
    signs: StimulusSigns | None
    events: Events | None
    params: AffectParams
    contrast: ContrastParams | None = None
    about: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.times_s)

    @property
    def arousal(self) -> Trace:
        """The trace of arousal."""
        return self.traces[AROUSAL]

    @property
    def refused(self) -> dict[str, str]:
        """Why a trace is not there, by its name."""
        return {name: t.reason for name, t in self.traces.items() if t.state != OK}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over traces, rows and parameters."""
        digest = hashlib.sha256(canonical_json(content_of(self)).encode())
        for name in TRACES:
            trace = self.traces[name]
            for array in (trace.values, trace.errors, trace.unbounded):
                # -0.0 is 0.0 in a file
                digest.update((np.asarray(array, "<f8") + 0.0).tobytes())
            digest.update(np.asarray(trace.missing, np.uint8).tobytes())
        digest.update(np.asarray(self.times_s, "<f8").tobytes())
        return digest.hexdigest()

    def to_dataframe(self) -> pd.DataFrame:
        """A row for each frame: each trace, its standard error, and why it is blank."""
        frame = dataframe_of(self)
        frame.attrs["units"] = self.frame_data().units
        return frame

    def frame_data(self) -> FrameData:
        """Each trace, its standard error and why a frame has none; events."""
        from .frame_data import frame_data_of_affect

        return frame_data_of_affect(self)

    def to_table(self) -> FrameTable:
        """The traces as a table of features, which models and decoders take."""
        return table_of(self)
