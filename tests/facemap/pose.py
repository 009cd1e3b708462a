"""A keypoint file by Facemap's own writer, from planted points: its network is not run."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy as np

N_FRAMES = 12
#: what Facemap downloads as soon as its module is imported
_WEIGHTS = ("facemap_model_params.pth", "facemap_model_state.pt")


def planted(n_points: int = 15) -> np.ndarray:
    """(frames, points, 3): x, y and likelihood, each a number of its own."""
    numbers = np.arange(N_FRAMES * n_points * 3, dtype=np.float32)
    return numbers.reshape(N_FRAMES, n_points, 3) / 8


def write_pose(folder: Path) -> tuple[Path, list[str]]:
    """Write ``planted`` as `Pose.run` does after its network; the file, and the points in order."""
    from facemap.utils import BODYPARTS

    pose_class = _imported()
    it = SimpleNamespace(
        bodyparts=list(BODYPARTS),
        cumframes=[0, N_FRAMES],
        gui=None,
        filenames=[[str(folder / "tiny.mp4")]],
    )
    it.save_dict_to_hdf5 = lambda *args: pose_class.save_dict_to_hdf5(it, *args)
    return Path(pose_class.save_data_to_hdf5(it, planted(), 0)), list(BODYPARTS)


def _imported():
    """Facemap's Pose; empty files stand where its weights would be downloaded to."""
    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, HOME=home):
        models = Path(home) / ".facemap" / "models"
        models.mkdir(parents=True)
        for name in _WEIGHTS:
            (models / name).touch()
        from facemap.pose.pose import Pose
    return Pose


if __name__ == "__main__":
    print(write_pose(Path(sys.argv[1]))[0])
