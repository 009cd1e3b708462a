"""Rows that set native facial signals beside Facemap's own run: same movie, same cores.

Facemap runs in the environment that `make test-facemap` builds (.venv-facemap, or the
Python that FACEMAP_PYTHON names).  Either side is a process of its own, which tells
the processor time of the work without its imports, and the most memory it held.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .measuring import ROOT, cores
from .movies import OUT, movie, shared_movie
from .table import Row

__all__ = ["native_against_facemap"]

SBIN = 4
_DUE = 0.25

#: Run by the Python that has Facemap: prints processor seconds, seconds and MB.
_FACEMAP = """
import json, sys, time
from facemap import process
movie, out, sbin, movie_svd = json.loads(sys.argv[1])
wall, cpu = time.perf_counter(), time.process_time()
process.run([[movie]], sbin=sbin, motSVD=True, movSVD=movie_svd, savepath=out)
took = time.process_time() - cpu, time.perf_counter() - wall
held = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print()
print(json.dumps({"cpu_s": took[0], "wall_s": took[1], "peak_mb": int(held[0].split()[1]) / 1024}))
"""


def native_against_facemap(short: bool) -> list[Row]:
    """Processor time and memory of native signals as parts of Facemap's.

    The full frame in bins of 4 pixels; motion and movie SVD (in the short form motion
    SVD only) with 500 components.  Native work is everything from the movie's file on: the
    index, the pass, the components.
    """
    python = _facemap_python()
    if python is None:
        print("left out: native against Facemap (no .venv-facemap here: make test-facemap)")
        return []
    path = movie("clean, short") if short else shared_movie() or movie("like face_crf19")
    rows = []
    with tempfile.TemporaryDirectory(dir=OUT) as folder:
        facemap = _told([python, "-c", _FACEMAP], [str(path), folder, SBIN, not short], folder)
        for sample in ("facemap", "all"):
            # The first run compiles what is then kept on the disk.
            for number in range(2):
                out = str(Path(folder) / f"{sample}-{number}")
                ours = _told(
                    [sys.executable, "-m", "benchmarks.facemap_rows"],
                    [str(path), out, SBIN, not short, sample],
                )
            rows += _compared(ours, facemap, sample)
    return rows


def _compared(ours: dict[str, float], facemap: dict[str, float], sample: str) -> list[Row]:
    name = "Facemap's sample" if sample == "facemap" else "all frames"
    # The due is for the same work; the components of all frames are more than Facemap's.
    due, goal = (_DUE, None) if sample == "facemap" else (None, _DUE)
    sides = {"native": ours, "facemap": facemap}
    details: dict[str, Any] = {"cores": cores()}
    for who, told in sides.items():
        details |= {f"{who}_{what}": round(value, 2) for what, value in told.items()}
    return [
        Row(f"native signals of {name}, {what}", ours[key] / facemap[key], "of Facemap's", due,
            goal, at_most=True, details=details if key == "cpu_s" else {})
        for what, key in (("processor time", "cpu_s"), ("memory", "peak_mb"))
    ]  # fmt: skip


def _facemap_python() -> str | None:
    given = os.environ.get("FACEMAP_PYTHON") or ROOT / ".venv-facemap" / "bin" / "python"
    return str(given) if Path(given).exists() else None


def _told(command: list[str], arguments: list[Any], folder: str | None = None) -> dict[str, float]:
    """What a process prints as its last line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*command, json.dumps(arguments)], capture_output=True, text=True,
                          cwd=folder or ROOT, env=environment)  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _native(movie_path: str, out: str, sbin: int, movie_svd: bool, sample: str) -> dict[str, float]:
    """One native run in this process."""
    from element_mouseface import extract, open_video
    from element_mouseface.core.facial_signals.extractor import BinExtractor
    from element_mouseface.core.facial_signals.native import SignalParams, compute_signals
    from element_mouseface.core.facial_signals.regions import Regions
    from element_mouseface.params import Crop, HOGParams

    wall, cpu = time.perf_counter(), time.process_time()
    reader = open_video(movie_path)
    size = reader.info.height_px, reader.info.width_px
    extractor = BinExtractor(Regions(), sbin, *size, luma_table=reader.luma_table)
    # Every pass has descriptors; these are of one cell, since Facemap has none.
    smallest = HOGParams(pixels_per_cell=(32, 32)), Crop(width=32, height=32)
    result = extract(reader, out, *smallest, extractors=[extractor])
    signals = compute_signals(result, params=SignalParams(movie_svd=movie_svd, sample=sample))
    signals.save(Path(out).with_suffix(".signals"))
    took = time.process_time() - cpu, time.perf_counter() - wall
    held = next(v for v in open("/proc/self/status") if v.startswith("VmHWM"))
    return {"cpu_s": took[0], "wall_s": took[1], "peak_mb": int(held.split()[1]) / 1024}


if __name__ == "__main__":
    print(json.dumps(_native(*json.loads(sys.argv[1]))))
