"""Parameters of the histogram of oriented gradients."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import CropError
from .base import Params, content_hash
from .crop import MOST_PX
from .field_types import param

BLOCK_NORMS = ("L1", "L1-sqrt", "L2", "L2-Hys")
#: Bins of half a degree; the kernel is compiled for each number of bins.
MOST_ORIENTATIONS = 360
#: Most numbers in a frame's cells or descriptor: 32 MB; 16 frames are in memory at a time.
MOST_NUMBERS = 1 << 23


@dataclass(frozen=True)
class HOGParams(Params):
    """Parameters of the histogram of oriented gradients, named as in scikit-image.

    The defaults are those of Dolensek et al. (Science 2020).

    Parameters
    ----------
    orientations : int
        Orientation bins over 180 degrees.
    pixels_per_cell, cells_per_block : (int, int) or int
        (rows, columns) of a cell in pixels, and of a block in cells.
    block_norm : {'L1', 'L1-sqrt', 'L2', 'L2-Hys'}
        How a block is normalized.
    transform_sqrt : bool
        Whether to use gradients of the square root of luma.
    """

    orientations: int = param(8, 1, MOST_ORIENTATIONS)
    pixels_per_cell: tuple[int, int] = param((32, 32), 1, MOST_PX, also=int)
    cells_per_block: tuple[int, int] = param((1, 1), 1, MOST_PX, also=int)
    block_norm: str = param("L2-Hys", choices=BLOCK_NORMS)
    transform_sqrt: bool = True

    def cells_hash(self) -> str:
        """Hash of what decides the stored cell histograms; blocks are derived on reading."""
        return content_hash(
            {
                "orientations": self.orientations,
                "pixels_per_cell": self.pixels_per_cell,
                "transform_sqrt": self.transform_sqrt,
            }
        )

    def grid(self, height_px: int, width_px: int) -> tuple[int, int]:
        """Cells (rows, columns) that fit into a crop; the remainder is not used.

        Raises
        ------
        CropError
            If not even one block fits.
        """
        rows, columns = height_px // self.pixels_per_cell[0], width_px // self.pixels_per_cell[1]
        if rows < self.cells_per_block[0] or columns < self.cells_per_block[1]:
            least = [a * b for a, b in zip(self.pixels_per_cell, self.cells_per_block, strict=True)]
            raise CropError(
                "The crop is smaller than one block of cells.",
                expected=f"at least {least[1]}x{least[0]} pixels (width x height)",
                got=f"{width_px}x{height_px}",
                do="choose a larger crop or smaller cells",
            )
        numbers = max(rows * columns * self.orientations, self.descriptor_length((rows, columns)))
        if numbers > MOST_NUMBERS:
            raise CropError(
                "A frame would give too many numbers.",
                expected=f"at most {MOST_NUMBERS} a frame",
                got=f"{numbers}: {rows}x{columns} cells of {self.orientations} orientations",
                do="choose larger cells, fewer orientations, smaller blocks or a smaller crop",
            )
        return rows, columns

    def descriptor_length(self, grid: tuple[int, int]) -> int:
        """Numbers in one frame's normalized descriptor for a grid of cells."""
        blocks = [g - b + 1 for g, b in zip(grid, self.cells_per_block, strict=True)]
        return (
            blocks[0]
            * blocks[1]
            * self.cells_per_block[0]
            * self.cells_per_block[1]
            * self.orientations
        )
