"""Thumbnails of a folder of pictures, read when they are asked for, to be stacked."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...errors import InputError, ResultMismatchError
from ...params import Crop, HOGParams
from ..features.frame_kernel import THUMBNAIL_PX
from ..frame_features import FeatureParams, FrameTable
from ..frame_features.pictures.one import PictureReader
from ..frame_features.pictures.sizes import PictureSizes
from ..video.stills.folder import picture_folder
from ..video.stills.survey import survey


class PictureThumbnails:
    """The thumbnails of the pictures that a table of named features is of.

    Parameters
    ----------
    folder : path
        The pictures.
    table : FrameTable
        Of these pictures.

    Attributes
    ----------
    shape : (int, int, int)

    Raises
    ------
    InputError
        If the table is not of pictures.
    """

    def __init__(self, folder: str | Path, table: FrameTable):
        if table.images is None or "source" not in table.about:
            raise InputError(
                "The table is not of a folder of pictures.",
                expected="a table that `mouseface features` made of a folder of pictures",
                got=f"rows of {table.kind}",
            )
        source = table.about["source"]
        files = picture_folder(folder)
        found = survey(
            files,
            orientation=source.get("orientation"),
            white_level=source.get("white_level"),
            first_of_several=bool(source.get("first_of_several")),
        )
        params = FeatureParams(groups=("intensity",))
        sizes = PictureSizes(Crop.from_dict(source["crop"]), (), params, HOGParams(), False)
        self._read = PictureReader(found, sizes)
        self._numbers = {file.name: number for number, file in enumerate(files.files)}
        self._table = table
        self.shape = (len(table), *THUMBNAIL_PX)

    def __getitem__(self, rows: np.ndarray) -> np.ndarray:
        """Thumbnails of some rows, (n, y, x) uint8.

        Raises
        ------
        ResultMismatchError
            If a picture is not the one of the table.
        """
        return np.stack([self._one(int(row)) for row in rows])

    def _one(self, row: int) -> np.ndarray:
        table = self._table
        name = str(table.images[row]) if table.images is not None else ""
        number = self._numbers.get(name)
        found = None if number is None else self._read(number)
        due = None if table.digests is None else table.digests[row]
        if found is None or found.small is None or (due is not None and found.digest != due):
            raise ResultMismatchError(
                f"The picture {name} is not the one that the table is of.",
                expected="the folder that `mouseface features` read",
                got="no such picture" if found is None else found.note or "other pixels",
                do="give that folder, or make the table again",
            )
        return np.asarray(found.small.outputs["thumbnail"])
