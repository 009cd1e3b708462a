"""Lay the faces of movies over each other: mirrored, scaled, turned, shifted.

Animals differ in coat and proportions, cameras in side, distance and angle; what
is alike are the edges of the head and where it moves: eye, mouth, whiskers.  So two movies are
compared by three maps: how much each pixel changes, the edges of the median picture,
and its contrast with what is around.  All poses of a coarse grid are tried, each at all
shifts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from scipy import fft, ndimage, sparse

from .portrait import Portrait

_SCALES = np.geomspace(0.76, 1.32, 9)
_TURNS_DEG = (-14.0, -9.0, -4.5, 0.0, 4.5, 9.0, 14.0)
_MOST_SHIFT = 0.22  # of the picture's size
#: How much better another pose has to be than none, for each of its parts, of the best match.
_PRICE = {"mirrored": 0.03, "scaled": 0.02, "turned": 0.02, "shifted": 0.01}
_WEIGHTS = (1.5, 1.0, 0.7)  # activity, edges, contrast


@dataclass(frozen=True)
class Pose:
    """How a movie's picture has to be moved to lie over the template.

    Attributes
    ----------
    mirrored : bool
    scale : float
        Pixels of the movie for one of the template.
    turn_deg : float
    shift : (float, float)
        (x, y), of the picture's width and height.
    score : float
        Correlation of the maps with those of the template, -1 to 1.
    """

    mirrored: bool = False
    scale: float = 1.0
    turn_deg: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    score: float = 1.0

    def spin(self) -> np.ndarray:
        """(2, 2): from steps (x, y) on the template to steps in the movie."""
        turn = np.deg2rad(self.turn_deg)
        turned = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
        return np.diag([-1.0 if self.mirrored else 1.0, 1.0]) @ np.array(turned) * self.scale

    def matrix(self, shape: tuple[int, int]) -> np.ndarray:
        """(2, 3): from pixels (x, y) of the template to those of the movie, in a picture (y, x)."""
        spin = self.spin()
        middle = (np.array([shape[1], shape[0]]) - 1) / 2
        moved = middle + np.array(self.shift) * (shape[1], shape[0])
        return np.hstack([spin, (moved - spin @ middle)[:, None]])


def landmark_maps(portrait: Portrait) -> np.ndarray:
    """The three maps by which faces are compared: (3, y, x) float32, of mean 0 and deviation 1."""
    whole, activity = portrait.whole, portrait.activity
    slopes = [ndimage.gaussian_filter(whole, 1, order=order) for order in ((0, 1), (1, 0))]
    edges = np.hypot(*slopes)
    edges = np.log(edges + 0.3 * np.median(edges) + 0.02)
    changes = ndimage.gaussian_filter(np.log(activity + 0.5 * np.median(activity) + 1e-3), 1)
    contrast = ndimage.gaussian_filter(whole, 1) - ndimage.gaussian_filter(whole, 5)
    contrast = contrast / (np.sqrt(ndimage.gaussian_filter(contrast**2, 5)) + 0.02)
    maps = []
    for weight, one in zip(_WEIGHTS, (changes, edges, contrast), strict=True):
        maps.append(weight * (one - one.mean()) / max(float(one.std()), 1e-6))
    return _halved(np.stack(maps)).astype(np.float32)


def _halved(maps: np.ndarray) -> np.ndarray:
    """Means of 2 x 2 pixels, where pictures are large enough: a quarter of the work."""
    _, height, width = maps.shape
    if min(height, width) < 48:
        return maps
    even = maps[:, : height // 2 * 2, : width // 2 * 2]
    return even.reshape(3, height // 2, 2, width // 2, 2).mean((2, 4))


def find_pose(template: np.ndarray, maps: np.ndarray) -> Pose:
    """The pose in which a movie's maps are most like the template's.

    Parameters
    ----------
    template, maps : (3, y, x) float32 arrays
        From `landmark_maps`.
    """
    shape = template.shape[1:]
    taper = _taper(shape)
    padded = (2 * shape[0], 2 * shape[1])
    spectra = np.conj(fft.rfft2(template * taper, padded))
    length = np.sqrt(((template * taper) ** 2).sum())
    best, best_score = Pose(), -np.inf
    for mirrored, scale, turn in itertools.product((False, True), _SCALES, _TURNS_DEG):
        pose = Pose(mirrored, float(scale), turn)
        moved = warped(maps, pose) * taper
        moved /= max(float(np.sqrt((moved**2).sum())), 1e-9) * length
        found = fft.irfft2((fft.rfft2(moved, padded) * spectra).sum(0), padded)
        value, (dx, dy) = _peak(found, shape)
        price = _PRICE["mirrored"] * mirrored + _PRICE["turned"] * abs(turn) / 14
        price += _PRICE["scaled"] * abs(np.log(scale)) / 0.28
        price += _PRICE["shifted"] * np.hypot(dx / shape[1], dy / shape[0]) / _MOST_SHIFT
        if value - price > best_score:
            best_score = value - price
            moved_by = pose.spin() @ np.array([dx, dy])
            shift = (float(moved_by[0] / shape[1]), float(moved_by[1] / shape[0]))
            best = Pose(mirrored, float(scale), turn, shift, float(value))
    return best


def warped(maps: np.ndarray, pose: Pose) -> np.ndarray:
    """Pictures (n, y, x) of a movie, laid over the template."""
    matrix = pose.matrix(maps.shape[1:])
    size = maps.shape[2], maps.shape[1]
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.stack([cv2.warpAffine(one, matrix, size, flags=how) for one in maps])


def warp_operator(pose: Pose, shape: tuple[int, int]) -> sparse.csr_matrix:
    """The warp of pictures of this shape (y, x) as a matrix: (p, p), from the movie's pixels.

    `operator @ picture.ravel()` lies over the template; pixels outside of the movie are 0.
    """
    height, width = shape
    matrix = pose.matrix(shape)
    y, x = np.mgrid[:height, :width].reshape(2, -1)
    source = matrix[:, :2] @ np.stack([x, y]) + matrix[:, 2:]
    corner = np.floor(source).astype(np.int64)
    part = source - corner
    rows, columns, values = [], [], []
    for right, down in itertools.product((0, 1), (0, 1)):
        at_x, at_y = corner[0] + right, corner[1] + down
        share = np.where(right, part[0], 1 - part[0]) * np.where(down, part[1], 1 - part[1])
        inside = (at_x >= 0) & (at_x < width) & (at_y >= 0) & (at_y < height) & (share > 0)
        rows.append(np.flatnonzero(inside))
        columns.append((at_y * width + at_x)[inside])
        values.append(share[inside])
    places = (np.concatenate(rows), np.concatenate(columns))
    n = height * width
    return sparse.csr_matrix((np.concatenate(values).astype(np.float32), places), shape=(n, n))


def cell_operator(pose: Pose, grid: tuple[int, int], orientations: int) -> sparse.csr_matrix:
    """The same for flat cells (row, column, orientation); mirroring turns orientations over.

    Orientations are ranges of half a turn from 0 on, so that a mirrored one is the one
    counted from the other end.  Small turns leave them as they are.
    """
    places = warp_operator(pose, grid)
    order = np.arange(orientations)
    if pose.mirrored:
        order = order[::-1]
    swap = sparse.csr_matrix(
        (np.ones(orientations, np.float32), (np.arange(orientations), order)),
        shape=(orientations, orientations),
    )
    return sparse.csr_matrix(sparse.kron(places, swap, format="csr"))


def _peak(found: np.ndarray, shape: tuple[int, int]) -> tuple[float, tuple[float, float]]:
    """The highest correlation within the largest shift, and its shift (x, y) between pixels."""
    most_y, most_x = (int(_MOST_SHIFT * n) for n in shape)
    rows = np.arange(-most_y, most_y + 1)
    columns = np.arange(-most_x, most_x + 1)
    near = found[np.ix_(rows, columns)]
    place = np.unravel_index(int(near.argmax()), near.shape)
    dy, dx = (int(rows[place[0]]), int(columns[place[1]]))
    across = _vertex(*(found[dy, dx + step] for step in (-1, 0, 1)))
    down = _vertex(*(found[dy + step, dx] for step in (-1, 0, 1)))
    return float(near[place]), (dx + across, dy + down)


def _vertex(before: float, at: float, after: float) -> float:
    """Where the parabola through three values around a maximum has its own, -0.5 to 0.5."""
    bend = before - 2 * at + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0 else 0.0


@lru_cache(maxsize=4)
def _taper(shape: tuple[int, int]) -> np.ndarray:
    """1 in the middle, falling towards the edges."""
    sides = [np.hanning(n + 8)[4:-4] ** 0.25 for n in shape]
    return np.outer(*sides).astype(np.float32)
