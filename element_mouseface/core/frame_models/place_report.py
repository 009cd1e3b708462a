"""Where in the picture a model looks: what it loses where nothing changes in a part of it.

Tile by tile the picture of held-out rows is replaced by the recording's own median, their features
are computed again, and the model of their fold scores them.  Tiles beside each other that carry
the model's separation are a place, as is what changes like a lamp or a spout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import binary_dilation

from ...errors import InputError, ParameterError, ResultMismatchError, check_whole
from ..frame_features.motion_basis import MotionBasis
from ..frame_features.table import FrameTable
from ..learning.importance import importance
from ..learning.intervals import Figure
from ..store.result import Result, open_result
from .covered_rows import CoveredRows
from .covering import Cover
from .lost import Classes, Lost, carries, joined
from .place_words import findings_of
from .places import ClassShare, ModelPlace, PlaceReport
from .regions_of_places import Faces
from .separation import HeldOutRows, Separation, figure_of
from .sudden_places import SuddenPlace, sudden_places
from .trained import TrainedModel

#: what changes unlike a face is used from this share on
_SUDDEN = 0.02


def place_report(
    trained: TrainedModel,
    results: Sequence[Result | str | Path],
    *,
    basis: MotionBasis | None = None,
    grid: tuple[int, int] = (6, 8),
    most: int = 300,
    frames_of_event: int = 12,
    estimator: str | None = None,
    workers: int | None = None,
    progress: Any = None,
) -> PlaceReport:
    """Find the places of the picture that a trained model looks at.

    Parameters
    ----------
    trained : TrainedModel
        Of tables that were made of result folders.
    results : sequence of Result or path
        These result folders, in any order.
    basis : MotionBasis, optional
        That the tables' components of motion are of; without it these are not covered.
    grid : (int, int)
        Rows and columns of tiles.
    most : int
        At most so many held-out rows, about as many of each fold.
    frames_of_event : int
        At most so many frames of an event, spread over its window.
    estimator : str, optional
        The one that is used if it is None.
    workers : int, optional
        Threads; one for each core by default.
    progress : callable(done, total), optional

    Returns
    -------
    PlaceReport

    Raises
    ------
    InputError
        If the tables are not of recordings, or no fold has a model.
    ResultMismatchError
        If the result folder of a table is not among these, or its numbers are others.
    ParameterError
        If the grid is finer than the thumbnails, or the basis is another one.
    """
    for name, value in zip(("rows", "columns"), grid, strict=True):
        check_whole(f"The number of {name} of tiles", value, 1, 1000)
    opened = matched(trained.tables, results)
    check_basis(trained.tables, basis)
    estimator = trained.model.model(estimator).estimator
    rows = HeldOutRows.drawn(trained, estimator, check_whole("most", most, 20))
    if not len(rows):
        raise InputError(
            "No fold has a model, so that it looks at nothing.",
            expected="at least one fold whose training rows suffice",
        )
    per_event = check_whole("frames_of_event", frames_of_event, 1)
    faces = Faces(opened, trained.tables)
    covered = CoveredRows(trained, rows, opened, basis, per_event)
    found = _Search(trained, rows, covered, faces, grid, workers, progress)
    return found.report(estimator)


def matched(
    tables: Sequence[FrameTable], results: Sequence[Result | str | Path]
) -> tuple[Result, ...]:
    """The result of each table, by its digest (InputError, ResultMismatchError)."""
    opened = [one if isinstance(one, Result) else open_result(one) for one in results]
    by_digest = {one.digest: one for one in opened}
    found = []
    for number, table in enumerate(tables, start=1):
        if table.kind not in ("frames", "events"):
            raise InputError(
                "Where a model looks is only known of movies.",
                expected="tables of frames or of events",
                got=f"table {number} of {table.kind}",
            )
        digest = (table.about.get("source") or {}).get("digest")
        if digest not in by_digest:
            raise ResultMismatchError(
                f"The result folder that table {number} was made of is not among those given.",
                expected=f"one with digest {digest}",
                got=", ".join(f"{one.path.name} ({one.digest[:12]})" for one in opened) or "none",
                do="give the folder of each table",
            )
        found.append(by_digest[digest])
        _check_rows(table, by_digest[digest], number)
    shapes = sorted({one.thumbnails.shape[1:] for one in found})
    if len(shapes) > 1:
        raise InputError("The recordings' thumbnails differ in size.", got=str(shapes))
    return tuple(found)


def _check_rows(table: FrameTable, result: Result, number: int) -> None:
    n = len(table.about.get("events") or ()) if table.kind == "events" else result.n_frames
    if n != len(table):
        raise ResultMismatchError(
            f"Rows of table {number} cannot be found in its recording.",
            expected=f"a row for each of {n} {table.kind}",
            got=f"{len(table)} rows",
            do="train on the whole table: rows without a label are left out anyway",
        )


def check_basis(tables: Sequence[FrameTable], basis: MotionBasis | None) -> None:
    """Refuse a motion basis that the tables are not of (ParameterError)."""
    if basis is None:
        return
    told = [(table.about.get("motion_basis") or {}).get("digest") for table in tables]
    due = {str(one) for one in told if one is not None}
    if due != {basis.digest}:
        raise ParameterError(
            "The components of motion in the tables are of another basis.",
            expected=", ".join(sorted(due)) or "no basis",
            got=basis.digest,
        )


@dataclass(frozen=True, eq=False)
class _Search:
    trained: TrainedModel
    rows: HeldOutRows
    covered: CoveredRows
    faces: Faces
    grid: tuple[int, int]
    workers: int | None
    progress: Any

    def report(self, estimator: str) -> PlaceReport:
        shape = self.faces.shape
        tiles, whole = self._tiles(), Cover(np.ones(shape, bool), True)
        sudden = sudden_places(
            self.covered.results, self.trained.tables, self.trained.target, self.faces.masked
        )
        near = [binary_dilation(one.place.pixels, np.ones((5, 5), bool)) for one in sudden]
        named = self.faces.inside
        parts = [Cover(one, True) for one in (*near, *named.values())]
        covers = [whole, *parts, *(Cover(one) for one in tiles)]
        plain, scores = self.covered.scores(covers, self.workers, self.progress)
        separation = Separation(self.rows, plain)
        classes = Classes.of(self.rows, plain, self.trained.target)
        measured = [Lost.of(separation, one) for one in scores]
        of_sudden = measured[1 : 1 + len(near)]
        of_regions = dict(zip(named, measured[1 + len(near) : 1 + len(parts)], strict=True))
        of_tiles = measured[1 + len(parts) :]
        places = [
            self._place(one.place.pixels, found, classes.shares(without), one,
                        _is_used(found, separation))
            for one, found, without in zip(sudden, of_sudden, scores[1:], strict=False)
        ]  # fmt: skip
        others = joined(tiles, of_tiles, self.grid, near, separation)
        others += classes.places(tiles, scores[1 + len(parts) :], self.grid, [*near, *others])
        _, again = self.covered.scores([Cover(one, True) for one in others], self.workers, None)
        for pixels, one in zip(others, again, strict=True):
            found = Lost.of(separation, one)
            if carries(found.share, separation) or classes.carry(one):
                places.append(self._place(pixels, found, classes.shares(one)))
        told = {name for one in places for name in one.regions}
        for number, (name, found) in enumerate(of_regions.items(), start=1 + len(near)):
            # parts of it may each carry nothing, or against each other
            if name not in told and carries(found.share, separation):
                places.append(self._place(named[name], found, classes.shares(scores[number])))
        places.sort(key=lambda one: -np.nan_to_num(one.share))
        figures = [replace(one.share, name=name) for name, one in of_regions.items()]
        report = self._told(estimator, separation, scores[0], measured[0], of_tiles, places)
        maps = classes.maps(scores[0], scores[1 + len(parts) :], self.grid, self._seen())
        report = replace(report, covered_regions=tuple(figures), classes=maps)
        return findings_of(report, self.faces, separation.is_there)

    def _tiles(self) -> list[np.ndarray]:
        """The pixels of each tile, row by row."""
        (n_y, n_x), (rows, columns) = self.faces.shape, self.grid
        if rows > n_y or columns > n_x:
            raise ParameterError(
                "The tiles are smaller than the pixels of the thumbnail.",
                expected=f"at most {n_y} rows and {n_x} columns",
                got=f"{rows} and {columns}",
            )
        y, x = np.arange(n_y) * rows // n_y, np.arange(n_x) * columns // n_x
        return [(y == k // columns)[:, None] & (x == k % columns) for k in range(rows * columns)]

    def _seen(self) -> np.ndarray:
        """(tiles,) bool: of which anything is not masked."""
        seen = ~np.logical_and.reduce(self.faces.masked)
        return np.array([bool((tile & seen).any()) for tile in self._tiles()])

    def _place(
        self,
        pixels: np.ndarray,
        found: Lost,
        classes: tuple[ClassShare, ...],
        sudden: SuddenPlace | None = None,
        used: bool = True,
    ) -> ModelPlace:
        regions, nearest, distance = self.faces.around(pixels)
        more: dict[str, Any] = {"classes": classes}
        if sudden is not None:
            place = sudden.place
            more |= {"sudden": True, "stimuli": place.stimuli, "levels": place.levels}
            more |= {"recordings": sudden.recordings, "used": used}
        figure = found.share
        box = self.faces.box(pixels)
        return ModelPlace(
            box, pixels, figure.value, figure.low, figure.high, found.fall, regions, nearest,
            distance, **more
        )  # fmt: skip

    def _told(
        self,
        estimator: str,
        separation: Separation,
        blind: np.ndarray,
        everything: Lost,
        tiles: Sequence[Lost],
        places: Sequence[ModelPlace],
    ) -> PlaceReport:
        there = separation.is_there
        shown = there & self._seen()

        def on_grid(values: Any) -> np.ndarray:
            return np.where(shown, np.asarray(values, float), np.nan).reshape(self.grid)

        folds = np.stack([one.folds for one in tiles], axis=1).reshape(-1, *self.grid)
        return PlaceReport(
            self.trained.target.name,
            estimator,
            on_grid([one.share.value for one in tiles]),
            on_grid([one.share.low for one in tiles]),
            on_grid([one.share.high for one in tiles]),
            np.where(shown.reshape(self.grid), folds, np.nan),
            on_grid([one.fall for one in tiles]),
            everything.share,
            figure_of("skill", separation.skill(separation.plain)),
            figure_of("skill", separation.skill(blind)),
            tuple(places),
            self._regions(estimator),
            self.covered.not_covered,
            self.covered.face(),
            self.faces.crop_px,
            len(self.rows),
        )

    def _regions(self, estimator: str) -> tuple[Figure, ...]:
        """The fall of the skill when the features of a region are shuffled together."""
        names = self.trained.model.features.names
        groups: dict[str, list[int]] = {}
        for column, name in enumerate(names):
            groups.setdefault(name.partition(":")[0], []).append(column)
        params = self.trained.model.params
        if len(groups) < 2 or not params.importance_rows:
            return ()
        return importance(
            self.trained.tables,
            self.trained.crossed,
            self.trained.target.name,
            groups,
            estimator=estimator,
            most=params.importance_rows,
            seed=params.seed,
            workers=self.workers,
        )


def _is_used(found: Lost, separation: Separation) -> bool:
    """Whether the model uses what is sudden, in half of the folds at least.

    A lamp that only some animals had carries nothing in the folds of others, which widens an
    interval over folds and is no reason to doubt it.
    """
    known = found.folds[np.isfinite(found.folds)]
    often = len(known) > 0 and np.mean(known >= _SUDDEN) >= 0.5
    return bool(separation.is_there and found.share.value >= _SUDDEN and often)
