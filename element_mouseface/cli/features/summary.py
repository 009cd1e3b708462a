"""What `mouseface features` tells of a table, counted while it is written."""

from __future__ import annotations

from collections import Counter
from typing import Any


class Summary:
    """Counts of a table's undefined numbers.

    Parameters
    ----------
    made : RecordingFeatures
    keypoints : Keypoints or None
    """

    def __init__(self, made: Any, keypoints: Any):
        self._made, self._keypoints = made, keypoints
        self._n_rows = 0
        self._reasons: dict[str, Counter[int]] = {}
        self._known: Any = 0

    def add(self, block: Any) -> None:
        """Count a block."""
        import numpy as np

        self._n_rows += len(block)
        self._known = self._known + np.isfinite(block.values).sum(axis=0)
        for key, codes in block.reasons.items():
            found = Counter(codes[codes > 0].tolist())
            self._reasons.setdefault(key, Counter()).update(found)

    def lines(self) -> list[str]:
        """Lines for the terminal."""
        names = self._made.names
        regions = Counter(name.partition(":")[0] for name in names)
        found = [f"{self._n_rows} frames, {len(names)} features"]
        found += [f"  {region:<20} {count} features" for region, count in regions.items()]
        return [*found, *self._undefined(), *self._notes()]

    def _undefined(self) -> list[str]:
        from ...core.frame_features import Reason

        frames: dict[int, Counter[str]] = {}
        for key, counts in self._reasons.items():
            for code, count in counts.items():
                frames.setdefault(code, Counter())[key] = count
        return [
            f"undefined: {Reason(code).text} ({_some(keys)})"
            for code, keys in sorted(frames.items())
        ]

    def _notes(self) -> list[str]:
        about, notes = self._made.about, []
        if about["thumbnail"]["pixels_repeated"]:
            notes.append(
                "the crop has fewer pixels than the thumbnail, in which they are repeated: texture "
                "and edges are smoother than in larger crops"
            )
        for name, region in about["regions"].items():
            if region["outside_crop"]:
                notes.append(
                    f"{region['outside_crop']:.0%} of region {name!r} are outside the crop"
                )
        if self._keypoints is not None:
            notes += self._of_points(about.get("keypoints"))
        empty = [n for n, k in zip(self._made.names, self._known, strict=True) if not k]
        if empty and self._n_rows:
            more = f" and {len(empty) - 5} more" if len(empty) > 5 else ""
            notes.append(f"undefined in every frame: {', '.join(empty[:5])}{more}")
        return [f"note: {note}" for note in notes]

    def _of_points(self, about: Any) -> list[str]:
        from ...core.keypoints.mapping import FaceMapping, unmapped_note

        notes = list(self._keypoints.notes)
        if about is None:
            return [*notes, "the keypoints are not used: geometry is not among --groups"]
        length, mapping = about["length"], FaceMapping.from_dict(about["mapping"])
        if length["px"] is None:
            notes.append("no length to divide by: no two points were found in one frame")
        else:
            px, spread = f"{length['px']:.4g} pixels", length["spread"]
            pair = " to ".join(length["points"]) or "as given"
            by = "" if spread is None else f", which varies by {spread:.1%}"
            notes.append(f"distances are divided by {px}: {pair}{by}")
        own = any(name.startswith("points:") and "(" in name for name in self._made.names)
        return notes if own else [*notes, *filter(None, [unmapped_note(about["points"], mapping)])]


def _some(keys: Counter[str]) -> str:
    parts = [f"{key}: {count} frames" for key, count in keys.most_common(4)]
    return ", ".join(parts) + (f", and {len(keys) - 4} more" if len(keys) > 4 else "")
