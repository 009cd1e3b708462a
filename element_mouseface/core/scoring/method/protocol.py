"""The protocol of a scoring method.

A method is one object of a class that derives from `ScoringMethod`, in its own package beside this
one, with one line in `core.scoring.methods`. The command line, the tables and the figures use
methods only through this protocol.

Importing the module of a method must be cheap, because `mouseface score --help` lists the
options of all: heavy imports are inside the functions that need them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ....errors import PrototypeError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from ....params import HOGParams, Params
    from ...events import Events
    from ...events.measures import MeasureParams
    from ...events.windows import EventWindow
    from ..findings import Finding
    from ..scores import MethodScores
    from .fitted import Fitted, PrototypeRecord
    from .recording import Recording
    from .score_map import ScoreMap

Progress = Callable[[int, int], None]
"""Called with (steps done, total steps)."""


@dataclass(frozen=True)
class Option:
    """A command-line option that sets one parameter of a method.

    Attributes
    ----------
    flag : str
        Such as '--look-ahead'.
    parameter : str
        Name of the parameter it sets.
    metavar, help : str
    type : callable
        From the text to the value.
    many : bool
        The option may be repeated, and its values are added to those of the parameters file.
    """

    flag: str
    parameter: str
    metavar: str
    help: str
    type: Callable[[str], Any] = str
    many: bool = False

    @property
    def attribute(self) -> str:
        """The name that `argparse` stores the value under."""
        return self.flag.lstrip("-").replace("-", "_")


class ScoringMethod(Protocol):
    """A scoring method: from a recording to scores, and everything that belongs to it.

    Attributes
    ----------
    name : str
        Its name in `--method` and in the tables.
    measure, unit : str
        Its main measure, and the unit.
    scale : str
        The meaning of the measure's values, in a few words.
    about : str
        A sentence for `mouseface score --help`.
    options : tuple of Option
    prototypes_file : str
        The file of its prototypes in a scored folder.
    models_file : str
        The file that `explain` needs; the file of prototypes if these suffice.
    cross_validates : bool
        Whether a recording that made prototypes is cross-validated: each trial is scored by models
        made without it, instead of by those prototypes.
    made_from : {'frames', 'events'}
        The sources of its prototypes in the tables.
    pools : bool
        Whether prototypes of several recordings can be pooled.
    neutral_value : float or None
        The measure's value of a neutral face, from which half of a peak is counted; None
        stands for each event's own baseline.
    """

    name: str
    measure: str
    unit: str
    scale: str
    about: str
    prototypes_file: str
    models_file: str
    options: tuple[Option, ...] = ()
    cross_validates: bool = False
    made_from: str = "frames"
    pools: bool = False
    neutral_value: float | None = None

    @property
    def params_type(self) -> type[Params]:
        """The frozen dataclass of its parameters."""
        ...

    def measure_params(self, params: Any, given: MeasureParams | None = None) -> MeasureParams:
        """Parameters of bouts and of measures around events; by default those given.

        Raises
        ------
        ParameterError
            If an argument contradicts the method's own parameters.
        """
        from ...events.measures import MeasureParams

        return given or MeasureParams()

    def fit(self, recordings: Sequence[Recording], params: Any) -> Fitted:
        """Prototypes of one or several recordings, or the reasons why there are none.

        Raises
        ------
        PrototypeError, EventsError, ClockError, ResultError
        """
        ...

    def check_sources(self, n_recordings: int) -> None:
        """Refuse (PrototypeError) more recordings than one set can be made from."""
        if n_recordings > 1 and not self.pools:
            raise PrototypeError(
                f"Prototypes of the method {self.name!r} are made from one recording.",
                expected="one source",
                got=f"{n_recordings} sources",
                do="make a set from each recording, and score with each; or use another method",
            )

    def score(
        self,
        recording: Recording,
        params: Any,
        *,
        prototypes: Any = None,
        measures: MeasureParams | None = None,
        windows: Sequence[EventWindow] | None = None,
        progress: Progress | None = None,
    ) -> MethodScores:
        """Score every frame of a recording.

        Parameters
        ----------
        recording : Recording
        params : Params or None
            Of `params_type`; None stands for those of the prototypes, or the defaults.
        prototypes : optional
            Of another recording; without them they are made of this one.
        measures : MeasureParams, optional
            Of bouts and of measures around events.
        windows : sequence of EventWindow, optional
            Windows around the events; by default the built-in ones.
        progress : callable, optional

        Raises
        ------
        PrototypeError, EventsError, ClockError, InputError, ResultError
        """
        ...

    def findings(self, scores: MethodScores) -> tuple[Finding, ...]:
        """The findings of scores of this method, refusals first.

        A method that can refuse scores adds 'ok' for each stimulus that it scored.
        """
        return scores.findings

    def load(self, path: Path) -> Any:
        """The prototypes of a file, with `.names`, `.params` and `.save(path, overwrite=...)`.

        Raises
        ------
        PathError, PrototypeError
        """
        ...

    def wrote(self, arrays: Sequence[str]) -> bool:
        """Whether an NPZ with arrays of these names is a file of its prototypes."""
        ...

    def source_files(self, prototypes: Any) -> Sequence[Mapping[str, Any]]:
        """Name and sha256 of each movie file that prototypes were made from, where known."""
        ...

    def made_at(self, prototypes: Any) -> str:
        """The time when prototypes were made, ISO 8601; '' if not known."""
        ...

    def describe(self, prototypes: Any) -> dict[str, Any]:
        """A description of prototypes and their sources, JSON-ready, for report.json."""
        made_from = {"files": [dict(file) for file in self.source_files(prototypes)]}
        return {"names": list(prototypes.names), "made_from": made_from}

    def params_of(self, prototypes: Any) -> Params | None:
        """The parameters that scoring by these prototypes cannot change; None for none."""
        return None

    def hog_of(self, prototypes: Any) -> HOGParams | None:
        """The descriptors that these prototypes need; None for any."""
        return None

    def check_fits(self, prototypes: Any, hog: HOGParams, crop_px: tuple[int, int]) -> None:
        """Refuse (PrototypeError) a movie that these prototypes cannot score, before its pass."""

    def check_events(self, events: Events, times_s: np.ndarray, params: Any, *, fits: bool) -> None:
        """Refuse events before the pass over the movie.

        Parameters
        ----------
        events : Events
        times_s : (frames,) array
        params : Params or None
            Of the method.
        fits : bool
            Whether prototypes are made from these events.

        Raises
        ------
        EventsError
            If one lies outside the movie, or two overlap.
        PrototypeError
            If a prototype is to be made of events without a frame.
        """
        from .checks import check_events, check_stimuli

        check_events(events, times_s)
        if fits:
            check_stimuli(events, times_s)

    def pool(self, sets: Sequence[Any]) -> tuple[Any, tuple[str, ...]]:
        """Prototypes of several recordings as one set, and sentences about them.

        Raises
        ------
        PrototypeError
            If they cannot be pooled.
        """
        raise PrototypeError(
            f"Prototypes of the method {self.name!r} cannot be pooled.",
            expected="those of one recording",
            got=f"{len(sets)} sets",
            do="give one of them",
        )

    def record(self, prototypes: Any) -> PrototypeRecord:
        """Convert prototypes to their form in tables."""
        ...

    def from_record(self, record: PrototypeRecord) -> Any:
        """Convert prototypes from their form in tables."""
        ...

    def digest_of(self, record: PrototypeRecord) -> str:
        """The digest of the content of tables, to compare with the stored one."""
        ...

    def load_models(self, path: Path) -> Any:
        """The models of a file, for `explain`; they have `.save(path, overwrite=...)`."""
        return self.load(path)

    def explained(self, models: Any) -> tuple[str, ...]:
        """The stimuli whose scores these models explain."""
        ...

    def explain(
        self, recording: Recording, models: Any, name: str, first_frame: int, stop_frame: int
    ) -> ScoreMap:
        """What each place of the face adds to a score, or to its mean over some frames.

        Raises
        ------
        ParameterError
            If there is no such score.
        """
        ...
