"""The published method as a `ScoringMethod`: similarity to frames least like neutral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ....errors import check_type
from ..method.protocol import Option, Progress, ScoringMethod

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from ....params import HOGParams, ScoreParams
    from ...events import Events
    from ...events.measures import MeasureParams
    from ...events.windows import EventWindow
    from ..method.fitted import Fitted, PrototypeRecord
    from ..method.recording import Recording
    from ..method.score_map import ScoreMap
    from ..scores import MethodScores
    from .prototypes import Prototypes

#: parameters of bouts that the method has of its own


class PublishedMethod(ScoringMethod):
    """Pearson correlation with the mean of a stimulus's frames least like neutral."""

    name = "published"
    measure = "similarity"
    unit = "r"
    scale = "Pearson r"
    about = (
        "Similarity: the Pearson correlation of a frame's HOG descriptor with the prototype of "
        "a stimulus (Dolensek et al., Science 2020)."
    )
    prototypes_file = "prototypes.npz"
    models_file = prototypes_file
    made_from = "frames"
    pools = True
    options = (
        Option(
            "--neutral",
            "neutral",
            "KIND",
            "mean of the frames outside events (default), stillest of the first frames, or "
            "typical: the one most like the next; for similarity",
        ),
        Option(
            "--normalize",
            "normalize",
            "KIND",
            "add normalized traces of similarity: none (default), minmax, or neutral (0 at the "
            "baseline)",
        ),
    )

    @property
    def params_type(self) -> type[ScoreParams]:
        """`ScoreParams`."""
        from ....params import ScoreParams

        return ScoreParams

    def measure_params(self, params: Any, given: MeasureParams | None = None) -> MeasureParams:
        """Bouts by the method's own parameters; what is given besides is about events."""
        from .scored import measure_params

        return measure_params(params, given)

    def fit(self, recordings: Sequence[Recording], params: ScoreParams) -> Fitted:
        """Prototypes from the events of one or several recordings.

        Several recordings are taken as one, with a gap of an hour between them: the neutral
        face and the choice of frames are over all of them together.
        """
        from .several_recordings import fit_recordings

        return fit_recordings(recordings, params)

    def score(
        self,
        recording: Recording,
        params: ScoreParams | None,
        *,
        prototypes: Prototypes | None = None,
        measures: MeasureParams | None = None,
        windows: Sequence[EventWindow] | None = None,
        progress: Progress | None = None,
    ) -> MethodScores:
        """Similarity to the recording's own prototypes, or to those of another recording."""
        from .prototypes import Prototypes
        from .score import score_published
        from .scored import method_scores

        check_type("prototypes", prototypes, Prototypes | None, "what `load_prototypes(path)` gave")
        scores = score_published(
            recording.descriptors,
            recording.times_s,
            getattr(recording.descriptors, "flags", None),
            recording.events,
            params,
            prototypes=prototypes,
            source_files=recording.files,
            crop=recording.crop,
            recorded_at=recording.recorded_at or "",
            progress=progress,
        )
        own = recording.events, recording.times_s, recording.recorded_at
        return method_scores(scores, *own, measures=measures, windows=windows)

    def load(self, path: Path) -> Prototypes:
        """The prototypes of a prototypes.npz."""
        from .prototypes import Prototypes

        return Prototypes.load(path)

    def wrote(self, arrays: Sequence[str]) -> bool:
        """Files of this method have the arrays 'vectors' and 'neutral'."""
        return {"vectors", "neutral"} <= set(arrays)

    def source_files(self, prototypes: Prototypes) -> Sequence[Mapping[str, Any]]:
        """Name and sha256 of each movie file."""
        return [{"name": file.name, "sha256": file.sha256} for file in prototypes.source_files]

    def made_at(self, prototypes: Prototypes) -> str:
        """When they were made, ISO 8601; '' where not known."""
        return prototypes.created_at

    def describe(self, prototypes: Prototypes) -> dict[str, Any]:
        """The stimuli, the descriptor, and the files and frames that made them."""
        from dataclasses import asdict

        return {
            "names": list(prototypes.names),
            "content_hash": prototypes.content_hash(),
            "created_by": prototypes.created_by,
            "created_at": prototypes.created_at,
            "recorded_at": prototypes.recorded_at,
            "grid": list(prototypes.grid),
            "hog": prototypes.hog.to_dict(),
            "source_files": [asdict(file) for file in prototypes.source_files],
            "source_frames": [asdict(frame) for frame in prototypes.source_frames],
        }

    def hog_of(self, prototypes: Prototypes) -> HOGParams:
        """The descriptors that these prototypes are of."""
        return prototypes.hog

    def check_fits(self, prototypes: Prototypes, hog: HOGParams, crop_px: tuple[int, int]) -> None:
        """Refuse (PrototypeError) prototypes of another grid or other descriptors."""
        from types import SimpleNamespace

        prototypes.check_fits(SimpleNamespace(params=hog, grid=hog.grid(*crop_px)))

    def check_events(
        self, events: Events, times_s: np.ndarray, params: ScoreParams | None, *, fits: bool
    ) -> None:
        """Refuse events outside the movie; frames last as the method's own bouts say."""
        from ..method.checks import check_events

        if params is not None:
            check_events(events, times_s, params.max_gap_s)
        super().check_events(events, times_s, params, fits=fits)

    def pool(self, sets: Sequence[Prototypes]) -> tuple[Prototypes, tuple[str, ...]]:
        """The mean of all source frames of several recordings."""
        from .pooling import least_agreement, pool_prototypes

        pooled = pool_prototypes(sets)
        return pooled, (
            f"{len(sets)} sets of prototypes pooled, {len(pooled.source_frames)} source frames",
            "recordings are not aligned: their neutral faces agree with r "
            f"{least_agreement(sets):.3f} or more; a shift of half a cell moves r as much as an "
            "expression does",
        )

    def record(self, prototypes: Prototypes) -> PrototypeRecord:
        """The prototypes as tables keep them."""
        from .record import record_of

        return record_of(prototypes)

    def from_record(self, record: PrototypeRecord) -> Prototypes:
        """The prototypes back from what tables keep."""
        from .record import prototypes_of

        return prototypes_of(record)

    def digest_of(self, record: PrototypeRecord) -> str:
        """Of the prototypes that the record gives."""
        return self.from_record(record).content_hash()

    def explained(self, models: Prototypes) -> tuple[str, ...]:
        """Every prototype's stimulus."""
        return models.names

    def explain(
        self,
        recording: Recording,
        models: Prototypes,
        name: str,
        first_frame: int,
        stop_frame: int,
    ) -> ScoreMap:
        """What each cell adds to the similarity of the frame in the middle."""
        from .attribution import map_of_frame

        return map_of_frame(recording, models, name, (first_frame + stop_frame) // 2)


PUBLISHED = PublishedMethod()
