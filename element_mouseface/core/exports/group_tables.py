"""What was found of several recordings or mice as tables: structure, decoders, populations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..decoding.content import ROWS as DECODING_ROWS
from ..decoding.rows import Decoding
from ..objects import Values, table_of_dataframe, table_of_rows
from ..population.distance import DistanceRow
from ..population.mixed_model import EffectRow
from ..population.population import FaceRow, MouseRow, Population
from ..population.power import NeededRow
from ..population.prototypes import PrototypeFigure, PrototypeRow
from ..ratings import RatedUnits, RatingAgreement
from ..structure.rows import (
    ClusterRow,
    ComparisonRow,
    CountRow,
    LeftOutRow,
    StratumRow,
    Structure,
)
from .opened import OpenedResult


def of_structure(found: Structure) -> OpenedResult:
    """The sample, its clusters and comparisons; correlations and the tree."""
    n = range(len(found))
    tables = (
        table_of_dataframe("frames", found.to_dataframe()),
        table_of_rows("clusters", found.cluster_rows, ClusterRow),
        table_of_rows("counts", found.counts, CountRow),
        table_of_rows("comparisons", found.comparisons, ComparisonRow),
        table_of_rows("sample", found.strata, StratumRow),
        table_of_rows("left_out", found.left_out, LeftOutRow),
    )
    link = {"merge": range(len(found.linkage)), "column": range(4)}
    parts = {"component": range(len(found.explained))}
    arrays = (
        Values("correlation", found.correlation, "", {"frame_a": n, "frame_b": n}),
        Values("linkage", found.linkage, "", link),
        Values("explained", found.explained, "", parts),
    )
    return OpenedResult("structure of frames", tables, arrays, notes=found.findings)


def of_decoding(decoding: Decoding) -> OpenedResult:
    """Figures of merit, confusion, held-out trials with a probability of each class, folds."""
    tables = [
        table_of_rows(name, getattr(decoding, name), kind)
        for name, kind in DECODING_ROWS.items()
        if name not in ("held_out", "amounts")
    ]
    kind = DECODING_ROWS["held_out"]
    held_out = table_of_rows("held_out", decoding.held_out, kind).to_dataframe()
    held_out = held_out.drop(columns="probability")
    shape = (len(decoding.held_out), len(decoding.classes))
    chance = np.array([row.probability for row in decoding.held_out], float).reshape(shape)
    for k, name in enumerate(decoding.classes):
        held_out[f"probability {name}"] = chance[:, k]
    tables.insert(2, table_of_dataframe("held_out", held_out))
    kind = DECODING_ROWS["amounts"]
    amounts = table_of_rows("amounts", decoding.amounts, kind).to_dataframe()
    tables.append(table_of_dataframe("amounts", amounts.drop(columns="means")))
    tables.append(table_of_dataframe("levels", _levels(decoding)))
    return OpenedResult("decoders", tuple(tables), notes=decoding.findings)


def _levels(decoding: Decoding) -> pd.DataFrame:
    """The mean response at each amount: a row a level."""
    rows: list[Any] = []
    for k, one in enumerate(decoding.amounts):
        rows += [(k, *level) for level in one.means]
    return pd.DataFrame(rows, columns=["row_of_amounts", "amount", "mean", "mean_se", "n_trials"])


def of_population(found: Population) -> OpenedResult:
    """Mice, effects, designs, faces and prototypes; the prototypes' pictures."""
    tables = (
        table_of_rows("mice", found.mice, MouseRow),
        table_of_rows("effects", found.model.effects if found.model else (), EffectRow),
        table_of_rows("needed", found.power.rows if found.power else (), NeededRow),
        table_of_rows("faces", found.faces, FaceRow),
        table_of_rows("prototypes", found.prototypes, PrototypeRow),
        table_of_rows("over_mice", found.figures, PrototypeFigure),
        table_of_rows("distances", found.distances, DistanceRow),
    )
    arrays = []
    for name, picture in found.pictures.items():
        _, y, x = picture.shape
        axes = {"part": ("difference", "motion"), "y": range(y), "x": range(x)}
        arrays.append(Values(f"prototype {name}", picture, "", axes))
    if found.face is not None:
        y, x = found.face.shape
        arrays.append(Values("face", found.face, "", {"y": range(y), "x": range(x)}))
    return OpenedResult("population", tables, tuple(arrays), notes=found.notes)


def of_ratings(found: RatedUnits) -> OpenedResult:
    """How far raters agree with each other, and models with them."""
    table = table_of_rows("agreement", found.agreement, RatingAgreement)
    return OpenedResult("ratings", (table,), notes=found.findings)
