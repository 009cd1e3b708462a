"""JABS's label files: blocks of frames with and without a behavior, for each animal, in JSON.

Frame numbers count from 0, and the end of a block is its last frame.  Frames in no block
were not labeled.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from ....errors import LabelsError
from ....params.fields import Fields
from ..ethogram import BACKGROUND, folded
from ..labels import MOST_FRAMES, Labels, mask_of, runs_of
from .content import Content
from .found import FoundIntervals, Interval
from .request import Request

#: JABS's word for frames in which none of the behaviors happens
_NONE = "none"
_VERSION = 1


def is_jabs(value: Any) -> bool:
    """Whether JSON is a label file of JABS."""
    return (
        isinstance(value, dict)
        and "num_frames" in value
        and bool({"labels", "unfragmented_labels"} & set(value))
    )


def read_jabs(content: Content, request: Request) -> FoundIntervals:
    """The blocks of one animal.

    Raises
    ------
    LabelsError
        If there are several animals and none is named, or the file is not as JABS writes it.
    """

    def refuse(what: str, expected: str, got: str) -> LabelsError:
        return content.refused(
            f"is no whole label file of JABS: {what}.", expected=expected, got=got
        )

    fields = Fields(content.json, refuse)
    # `labels` lacks the frames without a pose; the other has what was labeled
    key = "unfragmented_labels" if fields.has("unfragmented_labels") else "labels"
    animals = fields.inner(key)
    called = {}
    if fields.has("external_identities"):
        others = fields.inner("external_identities")
        called = {str(others.take(name)): name for name in others.names()}
    names = [name for name in animals.names() if animals.inner(name).names()]
    wanted = request.subject
    if wanted in called and wanted not in names:
        picked: str | None = called[wanted]
    else:
        picked = request.pick("animals", "subject", names or animals.names()[:1], content.name)
    if picked is None or picked not in animals.names():
        raise content.refused("has no labels.", expected="blocks of an animal", got="none")
    n_frames = fields.whole("num_frames", 0, MOST_FRAMES)
    found = FoundIntervals([], [], "frames", n_frames=n_frames, assessed={})
    if fields.has("file"):
        found.media = (fields.text("file"),)
    _read_blocks(animals.inner(picked), found, refuse)
    if not found.names:
        raise content.refused("has no behavior.", expected="blocks of a behavior", got="none")
    found.layout = {"format": "jabs"}
    return found


def _read_blocks(behaviors: Fields, found: FoundIntervals, refuse: Any) -> None:
    """The blocks of each behavior; those of 'None' say that all behaviors are absent."""
    spans: dict[str, list[tuple[float, float]]] = {}
    nothing: list[tuple[float, float]] = []
    for name in behaviors.names():
        is_none = folded(name) in (_NONE, BACKGROUND)
        if not is_none:
            found.names.append(name)
            spans[name] = []
        for place, value in enumerate(behaviors.items(name)):
            where = f"block {place + 1} of {name!r}"
            block = Fields(value, refuse, where)
            first, last = block.whole("start"), block.whole("end")
            present = block.take("present", "true or false")
            if not isinstance(present, bool) or last < first:
                raise block.refused("end", "start <= end, and present true or false", str(value))
            span = (first, last + 1)
            if is_none:
                nothing += [span] if present else []
                continue
            spans[name].append(span)
            if present:
                found.intervals.append(Interval(name, *span, where))
        for before, after in itertools.pairwise(sorted(spans.get(name, []))):
            if after[0] < before[1]:
                got = f"frames {before[0]} to {before[1] - 1} and {after[0]} to {after[1] - 1}"
                raise refuse(f"blocks of {name!r}", "blocks that do not overlap", got)
    found.assessed = {name: [*mine, *nothing] for name, mine in spans.items()}


def jabs_file(labels: Labels, media: str) -> bytes:
    """The labels as JABS has them, of one animal.

    Parameters
    ----------
    labels : Labels
    media : str
        Name of the movie's file.
    """
    blocks = {}
    for name in labels.ethogram.names:
        bouts = labels.merged().bouts[name]
        looked = mask_of(labels.assessed[name], labels.n_frames)
        absent = runs_of(looked & ~mask_of(bouts, labels.n_frames))
        rows = [
            {"start": int(first), "end": int(stop) - 1, "present": present}
            for spans, present in ((bouts, True), (absent, False))
            for first, stop in spans
        ]
        blocks[name] = sorted(rows, key=lambda row: row["start"])
    found = {
        "version": _VERSION,
        "file": media,
        "num_frames": labels.n_frames,
        "labels": {"0": blocks},
        "unfragmented_labels": {"0": blocks},
        "metadata": {"project": {}, "video": {}},
    }
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()
