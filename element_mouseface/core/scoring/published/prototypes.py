"""A set of published prototypes with its grid, parameters and sources.

The file is an npz without pickles: numeric arrays and one JSON text.  It has the name of its
format, a description and a digest that is checked on loading.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ParameterError, PrototypeError
from ....params import MOST_PX, Crop, HOGParams, ScoreParams, canonical_json
from ....params.field_types import check_fields
from ....params.fields import Fields, short_repr
from ...events.names import NAME_RULE, fault_of_name
from ...inputs.dates import check_date
from ...inputs.npz import Npz
from ...outputs.archive import Archive

_ARCHIVE = Archive(
    "prototypes",
    {"format": "element_mouseface.prototypes/1"},
    "the prototypes.npz that `mouseface score` writes",
    "copy the file again, or score its recording again",
    PrototypeError,
)
_ARRAYS = ("vectors", "neutral", "valid")
_DATES = ("created_at", "recorded_at")


@dataclass(frozen=True)
class SourceFile:
    """A video file that prototypes were made from."""

    name: str
    sha256: str
    first_frame: int = 0


@dataclass(frozen=True)
class SourceFrame:
    """A frame that was averaged into a prototype.

    `frame` counts in the whole recording, `file_frame` in `file` (None where
    the files are not known); `r_neutral` is its similarity to neutral.
    """

    prototype: str
    rank: int
    frame: int
    time_s: float
    r_neutral: float
    file: str | None = None
    file_frame: int | None = None


@dataclass(frozen=True, eq=False)
class Prototypes:
    """Prototypes of stimuli, and the neutral face they were chosen against.

    Parameters
    ----------
    names : tuple of str
        The k stimuli.
    vectors : (k, numbers) float64 array
    neutral : (numbers,) float64 array
    valid : (numbers,) bool array
        Valid numbers; the others belong to masked cells.
    grid : (rows, columns)
        Cells of the descriptor.
    hog : HOGParams
        Parameters of the descriptor.
    crop : Crop or None
        The crop in the frame, for information; a later day's crop may differ.
    score_params : dict
        The `ScoreParams` that chose the frames.
    source_frames : tuple of SourceFrame
    source_files : tuple of SourceFile
    created_by : str
        Package and version that made them.
    created_at : str
        ISO 8601, UTC; empty where not known.  Not part of the content hash.
    recorded_at : str
        When the latest recording that they are made from was recorded, ISO 8601, UTC; empty
        where not known.  Not part of the content hash.
    """

    names: tuple[str, ...]
    vectors: np.ndarray
    neutral: np.ndarray
    valid: np.ndarray
    grid: tuple[int, int]
    hog: HOGParams
    crop: Crop | None = None
    score_params: dict[str, Any] = field(default_factory=dict)
    source_frames: tuple[SourceFrame, ...] = ()
    source_files: tuple[SourceFile, ...] = ()
    created_by: str = ""
    created_at: str = ""
    recorded_at: str = ""

    def __post_init__(self) -> None:
        fix = object.__setattr__
        fix(self, "names", tuple(self.names))
        fix(self, "grid", tuple(int(n) for n in self.grid))
        fix(self, "vectors", np.atleast_2d(np.asarray(self.vectors, dtype=np.float64)))
        fix(self, "neutral", np.asarray(self.neutral, dtype=np.float64))
        fix(self, "valid", np.asarray(self.valid, dtype=bool))
        numbers = self.hog.descriptor_length(self.grid)
        shapes = (self.vectors.shape, self.neutral.shape, self.valid.shape)
        named = len(set(self.names)) == len(self.names) > 0
        if not named or shapes != ((len(self.names), numbers), (numbers,), (numbers,)):
            raise PrototypeError(
                "The prototypes are inconsistent.",
                expected=f"different names, and {numbers} numbers each on a grid of {self.grid}",
                got=f"names {self.names}, shapes of vectors, neutral and valid {shapes}",
                do="name each stimulus once; `grid` is in cells, rows first",
            )

    def content_hash(self) -> str:
        """SHA-256 over vectors, neutral, names, grid and parameters (64 hexadecimal digits)."""
        return _digest(self._header(), self._arrays())

    def check_fits(self, descriptors: Any) -> Prototypes:
        """Check that the prototypes can be compared with the descriptors, and return them.

        Parameters
        ----------
        descriptors : array-like
            With `.params` (HOGParams) and `.grid` (rows, columns).

        Raises
        ------
        PrototypeError
            If the grid of cells or the parameters differ; the message says both.
        """
        theirs: tuple[HOGParams, tuple[int, ...]] = (descriptors.params, tuple(descriptors.grid))
        if (self.hog, self.grid) != theirs:
            raise PrototypeError(
                "The prototypes do not fit these descriptors.",
                expected=_described(self.hog, self.grid) + " (the prototypes)",
                got=_described(*theirs) + " (the movie)",
                do="use the crop and parameters that the prototypes were made with",
            )
        return self

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the set to one npz file, atomically.

        Raises
        ------
        PathError
            If something else is there and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        dates = {name: getattr(self, name) for name in _DATES}
        return _ARCHIVE.save(
            path, {**self._header(), **dates}, self._arrays(), overwrite=overwrite, compressed=False
        )

    @classmethod
    def load(cls, path: str | Path) -> Prototypes:
        """The set that `save` wrote, checked against its digest.

        Raises
        ------
        PathError
            If there is no such file.
        PrototypeError
            If it is not a file of prototypes, has an unknown format, or is damaged.
        """
        about, npz = _ARCHIVE.open(path)
        return cls._from_parts(npz, about)

    def _arrays(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in _ARRAYS}

    def _header(self) -> dict[str, Any]:
        return {
            **_ARCHIVE.mark,
            "names": list(self.names),
            "grid": list(self.grid),
            "hog": self.hog.to_dict(),
            "crop": None if self.crop is None else self.crop.to_dict(),
            "score_params": self.score_params,
            "source_frames": [asdict(frame) for frame in self.source_frames],
            "source_files": [asdict(file) for file in self.source_files],
            "created_by": self.created_by,
        }

    @classmethod
    def _from_parts(cls, npz: Npz, header: Fields) -> Prototypes:
        names = header.texts("names", least=1)
        for name in names:
            if fault := fault_of_name(name):
                raise header.refused("names", NAME_RULE, f"{name!r}: {fault}")
        grid = header.wholes("grid", 2, 1, MOST_PX)
        hog = header.made("hog", HOGParams.from_dict)
        numbers = hog.descriptor_length(grid)
        valid = npz.take("valid", (numbers,), "b")
        vectors = npz.take("vectors", (len(names), numbers), finite=False)
        neutral = npz.take("neutral", (numbers,), finite=False)
        if not np.isfinite(vectors[:, valid]).all() or not np.isfinite(neutral[valid]).all():
            raise npz.refused("vectors or neutral with values that are not finite")
        dates = {name: header.text(name) for name in _DATES if header.has(name)}
        for name in dates:
            check_date(header, name, by_camera=name == "recorded_at")
        params = header.made("score_params", lambda values: _checked_params(values))
        return cls(
            names=names,
            grid=grid,
            hog=hog,
            crop=header.made("crop", Crop.from_dict) if header.has("crop") else None,
            score_params=params,
            source_frames=_rows(header, "source_frames", SourceFrame),
            source_files=_rows(header, "source_files", SourceFile),
            created_by=header.text("created_by"),
            **dates,
            vectors=vectors,
            neutral=neutral,
            valid=valid,
        )


def _checked_params(values: Any) -> dict[str, Any]:
    if values != {}:
        ScoreParams.from_dict(values)
    return values


def _rows(header: Fields, name: str, kind: Any) -> tuple[Any, ...]:
    """A list of mappings as dataclasses, their values compared with the annotations."""
    rows = []
    for values in header.items(name):
        try:
            row = kind(**Fields(values, header.refused, name).plain())
            check_fields(row)
        except (TypeError, ParameterError) as error:
            raise header.refused(name, f"rows of a {kind.__name__}", short_repr(values)) from error
        rows.append(row)
    return tuple(rows)


def _described(hog: HOGParams, grid: tuple[int, ...]) -> str:
    values = ", ".join(f"{name}={value}" for name, value in hog.to_dict().items())
    return f"a grid of {grid[0]}x{grid[1]} cells (rows x columns), {values}"


def _digest(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> str:
    digest = hashlib.sha256(canonical_json(header).encode())
    for name in _ARRAYS:
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}{array.shape}".encode())
        # Little-endian bytes, so that the digest is the same on every machine.
        digest.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()
