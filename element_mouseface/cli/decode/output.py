"""What `mouseface decode` writes and prints."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIGURES = ("decoding.png", "amounts.png")
_WIDE = 96


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.decoding import folder as files
    from ...core.outputs import checked_folder
    from ..replacing import refuse_other_files

    out = Path(args.out)
    inputs = [*args.recordings, *args.events, *(args.features or ()), args.groups, args.params]
    inputs = [one for one in inputs if one is not None]
    checked_folder(out, what="the decoders", inputs=inputs, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        files.TABLES,
        figures=FIGURES,
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="decoders as they were written",
    )
    return out


def asked_for(given: Any) -> str:
    """A digest of the recordings: others are never replaced by these."""
    from ...params import content_hash

    return content_hash({"kind": "decoding", "recordings": sorted(given.digests)})


def check_replaced(args: argparse.Namespace, out: Path, asked: str) -> None:
    """Refuse to replace the decoders of other recordings (PathError)."""
    from ...core.decoding.folder import FOLDER
    from ..replacing import refuse_other_recording

    was = FOLDER.stated(out).get("asked_for")
    refuse_other_recording(out, was, asked, "the decoders", overwrite=args.overwrite)


def draw_figures(decoding: Any, out: Path, title: str) -> None:
    """Draw what there is, and remove the figure of amounts of a former run without them."""
    from ...core.outputs import is_our_picture
    from ...plots.amounts import amounts_figure
    from ...plots.decoding import decoding_figure

    decoding_figure(decoding, title=title, path=out / FIGURES[0])
    if decoding.amounts:
        amounts_figure(decoding.amounts, path=out / FIGURES[1])
    elif (out / FIGURES[1]).exists() and is_our_picture(out / FIGURES[1]):
        (out / FIGURES[1]).unlink()


def print_decoding(decoding: Any, out: Path, notes: list[str]) -> None:
    """Print the headline figures with chance, the classes, amounts, findings, files."""
    from ...core.decoding.findings import response_told
    from ...core.decoding.folder import TABLES
    from ...core.outputs.reported import REPORT

    n = len(decoding.about["recordings"])
    what = {"stimulus": "stimuli", "amount": "amounts", "any": "any amount or none"}[decoding.by]
    print(
        f"{n} recording{'s' if n > 1 else ''}, {what}: {', '.join(decoding.classes)}\n"
        "balanced accuracy of held-out trials (95% interval; p of names shuffled within sessions)"
    )
    for line in _headlines(decoding):
        print(line)
    print()
    for line in _classes(decoding):
        print(line)
    for row in decoding.amounts:
        if row.mouse == "all" or not any(
            one.mouse == "all" and one.source == row.source for one in decoding.amounts
        ):
            print(response_told(row))
    for finding in decoding.findings:
        print(f"finding: {finding}")
    for note in notes:
        print(f"note: {note}")
    names = (*TABLES, *FIGURES, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")


def _headlines(decoding: Any) -> Iterator[str]:
    from ...core.decoding.findings import HEADLINE

    wide = max(len(f"{one} ") for one in (*decoding.estimators, "discriminant"))
    for row in decoding.metrics:
        if row.metric != HEADLINE or row.group or row.category is not None:
            continue
        interval = f"{row.low:.2f}-{row.high:.2f}" if row.low == row.low else "-"
        p = f"p {row.p:.2g}" if row.p == row.p else "p -"
        again = f" ({row.n_retrained} retrained)" if row.n_retrained else ""
        yield (
            f"  by {row.left_out:<8}{row.rows:<6}{row.features:<9} {row.estimator:<{wide}}"
            f"{row.value:5.2f} ({interval})  chance {row.chance:.2f}  {p}{again}"
        )


def _classes(decoding: Any) -> Iterator[str]:
    """Precision, recall, F1 and AUC of each class, of the first decoder and level."""
    rows = [
        row
        for row in decoding.of_class()
        if (row.estimator, row.left_out, row.rows, row.features)
        == (decoding.estimators[0], decoding.levels[0], decoding.params.rows[0], "face")
    ]
    if not rows:
        return
    yield f"by {rows[0].left_out}, {rows[0].estimator} (chance in brackets):"
    wide = max(map(len, decoding.classes)) + 2
    for name in decoding.classes:
        told = [
            f"{row.metric} {row.value:.2f} [{row.chance:.2f}]"
            for row in rows
            if row.category == name
        ]
        yield f"  {name:<{wide}}{'  '.join(told)}"[:_WIDE]
