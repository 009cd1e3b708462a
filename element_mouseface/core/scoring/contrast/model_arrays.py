"""Read and check the arrays of a file of contrast prototypes or models."""

from __future__ import annotations

import math

import numpy as np

from ....params.fields import Fields
from ...inputs.npz import Npz
from .features import Features
from .model import Model
from .params import ContrastParams
from .registration import Registration

#: of a thumbnail, each way; and of the components and lags of a model
_MOST_PX, _MOST_NUMBERS = 4096, 100_000
_REGISTRATION = ("reference", "weights", "mobility", "left_out")
_MODEL = ("prototypes", "scored", "filter", "offset", "unit_se", "fall_s")


def arrays_of_features(features: Features, prefix: str = "") -> dict[str, np.ndarray]:
    """A registration and its basis by the names in a file, which begin with `prefix`."""
    registration = features.registration
    arrays = {name: getattr(registration, name) for name in _REGISTRATION}
    arrays |= {"basis": features.basis, "pixel_spread": features.pixel_spread}
    return {f"{prefix}{name}": array for name, array in arrays.items()}


def arrays_of_model(model: Model, prefix: str = "") -> dict[str, np.ndarray]:
    """A model by the names in a file, without its features and its misfit's quadratic form."""
    arrays = {name: getattr(model, name) for name in _MODEL}
    arrays["lags_s"], arrays["kernel"] = model.kernel
    return {f"{prefix}{name}": array for name, array in arrays.items()}


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
