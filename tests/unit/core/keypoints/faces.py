"""Faces whose points move in a known way, and files as the programs lay them out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from element_mouseface.core.keypoints import FACEMAP_POINTS, Keypoints

#: where each of Facemap's points rests, x and y in a frame of 128x96
REST = dict(
    zip(
        FACEMAP_POINTS,
        [(84, 40), (78, 46), (72, 40), (78, 34), (30, 74), (34, 66), (18, 60), (24, 56),
         (16, 54), (24, 46), (48, 40), (60, 88), (36, 58), (38, 62), (37, 60)],
        strict=True,
    )
)  # fmt: skip
SIZE = (96, 128)


def face(n_frames: int = 40, *, seed: int = 0) -> Keypoints:
    """A face at rest, with a pixel of jitter; likelihoods between 0.7 and 1."""
    rng = np.random.default_rng(seed)
    xy = np.array(list(REST.values()), float) + rng.normal(0, 0.5, (n_frames, len(REST), 2))
    likelihood = rng.uniform(0.7, 1.0, (n_frames, len(REST)))
    return Keypoints(tuple(REST), xy, likelihood, "facemap")


def still(n_frames: int = 40) -> Keypoints:
    """The same without jitter."""
    xy = np.tile(np.array(list(REST.values()), float), (n_frames, 1, 1))
    return Keypoints(tuple(REST), xy, np.ones((n_frames, len(REST))), "facemap")


def write_facemap(path: Path, keypoints: Keypoints) -> Path:
    """As Facemap 1.0.8 writes `_FacemapPose.h5`: a group of points under 'Facemap'."""
    import h5py

    with h5py.File(path, "w") as file:
        for k, name in enumerate(keypoints.names):
            point = file.create_group(f"Facemap/{name}")
            point["x"], point["y"] = keypoints.xy[:, k, 0], keypoints.xy[:, k, 1]
            point["likelihood"] = keypoints.likelihood[:, k]
    return path


def write_csv(path: Path, keypoints: Keypoints, scorer: str, animals: tuple[str, ...] = ()) -> Path:
    """As DeepLabCut and Lightning Pose write: three header rows, or four with animals."""
    whose = animals or ("",)
    points = [(animal, name) for animal in whose for name in keypoints.names]
    rows = [["scorer"] + [scorer] * (3 * len(points))]
    if animals:
        rows.append(["individuals", *(a for a, _ in points for _ in range(3))])
    rows.append(["bodyparts", *(n for _, n in points for _ in range(3))])
    rows.append(["coords"] + ["x", "y", "likelihood"] * len(points))
    values = np.dstack([keypoints.xy, keypoints.likelihood]).reshape(keypoints.n_frames, -1)
    for number, row in enumerate(np.tile(values, (1, len(whose)))):
        rows.append([str(number), *("" if np.isnan(v) else repr(float(v)) for v in row)])
    path.write_text("\n".join(",".join(row) for row in rows) + "\n")
    return path


def write_sleap_analysis(
    path: Path, keypoints: Keypoints, tracks: tuple[str, ...] = ("m",)
) -> Path:
    """As SLEAP exports: (tracks, xy, nodes, frames), names as bytes."""
    import h5py

    xy = np.stack([keypoints.xy.transpose(2, 1, 0)] * len(tracks))
    with h5py.File(path, "w") as file:
        file["tracks"] = xy.astype(float)
        file["point_scores"] = np.stack([keypoints.likelihood.T] * len(tracks)).astype(float)
        file["node_names"] = np.array([name.encode() for name in keypoints.names])
        file["track_names"] = np.array([name.encode() for name in tracks])
        file["track_occupancy"] = np.ones((keypoints.n_frames, len(tracks)), np.uint8)
    return path
