"""Real mice with graded tail shocks, where the shared data are there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .printed import ROOT
from .runner import Runner, part


def shared() -> Path | None:
    """The folder of the recordings, or None if it is not here."""
    folder = Path(os.environ.get("MOUSEFACE_SHARED") or ROOT.parent / "shared") / "data" / "der"
    return folder if (folder / "cut.py").is_file() else None


@part("mice", pictures=("evidence_mice",), outputs=("mice",))
def draw_mice(runner: Runner) -> None:
    """Score four sessions by both methods, and draw the responses by the current."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.evidence_mice import mice_figure, prepared, scored_mouse

    found = []
    lines = ["mouse    trials  contrast score  published similarity"]
    for number, folder in enumerate(prepared(shared() or Path(), runner.folder), start=1):
        rows, mouse = scored_mouse(f"mouse {number}", folder, ("shock",))
        found.append(mouse)
        values = f"{rows['shock']['rho']:14.2f}  {rows['published']['rho']:20.2f}"
        lines.append(f"{mouse.name}  {rows['shock']['trials']:6}  {values}")
    print("\n".join(lines))
    runner.write("mice", "$ python docs/_hooks/figures.py --only mice", "\n".join(lines))
    path = runner.path("mice.png")
    mice_figure(found, path, 130)
    runner.keep(path, "evidence_mice")
