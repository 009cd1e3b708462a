"""What is told of a folder's pictures: those that cannot be read, and those that are there twice.

A picture that is there twice is one observation. If a model is trained on one copy and tested on
the other, it looks better than it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

import numpy as np

from ...video.stills.folder import counted
from ..reasons import Reason
from ..table import FrameTable

_SHOWN = 5


def duplicate_pictures(*tables: FrameTable) -> list[list[tuple[int, int]]]:
    """Pictures that are there more than once, in one table or in several.

    Two pictures are the same if all their pixels are, whatever their files' names and formats.
    One that was compressed again is another picture here.

    Parameters
    ----------
    tables : FrameTable
        Of pictures. Tables without digests have no duplicates that could be known.

    Returns
    -------
    list of list of (int, int)
        For each picture that is there more than once, (table, row) of each of its copies.
    """
    copies: dict[str, list[tuple[int, int]]] = {}
    for number, table in enumerate(tables):
        for row, digest in enumerate(table.digests or ()):
            if digest is not None:
                copies.setdefault(digest, []).append((number, row))
    return [places for places in copies.values() if len(places) > 1]


class PictureReport:
    """Counts of a folder's pictures, taken from its table block by block."""

    def __init__(self) -> None:
        self.n_pictures = self.n_unreadable = self.n_faceless = 0
        self._faults: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._first_of: dict[bytes, tuple[str, str | None]] = {}
        self._copies: dict[bytes, list[tuple[str, str | None]]] = {}
        self._digest = hashlib.sha256()
        self._notes: Counter[str] = Counter()

    def add(self, table: FrameTable) -> None:
        """Take in the next rows."""
        images, notes = table.images or (), table.notes or ()
        labels = table.labels or (None,) * len(table)
        rows = zip(images, notes, table.digests or (), labels, strict=True)
        for image, note, digest, label in rows:
            self.n_pictures += 1
            name = str(image)
            self._digest.update(f"{json.dumps([name, digest])}\n".encode())
            if digest is None:
                self.n_unreadable += 1
                fault = (note or "").partition(":")[0]
                self._faults[fault] += 1
                self._first.setdefault(fault, name)
                continue
            self._count_copy(bytes.fromhex(digest), name, label)
            for word in ("transparent and left out", "partly transparent", "above white",
                         "first of several", "smaller than", "does not say so"):  # fmt: skip
                self._notes[word] += word in (note or "")
        codes = table.reasons.get("points:landmarks")
        if codes is not None:
            self.n_faceless += int(np.count_nonzero(codes == Reason.NO_FACE))

    @property
    def digest(self) -> str:
        """SHA-256 over the names and the pixels of all pictures so far, in their order."""
        return self._digest.hexdigest()

    def _count_copy(self, digest: bytes, name: str, label: str | None) -> None:
        first = self._first_of.setdefault(digest, (name, label))
        if first[0] != name:
            self._copies.setdefault(digest, [first]).append((name, label))

    def sentences(self) -> list[str]:
        """What is to be told of all rows together."""
        found = []
        if self.n_unreadable:
            kinds = ", ".join(
                f"{n} {fault} (first: {self._first[fault]})"
                for fault, n in self._faults.most_common(_SHOWN)
            )
            found.append(
                f"{self.n_unreadable} of {counted(self.n_pictures)} cannot be read, with an empty "
                f"row that says why: {kinds}"
            )
        found += self._of_copies()
        found += [f"{_TEXTS[word]}: {counted(n)}" for word, n in self._notes.items() if n]
        if self.n_faceless:
            found.append(f"no human face was found: {counted(self.n_faceless)}")
        return found

    def _of_copies(self) -> list[str]:
        copies = list(self._copies.values())
        if not copies:
            return []
        n = sum(len(rows) - 1 for rows in copies)
        found = [
            f"{counted(n)} {'is' if n == 1 else 'are'} there more than once ({_equal(copies)}): "
            "a model that is tested on a copy of what it was trained on looks too good"
        ]
        unlike = [rows for rows in copies if len({label for _, label in rows}) > 1]
        if unlike:
            found.append(
                f"{len(unlike)} of them have different labels on their copies: {_equal(unlike)}"
            )
        return found


def _equal(copies: Sequence[Sequence[tuple[str, str | None]]]) -> str:
    some = "; ".join(" = ".join(name for name, _ in rows[:3]) for rows in copies[:_SHOWN])
    return some + "; …" * (len(copies) > _SHOWN)


_TEXTS = {
    "transparent and left out": "transparent pixels are left out",
    "partly transparent": "pixels are partly transparent and count with their own color",
    "above white": "pixels below 0 or above white are cut off there",
    "first of several": "the first of several in one file is taken",
    "smaller than": "smaller than the thumbnail, whose pixels are then repeated; texture and edges "
    "see the steps",
    "does not say so": "read by their content, which their name does not say",
}
