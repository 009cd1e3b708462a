"""Write labels with a row a frame: DeepEthogram's label table, and SimBA's targets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ....errors import LabelsError
from ..ethogram import BACKGROUND
from ..labels import Labels
from .frame_tables import background_of
from .request import short_list


def deepethogram_table(labels: Labels) -> bytes:
    """The labels as DeepEthogram has them: frame number, `background`, and the behaviors.

    Labels that were read from such a file are written as it was laid out, byte for byte.
    """
    names = labels.ethogram.names
    layout = labels.layout if _fits(labels.layout, names) else {}
    matrix = labels.matrix()
    kinds = layout.get("columns") or (
        ("", "index"),
        (BACKGROUND, "background"),
        *((name, "behavior") for name in names),
    )
    columns: list[np.ndarray] = []
    for name, kind in kinds:
        if kind == "index":
            columns.append(np.arange(labels.n_frames))
        elif kind == "background":
            columns.append(background_of(matrix))
        else:
            columns.append(matrix[:, names.index(name)])
    newline = layout.get("newline", "\n")
    header = layout.get("header") or _line([name for name, _ in kinds])
    text = (
        header
        + newline
        + _lines(columns, kinds, newline, layout.get("decimals", ""), layout.get("separator", ","))
    )
    if not layout.get("ends", True):
        text = text.removesuffix(newline)
    return (b"\xef\xbb\xbf" if layout.get("bom") else b"") + text.encode()


def simba_table(labels: Labels) -> bytes:
    """The labels as SimBA has its targets: frame number and behaviors, of the frames looked at.

    Raises
    ------
    LabelsError
        If in a frame some behaviors were looked for and others were not.
    """
    matrix = labels.matrix()
    unknown = matrix == -1
    mixed = unknown.any(axis=1) & ~unknown.all(axis=1)
    if mixed.any():
        frame = int(np.argmax(mixed))
        names = [labels.ethogram.names[k] for k in np.flatnonzero(unknown[frame])]
        raise LabelsError(
            "These labels cannot be written for SimBA.",
            expected="frames in which all behaviors were looked for, or none",
            got=f"frame {frame}, where {short_list(names)} is unknown ({int(mixed.sum())} such)",
            do="write another format, or unknown='absent'",
        )
    kept = ~unknown.any(axis=1)
    columns = [np.flatnonzero(kept), *matrix[kept].T]
    kinds = [("", "index"), *((name, "behavior") for name in labels.ethogram.names)]
    return (_line([name for name, _ in kinds]) + "\n" + _lines(columns, kinds, "\n")).encode()


def _fits(layout: Mapping[str, Any], names: Sequence[str]) -> bool:
    columns = layout.get("columns", ())
    mine = [name for name, kind in columns if kind == "behavior"]
    return layout.get("format") == "deepethogram" and sorted(mine) == sorted(names)


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _lines(
    columns: Sequence[np.ndarray],
    kinds: Sequence[tuple[str, str]],
    newline: str,
    decimals: str = "",
    separator: str = ",",
) -> str:
    """Numbers as pandas writes them, from a few rows to a day of frames."""
    table = pd.DataFrame(dict(enumerate(columns)))
    if decimals:
        floats = {k: np.float64 for k, (_, kind) in enumerate(kinds) if kind != "index"}
        table = table.astype(floats)
    return table.to_csv(header=False, index=False, lineterminator=newline, sep=separator)
