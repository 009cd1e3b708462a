"""Small movies with planted behaviors, their result folders and labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy import ndimage

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.features import FrameSource, open_frames
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.extraction.run import extract
from element_mouseface.core.video.array import ArrayReader
from element_mouseface.params import HOGParams

HEIGHT, WIDTH, FPS = 64, 96, 25.0
HOG = HOGParams(pixels_per_cell=(16, 16))
ETHOGRAM = Ethogram.of(["wave", "blink"])
#: where each behavior is seen (y, x)
PLACES = {"wave": (slice(40, 60), slice(10, 34)), "blink": (slice(10, 17), slice(62, 71))}


def plant(seed: int, n_frames: int, fps: float = FPS) -> np.ndarray:
    """Bouts of two behaviors: (frames, 2) bool."""
    rng = np.random.default_rng(seed)
    shown = np.zeros((n_frames, 2), bool)
    for column, (length_s, gap_s) in enumerate([(0.8, 2.4), (0.4, 2.0)]):
        at = rng.uniform(0.2, 1.0)
        while at < n_frames / fps:
            stop = at + length_s * rng.uniform(0.8, 1.2)
            shown[int(at * fps) : int(stop * fps), column] = True
            at = stop + gap_s * rng.uniform(0.6, 1.4)
    return shown


def draw(shown: np.ndarray, seed: int, *, coat: float = 1.0, fps: float = FPS) -> np.ndarray:
    """Frames (frames, y, x) uint8: a textured face in which places brighten or flicker."""
    rng = np.random.default_rng(seed)
    texture = ndimage.gaussian_filter(rng.standard_normal((HEIGHT, WIDTH)), 2.5)
    face = 90 * coat + 40 * coat * texture / texture.std()
    face[28:44, 30:66] += 50 * coat  # the same in every animal
    frames = np.repeat(face[None], len(shown), axis=0)
    flicker = np.sin(2 * np.pi * 6 * np.arange(len(shown)) / fps)
    for column, (y, x) in enumerate(PLACES.values()):
        course = 60 * coat * (1.0 if column else 0.6 + 0.4 * flicker)
        frames[:, y, x] += (shown[:, column] * course)[:, None, None]
    frames += rng.normal(0, 2.0, frames.shape)
    return np.clip(frames, 0, 255).astype(np.uint8)


def make_result(
    folder: Path, frames: np.ndarray, *, fps: float = FPS, hog: HOGParams = HOG, **options
) -> Path:
    """The result folder of a movie in memory."""
    extract(ArrayReader(frames, fps=fps), folder, hog, workers=1, **options)
    return folder


def make_movies(
    folder: Path, n: int, n_frames: int = 500
) -> tuple[list[FrameSource], list[Labels]]:
    """Movies of animals of different coats, and their labels."""
    sources, labels = [], []
    for number in range(n):
        shown = plant(number, n_frames)
        frames = draw(shown, number, coat=(0.6, 1.0, 1.3)[number % 3])
        path = make_result(folder / f"animal{number}.zarr", frames)
        sources.append(open_frames(path, name=f"animal{number}"))
        labels.append(Labels.from_matrix(ETHOGRAM, shown.astype(np.int8), labeler="planted"))
    return sources, labels
