"""The parts of a file of contrast prototypes or models, read and held against each other.

The files are NPZ with one JSON text, `about`, which carries a digest over itself and
every array: what was edited, or put together from two files, does not have it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ....params import canonical_json
from ....params.fields import Fields
from ...inputs.npz import Npz
from .features import Features
from .model import Model
from .params import ContrastParams
from .registration import Registration

__all__ = ["check_digest", "digest_of", "read_features", "read_model", "read_shape"]

#: of a thumbnail, each way; and of the components and lags of a model
_MOST_PX, _MOST_NUMBERS = 4096, 100_000


def digest_of(about: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> str:
    """SHA-256 (64 hexadecimal digits) over what a file says and its arrays."""
    digest = hashlib.sha256(canonical_json({**about, "digest": ""}).encode())
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        digest.update(f"{name}{little.dtype.str}{array.shape}".encode())
        digest.update(little.tobytes())
    return digest.hexdigest()


def check_digest(npz: Npz, about: Fields) -> None:
    """Refuse a file whose content does not have the digest that it states."""
    stated = about.text("digest") if about.has("digest") else ""
    arrays = {name: array for name, array in npz.arrays.items() if name != "about"}
    if digest_of(about.plain(), arrays) != stated:
        raise npz.refused("numbers that do not match their digest" if stated else "no digest")


def read_shape(about: Fields) -> tuple[int, int]:
    """Rows and columns of the thumbnails."""
    rows, columns = about.wholes("shape", 2, 1, _MOST_PX)
    return rows, columns


def read_features(
    npz: Npz, prefix: str, shape: tuple[int, int], params: ContrastParams, *, with_start: bool
) -> Features:
    """A registration and its basis; the arrays' names begin with `prefix`."""
    pixels = (math.prod(shape),)
    start = npz.take(f"{prefix}start", (None,), "fiu") if with_start else None
    if start is not None and len(start) not in (2, 4):
        raise npz.refused(f"{prefix}start of {len(start)} numbers")
    registration = Registration(
        npz.take(f"{prefix}reference", pixels),
        npz.take(f"{prefix}weights", pixels),
        npz.take(f"{prefix}mobility", pixels),
        shape,
        shift=params.uses("registration"),
        light=params.uses("light"),
        left_out=npz.take(f"{prefix}left_out", pixels, "b"),
        **({} if start is None else {"start": tuple(start)}),
    )
    basis = npz.take(f"{prefix}basis", (None, *pixels))
    spread = npz.take(f"{prefix}pixel_spread", pixels, finite=False)
    if np.isnan(spread).any() or (spread < 0).any():
        raise npz.refused(f"{prefix}pixel_spread with values that are no spread")
    return Features(registration, basis, spread)


def read_model(
    npz: Npz, prefix: str, features: Features, n_names: int, *, with_misfit: bool
) -> Model:
    """A model; the arrays' names begin with `prefix`."""
    components = len(features.basis)
    scored = npz.take(f"{prefix}scored", (None,), "iu")
    lags_s = npz.take(f"{prefix}lags_s", (None,))
    n, k = len(lags_s), len(scored)
    if not 0 < n <= _MOST_NUMBERS or (np.diff(lags_s) <= 0).any():
        raise npz.refused(f"{prefix}lags_s that do not ascend")
    if ((scored < 0) | (scored >= n_names)).any() or len(np.unique(scored)) != k:
        raise npz.refused(f"{prefix}scored with numbers of no stimulus")
    square = (components, components)
    misfit = npz.take(f"{prefix}misfit", square) if with_misfit else np.full(square, np.nan)
    return Model(
        features=features,
        prototypes=npz.take(f"{prefix}prototypes", (n_names, components), finite=False),
        scored=scored,
        filter=npz.take(f"{prefix}filter", (k, components)),
        misfit=misfit,
        offset=npz.take(f"{prefix}offset", (components,)),
        kernel=(lags_s, npz.take(f"{prefix}kernel", (k, n))),
        unit_se=npz.take(f"{prefix}unit_se", (n_names,), finite=False),
        fall_s=npz.take(f"{prefix}fall_s", (n_names,)),
    )
