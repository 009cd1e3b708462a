"""Make tests/data/facemap again: small arrays of what Facemap wrote, and its tiny files whole.

    python -m tests.facemap.keep FOLDER

after `tests.facemap.runs`.  Reads Facemap's files with NumPy itself, not with the
reader that is tested.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np

from .pose import write_pose
from .runs import RUNS

KEPT = Path(__file__).resolve().parents[1] / "data" / "facemap"
#: Every how manieth frame of a projection is kept.
EVERY = 27
COMPONENTS = 100
#: run -> components of the motion SVD and of the movie SVD whose masks are kept.
MASKS = {
    "crf19_eye": (100, 70),
    "planted_full": (50, 50),
    "planted_box": (100, 100),
    "planted_short": (30, 0),
}
#: Runs whose averages are kept; those of the others are of the same movie.
AVERAGES = ("crf19_full", "planted_full", "planted_short")
#: What is kept of it is in the tests of this folder only.
NOT_KEPT = ("parts_apart", "planted_overlap", "pupil_long")


def small(name: str, proc: dict[str, Any]) -> dict[str, np.ndarray]:
    """What is kept of one run; the only region is the full frame or the one that was drawn."""
    place = 0 if proc["fullSVD"] else 1
    kept = {"motion": proc["motion"][place]}
    if name in AVERAGES:
        kept |= {part: proc[f"{part}_reshape"] for part in ("avgframe", "avgmotion")}
    counts = MASKS.get(name, (0, 0))
    for word, kind, count in zip(("motion", "movie"), ("mot", "mov"), counts, strict=True):
        masks = np.moveaxis(proc[f"{kind}Mask_reshape"][place][..., :COMPONENTS], -1, 0)
        norms = np.linalg.norm(masks.reshape(len(masks), -1), axis=1)
        projections = proc[f"{kind}SVD"][place][:, :COMPONENTS] / norms
        kept[f"{word}_mask_norms"] = norms.astype(np.float32)
        kept[f"{word}_frames"] = np.arange(1, len(projections), EVERY)
        kept[f"{word}_projections"] = projections[1::EVERY].astype(np.float16)
        # Zero throughout where nothing was merged.
        if proc[f"{kind}Sv"].any():
            kept[f"{word}_singular_values"] = proc[f"{kind}Sv"][:COMPONENTS]
        if count:
            unit = masks[:count] / norms[:count, None, None]
            kept[f"{word}_masks"] = unit.astype(np.float16)
    return kept


def main() -> None:
    """Every run that is there."""
    folder = Path(sys.argv[1])
    KEPT.mkdir(parents=True, exist_ok=True)
    for run in RUNS:
        path = run.proc(folder)
        if not path.exists() or run.name in NOT_KEPT:
            continue
        if run.is_kept_whole:
            shutil.copyfile(path, KEPT / f"{run.name}_proc.npy")
        else:
            proc = np.load(path, allow_pickle=True).item()
            np.savez_compressed(KEPT / f"{run.name}.npz", **small(run.name, proc))
    write_pose(KEPT)
    size = sum(path.stat().st_size for path in KEPT.iterdir())
    print(f"{KEPT.name}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
