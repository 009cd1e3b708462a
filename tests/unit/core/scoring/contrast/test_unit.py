"""The unit of finished scores, against strengths that are known."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.params import ContrastParams
from element_mouseface.core.scoring.contrast.unit import fold_units, strength_error

STRENGTHS = {"a": [0.4, 0.9, 1.2, 1.5], "b": [0.8, 1.2]}


def planned():
    rows = [("ab"[n % 3 == 2], 5.0 + 8 * n, 7.0 + 8 * n) for n in range(6)]
    times = np.arange(550) / 10
    return plan_folds(Events.from_rows(rows), times, np.zeros(550, np.uint16), ContrastParams())


@pytest.mark.parametrize("shortfall", [1.0, 0.8])
def test_leaving_a_trial_out_of_its_own_unit_is_undone(shortfall):
    """Scores as folds make them: in units of the other trials' mean, and too small."""
    plan = planned()
    scores, truth = np.zeros((2, len(plan.times_s), 2))
    seen = {"a": 0, "b": 0}
    for number, event in enumerate(plan.events):
        k, own = plan.names.index(event.name), np.array(STRENGTHS[event.name])
        inside = (plan.fold == number) & plan.trial
        strength = own[seen[event.name]]
        others = np.delete(own, seen[event.name]).mean()
        truth[inside, k], scores[inside, k] = strength / own.mean(), shortfall * strength / others
        seen[event.name] += 1
    found = scores / fold_units(scores, plan)[plan.fold]
    np.testing.assert_allclose(found, truth, atol=0.03)
    assert np.abs(scores - truth).max() > 0.2  # it was not so before


def test_a_stimulus_without_two_answered_trials_keeps_its_unit():
    plan = planned()
    scores = np.full((len(plan.times_s), 2), 0.1)
    scores[plan.fold == 0] = 1.0
    assert (fold_units(scores, plan) == 1).all()


def test_what_moves_a_score_within_trials_widens_the_error_of_trials():
    plan = planned()
    rng = np.random.default_rng(3)
    event = plan.events.frames(plan.times_s)
    alike = np.where(event, 1.0, 0.0)[:, None] * np.ones(len(plan.names))
    assert strength_error(alike, plan) == 0
    # Frames of a trial that vary by 0.2, and trials that are all of the same strength.
    noisy = alike + 0.2 * rng.standard_normal(alike.shape)
    assert strength_error(noisy, plan) == pytest.approx(0.6 * 0.2, rel=0.15)
    # Trials of other strengths, each the same in all its frames.
    strength = rng.uniform(0.6, 1.4, len(plan.events))
    unlike = alike * strength[plan.fold][:, None]
    labels = np.array([event.name for event in plan.events])
    own = [strength[labels == name] for name in plan.names]
    spread = np.sqrt(np.mean([np.var(values, ddof=1) for values in own]))
    assert strength_error(unlike, plan) == pytest.approx(0.2 * spread, rel=1e-6)
