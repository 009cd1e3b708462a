"""Evidence of the face angle: planted roll, expressions alone, two cameras, flat sets of points.

Mice on which nothing was tuned are filmed in H.264 with sensor noise, drifting light, whisking,
licking, breathing and expressions, all at once, and turned by up to 5 degrees to either side: the
animal alone before a background that stays, or everything in view.  Points are where the drawn
face has them, with a tracker's noise of a pixel and jumps in one point of a hundred.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

import element_mouseface as mf
from element_mouseface.core.face_angle import Camera, Reason, StereoCalibration
from element_mouseface.core.face_angle.pose import pose_of_views
from element_mouseface.core.face_angle.rotations import angles_of, nearest_rotations, rotations_of
from element_mouseface.core.face_angle.stable_points import distance_variances, rigid_points
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.synthetic import LANDMARKS, Confounds, Encoding, film, landmarks

MICE = (640, 641, 642, 643)
FILMS = {
    "the animal turns": Confounds(roll_deg=5.0),
    "everything turns": Confounds(roll_deg=5.0, roll_what="camera"),
    "an expression alone": Confounds(),
}
TRACKER_NOISE_PX, JUMPS = 1.0, 0.01


def angle_evidence(out: Path, short: bool) -> dict[str, Any]:
    """The part `angle` of the report."""
    rows = []
    for mouse in MICE[: 1 if short else None]:
        for name, confounds in FILMS.items():
            rows.append(_film(out, mouse, name, confounds))
            print(rows[-1], flush=True)
    return {"films": rows, "cameras": _cameras(2 if short else 10), "flat": _flat()}


def _film(out: Path, mouse: int, name: str, confounds: Confounds) -> dict[str, Any]:
    path = out / f"angle_{mouse}_{name.replace(' ', '_')}.mp4"
    movie = film(
        path,
        identity=mouse,
        seed=mouse,
        duration_s=30.0,
        fps=15,
        stimuli=("tail_shock", "quinine"),
        trials_per_stimulus=3,
        confounds=confounds,
        encoding=Encoding(crf=23),
    )
    result = mf.extract(mf.open_video(path), path.with_suffix(".zarr"))
    angle = mf.face_angle(result, keypoints=_tracked(movie, mouse))
    truth = movie.truth.get("roll_deg", np.zeros(movie.n_frames))
    shown = movie.truth["intensity"].max(axis=1)
    row: dict[str, Any] = {"mouse": mouse, "film": name}
    for source in ("roll_points", "roll_picture"):
        degrees, errors = angle.trace(source)
        error = degrees - (truth - np.median(truth))
        known = np.isfinite(error)
        held = np.abs(error[known])
        row[source] = {
            "defined": float(known.mean()),
            "rms": float(np.sqrt(np.mean(held**2))),
            "p95": float(np.percentile(held, 95)),
            "se": float(np.median(errors[known])),
            "covered": float(np.mean(held < errors[known])),
            "covered_two": float(np.mean(held < 2 * errors[known])),
            "expression": float(
                abs(
                    np.median(error[known & (shown > 0.7)])
                    - np.median(error[known & (shown < 0.05)])
                )
            ),
        }
    agreement = angle.agreement()
    row["agreeing"], row["r"] = agreement.agreeing, agreement.correlation
    return row


def _tracked(movie: Any, seed: int) -> Keypoints:
    rng = np.random.default_rng(seed)
    xy = landmarks(movie)
    xy = xy + TRACKER_NOISE_PX * rng.standard_normal(xy.shape)
    wrong = rng.random(xy.shape[:2]) < JUMPS
    xy[wrong] += 40 * rng.standard_normal((int(wrong.sum()), 2))
    return Keypoints(LANDMARKS, xy, np.ones(xy.shape[:2]), "deeplabcut")


def _rig(apart_deg: float) -> StereoCalibration:
    """Two cameras that look at a point at a distance of 100 from directions so far apart."""
    first = np.array([[1200.0, 0, 320], [0, 1190.0, 240], [0, 0, 1]])
    second = np.array([[1150.0, 0, 330], [0, 1150.0, 235], [0, 0, 1]])
    turn = cv2.Rodrigues(np.array([0.02, np.deg2rad(apart_deg), 0.01]))[0]
    middle = np.array([0, 0, 100.0])
    cameras = (
        Camera(first, np.array([-0.2, 0.05, 0.001, 0, 0]), (640, 480)),
        Camera(second, np.array([-0.15, 0.02, 0, 0.001, 0]), (640, 480)),
    )
    return StereoCalibration(*cameras, turn, middle - turn @ middle)


def _seen(rig: StereoCalibration, points: np.ndarray) -> list[np.ndarray]:
    views = (
        (rig.first, np.eye(3), np.zeros(3)),
        (rig.second, rig.rotation, rig.translation),
    )
    return [
        cv2.projectPoints(
            points.reshape(-1, 3), cv2.Rodrigues(turn)[0], shift, camera.matrix, camera.distortion
        )[0].reshape(*points.shape[:2], 2)
        for camera, turn, shift in views
    ]


def _posed(rig: StereoCalibration, shape: np.ndarray, seed: int, noise_px: float):
    """The pose of 600 frames of a head that turns about all axes, and the truth."""
    rng = np.random.default_rng(seed)
    t = np.arange(600) / 30
    waves = [6 * np.sin(2 * t), 8 * np.sin(1.6 * t + 1), 6 * np.sin(2.3 * t + 2)]
    turns = rotations_of(np.deg2rad(np.stack(waves, axis=1)))
    place = np.array([0, 0, 100.0]) + rng.normal(0, 0.3, (600, 1, 3))
    points = np.einsum("nij,pj->npi", turns, shape) + place
    # one point in four is moved by expressions, together, for a quarter of the time
    points[:, ::4] += 0.6 * (np.sin(1.5 * t)[:, None, None] > 0.7)
    pixels = [xy + noise_px * rng.standard_normal(xy.shape) for xy in _seen(rig, points)]
    points = rig.triangulated(*pixels)
    slow = distance_variances(points, scaled=False, slow=True)
    used = rigid_points(points, slow, np.ones(len(shape)))
    rays = rig.first.normalized(pixels[0][:, used]), rig.second.normalized(pixels[1][:, used])
    pose = pose_of_views(points[:, used], rays, rig)
    zero = nearest_rotations(turns.mean(axis=0)[None])[0]
    truth = angles_of(turns @ zero.T)
    return pose, np.degrees(truth - np.median(truth, axis=0))


def _cameras(n_heads: int) -> list[dict[str, Any]]:
    rows = []
    for apart_deg in (25, 45, 90):
        for noise_px in (0.5, 1.0):
            errors, held = [], []
            for seed in range(n_heads):
                shape = np.random.default_rng(seed).uniform(-8, 8, (9, 3))
                pose, truth = _posed(_rig(apart_deg), shape, seed, noise_px)
                error = np.degrees(pose.radians) - truth
                errors.append(error)
                held.append(np.abs(error) < np.degrees(pose.errors))
            error = np.concatenate(errors)
            rms = np.sqrt(np.nanmean(error**2, axis=0))
            p95 = np.nanpercentile(np.abs(error), 95, axis=0)
            rows.append(
                {
                    "apart_deg": apart_deg,
                    "noise_px": noise_px,
                    "rms": dict(zip(("roll", "yaw", "pitch"), rms.tolist(), strict=True)),
                    "p95": dict(zip(("roll", "yaw", "pitch"), p95.tolist(), strict=True)),
                    "covered": float(np.mean(np.concatenate(held))),
                }
            )
            print(rows[-1], flush=True)
    return rows


def _flat() -> dict[str, Any]:
    """Of flat sets of 3 to 9 points, tilted at random, how many are reported as one pose."""
    one = both = frames = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        shape = np.c_[rng.uniform(-8, 8, (3 + seed % 7, 2)), np.zeros(3 + seed % 7)]
        shape = shape @ cv2.Rodrigues(rng.normal(0, 0.5, 3))[0].T
        pose, _ = _posed(_rig(45), shape, seed, 0.5)
        frames += len(pose.reasons)
        one += int(np.isfinite(pose.radians).any(axis=1).sum())
        both += int((pose.reasons == Reason.FLAT_POINTS).sum())
    return {"sets": 20, "frames": frames, "one_pose": one, "both_poses": both}


def angle_lines(report: dict[str, Any]) -> list[str]:
    """The part of the page."""
    if not report:
        return []
    lines = [
        "",
        "## The angle of the face",
        "",
        f"Mice on which nothing was tuned, H.264 at crf 23, with noise, light drift, whisking, "
        f"licking and expressions; roll planted up to 5 degrees to either side. Points have a "
        f"tracker's noise of {TRACKER_NOISE_PX:g} px and jump in {JUMPS:.0%}. *rms* and *95%*: of "
        f"the error, degrees; *covered*: within one (two) standard errors; *expression*: how far "
        f"expressions move the median. Due: 0.5 from points, 0.3 from the picture, 0.3 by an "
        f"expression alone.",
        "",
        "| mouse | film | points: rms | 95% | covered | expression | picture: rms | 95% | covered "
        "| expression | rolls agree |",
        "|---" * 11 + "|",
    ]
    for row in report["films"]:
        cells = [str(row["mouse"]), row["film"]]
        for source in ("roll_points", "roll_picture"):
            one = row[source]
            cells += [
                f"{one['rms']:.2f}",
                f"{one['p95']:.2f}",
                f"{one['covered']:.2f} ({one['covered_two']:.2f})",
                f"{one['expression']:.2f}",
            ]
        lines.append("| " + " | ".join([*cells, f"{row['agreeing']:.0%}"]) + " |")
    lines += [
        "",
        "Two calibrated cameras with distortion, heads of nine points in three dimensions, "
        "three of which expressions move together. Due: 1 degree on all axes.",
        "",
        "| apart | noise | rms of roll | yaw | pitch | 95% of roll | yaw | pitch | covered |",
        "|---" * 9 + "|",
    ]
    for row in report["cameras"]:
        numbers = [f"{row[key][axis]:.2f}" for key in ("rms", "p95") for axis in row["rms"]]
        head = f"| {row['apart_deg']}° | {row['noise_px']:g} px | "
        lines.append(head + " | ".join(numbers) + f" | {row['covered']:.2f} |")
    flat = report["flat"]
    lines += [
        "",
        f"{flat['sets']} flat sets of three to nine points: of {flat['frames']} frames "
        f"{flat['one_pose']} were reported as one pose, {flat['both_poses']} with both.",
    ]
    return lines
