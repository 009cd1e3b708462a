"""Color in the pass: a small picture of chroma beside the thumbnail of luma."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultChangedError
from ...params import Crop
from ...params.fields import Fields
from ..features.chroma_kernel import GRAY, ChromaKernel
from ..features.color_space import MATRICES, check_matrix
from ..features.frame_kernel import THUMBNAIL_PX
from ..features.masks import mask_px
from ..video.base import VideoReader
from ..video.color import ColorPicture, no_color

COLOR = "color"
CHROMA = "chroma"
STRENGTH = "chroma_strength"

_FRAMES_LOOKED_AT = 8
_DEFINITIONS = {
    CHROMA: "mean Cb and Cr, of full range, of the pixels of each bin of the thumbnail (y, x, "
    "[Cb, Cr]); 128 is gray, also if missing or masked; matrix {matrix}: {origin}",
    STRENGTH: "root mean square distance of (Cb, Cr) from gray over the bins of chroma; 0 if the "
    "frame is gray, NaN if missing",
}


class ColorExtractor:
    """A `FrameExtractor` for color: chroma of the crop, at the size of its thumbnail.

    Parameters
    ----------
    crop : Crop
    frame_height_px, frame_width_px : int
        Size of the whole frame.
    matrix : {'bt601', 'bt709', 'bt2020', 'smpte240m', 'fcc'}
        The video's, which turns luma and chroma into red, green and blue.
    origin : str
        Where the matrix comes from, for the result's reader.

    Raises
    ------
    CropError
        If the crop reaches outside the frame.
    ParameterError
        If the matrix is unknown.
    """

    name = COLOR
    takes_color = True

    def __init__(
        self,
        crop: Crop,
        frame_height_px: int,
        frame_width_px: int,
        matrix: str,
        origin: str = "as given",
    ):
        check_matrix(matrix)
        self.crop, self.matrix, self._origin = crop, matrix, origin
        frame_px = (int(frame_height_px), int(frame_width_px))
        mask = mask_px(crop, *frame_px) if crop.masks else None
        self._kernel = ChromaKernel(frame_px, crop.box(*frame_px), mask, THUMBNAIL_PX)

    @classmethod
    def for_reader(
        cls, reader: VideoReader, crop: Crop | None = None, matrix: str | None = None
    ) -> ColorExtractor:
        """The extractor for a recording.

        Parameters
        ----------
        reader : VideoReader
        crop : Crop, optional
            Of the pass; by default the whole frame.
        matrix : str, optional
            The color matrix, where the video does not signal it, or signals a wrong one.

        Raises
        ------
        ParameterError
            If the recording has no color, or the matrix is unknown or cannot be chosen.
        CropError
            If the crop reaches outside the frame.
        """
        found = getattr(reader, "color", no_color("its reader gives luma only"))
        if matrix is not None:
            check_matrix(matrix)
        if matrix is not None and matrix != found.matrix and found.can_differ:
            found_matrix, origin = matrix, "given for this pass"
        elif found.matrix is None:
            raise _no_color(found.origin, found.can_differ)
        elif matrix not in (None, found.matrix):
            raise ParameterError(
                "The color matrix of this recording cannot be chosen.",
                expected=found.matrix,
                got=str(matrix),
                do=f"leave color_matrix (--color-matrix) out: {found.origin}",
            )
        else:
            found_matrix, origin = found.matrix, found.origin
        size = (reader.info.height_px, reader.info.width_px)
        return cls(crop or Crop(), *size, found_matrix, origin)

    @classmethod
    def if_seen(cls, reader: VideoReader, crop: Crop | None = None) -> ColorExtractor | None:
        """The extractor for a recording in which color is seen; else None.

        A gray camera's movie often has chroma that is gray in every frame.  A few frames, spread
        over the recording, are looked at.
        """
        if reader.color.matrix is None:
            return None
        extractor = cls.for_reader(reader, crop)
        chroma = np.empty((*THUMBNAIL_PX, 2), np.uint8)
        starts = reader.start_frames.tolist()
        for start in starts[:: max(1, len(starts) // _FRAMES_LOOKED_AT)]:
            for _, frame in reader.read_color(start, start + 1):
                if frame is not None and extractor._kernel(*frame[1], chroma) > 0:
                    return extractor
        return None

    @property
    def outputs(self) -> Mapping[str, tuple[tuple[int, ...], Any]]:
        """Chroma (y, x, [Cb, Cr]) of uint8, and its strength."""
        return {CHROMA: ((*THUMBNAIL_PX, 2), np.uint8), STRENGTH: ((), np.float32)}

    @property
    def definitions(self) -> Mapping[str, str]:
        """What each output means."""
        words = {"matrix": self.matrix, "origin": self._origin}
        return {name: text.format(**words) for name, text in _DEFINITIONS.items()}

    def identity(self) -> dict[str, Any]:
        """The matrix, and the size of the picture; crop and masks are the pass's."""
        return {"name": self.name, "matrix": self.matrix, "thumbnail_px": list(THUMBNAIL_PX)}

    def row(self, buffers: Mapping[str, np.ndarray], index: int) -> tuple[np.ndarray, np.ndarray]:
        """Views of one frame's chroma and its strength."""
        return buffers[CHROMA][index], buffers[STRENGTH][index, ...]

    def __call__(
        self,
        luma: np.ndarray,
        previous: np.ndarray | None,
        row: tuple[np.ndarray, np.ndarray],
        color: ColorPicture | None = None,
    ) -> None:
        """Write the chroma of the crop."""
        if color is None:
            raise TypeError("ColorExtractor needs the color of the frame")
        chroma, strength = row
        strength[...] = self._kernel(color.planes, color.layout, chroma)

    def missing(self, row: tuple[np.ndarray, np.ndarray]) -> None:
        """Gray, and NaN."""
        chroma, strength = row
        chroma[...] = GRAY
        strength[...] = np.nan


def _no_color(reason: str, free: bool) -> ParameterError:
    return ParameterError(
        "This recording has no color to store.",
        expected="a video with red, green and blue, or luma and chroma",
        got=reason,
        do="give the matrix that all files have (color_matrix, --color-matrix)"
        if free
        else "leave out color (--color): its gray is stored in any case",
    )


def color_extractor_of(identity: Mapping[str, Any], crop: Crop, reader: VideoReader) -> Any:
    """Make the extractor whose `identity` a result with this crop holds.

    Raises
    ------
    ResultChangedError
        If the identity is not one that an extractor writes.
    ParameterError
        If the recording has no color.
    """

    def refuse(entry: str, expected: str, got: str) -> ResultChangedError:
        return ResultChangedError(
            f"The result's record of its color was changed: {entry}.",
            expected=expected,
            got=got,
            do="make the result again with overwrite",
        )

    matrix = Fields(dict(identity), refuse, "content.extractors").text("matrix")
    if matrix not in MATRICES:
        raise refuse("matrix", ", ".join(MATRICES), matrix)
    return ColorExtractor.for_reader(reader, crop, matrix)
