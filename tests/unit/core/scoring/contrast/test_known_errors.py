"""Errors without one fold, from samples that are sorted once."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.scoring.contrast.uncertainty import _Sample


@pytest.mark.parametrize("seed", range(4))
def test_quantiles_without_a_fold_are_those_of_numpy(seed):
    rng = np.random.default_rng(seed)
    values, folds = np.round(rng.standard_normal(97), 1), rng.integers(0, 7, 97)
    sample = _Sample(values, folds)
    for fold in (None, *range(8)):  # the last has none
        left = values if fold is None else values[folds != fold]
        assert sample.count(fold) == len(left)
        assert sample.mean(fold) == pytest.approx(left.mean())
        for share in (0.0, 0.3, 0.5, 0.6827, 1.0):
            assert sample.quantile(share, fold) == pytest.approx(np.quantile(left, share))
