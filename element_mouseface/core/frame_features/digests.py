"""The digest of a table of features: the same for the same numbers, however they are stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...params import content_hash
from .columns import REASON_PREFIX, TEXT_COLUMNS, Block


class TableDigest:
    """SHA-256 of each column, block by block.

    It depends neither on the size of the blocks nor on the kind of file.
    """

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}

    def add(self, block: Block) -> None:
        """Take in the next rows of a table."""
        if block.times_s is not None:
            self._update("time_s", _floats(block.times_s))
        if block.flags is not None:
            self._update("flags", np.ascontiguousarray(block.flags, "<u2"))
        for part, column in TEXT_COLUMNS.items():
            if (texts := getattr(block, part)) is not None:
                self._update(column, _lines(texts))
        for name, values in zip(block.names, _floats(block.values.T), strict=True):
            self._update(name, values)
        for key, codes in block.reasons.items():
            self._update(REASON_PREFIX + key, np.ascontiguousarray(codes))

    def _update(self, column: str, data: Any) -> None:
        self._sums.setdefault(column, hashlib.sha256()).update(data)

    def sums(self) -> dict[str, str]:
        """The digest of each column so far."""
        return {name: found.hexdigest() for name, found in self._sums.items()}

    def result(self, about: Mapping[str, Any]) -> str:
        """The digest of the whole table."""
        return digest_of(self.sums(), about)


def digest_of_texts(texts: Sequence[str | None]) -> str:
    """The digest of a column of texts."""
    return hashlib.sha256(_lines(texts)).hexdigest()


def digest_of(sums: Mapping[str, str], about: Mapping[str, Any]) -> str:
    """The digest of a table from those of its columns, in their order."""
    return content_hash({"about": about, "columns": [list(item) for item in sums.items()]})


def _lines(texts: Sequence[str | None]) -> bytes:
    return "".join(f"{json.dumps(text)}\n" for text in texts).encode()


def _floats(values: np.ndarray) -> np.ndarray:
    """Little-endian float64 with one kind of NaN."""
    found = np.array(values, "<f8", order="C")
    found[np.isnan(found)] = np.nan
    return found
