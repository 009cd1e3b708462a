"""Planted behaviors: labels that an observer of the frames would give, and old films as before."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy.ndimage import maximum_filter1d

import element_mouseface as mf
from element_mouseface.errors import ParameterError
from element_mouseface.params import content_hash
from element_mouseface.synthetic import (
    BEHAVIORS,
    Behaviors,
    Confounds,
    Encoding,
    Face,
    Pose,
    frames,
    make_identity,
    plan,
)
from element_mouseface.synthetic.looks import make_look

QUIET = Confounds.none()
SMALL: dict = {"size_px": (160, 120), "events": [], "seed": 5, "identity": 3}
RATES = {
    "licking": {"licking_per_min": 8.0},
    "grooming": {"grooming_per_min": 6.0},
    "blink": {"blinks_per_min": 20.0},
    "whisking": {"whisking_per_min": 10.0},
    "chewing": {"chewing_per_min": 6.0},
    "startle": {"startles_per_min": 12.0},
}
# The mean luma of twelve blocks of a frame, as films had them before there were behaviors.
OLD_HASH = "380d8dcb5fdc52dd4d1003864b786b26fab52e76d626667ed6bb03f5b24cc00c"
OLD: dict = {
    "identity": 3,
    "seed": 4,
    "duration_s": 1.0,
    "fps": 15,
    "size_px": (160, 120),
    "events": [("sucrose", 0.1, 0.8)],
    "confounds": Confounds(grooming_per_min=40, blinks_per_min=30),
}
OLD_BLOCKS = [
    [75.49, 86.65, 39.44, 24.14, 41.3, 51.62, 59.96, 65.69, 41.89, 51.21, 48.6, 31.36],
    [72.71, 86.96, 39.89, 24.64, 41.19, 51.86, 60.69, 66.84, 41.83, 51.45, 49.14, 35.57],
]


def shown(planned, name: str) -> np.ndarray:
    return planned.truth["behavior"][:, BEHAVIORS.index(name)]


def test_films_without_behaviors_are_as_they_were():
    planned = plan(**OLD)
    assert content_hash(planned.settings) == OLD_HASH
    assert not {"behavior", "bouts", "arousal", "pupil_px"} & set(planned.truth)
    blocks = [f.reshape(3, 40, 4, 40).mean((1, 3)).ravel() for f in frames(**OLD)]
    # A twentieth of a level: another version of OpenCV may round otherwise.
    assert np.abs(np.array(blocks)[[4, 11]] - OLD_BLOCKS).max() < 0.05


def observed(planned) -> dict[str, list[bool]]:
    """The rules again, frame by frame, from the pose and the times alone."""
    names = planned.truth["pose_names"].tolist()
    poses = [dict(zip(names, row, strict=True)) for row in planned.truth["pose"].tolist()]
    times, n = planned.times_s.tolist(), planned.n_frames
    tongue = [p["tongue"] > 0.15 and p["paw"] < 0.3 for p in poses]

    def near(flags: list[bool], at: int, pause_s: float) -> bool:
        before = next((times[k] for k in range(at, -1, -1) if flags[k]), -np.inf)
        after = next((times[k] for k in range(at, n) if flags[k]), np.inf)
        return after - before <= pause_s

    licking = [near(tongue, k, 0.25) for k in range(n)]
    free = [p["paw"] < 0.3 for p in poses]
    jaw = [p["jaw"] > 2.5 and f and not k for p, f, k in zip(poses, free, licking, strict=True)]
    chewing = [near(jaw, k, 0.25) and free[k] and not licking[k] for k in range(n)]
    for run in runs(chewing):
        openings = sum(jaw[k] and (k == run[0] or not jaw[k - 1]) for k in run)
        if openings < 3:
            for k in run:
                chewing[k] = False
    paw = [p["paw"] > 0.5 for p in poses]
    whiskers = [p["whisker"] > 6 and f for p, f in zip(poses, free, strict=True)]
    whisking = [near(whiskers, k, 0.15) and free[k] for k in range(n)]
    blink = [p["eye"] < 0.5 for p in poses]
    for flags, keep in ((whisking, lambda s: s >= 0.25), (blink, lambda s: s <= 0.5)):
        for run in runs(flags):
            last = times[min(run[-1] + 1, n - 1)]
            if not keep(last - times[run[0]]):
                for k in run:
                    flags[k] = False
    return {
        "licking": licking,
        "grooming": [near(paw, k, 0.15) for k in range(n)],
        "blink": blink,
        "whisking": whisking,
        "chewing": chewing,
        "startle": [p["hunch"] > 0.5 for p in poses],
    }


def runs(flags: list[bool]) -> list[list[int]]:
    found: list[list[int]] = []
    for k, flag in enumerate(flags):
        if flag and k and flags[k - 1]:
            found[-1].append(k)
        elif flag:
            found.append([k])
    return found


@pytest.mark.parametrize("fps", [30, 70])
def test_an_observer_of_the_poses_gives_the_same_labels(fps):
    planned = plan(
        duration_s=60,
        fps=fps,
        identity=4,
        seed=1,
        events=[("quinine", 5, 7), ("sucrose", 20, 22)],
        encoding=Encoding(jitter=0.2, dropped=0.02),
        behaviors=Behaviors(),
    )
    again = observed(planned)
    assert tuple(planned.truth["behavior_names"]) == BEHAVIORS == tuple(again)
    for name in BEHAVIORS:
        assert shown(planned, name).any()
        assert np.array_equal(shown(planned, name), again[name]), name
    rows = [(k, run[0], run[-1] + 1) for k, name in enumerate(again) for run in runs(again[name])]
    assert planned.truth["bouts"].tolist() == [list(row) for row in rows]


def test_six_behaviors_are_rare_to_common():
    found = [
        plan(duration_s=100, events=[], identity=60 + n, seed=n, behaviors=Behaviors()).truth
        for n in range(12)
    ]
    part = dict(zip(BEHAVIORS, np.mean([t["behavior"].mean(0) for t in found], 0), strict=True))
    assert 0.16 < part["whisking"] < 0.22
    assert all(0.03 < part[name] < 0.1 for name in ("licking", "grooming", "chewing"))
    assert all(0.005 < part[name] < 0.015 for name in ("blink", "startle"))
    assert all((t["behavior"].sum(0) > 0).all() for t in found)  # each in each movie


@pytest.mark.parametrize("name", BEHAVIORS)
def test_each_is_seen_in_the_pixels_of_its_frames_and_in_no_others(name):
    settings = SMALL | {"duration_s": 30.0, "fps": 20, "confounds": QUIET}
    planned = plan(**settings, behaviors=Behaviors.none(pupil=0.0, **RATES[name]))
    on = shown(planned, name)
    others = np.delete(planned.truth["behavior"], BEHAVIORS.index(name), axis=1)
    assert on.any() and not others.any()
    near = np.convolve(on, np.ones(9), "same") > 0
    drawn = np.array(list(frames(**settings, behaviors=Behaviors.none(pupil=0.0, **RATES[name]))))
    rest = drawn[np.flatnonzero(~near)[0]].astype(int)
    changed = np.abs(drawn - rest).max(axis=(1, 2))
    # Startles widen the pupil for seconds after.
    assert name == "startle" or changed[~near].max() == 0
    # Between two licks the tongue is in for up to an eighth of a second.
    moved = maximum_filter1d(changed, 7 if name == "licking" else 1)
    assert np.median(moved[on]) > 25 and (moved[on] > 5).mean() > 0.95


def test_bouts_are_the_same_at_another_frame_rate():
    slow, fast = (
        plan(**SMALL, duration_s=60, fps=fps, behaviors=Behaviors(), confounds=QUIET)
        for fps in (50, 100)
    )
    for number in range(len(BEHAVIORS)):
        ours, theirs = (p.truth["bouts"][p.truth["bouts"][:, 0] == number] for p in (slow, fast))
        assert len(ours) == len(theirs)
        assert np.abs(slow.times_s[ours[:, 1]] - fast.times_s[theirs[:, 1]]).max() <= 0.0201


def test_looks_are_the_animals_own():
    looks = [make_look(number) for number in range(20)]
    assert looks[3] == make_look(3)
    for field in ("lick_hz", "lick_depth", "groom_hz", "groom_at_px", "whisk_hz", "chew_hz"):
        values = np.array([getattr(look, field) for look in looks])
        assert len(np.unique(values, axis=0)) == 20
    one, other = (
        plan(**SMALL | {"identity": n}, duration_s=60, fps=100, behaviors=Behaviors()).truth
        for n in (1, 2)
    )
    # The bouts are the session's; how the paw moves in them shifts a boundary by a few frames.
    assert np.abs(rows_of(one, "grooming") - rows_of(other, "grooming")).max() <= 6
    for trace in ("lick", "paw", "paw_x", "whisk_deg"):
        assert np.abs(one[trace] - other[trace]).max() > 0.2


def rows_of(truth: dict, name: str) -> np.ndarray:
    rows = truth["bouts"]
    return rows[rows[:, 0] == BEHAVIORS.index(name)]


@pytest.mark.parametrize("number", [3, 211, 5003])  # the last two before a bright background
def test_a_tongue_is_seen_before_any_background(number):
    truth = plan(**SMALL | {"identity": number}, duration_s=1, behaviors=Behaviors()).truth
    tone = truth["pose"][0, list(truth["pose_names"]).index("tongue_tone")]
    face = Face(make_identity(number), (320, 240))
    inside, out = (face.draw(Pose(tongue=t, tongue_tone=tone)).astype(int) for t in (0, 1))
    assert (np.abs(out - inside) > 30).sum() > 40


def test_bouts_that_would_hide_each_other_do_not_overlap():
    planned = plan(
        duration_s=120,
        identity=9,
        seed=2,
        behaviors=Behaviors(licking_per_min=12, grooming_per_min=8, chewing_per_min=8),
    )
    on = {name: shown(planned, name) for name in BEHAVIORS}
    for one in ("licking", "chewing", "whisking", "startle"):
        assert not (on["grooming"] & on[one]).any()
    assert not (on["licking"] & on["chewing"]).any()
    licked = planned.truth["lick"] > 0.3  # licks on the stimuli's liquids are labeled like others
    assert on["licking"][licked].all()


def test_nuisances_of_the_same_kinds_give_way():
    c = Confounds(grooming_per_min=10, blinks_per_min=20, spontaneous_licks_per_min=10)
    planned = plan(**SMALL, duration_s=60, confounds=c, behaviors=Behaviors.none())
    for trace in ("whisk_deg", "lick", "blink", "paw"):
        assert not planned.truth[trace].any()
    assert planned.truth["sway_px"].any()


def test_the_pupil_follows_arousal_and_is_drawn_with_its_radius():
    truth = plan(**SMALL, duration_s=120, behaviors=Behaviors()).truth
    assert truth["arousal"].min() >= 0 and truth["arousal"].max() <= 1
    assert np.corrcoef(truth["arousal"], truth["pupil_px"])[0, 1] > 0.85
    who = make_identity(3)
    face = Face(who, (640, 480))
    radius_px = who.eye_radius_px * face.anatomy.unit_px
    x, y = face.anatomy.marks["eye"] - face.anatomy.margin_px
    x = face.width_px - 1 - x if who.facing == "left" else x
    half = int(radius_px)
    box = np.s_[int(y) - half : int(y) + half, int(x) - half : int(x) + half]
    small = face.draw(Pose(pupil=0.2))[box].astype(float)
    for radius in (0.35, 0.5, 0.65):
        darker = small - face.draw(Pose(pupil=radius))[box]
        area = (darker > 0.5 * darker.max()).sum() + np.pi * (0.2 * radius_px) ** 2
        assert np.sqrt(area / np.pi) == pytest.approx(radius * radius_px, abs=0.7)
    still = plan(**SMALL, duration_s=60, behaviors=Behaviors(pupil=0.0)).truth["pupil_px"]
    assert np.ptp(still) < 1e-9


def test_whisking_comes_with_arousal():
    found = [
        plan(**SMALL | {"seed": n}, duration_s=120, behaviors=Behaviors(startles_per_min=0.0))
        for n in range(8)
    ]
    during = np.concatenate([p.truth["arousal"][shown(p, "whisking")] for p in found])
    else_ = np.concatenate([p.truth["arousal"][~shown(p, "whisking")] for p in found])
    assert during.mean() > else_.mean() + 0.05


def test_labels_are_written_as_deepethogram_does(tmp_path):
    planned = plan(**SMALL, duration_s=40, behaviors=Behaviors())
    path = planned.write_labels(tmp_path / "new" / "labels.csv")
    rows = list(csv.reader(path.open(newline="")))
    assert rows[0] == ["", "background", *BEHAVIORS]
    table = np.array(rows[1:], int)
    assert np.array_equal(table[:, 0], np.arange(planned.n_frames))
    assert np.array_equal(table[:, 2:], planned.truth["behavior"])
    assert np.array_equal(table[:, 1], (table[:, 2:].sum(1) == 0))
    assert b"\r" not in path.read_bytes()
    with pytest.raises(ParameterError, match="behaviors"):
        plan(**SMALL, duration_s=2).write_labels(tmp_path / "none.csv")


def test_a_bout_without_room_is_not_planted():
    planned = plan(**SMALL, duration_s=1.0, behaviors=Behaviors.none(grooming_per_min=60))
    assert not planned.truth["behavior"].any() and planned.truth["bouts"].shape == (0, 3)


@pytest.mark.parametrize("bad", [{"licking_s": (2.0, 1.0)}, {"blink_s": (0.1, 0.6)}, {"pupil": 2}])
def test_bad_settings_are_refused(bad):
    with pytest.raises(ParameterError, match="Behaviors"):
        Behaviors(**bad)


@pytest.mark.parametrize("name", ["behaviors", "confounds", "encoding", "responses"])
def test_settings_of_another_kind_are_refused(name):
    with pytest.raises(ParameterError, match=name):
        plan(**SMALL, duration_s=1, **{name: {"licking_per_min": 1.0}})


def test_the_small_films_have_every_behavior_and_their_results(behavior_films):
    assert len({film.animal for film in behavior_films}) == 3 and len(behavior_films) == 6
    for film in behavior_films:
        assert film.movie.truth["behavior"].any(0).all()
        assert mf.open_result(film.result).n_frames == film.movie.n_frames
        assert film.labels.read_text().startswith(",background,licking")
