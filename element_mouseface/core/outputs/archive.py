"""The NPZ format of this package: a JSON header, arrays, and a digest over both.

The header is the member `about`. Some of its entries, the same in every file of a kind, name the
format; `digest` is over all other entries and every array, so that an edited, truncated or mixed
file does not match it. A file is written atomically, and read with `core.inputs.npz`: no pickles,
no more than its directory says, within a size limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import MouseFaceError
from ...params import canonical_json
from ...params.fields import Fields, short_repr
from ..inputs.npz import Npz, read_npz
from .whole import whole_file

_ABOUT, _DIGEST = "about", "digest"


@dataclass(frozen=True)
class Archive:
    """A kind of NPZ file: its format, its version, and the error for other files.

    Attributes
    ----------
    holds : str
        The content of such a file, such as 'keypoints'.
    mark : mapping
        Entries of the text that name the format.
    expected, do : str
        Parts of the error for another file: the origin of such a file, and what to do.
    error : type
        Class of that error.
    """

    holds: str
    mark: Mapping[str, Any]
    expected: str
    do: str
    error: type[MouseFaceError]

    def save(
        self,
        path: str | Path,
        about: Mapping[str, Any],
        arrays: Mapping[str, np.ndarray],
        *,
        overwrite: bool = False,
        compressed: bool = True,
    ) -> Path:
        """Write a file, atomically.

        Raises
        ------
        PathError
            If another file exists and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        marked = {**self.mark, **about}
        text = canonical_json({**marked, _DIGEST: digest_of(marked, arrays)})
        parts: dict[str, Any] = {_ABOUT: np.array(text), **arrays}
        with whole_file(path, "wb", what=f"the {self.holds}", overwrite=overwrite) as file:
            (np.savez_compressed if compressed else np.savez)(file, **parts)
        return Path(path)

    def open(self, path: str | Path) -> tuple[Fields, Npz]:
        """The header and the arrays of a file, checked against its digest.

        Raises
        ------
        PathError
            If there is no such file.
        MouseFaceError
            Of the class `error`, if it is another file.
        """
        path = Path(path)
        npz = read_npz(path, f"file of {self.holds}", lambda got: self.refused(path, got))
        about = npz.header(_ABOUT)
        for name, due in self.mark.items():
            if (found := about.take(name, short_repr(due))) != due or type(found) is not type(due):
                raise npz.refused(f"{name} {short_repr(found)} instead of {due}")
        stated = about.text(_DIGEST) if about.has(_DIGEST) else ""
        arrays = {name: array for name, array in npz.arrays.items() if name != _ABOUT}
        if digest_of(about.plain(), arrays) != stated:
            raise npz.refused("numbers that do not match their digest" if stated else "no digest")
        return about, npz

    def refused(self, path: Path, got: str) -> MouseFaceError:
        """The error for a file with other content."""
        what = f"{path.name} has no {self.holds} that can be used."
        return self.error(what, expected=self.expected, got=got, do=self.do)


def digest_of(about: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> str:
    """SHA-256 (64 hexadecimal digits) over a file's header, without its digest, and its arrays."""
    digest = hashlib.sha256(canonical_json({**about, _DIGEST: ""}).encode())
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        digest.update(f"{name}{little.dtype.str}{array.shape}".encode())
        digest.update(little.tobytes())
    return digest.hexdigest()
