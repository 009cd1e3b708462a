"""Results of every kind with numbers of their own, so that one in the wrong place is seen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pynwb

from element_mouseface.core.action_units.units import NAMES, ActionUnits
from element_mouseface.core.affect import Affect, AffectParams, Trace
from element_mouseface.core.affect.rows import no_trace
from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.face_angle import FaceAngle, Reason
from element_mouseface.core.facial_signals.signals import (
    Blink,
    Components,
    FacialSignals,
    Pupil,
    RegionSignals,
    Running,
)
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.keypoints import Keypoints

N = 60
POINTS = ("eye(front)", "nose/tip", "nose_tip", "lost")
ETHOGRAM = Ethogram(
    (
        Behavior("licking/left", definition="the tongue is out on the left"),
        Behavior("hit"),
        Behavior("miss"),
        Behavior("sneeze", kind="point"),
    )
)


def frame_times(seed: int = 0) -> np.ndarray:
    """Irregular times; frames 7 and 20 to 22 have none."""
    times_s = 3.0 + np.cumsum(np.random.default_rng(seed).uniform(0.03, 0.05, N))
    times_s[[7, 20, 21, 22]] = np.nan
    return times_s


def nwbfile(*, subject: bool = True) -> pynwb.NWBFile:
    """A file with everything that DANDI asks for, and nothing of a face."""
    made = pynwb.NWBFile(
        session_description="A mouse tastes sucrose and quinine.",
        identifier="m01-1",
        session_start_time=datetime(2025, 11, 2, 9, 30, tzinfo=UTC),
        session_id="1",
        experimenter=["Last, First"],
        institution="University",
        lab="Lab",
        experiment_description="Faces.",
        keywords=["face", "mouse"],
    )
    if subject:
        made.subject = pynwb.file.Subject(
            subject_id="m01", species="Mus musculus", sex="F", age="P90D", description="A mouse."
        )
    return made


def _components(rng, size, singular=True) -> Components:
    y, x = size
    return Components(
        rng.normal(size=(3, y, x)),
        rng.normal(size=(N, 3)),
        np.array([3.0, 2.0, 1.0]) if singular else None,
        unit_norm=singular,
        merged=singular,
    )


def _region(rng, number, name, size, **more) -> RegionSignals:
    y, x = size
    motion = rng.uniform(0, 9, N)
    motion[0] = np.nan
    ranges = (range(10, 10 + 4 * y), range(4 * x), range(y), range(x))
    return RegionSignals(number, name, *ranges, motion, **more)


def signals(seed: int = 1) -> FacialSignals:
    """The full frame and a region of another size; a pupil, an eye, a wheel."""
    rng = np.random.default_rng(seed)
    found = rng.uniform(5, 9, N)
    found[30:40] = np.nan
    return FacialSignals(
        n_frames=N,
        sbin=4,
        avgframe=(rng.random((6, 8)),),
        avgmotion=(rng.random((6, 8)),),
        regions=(
            _region(rng, 0, "full frame", (6, 8), motion_svd=_components(rng, (6, 8))),
            _region(rng, 1, "pad:left/right", (2, 3), movie_svd=_components(rng, (2, 3), False)),
        ),
        pupil=(Pupil("eye", found, rng.uniform(0, 9, (N, 2)), axdir=rng.normal(size=(N, 2, 2))),),
        blink=(Blink("eye", rng.uniform(0, 99, N)), Blink("other eye", rng.uniform(0, 99, N))),
        running=(Running("wheel", rng.normal(size=(N, 2))),),
        version="0.1",
    )


def keypoints(seed: int = 2) -> Keypoints:
    """Four points, one of which is never found; another has no likelihood."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 99, (N, len(POINTS), 2)).astype(np.float32)
    xy[:, 3], xy[5:9, 1] = np.nan, np.nan
    likelihood = rng.uniform(0, 1, (N, len(POINTS))).astype(np.float32)
    likelihood[:, 2:] = np.nan
    return Keypoints(POINTS, xy, likelihood, "deeplabcut", "f" * 64, ("a note",))


def prediction(seed: int = 3) -> Prediction:
    """Bouts of two behaviors that overlap; one without a bout; one that could not be trained."""
    rng = np.random.default_rng(seed)
    probability = rng.uniform(0, 1, (N, 4)).astype(np.float32)
    probability[12:14] = np.nan
    probability[:, 3] = np.nan
    present = np.zeros((N, 4), bool)
    # a bout that begins in a frame without a time, and one of which no frame has a time
    present[[*range(5, 10), *range(30, 41)], 0] = True
    present[[7, 20, 21, *range(35, 50)], 1] = True
    states = ("fitted", "fitted", "fitted", "not trainable")
    flags = np.zeros(N, np.uint16)
    times_s = np.arange(N) / 20
    return Prediction(
        ETHOGRAM, probability, present, times_s, flags, states, "m", "d" * 64, "c" * 64
    )


def labels() -> Labels:
    """A person looked at one span for two behaviors, and at everything for the others."""
    half, whole = [[0, 40]], [[0, N]]
    return Labels(
        ETHOGRAM,
        N,
        {"licking/left": [[0, 3], [9, 12]], "hit": [[2, 30]], "sneeze": [[50, 51]],
         "miss": [[1, 5], [55, 60]]},
        {"licking/left": half, "hit": half, "sneeze": whole, "miss": whole},
        labeler="Ann",
        source="ann.csv",
    )  # fmt: skip


def affect(seed: int = 4) -> Affect:
    """Arousal and one valence; the other is refused."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(3, N))
    values[0, 3:5] = np.nan
    errors = np.abs(rng.normal(size=(2, N)))
    traces = {
        "arousal": Trace("arousal", values[0], errors[0], "SD", source="pupil: eye"),
        "positive": Trace("positive", np.maximum(values[1], 0), errors[1], "a.u.",
                          estimate=values[1], source="sucrose"),
        "negative": no_trace("negative", N, "refused", "too few trials"),
    }  # fmt: skip
    rows: dict = dict.fromkeys(("stimuli", "sources", "trials", "motion", "agreement"), ())
    return Affect(np.arange(N) / 20, traces, **rows, signs=None, events=None, params=AffectParams())


def units(seed: int = 5) -> ActionUnits:
    """Two units are measured, the others are not."""
    rng = np.random.default_rng(seed)
    values = np.full((N, len(NAMES)), np.nan)
    values[:, :2] = rng.normal(size=(N, 2))
    values[8, 0] = np.nan
    about = {"sources": {NAMES[0]: "keypoints", NAMES[1]: "cells"}}
    codes = {f"unit:{name}": np.full(N, 17, np.uint8) for name in NAMES}
    columns = tuple(f"unit:{name}" for name in NAMES)
    table = FrameTable(columns, values, codes, times_s=np.arange(N) / 20, about=about)
    return ActionUnits(table, {NAMES[0]: np.abs(rng.normal(size=N))})


def angle(seed: int = 6) -> FaceAngle:
    """Roll of points, with gaps; one camera."""
    rng = np.random.default_rng(seed)
    roll = np.round(rng.normal(size=N), 6)
    roll[10:12] = np.nan
    reasons = {
        "points": np.where(np.isnan(roll), Reason.FEW_POINTS, 0),
        "picture": np.full(N, Reason.NO_PICTURE),
        "views": np.full(N, Reason.ONE_CAMERA),
    }
    errors = {"roll_points": np.full(N, 0.25)}
    return FaceAngle(np.arange(N) / 20, {"roll_points": roll}, errors, reasons)


def features(seed: int = 7) -> FrameTable:
    """Two named features, and one without a number."""
    values = np.random.default_rng(seed).normal(size=(N, 3))
    values[4, 1], values[:, 2] = np.nan, np.nan
    names = ("crop:intensity_mean", "crop:edge_density", "crop:haralick_contrast_mean")
    return FrameTable(names, values, {"crop:edges": np.full(N, 3)}, times_s=np.arange(N) / 20)


def write(made: pynwb.NWBFile, path: Path) -> Path:
    """The file as pynwb itself writes it."""
    with pynwb.NWBHDF5IO(path, "w") as io:
        io.write(made)
    return path
