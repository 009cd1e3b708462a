"""Scored recordings compared with each other, to what files and tables keep of their numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

#: six decimals in files, 32-bit numbers in tables
CLOSE = {"abs": 2e-5, "rel": 1e-5, "nan_ok": True}
#: what tables do not keep
NOT_COMPARED = {"open_prototypes", "open_models", "places", "details"}


def same(one, other, where=""):
    """Whether two values are equal: arrays and numbers to what files and tables keep of them."""
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        assert type(one) is type(other), where
        for field in dataclasses.fields(one):
            if field.name not in NOT_COMPARED and field.compare:
                same(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        assert np.shape(one) == np.shape(other), where
        if np.issubdtype(np.asarray(one).dtype, np.floating):
            np.testing.assert_allclose(one, other, atol=2e-5, rtol=1e-5, err_msg=where)
        else:
            np.testing.assert_array_equal(one, other, err_msg=where)
    elif isinstance(one, dict):
        assert set(one) == set(other), where
        for name in one:
            same(one[name], other[name], f"{where}[{name}]")
    elif isinstance(one, list | tuple):
        assert len(one) == len(other), f"{where}: {len(one)} and {len(other)}"
        for number, pair in enumerate(zip(one, other, strict=True)):
            same(*pair, f"{where}[{number}]")
    elif isinstance(one, float) and isinstance(other, float | int):
        assert other == pytest.approx(one, **CLOSE), where
    else:
        assert one == other, where


def whole(scored):
    """A scored recording with the order that tables do not keep made one, and paths left out."""
    (scores,) = scored.methods.values()
    by_kind = sorted(scores.findings, key=lambda finding: (finding.kind, finding.about))
    order = {name: number for number, name in enumerate(scores.names)}
    bouts = {
        measure: tuple(sorted(found, key=lambda b: (order.get(b.name, 9), b.name, b.start_s)))
        for measure, found in scores.bouts.items()
        if found
    }
    rows = {
        measure: {(r.event_index, r.window, r.prototype): blank(r) for r in found}
        for measure, found in scores.event_rows.items()
        if found
    }
    scores = dataclasses.replace(
        scores, findings=tuple(by_kind), bouts=bouts, event_rows=rows, habituation={}
    )
    files = [(file.name, file.sha256, file.n_frames) for file in scored.movie.files]
    movie = dataclasses.replace(scored.movie, files=tuple(files))
    windows = tuple(sorted(scored.windows, key=lambda window: window.name))
    return {
        "movie": movie,
        "times_s": scored.times_s,
        "flags": scored.flags,
        "events": [(e.name, e.onset_s, e.offset_s) for e in scored.events],
        "windows": windows,
        "descriptors": scored.descriptors,
        "scores": scores,
    }


def blank(row):
    return dataclasses.replace(row, trial_id=row.trial_id or None)


def fading(scored, measure):
    """The rows of habituation that hold a number, by what they are of."""
    (scores,) = scored.methods.values()
    names = ("stimulus", "prototype", "window", "quantity")
    rows = scores.habituation[measure]
    return {tuple(getattr(r, n) for n in names): r for r in rows if r.first is not None}
