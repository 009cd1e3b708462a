"""Parameters of the contrast score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ....params import Params, param
from .place_names import check_accepted

STEPS = (
    "light",
    "registration",
    "whitening",
    "licking",
    "drift",
    "unmixing",
    "smoothing",
)
"""Steps of the method that `ContrastParams.ablate` can leave out, to measure what each is worth."""


@dataclass(frozen=True)
class ContrastParams(Params):
    """Parameters of the contrast score; all times are in seconds.

    Parameters
    ----------
    settle_s : float
        A training trial's strength is that from this long after its onset to its offset.
    latency_s, rise_s, fall_s : float
        The response template in training trials: it begins and ends `latency_s` after onset
        and offset, and rises and decays exponentially with these time constants.
    baseline_margin_s : float
        Frames this long after an offset are not neutral.
    baseline_span_s : float
        A training trial's baseline is made of neutral frames at most this far from it.
    baseline_tau_s : float
        Time constant of the running baseline of neutral frames that is subtracted from each score.
    look_back_s, look_ahead_s : float
        A score is smoothed over frames from `look_back_s` before to `look_ahead_s` after it.
        With 0 for the second no later frame is used.
    n_components : int
        Number of components of a registered thumbnail.
    shrinkage : float
        Added to the diagonal of the nuisance covariance, in units of the median of its
        eigenvalues.
    basis_frames, training_frames : int
        Maximum number of frames for the registration and the basis, and for the training.
    min_trials : int
        A stimulus with fewer trials is refused.
    alpha_neutral, alpha_others : float
        A stimulus is refused if its difference from neutral, or from one of the others,
        is as large or larger in more than this fraction of the permutations.
    alpha_names : float
        The whole is refused if trials of one name are as much alike in more than this
        fraction of the permutations of the names among the events.
    alpha_few : float
        Where there are so few trials that no naming could be that rare, the true naming must
        be the best of all, and one of so many that this is by chance in at most this fraction.
    max_trial_lost : float
        A trial is left out if more than this fraction of its frames, from the onset until
        `baseline_margin_s` after the offset, cannot be registered.
    max_lost : float
        Where there are no trials to judge by (prototypes from elsewhere, no events), the whole
        is refused if more than this fraction of the frames cannot be registered.
    min_reliability : float
        A stimulus is refused if sqrt(1 - mean squared standard error / variance of its
        score), over all frames that are not neutral, is below this: about the
        correlation with the truth that the standard errors leave room for.
    cross_validate : bool
        Whether each frame is scored by prototypes made without its trial.
    ablate : sequence of str
        Steps (of `STEPS`) to leave out, to measure the effect of each.
    accept : sequence of str
        Places to accept as part of the face although they respond unlike one:
        'box:LEFT,TOP:RIGHT,BOTTOM' in pixels of the movie, as in the reason of a refusal;
        'picture' if the picture moves as a whole.
    """

    settle_s: float = param(0.4, 0, 60)
    latency_s: float = param(0.15, 0, 10)
    rise_s: float = param(0.15, 0.01, 60)
    fall_s: float = param(0.35, 0.01, 600)
    baseline_margin_s: float = param(2.0, 0, 600)
    baseline_span_s: float = param(4.0, 0.5, 600)
    baseline_tau_s: float = param(2.0, 0.5, 3600)
    look_back_s: float = param(0.4, 0, 5)
    look_ahead_s: float = param(0.2, 0, 5)
    n_components: int = param(128, 2, 1000)
    shrinkage: float = param(0.3, 0.001, 1000)
    basis_frames: int = param(1500, 50, 10_000)
    training_frames: int = param(12000, 100, 1_000_000)
    min_trials: int = param(2, 2, 1000)
    alpha_neutral: float = param(0.05, 0, 1)
    alpha_others: float = param(0.1, 0, 1)
    alpha_names: float = param(0.002, 0, 1)
    alpha_few: float = param(0.05, 0, 1)
    max_trial_lost: float = param(0.5, 0, 1)
    max_lost: float = param(0.2, 0, 1)
    min_reliability: float = param(0.5, 0, 1)
    cross_validate: bool = True
    ablate: tuple[str, ...] = param((), choices=STEPS)
    accept: tuple[str, ...] = ()

    METHOD: ClassVar[str] = "contrast"

    def __post_init__(self) -> None:
        object.__setattr__(self, "ablate", tuple(sorted(set(self.ablate))))
        object.__setattr__(self, "accept", tuple(sorted(set(self.accept))))
        check_accepted(self.accept)

    def uses(self, step: str) -> bool:
        """Whether a step is taken: it is not among `ablate`."""
        return step not in self.ablate
