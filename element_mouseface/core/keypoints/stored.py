"""Keypoints and their traces as one plain .npz file: no pickle, whole or not there.

Inside: `xy`, `likelihood`, `traces` (frames, traces) and `about`, a JSON text with
names, units, the mapping and the digest, which is over numbers and names and knows
nothing of how they are stored.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultError, ResultMismatchError
from ...params import content_hash
from ...params.fields import parse_json
from ..inputs.npz import read_npz
from ..outputs import make_folder, whole_file
from .derived import Trace
from .mapping import FaceMapping
from .points import Keypoints

__all__ = ["StoredKeypoints", "digest_of", "open_keypoints", "save_keypoints"]

FORMAT = "element_mouseface.keypoints"
FORMAT_VERSION = 1


@dataclass(frozen=True, eq=False)
class StoredKeypoints:
    """What one file holds.

    Attributes
    ----------
    keypoints : Keypoints
    traces : tuple of Trace
    mapping : FaceMapping
        Which the traces were derived with.
    digest : str
        SHA-256 (64 hexadecimal digits) over all of it.
    """

    keypoints: Keypoints
    traces: tuple[Trace, ...]
    mapping: FaceMapping
    digest: str

    def trace(self, name: str) -> Trace:
        """The trace of this name.

        Raises
        ------
        ParameterError
            If there is none.
        """
        for trace in self.traces:
            if trace.name == name:
                return trace
        known = ", ".join(trace.name for trace in self.traces) or "none"
        raise ParameterError(f"There is no trace {name!r}.", expected=f"one of {known}")


def save_keypoints(
    path: str | Path, keypoints: Keypoints, traces: tuple[Trace, ...], mapping: FaceMapping
) -> str:
    """Write keypoints and traces to a file, whole or not at all.

    Parameters
    ----------
    path : str or Path
        Ends with .npz; what it holds already stays if it has the same digest.
    keypoints : Keypoints
    traces : tuple of Trace
    mapping : FaceMapping

    Returns
    -------
    str
        The digest.

    Raises
    ------
    ResultMismatchError
        If something else is there.
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
            f"{path} holds something else.",
            expected=f"digest {digest[:12]}",
            got=f"digest {found[:12]}" if found else "no keypoints",
            do="give another name, or delete it",
        )
    text = json.dumps({**about, "digest": digest}, allow_nan=False)
    make_folder(path.parent, what="the keypoints")
    with whole_file(path, "wb", what="the keypoints") as file:
        contents: dict[str, Any] = {"about": np.frombuffer(text.encode(), np.uint8), **arrays}
        np.savez(file, **contents)
    return digest


def digest_of(keypoints: Keypoints, traces: tuple[Trace, ...], mapping: FaceMapping) -> str:
    """SHA-256 (64 hexadecimal digits) over all that `save_keypoints` would write."""
    return _digest(*_parts(keypoints, traces, mapping))


def open_keypoints(path: str | Path) -> StoredKeypoints:
    """Read what `save_keypoints` wrote, and compare it with its digest.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    ResultError
        If it is not such a file, or damaged.
    """
    path = Path(path)

    def refuse(got: str) -> ResultError:
        return ResultError(
            f"There are no keypoints at {path}.",
            expected="a file that save_keypoints wrote",
            got=got,
            do="delete it and populate again",
        )

    if not path.is_file():
        raise refuse("no file")
    npz = read_npz(path, "file of keypoints", refuse)
    text = npz.take("about", (None,), "u").tobytes()
    about = parse_json(text, f"'about' of {path.name}", "JSON", error=ResultError)
    arrays = {
        "xy": npz.take("xy", (None, None, 2), finite=False),
        "likelihood": npz.take("likelihood", (None, None), finite=False),
        "traces": npz.take("traces", (None, None), finite=False),
    }
    digest = about.pop("digest", None) if isinstance(about, dict) else None
    if digest is None or digest != _digest(arrays, about):
        raise ResultError(
            f"The keypoints at {path} are damaged.",
            got="numbers that are not those of their digest",
            do="delete the file and make it anew",
        )
    keypoints = Keypoints(
        tuple(about["names"]),
        arrays["xy"],
        arrays["likelihood"],
        about["software"],
        about["file_sha256"],
        tuple(about.get("notes", ())),
    )
    columns = zip(about["traces"], arrays["traces"].T, strict=True)
    traces = tuple(Trace(name, unit, values) for (name, unit), values in columns)
    return StoredKeypoints(keypoints, traces, FaceMapping.from_dict(about["mapping"]), digest)


def _parts(
    keypoints: Keypoints, traces: tuple[Trace, ...], mapping: FaceMapping
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    columns = [np.asarray(trace.values, "<f8") for trace in traces]
    arrays = {
        "xy": np.ascontiguousarray(keypoints.xy, "<f4"),
        "likelihood": np.ascontiguousarray(keypoints.likelihood, "<f4"),
        "traces": np.stack(columns, axis=1) if columns else np.zeros((keypoints.n_frames, 0)),
    }
    about = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
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
