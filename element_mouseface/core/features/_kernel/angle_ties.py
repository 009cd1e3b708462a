"""Gradients within rounding errors of a bin's threshold: the bin that numpy gives.

Some gradients of square roots of whole numbers lie exactly on a threshold. A dark corner of a real
movie is full of (gx, gy) = (1, sqrt(2) - 1), which is 22.5 degrees. The last bit of numpy's arctan2
then decides which bin scikit-image uses, and it differs between processors (numpy has a SIMD
version and the C library's). To agree with scikit-image on the present machine, all pairs of
differences of roots of bytes within 1e-11 of a threshold are listed once, with numpy's bin; that
takes at most a tenth of a second.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .codegen import jit

TIE_TOLERANCE = 1e-11
"""Above any error of a float64 gradient of values up to 16 (1e-14), and far below
the distance of other gradients to a threshold."""

_EMPTY = np.uint32(0xFFFFFFFF)  # the key of no gradient: left = right = above = below
_SPREAD = 0x9E3779B1


class Ties(NamedTuple):
    """A hash table: the key of a tie to its bin, by open addressing."""

    keys: np.ndarray
    """uint32: right << 24 | left << 16 | below << 8 | above, in luma."""
    bins: np.ndarray
    """uint16: numpy's bin of each."""


def thresholds_deg(bins: int) -> list[float]:
    """Lower limits of the bins, rounded to float32 as scikit-image rounds them."""
    return [float(np.float32(180.0 / bins * k)) for k in range(bins)]


def tangent(angle_deg: float) -> float:
    """Tangent, exactly 1 at 45 degrees, so that |gx| = |gy| is decided exactly."""
    return 1.0 if angle_deg == 45 else math.tan(math.radians(angle_deg))


@lru_cache(maxsize=64)
def ties_of(bins: int, transform_sqrt: bool) -> Ties:
    """All ties of a number of orientations.

    Whole numbers (without the square root) lie only on the thresholds 45, 90 and 135 degrees, which
    float64 decides exactly, so they have no ties.
    """
    keys, found = np.zeros(0, np.uint32), np.zeros(0, np.int64)
    if transform_sqrt:
        keys, found = _numpy_bins(thresholds_deg(bins))
    size = 16
    while size < 4 * len(keys):
        size *= 2
    table = Ties(np.full(size, _EMPTY), np.zeros(size, np.uint16))
    for key, k in zip(keys, found, strict=True):
        at = (int(key) * _SPREAD >> 24) & (size - 1)
        while table.keys[at] != _EMPTY:
            at = (at + 1) & (size - 1)
        table.keys[at], table.bins[at] = key, k
    return table


@jit(inlined=True)
def find_tie(key, keys, bins):
    """Bin of a tie, or -1 if the key is none."""
    at = (key * _SPREAD >> 24) & (keys.size - 1)
    while keys[at] != _EMPTY:
        if keys[at] == key:
            return np.int64(bins[at])
        at = (at + 1) & (keys.size - 1)
    return np.int64(-1)


def _numpy_bins(thresholds: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Keys of all ties, and the bin that numpy's arctan2 puts each in."""
    root = np.sqrt(np.arange(256.0))
    difference = (root[:, None] - root[None, :]).ravel()
    order = np.argsort(difference, kind="stable")
    keys, found = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for theta in thresholds[1:]:
        if theta == 90:
            continue  # gx = 0: exact
        gx_at, gy_at = _meeting(difference, order, np.radians(theta))
        angle = np.arctan2(difference[gy_at], difference[gx_at]) * (180 / np.pi) % 180
        keys.append((gx_at.astype(np.uint32) << 16) | gy_at.astype(np.uint32))
        found.append(np.searchsorted(thresholds, angle, side="right") - 1)
    all_keys, first = np.unique(np.concatenate(keys), return_index=True)
    return all_keys, np.concatenate(found)[first]


def _meeting(difference, order, theta):
    """Indexes in `difference` of the gx and gy whose angle is theta, or theta + pi."""
    gy_at = np.flatnonzero(difference)
    meet = difference[gy_at] / np.tan(theta)
    reach = 2 * TIE_TOLERANCE / np.sin(theta)
    low, high = (np.searchsorted(difference, meet + side * reach, sorter=order) for side in (-1, 1))
    count = high - low
    gy_at = np.repeat(gy_at, count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    gx_at = order[np.repeat(low, count) + within]
    # The same two bytes horizontally and vertically are exactly at 45 or 135 degrees.
    same = (gx_at == gy_at) | (gx_at == (gy_at % 256) * 256 + gy_at // 256)
    return gx_at[~same], gy_at[~same]
