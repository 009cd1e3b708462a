"""`<mouseface_signal>`: a codec for columns whose array is in the processed folder.

Hundreds of components of an hour-long movie are gigabytes, and a blob near
64 MB loses a MySQL connection.  So a row holds the place of its array (a few hundred bytes of
JSON), and fetching the column reads the array: `fetch1("projection")` returns numbers, as for a
blob. Fetching other columns reads no array.

The module is outside the schema packages because DataJoint registers a codec's name once per
process, and because a process with only a virtual schema finds it by its entry point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import datajoint as dj
import numpy as np

from ..core.facial_signals import FacialSignals
from ..core.facial_signals.signal_folder import check_arrays
from ..core.keypoints.stored import StoredKeypoints, open_keypoints
from ..errors import ParameterError
from ..linking import link
from .results import same_digest, still_there


@dataclass(frozen=True)
class SignalArray:
    """The place of an array of facial signals on disk.

    Attributes
    ----------
    folder : str
        Of `FacialSignals`, or the .npz of keypoints; relative to the processed folder.
    digest : str
        Digest of those signals.
    part : sequence of str or int
        Names of attributes and indexes of tuples: ``("regions", 0, "motion")``.
    index : int, optional
        Which one, where the array holds one of each component.
    axis : int
        The axis of the components.
    """

    folder: str
    digest: str
    part: Sequence[str | int]
    index: int | None = None
    axis: int = 0

    def read(self) -> Any:
        """The array, in memory; a list where several views have one each.

        Raises
        ------
        ActivationError
            If no schema is activated, so that the processed folder is not known.
        ResultError
            If the folder is gone, or is not the one that was inserted.
        """
        opened = open_points if self.folder.endswith(".npz") else open_signals
        found: Any = opened(self.folder, self.digest)
        for step in self.part:
            found = found[step] if isinstance(step, int) else getattr(found, step)
        _compare_with_hashes(found)
        if isinstance(found, tuple):
            views = [np.array(view) for view in found]
            return views[0] if len(views) == 1 else views
        if self.index is not None:
            # `take` would copy all of an array that is not in C order
            found = found[(slice(None),) * self.axis + (self.index,)]
        return np.array(found)


class SignalCodec(dj.Codec):
    """DataJoint's codec of a `SignalArray`."""

    name = "mouseface_signal"

    def get_dtype(self, is_store: bool) -> str:
        """JSON on every server."""
        if is_store:
            raise dj.DataJointError(
                "<mouseface_signal> takes no store: its arrays are in the processed folder"
            )
        return "json"

    def validate(self, value: Any) -> None:
        """Accept only a `SignalArray`: arrays are written before their rows."""
        if not isinstance(value, SignalArray):
            raise ParameterError(
                "This column is filled by FacialSignal.populate only, or by that of Keypoints.",
                expected="the place of an array under the processed folder",
                got=type(value).__name__,
                do="insert a FacemapTask (task_mode 'load' takes results that exist) or a "
                "KeypointTask, and populate",
            )

    def encode(self, value: SignalArray, *, key=None, context=None, store_name=None) -> dict:
        """A `SignalArray` as JSON."""
        return asdict(value)

    def decode(self, stored: dict, *, key=None, context=None) -> Any:
        """The array itself."""
        return SignalArray(**stored).read()

    def referenced_paths(self, stored: Any) -> list[tuple[str, str | None]]:
        """None: the folder is not in one of DataJoint's stores."""
        return []


def open_signals(folder: str, digest: str, *, check: bool = False) -> FacialSignals:
    """The signals of a folder under the processed folder, arrays left on the disk.

    Parameters
    ----------
    folder : str
        Relative to the processed folder.
    digest : str
        Of the signals that were inserted.
    check : bool
        Whether to read everything and compare it with its hashes.

    Raises
    ------
    ResultError
        If the folder is gone or damaged.
    ResultMismatchError
        If it holds other signals.
    """
    path = still_there(link(), folder, "FacemapProcessing")
    signals = FacialSignals.load(path, mmap=True) if check else _opened(path, _changed_at(path))
    same_digest(signals.digest, digest, folder, "FacemapProcessing")
    return signals


def open_points(file: str, digest: str) -> StoredKeypoints:
    """The keypoints of a file under the processed folder.

    Parameters
    ----------
    file : str
        Relative to the processed folder.
    digest : str
        Of the keypoints that were inserted.

    Raises
    ------
    ResultError
        If the file is missing or damaged.
    ResultMismatchError
        If it holds other keypoints.
    """
    path = still_there(link(), file, "Keypoints")
    about = path.stat()
    stored = _opened_points(path, (about.st_mtime_ns, about.st_size))
    same_digest(stored.digest, digest, file, "Keypoints")
    return stored


# every point and trace of a recording is a row: the file is read once
@lru_cache(maxsize=2)
def _opened_points(path: Path, changed_at: tuple[int, ...]) -> StoredKeypoints:
    return open_keypoints(path)


def _compare_with_hashes(found: Any) -> None:
    """Compare the files that arrays are mapped from with their hashes, once for each state.

    Raises
    ------
    ResultChangedError
    """
    for array in found if isinstance(found, tuple) else (found,):
        while array is not None and not isinstance(array, np.memmap):
            array = getattr(array, "base", None)
        if array is not None and array.filename is not None:
            path = Path(array.filename)
            about = path.stat()
            _compared(path, (about.st_mtime_ns, about.st_size))


@lru_cache(maxsize=4096)
def _compared(path: Path, changed_at: tuple[int, ...]) -> None:
    check_arrays(path.parent, [path.name])


def _changed_at(path: Path) -> tuple[int, ...]:
    """When the folder and its content last changed."""
    return (path.stat().st_mtime_ns, *sorted(f.stat().st_mtime_ns for f in path.iterdir()))


# rows of one result are fetched by the hundred: its JSON is read once
@lru_cache(maxsize=8)
def _opened(path: Path, changed_at: tuple[int, ...]) -> FacialSignals:
    return FacialSignals.load(path, check=False, mmap=True)
