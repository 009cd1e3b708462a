"""Likeness: how much of a stimulus's mean change of the picture is in each frame.

A prototype is the mean thumbnail of a stimulus's events less the mean of neutral frames; a
frame's score is the frame less neutral, projected on that: 0 is neutral, 1 the prototype.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.outputs.archive import Archive
from element_mouseface.core.scoring.findings import NOTE, Finding, FindingKind, add_kinds
from element_mouseface.core.scoring.method.derived import derived
from element_mouseface.core.scoring.method.fitted import EventOrigin, Fitted, PrototypeRecord
from element_mouseface.core.scoring.method.protocol import Option, ScoringMethod
from element_mouseface.core.scoring.method.score_map import ScoreMap
from element_mouseface.core.scoring.scores import (
    OTHER_SESSION,
    SAME_DATA,
    MethodScores,
    ScoreTrace,
    age_days,
)
from element_mouseface.errors import ParameterError, PrototypeError
from element_mouseface.params import Params

OF_ITSELF = "likeness_to_itself", ""
add_kinds({OF_ITSELF[0]: FindingKind(NOTE, "A picture is like the mean that it is part of.")})

FILE = Archive(
    holds="toy prototypes",
    mark={"format": "toy/1"},
    expected="what the toy method wrote",
    do="make them again",
    error=PrototypeError,
)


@dataclass(frozen=True)
class ToyParams(Params):
    """Parameters of the toy method.

    Parameters
    ----------
    baseline_margin_s : float
        Frames this long after an event are not neutral.
    gain : float
        What scores are multiplied with.
    """

    baseline_margin_s: float = 1.0
    gain: float = 1.0

    METHOD: ClassVar[str] = "toy"

    def __post_init__(self) -> None:
        if not 0 < self.gain <= 100:
            raise ParameterError("ToyParams: gain is out of range.", expected="above 0, up to 100")


@dataclass(frozen=True, eq=False)
class ToyPrototypes:
    """Pictures (k, y, x) less neutral (y, x), luma levels."""

    names: tuple[str, ...]
    pictures: np.ndarray
    neutral: np.ndarray
    params: ToyParams
    source: dict[str, Any]

    def save(self, path, *, overwrite=False):
        about = {"names": list(self.names), "params": self.params.to_dict(), "source": self.source}
        arrays = {"pictures": self.pictures, "toy_neutral": self.neutral}
        return FILE.save(path, about, arrays, overwrite=overwrite)


class ToyMethod(ScoringMethod):
    """The whole method: nothing outside this package names it."""

    name, measure, unit = "toy", "likeness", "mean change"
    scale = "0 is neutral, 1 the mean change"
    about = "Likeness: projection on the mean change of the picture in the stimulus's events."
    prototypes_file = models_file = "toy_prototypes.npz"
    made_from = "events"
    neutral_value = 0.0
    options = (Option("--toy-gain", "gain", "X", "what scores are multiplied with", type=float),)

    @property
    def params_type(self):
        return ToyParams

    def fit(self, recordings, params):
        self.check_sources(len(recordings))
        (recording,) = recordings
        prototypes = self._made(recording, params)
        frames = [
            (number, event, np.flatnonzero(_inside(recording.times_s, event)))
            for number, event in enumerate(recording.events)
        ]
        events = tuple(
            EventOrigin(event.name, number, int(own[0]), int(own[-1]) + 1, len(own))
            for number, event, own in frames
        )
        return Fitted(prototypes, params, source_events=events)

    def _made(self, recording, params):
        frames, times_s = np.asarray(recording.result.thumbnails[:], float), recording.times_s
        events = recording.events
        neutral = frames[events.baseline(times_s, params.baseline_margin_s)].mean(axis=0)
        pictures = [frames[events.frames(times_s, name)].mean(axis=0) for name in events.names]
        source = {**recording.source, "recorded_at": recording.recorded_at}
        return ToyPrototypes(events.names, np.array(pictures) - neutral, neutral, params, source)

    def score(
        self, recording, params, *, prototypes=None, measures=None, windows=None, progress=None
    ):
        params, measures = params or ToyParams(), measures or MeasureParams()
        circular = prototypes is None or recording.shares_file(self.source_files(prototypes))
        made = self._made(recording, params) if prototypes is None else prototypes
        frames = np.asarray(recording.result.thumbnails[:], float) - made.neutral
        flat, vectors = frames.reshape(len(frames), -1), made.pictures.reshape(len(made.names), -1)
        values = params.gain * flat @ vectors.T / (vectors**2).sum(axis=1)
        limits = measures.bout_enter, measures.bout_leave
        traces = tuple(
            ScoreTrace(self.measure, name, self.unit, values[:, k], None, *limits)
            for k, name in enumerate(made.names)
        )
        times_s, events = recording.times_s, recording.events
        reason = "the prototypes were made from this very recording"
        return MethodScores(
            method=self.name,
            measure=self.measure,
            unit=self.unit,
            names=made.names,
            source=SAME_DATA if circular else OTHER_SESSION,
            traces=traces,
            params=params,
            measures=measures,
            frame_traces={"picture_mean": np.asarray(recording.result.thumbnails[:]).mean((1, 2))},
            findings=(Finding(*OF_ITSELF, reason),) if circular else (),
            n_neutral=0
            if events is None
            else int(events.baseline(times_s, params.baseline_margin_s).sum()),
            neutral_margin_s=params.baseline_margin_s,
            prototype_age_days=age_days(made.source.get("recorded_at"), recording.recorded_at),
            open_prototypes=lambda: made,
            **derived(traces, times_s, events, measures, windows, neutral_value=0.0),
        )

    def load(self, path):
        about, npz = FILE.open(path)
        neutral = npz.take("toy_neutral", (None, None))
        names = about.texts("names", least=1)
        return ToyPrototypes(
            names,
            npz.take("pictures", (len(names), *neutral.shape)),
            neutral,
            about.made("params", ToyParams.from_dict),
            about.inner("source").plain(),
        )

    def wrote(self, arrays):
        return "toy_neutral" in arrays

    def source_files(self, prototypes):
        return prototypes.source.get("files", [])

    def made_at(self, prototypes):
        return prototypes.source.get("created_at", "")

    def record(self, prototypes):
        record = PrototypeRecord(
            names=prototypes.names,
            vectors=prototypes.pictures,
            digest="",
            provenance={"params": prototypes.params.to_dict(), "source": prototypes.source},
            neutral=prototypes.neutral,
            grid=prototypes.neutral.shape,
            length=prototypes.neutral.size,
            recorded_at=prototypes.source.get("recorded_at"),
        )
        return replace(record, digest=self.digest_of(record))

    def from_record(self, record):
        told = record.provenance
        params = ToyParams.from_dict(told["params"])
        return ToyPrototypes(
            record.names, np.array(record.vectors), record.neutral, params, told["source"]
        )

    def digest_of(self, record):
        pictures = np.concatenate([record.neutral[None], np.array(record.vectors)])
        return hashlib.sha256(pictures.astype("<f8").tobytes()).hexdigest()

    def explained(self, models):
        return models.names

    def explain(self, recording, models, name, first_frame, stop_frame):
        picture = models.pictures[models.names.index(name)]
        frames = np.asarray(recording.result.thumbnails[first_frame:stop_frame], float)
        change = frames.mean(axis=0) - models.neutral
        values = models.params.gain * picture * change / (picture**2).sum()
        total = float(values.sum())
        return ScoreMap(name, self.measure, values, total, total, first_frame, stop_frame)


def _inside(times_s, event):
    return (times_s >= event.onset_s) & (times_s < event.offset_s)


TOY = ToyMethod()
