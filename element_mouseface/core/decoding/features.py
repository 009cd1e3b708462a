"""Rows of decoders as learning takes them: columns and components, fitted in the training rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..learning import Span


@dataclass(frozen=True, eq=False)
class DecodingRows:
    """The rows of one recording.

    Attributes
    ----------
    trial : (rows,) int array
    times_s : (rows,) float64 array
    named : (rows, bins, columns) float32 array
        One bin, or several of a course.
    pixels : (rows, bins, numbers) float32 array
    """

    trial: np.ndarray
    times_s: np.ndarray
    named: np.ndarray
    pixels: np.ndarray

    def __len__(self) -> int:
        return len(self.trial)


@dataclass(frozen=True, eq=False)
class FittedDecodingFeatures:
    """Columns that can be used, and a basis of pictures.

    Attributes
    ----------
    names : tuple of str
    usable : (bins * columns,) bool array
    center : (numbers,) float32 array
    basis : (components, numbers) float32 array
    """

    names: tuple[str, ...]
    usable: np.ndarray
    center: np.ndarray
    basis: np.ndarray

    def rows(self, recording: Any, first: int = 0, stop: int | None = None) -> np.ndarray:
        """(rows, features) float32 of rows `first` to `stop - 1`."""
        named = recording.named[first:stop]
        named = named.reshape(len(named), named.shape[1] * named.shape[2]).copy()
        named[:, ~self.usable] = np.nan
        pixels = recording.pixels[first:stop]
        if not len(self.basis):
            return named
        known = np.where(np.isfinite(pixels), pixels - self.center, np.float32(0))
        found = known @ self.basis.T
        found[~np.isfinite(pixels).any(axis=2)] = np.nan
        return np.concatenate([named, found.reshape(len(found), -1)], axis=1).astype(np.float32)


@dataclass(frozen=True)
class DecodingFeatures:
    """Finds usable columns and components of pictures in training rows alone.

    Parameters
    ----------
    columns : tuple of str
        Names of the named columns.
    components : int
        At most so many.
    min_defined : float
        Share of the training rows in which a column must have a number.
    """

    columns: tuple[str, ...]
    components: int
    min_defined: float

    def fit(
        self, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
    ) -> list[FittedDecodingFeatures]:
        """Features for each training set."""
        return [self._fitted(recordings, spans) for spans in trainings]

    def _fitted(self, recordings: Sequence[Any], spans: Sequence[Span]) -> FittedDecodingFeatures:
        named = np.concatenate([recordings[n].named[a:b] for n, a, b in spans])
        n_bins = named.shape[1]
        flat = named.reshape(len(named), named.shape[1] * named.shape[2])
        there = np.isfinite(flat)
        low = np.where(there, flat, np.inf).min(axis=0, initial=np.inf)
        high = np.where(there, flat, -np.inf).max(axis=0, initial=-np.inf)
        usable = (there.mean(axis=0) >= self.min_defined) & (high > low)
        bins = range(n_bins)
        names = [name if n_bins == 1 else f"{name} {k + 1}" for k in bins for name in self.columns]
        pixels = np.concatenate([recordings[n].pixels[a:b] for n, a, b in spans])
        center, basis = components_of(_flat(pixels), self.components)
        parts = range(len(basis))
        names += [
            f"component {c + 1}" if n_bins == 1 else f"component {c + 1} {k + 1}"
            for k in bins
            for c in parts
        ]
        return FittedDecodingFeatures(tuple(names), usable, center, basis)


def _flat(values: np.ndarray) -> np.ndarray:
    """(rows, bins, numbers) as (rows * bins, numbers)."""
    return values.reshape(values.shape[0] * values.shape[1], values.shape[2])


def components_of(x: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and principal components of rows; fewer components where rows are fewer.

    Parameters
    ----------
    x : (rows, numbers) float32 array
        Rows with a number that is not finite are left out.
    most : int

    Returns
    -------
    center : (numbers,) float32 array
    basis : (components, numbers) float32 array
        Of unit length; signs are such that the largest weight is positive.
    """
    x = x[np.isfinite(x).all(axis=1)]
    if len(x) < 2 or not x.shape[1]:
        return np.zeros(x.shape[1], np.float32), np.zeros((0, x.shape[1]), np.float32)
    center = x.mean(axis=0, dtype=np.float64)
    z = x - center
    # the smaller of both products has all that is not zero
    wide = len(z) < z.shape[1]
    values, vectors = np.linalg.eigh(z @ z.T if wide else z.T @ z)
    order = np.argsort(values)[::-1][: min(most, len(z) - 1)]
    order = order[values[order] > 1e-10 * max(values.max(), 1e-300)]
    basis = (vectors[:, order].T @ z) if wide else vectors[:, order].T
    basis /= np.linalg.norm(basis, axis=1, keepdims=True)
    largest = basis[np.arange(len(basis)), np.abs(basis).argmax(axis=1)]
    basis *= np.where(largest < 0, -1, 1)[:, None]
    return center.astype(np.float32), basis.astype(np.float32)
