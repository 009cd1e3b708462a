"""Draw the pictures of these pages, by the commands that the pages show; or check that they are so.

python docs/_hooks/figures.py                  draw them, and print the pages' outputs anew
python docs/_hooks/figures.py --check          do it elsewhere and compare: 1 if one differs
python docs/_hooks/figures.py --only scores    one chain of them (see drawn/)
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from drawn import chains, mice, printed
from drawn.pictures import difference
from drawn.runner import PARTS, Runner

IMAGES = Path(__file__).parents[1] / "images"
#: Mean difference of the pixels, of 255: other versions of Matplotlib draw letters a little else.
MOST_DIFFERENT = 1.0
#: Real mice are cut out of their movies and encoded anew each time, by as many threads as there
#: are: points move by a line's width, and two runs were 1.3 apart.
MOST_DIFFERENT_OF = {"evidence_mice.png": 4.0}
_PROCESSES = 2
#: the longest first
CHAINS = chains.CHAINS


def draw(chain: str, folder: Path, out: Path, stored: Path | None) -> tuple[str, float]:
    """Draw every part of a chain; its name, and how long that took in seconds."""
    began = time.monotonic()
    own = folder / chain
    own.mkdir(exist_ok=True)
    own.chmod(0o755)  # as root the demo's server runs as another user
    for part in PARTS:
        if part.chain == chain:
            part.draw(Runner(own, out, stored))
    return chain, time.monotonic() - began


def left_out() -> set[str]:
    """Chains that need data which are not here."""
    return set() if mice.shared() else {"mice"}


def draw_all(asked: list[str], folder: Path, out: Path, stored: Path | None) -> None:
    """Draw chains in processes of their own: DataJoint binds a schema once in a process."""
    with ProcessPoolExecutor(_PROCESSES, max_tasks_per_child=1) as pool:
        jobs = [pool.submit(draw, chain, folder, out, stored) for chain in asked]
        for job in jobs:
            chain, took_s = job.result()
            print(f"{chain}: {took_s:.0f} s", flush=True)


def missing(asked: list[str], out: Path) -> list[str]:
    """What parts of these chains promise and did not make, or made and did not promise."""
    parts = [part for part in PARTS if part.chain in asked]
    due = {f"{name}.png" for part in parts for name in part.pictures}
    due |= {f"{name}.txt" for part in parts for name in part.outputs}
    return sorted(due ^ {path.name for path in out.iterdir()})


def compare_pictures(out: Path, *, check: bool) -> int:
    """Print how far each picture is from the page's, and replace that; how many differ."""
    wrong = 0
    for path in sorted(out.glob("*.png")):
        apart = difference(path, IMAGES / path.name)
        if apart > MOST_DIFFERENT_OF.get(path.name, MOST_DIFFERENT):
            print(f"{path.name}: {apart:.2f} of 255 apart from the page's")
            wrong += 1
        if not check and apart > 0:
            shutil.copy(path, IMAGES / path.name)
    return wrong


def compare_outputs(out: Path, *, check: bool) -> int:
    """Print which blocks of pages are not what is printed now, and replace them; how many."""
    outputs = {path.stem: path.read_text(encoding="utf-8") for path in sorted(out.glob("*.txt"))}
    wrong = 0
    for page in printed.pages():
        for name in printed.stale(page, outputs):
            print(f"{page.name}: the output {name} has changed")
            wrong += 1
        if not check:
            printed.fill(page, outputs)
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare, and change nothing")
    parser.add_argument("--only", nargs="+", choices=CHAINS, help="these chains alone")
    parser.add_argument("--folder", type=Path, help="work here, and keep it for the next time")
    args = parser.parse_args()
    asked = [chain for chain in args.only or CHAINS if chain not in left_out()]
    for chain in set(args.only or CHAINS) - set(asked):
        print(f"{chain}: left out, there are no data in the folder that MOUSEFACE_SHARED names")
    with tempfile.TemporaryDirectory(prefix="mouseface-figures-") as name:
        folder = args.folder or Path(name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        out = Path(tempfile.mkdtemp(dir=folder, prefix="out-"))
        draw_all(asked, folder, out, IMAGES if args.check else None)
        if others := missing(asked, out):
            raise SystemExit(f"The parts do not make what they promise: {', '.join(others)}")
        wrong = compare_pictures(out, check=args.check) + compare_outputs(out, check=args.check)
    if args.check and wrong:
        print(f"{wrong} pictures and outputs are not what is made now: run `make figures`")
    return int(args.check and wrong > 0)


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "agg")
    sys.exit(main())
