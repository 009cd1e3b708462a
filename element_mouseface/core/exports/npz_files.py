"""What kind of NPZ file of this package a file is."""

from __future__ import annotations

from pathlib import Path

from ...errors import ResultError
from ..inputs.npz import read_npz


def kind_of_npz(path: Path) -> str:
    """The format in the header of an NPZ file: 'element_mouseface.keypoints'; '' without one.

    Raises
    ------
    ResultError
        If it is no NPZ file, or a damaged one.
    """

    def refused(got: str) -> ResultError:
        return ResultError(
            f"{path} is no file of this package.",
            expected="an NPZ file with a header",
            got=got,
            do="give the file as this package wrote it",
        )

    npz = read_npz(path, "file of a result", refused)
    if "about" not in npz.arrays:
        return ""
    name = npz.header("about").plain().get("format", "")
    return name.partition("/")[0] if isinstance(name, str) else ""
