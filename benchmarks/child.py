"""What is measured in a process of its own: `python -m benchmarks.child FUNCTION ARGUMENTS`."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from element_mouseface import extract, open_video
from element_mouseface.params import Crop, HOGParams

__all__ = ["peak_mb", "whole_run"]


def whole_run(
    movie: str, workers: int, height_px: int | None = None, cell_px: int | None = None
) -> dict[str, Any]:
    """One cold run: seconds, processor seconds, and when how many frames were done.

    Where `cell_px` is given, with 9 orientations and 2x2 blocks.
    """
    done: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory(dir=Path(movie).parent) as folder:
        begin, cpu = time.perf_counter(), time.process_time()
        result = extract(
            open_video(movie),
            Path(folder) / "o.zarr",
            HOGParams() if cell_px is None else HOGParams(9, (cell_px, cell_px), (2, 2)),
            crop=Crop(height=height_px),
            workers=workers,
            progress=lambda frames, total: done.append((time.perf_counter() - begin, frames)),
        )
        took = {"wall_s": time.perf_counter() - begin, "cpu_s": time.process_time() - cpu}
    return {**took, "frames": result.n_frames, "done": done}


def peak_mb() -> float:
    """The most memory this process held.

    Linux's `ru_maxrss` remembers the process that started this one: it gave the parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def main() -> None:
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    answer = {"whole_run": whole_run}[name](**arguments)
    answer["peak_mb"] = peak_mb()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
