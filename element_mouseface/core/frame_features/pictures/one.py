"""One picture: read, turned, passed over once, and what is told of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....errors import CropError, VideoChangedError, VideoUnreadableError
from ...features.frame_kernel import THUMBNAIL_PX
from ...video.stills.decoding import Still, decode_still
from ...video.stills.header import StillHeader
from ...video.stills.survey import PictureSurvey, read_bytes
from ..faces.landmarker import FaceLandmarker, FoundFace, for_landmarks
from .sizes import PictureSizes, SmallPicture

_USUAL_ENDINGS = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "PNG": {".png", ".apng"},
    "TIFF": {".tif", ".tiff"},
    "BMP": {".bmp", ".dib"},
    "PPM": {".pgm", ".ppm", ".pbm", ".pnm"},
    "GIF": {".gif"},
    "WEBP": {".webp"},
}


@dataclass(frozen=True, eq=False)
class OnePicture:
    """What is known of one picture.

    Parameters
    ----------
    small : SmallPicture or None
        None if it cannot be read.
    note : str or None
        Why it cannot be read, or what is not as usual in it.
    digest : str or None
        SHA-256 of its pixels.
    face : FoundFace or None
        None where no faces are looked for.
    """

    small: SmallPicture | None
    note: str | None = None
    digest: str | None = None
    face: FoundFace | None = None


class PictureReader:
    """Reads the pictures of a folder by their numbers; may be called from several threads.

    Parameters
    ----------
    survey : PictureSurvey
    sizes : PictureSizes
    landmarker : FaceLandmarker, optional
    lenient : bool
        Whether JPEG files may break the rules of their format.
    """

    def __init__(
        self,
        survey: PictureSurvey,
        sizes: PictureSizes,
        landmarker: FaceLandmarker | None = None,
        lenient: bool = False,
    ):
        self._survey, self._sizes = survey, sizes
        self._landmarker, self._lenient = landmarker, lenient

    def __call__(self, number: int) -> OnePicture:
        """Read a picture; one that cannot be read has a note that says why."""
        survey, file = self._survey, self._survey.folder.files[number]
        header, fault = survey.headers[number], survey.faults[number]
        if header is None:
            return OnePicture(None, fault)
        try:
            data = read_bytes(file)
            still = decode_still(
                data,
                header,
                turn=survey.turn(header),
                white_level=survey.white_level,
                color=self._sizes.with_color,
                rgb=self._landmarker is not None,
                lenient=self._lenient,
            )
            small = self._sizes.small(still)
        except VideoUnreadableError as error:
            return OnePicture(None, error.what)
        except VideoChangedError:
            return OnePicture(None, "it has changed while the pictures were read")
        except CropError as error:
            if still.left_out is None:
                raise
            return OnePicture(None, f"transparent: {error.what}")
        face = None
        if self._landmarker is not None:
            rgb = for_landmarks(still.luma, still.rgb, still.left_out)
            face = self._landmarker.find(rgb[self._sizes.crop.box(*still.luma.shape)])
        note = _note(file.name, header, still, turned=survey.turn(header) is not None)
        if face is not None and face.fault is not None:
            note = "; ".join(filter(None, [note, f"the model of faces failed: {face.fault}"]))
        return OnePicture(small, note, _digest(still), face)


def _digest(still: Still) -> str:
    """SHA-256 over the size, the luma, and which pixels are transparent."""
    found = hashlib.sha256(repr(still.luma.shape).encode())
    found.update(still.luma.tobytes())
    if still.left_out is not None:
        found.update(np.packbits(still.left_out).tobytes())
    return found.hexdigest()


def _note(name: str, header: StillHeader, still: Still, *, turned: bool) -> str | None:
    n = still.luma.size
    notes = []
    if Path(name).suffix.lower() not in _USUAL_ENDINGS.get(header.kind, ()):
        notes.append(f"its name does not say so, but it is a {header.kind}")
    if header.several:
        notes.append("the first of several pictures in the file")
    if turned:
        notes.append(f"turned as its tag ({header.orientation}) asks")
    if still.left_out is not None:
        notes.append(f"{_percent(still.left_out.sum(), n)} of it is transparent and left out")
    if still.n_partly:
        notes.append(f"{_percent(still.n_partly, n)} of it is partly transparent, which is ignored")
    if still.n_clipped:
        notes.append(f"{_percent(still.n_clipped, n)} of it is below 0 or above white")
    rows, columns = THUMBNAIL_PX
    if still.luma.shape[0] < rows or still.luma.shape[1] < columns:
        notes.append(f"smaller than the thumbnail of {columns}x{rows}: its pixels are repeated")
    return "; ".join(notes) or None


def _percent(part: int, n: int) -> str:
    share = 100 * int(part) / n
    return f"{share:.1f}%" if share >= 0.1 else "under 0.1%"
