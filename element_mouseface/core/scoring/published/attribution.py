"""What each cell of the face adds to a published similarity.

Pearson r is a sum over descriptor numbers of the products of two standardized vectors; a
cell's part is the sum over its numbers.  Most of it is common to all faces, so the difference from
the neutral face's map is more informative: it adds up to r minus the r of neutral.
"""

from __future__ import annotations

import numpy as np

from ....errors import ParameterError, check_choice
from ..method.recording import Recording
from ..method.score_map import ScoreMap
from .prototypes import Prototypes


def map_of_frame(recording: Recording, made: Prototypes, name: str, frame: int) -> ScoreMap:
    """What each cell adds to a frame's similarity, compared with the neutral face.

    Raises
    ------
    ParameterError
        If there is no such prototype or frame, the frame has no similarity, or other cells
        are masked than in the prototypes.
    """
    descriptors = recording.descriptors
    if name not in made.names or not 0 <= frame < descriptors.shape[0]:
        raise ParameterError(
            "There is no such similarity.",
            expected=f"one of {', '.join(made.names)}, and a frame from 0 to "
            f"{descriptors.shape[0] - 1}",
            got=f"{name!r}, frame {frame}",
            do="choose one of these",
        )
    vector = np.asarray(descriptors[frame : frame + 1], np.float64)[0]
    fits = np.array_equal(descriptors.valid, made.valid)
    if not (fits and np.isfinite(vector[made.valid]).all() and np.ptp(vector[made.valid]) > 0):
        raise ParameterError(
            f"The similarity of frame {frame} cannot be explained.",
            expected="a frame with an edge in it, and the mask of the prototypes",
            got="another mask" if not fits else "a frame without any edge",
            do="choose another frame" if fits else "score with prototypes made under this mask",
        )
    return similarity_map(vector, made, name, frame=frame, crop_px=recording.crop_px)


def similarity_map(
    descriptor: np.ndarray,
    prototypes: Prototypes,
    name: str,
    *,
    frame: int = 0,
    crop_px: tuple[int, int] | None = None,
) -> ScoreMap:
    """What each cell adds to the similarity of a descriptor to a prototype.

    Parameters
    ----------
    descriptor : (numbers,) array
        Of a frame.
    prototypes : Prototypes
    name : str
        Whose prototype.
    frame : int
        Its number, kept in the result.
    crop_px : (int, int), optional
        Height and width of the crop, for the result's `share`.

    Returns
    -------
    ScoreMap
        `values` (rows, columns) of cells: the cell's part of r minus its part of the
        neutral face's r.

    Raises
    ------
    ParameterError
        If there is no such prototype, or the descriptor has no variance.
    """
    do = "choose one of these"
    check_choice(f"There is no prototype {name!r}.", name, prototypes.names, do=do)
    valid = prototypes.valid & np.isfinite(prototypes.neutral)
    wanted = _standard(prototypes.vectors[prototypes.names.index(name)], valid)
    parts = [
        _standard(np.asarray(vector, float), valid) for vector in (descriptor, prototypes.neutral)
    ]
    if not np.isfinite(parts[0]).all():
        raise ParameterError(
            "The frame's descriptor does not vary, or is missing.",
            expected="a frame with an edge in it",
            do="choose a frame whose similarity is not blank",
        )
    values, neutral = (_in_cells_of_blocks(part * wanted, prototypes) for part in parts)
    share = (1.0, 1.0)
    if crop_px is not None:
        (rows, columns), (high, wide) = prototypes.grid, prototypes.hog.pixels_per_cell
        share = (rows * high / crop_px[0], columns * wide / crop_px[1])
    return ScoreMap(
        name=name,
        measure="similarity",
        values=values - neutral,
        total=float((values - neutral).sum()),
        score=float(values.sum()),
        first_frame=frame,
        stop_frame=frame + 1,
        share=share,
        unit="r",
        of_cells=True,
        against_neutral=True,
    )


def _standard(vector: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The vector without its mean, at length 1, and 0 where it does not count."""
    out = np.zeros(len(vector))
    centered = vector[valid] - vector[valid].mean()
    length = float(np.sqrt(centered @ centered))
    out[valid] = centered / length if length > 0 else np.nan
    return out


def _in_cells_of_blocks(numbers: np.ndarray, prototypes: Prototypes) -> np.ndarray:
    """Sums (rows, columns) of a descriptor's numbers by the cell they belong to."""
    hog, (rows, columns) = prototypes.hog, prototypes.grid
    high, wide = hog.cells_per_block
    down, across = rows - high + 1, columns - wide + 1
    blocks = np.asarray(numbers, float).reshape(down, across, high, wide, -1).sum(axis=-1)
    total = np.zeros((rows, columns))
    for i in range(high):
        for j in range(wide):
            total[i : i + down, j : j + across] += blocks[:, :, i, j]
    return total
