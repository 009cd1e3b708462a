"""Facial signals on disk: a folder of .npy files and a JSON index.

    OUT/  facial_signals.json      description and hash of each array, and the digest of all
          000.npy 001.npy …        the arrays, little-endian; never a pickle

The digest is over numbers, shapes, dtypes and names, and does not depend on how they are stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultChangedError, ResultError, ResultMismatchError
from ...params import content_hash
from ...params.fields import Fields, read_json, short_repr
from ..inputs import regular_file
from ..inputs.npz import check_npy
from ..outputs import whole_folder

FORMAT = "element_mouseface.facial_signals"
FORMAT_VERSION = 1
_JSON = "facial_signals.json"


def _pack(value: Any, arrays: list[np.ndarray]) -> Any:
    """A value as JSON; its arrays are appended to `arrays` and named by their index there."""
    if isinstance(value, np.ndarray):
        little = np.ascontiguousarray(value, value.dtype.newbyteorder("<"))
        arrays.append(little.reshape(value.shape))
        return {"array": len(arrays) - 1}
    if isinstance(value, tuple):
        return [_pack(item, arrays) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {f.name: _pack(getattr(value, f.name), arrays) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__, "fields": fields}
    return value


def _unpack(node: Any, arrays: list[np.ndarray], types: Mapping[str, type]) -> Any:
    if isinstance(node, list):
        return tuple(_unpack(item, arrays, types) for item in node)
    if not isinstance(node, dict):
        return node
    if "array" in node:
        if node["array"] < 0:
            raise IndexError("an array before the first")
        return arrays[node["array"]]
    fields = {name: _unpack(value, arrays, types) for name, value in node["fields"].items()}
    return types[node["type"]](**fields)


def _about(array: np.ndarray) -> dict[str, Any]:
    # A memory map is hashed in place, without a copy.
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    sha256 = hashlib.sha256(raw.data)
    return {
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "sha256": sha256.hexdigest(),
    }


def digest_of(signals: Any) -> str:
    """SHA-256 (64 hexadecimal digits) over everything in `signals`."""
    arrays: list[np.ndarray] = []
    tree = _pack(signals, arrays)
    return content_hash({"signals": tree, "arrays": [_about(array) for array in arrays]})


def write_signals(signals: Any, folder: Path, overwrite: bool) -> str:
    """Implementation of `FacialSignals.save`."""
    digest = signals.digest
    if folder.exists():
        found = _found_digest(folder)
        if found == digest:
            return digest
        # A folder without signals is not ours, so it is never removed.
        if not overwrite or not found:
            raise ResultMismatchError(
                f"{folder} has other content.",
                expected=f"digest {digest[:12]}",
                got=f"digest {found[:12]}" if found else "no facial signals",
                do="give another folder" + (", or overwrite=True" if found else ""),
            )
    with whole_folder(folder, what="the facial signals") as fresh:
        _write_files(signals, fresh, digest)
    return digest


def _write_files(signals: Any, folder: Path, digest: str) -> None:
    arrays: list[np.ndarray] = []
    tree = _pack(signals, arrays)
    listed = []
    for number, array in enumerate(arrays):
        name = f"{number:03d}.npy"
        np.save(folder / name, array, allow_pickle=False)
        listed.append({"file": name, **_about(array)})
    about = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "digest": digest,
        "signals": tree,
        "arrays": listed,
    }
    (folder / _JSON).write_text(json.dumps(about, indent=1, allow_nan=False), encoding="utf-8")


def _found_digest(folder: Path) -> str | None:
    try:
        return _about_folder(folder).text("digest")
    except ResultError:
        return None


def _about_folder(folder: Path) -> Fields:
    """The folder's JSON, of our format and version."""
    expected = f"a folder with {_JSON}, as FacialSignals.save writes it"
    if not os.path.exists(folder / _JSON):
        raise ResultError(
            f"There are no facial signals at {str(folder)[:200]}.",
            expected=expected,
            got=f"no {_JSON}",
            do="give the folder `signals` in the --out of `mouseface signals`",
        )
    found = read_json(folder / _JSON, "file", expected, error=ResultChangedError)
    fields = Fields(found, lambda what, due, got: _damaged(folder, f"{_JSON}: {what}", due, got))
    if found.get("format") != FORMAT:
        raise ResultError(
            f"{folder / _JSON} is of another program.",
            expected=FORMAT,
            got=short_repr(found.get("format")),
            do="give a folder that `mouseface signals` or FacialSignals.save wrote",
        )
    if (version := fields.whole("format_version")) != FORMAT_VERSION:
        raise ResultError(
            f"{folder} has another version of the format.",
            expected=str(FORMAT_VERSION),
            got=str(version),
            do="install a newer element_mouseface",
        )
    return fields


def read_signals(folder: Path, check: bool, mmap: bool, types: Mapping[str, type]) -> Any:
    """Implementation of `FacialSignals.load`."""
    found = _about_folder(folder)
    listed = [_listed(found, about) for about in found.items("arrays")]
    tree = found.inner("signals").plain()
    content = [{k: a[k] for k in ("dtype", "shape", "sha256")} for a in listed]
    digest = found.text("digest")
    if content_hash({"signals": tree, "arrays": content}) != digest:
        raise _damaged(folder, f"{_JSON} does not match its digest")
    try:
        arrays = [_read_array(folder, about, check, mmap) for about in listed]
        signals = _unpack(tree, arrays, types)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise _damaged(folder, f"{_JSON}: {type(error).__name__}: {error}") from error
    if type(signals).__name__ != "FacialSignals":
        raise _damaged(folder, f"{_JSON} holds no facial signals")
    # Checked above, so that `digest` need not hash everything again.
    signals.__dict__["digest"] = digest
    return signals


def check_arrays(folder: Path, names: Iterable[str]) -> None:
    """Compare the files of some arrays with the hashes taken when they were written.

    Raises
    ------
    ResultChangedError
    """
    found = _about_folder(folder)
    listed = {about["file"]: about for about in (_listed(found, a) for a in found.items("arrays"))}
    for name in names:
        if name not in listed:
            raise _damaged(folder, f"{name} is not listed in {_JSON}")
        _read_array(folder, listed[name], True, True)


def _listed(found: Fields, about: Any) -> dict[str, Any]:
    """The JSON's entry of one array, checked."""
    fields = Fields(about, found.refused, "arrays")
    name = fields.text("file", most=64)
    if Path(name).name != name or not name.endswith(".npy"):
        raise fields.refused("file", "the name of an .npy file", short_repr(name))
    shape = list(fields.wholes("shape"))
    return {
        "file": name,
        "dtype": fields.text("dtype", most=16),
        "shape": shape,
        "sha256": fields.text("sha256", most=64),
    }


def _read_array(folder: Path, about: dict[str, Any], check: bool, mmap: bool) -> np.ndarray:
    name = about["file"]

    def refuse(got: str) -> ResultError:
        return _damaged(folder, got)

    path = regular_file(folder / name, "array", missing=ResultChangedError)
    check_npy(path, refuse)  # check its size before it is mapped or read
    try:
        array = np.load(path, mmap_mode="r" if mmap else None, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise refuse(f"{name} cannot be read: {error}") from error
    if [array.dtype.str, list(array.shape)] != [about["dtype"], about["shape"]]:
        raise refuse(f"{name} holds {array.dtype.str} {array.shape}")
    if check and _about(array)["sha256"] != about["sha256"]:
        raise refuse(f"{name} differs from what was written")
    return array


def _damaged(
    folder: Path, got: str, expected: str | None = None, came: str = ""
) -> ResultChangedError:
    return ResultChangedError(
        f"The facial signals at {folder} are damaged or were changed.",
        expected=expected,
        got=f"{got}: {came}" if came else got,
        do="delete the folder and make it again: in tables, populate again",
    )
