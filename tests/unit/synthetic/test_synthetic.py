"""The synthetic mouse: deterministic, its parts move by themselves, its truth is what was drawn."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from element_mouseface import synthetic
from element_mouseface.errors import EventsError, ParameterError
from element_mouseface.synthetic import PARTS, STIMULI, Confounds, Encoding, Face, Pose

SMALL = (320, 240)
EVENTS = [("quinine", 1.0, 2.0), ("sucrose", 4.0, 5.0), ("tail_shock", 7.0, 8.0)]


def digest(**settings) -> str:
    total = hashlib.sha256()
    for frame in synthetic.frames(size_px=(160, 120), duration_s=1.0, events=[], **settings):
        total.update(frame.tobytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def face() -> Face:
    return Face(synthetic.make_identity(3), SMALL)


def box_around(face: Face, mark: str, radius_px: int) -> tuple[slice, slice]:
    """A square of the frame around a landmark."""
    x, y = face.anatomy.marks[mark] - face.anatomy.margin_px
    if face.who.facing == "left":
        x = face.width_px - 1 - x
    return (
        slice(max(int(y) - radius_px, 0), int(y) + radius_px),
        slice(max(int(x) - radius_px, 0), int(x) + radius_px),
    )


def change(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs(one.astype(float) - other)


def test_same_identity_and_seed_give_the_same_frames():
    assert digest(identity=4, seed=1) == digest(identity=4, seed=1)


def test_another_seed_or_identity_gives_other_frames():
    assert (
        len({digest(identity=4, seed=1), digest(identity=4, seed=2), digest(identity=5, seed=1)})
        == 3
    )


def test_frames_are_fresh_full_luma_arrays():
    a, b = list(synthetic.frames(size_px=SMALL, duration_s=0.07, events=[]))
    assert a.dtype == np.uint8 and a.shape == (240, 320)
    assert not np.shares_memory(a, b)
    assert a.std() > 15  # there is a picture


def test_identities_differ_far_more_than_expressions_do():
    faces = [Face(synthetic.make_identity(n), SMALL) for n in range(6)]
    rest = [f.draw(Pose()).astype(float) for f in faces]
    shock = faces[0].draw(Pose(**dict(zip(PARTS, _full(0, "tail_shock"), strict=True))))
    within = change(rest[0], shock).mean()
    between = [change(rest[i], rest[j]).mean() for i in range(6) for j in range(i)]
    assert min(between) > 2 * within > 0


def _full(identity: int, stimulus: str) -> np.ndarray:
    mix = synthetic.expression_mix(identity, stimulus).copy()
    mix[PARTS.index("eye")] = max(mix[PARTS.index("eye")] + 1, 0)
    mix[PARTS.index("ear_fold")] = np.clip(mix[PARTS.index("ear_fold")], 0, 1)
    return mix


@pytest.mark.parametrize(
    ("pose", "moves", "still"),
    [
        (Pose(ear=15), "ear_base", "eye"),
        (Pose(ear_fold=0.8), "ear_base", "tip"),
        (Pose(eye=0.3), "eye", "ear_base"),
        (Pose(nose_y=6), "tip", "ear_base"),
        (Pose(flare=0.2), "tip", "eye"),
        (Pose(jaw=8), "lower_lip", "eye"),
        (Pose(tongue=1), "lower_lip", "ear_base"),
        (Pose(pad=1), "pad", "ear_base"),
        (Pose(cheek=1), "cheek", "ear_base"),
        (Pose(brow=1), "brow", "lower_lip"),
        (Pose(lip=1), "corner", "ear_base"),
    ],
)
def test_a_part_moves_by_itself(face, pose, moves, still):
    changed = change(face.draw(Pose()), face.draw(pose))
    assert changed[box_around(face, moves, 22)].max() > 15
    assert changed[box_around(face, still, 8)].max() == 0


def test_parts_deform_with_occlusion_not_only_by_a_warp(face):
    """A shut eye hides pupil and highlight: tones that no displacement can remove."""
    eye = box_around(face, "eye", 6)
    opened, shut = face.draw(Pose())[eye], face.draw(Pose(eye=0.02))[eye]
    assert opened.max() > 150 and opened.min() < 15
    assert shut.max() < 120


def test_a_shift_moves_the_whole_animal_in_the_frame_as_filmed():
    for number in range(8):
        face = Face(synthetic.make_identity(number), SMALL)
        rest, moved = face.draw(Pose()), face.draw(Pose(shift_x=8, shift_y=4))
        eye = box_around(face, "eye", 8)
        there = tuple(slice(s.start + d, s.stop + d) for s, d in zip(eye, (4, 8), strict=True))
        assert change(rest[eye], moved[there]).mean() < 2 < change(rest[eye], moved[eye]).mean()


def test_truth_is_what_drove_the_drawing():
    plan = synthetic.plan(
        size_px=SMALL, duration_s=10, events=EVENTS, confounds=Confounds.none(), identity=2
    )
    truth = plan.truth
    assert list(truth["names"]) == ["quinine", "sucrose", "tail_shock"]
    assert truth["intensity"].shape == (plan.n_frames, 3) == (300, 3)
    assert truth["intensity"].min() == 0 and 0.4 < truth["intensity"].max() <= 1
    mixes = np.array([synthetic.expression_mix(2, name) for name in truth["names"]])
    expected = truth["intensity"] @ mixes
    names = list(truth["pose_names"])
    for part in ("ear", "nose_x", "nose_y", "cheek", "whisker"):
        drawn = truth["pose"][:, names.index(part)]
        assert np.allclose(drawn, expected[:, PARTS.index(part)], atol=1e-5)


def test_expressions_follow_their_events():
    plan = synthetic.plan(size_px=SMALL, duration_s=10, events=EVENTS, confounds=Confounds.none())
    for column, (_, onset, offset) in enumerate(EVENTS):
        trace = plan.truth["intensity"][:, column]
        inside = (plan.times_s >= onset) & (plan.times_s < offset)
        assert trace[plan.times_s < onset].max(initial=0) == 0
        assert trace[inside].max() == pytest.approx(trace.max(), rel=0.2)
        assert trace[plan.times_s > offset + 2.5].max(initial=0) < 0.05


def test_one_stimulus_moves_its_own_parts_and_leaves_others_still():
    quiet = {"size_px": SMALL, "duration_s": 3.0, "confounds": Confounds.none(), "identity": 3}
    events = [("tail_shock", 1.0, 2.0)]
    full = list(synthetic.frames(events=events, **quiet))
    none = list(synthetic.frames(events=events, expression=0.0, **quiet))
    face = Face(synthetic.make_identity(3), SMALL)
    peak = change(full[55], none[55])
    assert peak[box_around(face, "ear_base", 22)].mean() > 2
    assert change(full[10], none[10]).max() == 0  # before onset
    assert peak[225:].max() == 0 and peak[:, :40].max() == 0  # the body is still


def test_licking_on_every_liquid_and_on_nothing_else():
    events = [(name, 2.0 + 5 * n, 3.5 + 5 * n) for n, name in enumerate([*STIMULI, "water"])]
    c = Confounds.none(licking=1.0)
    plan = synthetic.plan(size_px=SMALL, duration_s=28, events=events, confounds=c, fps=60)
    lick = plan.truth["lick"]
    for name, onset, offset in events:
        inside = lick[(plan.times_s >= onset + 0.3) & (plan.times_s < offset)]
        if name == "tail_shock":
            assert inside.max() == 0
        else:
            beats = np.count_nonzero((inside[1:] > 0.3) & (inside[:-1] <= 0.3))
            assert 6 <= beats / (offset - onset - 0.3) <= 9


def test_a_grooming_paw_covers_the_snout_and_comes_from_below(face):
    rest, up = face.draw(Pose()), face.draw(Pose(paw=1))
    changed = change(rest, up)
    assert changed[box_around(face, "pad", 10)].mean() > 5
    assert changed[box_around(face, "ear_base", 15)].max() == 0
    assert changed[-3:].max() > 15  # the arm reaches down out of the frame
    assert change(rest, face.draw(Pose(paw=0.02)))[:200].max() == 0


def test_licking_shows_at_the_mouth(face):
    changed = change(face.draw(Pose()), face.draw(Pose(jaw=4.5, tongue=1)))
    assert changed[box_around(face, "lower_lip", 25)].mean() > 3


@pytest.mark.parametrize(
    ("confounds", "trace", "least"),
    [
        (Confounds.none(whisking_deg=9), "whisk_deg", 3),
        (Confounds.none(sway_px=1), "sway_px", 0.5),
        (Confounds.none(jump_px=3, jumps_per_min=20), "sway_px", 0.5),
        (Confounds.none(light_drift=0.05), "light_gain", 0.03),
        (Confounds.none(blinks_per_min=20), "blink", 0.5),
        (Confounds.none(grooming_per_min=20), "paw", 0.3),
        (Confounds.none(breathing=1), "breath", 0.5),
        (Confounds.none(sniffing=1), "sniff", 0.1),
        (Confounds.none(spontaneous=0.1), "spontaneous", 0.1),
        (Confounds.none(twitches_per_min=30), "spontaneous", 0.1),
    ],
)
def test_each_nuisance_is_in_the_truth_and_in_the_pixels(confounds, trace, least):
    settings = {"size_px": (160, 120), "duration_s": 8.0, "events": [], "fps": 15, "seed": 5}
    truth = synthetic.plan(confounds=confounds, **settings).truth
    assert np.ptp(truth[trace], axis=0).max() > least
    drawn = np.array(list(synthetic.frames(confounds=confounds, **settings)), float)
    assert drawn.std(0).max() > 2
    for other in set(truth) & {"whisk_deg", "sway_px", "blink", "paw", "breath", "spontaneous"}:
        assert other == trace or np.ptp(truth[other]) == 0


def test_nothing_moves_without_nuisances_and_events():
    drawn = list(
        synthetic.frames(size_px=SMALL, duration_s=0.5, events=[], confounds=Confounds.none())
    )
    assert all(np.array_equal(drawn[0], frame) for frame in drawn)


def test_persistent_shift_and_lamp_step_come_when_they_should():
    c = Confounds.none(shift_px=(8, -2), shift_at_s=3, lamp_gain=1.2)
    plan = synthetic.plan(size_px=SMALL, duration_s=8, events=[], confounds=c)
    late = plan.times_s >= 3.01
    assert np.array_equal(plan.truth["shift_px"][late], np.tile([8.0, -2.0], (late.sum(), 1)))
    assert not plan.truth["shift_px"][plan.times_s < 2.99].any()
    gain = plan.truth["light_gain"]
    assert np.allclose(gain[plan.times_s < 3.99], 1) and np.allclose(gain[plan.times_s > 4.01], 1.2)


def test_camera_shift_moves_the_background_too():
    face = Face(synthetic.make_identity(6), SMALL)
    rest = face.draw(Pose())
    moved = face.draw(Pose(shift_x=6, shift_y=0, view_x=6, view_y=0))
    assert change(rest[:, 40:-46], moved[:, 46:-40]).mean() < 1


def test_sensor_noise_grows_with_signal():
    c = Confounds.none(read_noise=1.0, shot_noise=0.1)
    drawn = np.array(
        list(synthetic.frames(size_px=(160, 120), duration_s=4, events=[], confounds=c)), float
    )
    mean, variance = drawn.mean(0), drawn.var(0)
    for low, high in ((10, 40), (60, 120)):
        pixels = (mean > low) & (mean < high)
        expected = 1.0 + 0.1 * mean[pixels].mean() + 1 / 12
        assert variance[pixels].mean() == pytest.approx(expected, rel=0.12)


def test_the_same_mouse_does_the_same_at_another_frame_rate():
    slow = synthetic.plan(size_px=SMALL, duration_s=10, events=EVENTS, fps=25)
    fast = synthetic.plan(size_px=SMALL, duration_s=10, events=EVENTS, fps=50)
    assert np.allclose(slow.truth["intensity"], fast.truth["intensity"][::2], atol=1e-6)
    assert np.allclose(slow.truth["sway_px"], fast.truth["sway_px"][::2], atol=1e-6)


def test_schedule_interleaves_and_leaves_gaps():
    plan = synthetic.plan(size_px=SMALL, duration_s=60, trials_per_stimulus=3)
    names = [name for name, _, _ in plan.events]
    assert len(names) == 12 and all(names.count(s) == 3 for s in STIMULI)
    assert all(set(names[k : k + 4]) == set(STIMULI) for k in (0, 4, 8))
    gaps = [b[1] - a[2] for a, b in zip(plan.events, plan.events[1:], strict=False)]
    assert min(gaps) >= 3 and len(set(np.round(gaps, 2))) > 3
    assert plan.events[0][1] >= 5 and plan.events[-1][2] <= 60


def test_an_unknown_stimulus_has_its_own_repeatable_pattern():
    one, two = (synthetic.expression_mix(0, name) for name in ("menthol", "capsaicin"))
    assert np.any(one) and not np.allclose(one, two)
    assert np.array_equal(one, synthetic.expression_mix(0, "menthol"))


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"duration_s": 10}, ParameterError),  # twelve trials do not fit
        ({"fps": 0}, ParameterError),
        ({"fps": "fast"}, ParameterError),
        ({"size_px": (321, 240)}, ParameterError),
        ({"size_px": (8, 8)}, ParameterError),
        ({"events": [("quinine", 5, 4)]}, EventsError),
        ({"events": [("quinine", 5, 400)]}, EventsError),
        ({"events": [("quinine", 5)]}, EventsError),
        ({"duration_s": 0.001, "events": []}, ParameterError),
    ],
)
def test_bad_settings_are_refused(settings, error):
    with pytest.raises(error):
        synthetic.plan(**settings)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Confounds(sway_px=-1),
        lambda: Confounds(shift_what="rig"),
        lambda: Encoding(pix_fmt="rgb24"),
        lambda: Encoding(crf=99),
        lambda: Encoding(dropped=1.5),
    ],
)
def test_bad_parameters_are_refused(make):
    with pytest.raises(ParameterError):
        make()
