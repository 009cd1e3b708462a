"""Fit templates and components to the training frames of each fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from ....errors import InputError
from ....params.fields import Fields
from ...inputs.npz import Npz
from ...learning.spans import Span
from .alignment import Pose, cell_operator, find_pose, landmark_maps, warp_operator
from .clock import make_epochs, make_ticks
from .components import principal_components, rotated
from .params import BehaviorFeatureParams
from .portrait import Portrait, Residuals, make_portrait
from .source import FrameSource
from .traces import (
    BLUR_PX,
    PICTURE_TRACES,
    Bases,
    Projection,
    Scales,
    read_sample,
    sample_motion,
)

#: So many movies are tried as the template of a fold.
_CANDIDATES = 6


@dataclass(frozen=True, eq=False)
class Fit:
    """What was fitted to the training frames of one fold.

    Attributes
    ----------
    bases : Bases
    template : (3, y, x) float32 array
        `landmark_maps` of the training movie that all faces are laid over.
    template_name : str
    usual : (traces,) float32 array
        Usual spread of each trace.
    plain_names : tuple of str
        Traces that need no picture.
    """

    bases: Bases
    template: np.ndarray
    template_name: str
    usual: np.ndarray
    plain_names: tuple[str, ...]

    @property
    def trace_names(self) -> tuple[str, ...]:
        """All traces, in order."""
        return (*PICTURE_TRACES, *self.bases.names(), *self.plain_names)

    def to_arrays(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """JSON-ready values, and arrays by name."""
        about = {
            "shape": list(self.bases.shape),
            "grid": list(self.bases.grid),
            "template_name": self.template_name,
            "plain_names": list(self.plain_names),
        }
        arrays = {name: getattr(self.bases, name) for name in _BASES}
        return about, {**arrays, "template": self.template, "usual": self.usual}

    @classmethod
    def from_arrays(cls, about: Fields, npz: Npz, prefix: str = "") -> Fit:
        """What `to_arrays` gave, out of a file."""
        shape, grid = about.wholes("shape", 2, 1), about.wholes("grid", 3, 1)
        sizes = {name: shape[0] * shape[1] for name in _BASES}
        sizes["cells"] = grid[0] * grid[1] * grid[2]
        found = {name: npz.take(prefix + name, (None, size)) for name, size in sizes.items()}
        bases = Bases((shape[0], shape[1]), (grid[0], grid[1], grid[2]), **found)
        plain = about.texts("plain_names")
        n = len(PICTURE_TRACES) + len(bases.names()) + len(plain)
        template = npz.take(prefix + "template", (3, None, None))
        usual = npz.take(prefix + "usual", (n,))
        return cls(bases, template, about.text("template_name"), usual, plain)


_BASES = ("level", "change", "motion", "cells")


@dataclass(frozen=True, eq=False)
class _Seen:
    """What is kept of a movie while components are fitted: some of its frames."""

    name: str
    portrait: Portrait
    maps: np.ndarray
    frames: np.ndarray
    now: Residuals
    moved: np.ndarray
    plain: np.ndarray


def fit_all(
    recordings: Sequence[FrameSource],
    trainings: Sequence[Sequence[Span]],
    params: BehaviorFeatureParams,
) -> list[Fit]:
    """One fit for each training set; each movie is read once."""
    used = sorted({span.recording for spans in trainings for span in spans})
    plain_names = tuple(recordings[used[0]].traces) if used else ()
    most = max(20, params.fit_frames // max(len(used), 1))
    seen = {number: _look(recordings[number], params, plain_names, most) for number in used}
    result = recordings[used[0]].result if used else None
    poses: dict[tuple[int, int], Pose] = {}
    fits = []
    for spans in trainings:
        masks = {n: _inside(seen[n], [s for s in spans if s.recording == n]) for n in used}
        mine = [n for n in used if masks[n].any()]
        if not mine or result is None:
            raise InputError(
                "Features cannot be fitted.",
                expected="training frames that can be decoded",
                got="none",
            )
        template = _template(mine, seen, poses) if params.align else mine[0]
        grid = tuple(result.cells.shape[1:])
        fits.append(_fit(template, mine, masks, seen, poses, params, grid, plain_names))
    return fits


def _look(
    source: FrameSource, params: BehaviorFeatureParams, plain_names: Sequence[str], most: int
) -> _Seen:
    """Read a movie's sample, and keep some of it."""
    ticks = make_ticks(source, params)
    whole = BehaviorFeatureParams.from_dict({**params.to_dict(), "causal": False})
    epochs = make_epochs(ticks, whole)
    if not epochs or not len(epochs[0].sample):
        raise InputError(
            f"{source.name} has no frame that can be decoded.", do="leave it out of the training"
        )
    sample = read_sample(source, ticks, epochs[0].sample)
    portrait = make_portrait(sample)
    now = portrait.residuals(sample.thumbnails, sample.cells)
    moved = sample_motion(now, sample, ticks)
    places = np.unique(np.linspace(0, len(sample.frames) - 1, most).astype(np.int64))
    kept = Residuals(now.nuisance[places], now.pictures[places], now.cells[places])
    frames = ticks.frames[sample.frames[places]]
    plain = np.stack([source.traces[name][frames] for name in plain_names], 1)
    maps = landmark_maps(portrait)
    kept_motion = moved[places]
    return _Seen(source.name, portrait, maps, frames, kept, kept_motion, plain)


def _inside(seen: _Seen, spans: Sequence[Span]) -> np.ndarray:
    """Which of the kept frames are in spans."""
    inside = np.zeros(len(seen.frames), bool)
    for span in spans:
        inside |= (seen.frames >= span.first) & (seen.frames < span.stop)
    return inside


def _pose(
    template: int, number: int, seen: dict[int, _Seen], poses: dict[tuple[int, int], Pose]
) -> Pose:
    key = (template, number)
    if key not in poses:
        found = Pose() if template == number else find_pose(seen[template].maps, seen[number].maps)
        poses[key] = found
    return poses[key]


def _template(
    mine: Sequence[int], seen: dict[int, _Seen], poses: dict[tuple[int, int], Pose]
) -> int:
    """The movie that the others are most like, of a few that are spread over them."""
    picked = np.unique(np.linspace(0, len(mine) - 1, _CANDIDATES).astype(int))
    likeness = {
        mine[at]: np.mean([_pose(mine[at], other, seen, poses).score for other in mine])
        for at in picked
    }
    return max(likeness, key=lambda number: (likeness[number], -number))


def _fit(
    template: int,
    mine: Sequence[int],
    masks: dict[int, np.ndarray],
    seen: dict[int, _Seen],
    poses: dict[tuple[int, int], Pose],
    params: BehaviorFeatureParams,
    grid: tuple[int, ...],
    plain_names: tuple[str, ...],
) -> Fit:
    used = {n: _pose(template, n, seen, poses) if params.align else Pose() for n in mine}
    rows = [_laid(seen[n], masks[n], used[n], grid) for n in mine]
    n, n_cells = params.picture_components, params.cell_components
    parts = [np.concatenate(part) for part in zip(*rows, strict=True)]
    sizes = (-(-n // 2), n, n, n_cells)
    found = [
        rotated(principal_components(part, size)) for part, size in zip(parts, sizes, strict=True)
    ]
    bases = Bases(seen[template].portrait.shape, (grid[0], grid[1], grid[2]), *found)
    spreads = []
    for number in mine:
        one = seen[number]
        traces = Projection.of(bases, used[number]).traces(one.portrait, one.now, one.moved)
        spreads.append(Scales.of(np.concatenate([traces, one.plain], 1), None).spread)
    usual = np.median(np.stack(spreads), axis=0).astype(np.float32)
    return Fit(bases, seen[template].maps, seen[template].name, usual, plain_names)


def _laid(
    one: _Seen, mask: np.ndarray, pose: Pose, grid: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Training frames of a movie over the template: levels, changes, motions, and cells."""
    portrait = one.portrait
    over = warp_operator(pose, portrait.shape)

    def laid(rows: np.ndarray) -> np.ndarray:
        return _blurred((over @ rows.T).T, portrait.shape)

    pictures = portrait.levels(one.now.pictures[mask])
    moved = portrait.motions(one.moved[mask & np.isfinite(one.moved[:, 0])])
    turned = cell_operator(pose, (grid[0], grid[1]), grid[2])
    cells = (turned @ portrait.cell_levels(one.now.cells[mask]).T).T
    return laid(pictures), laid(np.abs(pictures)), laid(moved), cells


def _blurred(rows: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    pictures = rows.reshape(-1, *shape)
    seen = ndimage.gaussian_filter(pictures, (0, BLUR_PX, BLUR_PX), mode="constant")
    return seen.reshape(len(rows), -1).astype(np.float32)
