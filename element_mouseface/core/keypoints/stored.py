"""Keypoints and their traces in an .npz file, without pickles, written atomically.

Content (`core.outputs.archive`): `xy`, `likelihood`, `traces` (frames, traces); names, units and
the mapping in its header. The digest of the keypoints is over numbers and names and does not depend
on how they are stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import ResultError, ResultMismatchError, check_choice
from ...params import content_hash
from ..confounds.explained import Regressor
from ..objects import FrameData, FrameObjects
from ..outputs import make_folder
from ..outputs.archive import Archive
from .derived import PointTrace, coordinate_traces
from .mapping import FaceMapping
from .points import Keypoints

if TYPE_CHECKING:
    import pandas as pd

_ARCHIVE = Archive(
    "keypoints",
    {"format": "element_mouseface.keypoints", "format_version": 1},
    "a file that save_keypoints wrote",
    "delete it and populate again",
    ResultError,
)


@dataclass(frozen=True, eq=False)
class StoredKeypoints(FrameObjects):
    """The content of a file.

    Attributes
    ----------
    keypoints : Keypoints
    traces : tuple of PointTrace
    mapping : FaceMapping
        The mapping of the traces.
    digest : str
        SHA-256 (64 hexadecimal digits) over all fields.
    """

    keypoints: Keypoints
    traces: tuple[PointTrace, ...]
    mapping: FaceMapping
    digest: str

    def to_dataframe(self, scorer: str | None = None) -> pd.DataFrame:
        """The points as DeepLabCut writes them: see `Keypoints.to_dataframe`."""
        return self.keypoints.to_dataframe(scorer)

    def frame_data(self) -> FrameData:
        """Positions and likelihoods over frames and points, and the traces of the face."""
        from .frame_data import frame_data_of_points

        return frame_data_of_points(self.keypoints, self.traces)

    def trace(self, name: str) -> PointTrace:
        """The trace of this name.

        Raises
        ------
        ParameterError
            If there is none.
        """
        found = {trace.name: trace for trace in self.traces}
        check_choice(f"There is no trace {name!r}.", name, found)
        return found[name]


def save_keypoints(
    path: str | Path, keypoints: Keypoints, traces: tuple[PointTrace, ...], mapping: FaceMapping
) -> str:
    """Write keypoints and traces to a file, atomically.

    Parameters
    ----------
    path : str or Path
        Ends with .npz; an existing file with the same digest is kept.
    keypoints : Keypoints
    traces : tuple of PointTrace
    mapping : FaceMapping

    Returns
    -------
    str
        The digest.

    Raises
    ------
    ResultMismatchError
        If there is another file.
    StorageError
        If it cannot be written.
    """
    path = Path(path)
    arrays, about = _parts(keypoints, traces, mapping)
    digest = _digest(arrays, about)
    if path.exists():
        found = _digest_there(path)
        if found == digest:
            return digest
        raise ResultMismatchError(
            f"{path} has other content.",
            expected=f"digest {digest[:12]}",
            got=f"digest {found[:12]}" if found else "no keypoints",
            do="give another name, or delete it",
        )
    make_folder(path.parent, what="the keypoints")
    _ARCHIVE.save(path, about, arrays, compressed=False)
    return digest


def digest_of(keypoints: Keypoints, traces: tuple[PointTrace, ...], mapping: FaceMapping) -> str:
    """SHA-256 (64 hexadecimal digits) over everything that `save_keypoints` would write."""
    return _digest(*_parts(keypoints, traces, mapping))


def open_keypoints(path: str | Path) -> StoredKeypoints:
    """Load a file of `save_keypoints` and verify its digest.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    ResultError
        If it is not such a file, or damaged.
    """
    path = Path(path)
    if not path.is_file():
        raise _ARCHIVE.refused(path, "no file")
    header, npz = _ARCHIVE.open(path)
    arrays = {
        "xy": npz.take("xy", (None, None, 2), finite=False),
        "likelihood": npz.take("likelihood", (None, None), finite=False),
        "traces": npz.take("traces", (None, None), finite=False),
    }
    about = {name: value for name, value in header.plain().items() if name != "digest"}
    keypoints = Keypoints(
        header.texts("names"),
        arrays["xy"],
        arrays["likelihood"],
        header.text("software"),
        header.text("file_sha256"),
        tuple(header.items("notes")) if header.has("notes") else (),
    )
    columns = zip(about["traces"], arrays["traces"].T, strict=True)
    traces = tuple(PointTrace(name, unit, values) for (name, unit), values in columns)
    mapping = header.made("mapping", FaceMapping.from_dict)
    return StoredKeypoints(keypoints, traces, mapping, _digest(arrays, about))


def _parts(
    keypoints: Keypoints, traces: tuple[PointTrace, ...], mapping: FaceMapping
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    columns = [np.asarray(trace.values, "<f8") for trace in traces]
    arrays = {
        "xy": np.ascontiguousarray(keypoints.xy, "<f4"),
        "likelihood": np.ascontiguousarray(keypoints.likelihood, "<f4"),
        "traces": np.stack(columns, axis=1) if columns else np.zeros((keypoints.n_frames, 0)),
    }
    about = {
        **_ARCHIVE.mark,
        "names": list(keypoints.names),
        "software": keypoints.software,
        "file_sha256": keypoints.file_sha256,
        "traces": [[trace.name, trace.unit] for trace in traces],
        "mapping": mapping.to_dict(),
    }
    if keypoints.notes:
        about["notes"] = list(keypoints.notes)
    return arrays, about


def _digest(arrays: dict[str, np.ndarray], about: dict[str, Any]) -> str:
    sums = {
        name: [list(array.shape), array.dtype.str, _sha256(array)] for name, array in arrays.items()
    }
    return content_hash({"about": about, "arrays": sums})


def _sha256(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).data).hexdigest()


def _digest_there(path: Path) -> str | None:
    try:
        return open_keypoints(path).digest
    except ResultError:
        return None


#: a point that is found in fewer frames would leave few for all regressors together
FOUND = 0.9


def keypoint_regressors(stored: StoredKeypoints, *, points: bool = False) -> list[Regressor]:
    """Regressors from the keypoints of a recording.

    Parameters
    ----------
    stored : StoredKeypoints
    points : bool
        Whether x and y of each point are among them, as 'point: NAME'.

    Returns
    -------
    list of Regressor
        Kind 'keypoint': each trace of the face, by its own name, and the points.  What has no
        value in any frame is left out; with points, what has none in more than a tenth.
    """
    keypoints, least = stored.keypoints, stored.mapping.min_likelihood
    found = [Regressor(one.name, "keypoint", np.asarray(one.values)) for one in stored.traces]
    for name in keypoints.names if points else ():
        x, y = coordinate_traces(keypoints, [name], min_likelihood=least)
        xy = np.stack([x.values, y.values], axis=1)
        found.append(Regressor(f"point: {name}"[:96], "keypoint", xy))
    known = [np.isfinite(one.values).reshape(keypoints.n_frames, -1).all(axis=1) for one in found]
    share = FOUND if points else 0.0
    pairs = zip(found, known, strict=True)
    return [one for one, there in pairs if there.any() and there.mean() >= share]
