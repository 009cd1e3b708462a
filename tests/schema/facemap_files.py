"""Files with the layout that Facemap 1.0.8 writes, holding planted numbers.

Every array has values of its own, so that one that lands in the wrong place is seen.
Files that Facemap itself wrote are read in tests/unit/core/facial_signals.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

#: region number -> (y, x) of its first and last pixel but one, as ranges of a 96x80 frame
BOXES = {1: ((8, 32), (16, 48)), 2: ((40, 72), (48, 88))}
SBIN = 4
K = 3


def planted(n_frames: int, *, height=80, width=96, full=True, movie=True, others=False) -> dict:
    """What Facemap would keep of a recording: a dictionary of lists, full frame first."""
    rng = np.random.default_rng(7)
    rois = [_roi(number, *box) for number, box in BOXES.items()]
    sizes = [(height // SBIN, width // SBIN)]
    sizes += [(r["yrange_bin"].size, r["xrange_bin"].size) for r in rois]
    ybin, xbin = sizes[0]

    def components() -> dict[str, list]:
        masks = [rng.normal(size=(y, x, K)).astype(np.float32) for y, x in sizes]
        courses = [rng.normal(size=(n_frames, K)).astype(np.float32) for _ in sizes]
        if not full:
            masks[0], courses[0] = np.zeros((0, 1), np.float32), np.zeros((0, 1), np.float32)
        flat = [mask.reshape(-1, mask.shape[-1]) for mask in masks]
        return {"Mask": flat, "Mask_reshape": masks, "SVD": courses, "Sv": np.zeros(K)}

    found = {f"mot{name}": value for name, value in components().items()}
    if movie:
        found |= {f"mov{name}": value for name, value in components().items()}
    else:
        found |= {"movMask": [], "movMask_reshape": [], "movSVD": [], "movSv": []}
    average = rng.uniform(0, 255, (2, ybin, xbin)).astype(np.float32)
    motion = [rng.uniform(0, 9, n_frames).astype(np.float32) for _ in sizes]
    if not full:
        motion[0] = np.zeros(0, np.float32)
    if others:
        rois = [_other("Pupil", 0), *rois, _other("Blink", 2), _other("Running", 3)]
    return found | {
        "filenames": [["face.mp4"]],
        "save_path": None,
        "Ly": [height],
        "Lx": [width],
        "sbin": SBIN,
        "fullSVD": full,
        "save_mat": False,
        "Lybin": np.array([ybin]),
        "Lxbin": np.array([xbin]),
        "sybin": np.array([0]),
        "sxbin": np.array([0]),
        "LYbin": ybin,
        "LXbin": xbin,
        "avgframe": [average[0].reshape(-1)],
        "avgmotion": [average[1].reshape(-1)],
        "avgframe_reshape": average[0],
        "avgmotion_reshape": average[1],
        "motion": motion,
        "pupil": [_pupil(rng, n_frames)] if others else [],
        "blink": [rng.uniform(0, 99, n_frames)] if others else [],
        "running": [rng.normal(size=(n_frames, 2))] if others else [],
        "rois": rois,
        "sy": np.array([0]),
        "sx": np.array([0]),
    }


def write(path: Path, found: dict) -> Path:
    """As Facemap saves it: one object in a .npy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, found, allow_pickle=True)
    return path


def _roi(number: int, rows: tuple[int, int], columns: tuple[int, int]) -> dict:
    return {
        "rind": 1,
        "rtype": "motion SVD",
        "iROI": number,
        "ivid": 0,
        "color": (0.0, 1.0, 0.0),
        "moveable": True,
        "xrange": np.arange(*columns),
        "yrange": np.arange(*rows),
        "xrange_bin": np.arange(columns[0] // SBIN, columns[1] // SBIN),
        "yrange_bin": np.arange(rows[0] // SBIN, rows[1] // SBIN),
        "saturation": 0,
    }


def _other(kind: str, rind: int) -> dict:
    return _roi(9, (0, 16), (0, 16)) | {"rind": rind, "rtype": kind, "pupil_sigma": 2.0}


def _pupil(rng: np.random.Generator, n_frames: int) -> dict:
    area, com = rng.uniform(0, 99, n_frames), rng.uniform(0, 16, (n_frames, 2))
    return {
        "area": area,
        "com": com,
        "axdir": rng.normal(size=(n_frames, 2, 2)),
        "axlen": rng.uniform(0, 9, (n_frames, 2)),
        "area_smooth": area + 1,
        "com_smooth": com + 1,
    }
