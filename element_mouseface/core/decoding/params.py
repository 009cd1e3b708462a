"""Parameters of decoders."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError, check_choice
from ...params import Params, param
from ..frame_models.params import LEAST_PERMUTATIONS
from ..learning import LearningParams

#: What a fold may leave out, from the least to the most.
LEVELS = ("trial", "session", "movie", "animal")
ROWS = ("trial", "frame")
CLASSES = ("auto", "stimulus", "amount", "any")
#: Estimators that take milliseconds, so that they are trained again for every permutation.
CHEAP = ("discriminant", "linear", "temporal")
#: How decoders learn where nothing else is said.  Trials are few: nothing is calibrated, and the
#: penalty is the same in every fold, so that permutations are of the very same procedure.
DECODERS = LearningParams(
    estimator="linear",
    beside=("discriminant", "forest", "boosted"),
    linear_strength=0.1,
    iterations=30,
    min_frames=2,
    min_leaf=3,
    gap_s=1.0,
    calibration="none",
)


@dataclass(frozen=True)
class DecodingParams(Params):
    """What is decoded, from which seconds, and how it is tested.

    Parameters
    ----------
    rows : tuple of {'trial', 'frame'}
        What a decoder tells apart: the means of trials, single frames, or both.
    left_out : tuple of {'trial', 'session', 'movie', 'animal'}
        What is left out for testing, side by side; () for each of which there are two or more.
        Of trials others of the same session are trained on, of sessions others of the same animal,
        where there are two.
    classes : {'auto', 'stimulus', 'amount', 'any'}
        What is told apart: the names of stimuli; names with amounts; whether there was any amount.
        'auto' takes amounts where there is one name, else names.
    window_s : (float, float) or None
        Seconds after the onset that are looked at; from onset to offset if it is None.
    baseline_s : (float, float) or None
        Seconds after the onset (negative: before) whose mean is subtracted; None for nothing.
    bins : int
        The temporal model sees a trial's window in so many bins.
    lags, lag_s : int and float
        Of frames, the temporal model sees means of so many pieces of time before it, each so long.
    frames_per_trial : int
        At most so many frames of a trial, spread evenly over its window.
    components : int
        Components of pictures that are fitted in the training rows of each fold.
    temporal : bool
        Whether the temporal model is beside the others.
    permutations : int
        How often the names of events are shuffled within their session: at least 19, or 0.
    copies : float
        Two trials of which what moves correlates more than this are copies of each other; in fewer
        than 40 frames it takes more, and so it does in features, which are few.
    min_defined : float
        Share of the training rows in which a feature must have a number.
    seed : int
        Of the permutations.
    """

    rows: tuple[str, ...] = param(("trial",), choices=ROWS)
    left_out: tuple[str, ...] = ()
    classes: str = param("auto", choices=CLASSES)
    window_s: tuple[float, float] | None = param(None, -3600, 3600)
    baseline_s: tuple[float, float] | None = param((-1.0, 0.0), -3600, 3600)
    bins: int = param(8, 2, 200)
    lags: int = param(4, 1, 50)
    lag_s: float = param(0.25, above=0, high=60)
    frames_per_trial: int = param(20, 2, 10_000)
    components: int = param(20, 1, 500)
    temporal: bool = True
    permutations: int = param(99, 0, 100_000)
    copies: float = param(0.72, 0.1, 1)
    min_defined: float = param(0.5, 0, 1)
    seed: int = param(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        for one in self.left_out:
            refuse_frames(one)
            check_choice("A decoder cannot be tested so.", one, LEVELS)
        for name in ("rows", "left_out"):
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))
        if not self.rows:
            raise ParameterError(
                "DecodingParams: there is nothing to decode.",
                expected=f"some of {', '.join(ROWS)}",
                got="none",
                do="name the rows",
            )
        for name in ("window_s", "baseline_s"):
            span = getattr(self, name)
            if span is not None and not (len(span) == 2 and span[0] < span[1]):
                raise ParameterError(
                    f"DecodingParams: {name} cannot be used.",
                    expected="two numbers of seconds, the first smaller",
                    got=repr(span),
                    do="give seconds after the onset; those before it are negative",
                )
        if 0 < self.permutations < LEAST_PERMUTATIONS:
            raise ParameterError(
                "DecodingParams: so few permutations cannot tell any decoder from chance.",
                expected=f"at least {LEAST_PERMUTATIONS}, or 0",
                got=str(self.permutations),
                do="use more of them, or none",
            )


def refuse_frames(left_out: str) -> None:
    """Refuse to test on frames at random, with the reason (ParameterError)."""
    if left_out in ("frame", "frames", "random", "block"):
        raise ParameterError(
            "Frames are not left out at random, nor in blocks.",
            expected=f"one of {', '.join(LEVELS)}",
            got=repr(left_out),
            do="leave out trials. Neighboring frames are nearly the same picture, so a decoder "
            "that was trained on one knows the other: with frames at random on both sides, names "
            "that were shuffled are decoded nearly perfectly, too",
        )
