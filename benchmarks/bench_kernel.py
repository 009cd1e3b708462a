"""The kernel against scikit-image's `hog`, on the same frames, in one run, on one core.

    python -m benchmarks.bench_kernel [--short] [--json FILE]

Times are processor time of this thread, the least of several rounds in which the
two take turns, so that other work on the machine touches both or neither.
Descriptors are those of `normalized(cell_histograms(...))`, normalization included.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from skimage.feature import hog

from element_mouseface.core.features.block_norm import normalized
from element_mouseface.core.features.frame_kernel import FrameKernel, cell_histograms
from element_mouseface.core.video import open_video
from element_mouseface.params import BLOCK_NORMS, HOGParams

VIDEO_RANGE = np.round(np.clip((np.arange(256) - 16) * (255 / 219), 0, 255)).astype(np.uint8)
PUBLISHED = HOGParams()
SETS = [
    (PUBLISHED, 100.0),
    *((HOGParams(9, (8, 8), (2, 2), norm), 40.0) for norm in BLOCK_NORMS),
    *((HOGParams(9, (16, 16), (2, 2), norm), 40.0) for norm in BLOCK_NORMS),
]


def face_frames(count: int) -> tuple[str, np.ndarray]:
    """Frames of 640x480: of the shared movie where it is, else a drawn pattern with noise."""
    shared = Path(os.environ.get("MOUSEFACE_SHARED") or Path(__file__).parents[2] / "shared")
    movie = shared / "data" / "face_crf19" / "face.mp4"
    if movie.is_file():
        reader = open_video(movie)
        read = (luma for _, luma in reader.read_luma(0, count))
        return "face_crf19", np.stack([luma for luma in read if luma is not None])
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:480, :640]
    clean = 120 + 60 * np.sin(x / 37 + np.sin(y / 53)) * np.cos(y / 29)
    noisy = [clean + rng.normal(0, 3, clean.shape) for _ in range(count)]
    return "drawn", np.clip(noisy, 0, 255).astype(np.uint8)


def least(function, rounds: int) -> float:
    """Processor time of the quickest of some calls, in seconds."""
    best = np.inf
    for _ in range(rounds):
        start = time.thread_time()
        function()
        best = min(best, time.thread_time() - start)
    return best


def against_scikit_image(frames: np.ndarray, params: HOGParams, rounds: int) -> dict:
    """Nanoseconds a pixel of both, and how far apart their descriptors are."""

    def ours(some=frames):
        return normalized(cell_histograms(some, params), params)

    def theirs():
        return hog(
            frames[0], params.orientations, params.pixels_per_cell, params.cells_per_block,
            params.block_norm, transform_sqrt=params.transform_sqrt,
        )  # fmt: skip

    difference = float(np.abs(ours(frames[:1])[0] - theirs()).max())
    mine, other = np.inf, np.inf
    for _ in range(rounds):
        mine = min(mine, least(ours, 2) / frames.size)
        other = min(other, least(theirs, 1) / frames[0].size)
    return {
        "ns_per_px": mine * 1e9,
        "skimage_ns_per_px": other * 1e9,
        "ratio": other / mine,
        "largest_difference": difference,
    }


def whole_frame(frames: np.ndarray, params: HOGParams, table, rounds: int) -> dict:
    """Nanoseconds a pixel of the cells alone, and of all that is taken from a frame."""
    kernel = FrameKernel(params, *frames.shape[1:], luma_table=table)
    row = kernel.row(kernel.allocate(1), 0)

    def cells():
        for frame in frames:
            kernel.many_cells(frame[None], row["cells"][None])

    def everything():
        for previous, frame in pairwise(frames):
            kernel(frame, previous, row)

    cells(), everything()
    return {
        "cells_ns_per_px": least(cells, rounds) / frames.size * 1e9,
        "everything_ns_per_px": least(everything, rounds) / frames[1:].size * 1e9,
    }


def measure(short: bool = False) -> list[dict]:
    """All rows of the table, each a dictionary with `measure`, `value` and `goal`."""
    source, frames = face_frames(12 if short else 40)
    rounds = 3 if short else 9
    rows = []
    for params, goal in SETS:
        got = against_scikit_image(frames, params, rounds)
        told = {"measure": f"kernel, {_name(params)}", "value": got.pop("ratio")}
        rows.append(told | {"unit": "times scikit-image", "goal": goal, "frames": source} | got)
    for params in (PUBLISHED, HOGParams(9, (8, 8), (2, 2)), HOGParams(9, (16, 16), (2, 2))):
        for name, table in (("full range", None), ("video range", VIDEO_RANGE)):
            got = whole_frame(frames, params, table, rounds)
            told = {"measure": f"frame, {_name(params)}, {name}"}
            told["value"] = got.pop("everything_ns_per_px")
            rows.append(told | {"unit": "ns/px", "goal": None, "frames": source} | got)
    return rows


def _name(params: HOGParams) -> str:
    cell, block = (f"{a}x{b}" for a, b in (params.pixels_per_cell, params.cells_per_block))
    return f"{params.orientations} orientations, {cell} cells, {block} blocks, {params.block_norm}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer frames and rounds")
    parser.add_argument("--json", type=Path, help="write the table there as well")
    given = parser.parse_args()
    rows = measure(given.short)
    print(f"{'measure':76}{'value':>9}  {'unit':20}{'goal':>6}  details")
    for row in rows:
        details = ", ".join(
            f"{key} {row[key]:.3g}"
            for key in ("ns_per_px", "skimage_ns_per_px", "largest_difference", "cells_ns_per_px")
            if key in row
        )
        goal = "" if row["goal"] is None else f"{row['goal']:.0f}"
        print(f"{row['measure']:76}{row['value']:9.2f}  {row['unit']:20}{goal:>6}  {details}")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
