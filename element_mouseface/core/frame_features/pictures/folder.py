"""The features of a folder's pictures, block by block."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ParameterError, VideoUnreadableError
from ...features.quality import FrameFlag
from ...learning.parallel import count_workers
from ...video.color import RGB_MATRIX
from ...video.stills.decoding import Still, decode_still
from ...video.stills.survey import PictureSurvey, read_bytes
from ..faces.geometry import HUMAN_FACE, REGION, face_geometry
from ..faces.geometry import NAMES as FACE_NAMES
from ..faces.landmarker import FaceLandmarker
from ..places import about_regions, about_thumbnail
from ..reasons import Reason
from ..table import FrameTable
from .labels import PictureLabels
from .one import OnePicture, PictureReader
from .report import PictureReport
from .sizes import PictureSizes, SmallPicture, Values, still_flags

Progress = Callable[[int, int], None]

#: pictures that one thread computes at a time
_PART = 32
#: JPEG files that are tried before it is believed that none follows its rules
_TRIED_LENIENTLY, _LEAST_TRIED = 8, 3
_FACE_KEY = f"{REGION}:landmarks"


class PictureFeatures:
    """The features of a folder's pictures, ready to be computed.

    Attributes
    ----------
    survey : PictureSurvey
    labels : PictureLabels
    names : tuple of str
        Of the columns.
    about : dict
        Of the table, as far as it is known before the pictures are decoded.
    """

    def __init__(
        self,
        found: PictureSurvey,
        labels: PictureLabels,
        sizes: PictureSizes,
        landmarker: FaceLandmarker | None,
    ):
        self.survey, self.labels = found, labels
        self._sizes, self._landmarker = sizes, landmarker
        known = [found.size_px(h) for h in found.headers if h is not None]
        self._typical = max(set(known), key=known.count)
        self._lenient = _breaks_rules(found)
        self._reader = PictureReader(found, sizes, landmarker, self._lenient)
        blank = sizes.small(Still(np.zeros(self._typical, np.uint8)))
        self._keys = tuple(sizes.values([blank])[1])
        faces = FACE_NAMES if landmarker is not None else ()
        self.names = (*sizes.names(self._typical), *faces)
        if not self.names:
            raise ParameterError(
                "There is no feature to compute.",
                expected=f"groups that pictures can give, among {', '.join(sizes.params.groups)}",
                do="geometry needs a model of faces; a still has no motion",
            )
        self.about = self._about(set(known))
        self._report = PictureReport()

    @property
    def n_rows(self) -> int:
        """Pictures of the folder, and of the labels' table that are not there."""
        return len(self.survey.folder.files) + len(self.labels.absent)

    def blocks(
        self, workers: int | None = None, progress: Progress | None = None
    ) -> Iterator[FrameTable]:
        """The table in blocks, in the order of the pictures' names.

        Memory does not grow with the number of pictures, and no number depends on the workers.

        Parameters
        ----------
        workers : int, optional
            Threads; one for each core by default.
        progress : callable(done_pictures, total_pictures), optional
        """
        self._report = PictureReport()
        n_workers = count_workers(workers)
        waiting: deque[Future[FrameTable]] = deque()
        pool = ThreadPoolExecutor(n_workers, "pictures")
        done = 0

        def finished() -> FrameTable:
            nonlocal done
            block = waiting.popleft().result()
            done += len(block)
            self._report.add(block)
            if progress is not None:
                progress(done, self.n_rows)
            return block

        try:
            for first in range(0, self.n_rows, _PART):
                waiting.append(pool.submit(self._block, first, min(first + _PART, self.n_rows)))
                while len(waiting) > 2 * n_workers:
                    yield finished()
            while waiting:
                yield finished()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def closing(self) -> dict[str, Any]:
        """What the table is about that is known after its last block: notes, and a digest."""
        source = {
            **self.about["source"],
            "digest": self._report.digest,
            "n_unreadable": self._report.n_unreadable,
        }
        return {"source": source, "notes": [*self.about["notes"], *self._report.sentences()]}

    def close(self) -> None:
        """Release the models of faces."""
        if self._landmarker is not None:
            self._landmarker.close()

    def __enter__(self) -> PictureFeatures:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _block(self, first: int, stop: int) -> FrameTable:
        n_files = len(self.survey.folder.files)
        rows: list[OnePicture] = []
        computed: list[tuple[list[int], Values]] = []
        for number in range(first, stop):
            row = OnePicture(None, "not in the folder")
            if number < n_files:
                row = self._reader(number)
            if row.small is not None and row.small.left_out is not None:
                # alone and at once: its mask is as large as the picture
                computed.append(([len(rows)], self._sizes.values([row.small])))
                row = replace(row, small=replace(row.small, left_out=None))
            rows.append(row)
        alone = {place for places, _ in computed for place in places}
        for places in _alike([None if k in alone else row.small for k, row in enumerate(rows)]):
            together = [small for k in places if (small := rows[k].small) is not None]
            computed.append((places, self._sizes.values(together)))
        values = np.full((len(rows), len(self.names)), np.nan)
        reasons = {key: np.full(len(rows), Reason.UNREADABLE, np.uint8) for key in self._keys}
        flags = np.full(len(rows), FrameFlag.MISSING, np.uint16)
        for places, (found, codes) in computed:
            values[places, : found.shape[1]] = found
            for key in self._keys:
                reasons[key][places] = codes[key]
        for k, row in enumerate(rows):
            if row.small is not None:
                flags[k] = still_flags(row.small.outputs["flags"])
        if self._landmarker is not None:
            self._add_faces(rows, values, reasons)
        return FrameTable(
            self.names,
            values,
            reasons,
            flags=flags,
            **self._texts(first, stop, rows),
            about=self.about,
        )

    def _add_faces(
        self, rows: list[OnePicture], values: np.ndarray, reasons: dict[str, np.ndarray]
    ) -> None:
        codes = np.full(len(rows), Reason.UNREADABLE, np.uint8)
        for k, row in enumerate(rows):
            if row.face is not None:
                found = face_geometry(row.face.points, row.face.matrix, row.face.n_faces)
                values[k, -len(HUMAN_FACE) :] = found
                codes[k] = Reason.NONE if row.face.n_faces else Reason.NO_FACE
        reasons[_FACE_KEY] = codes

    def _texts(self, first: int, stop: int, rows: list[OnePicture]) -> dict[str, Any]:
        labels, files = self.labels, self.survey.folder.files
        names = (*(file.name for file in files), *labels.absent)
        absent = labels.absent_labels
        texts: dict[str, Any] = {
            "images": names[first:stop],
            "notes": tuple(row.note for row in rows),
            "digests": tuple(row.digest for row in rows),
        }
        if labels.labels is not None:
            texts["labels"] = (*labels.labels, *(a for a, _ in absent))[first:stop]
        if labels.persons is not None:
            texts["persons"] = (*labels.persons, *(b for _, b in absent))[first:stop]
        return texts

    def _about_color(self) -> dict[str, str | None]:
        if self._sizes.with_color:
            return {"matrix": RGB_MATRIX, "why_none": None}
        return {"matrix": None, "why_none": "no picture has color"}

    def _about(self, sizes_px: set[tuple[int, int]]) -> dict[str, Any]:
        found, sizes = self.survey, self._sizes
        boxes = [sizes.crop.box(*size) for size in sizes_px]
        cropped = [(y.stop - y.start, x.stop - x.start) for y, x in boxes]
        notes = [*found.notes(), *self.labels.notes]
        if self._lenient:
            notes.append("no JPEG follows the rules of its format: damage may not be detected")
        return {
            "kind": "pictures",
            "params": sizes.params.to_dict(),
            "params_hash": sizes.params.content_hash(),
            "source": {
                "folder": found.folder.folder.resolve().name,
                "n_pictures": self.n_rows,
                "left_out_files": found.folder.others,
                "labels": self.labels.source and Path(self.labels.source).name,
                "orientation": found.orientation or "shown",
                "white_level": found.white_level,
                "first_of_several": found.first_of_several,
                "crop": sizes.crop.to_dict(),
                "cells": sizes.cells_for(self._typical).to_dict(),
            },
            "thumbnail": about_thumbnail(cropped, sizes.params.distance),
            "regions": about_regions(sizes.places(self._typical), sizes.regions),
            **({"color": self._about_color()} if "color" in sizes.params.groups else {}),
            "notes": notes,
            **({} if self._landmarker is None else {"faces": self._landmarker.about()}),
        }


def _alike(pictures: Sequence[SmallPicture | None]) -> list[list[int]]:
    """Numbers of pictures of one size."""
    groups: dict[Any, list[int]] = {}
    for number, picture in enumerate(pictures):
        if picture is not None:
            groups.setdefault(picture.size_px, []).append(number)
    return list(groups.values())


def _breaks_rules(found: PictureSurvey) -> bool:
    """Whether no JPEG follows the rules of its format, as with some cameras."""
    tried = 0
    for file, header in zip(found.folder.files, found.headers, strict=True):
        if header is None or header.kind != "JPEG":
            continue
        try:
            decode_still(read_bytes(file), header)
            return False
        except VideoUnreadableError as error:
            tried += error.what.startswith("damaged")
        if tried >= _TRIED_LENIENTLY:
            break
    return tried >= _LEAST_TRIED
