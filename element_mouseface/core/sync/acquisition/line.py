"""Rising and falling edges of a recorded line, and which of them belong to frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ....errors import ClockError

#: which edges of a line with states are those of frames
LINE_EDGES = ("rising", "falling", "all")


@dataclass(frozen=True, eq=False)
class RecordedEdges:
    """The edges of frames, as an acquisition system recorded them.

    Attributes
    ----------
    edges_s : (edges,) float64 array
        Seconds on the system's clock.
    source : str
        Which line of which file, in a few words.
    found : dict
        More about them, JSON-ready.
    notes : tuple of str
    """

    edges_s: np.ndarray
    source: str
    found: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def chosen_edges_of(
    rising: np.ndarray, falling: np.ndarray, edges: str | None, line: str
) -> np.ndarray:
    """The edges of one kind, or of both in order.

    Parameters
    ----------
    rising, falling : (n,) arrays
        Times or sample numbers.
    edges : {'rising', 'falling', 'all'} or None
        None where it was not said: then a line with both is asked about.
    line : str
        The line's name, in messages.

    Raises
    ------
    ClockError
        If there are none of this kind, or both and none was named.
    """
    there = f"{len(rising)} rising and {len(falling)} falling edges"
    if edges is None and len(rising) and len(falling):
        raise ClockError(
            f"It was not said which edges of {line} are those of frames.",
            expected="rising, falling, or all if the line changes once a frame",
            got=there,
            do="say edges='rising' (--clock-edges rising) where the exposure begins with the rise "
            "of the line, as the camera's manual says; 'falling' for the other",
        )
    kinds = {"rising": [rising], "falling": [falling]}.get(edges or "", [rising, falling])
    found = np.sort(np.concatenate(kinds))
    if not len(found):
        raise ClockError(
            f"There is no {edges + ' ' if edges in ('rising', 'falling') else ''}edge on {line}.",
            expected="an edge for each exposure of the camera",
            got=there,
            do="name the line of the camera, and the edges that it has",
        )
    return found


def only_one(
    found: Sequence[str], wanted: str | None, what: str, how: str, listed: Sequence[str], where: str
) -> int:
    """The place of the one thing that was meant, among several.

    Parameters
    ----------
    found : sequence of str
        Names to choose from.
    wanted : str or None
        A name, or a part of one name only; recording1 is no part of recording10.
    what, how : str
        What they are, and how one is named: 'stream', "stream= (--clock-stream)".
    listed : sequence of str
        The names with what each holds, for the message.
    where : str
        In which file or folder.

    Raises
    ------
    ClockError
        If none or several are meant.
    """
    if wanted is None and len(found) == 1:
        return 0
    fit = _fitting(found, wanted)
    if len(fit) == 1:
        return fit[0]
    if wanted is None or fit:
        told = f"There are several {what}s in {where}."
    else:
        told = f"There is no {what} {wanted!r} in {where}."
    raise ClockError(
        told,
        expected=f"the name of one {what}",
        got="; ".join(listed) or "none",
        do=f"name it: {how}",
    )


def _fitting(found: Sequence[str], wanted: str | None) -> list[int]:
    """Places of the name itself, or else of names with that word, or else with that part."""
    if wanted is None:
        return []
    word = re.compile(rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])")
    exact = [k for k, name in enumerate(found) if name == wanted]
    words = [k for k, name in enumerate(found) if word.search(name)]
    return exact or words or [k for k, name in enumerate(found) if wanted in name]
