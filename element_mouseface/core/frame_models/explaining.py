"""A trained model explained: attributions by feature, cluster and module, dependence, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import check_whole
from ..frame_features.motion_basis import MotionBasis
from ..store.result import Result
from .attributions import Attributions, held_out_attributions
from .dependence import PartialDependence, partial_dependence
from .place_report import place_report
from .places import PlaceReport
from .stability import StabilityRow, model_stability, place_stability, stability_findings
from .trained import TrainedModel


@dataclass(frozen=True)
class AttributionRow:
    """How much a feature, a cluster of features or a module adds to scores.

    Attributes
    ----------
    kind : {'feature', 'cluster', 'module'}
    name, module, category : str
    mean_abs : float
        Mean size of what it adds to the score of a row (of several features: of their sum).
    spread : float
        Standard deviation over folds (tables); NaN of one.
    parts : tuple of float
        The mean in each fold (table).
    """

    kind: str
    name: str
    module: str
    category: str
    mean_abs: float
    spread: float
    parts: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Explanations:
    """What is told of why a model says what it says.

    Attributes
    ----------
    attributions : Attributions
        Of single rows.
    rows : tuple of AttributionRow
        Modules, clusters and features, in each the largest first.
    parts : tuple of str
        What `AttributionRow.parts` are of: folds by what they left out, or tables.
    dependence : tuple of PartialDependence
        Of the features with the largest attributions.
    places : PlaceReport or None
        Where in the picture it looks; None without result folders.
    stability : tuple of StabilityRow
        Of several categories, how far folds agree about what drives each.
    """

    attributions: Attributions
    rows: tuple[AttributionRow, ...]
    parts: tuple[str, ...]
    dependence: tuple[PartialDependence, ...]
    places: PlaceReport | None
    stability: tuple[StabilityRow, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """In words."""
        found = () if self.places is None else self.places.findings
        return (*found, *stability_findings(self.stability))

    def told(self, trained: TrainedModel) -> TrainedModel:
        """The trained model with these findings before its own."""
        findings = (*self.findings, *trained.findings)
        about = {**trained.model.about, "findings": list(findings)}
        return replace(trained, findings=findings, model=replace(trained.model, about=about))


def explain(
    trained: TrainedModel,
    results: Sequence[Result | str | Path] = (),
    *,
    basis: MotionBasis | None = None,
    most: int = 2000,
    n_features: int = 12,
    permutations: int = 19,
    estimator: str | None = None,
    workers: int | None = None,
    progress: Any = None,
) -> Explanations:
    """Explain a trained model on held-out rows, each with the model of its fold.

    Parameters
    ----------
    trained : TrainedModel
    results : sequence of Result or path
        The result folders that the tables were made of, for places in the picture.
    basis : MotionBasis, optional
        Of the tables' components of motion.
    most : int
        At most so many rows have attributions.
    n_features : int
        Features whose partial dependence is told.
    permutations : int
        Models of permuted labels that the agreement of folds is compared with, of a target of
        several categories.
    estimator : str, optional
        The one that is used if it is None.
    workers : int, optional
    progress : callable(done, total), optional
        Of the search for places.

    Raises
    ------
    InputError, ResultMismatchError, ParameterError
        As `held_out_attributions` and `place_report`.
    DependencyError
        If the estimator has trees, and the extra `shap` is missing.
    """
    check_whole("n_features", n_features, 0)
    found = held_out_attributions(trained, most=most, estimator=estimator)
    folds = trained.crossed.folds
    part = np.full(len(found), -1)
    for number, one in enumerate(folds):
        for table, first, stop in one.fold.test:
            inside = (found.table == table) & (found.row >= first) & (found.row < stop)
            part[inside] = number
    clusters = {name: row.cluster for row in trained.clusters for name in row.features}
    names = tuple(one.fold.left_out for one in folds)
    rows = attribution_rows(found, part, len(names), clusters)
    largest = [row.name for row in rows if row.kind == "feature"]
    chosen = [name for name in dict.fromkeys(largest) if _is_defined(found, name)][:n_features]
    dependence = partial_dependence(trained, chosen, estimator=estimator) if chosen else ()
    places = None
    if len(results):
        places = place_report(
            trained, results, basis=basis, estimator=estimator, workers=workers, progress=progress
        )
    stability: tuple[StabilityRow, ...] = ()
    if trained.target.kind == "category":
        stability = model_stability(
            trained, estimator=estimator, permutations=permutations, workers=workers
        )
        if places is not None:
            stability += place_stability(places.classes)
    return Explanations(found, rows, names, dependence, places, stability)


def attribution_rows(
    found: Attributions, part: np.ndarray, n_parts: int, clusters: dict[str, str]
) -> tuple[AttributionRow, ...]:
    """Modules, clusters and features by the mean size of what they add.

    Parameters
    ----------
    found : Attributions
    part : (rows,) int array
        The fold (or table) of each row.
    n_parts : int
    clusters : dict of feature to its cluster
        Empty where they are not known.
    """
    used = np.isfinite(found.x).any(axis=0)
    groups: list[tuple[str, str, str, list[int]]] = []
    for kind, named in (
        ("module", list(found.modules)),
        ("cluster", [clusters.get(name, "") for name in found.names]),
        ("feature", list(found.names)),
    ):
        there = [one for one, use in zip(named, used, strict=True) if one and use]
        for name in dict.fromkeys(there):
            columns = [k for k, one in enumerate(named) if one == name and used[k]]
            modules = ", ".join(dict.fromkeys(found.modules[k] for k in columns))
            groups.append((kind, name, modules, columns))
    rows = []
    for kind, name, module, columns in groups:
        together = np.abs(found.values[:, :, columns].sum(axis=2))
        for output, category in enumerate(found.outputs):
            means = _means(together[:, output], part, n_parts)
            known = means[np.isfinite(means)]
            spread = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
            mean = float(known.mean()) if len(known) else float("nan")
            parts = tuple(means.tolist())
            rows.append(AttributionRow(kind, name, module, category, mean, spread, parts))
    order = {"module": 0, "cluster": 1, "feature": 2}
    return tuple(sorted(rows, key=lambda one: (order[one.kind], -np.nan_to_num(one.mean_abs))))


def _means(values: np.ndarray, part: np.ndarray, n_parts: int) -> np.ndarray:
    found = np.full(n_parts, np.nan)
    for number in range(n_parts):
        here = values[(part == number) & np.isfinite(values)]
        if len(here):
            found[number] = here.mean()
    return found


def _is_defined(found: Attributions, name: str) -> bool:
    return bool(np.isfinite(found.x[:, found.names.index(name)]).any())
