"""Predictions of behaviors as other programs write them, with known numbers."""

from __future__ import annotations

from pathlib import Path

import av
import h5py
import numpy as np


def write_outputs(path, probability, names=("licking", "grooming"), *, threshold=0.5, model="tgmj"):
    """Outputs of DeepEthogram: a group of a model, with the background first."""
    values = np.column_stack([1 - probability.max(axis=1), probability]).astype(np.float32)
    with h5py.File(path, "a") as file:
        group = file.create_group(model)
        group["P"] = values
        group["thresholds"] = np.full(values.shape[1], threshold)
        group["class_names"] = np.array(["background", *names], dtype="S")
    return Path(path)


def in_bouts(n_frames, bouts, *, high=0.9, low=0.1, seed=0):
    """(frames, 2) probabilities: high in the bouts of each behavior, low elsewhere, with noise."""
    rng = np.random.default_rng(seed)
    found = np.full((n_frames, 2), low)
    for column, spans in enumerate(bouts):
        for first, stop in spans:
            found[first:stop, column] = high
    return np.clip(found + rng.uniform(-0.08, 0.08, found.shape), 0, 1)


def film_licks(path, bouts, *, n=240, fps=20, size=(96, 72), seed=0) -> Path:
    """A movie in which a bright tongue comes and goes in each bout of licking."""
    rng = np.random.default_rng(seed)
    width, height = size
    face = np.kron(rng.uniform(60, 160, (height // 8, width // 8)), np.ones((8, 8)))
    out = np.zeros(n, bool)
    for first, stop in bouts:
        out[first:stop] = True
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "16"}
        for k in range(n):
            picture = face + rng.normal(0, 2, face.shape)
            if out[k]:
                reach = 10 + 3 * (k % 3)
                picture[40 : 40 + reach, 40:56] = 225
            frame = av.VideoFrame.from_ndarray(np.clip(picture, 20, 235).astype(np.uint8), "gray8")
            frame = frame.reformat(format="yuv420p")
            frame.pts = k
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return Path(path)


def film_dark(path, dark, *, fps=20, size=(96, 72), seed=0) -> Path:
    """A movie of a still face with a little noise, which is dark in some frames."""
    rng = np.random.default_rng(seed)
    width, height = size
    face = np.kron(rng.uniform(60, 200, (height // 8, width // 8)), np.ones((8, 8)))
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "12"}
        for k, is_dark in enumerate(dark):
            picture = (face + rng.normal(0, 3, face.shape)) * (0.35 if is_dark else 1)
            frame = av.VideoFrame.from_ndarray(np.clip(picture, 16, 235).astype(np.uint8), "gray8")
            frame = frame.reformat(format="yuv420p")
            frame.pts = k
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return Path(path)
