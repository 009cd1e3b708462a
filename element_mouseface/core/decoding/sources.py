"""What is decoded from: named features of frames, pictures of them, or both.

A source gives frames in spans, as `frame_models.features` asks tables for rows, so that a
recording of hours is never in memory: only its trials are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ...errors import InputError, ParameterError
from ..extraction.descriptors import Descriptors
from ..features.quality import FrameFlag
from ..frame_features.table import FrameTable
from ..frame_models.features import TableFeatures
from ..store.result import Result

#: Frames with one of these flags say nothing.
_UNUSABLE = np.uint16(FrameFlag.MISSING | FrameFlag.CONSTANT | FrameFlag.BLACK)
#: Columns with a definition of this group were made from prototypes of trials.
SCORES = "score"
#: ... and may be used if their source is this.
OTHER_SESSION = "prototypes of another session"


class Pictures(Protocol):
    """Numbers of each frame that are only used as components, fitted inside a fold."""

    @property
    def times_s(self) -> np.ndarray: ...

    @property
    def flags(self) -> np.ndarray | None: ...

    @property
    def n_numbers(self) -> int: ...

    @property
    def told(self) -> dict[str, Any]: ...

    def read(self, first: int, stop: int) -> np.ndarray:
        """(frames, numbers) float32."""
        ...


@dataclass(frozen=True, eq=False)
class Thumbnails:
    """The small pictures of a pass, luma."""

    result: Result

    @property
    def times_s(self) -> np.ndarray:
        """Of its frames."""
        return self.result.times_s

    @property
    def flags(self) -> np.ndarray | None:
        """Of its frames."""
        return self.result.flags

    @property
    def n_numbers(self) -> int:
        """Pixels."""
        return int(np.prod(self.result.thumbnails.shape[1:]))

    @property
    def told(self) -> dict[str, Any]:
        """What it is, as JSON."""
        shape = [int(n) for n in self.result.thumbnails.shape[1:]]
        return {"kind": "thumbnails", "digest": self.result.digest, "shape": shape}

    def read(self, first: int, stop: int) -> np.ndarray:
        """(frames, pixels) float32."""
        found = np.asarray(self.result.thumbnails[first:stop])
        return found.reshape(len(found), -1).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Cells:
    """Histograms of oriented gradients of a pass, as its parameters normalize them."""

    descriptors: Descriptors
    result: Result

    @property
    def times_s(self) -> np.ndarray:
        """Of its frames."""
        return self.result.times_s

    @property
    def flags(self) -> np.ndarray | None:
        """Of its frames."""
        return self.result.flags

    @property
    def n_numbers(self) -> int:
        """Numbers of a descriptor."""
        return int(self.descriptors.shape[1])

    @property
    def told(self) -> dict[str, Any]:
        """What it is, as JSON."""
        return {"kind": "cells", "digest": self.result.digest, "shape": [self.n_numbers]}

    def read(self, first: int, stop: int) -> np.ndarray:
        """(frames, numbers) float32."""
        return np.asarray(self.descriptors[first:stop], np.float32)


@dataclass(frozen=True, eq=False)
class Source:
    """The frames of one recording: named features, pictures, or both.

    Attributes
    ----------
    table : FrameTable or None
    columns : (n,) int array
        Columns of the table that are used.
    pictures : Pictures or None
    times_s : (frames,) float64 array
    compared : Pictures or None
        In which copies of trials are looked for; `pictures` if there are any.
    """

    table: FrameTable | None
    columns: np.ndarray
    pictures: Pictures | None
    times_s: np.ndarray
    compared: Pictures | None = None

    def named(self, first: int, stop: int) -> np.ndarray:
        """(frames, columns) float32; NaN where undefined."""
        if self.table is None:
            return np.zeros((stop - first, 0), np.float32)
        found = np.asarray(self.table.values[first:stop])[:, self.columns]
        return self._known(found.astype(np.float32), self.table.flags, first, stop)

    def pixels(self, first: int, stop: int) -> np.ndarray:
        """(frames, numbers) float32; NaN of frames that cannot be used."""
        if self.pictures is None:
            return np.zeros((stop - first, 0), np.float32)
        return self._known(self.pictures.read(first, stop), self.pictures.flags, first, stop)

    def to_compare(self, first: int, stop: int) -> np.ndarray:
        """(frames, numbers) float32 in which copies are looked for: pictures, else features."""
        if self.pictures is None and self.compared is not None:
            return self._known(self.compared.read(first, stop), self.compared.flags, first, stop)
        if self.pictures is None:
            return self.named(first, stop)
        return self.pixels(first, stop)

    @property
    def compares_features(self) -> bool:
        """Whether copies are looked for in named features."""
        return self.pictures is None and self.compared is None

    @staticmethod
    def _known(found: np.ndarray, flags: np.ndarray | None, first: int, stop: int) -> np.ndarray:
        if flags is not None:
            found[(np.asarray(flags[first:stop]) & _UNUSABLE) > 0] = np.nan
        return found


def sources_of(
    tables: Sequence[FrameTable | None],
    pictures: Sequence[Pictures | None] | None,
    columns: Sequence[str] | None = None,
    compared: Sequence[Pictures] | None = None,
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """The sources of recordings, and the names of the columns that are used.

    Parameters
    ----------
    tables : sequence of FrameTable or None
        Of frames, with times; None where a recording has only pictures.
    pictures : sequence of Pictures or None, optional
        Of the same frames.
    columns : sequence of str, optional
        Of the tables; all by default.
    compared : sequence of Pictures, optional
        Of the same frames: copies of trials are looked for in them where there are no pictures.

    Raises
    ------
    InputError
        If a recording has neither or others than the rest, or numbers of frames differ.
    ParameterError
        If columns are scores by prototypes of the same trials.
    ResultMismatchError
        If tables define a column differently.
    """
    shown = [None] * len(tables) if pictures is None else list(pictures)
    for what, given in (("features", tables), ("pictures", shown)):
        there = [one is not None for one in given]
        if len(shown) != len(tables) or (any(there) and not all(there)):
            raise InputError(
                f"Some recordings have {what}, and others do not.",
                expected="the same for each recording",
                got=f"{sum(there)} of {len(tables)}",
                do=f"give {what} of every recording, or of none",
            )
    names: tuple[str, ...] = ()
    whole = [table for table in tables if table is not None]
    if whole:
        names = TableFeatures(None if columns is None else tuple(columns)).fit(whole, [[]])[0].names
        _refuse_scores(whole[0], names)
    looked: Sequence[Pictures | None] = [None] * len(tables) if compared is None else compared
    sources = [
        _source(table, one, names, other)
        for table, one, other in zip(tables, shown, looked, strict=True)
    ]
    sizes = {one.pictures.n_numbers for one in sources if one.pictures is not None}
    if len(sizes) > 1:
        raise InputError(
            "Pictures of two recordings have different sizes.",
            expected="one size, so that they have components in common",
            got=", ".join(map(str, sorted(sizes))) + " numbers",
            do="crop the recordings alike, or decode from named features",
        )
    return tuple(sources), names


def _source(
    table: FrameTable | None,
    pictures: Pictures | None,
    names: Sequence[str],
    compared: Pictures | None,
) -> Source:
    if table is not None and table.kind != "frames":
        raise InputError(
            "Trials are made of frames.",
            expected="a table of the frames of a movie",
            got=f"a table of {table.kind}",
            do="give the table that `mouseface features` wrote, without events",
        )
    times = pictures.times_s if table is None and pictures is not None else None
    if table is not None:
        times = table.times_s
    if times is None:
        raise InputError(
            "A recording has neither features with times nor pictures.",
            expected="a table of frames with times, or a pass",
            got="none",
            do="give one of them",
        )
    times = np.asarray(times, np.float64)
    for shown in (pictures, compared):
        if shown is not None and len(shown.times_s) != len(times):
            raise InputError(
                "Features and pictures are not of the same frames.",
                expected=f"{len(times)} frames",
                got=f"{len(shown.times_s)}",
                do="compute the features of the same pass",
            )
    columns = np.zeros(0, np.int64)
    if table is not None:
        place = {name: k for k, name in enumerate(table.names)}
        columns = np.array([place[name] for name in names], np.int64)
    return Source(table, columns, pictures, times, compared)


def _refuse_scores(table: FrameTable, names: Sequence[str]) -> None:
    """Scores that prototypes of these trials made know which trial is which stimulus."""
    found = [
        name
        for name in names
        if table.definition(name).group == SCORES and table.definition(name).source != OTHER_SESSION
    ]
    if found:
        raise ParameterError(
            "Scores by prototypes of the same trials cannot be decoded from.",
            expected=f"features that know no names of events, or scores whose source is "
            f"{OTHER_SESSION!r}",
            got=", ".join(found[:5]),
            do="leave the scores out, or score with prototypes of another session. A trial's own "
            "score is made without it, but the scores of the trials that a decoder is trained on "
            "were made with it",
        )
