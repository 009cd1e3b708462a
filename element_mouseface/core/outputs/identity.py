"""Markers that identify the locks, unfinished outputs and pictures of this package.

Other programs have `.lock` files and `.partial` folders too. Ours have a mark: the name of a format
and a token, in the file or, if we cannot choose its content (an unfinished movie), in its name.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

LOCK_FORMAT = "element_mouseface.lock"
PARTIAL_FORMAT = "element_mouseface.partial"
#: the file with our mark in an unfinished folder
MARK_NAME = "element_mouseface.json"
#: the program's name in the metadata of every figure
FIGURE_MARK = "element_mouseface figure"

_RESULT = "element_mouseface"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_TEMPORARY = re.compile(r"\.(?P<stem>.*)\.(?P<token>[0-9a-f]{32})\.mouseface\.partial(?P<end>.*)")
_MOST_BYTES = 1 << 16
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"%PDF-", b"<?xml", b"<!DOCTYPE html>")


def temporary_path(path: Path, token: str, longest: int = 255) -> Path:
    """The hidden path of an unfinished file, in the same folder, with the name of this package.

    It keeps the ending, which writers of movies and figures use.
    """
    suffix = path.suffix
    room = longest - len(os.fsencode(f"..{token}.mouseface.partial{suffix}"))
    stem = os.fsdecode(os.fsencode(path.name.removesuffix(suffix))[: max(0, room)])
    return path.with_name(f".{stem}.{token}.mouseface.partial{suffix}")


def is_our_temporary(path: Path, token: str | None = None) -> bool:
    """Whether a file has a name of `temporary_path`, with this token if one is given."""
    match = _TEMPORARY.fullmatch(path.name)
    return match is not None and token in (None, match["token"]) and _is_regular(path)


def target_of_temporary(path: Path) -> Path:
    """The final name of a temporary file."""
    match = _TEMPORARY.fullmatch(path.name)
    return path if match is None else path.with_name(match["stem"] + match["end"])


def lock_owner(content: bytes) -> dict[str, Any] | None:
    """The owner of a lock, from its file; None if it is not a lock of this package."""
    try:
        owner = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(owner, dict) or owner.get("format") != LOCK_FORMAT:
        return None
    token = owner.get("token")
    return owner if isinstance(token, str) and _TOKEN.fullmatch(token) else None


def is_our_lock(path: Path) -> bool:
    """Whether a file is a lock that a run of this package signed."""
    content = _head(path)
    return content is not None and lock_owner(content) is not None


def mark_partial(folder: Path, token: str) -> None:
    """Write the marker of this package into a new folder, and sync it to the disk."""
    path = folder / MARK_NAME
    with open(path, "x", encoding="utf-8") as file:
        json.dump({"format": PARTIAL_FORMAT, "token": token}, file)
        file.flush()
        os.fsync(file.fileno())


def is_our_partial(folder: Path) -> bool:
    """Whether a folder is one that a run of this package began.

    It has the mark, or is a result whose run was killed right before its last rename.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    mark = _json(folder / MARK_NAME)
    if mark is not None and mark.get("format") == PARTIAL_FORMAT:
        return bool(_TOKEN.fullmatch(str(mark.get("token"))))
    attributes = (_json(folder / "zarr.json") or {}).get("attributes")
    result = attributes.get(_RESULT) if isinstance(attributes, dict) else None
    return isinstance(result, dict) and str(result.get("format", "")).startswith(f"{_RESULT}.")


def is_our_picture(path: Path) -> bool:
    """Whether a file is a figure of this package (PNG, PDF, SVG or HTML): it can be drawn again."""
    content = _head(path, tail=True)
    if content is None or not content.startswith(_PICTURES):
        return False
    return FIGURE_MARK.encode() in content


def _json(path: Path) -> dict[str, Any] | None:
    content = _head(path, most=1 << 24)
    try:
        values = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _is_regular(path: Path) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def _head(path: Path, most: int = _MOST_BYTES, tail: bool = False) -> bytes | None:
    """The beginning and the end of a regular file; None if it cannot be read."""
    if not _is_regular(path):
        return None
    try:
        with open(path, "rb") as file:
            content = file.read(most)
            if tail and len(content) == most:
                file.seek(-min(most, os.fstat(file.fileno()).st_size - most), os.SEEK_END)
                content += file.read(most)
            return content
    except OSError:
        return None
