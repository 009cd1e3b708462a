"""The contrast score against what was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import affine_transform

from element_mouseface.core.events import Events
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.scoring.contrast import (
    ContrastParams,
    ContrastPrototypes,
    score_contrast,
)
from element_mouseface.errors import EventsError, InputError, PathError, PrototypeError

from .conftest import film


def in_trial_units(session, scores) -> np.ndarray:
    """The planted intensity, (frames, k) in the scores' order, 1 at its mean over the trials."""
    out = np.zeros_like(scores.score)
    for name, intensity in zip(session.truth["names"], session.truth["intensity"].T, strict=True):
        trial = np.zeros(len(session.times_s), bool)
        for event in session.events.of(str(name)):
            trial |= (session.times_s >= event.onset_s + 0.4) & (session.times_s < event.offset_s)
        out[:, scores.names.index(str(name))] = intensity / intensity[trial].mean()
    return out


def test_follows_the_planted_intensity(session, scores):
    assert not scores.findings and scores.source == "cross-validated"
    r = session.correlations(scores)
    assert r.mean() > 0.88 and r.min() > 0.8


def test_is_in_units_of_the_training_trials(session, scores):
    truth = in_trial_units(session, scores)
    for k in range(len(scores.names)):
        slope = np.polyfit(truth[:, k], scores.score[:, k], 1)[0]
        assert 0.6 < slope < 1.6
    neutral = session.events.baseline(session.times_s)
    assert np.abs(np.median(scores.score[neutral], axis=0)).max() < 0.1


def test_the_interval_covers_the_truth(session, scores):
    inside = np.abs(scores.score - in_trial_units(session, scores)) < scores.score_se
    assert 0.55 < inside.mean() < 0.8


def test_the_interval_covers_the_own_trials_too(session, scores, next_day):
    """Frames of a trial err together, so that it takes two sessions to say anything."""
    inside = []
    for day, found in ((session, scores), (next_day, next_day.score())):
        good = np.abs(found.score - in_trial_units(day, found)) < found.score_se
        for event in day.events:
            trial = (day.times_s >= event.onset_s + 0.4) & (day.times_s < event.offset_s)
            inside.append(good[trial, found.names.index(event.name)])
    assert 0.5 < np.concatenate(inside).mean() < 0.85


def test_names_the_stimulus(session, scores):
    intensity = session.truth["intensity"]
    shown = intensity.max(1) > 0.3
    named = np.array(scores.names)[scores.score[shown].argmax(1)]
    assert np.mean(named == session.truth["names"][intensity[shown].argmax(1)]) > 0.9


def test_a_fold_is_made_without_its_trial(session, scores):
    """Other pictures in one fold's frames: its own prototypes do not change by a bit."""
    fold = scores.folds[4]
    changed = session.thumbnails.copy()
    rng = np.random.default_rng(0)
    rows = slice(fold.start_frame, fold.stop_frame)
    changed[rows] = rng.integers(0, 256, changed[rows].shape, dtype=np.uint8)
    again = session.score(thumbnails=changed)
    same = [
        np.array_equal(a, b, equal_nan=True)
        for a, b in zip(scores.fold_prototypes, again.fold_prototypes, strict=True)
    ]
    assert same[4]
    assert sum(same) == 1  # every other fold was trained on those frames


def test_folds_cover_every_frame_once(session, scores):
    owner = np.concatenate([np.arange(f.start_frame, f.stop_frame) for f in scores.folds])
    assert np.array_equal(owner, np.arange(len(session.times_s)))
    for fold, event in zip(scores.folds, session.events, strict=True):
        own = session.times_s[fold.start_frame : fold.stop_frame]
        assert fold.name == event.name and own[0] <= event.onset_s and own[-1] >= event.offset_s


@pytest.fixture(scope="module")
def crossed(scores, next_day):
    """The next day, scored by the prototypes of the first."""
    return by_prototypes(next_day, scores.prototypes)


def by_prototypes(day, prototypes, thumbnails=None):
    pictures = day.thumbnails if thumbnails is None else thumbnails
    return score_contrast(pictures, day.times_s, day.flags, day.events, prototypes=prototypes)


@pytest.fixture(scope="module", params=[0.0, 0.2])
def windowed(request, session, scores, next_day, crossed):
    """Scores by a window without, and with, later frames: of the session, and of the next day."""
    if request.param == scores.params.look_ahead_s:
        return scores, crossed
    found = session.score(look_ahead_s=request.param)
    return found, by_prototypes(next_day, found.prototypes)


@pytest.mark.parametrize("moment", [3, 60, 149, 150, 151, 600])
def test_nothing_later_than_the_look_ahead_enters(next_day, windowed, moment):
    """Other frames from a moment on: not a bit of any score that may not know them changes.

    Moments within and after the ten seconds (150 frames) from which the session's place
    on the reference is seen.
    """
    prototypes, a = windowed[0].prototypes, windowed[1]
    look_ahead_s, times_s = prototypes.params.look_ahead_s, next_day.times_s
    changed = next_day.thumbnails.copy()
    changed[moment:] = np.roll(changed[moment:][::-1], 2, axis=2)
    b = by_prototypes(next_day, prototypes, changed)
    assert a.look_ahead_s == look_ahead_s and not b.refused
    early = times_s < times_s[moment] - look_ahead_s - 1e-6
    if times_s[moment] <= times_s[0] + a.alignment_look_ahead_s:
        early[:] = False  # the result says that such frames enter from the first score on
    for name in ("score", "score_se", "misfit", "shift_px", "light"):
        was, now = getattr(a, name), getattr(b, name)
        assert np.array_equal(was[early], now[early], equal_nan=True), name
        assert not np.array_equal(was[~early], now[~early], equal_nan=True), name


def test_the_start_says_what_it_knows(next_day, windowed):
    """Live, there is no score before the place is known; else the result says how far it looks."""
    own, found = windowed
    scored = np.isfinite(found.score).all(1)
    assert found.alignment_s == pytest.approx(10.0, abs=0.1)
    start = next_day.times_s < next_day.times_s[0] + found.alignment_s - 1e-9
    (remark,) = found.remarks
    assert remark.about == "" and "10 s" in remark.reason and not found.refused
    if own.params.look_ahead_s:
        assert scored.all() and remark.kind == "aligned_later"
        assert found.alignment_look_ahead_s == found.alignment_s
    else:
        assert np.array_equal(scored, ~start) and remark.kind == "not_yet_aligned"
        assert found.alignment_look_ahead_s == 0 and not found.lost[start].any()
    assert own.alignment_s == own.alignment_look_ahead_s == 0 and not own.remarks


def test_a_head_shift_is_measured_and_costs_little(session, scores, shifted):
    moved = shifted.score()
    half = len(session.times_s) // 2
    extra = moved.shift_px - scores.shift_px
    step = np.median(extra[half + 5 :], axis=0) - np.median(extra[: half - 5], axis=0)
    assert abs(step[0] - 4.0) < 1.0 and abs(step[1]) < 0.5
    left = np.median(moved.residual_shift_px[half:], axis=0) - np.median(
        moved.residual_shift_px[:half], 0
    )
    assert np.abs(left).max() < 0.4
    assert shifted.correlations(moved).mean() > session.correlations(scores).mean() - 0.03


def test_shuffled_names_are_refused(session):
    names = [e.name for e in session.events]
    rng = np.random.default_rng(1)
    for _ in range(2):
        order = rng.permutation(names)
        rows = [(n, e.onset_s, e.offset_s) for n, e in zip(order, session.events, strict=True)]
        shuffled = session.score(Events.from_rows(rows))
        assert shuffled.refused and shuffled.prototypes is None
        assert np.isnan(shuffled.score).all() and np.isnan(shuffled.score_se).all()
        assert "shuffling" in shuffled.findings[0].reason


def test_events_where_nothing_happens_are_refused(session):
    rows, times = [], session.times_s
    intensity = session.truth["intensity"].max(1)
    neutral = [
        t for t in np.arange(4, 56, 0.5) if intensity[(times > t) & (times < t + 0.8)].max() < 0.02
    ]
    chosen = neutral[:: max(1, len(neutral) // 8)][:8]
    rows = [("ab"[i % 2], t, t + 0.7) for i, t in enumerate(chosen)]
    found = session.score(
        Events.from_rows(rows), baseline_margin_s=0.2, settle_s=0.1, alpha_names=0.05
    )
    assert found.refused and np.isnan(found.score).all()


def test_too_few_trials_are_refused(session):
    rows = list(session.events)
    first = {e.name: e for e in reversed(rows)}
    few = session.score(Events.from_rows(list(first.values())))
    assert few.refused and {s.kind for s in few.findings} == {"too_few_events"}
    two = [e for e in rows if e.name in ("sucrose", "quinine")]
    assert "ways only" in session.score(Events.from_rows(two)).findings[0].reason


def test_neutral_frames_of_one_trial_only_are_too_few(session):
    """A margin that leaves none between the trials: the first trial's score would have none."""
    found = session.score(baseline_margin_s=600.0)
    assert found.refused and [s.kind for s in found.findings] == ["too_few_events"]
    assert "0 frames remain to train on" in found.findings[0].reason
    assert np.isnan(found.score).all() and found.prototypes is None


def test_two_stimuli_with_four_trials_are_scored_where_the_true_naming_is_the_best():
    """35 namings: p = 1/35 can be had at best, and the true one has it; the others do not."""
    few = film(5, identity=5, stimuli=("sucrose", "quinine"), trials_per_stimulus=4)
    found = few.score()
    assert not found.findings and found.p_values["names"] == pytest.approx(1 / 35)
    assert few.correlations(found).min() > 0.85
    rows = [("sucrose" if n % 4 < 2 else "quinine", e.onset_s, e.offset_s)
            for n, e in enumerate(few.events)]  # fmt: skip
    assert sum(n == e.name for (n, *_), e in zip(rows, few.events, strict=True)) not in (0, 8)
    assert few.score(Events.from_rows(rows)).refused
    assert "ways only" in few.score(alpha_few=0.01, cross_validate=False).findings[0].reason


def test_a_turned_camera_costs_another_day_little(scores, next_day, crossed):
    """The next day's pictures turned by 2 degrees and 2% larger: scored nearly as well."""
    height, width = next_day.thumbnails.shape[1:]
    turn, scale = np.radians(2.0), 1.02
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / scale
    middle = np.array([(height - 1) / 2, (width - 1) / 2])
    how = {"offset": middle - matrix @ middle, "order": 3, "mode": "nearest"}
    turned = [affine_transform(f.astype(float), matrix, **how) for f in next_day.thumbnails]
    turned = np.clip(np.rint(turned), 0, 255).astype(np.uint8)
    moved = by_prototypes(next_day, scores.prototypes, turned)
    assert not moved.findings
    cost = next_day.correlations(crossed).mean() - next_day.correlations(moved).mean()
    assert cost < 0.03


def test_a_crop_that_moved_away_is_refused(session):
    moved = session.thumbnails.copy()
    half = len(moved) // 2
    moved[half:] = np.roll(moved[half:], (25, 35), axis=(1, 2))
    found = session.score(thumbnails=moved)
    assert found.findings[0].kind == "moved" and found.findings[0].about == ""
    assert found.lost[half + 5 :].mean() > 0.5 and np.isnan(found.score).all()


def test_frames_that_cannot_be_used_have_no_score(session, scores):
    flags = session.flags
    flags[100:104] = FrameFlag.MISSING
    found = score_contrast(
        session.thumbnails, session.times_s, flags, session.events, scores.params
    )
    assert np.isnan(found.score[100:104]).all() and found.lost[100:104].all()
    assert found.n_valid == len(flags) - 4
    assert np.isfinite(scores.score).all()


def test_prototypes_score_another_day_and_survive_a_file(scores, next_day, crossed, tmp_path):
    path = scores.prototypes.save(tmp_path / "mouse.npz")
    loaded = ContrastPrototypes.load(path)
    other = by_prototypes(next_day, loaded)
    np.testing.assert_array_equal(other.score, crossed.score)
    assert other.source == "other session" and not other.folds
    assert next_day.correlations(other).mean() > 0.8
    assert loaded.pictures().shape == (4, 60, 80)
    # one stimulus refused: its score and error are gone, and the file is read again
    model = loaded.model
    fewer = replace(
        model, scored=model.scored[:-1], filter=model.filter[:-1],
        kernel=(model.kernel[0], model.kernel[1][:-1]),
    )  # fmt: skip
    path = replace(loaded, model=fewer).save(tmp_path / "fewer.npz")
    again = ContrastPrototypes.load(path)
    assert again.names == loaded.names and len(again.model.scored) == 3
    np.testing.assert_array_equal(again.errors.rest, loaded.errors.rest)


def test_the_window_of_given_prototypes_is_the_one_told(session, scores, next_day):
    """Smoothing is the prototypes' own: what is asked for beside them changes and tells nothing."""
    asked = ContrastParams(**(scores.params.to_dict() | {"look_ahead_s": 0.0}))
    rest = (next_day.times_s, next_day.flags, next_day.events, asked)
    other = score_contrast(next_day.thumbnails, *rest, prototypes=scores.prototypes)
    assert other.look_ahead_s == other.params.look_ahead_s == 0.2 == scores.look_ahead_s
    changed, cut = next_day.thumbnails.copy(), 500
    changed[cut:] = changed[cut:][::-1]
    again = score_contrast(changed, *rest, prototypes=scores.prototypes)
    same = np.isclose(other.score[:cut], again.score[:cut], atol=1e-6)
    differ = np.flatnonzero(~same.all(axis=1))
    lead_s = next_day.times_s[cut] - next_day.times_s[differ]
    assert 0 < lead_s.max() <= other.look_ahead_s + 1e-9
    unsmoothed = session.score(ablate=("smoothing",), cross_validate=False)
    assert unsmoothed.look_ahead_s == 0.0


def test_prototypes_of_the_same_data_say_so(session, scores):
    same = session.score(cross_validate=False)
    assert same.source == "same data" and not same.folds and same.fold_prototypes is None
    assert session.correlations(same).mean() > session.correlations(scores).mean() - 0.01


def test_a_mask_takes_no_part(session, scores):
    mask = np.zeros((240, 320), bool)
    mask[:60, :80] = True
    noisy = session.thumbnails.copy()
    rng = np.random.default_rng(0)
    noisy[:, :15, :20] = rng.integers(0, 256, noisy[:, :15, :20].shape, dtype=np.uint8)
    arguments = (session.times_s, session.flags, session.events, scores.params)
    a = score_contrast(session.thumbnails, *arguments, mask=mask)
    b = score_contrast(noisy, *arguments, mask=mask)
    np.testing.assert_allclose(a.score, b.score, atol=1e-3)


class Lazy:
    """An array that is only ever sliced, and remembers the longest slice."""

    def __init__(self, array):
        self.array, self.shape, self.longest = array, array.shape, 0

    def __getitem__(self, key):
        rows = self.array[key]
        self.longest = max(self.longest, len(rows))
        return rows


def test_thumbnails_are_read_in_slices(session, scores):
    lazy = Lazy(session.thumbnails)
    told = []
    found = session.score(thumbnails=lazy, progress=lambda *frames: told.append(frames))
    assert lazy.longest <= 512
    done, total = np.array(told).T
    assert (np.diff(done) > 0).all() and (total == total[0]).all() and done[-1] == total[0]
    assert done[0] < 0.5 * total[0]  # training is reported too, and comes first
    np.testing.assert_array_equal(found.score, scores.score)


def test_bad_input_is_told(session, scores, tmp_path):
    with pytest.raises(InputError, match="inconsistent shapes"):
        score_contrast(session.thumbnails, session.times_s[:-1], session.flags, session.events)
    with pytest.raises(InputError, match="increasing"):
        score_contrast(session.thumbnails, session.times_s[::-1], session.flags, session.events)
    with pytest.raises(EventsError, match="no events"):
        score_contrast(session.thumbnails, session.times_s, session.flags, None)
    with pytest.raises(PrototypeError, match="another thumbnail size"):
        score_contrast(
            session.thumbnails[:, ::2],
            session.times_s,
            session.flags,
            session.events,
            prototypes=scores.prototypes,
        )
    with pytest.raises(PathError):
        ContrastPrototypes.load(tmp_path / "absent.npz")
    whole = scores.prototypes.save(tmp_path / "whole.npz").read_bytes()
    damaged = bytearray(whole)
    damaged[len(whole) // 3 : len(whole) // 3 + 64] = bytes(64)
    for content in (b"no", b"", whole[:-100], whole[: len(whole) // 2], damaged, b"PK\x03\x04 no"):
        (tmp_path / "bad.npz").write_bytes(content)
        with pytest.raises(PrototypeError, match="has no contrast prototypes"):
            ContrastPrototypes.load(tmp_path / "bad.npz")
    with pytest.raises(InputError, match="unknown ablate"):
        ContrastParams(ablate=("salt",))


def test_another_session_begins_at_rest(next_day, crossed):
    """Its neutral face is not the training's: no bout and no slow decay where nothing happens."""
    first = min(event.onset_s for event in next_day.events)
    start = next_day.times_s < min(first, 3.0)
    later = next_day.events.baseline(next_day.times_s) & (next_day.times_s > 10.0)
    usual = np.nanstd(crossed.score[later], axis=0)
    assert np.abs(np.median(crossed.score[start], axis=0)).max() < 3 * usual.max()
    assert crossed.score[start].max() < 0.4
