"""The dictionary in a `_proc.npy` file of Facemap, with checked access to each entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...errors import ResultError

#: Facemap's numbers for the kinds of regions.
PUPIL, MOTION, BLINK, RUNNING = range(4)
#: No camera's frame is wider or higher; a larger size in a file would allocate memory for it.
_LONGEST_PX = 1 << 16


def _px(value: Any) -> int:
    """A length in a frame."""
    length = int(value)
    if not 0 <= length <= _LONGEST_PX:
        raise ResultError(
            "a frame has an impossible size.",
            expected=f"0 to {_LONGEST_PX}",
            got=f"{float(length):.4g}",
        )
    return length


class Proc:
    """The dictionary, with its parts converted and checked.

    Attributes
    ----------
    sbin : int
    full : bool
        Whether the full frame was requested.
    views : list of (int, int)
        Size of each camera's frame in bins (y, x).
    frame_px : list of (int, int)
        The same in pixels.
    n_frames : int
        Of the longest trace.

    Raises
    ------
    ResultError
        If it is not a file of Facemap, or has no signals.
    """

    def __init__(self, content: Any):
        if not isinstance(content, dict) or not {"rois", "filenames"} & set(content):
            raise ResultError(
                "it holds something else.", expected="a dictionary", got=type(content).__name__
            )
        self._content = content
        if "motion" not in content or "avgframe" not in content:
            raise ResultError(
                "it holds no signals.",
                got="regions that were drawn and saved, but not processed"
                if "rois" in content
                else "neither motion nor regions",
                do="press 'process' in Facemap, or run facemap.process.run with it",
            )
        self.sbin = max(1, self.size("sbin"))
        self.full = bool(self._get("fullSVD"))
        heights, widths = self._get("Lybin"), self._get("Lxbin")
        self.views = [(_px(y), _px(x)) for y, x in zip(heights, widths, strict=True)]
        self.frame_px = list(zip(map(_px, self._get("Ly")), map(_px, self._get("Lx")), strict=True))
        self.rois = [r for r in (content.get("rois") or []) if isinstance(r, dict)]
        self.n_frames = max(map(len, self._all_traces()), default=0)

    def _get(self, name: str) -> Any:
        try:
            return self._content[name]
        except KeyError:
            raise ResultError("a part is missing.", expected=repr(name)) from None

    def whole(self, name: str) -> int:
        """A whole number."""
        value = self._get(name)
        if not isinstance(value, int | float | np.number) or int(value) != value:
            got = repr(value)[:60] if isinstance(value, float) else type(value).__name__
            raise ResultError(f"{name} is not a whole number.", got=got)
        return int(value)

    def size(self, name: str) -> int:
        """A whole number of pixels or bins that a frame can have."""
        return _px(self.whole(name))

    def listed(self, name: str) -> list[np.ndarray]:
        """A list of arrays; empty if the release has none."""
        value = self._content.get(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple) or not all(
            isinstance(item, np.ndarray) and item.dtype.kind in "biuf" for item in value
        ):
            raise ResultError(f"{name} is not a list of arrays.", got=type(value).__name__)
        return list(value)

    def array(self, name: str) -> np.ndarray:
        """One array; empty if the release has none."""
        value = self._content.get(name, np.zeros(0))
        if not isinstance(value, np.ndarray | list) or np.asarray(value).dtype.kind not in "biuf":
            raise ResultError(f"{name} is not an array of numbers.", got=type(value).__name__)
        return np.asarray(value)

    def tables(self, name: str) -> list[Any]:
        """The entries of `pupil`."""
        return list(self._content.get(name) or [])

    def drawn(self, kind: int) -> list[tuple[str, dict[str, Any]]]:
        """The regions of one kind, with their names."""
        word = ("pupil", "region", "blink", "running")[kind]
        found = [roi for roi in self.rois if roi.get("rind") == kind]
        named = [(roi.get("roi_name"), roi) for roi in found]
        return [
            (name if isinstance(name, str) and name else f"{word} {place}", roi)
            for place, (name, roi) in enumerate(named, 1)
        ]

    def _all_traces(self) -> Iterator[np.ndarray]:
        for name in ("motion", "motSVD", "movSVD", "blink", "running"):
            yield from self.listed(name)
        for pupil in self.tables("pupil"):
            yield np.asarray(pupil["area"])
