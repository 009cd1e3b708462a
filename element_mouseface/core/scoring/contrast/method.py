"""The contrast score as a `ScoringMethod`: registered, unmixed, cross-validated, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from ....errors import PrototypeError, check_type
from ..method.protocol import Option, Progress, ScoringMethod

if TYPE_CHECKING:
    from pathlib import Path

    from ....params import HOGParams
    from ...events.measures import MeasureParams
    from ...events.windows import EventWindow
    from ..findings import Finding
    from ..method.fitted import Fitted, PrototypeRecord
    from ..method.recording import Recording
    from ..method.score_map import ScoreMap
    from ..scores import MethodScores
    from .model_file import ScoreModels
    from .params import ContrastParams
    from .result import ContrastPrototypes


class ContrastMethod(ScoringMethod):
    """Each trial is scored by models made without it, with a standard error, or refused."""

    name = "contrast"
    measure = "score"
    unit = "expression"
    scale = "0 is neutral, 1 the mean expression"
    about = (
        "The contrast score: each trial is scored by prototypes made without it, with a "
        "standard error, or refused with the reason."
    )
    prototypes_file = "contrast_prototypes.npz"
    models_file = "contrast_models.npz"
    cross_validates = True
    made_from = "events"
    neutral_value = 0.0
    options = (
        Option(
            "--look-ahead",
            "look_ahead_s",
            "S",
            "a frame's score may use frames up to so many seconds later (default 0.2; 0 for live "
            "use)",
            type=float,
        ),
        Option(
            "--accept",
            "accept",
            "PLACE",
            "accept a place that responds unlike a face as part of the face: box:X,Y:X,Y from the "
            "reason of the refusal, or picture if the whole picture moves; may be repeated",
            many=True,
        ),
    )

    @property
    def params_type(self) -> type[ContrastParams]:
        """`ContrastParams`."""
        from .params import ContrastParams

        return ContrastParams

    def check_sources(self, n_recordings: int) -> None:
        """Refuse several recordings: their trials cannot be pooled in one model."""
        if n_recordings > 1:
            raise PrototypeError(
                "Contrast prototypes are made from one recording.",
                expected="one source: registration and nuisance are those of one session",
                got=f"{n_recordings} sources",
                do="make a set from each recording, and score with each; or use the published "
                "method",
            )

    def fit(self, recordings: Sequence[Recording], params: ContrastParams) -> Fitted:
        """A model of all trials of one recording, or the reasons why there is none."""
        from .recorded import fitted

        self.check_sources(len(recordings))
        (recording,) = recordings
        return fitted(recording, params)

    def score(
        self,
        recording: Recording,
        params: ContrastParams | None,
        *,
        prototypes: ContrastPrototypes | None = None,
        measures: MeasureParams | None = None,
        windows: Sequence[EventWindow] | None = None,
        progress: Progress | None = None,
    ) -> MethodScores:
        """Cross-validated scores, or scores by the prototypes of another recording."""
        from .recorded import cross_validated, score_by
        from .result import ContrastPrototypes
        from .scored import method_scores

        expected = "what `load_prototypes(path)` gave"
        check_type("prototypes", prototypes, ContrastPrototypes | None, expected)
        if prototypes is None:
            scores = cross_validated(recording, params or self.params_type(), progress)
        else:
            scores = score_by(recording, params, prototypes, progress)
        own = recording.events, recording.times_s, recording.recorded_at
        return method_scores(scores, *own, measures=measures, windows=windows)

    def findings(self, scores: MethodScores) -> tuple[Finding, ...]:
        """Refusals, notes, and 'ok' for each stimulus that is scored."""
        from ..findings import Finding

        ok = (Finding("ok", trace.name, "") for trace in scores.traces)
        return (*scores.findings, *ok)

    def load(self, path: Path) -> ContrastPrototypes:
        """The prototypes of a contrast_prototypes.npz."""
        from .result import ContrastPrototypes

        return ContrastPrototypes.load(path)

    def wrote(self, arrays: Sequence[str]) -> bool:
        """Files of this method have the array 'about'."""
        return {"reference", "filter"} <= set(arrays)

    def source_files(self, prototypes: ContrastPrototypes) -> Sequence[Mapping[str, Any]]:
        """Name and sha256 of each movie file."""
        return prototypes.source.get("files", [])

    def made_at(self, prototypes: ContrastPrototypes) -> str:
        """The time they were made, ISO 8601; '' if not known."""
        return prototypes.source.get("created_at", "")

    def describe(self, prototypes: ContrastPrototypes) -> dict[str, Any]:
        """The stimuli, and the source recorded in the prototypes."""
        return {"names": list(prototypes.names), "made_from": prototypes.source}

    def params_of(self, prototypes: ContrastPrototypes) -> ContrastParams:
        """The parameters of the prototypes."""
        return prototypes.params

    def check_fits(
        self, prototypes: ContrastPrototypes, hog: HOGParams, crop_px: tuple[int, int]
    ) -> None:
        """Refuse (PrototypeError) prototypes of another size of the crop."""
        theirs = prototypes.source.get("crop_px")
        if theirs is not None and list(theirs) != list(crop_px):
            raise PrototypeError(
                "The contrast prototypes are of a crop of another size.",
                expected=f"{theirs[1]}x{theirs[0]} pixels (the prototypes)",
                got=f"{crop_px[1]}x{crop_px[0]} pixels (this movie)",
                do="give a --crop of that size around the same part of the face",
            )

    def pool(self, sets: Sequence[Any]) -> NoReturn:
        """Refused: each set has its own reference face."""
        raise PrototypeError(
            "Prototypes of the contrast score cannot be pooled.",
            expected="those of one recording: each set has its own reference face, components and "
            "errors, found from its movie, and no mean of them is the set of all movies",
            got=f"{len(sets)} sets",
            do="give one of them; or pool similarity with --method published",
        )

    def record(self, prototypes: ContrastPrototypes) -> PrototypeRecord:
        """The prototypes as tables keep them."""
        from .record import record_of

        return record_of(prototypes)

    def from_record(self, record: PrototypeRecord) -> ContrastPrototypes:
        """The prototypes back from the model's file."""
        from .record import prototypes_of

        return prototypes_of(record)

    def digest_of(self, record: PrototypeRecord) -> str:
        """The digest of the model's file."""
        from .record import digest_of_npz

        return digest_of_npz(record.model or b"")

    def load_models(self, path: Path) -> ScoreModels:
        """The models of a contrast_models.npz."""
        from .model_file import load_models

        return load_models(path)

    def explained(self, models: ScoreModels) -> tuple[str, ...]:
        """The stimuli that the models score."""
        return tuple(models.names[k] for k in models.jobs[0].model.scored)

    def explain(
        self,
        recording: Recording,
        models: ScoreModels,
        name: str,
        first_frame: int,
        stop_frame: int,
    ) -> ScoreMap:
        """The part of each pixel of the thumbnail in the mean score of frames of one fold."""
        from .attribution import contrast_map

        return contrast_map(recording.result.thumbnails, models, name, first_frame, stop_frame)


CONTRAST = ContrastMethod()
