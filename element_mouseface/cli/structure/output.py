"""What `mouseface structure` writes and prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

FIGURE = "structure.png"


def checked_out(args: argparse.Namespace) -> Path:
    """Check the output folder: writable, without inputs and files of others.

    Raises
    ------
    PathError, StorageError
    """
    from ...core.outputs import checked_folder
    from ...core.results import structure_folder as files
    from ..replacing import refuse_other_files

    out = Path(args.out)
    inputs = [*args.recordings, *(args.events or ()), *(args.features or ())]
    inputs += [args.groups, args.params]
    checked_folder(out, what="the structure", inputs=inputs, may_hold_inputs=True)
    refuse_other_files(
        out,
        files.FOLDER,
        (*files.TABLES, files.CORRELATION),
        figures=(FIGURE,),
        others=(files.ARRAYS,),
        inputs=inputs,
        overwrite=args.overwrite,
        as_written="a structure as it was written",
    )
    return out


def check_replaced(args: argparse.Namespace, out: Path, sources: list[Any]) -> None:
    """Refuse to replace the structure of other recordings (PathError)."""
    from ...core.results.structure_folder import FOLDER
    from ...core.structure.sources import digest_of
    from ...params import content_hash
    from ..replacing import refuse_other_recording

    stated, was = FOLDER.stated(out), None
    if stated:
        recordings = stated.get("about", {}).get("recordings", [])
        was = content_hash(sorted(str(one.get("digest")) for one in recordings))
    now = content_hash(sorted(digest_of(source) for source in sources))
    refuse_other_recording(out, was, now, "the structure", overwrite=args.overwrite)


def draw_figure(found: Any, out: Path, title: str) -> None:
    """Draw the figure into the folder."""
    from ...plots.structure import structure_figure

    structure_figure(found, title=title, path=out / FIGURE)


def print_structure(found: Any, out: Path) -> None:
    """Print what was found, and what was written."""
    from ...core.outputs.reported import REPORT
    from ...core.results.structure_folder import ARRAYS, CORRELATION, TABLES

    left = sum(row.n_frames for row in found.left_out)
    print(
        f"{len(found)} frames of {_counted(len(found.recordings))} compared"
        + (f"; {left} left out" if left else "")
    )
    for row in found.left_out:
        print(f"  {found.recordings[row.recording]}: {row.n_frames} frames {row.reason}")
    number = f"{found.n_clusters} clusters" if found.n_clusters > 1 else "no clusters"
    print(f"{number}{'' if found.params.clusters else ' by the rule'}")
    if found.n_clusters > 1:
        _print_clusters(found)
    _print_comparisons(found)
    for finding in found.findings:
        print(f"! {finding}")
    names = (*TABLES, CORRELATION, ARRAYS, FIGURE, REPORT)
    print(f"\nwritten to {out}: {', '.join(name for name in names if (out / name).exists())}")


def _counted(n: int) -> str:
    return "1 recording" if n == 1 else f"{n} recordings"


def _print_clusters(found: Any) -> None:
    print("  cluster  frames  silhouette  valley  most common")
    for row in found.cluster_rows:
        stimulus = f"{row.stimulus} {row.stimulus_share:.0%}" if row.stimulus else ""
        print(
            f"  {row.cluster:>7}  {row.n_frames:>6}  {row.silhouette:>10.2f}  {row.valley:>6.2f}  "
            f"{stimulus}"
        )


def _print_comparisons(found: Any) -> None:
    shown = [
        row
        for row in found.comparisons
        if row.measure in ("adjusted_rand", "correlation_ratio") or row.null == "none"
    ]
    if found.n_clusters < 2:
        shown = [row for row in found.comparisons if row.measure == "variance_share"]
    if not shown:
        return
    what = "clusters against" if found.n_clusters > 1 else "frames against"
    width = max(len(what), *(len(row.against) for row in shown))
    print(f"  {what:<{width}}  {'measure':<21}  value  chance, p")
    for row in shown:
        chance = (
            "" if row.null == "none" else f"{row.null_low:.2f} to {row.null_high:.2f}, {row.p:.2g}"
        )
        print(f"  {row.against:<{width}}  {row.measure:<21}  {row.value:>5.2f}  {chance}")
