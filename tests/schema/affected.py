"""A small film with signed stimuli of graded amounts, and planted features of its frames."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.affect import AffectParams
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.params import HOGParams
from tests.schema.faces import FPS, answers, film_events, insert_movie

DURATION_S, TRIALS, EVERY_S = 31.0, 12, 2.4
N = int(DURATION_S * FPS)
#: currents of the shocks, one after the other
CURRENTS = (0.1, 0.3, 0.3, 0.1, 0.1, 0.3)
_STARTS = [1.5 + EVERY_S * k for k in range(TRIALS)]
EVENTS = [
    ("tail_shock", start, start + 1.0, None, CURRENTS[k // 2], "mA")
    if k % 2
    else ("sucrose", start, start + 1.0)
    for k, start in enumerate(_STARTS)
]
SOURCE = "preference test of our mice"
SIGNS = {"sucrose": ("positive", SOURCE), "tail_shock": ("negative", SOURCE)}
HOG = HOGParams(pixels_per_cell=(16, 16))
PARAMS = AffectParams(permutations=99, lag_shifts=19)
CONTRAST = ContrastParams(
    n_components=16, basis_frames=100, training_frames=200, baseline_margin_s=0.3, alpha_names=0.05
)
NAMES = ("crop:intensity_mean", "crop:edge_density", "crop:haralick_contrast_mean")


def film(pipe, name="affected.mp4"):
    """The film: each stimulus changes the picture in its own way."""
    return film_events(
        pipe.link.RAW / name, events=[row[:3] for row in EVENTS], duration_s=DURATION_S,
        size=(96, 72), amount=0.15, course=answers,
    )  # fmt: skip


def planted(times_s, sums, seed, lag_s=0.0):
    """Arousal; what grows on shocks with the current, and falls on sucrose; and noise."""
    rng = np.random.default_rng(seed)
    knots_s = np.arange(-5, DURATION_S + 5, 4)
    slow = np.interp(times_s, knots_s, rng.normal(size=len(knots_s)))
    face = rng.normal(size=len(times_s))
    for _, start, stop, *more in EVENTS:
        inside = (times_s >= start + lag_s) & (times_s < stop + lag_s)
        face[inside] += 10 * more[1] if more else -2.0
    other = rng.normal(size=len(times_s))
    values = np.column_stack([slow + 0.1 * rng.normal(size=len(times_s)), face, other])
    about = {"source": {"sha256": list(map(str, sums)), "digest": f"{seed % 10}" * 64}}
    return FrameTable(NAMES, values, times_s=times_s, about=about)


def with_features(pipe, key, seed):
    """Planted features of a recording, loaded: the key of their FeatureTask, and the table."""
    sums = (pipe.rec.RecordingInfo.File & key).to_arrays("file_sha256")
    table = planted(pipe.rec.frame_times(key), sums, seed)
    path = table.write(pipe.link.RAW / f"planted{seed}.parquet")
    task = pipe.fea.FeatureTask.add_file(key, path)
    pipe.fea.FrameFeatures.populate(task)
    return task, table


def recorded(pipe, path, subject=None):
    """The keys of a recording of the film, of its pass and of its events, in one."""
    session = {}
    if subject is not None:
        pipe.link.Subject.insert1({"subject": subject, "lab": "test_lab"})
        session = {"session": {"subject": subject, "session_id": 1}}
        pipe.link.Session.insert1(session["session"])
    key = insert_movie(pipe, path, **session)
    return {**key, **pipe.exp.EventSet.add(key, EVENTS)}
