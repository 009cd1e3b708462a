"""One small result of each kind, with numbers that a test can compute again."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.action_units import ActionUnits
from element_mouseface.core.action_units.units import NAMES
from element_mouseface.core.affect.params import AffectParams
from element_mouseface.core.affect.result import Affect
from element_mouseface.core.affect.rows import Trace, TrialRow, no_trace
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.decoding import DecodingParams
from element_mouseface.core.decoding.rows import Decoding, HeldOutRow, MetricRow
from element_mouseface.core.events import Events
from element_mouseface.core.face_angle.angle import ANGLES, SOURCES, FaceAngle, Reason
from element_mouseface.core.facial_signals.signals import (
    Blink,
    Components,
    FacialSignals,
    Pupil,
    RegionSignals,
    Running,
)
from element_mouseface.core.failures.params import FailureParams
from element_mouseface.core.failures.rows import DONE, FailureStudy
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_features.reasons import Reason as Why
from element_mouseface.core.frame_models.model import FramePrediction
from element_mouseface.core.keypoints import FaceMapping
from element_mouseface.core.keypoints.derived import PointTrace
from element_mouseface.core.keypoints.points import Keypoints
from element_mouseface.core.keypoints.stored import StoredKeypoints
from element_mouseface.core.learning import LearningParams
from element_mouseface.core.population import Population
from element_mouseface.core.population.population import MouseRow
from element_mouseface.core.structure.params import StructureParams
from element_mouseface.core.structure.rows import ClusterRow, Structure

N = 40
TIMES = np.arange(N) / 20 + 3.0
RNG = np.random.default_rng(16)
FLAGS = np.zeros(N, np.uint16)
FLAGS[[0, 5]] = FrameFlag.FIRST, FrameFlag.MISSING | FrameFlag.REPEATED
EVENTS = Events.from_rows([("sugar", 3.2, 3.6), ("salt", 4.0, 4.4), ("sugar", 4.5, 4.9)])
ETHOGRAM = Ethogram.of(["face groom", "lick"])


def keypoints(**more) -> Keypoints:
    xy = RNG.uniform(0, 600, (N, 3, 2)).astype(np.float32)
    likelihood = RNG.uniform(0, 1, (N, 3)).astype(np.float32)
    xy[2, 1], likelihood[2, 1] = np.nan, np.nan
    given = {"software": "deeplabcut", **more}
    return Keypoints(("nose tip", "eye", "1"), xy, likelihood, **given)


def stored_keypoints() -> StoredKeypoints:
    trace = PointTrace("eye_area", "px2", np.linspace(1, 9, N))
    return StoredKeypoints(keypoints(), (trace,), FaceMapping(), "0" * 64)


def labels() -> Labels:
    bouts = {"lick": [[2, 5], [30, 31]]}
    assessed = {"lick": [[0, 35]], "face groom": [[0, 20]]}
    return Labels(ETHOGRAM, N, bouts, assessed, labeler="one")


def prediction(times_s: np.ndarray = TIMES) -> Prediction:
    probability = RNG.uniform(0, 1, (N, 2)).astype(np.float32)
    probability[5] = np.nan
    present = np.zeros((N, 2), bool)
    present[10:15, 1] = True
    return Prediction(ETHOGRAM, probability, present, times_s, FLAGS, ("fitted",) * 2, "face.mp4")


def signals() -> FacialSignals:
    def region(number: int, name: str, parts: int) -> RegionSignals:
        masks = RNG.normal(0, 1, (parts, 3, 4))
        own = Components(masks, RNG.normal(0, 1, (N, parts)))
        rows = RNG.uniform(0, 9, N)
        rows[0] = np.nan
        return RegionSignals(
            number, name, np.arange(6), np.arange(8), np.arange(3), np.arange(4), rows, own
        )

    view = np.zeros((3, 4))
    regions = (region(0, "", 2), region(1, "cheek", 3), region(2, "cheek", 1))
    pupil = (Pupil("left", RNG.uniform(1, 9, N), RNG.uniform(1, 9, (N, 2))),)
    blink = (Blink("lid", RNG.uniform(1, 9, N)),)
    running = (Running("wheel", RNG.normal(0, 1, (N, 2))),)
    return FacialSignals(N, 2, (view,), (view,), regions, pupil, blink, running)


def feature_table(**more) -> FrameTable:
    values = RNG.normal(0, 1, (N, 2))
    values[3, 0] = np.nan
    reasons = {"crop:intensity": np.zeros(N, np.uint8)}
    reasons["crop:intensity"][3] = Why.MISSING_FRAME
    names = ("crop:intensity_mean", "crop:intensity_spread")
    return FrameTable(names, values, reasons, times_s=TIMES, flags=FLAGS, **more)


def units() -> ActionUnits:
    columns = tuple(f"unit:{name}" for name in NAMES)
    values = np.full((N, len(NAMES)), np.nan)
    values[:, 0] = np.linspace(0, 1, N)
    table = FrameTable(columns, values, times_s=TIMES)
    return ActionUnits(table, {NAMES[0]: np.full(N, 0.1)})


def affect() -> Affect:
    arousal = Trace("arousal", np.linspace(-1, 1, N), np.full(N, 0.2), "sd")
    traces = {
        "arousal": arousal,
        "positive": no_trace("positive", N, "refused", "two trials"),
        "negative": no_trace("negative", N, "not asked", ""),
    }
    trials = tuple(TrialRow(k, e.name, "positive", e.onset_s, e.offset_s) for k, e in
                   enumerate(EVENTS))  # fmt: skip
    return Affect(TIMES, traces, (), (), trials, (), (), None, EVENTS, AffectParams())


def angle() -> FaceAngle:
    degrees = {name: np.full(N, np.nan) for name in ANGLES}
    degrees["roll_points"] = np.round(np.linspace(-3, 3, N), 6)
    reasons = {key: np.full(N, Reason.ONE_CAMERA, np.uint8) for key in SOURCES}
    reasons["points"][:] = Reason.DEFINED
    errors = {"roll_points": np.full(N, 0.25)}
    picture = np.ones((4, 5), np.float32)
    return FaceAngle(TIMES, degrees, errors, reasons, reference=picture, weights=picture / 2)


def study(times_s: np.ndarray | None = TIMES) -> FailureStudy:
    failed = np.zeros(N, bool)
    failed[7:12] = True
    measures = {"luminance": RNG.uniform(0, 9, N).astype(np.float32)}
    bouts = np.array([[7, 12]])
    return FailureStudy(
        "flag:black", DONE, "", failed, np.ones(N, bool), times_s, bouts, measures=measures,
        params=FailureParams(),
    )  # fmt: skip


def frame_prediction(kind: str = "class") -> FramePrediction:
    categories = ("neutral", "upset") if kind == "category" else ()
    outputs = len(categories) or 1
    probability = RNG.uniform(0, 1, (N, outputs))
    probability[4] = np.nan
    decided = {
        "class": probability[:, 0] > 0.5,
        "category": np.where(np.isnan(probability[:, 0]), -1, 1),
        "continuous": probability[:, 0],
    }[kind]
    return FramePrediction(
        "pain", kind, categories, probability, decided, TIMES, FLAGS, None, "linear"
    )


def structure(recordings: tuple[str, ...] = ("day 1", "day 2")) -> Structure:
    n, k = 12, len(recordings)
    which = np.sort(np.arange(n) % k)
    frame = np.arange(n) * 3
    correlation = np.corrcoef(RNG.normal(0, 1, (n, 30))).astype(np.float32)
    row = ClusterRow(1, n, float("nan"), 0, float("nan"), "sugar", 1.0, 0, 0.5, 0, 0)
    return Structure(
        recordings, (None,) * k, (None,) * k, which, frame, frame / 10, ("sugar", "baseline"),
        np.arange(n) % 2, np.arange(n) % 2, correlation, np.zeros((n - 1, 4)), np.arange(n),
        np.ones(n, np.int64), {"pca": RNG.normal(0, 1, (n, 3))}, np.full(3, 0.1),
        {"luminance": np.arange(n, dtype=float), "head_shift": np.zeros((n, 2))},
        (), (), (), (row,), (), ("one cluster",), StructureParams(),
    )  # fmt: skip


def decoding() -> Decoding:
    metric = MetricRow("face", "trial", "linear", "trial", "", "balanced_accuracy", None, 0.75,
                       0.5, 0.9, 0.5, 0.3, 0.7, 0.02, 0, 12, 12)  # fmt: skip
    held_out = HeldOutRow(
        "face", "trial", "linear", "trial", 0, 1, 4.0, "salt", "sugar", (0.25, 0.75), 8, 0.0, "a 1"
    )
    return Decoding(
        ("salt", "sugar"), "stimulus", (metric,), (), (held_out,), (), (), (), ("small",),
        DecodingParams(), LearningParams(),
    )  # fmt: skip


def population() -> Population:
    nan = float("nan")
    mouse = MouseRow("m1", "control", 2, 9, 0.5, nan, nan, nan, nan, nan, nan, nan, nan, nan,
                     False, "no face")  # fmt: skip
    return Population((mouse,), pictures={"sugar": np.ones((2, 3, 4), np.float32)})
