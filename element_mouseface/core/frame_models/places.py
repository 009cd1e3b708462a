"""What is told of the places of the picture that a model looks at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..learning.intervals import Figure

#: left, top, right, bottom in pixels of the movie; the last two are outside
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class ClassShare:
    """What a place carries of one category.

    Attributes
    ----------
    category : str
    share, low, high : float
        Share of what the model knows of the category, against all others, that is lost where
        nothing in the place changes, and its 95% confidence interval over folds.
    of_whole : float
        The same as a share of what it knows of all categories: these add up to the place's share.
    fall : float
        Mean fall of the area under the ROC curve of the category, over folds.
    change : float
        How far scores of its rows change where nothing in the place changes, from those of the
        other categories (their median): of a spout that is there with one category, none of others.
    named : bool
        Whether what is there comes with this category: its rows change at least half as much as
        those of any other.
    """

    category: str
    share: float
    low: float
    high: float
    of_whole: float
    fall: float
    change: float
    named: bool


@dataclass(frozen=True, eq=False)
class ClassMap:
    """Where in the picture a model looks for one category, against all others.

    Attributes
    ----------
    category : str
    share, low, high, fall : (rows, columns) float64 arrays
        As those of `PlaceReport`, of this category; the fall is of the area under its ROC curve.
    folds : (folds, rows, columns) float64 array
    everything : Figure
        The share that is lost where nothing in the whole picture changes.
    skill, skill_without : Figure
        Area under its ROC curve of the sampled held-out rows, and where nothing changes.
    """

    category: str
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    fall: np.ndarray
    folds: np.ndarray
    everything: Figure
    skill: Figure
    skill_without: Figure


@dataclass(frozen=True, eq=False)
class ModelPlace:
    """A place of the picture that carries some of what a model knows.

    Attributes
    ----------
    box_px : (left, top, right, bottom)
        In pixels of the movie, of the first recording.
    pixels : (y, x) bool array
        Of the thumbnail.
    share, low, high : float
        Share of the model's separation that is lost where nothing there changes, and its 95%
        confidence interval over folds.
    fall : float
        Mean fall of the skill over folds.
    regions : tuple of str
        Named regions that it overlaps.
    nearest : str
        The named region that is nearest if it overlaps none; '' without named regions.
    distance_px : float
        How far that is, in pixels of the movie; 0 if it overlaps one, NaN without named regions.
    sudden : bool
        Whether it changes unlike a face: within two frames of onset and offset, alike in each
        trial, and hardly otherwise.
    stimuli : tuple of str
        At which it does.
    levels : float
        Change in luma levels there; NaN if it is not sudden.
    recordings : tuple of int
        Numbers of the recordings, from 0, in which it does.
    used : bool
        Whether the model uses it, in half of the folds at least. Only what is sudden is told if it
        does not.
    classes : tuple of ClassShare
        What it carries of each of three or more categories, the most first.
    """

    box_px: Box
    pixels: np.ndarray
    share: float
    low: float
    high: float
    fall: float
    regions: tuple[str, ...]
    nearest: str
    distance_px: float
    sudden: bool = False
    stimuli: tuple[str, ...] = ()
    levels: float = float("nan")
    recordings: tuple[int, ...] = ()
    used: bool = True
    classes: tuple[ClassShare, ...] = ()

    @property
    def in_face(self) -> bool | None:
        """Whether it overlaps a named region; None if there are none."""
        return bool(self.regions) if self.regions or self.nearest else None

    @property
    def box_text(self) -> str:
        """'box:LEFT,TOP:RIGHT,BOTTOM', as `mouseface hog --mask` takes it."""
        left, top, right, bottom = self.box_px
        return f"box:{left},{top}:{right},{bottom}"


@dataclass(frozen=True, eq=False)
class PlaceReport:
    """Where in the picture a model looks.

    Attributes
    ----------
    target, estimator : str
    share, low, high : (rows, columns) float64 arrays
        For each tile the share of the model's separation that is lost where nothing in the tile
        changes, and its 95% confidence interval over folds; NaN where all of it is masked, and
        everywhere where the model separates nothing.
    folds : (folds, rows, columns) float64 array
        The share in each fold.
    fall : (rows, columns) float64 array
        Mean fall of the skill over folds.
    everything : Figure
        The share that is lost where nothing in the whole picture changes.
    skill, skill_without : Figure
        Of the sampled held-out rows, and where nothing in the picture changes.
    places : tuple of ModelPlace
        Those that carry most first; also what changes unlike a face and is not used.
    regions : tuple of Figure
        Mean fall of the skill when all features of a named region ('crop', 'points', …) are
        shuffled together; none where the model has features of one region only, or was trained
        without importance.
    not_covered : tuple of str
        Features that the model uses and that do not come from the stored pictures.
    face : (y, x) float32 array
        Mean thumbnail.
    crop_px : (left, top, right, bottom)
        What the thumbnail shows of the first recording's movie.
    n_rows : int
        Held-out rows that were scored.
    findings : tuple of str
        In words, what has to be looked at first.
    covered_regions : tuple of Figure
        For each named region the share of the separation that is lost where nothing in it changes.
    classes : tuple of ClassMap
        For each of three or more categories; none of other targets.
    """

    target: str
    estimator: str
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    folds: np.ndarray
    fall: np.ndarray
    everything: Figure
    skill: Figure
    skill_without: Figure
    places: tuple[ModelPlace, ...]
    regions: tuple[Figure, ...]
    not_covered: tuple[str, ...]
    face: np.ndarray
    crop_px: Box
    n_rows: int
    findings: tuple[str, ...] = ()
    covered_regions: tuple[Figure, ...] = ()
    classes: tuple[ClassMap, ...] = ()

    def tile_px(self, row: int, column: int) -> Box:
        """The box of a tile in pixels of the movie."""
        rows, columns = self.share.shape
        return box_px(self.crop_px, (column / columns, row / rows),
                      ((column + 1) / columns, (row + 1) / rows))  # fmt: skip


@dataclass(frozen=True, eq=False)
class PictureWeights:
    """A linear model on small pictures, and its weights on the face.

    Attributes
    ----------
    target, kind : str
        Kind of the pictures: 'thumbnail' or 'cells'.
    outputs : tuple of str
        The categories; ('',) where there is one score.
    folds : (folds, outputs, y, x) float64 array
        Weight per standard deviation of each place in each fold; of cells the sum over
        orientations.  NaN where it is masked or never varies.
    mean, spread : (outputs, y, x) float64 arrays
        Mean, and standard deviation over folds.
    agreement : (outputs, y, x) float64 array
        Share of the folds in which the weight has the sign of the mean.
    by_orientation : (outputs, y, x, orientations) float64 array or None
        Mean weight of each orientation, of cells.
    face : (y, x) float32 array
        Mean thumbnail of the recordings.
    crop_px : (left, top, right, bottom)
        What it shows of the first recording's movie.
    metrics : tuple of MetricRow
        Figures of merit of held-out rows, with chance.
    """

    target: str
    kind: str
    outputs: tuple[str, ...]
    folds: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    agreement: np.ndarray
    by_orientation: np.ndarray | None
    face: np.ndarray
    crop_px: Box
    metrics: tuple


def box_px(crop_px: Box, low: tuple[float, float], high: tuple[float, float]) -> Box:
    """A box of the crop as fractions (x, y) in pixels of the movie, rounded outwards."""
    left, top, right, bottom = crop_px
    wide, tall = right - left, bottom - top
    near = 1e-9  # a product of fractions may be a little above a whole number
    return (
        left + int(np.floor(low[0] * wide + near)),
        top + int(np.floor(low[1] * tall + near)),
        left + int(np.ceil(high[0] * wide - near)),
        top + int(np.ceil(high[1] * tall - near)),
    )
