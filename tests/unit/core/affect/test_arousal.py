"""Arousal from sources: planted, lagged, missing, disagreeing; and no level between sessions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from element_mouseface.core.affect import (
    AffectParams,
    ArousalSource,
    arousal,
    arousal_difference,
    column_source,
    session_units,
    signal_sources,
)
from element_mouseface.core.affect.lags import lagged
from element_mouseface.core.affect.rows import Missing
from element_mouseface.core.facial_signals import FacialSignals
from element_mouseface.core.facial_signals.signals import Blink, Pupil
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.errors import InputError, ParameterError
from element_mouseface.synthetic import Behaviors, plan

HZ = 20


@pytest.fixture(scope="module")
def planted():
    """Arousal of a drawn mouse, its pupil and its whisking, without a frame."""
    made = plan(identity=12, seed=4, duration_s=180, fps=HZ, events=[], behaviors=Behaviors())
    return made.times_s, made.truth


def concordance(x, y):
    """Lin (1989), written again."""
    good = np.isfinite(x) & np.isfinite(y)
    x, y = x[good], y[good]
    gap = (x.mean() - y.mean()) ** 2
    return 2 * np.cov(x, y, bias=True)[0, 1] / (x.var() + y.var() + gap)


def sources_of(truth, noise=0.5, lag_s=None):
    """A pupil with a tracker's noise, and whisking, which is mostly something else."""
    rng = np.random.default_rng(0)
    pupil = truth["pupil_px"] ** 2 + rng.normal(0, noise * truth["pupil_px"].std() * 10, HZ * 180)
    whisking = np.abs(truth["whisk_deg"]) + rng.normal(0, 0.5, HZ * 180)
    pupil = np.where(truth["blink"] > 0.3, np.nan, pupil)
    return [
        ArousalSource("pupil", pupil, "pupil", lag_s),
        ArousalSource("whisking", whisking, "whisking"),
    ]


def test_it_follows_the_planted_arousal_on_its_own_scale(planted):
    times_s, truth = planted
    trace, rows, _ = arousal(sources_of(truth), times_s)
    due = session_units(truth["arousal"])
    good = np.isfinite(trace.values)
    assert good.mean() > 0.98
    assert np.corrcoef(trace.values[good], due[good])[0, 1] >= 0.85
    assert concordance(trace.values, due) >= 0.8
    assert abs(np.nanmedian(trace.values)) < 1e-9  # bipolar around the session's middle
    assert (trace.values[good] < 0).mean() == pytest.approx(0.5, abs=0.01)
    inside = np.abs(trace.values - due)[good] <= trace.errors[good]
    assert 0.5 < inside.mean() < 0.98
    pupil, whisking = rows
    assert pupil.weight > 0.8 and pupil.weight + whisking.weight == pytest.approx(1)


def test_scale_and_offset_of_a_source_say_nothing(planted):
    """A brighter lamp or another camera changes every number of a pupil."""
    times_s, truth = planted
    sources = sources_of(truth)
    other = [replace(one, values=7 + 3.5 * one.values) for one in sources]
    np.testing.assert_allclose(
        arousal(other, times_s)[0].values, arousal(sources, times_s)[0].values, atol=1e-9
    )


def test_a_lost_pupil_is_left_out_and_the_error_says_so(planted):
    times_s, truth = planted
    pupil, whisking = sources_of(truth)
    rng = np.random.default_rng(3)
    noise = 0.5 * truth["pupil_px"].std() * rng.normal(size=len(times_s))
    other = ArousalSource("other eye", truth["pupil_px"] + noise, "pupil")
    whole = arousal([pupil, other, whisking], times_s)[0]
    gap = slice(1000, 1200)
    values = pupil.values.copy()
    values[gap] = np.nan
    lost, rows, _ = arousal([replace(pupil, values=values), other, whisking], times_s)
    assert np.isfinite(lost.values[gap]).all()
    assert np.median(lost.errors[gap]) > 1.1 * np.median(whole.errors[gap])
    assert rows[0].n_left_out == int(np.isnan(values).sum()) and rows[0].n_left_out >= 200
    for left in ([whisking], []):  # bouts of whisking alone say next to nothing of a moment
        trace, _, notes = arousal([replace(pupil, values=values), *left], times_s)
        assert np.isnan(trace.values[gap]).all() and np.isfinite(trace.values).mean() > 0.9
        assert (trace.missing[gap] == Missing.NO_SOURCE).all()
    assert "one source" in notes[0]


def test_sources_that_disagree_make_the_error_larger():
    times_s = np.arange(4000) / HZ
    rng = np.random.default_rng(1)
    slow = session_units(gaussian_filter1d(rng.normal(size=4000), 200))
    other = slow.copy()
    other[2000:2400] -= 6.0  # one of them breaks
    sources = [ArousalSource("a", slow, "pupil"), ArousalSource("b", other, "running")]
    trace, _, _ = arousal(sources, times_s)
    assert np.median(trace.errors[2050:2350]) > 2 * np.median(trace.errors[200:1800])


def lagging(lag_s, seed=2, noise=0.5):
    times_s = np.arange(120 * HZ) / HZ
    rng = np.random.default_rng(seed)
    lead = gaussian_filter1d(rng.normal(size=len(times_s) + 200), 12)
    lead /= lead.std()
    back = round(lag_s * HZ)
    pupil = lead[100 - back : 100 - back + len(times_s)]
    running = lead[100 : 100 + len(times_s)] + rng.normal(0, noise, len(times_s))
    return times_s, ArousalSource("pupil", pupil, "pupil"), ArousalSource("run", running, "running")


@pytest.mark.parametrize("lag_s", [0.0, 0.6, 1.2])
def test_a_planted_lag_is_found_by_both_halves(lag_s):
    times_s, pupil, running = lagging(lag_s)
    row = arousal([pupil, running], times_s, AffectParams(smooth_s=0.2))[1][0]
    assert row.lag_from == "estimated"
    assert row.lag_s == pytest.approx(lag_s, abs=0.1) and row.lag_se_s <= 0.25


def test_a_lag_that_chance_gives_is_not_believed():
    times_s, pupil, _ = lagging(0.6)
    _, _, stranger = lagging(0.6, seed=9)
    rows = arousal([pupil, stranger], times_s, AffectParams(smooth_s=0.2))[1]
    assert rows[0].lag_s == 0 and rows[0].lag_from.startswith("taken as 0")
    assert "not agree" in rows[0].note
    given = arousal([replace(pupil, lag_s=0.4), stranger], times_s)[1][0]
    assert (given.lag_s, given.lag_from) == (0.4, "given")
    alone = arousal([pupil], times_s)[1][0]
    assert "no movement" in alone.lag_from


def test_a_trace_is_moved_by_its_lag_on_its_own_times():
    times_s = np.array([0.0, 0.1, 0.2, np.nan, 0.4, 0.5])
    values = np.array([0.0, 1.0, 2.0, 9.0, 4.0, 5.0])
    moved = lagged(values, 0.1, times_s)
    np.testing.assert_allclose(moved, [1, 2, 3, np.nan, 5, np.nan])


def test_sources_that_cannot_be_used():
    times_s = np.arange(400) / HZ
    wave = np.sin(times_s)
    trace, rows, _ = arousal([ArousalSource("still", np.ones(400), "pupil")], times_s)
    assert trace.state == "refused" and "does not vary" in trace.reason
    assert not rows[0].used and np.isnan(trace.values).all()
    rare = np.where(np.arange(400) < 40, wave, np.nan)
    rows = arousal([ArousalSource("rare", rare), ArousalSource("good", wave)], times_s)[1]
    assert not rows[0].used and "10%" in rows[0].note and rows[1].used
    with pytest.raises(ParameterError, match="no source"):
        arousal([], times_s)
    with pytest.raises(InputError, match="does not belong"):
        arousal([ArousalSource("short", wave[:-1])], times_s)
    with pytest.raises(ParameterError, match="same name"):
        arousal([ArousalSource("a", wave), ArousalSource("A", wave)], times_s)
    for wrong in ({"kind": "heart"}, {"lag_s": 900}, {"lag_s": float("nan")}):
        with pytest.raises(ParameterError):
            ArousalSource("a", wave, **wrong)
    with pytest.raises(InputError, match="no trace"):
        ArousalSource("a", np.ones((3, 2)))


def test_signals_give_sources_without_blinks():
    n = 400
    times_s = np.arange(n) / HZ
    rng = np.random.default_rng(0)
    area = 100 + 10 * np.sin(times_s) + rng.normal(0, 1, n)
    smooth, open_ = area.copy(), np.full(n, 50.0)
    area[50:53] = 5.0  # a blink that the fit takes for a small pupil
    open_[100:104] = 2.0
    nowhere = np.full((n, 2), 3.0)
    signals = FacialSignals(
        n_frames=n,
        sbin=4,
        avgframe=(),
        avgmotion=(),
        regions=(),
        pupil=(Pupil("eye", area, nowhere, area_smooth=smooth),),
        blink=(Blink("lid", open_),),
        engine="native",
    )
    (source,), notes = signal_sources(signals, times_s)
    assert source.name == "pupil: eye" and source.kind == "pupil"
    lost = np.flatnonzero(np.isnan(source.values))
    assert set(lost) == {*range(48, 55), *range(98, 106)} and "15 frames" in notes[0]
    assert signal_sources(signals, times_s, kinds=("running",)) == ([], [])


def test_a_column_gives_a_source_and_its_change():
    about = {"columns": {"unit:whisker_angle": dict(
        name="whisker_angle", group="units", unit="deg", source="keypoints", definition="angle"
    )}}  # fmt: skip
    angle = np.array([[1.0], [4.0], [2.0]])
    table = FrameTable(("unit:whisker_angle",), angle, about=about)
    same = column_source(table, "unit:whisker_angle", kind="whisking")
    moved = column_source(table, "unit:whisker_angle", "whisking", "whisking", change=True)
    np.testing.assert_array_equal(same.values, angle[:, 0])
    np.testing.assert_array_equal(moved.values, [np.nan, 3, 2])
    with pytest.raises(ParameterError, match="no column"):
        column_source(table, "eye:area")


def test_levels_of_two_recordings_are_not_compared(tasted):
    found = tasted.found
    inside = (found.times_s >= 10) & (found.times_s < 20)
    later = (found.times_s >= 30) & (found.times_s < 40)
    values = found.arousal.values
    due = np.nanmean(values[inside]) - np.nanmean(values[later])
    difference, error = arousal_difference(found, (10, 20), (30, 40), found)
    assert difference == pytest.approx(due) and error > 0
    other = replace(found, about={**found.about, "result_digest": "of another mouse"})
    with pytest.raises(ParameterError, match="cannot be compared"):
        arousal_difference(found, (10, 20), (30, 40), other)
