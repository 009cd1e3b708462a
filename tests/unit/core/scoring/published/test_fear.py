from __future__ import annotations

import numpy as np

from element_mouseface.core.scoring.published.fear import (
    ACTIVE_FEAR,
    PASSIVE_FEAR,
    fear_bouts,
)

FPS = 20.0
TIMES = np.arange(600) / FPS  # 30 s


def moving(*spans_s):
    """Motion of 1 in the spans, 0 elsewhere."""
    motion = np.zeros(600)
    for start_s, stop_s in spans_s:
        motion[(TIMES >= start_s) & (TIMES < stop_s)] = 1.0
    return motion


def found(motion, **how):
    rows = fear_bouts(motion, TIMES, how.pop("first_shock_s", 0.0), 0.5, **how)
    return [(row.name, round(row.start_s, 2), round(row.stop_s, 2)) for row in rows]


def test_movement_over_two_and_stillness_over_five_seconds():
    motion = moving((3.0, 5.5), (12.0, 13.5), (16.0, 30.0))
    assert found(motion) == [
        (ACTIVE_FEAR, 3.0, 5.5),
        (PASSIVE_FEAR, 5.5, 12.0),
        (ACTIVE_FEAR, 16.0, 30.0),
    ]


def test_exactly_two_and_five_seconds_are_not_over():
    assert found(moving((5.0, 7.0), (12.0, 14.0), (19.0, 21.0), (26.0, 28.0))) == []


def test_nothing_before_the_first_shock():
    motion = moving((3.0, 9.0))
    assert found(motion, first_shock_s=7.0) == [(PASSIVE_FEAR, 9.0, 30.0)]
    assert found(motion, first_shock_s=6.0)[0] == (ACTIVE_FEAR, 6.0, 9.0)
    assert found(motion, first_shock_s=40.0) == []


def test_a_short_interruption_is_bridged_and_no_frame_is_both():
    motion = moving((3.0, 4.4), (4.5, 6.0))
    assert found(motion)[0] == (ACTIVE_FEAR, 3.0, 6.0)
    alternating = np.tile([1.0, 0.0], 300)
    rows = fear_bouts(alternating, TIMES, 0.0, 0.5)
    frames = [frame for r in rows for frame in range(r.first_frame, r.first_frame + r.n_frames)]
    assert len(frames) == len(set(frames))


def test_unknown_frames_follow_their_neighbors_and_a_long_gap_is_neither():
    motion = moving((0.0, 30.0))
    motion[100] = np.nan
    assert found(motion) == [(ACTIVE_FEAR, 0.0, 30.0)]
    motion[200:300] = np.nan  # 10 s to 15 s
    names = [name for name, *_ in found(motion)]
    assert names == [ACTIVE_FEAR, ACTIVE_FEAR]


def test_seconds_not_frames_when_the_camera_slows_down():
    # 2.5 s of movement are 25 frames at 10/s and 5 frames at 2/s.
    times = np.concatenate([np.arange(100) / 10, 10 + np.arange(40) / 2])
    motion = np.zeros(140)
    motion[20:45] = 1.0
    motion[110:115] = 1.0
    rows = [r for r in fear_bouts(motion, times, 0.0, 0.5) if r.name == ACTIVE_FEAR]
    assert [(r.start_s, r.stop_s) for r in rows] == [(2.0, 4.5), (15.0, 17.5)]
