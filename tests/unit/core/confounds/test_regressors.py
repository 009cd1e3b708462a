"""Which traces of facial signals may explain a score, and by which names."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.confounds.regressors import signal_regressors
from element_mouseface.core.facial_signals import (
    Blink,
    Components,
    FacialSignals,
    Pupil,
    RegionSignals,
    Running,
)

N = 40
RNG = np.random.default_rng(0)


def region(number, name, **more):
    places = np.arange(4)
    return RegionSignals(number, name, places, places, places, places, RNG.random(N), **more)


def signals(regions, **more):
    blank = (np.zeros((4, 4)),)
    return FacialSignals(N, 1, blank, blank, tuple(regions), **more)


def test_each_region_is_a_regressor_and_the_mouth_is_licking():
    regions = [region(0, "full frame"), region(1, "Mouth"), region(2, "ear"), region(3, "jaw")]
    found = signal_regressors(signals(regions))
    assert [(one.name, one.kind) for one in found] == [
        ("motion: full frame", "motion"),
        ("motion: ear", "motion"),
        ("licking", "licking"),
    ]
    assert np.array_equal(found[1].values, regions[2].motion)
    assert np.allclose(found[2].values, regions[1].motion + regions[3].motion)


def test_the_region_of_licking_can_be_named():
    regions = [region(1, ""), region(2, "spout side")]
    names = [
        o.name for o in signal_regressors(signals(regions), MotionParams(licking=("SPOUT SIDE",)))
    ]
    assert names == ["motion: region 1", "licking"]


def test_pupil_blink_and_running_are_regressors():
    area, smooth = RNG.random(N), RNG.random(N)
    com, shift = RNG.random((N, 2)), RNG.normal(size=(N, 2))
    found = signal_regressors(
        signals(
            [],
            pupil=(
                Pupil("pupil", area, com, area_smooth=smooth),
                Pupil("pupil", area, com),
                Pupil("gone", np.full(N, np.nan), com),
            ),
            blink=(Blink("left", area),),
            running=(Running("", shift),),
        )
    )
    assert [(one.name, one.kind) for one in found] == [
        ("pupil", "pupil"), ("pupil 2", "pupil"), ("blink: left", "blink"), ("running", "running"),
    ]  # fmt: skip
    assert np.array_equal(found[0].values, smooth)
    assert np.array_equal(found[1].values, area)
    assert np.allclose(found[3].values ** 2, (shift**2).sum(axis=1))


def test_components_are_a_regressor_where_asked_for():
    svd = Components(RNG.random((5, 4, 4)), RNG.random((N, 5)))
    bare, full = region(0, "full frame"), region(1, "face", motion_svd=svd)
    assert len(signal_regressors(signals([bare, full]))) == 2
    found = signal_regressors(signals([bare, full]), MotionParams(n_components=3))
    assert found[-1].name == "components: face"
    assert np.array_equal(found[-1].values, svd.projections[:, :3])
    assert len(signal_regressors(signals([bare]), MotionParams(n_components=3))) == 1
