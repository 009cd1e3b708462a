"""How much movement explains of a score, against planted shares and a regression done by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.confounds.explained import Regressor, held_out_folds, motion_explained
from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.confounds.ridge import GroupSums, held_out_errors
from element_mouseface.core.events import Events
from element_mouseface.errors import InputError, ParameterError

FPS = 20
N = 6000
TIMES = np.arange(N) / FPS
#: 25 trials of 2 s, every 12 s
EVENTS = Events.from_rows([("quinine", 5 + 12 * k, 7 + 12 * k) for k in range(25)])
FOLDS = held_out_folds(TIMES, EVENTS)

#: one penalty and no null: quick
FEW = MotionParams(n_shifts=0, penalties=(1e-2,))


def slow(seed, n=N, width=20) -> np.ndarray:
    """Smooth noise with mean 0 and standard deviation 1; neighbors are alike for a second."""
    raw = np.convolve(
        np.random.default_rng(seed).normal(size=n + 6 * width), _kernel(width), "same"
    )
    raw = raw[3 * width : 3 * width + n]
    return (raw - raw.mean()) / raw.std()


def _kernel(width):
    return np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / width) ** 2)


def motion(values, name="motion"):
    return Regressor(name, "motion", values)


def by_name(rows):
    return {row.regressor: row for row in rows}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_the_planted_share_is_found(share):
    # white noise, so that 25 trials are many independent samples
    noise = np.random.default_rng(1).normal(size=N)
    moved = slow(0, width=4)
    score = 3 + 0.2 * (np.sqrt(share) * moved + np.sqrt(1 - share) * noise)
    row = motion_explained(score, [motion(moved)], TIMES, FOLDS)[0]
    true = share / (share + (1 - share) * noise.var())
    assert row.r2 == pytest.approx(true, abs=0.03)
    assert abs(row.r2 - true) < 3 * row.r2_se + 0.01
    assert row.r2 > row.null_q95 and row.p == pytest.approx(1 / 101)
    assert row.r == pytest.approx(np.corrcoef(score, moved)[0, 1])
    assert row.n_folds == 25 and N - 40 < row.n_valid < N


def test_the_standard_error_is_the_scatter_over_recordings():
    found = []
    for seed in range(60):
        # movement in some trials and not in others, so that trials differ
        rng = np.random.default_rng(seed)
        moved = slow(1000 + seed, width=4) * rng.choice([0.3, 1.0], 25)[FOLDS]
        score = moved + rng.normal(size=N)
        found.append(motion_explained(score, [motion(moved)], TIMES, FOLDS, FEW)[0])
    scatter = np.std([row.r2 for row in found])
    assert np.median([row.r2_se for row in found]) == pytest.approx(scatter, rel=0.3)


def test_an_independent_score_is_not_explained_beyond_chance():
    # as slow as the regressor: frames drawn at random would find much
    above, highest = 0, -1.0
    for seed in range(30):
        rows = motion_explained(slow(seed), [motion(slow(500 + seed))], TIMES, FOLDS)
        above += rows[0].r2 > rows[0].null_q95
        highest = max(highest, rows[0].r2)
    # a twentieth of 30 is 1.5; 6 or more would come once in 300 times
    assert above < 6
    assert highest < 0.15


def test_frames_at_random_would_find_what_trials_do_not():
    # 30 slow regressors and a slow score, all independent
    regressors = [motion(slow(100 + k, width=60), f"m{k}") for k in range(30)]
    score = slow(7, width=60)
    at_random = np.random.default_rng(0).integers(0, 25, N)
    leaky = by_name(motion_explained(score, regressors, TIMES, at_random, FEW))["all"]
    honest = by_name(motion_explained(score, regressors, TIMES, FOLDS, FEW))["all"]
    assert leaky.r2 > 0.5
    assert honest.r2 < 0.1


def test_a_score_that_follows_later_is_explained_within_the_window_only():
    moved = slow(0, width=2)
    late = np.roll(moved, round(0.8 * FPS))  # 0.8 s after the movement
    wide = replace(FEW, lag_before_s=1.0, lag_after_s=0.2, n_lags=8)
    narrow = replace(FEW, lag_before_s=0.2, lag_after_s=1.0, n_lags=8)
    assert motion_explained(late, [motion(moved)], TIMES, FOLDS, wide)[0].r2 > 0.8
    assert motion_explained(late, [motion(moved)], TIMES, FOLDS, narrow)[0].r2 < 0.1


def test_each_regressor_gets_its_own_and_all_get_both():
    one, other, third = slow(0, width=4), slow(1, width=4), slow(2, width=4)
    score = one + 2 * other
    regressors = [motion(one, "face"), Regressor("licking", "licking", other), motion(third, "ear")]
    rows = motion_explained(score, regressors, TIMES, FOLDS)
    assert [(row.regressor, row.kind) for row in rows] == [
        ("face", "motion"), ("licking", "licking"), ("ear", "motion"), ("all", "all"),
    ]  # fmt: skip
    face, licking, ear, together = rows
    assert face.r2 == pytest.approx(0.2, abs=0.08)
    assert licking.r2 == pytest.approx(0.8, abs=0.08)
    assert ear.r2 < 0.05
    assert together.r2 > 0.97


def test_what_is_as_fast_as_the_frames_is_seen():
    # over a stretch of several frames white noise averages out
    moved = np.random.default_rng(0).normal(size=N)
    score = moved + np.random.default_rng(1).normal(size=N)
    row = motion_explained(score, [motion(moved)], TIMES, FOLDS, FEW)[0]
    assert row.r2 == pytest.approx(0.5, abs=0.03)


def by_hand(score, moved, folds, params, penalty):
    """Held-out R2 with one penalty, trial by trial, from the definition."""
    edges = np.linspace(-params.lag_before_s, params.lag_after_s, params.n_lags + 1)
    columns = np.full((N, params.n_lags), np.nan)
    for t in range(N):
        for k in range(params.n_lags):
            inside = (TIMES >= TIMES[t] + edges[k] - 0.5 / FPS) & (
                TIMES < TIMES[t] + edges[k + 1] - 0.5 / FPS
            )
            if inside.any():
                columns[t, k] = moved[inside].mean()
    columns = np.column_stack([moved, columns])
    good = np.isfinite(columns).all(axis=1)
    left = whole = 0.0
    for fold in np.unique(folds):
        train, test = good & (folds != fold), good & (folds == fold)
        mean, sd, y = columns[train].mean(0), columns[train].std(0), score[train]
        z = (columns[train] - mean) / sd
        w = np.linalg.solve(
            z.T @ z / len(z) + penalty * np.eye(len(sd)), z.T @ (y - y.mean()) / len(z)
        )
        left += ((score[test] - y.mean() - (columns[test] - mean) / sd @ w) ** 2).sum()
        whole += ((score[test] - y.mean()) ** 2).sum()
    return 1 - left / whole


@pytest.mark.parametrize("penalty", [1e-3, 3.0])
def test_it_is_the_ridge_regression_by_hand(penalty):
    moved = slow(0, width=4) ** 2
    score = 7 + moved + np.roll(moved, 9) + np.random.default_rng(2).normal(size=N)
    params = MotionParams(
        penalties=(penalty,), n_shifts=0, lag_before_s=0.6, lag_after_s=0.6, n_lags=4
    )
    row = motion_explained(score, [motion(moved)], TIMES, FOLDS, params)[0]
    assert row.r2 == pytest.approx(by_hand(score, moved, FOLDS, params, penalty), abs=1e-9)


def test_the_null_is_the_same_score_shifted():
    moved, score = slow(0), slow(3)
    row = motion_explained(score, [motion(moved)], TIMES, FOLDS, replace(FEW, n_shifts=60))[0]
    rng, shifted = np.random.default_rng(9), []
    for shift in rng.integers(200, N - 200, 60):
        shifted.append(
            motion_explained(np.roll(score, shift), [motion(moved)], TIMES, FOLDS, FEW)[0].r2
        )
    # other shifts of the same two traces
    assert row.null_q95 == pytest.approx(np.percentile(shifted, 95), abs=0.05)


def test_missing_values_are_left_out_and_told():
    moved = slow(0, width=4)
    score = moved + 0.3 * np.random.default_rng(1).normal(size=N)
    gone = moved.copy()
    gone[1000:1200] = np.nan
    holed = score.copy()
    holed[3000:3100] = np.nan
    times_s = TIMES.copy()
    times_s[4000:4050] = np.nan
    folds = held_out_folds(times_s, EVENTS)
    rows = by_name(
        motion_explained(holed, [motion(gone), motion(moved, "whole")], times_s, folds, FEW)
    )
    full = motion_explained(score, [motion(moved)], TIMES, FOLDS, FEW)[0]
    assert rows["motion"].n_valid == rows["all"].n_valid < rows["whole"].n_valid < full.n_valid
    assert rows["motion"].r2 == pytest.approx(full.r2, abs=0.02)


def test_an_uneven_frame_rate_changes_little():
    moved = slow(0, width=4)
    score = np.roll(moved, 8) + 0.3 * np.random.default_rng(1).normal(size=N)
    kept = np.sort(np.random.default_rng(5).permutation(N)[: N * 3 // 4])
    full = motion_explained(score, [motion(moved)], TIMES, FOLDS, FEW)[0]
    params = (TIMES[kept], FOLDS[kept], FEW)
    part = motion_explained(score[kept], [motion(moved[kept])], *params)[0]
    assert part.r2 == pytest.approx(full.r2, abs=0.05)


def test_several_columns_are_one_regressor():
    columns = np.stack([slow(k, width=4) for k in range(3)], axis=1)
    score = columns @ [1.0, -2.0, 0.5]
    row = motion_explained(score, [Regressor("pcs", "motion", columns)], TIMES, FOLDS, FEW)[0]
    assert row.r2 > 0.97 and np.isnan(row.r)


def test_what_cannot_be_told_has_a_reason():
    moved, flat = slow(0), np.ones(N)
    nothing = motion(np.full(N, np.nan), "nothing")
    rows = by_name(motion_explained(moved, [motion(flat, "flat"), nothing], TIMES, FOLDS))
    assert "does not vary" in rows["flat"].reason and np.isnan(rows["flat"].r2)
    assert "0 trials" in rows["nothing"].reason
    assert "no regressor" in rows["all"].reason
    constant = motion_explained(flat, [motion(moved)], TIMES, FOLDS)[0]
    assert "score does not vary" in constant.reason
    two = motion_explained(moved, [motion(slow(1))], TIMES, (TIMES > 100).astype(int))[0]
    assert "2 trials" in two.reason and np.isnan(two.null_q95)
    assert [row.regressor for row in motion_explained(moved, [], TIMES, FOLDS)] == ["all"]


def test_a_regressor_without_values_does_not_spoil_all():
    moved = slow(0, width=4)
    rows = by_name(
        motion_explained(
            moved,
            [motion(moved), Regressor("pupil", "pupil", np.full(N, np.nan))],
            TIMES,
            FOLDS,
            FEW,
        )
    )
    assert rows["all"].r2 == rows["motion"].r2


def test_a_short_recording_has_no_null():
    n = 30 * FPS
    short = MotionParams(min_shift_s=15.1)
    folds = np.arange(n) // (5 * FPS)
    row = motion_explained(slow(0, n), [motion(slow(0, n))], TIMES[:n], folds, short)[0]
    assert row.r2 > 0.9 and np.isnan(row.null_q95) and np.isnan(row.p)


def test_folds_are_cut_in_the_gaps_and_without_events_in_blocks():
    cuts = TIMES[1:][np.diff(FOLDS) != 0]
    assert cuts == pytest.approx([12 + 12 * k for k in range(24)])
    blocks = held_out_folds(TIMES, None, MotionParams(block_s=60.0))
    assert np.unique(blocks).tolist() == [0, 1, 2, 3, 4]
    times_s = TIMES.copy()
    times_s[:3] = np.nan
    assert held_out_folds(times_s, None)[:4].tolist() == [0, 0, 0, 0]
    two = Events.from_rows([("a", 1.0, 2.0), ("b", 5.0, 6.0)])
    assert len(np.unique(held_out_folds(TIMES, two))) == 10


def test_a_long_recording_is_thinned_and_stays_what_it_is():
    n = 240_000
    times_s = np.arange(n) / 100
    moved = slow(0, n, width=20)
    score = moved + np.random.default_rng(0).normal(size=n)
    folds = held_out_folds(times_s, None)
    row = motion_explained(score, [motion(moved)], times_s, folds, FEW)[0]
    assert row.r2 == pytest.approx(0.5, abs=0.02)
    assert 70_000 < row.n_valid <= 100_000


def test_what_does_not_fit_is_refused():
    moved = slow(0)
    with pytest.raises(InputError, match="different lengths"):
        motion_explained(moved[:-1], [motion(moved)], TIMES, FOLDS)
    with pytest.raises(InputError, match="names"):
        motion_explained(moved, [motion(moved), motion(moved)], TIMES, FOLDS)
    with pytest.raises(InputError, match="names"):
        motion_explained(moved, [motion(moved, "all")], TIMES, FOLDS)
    with pytest.raises(InputError, match="increase"):
        motion_explained(moved, [motion(moved)], TIMES[::-1], FOLDS)
    with pytest.raises(ParameterError, match="shorter than a frame"):
        motion_explained(moved, [motion(moved)], TIMES, FOLDS, MotionParams(n_lags=60))


@pytest.mark.parametrize(
    "wrong",
    [
        {"lag_before_s": -1},
        {"lag_before_s": 0, "lag_after_s": 0},
        {"n_lags": 0},
        {"n_lags": 2.5},
        {"penalties": ()},
        {"penalties": (0.0,)},
        {"block_s": 0},
        {"n_shifts": True},
        {"licking": "mouth"},
        {"n_components": -1},
        {"min_shift_s": float("nan")},
    ],
)
def test_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(ParameterError):
        MotionParams(**wrong)


def test_parameters_come_back_from_json():
    params = MotionParams(licking=("snout",), penalties=(0.5, 2.0))
    assert MotionParams.from_dict(params.to_dict()) == params
    assert params.content_hash() != MotionParams().content_hash()


def test_the_penalty_is_chosen_without_the_trial_held_out():
    # 30 columns that tell nothing, few rows: little but a strong penalty does well
    rng = np.random.default_rng(0)
    groups = [GroupSums.of(rng.normal(size=(20, 30)), rng.normal(size=(20, 2))) for _ in range(8)]
    chosen, whole = held_out_errors(groups, (1e-3, 1e3))
    weak, _ = held_out_errors(groups, (1e-3,))
    strong, _ = held_out_errors(groups, (1e3,))
    assert (chosen.sum(0) < weak.sum(0)).all()
    assert chosen.sum(0) == pytest.approx(strong.sum(0), rel=0.05)
    assert strong.sum(0) == pytest.approx(whole.sum(0), rel=0.05)
