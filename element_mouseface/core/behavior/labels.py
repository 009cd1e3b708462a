"""Labels: the bouts of each behavior, and the spans of frames that a labeler looked at.

Both are half-open intervals of frame numbers.  Within the assessed spans a frame without
the behavior is a frame where it is absent; outside of them nothing is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ...errors import LabelsError, check_choice, check_whole
from ..objects import FrameData, FrameObjects
from .ethogram import Ethogram

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("manual", "automated", "curated")
"""Who made labels: a person, a program, or a person who corrected a program's."""
#: twelve days at a thousand frames a second: a larger number is no count of frames
MOST_FRAMES = 2**30


def runs_of(mask: np.ndarray) -> np.ndarray:
    """The runs of True in a mask, as half-open intervals.

    Parameters
    ----------
    mask : (frames,) bool array

    Returns
    -------
    (n, 2) int64 array
        First frame of each run, and the frame after its last.
    """
    padded = np.zeros(len(mask) + 2, dtype=np.int8)
    padded[1:-1] = mask
    return np.flatnonzero(np.diff(padded)).astype(np.int64).reshape(-1, 2)


def mask_of(spans: np.ndarray, n_frames: int) -> np.ndarray:
    """Which frames are in half-open intervals: (n_frames,) bool."""
    mask = np.zeros(n_frames, dtype=bool)
    for first, stop in np.asarray(spans).tolist():
        mask[first:stop] = True
    return mask


@dataclass(frozen=True, eq=False)
class Labels(FrameObjects):
    """What was seen in one movie, by one labeler.

    Parameters
    ----------
    ethogram : Ethogram
    n_frames : int
        Of the movie.
    bouts : mapping of str to (n, 2) int array
        Of each behavior, half-open [first, stop) frame numbers; a behavior that is not named
        has none.  They are sorted; of one behavior they may touch and never overlap.  A
        point event is a bout of one frame.
    assessed : mapping of str to (n, 2) int array, optional
        Spans that were looked at, of each behavior; one that is not named was not looked at.
        None: all frames, for all behaviors.  Frames outside of them are unknown.
    labeler : str
        Who labeled.
    method : {'manual', 'automated', 'curated'}
    source, source_digest : str
        The file's name, and the SHA-256 of its bytes.
    based_on : str
        Of curated labels: the digest of the classifier whose prediction was corrected.
    notes : sequence of str
        What a reader of these labels should know: what was left open in the file.
    layout : mapping
        How the file was laid out, for writing it again as it was.

    Raises
    ------
    LabelsError
        If bouts overlap, are outside of the movie or of the assessed spans, or two behaviors
        share a frame although the ethogram is exclusive.
    """

    ethogram: Ethogram
    n_frames: int
    bouts: Mapping[str, np.ndarray]
    assessed: Mapping[str, np.ndarray] = None  # type: ignore[assignment]
    labeler: str = ""
    method: str = "manual"
    source: str = ""
    source_digest: str = ""
    based_on: str = ""
    notes: tuple[str, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_choice("Unknown method of labeling.", self.method, METHODS)
        n_frames = check_whole("n_frames", self.n_frames, 0, MOST_FRAMES)
        names = self.ethogram.names
        whole = np.array([[0, n_frames]][: n_frames > 0], dtype=np.int64).reshape(-1, 2)
        given = dict.fromkeys(names, whole) if self.assessed is None else self.assessed
        assessed = {
            name: runs_merged(spans)
            for name, spans in self._checked(given, "assessed spans", n_frames).items()
        }
        bouts = self._checked(self.bouts, "bouts", n_frames)
        for name in names:
            _refuse_outside(name, bouts[name], assessed[name])
        if self.ethogram.exclusive:
            _refuse_shared(bouts)
        for name, value in (("n_frames", n_frames), ("bouts", bouts), ("assessed", assessed)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "notes", tuple(self.notes))

    def _checked(self, given: Mapping[str, Any], what: str, n_frames: int) -> dict[str, Any]:
        names = self.ethogram.names
        if unknown := [name for name in given if name not in names]:
            raise LabelsError(
                f"There are {what} of a behavior that the ethogram does not have.",
                expected=", ".join(map(repr, names)),
                got=", ".join(map(repr, unknown[:5])),
            )
        empty = np.zeros((0, 2), dtype=np.int64)
        return {name: _intervals(name, what, given.get(name, empty), n_frames) for name in names}

    # what they say

    def matrix(self) -> np.ndarray:
        """Frame by frame: 1 where a behavior is present, 0 where absent, -1 where unknown.

        Returns
        -------
        (n_frames, behaviors) int8 array
            Columns in the ethogram's order.
        """
        found = np.full((self.n_frames, len(self.ethogram.names)), -1, dtype=np.int8)
        for column, name in enumerate(self.ethogram.names):
            found[mask_of(self.assessed[name], self.n_frames), column] = 0
            found[mask_of(self.bouts[name], self.n_frames), column] = 1
        return found

    def to_dataframe(self, times_s: np.ndarray | None = None) -> pd.DataFrame:
        """A row a frame and a column a behavior: 1 present, 0 absent, <NA> unknown.

        Parameters
        ----------
        times_s : (n_frames,) array, optional
            Times of the frames in seconds, for a column of them.

        Raises
        ------
        InputError
            If there is not one time for each frame.
        """
        from .label_frames import dataframe_of_labels

        return dataframe_of_labels(self, times_s)

    def frame_data(self) -> FrameData:
        """Labels over frames and behaviors; bouts and assessed spans where there are times."""
        from .label_frames import frame_data_of_labels

        return frame_data_of_labels(self)

    @classmethod
    def from_matrix(cls, ethogram: Ethogram, matrix: np.ndarray, **about: Any) -> Self:
        """Labels from one row a frame; the opposite of `matrix`.

        Parameters
        ----------
        ethogram : Ethogram
        matrix : (n_frames, behaviors) array
            1 present, 0 absent, -1 unknown.
        **about
            Other parameters of the class.

        Raises
        ------
        LabelsError
            If there is another number of columns than behaviors, or another value.
        """
        matrix = np.asarray(matrix)
        names = ethogram.names
        if matrix.ndim != 2 or matrix.shape[1] != len(names):
            raise LabelsError(
                "The matrix of labels does not fit the ethogram.",
                expected=f"(frames, {len(names)}), for {', '.join(names)}",
                got=f"shape {matrix.shape}",
            )
        wrong = ~np.isin(matrix, (-1, 0, 1))
        if wrong.any():
            frame, column = np.argwhere(wrong)[0]
            raise LabelsError(
                "The matrix of labels has other values.",
                expected="1 (present), 0 (absent) or -1 (unknown)",
                got=f"{matrix[frame, column]} in frame {frame} of {names[column]!r}",
            )
        columns = dict(zip(names, matrix.T, strict=True))
        bouts = {name: runs_of(column == 1) for name, column in columns.items()}
        assessed = {name: runs_of(column != -1) for name, column in columns.items()}
        return cls(ethogram, len(matrix), bouts, assessed, **about)

    @property
    def digest(self) -> str:
        """SHA-256 of ethogram, frames, bouts and assessed spans (64 hexadecimal digits).

        Who labeled, and the file, are no part of it.
        """
        found = hashlib.sha256(f"{self.ethogram.content_hash()} {self.n_frames}".encode())
        for name in self.ethogram.names:
            for spans in (self.bouts[name], self.assessed[name]):
                found.update(len(spans).to_bytes(8, "little"))
                found.update(spans.astype("<i8").tobytes())
        return found.hexdigest()

    def n_assessed(self, name: str) -> int:
        """Number of frames that were looked at for a behavior."""
        return int(np.diff(self.assessed[name], axis=1).sum())

    def n_present(self, name: str) -> int:
        """Number of frames in which a behavior was seen."""
        return int(np.diff(self.bouts[name], axis=1).sum())

    # other labels made from them

    def with_ethogram(self, ethogram: Ethogram) -> Self:
        """The same for another list of behaviors: those that are not in it are left out.

        A behavior of the list that was not looked for is unknown in all frames.
        """
        kept = [name for name in ethogram.names if name in self.bouts]
        bouts = {name: self.bouts[name] for name in kept}
        assessed = {name: self.assessed[name] for name in kept}
        return replace(self, ethogram=ethogram, bouts=bouts, assessed=assessed, layout={})

    def with_frames(self, n_frames: int) -> Self:
        """The same for a movie of another length: cut at its end, or unknown from theirs on."""
        check_whole("n_frames", n_frames, 0, MOST_FRAMES)
        bouts = {name: _cut(spans, n_frames) for name, spans in self.bouts.items()}
        assessed = {name: _cut(spans, n_frames) for name, spans in self.assessed.items()}
        return replace(self, n_frames=n_frames, bouts=bouts, assessed=assessed)

    def merged(self) -> Self:
        """The same with bouts that touch made one, as a table of frames would have them.

        Point events stay apart.
        """
        states = {b.name for b in self.ethogram.behaviors if b.kind == "state"}
        bouts = {n: runs_merged(b) if n in states else b for n, b in self.bouts.items()}
        return replace(self, bouts=bouts)


def runs_merged(spans: np.ndarray) -> np.ndarray:
    """Sorted intervals that do not overlap, with those that touch made one."""
    if len(spans) < 2:
        return spans
    apart = spans[1:, 0] > spans[:-1, 1]
    firsts = spans[np.concatenate([[True], apart]), 0]
    stops = spans[np.concatenate([apart, [True]]), 1]
    return np.stack([firsts, stops], axis=1)


def _cut(spans: np.ndarray, n_frames: int) -> np.ndarray:
    kept = np.minimum(spans, n_frames)
    return kept[kept[:, 0] < kept[:, 1]]


def _intervals(name: str, what: str, given: Any, n_frames: int) -> np.ndarray:
    """Intervals as a sorted (n, 2) int64 array of its own; refused where they are none."""
    where = f"The {what} of {name!r}"
    found = np.asarray(given)
    if found.size == 0:
        return np.zeros((0, 2), dtype=np.int64)
    whole = found.dtype.kind in "iuf" and bool((found == np.floor(found)).all())
    if found.ndim != 2 or found.shape[1] != 2 or not whole:
        raise LabelsError(
            f"{where} cannot be used.",
            expected="rows of two whole numbers: the first frame, and the frame after the last",
            got=f"{found.dtype} of shape {found.shape}",
        )
    good = (found[:, 0] >= 0) & (found[:, 0] < found[:, 1]) & (found[:, 1] <= n_frames)
    if not good.all():
        row = found[np.argmin(good)]
        raise LabelsError(
            f"{where} leave the movie, or end before they begin.",
            expected=f"0 <= first < stop <= {n_frames}",
            got=f"frames {row[0]:g} to {row[1]:g}" + f" ({int((~good).sum())} such)",
        )
    found = found.astype(np.int64)
    found = found[np.argsort(found[:, 0], kind="stable")]
    over = found[1:, 0] < found[:-1, 1]
    if over.any():
        at = int(np.argmax(over))
        raise LabelsError(
            f"{where} overlap.",
            expected="each frame in one of them at most",
            got=f"{_words(found[at])} and {_words(found[at + 1])}",
            do="join them, or take one out",
        )
    return found


def _words(span: np.ndarray) -> str:
    return f"frames {span[0]} to {span[1] - 1}"


def _refuse_outside(name: str, bouts: np.ndarray, assessed: np.ndarray) -> None:
    """Refuse bouts outside of what was looked at."""
    if not len(bouts):
        return
    at = np.searchsorted(assessed[:, 0], bouts[:, 0], side="right") - 1
    inside = at >= 0
    inside[inside] = bouts[inside, 1] <= assessed[at[inside], 1]
    if not inside.all():
        raise LabelsError(
            f"A bout of {name!r} is outside of the frames that were looked at.",
            expected="bouts within the assessed spans",
            got=f"{_words(bouts[np.argmin(inside)])} ({int((~inside).sum())} such)",
            do="add the span to the assessed ones",
        )


def _refuse_shared(bouts: Mapping[str, np.ndarray]) -> None:
    """Refuse a frame with two behaviors."""
    rows = [(int(a), int(b), name) for name, spans in bouts.items() for a, b in spans]
    rows.sort(key=lambda row: row[:2])
    latest: tuple[int, int, str] | None = None
    for row in rows:
        if latest and row[0] < latest[1]:
            raise LabelsError(
                "Two behaviors overlap, and the ethogram is exclusive.",
                expected="one behavior in a frame at most",
                got=f"{latest[2]!r} to frame {latest[1] - 1} and {row[2]!r} from frame {row[0]}",
                do="correct the bouts, or make the ethogram one that is not exclusive",
            )
        latest = row if latest is None or row[1] > latest[1] else latest
