"""Summaries taken block by block, against numpy over all rows at once."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.frame_features import FrameTable, Reason
from element_mouseface.core.frame_features.summaries import summarize

NAMES = ("crop:intensity_mean", "crop:edge_density", "cheek:intensity_mean")


def table(n=1000, seed=0):
    rng = np.random.default_rng(seed)
    values = rng.normal(1e7, 1, (n, 3))  # far from 0: a sum of squares would lose the spread
    values[rng.random((n, 3)) < 0.3] = np.nan
    values[:, 2] = np.nan
    codes = np.full(n, Reason.CONSTANT)
    codes[: n // 4] = Reason.MASKED
    return FrameTable(NAMES, values, {"crop:edges": codes})


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_it_is_what_numpy_says_of_all_rows(size):
    whole = table()
    blocks = [whole.rows(slice(a, a + size)) for a in range(0, len(whole), size)]
    blocks.insert(1, whole.rows(slice(0, 0)))
    found = summarize(blocks)
    assert [one.name for one in found] == list(NAMES)
    for one in found[:2]:
        values = whole.column(one.name)
        known = values[np.isfinite(values)]
        assert (one.n_valid, one.n_undefined) == (len(known), len(values) - len(known))
        due = known.mean(), known.std(), known.min(), known.max()
        np.testing.assert_allclose((one.mean, one.sd, one.min, one.max), due, rtol=1e-9)
    assert found[1].reason == Reason.CONSTANT and found[0].reason == Reason.UNDEFINED
    assert found[2].n_valid == 0 and np.isnan([found[2].mean, found[2].sd, found[2].min]).all()


def test_without_undefined_rows_there_is_no_reason():
    whole = FrameTable(NAMES[:1], np.ones((3, 1)))
    (one,) = summarize([whole])
    assert (one.reason, one.n_undefined, one.sd) == (Reason.NONE, 0, 0.0)
    assert summarize([]) == ()
