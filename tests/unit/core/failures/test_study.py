"""Why frames fail: planted causes, and none, in a film of a synthetic mouse."""

from __future__ import annotations

import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.core.failures import CAUSES, FailureParams, study_failures
from element_mouseface.core.failures.comparing import cause_rows
from element_mouseface.core.failures.frames import ComparedFrames
from element_mouseface.core.failures.matching import Matched
from element_mouseface.core.failures.measures import measure_frames
from element_mouseface.errors import InputError
from element_mouseface.synthetic import FAULTS, FrameFaults, film

NAMES = dict(zip(FAULTS, ("blurred", "dark", "saturated", "covered", "low contrast"), strict=True))


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """A film with bouts of all five faults, and the pass over it."""
    folder = tmp_path_factory.mktemp("failures")
    faults = [FrameFaults(kind, bouts_per_min=4, bout_s=0.8, strength=1.2) for kind in FAULTS]
    movie = film(
        folder / "face.mp4", identity=1, seed=2, duration_s=90, fps=10, size_px=(128, 96),
        faults=faults,
    )  # fmt: skip
    return movie, mf.extract(mf.open_video(movie.path), folder / "face.zarr")


@pytest.mark.parametrize("fault", FAULTS)
def test_the_planted_cause_comes_first_among_the_others(filmed, fault):
    movie, result = filmed
    failed = movie.truth["faults"][:, FAULTS.index(fault)] > 0.5
    found = study_failures(failed, result=result, what=fault)
    first = found.causes[0]
    assert (first.cause, first.rank, first.above_null) == (NAMES[fault], 1, True)
    assert first.auc >= 0.95
    assert first.auc_matched >= 0.95
    assert first.p_corrected <= 0.01
    assert found.n_failed == failed.sum()
    assert found.model.state == "fitted"
    assert found.model.low > 0.5 and found.model.p < 0.01
    assert [row.rank for row in found.causes] == list(range(1, len(CAUSES) + 1))


def test_random_failures_are_explained_by_nothing(filmed):
    _, result = filmed
    measures, params, n = measure_frames(result), FailureParams(), len(result)
    nothing = Matched(np.zeros(0, int), np.zeros(0, int), 0)
    n_above = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        failed = np.zeros(n, bool)
        for first in rng.integers(0, n - 12, 6):
            failed[first : first + rng.integers(5, 12)] = True
        frames = ComparedFrames.of(failed, None, None, result, params)
        rows = cause_rows(frames, measures, nothing, params)
        n_above += any(row.above_null for row in rows)
    assert n_above <= 3  # the level is one of a hundred


def test_stacks_are_means_of_the_matched_frames(filmed):
    movie, result = filmed
    failed = movie.truth["faults"][:, FAULTS.index("paw")] > 0.5
    stacks = study_failures(failed, result=result).stacks
    of_failures = result.thumbnails[stacks.failures].astype(float)
    of_successes = result.thumbnails[stacks.successes].astype(float)
    np.testing.assert_allclose(stacks.mean_failures, of_failures.mean(0), atol=1e-3)
    np.testing.assert_allclose(stacks.spread, np.maximum(of_successes.std(0), 0.5), atol=1e-3)
    np.testing.assert_allclose(
        stacks.difference, (of_failures.mean(0) - of_successes.mean(0)) / stacks.spread, atol=1e-3
    )
    edges = np.mean([np.hypot(*np.gradient(one)) for one in of_failures], axis=0)
    np.testing.assert_allclose(stacks.edges_failures, edges, atol=1e-3)
    # the paw is planted right of the middle, below the upper third
    beyond = np.abs(stacks.difference) > 2
    y, x = np.nonzero(beyond)
    assert 0.45 < np.median(x) / beyond.shape[1] < 0.8
    assert 0.4 < np.median(y) / beyond.shape[0] < 0.95
    assert stacks.beyond(1) > stacks.beyond(2) > 0.05


def test_contributions_add_up_to_the_held_out_score(filmed):
    movie, result = filmed
    failed = movie.truth["faults"][:, 0] > 0.5
    model = study_failures(failed, result=result).model
    total = model.contributions.sum(axis=1)
    assert np.isfinite(total).all()
    blocks = np.array_split(np.arange(len(failed)), 5)
    for block in blocks:  # less the intercept, one number a part left out
        inner = block[10:-10]
        rest = model.scores[inner] - total[inner]
        assert np.ptp(rest) < 1e-2 * np.ptp(model.scores[inner])
    most = np.argmax(np.nanmean(model.contributions[failed], axis=0))
    assert model.names[most] == "detail"


def test_too_few_failures_and_no_success(filmed):
    _, result = filmed
    n = len(result)
    few = np.zeros(n, bool)
    few[100:119] = True
    found = study_failures(few, result=result)
    assert (found.state, found.n_failed, found.causes) == ("too few", 19, ())
    assert found.stacks is None and found.model is None and not found.measures
    found = study_failures(~few, result=result)
    assert (found.state, found.causes) == ("too few successes", ())
    everything = study_failures(np.ones(n, bool), result=result)
    assert "no frame did not fail" in everything.reason


def test_one_bout_is_one_event(filmed):
    movie, result = filmed
    failed = movie.truth["faults"][:, 0] > 0.5
    first = np.flatnonzero(failed)[0]
    one = np.zeros(len(failed), bool)
    one[first : first + 25] = True
    found = study_failures(one, result=result)
    assert found.n_bouts == 1 and not found.above_null()
    assert any("one bout" in note for note in found.notes)


def test_what_does_not_fit_is_refused(filmed):
    _, result = filmed
    with pytest.raises(InputError, match="do not belong"):
        study_failures(np.zeros(10, bool), result=result)
    with pytest.raises(InputError, match="truth value"):
        study_failures(np.zeros(len(result)), result=result)
    with pytest.raises(InputError, match="nothing to compare"):
        study_failures(np.zeros(10, bool))
