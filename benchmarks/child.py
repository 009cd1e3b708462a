"""What is measured in a process of its own: `python -m benchmarks.child FUNCTION ARGUMENTS`."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from element_mouseface.core import extract, open_video
from element_mouseface.params import Crop

__all__ = ["whole_run"]


def whole_run(movie: str, workers: int, height_px: int | None = None) -> dict[str, Any]:
    """One cold run: seconds, processor seconds, and when how many frames were done."""
    done: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory(dir=Path(movie).parent) as folder:
        begin, cpu = time.perf_counter(), time.process_time()
        result = extract(
            open_video(movie),
            Path(folder) / "o.zarr",
            crop=Crop(height=height_px),
            workers=workers,
            progress=lambda frames, total: done.append((time.perf_counter() - begin, frames)),
        )
        took = {"wall_s": time.perf_counter() - begin, "cpu_s": time.process_time() - cpu}
    return {**took, "frames": result.n_frames, "done": done}


def main() -> None:
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    answer = {"whole_run": whole_run}[name](**arguments)
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
