"""Damaged keypoint files and results of Facemap, read in a process of their own.

HDF5's library is compiled: should it go round in circles or fall over, this process
does, and the test that started it tells.  `python -m tests.unit.core.keypoints.fuzz_readers
NAME,NAME SECONDS SEED`.
"""

from __future__ import annotations

import faulthandler
import pickle
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from element_mouseface.core.facial_signals.facemap_file import load_facemap
from element_mouseface.core.keypoints import load_keypoints
from tests.fuzzing import fuzz
from tests.unit.core.keypoints.faces import face, write_csv

DATA = Path(__file__).resolve().parents[3] / "data"
#: of the processor; one file of a few kilobytes takes far less
SLOWEST_S = 10.0


def csv_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "a.csv", face(20), "DLC_resnet50", ("left",))
        return path.read_bytes()


def of(name: str) -> bytes:
    return (DATA / name).read_bytes()


def keypoints(**options):
    return lambda path: load_keypoints(path, **options)


def claims() -> list[bytes]:
    """Pickles that say more than they hold."""
    head = of("facemap/tiny_region_proc.npy")[:128]
    doubled = b"(" + b"K\x01" * 2 + b"t" + b"q\x00" + b"h\x00\x86q\x00" * 40
    pairs = b"K\x01" + b"2\x86" * 60  # DUP, which nobody writes
    return [
        head + b"\x80\x05\x96" + (4 << 30).to_bytes(8, "little") + b"ab.",
        head + b"\x80\x04}X\x06\x00\x00\x00motion" + doubled + b"s.",
        head + b"\x80\x04" + pairs + b".",
        head + b"\x80\x04K\x01" + b"q\x00h\x00h\x00\x86" * 60 + b".",
        head + b"\x80\x04}K\x01" + b"q\x00h\x00h\x00\x86" * 60 + b"K\x01s.",
        head + b"\x80\x04" + b"]" * 100_000 + b".",
        head + b"\x80\x04" + b"K\x01" * 250_000 + b".",
        head + pickle.dumps({"motion": [np.zeros(3)], "avgframe": 1e300, "sbin": float("inf")}),
        b"\x93NUMPY\x01\x00v\x00"
        + b"{'descr': '<f8', 'fortran_order': False, 'shape': (100000000000000,), }".ljust(117)
        + b"\n",
    ]


READERS = {
    "pandas_fixed": (keypoints(), lambda: of("keypoints/pandas_fixed.h5"), ".h5"),
    "pandas_table": (keypoints(), lambda: of("keypoints/pandas_table.h5"), ".h5"),
    "sleap_project": (keypoints(video="day1"), lambda: of("keypoints/two_videos.slp"), ".slp"),
    "sleap_analysis": (keypoints(), lambda: of("keypoints/analysis.h5"), ".h5"),
    "facemap_pose": (keypoints(), lambda: of("facemap/tiny_FacemapPose.h5"), ".h5"),
    "text": (keypoints(), csv_file, ".csv"),
    "proc": (load_facemap, lambda: of("facemap/tiny_everything_proc.npy"), "_proc.npy"),
}


def main(name: str, seconds: float, seed: int) -> int:
    """How many damaged copies were read."""
    read, right, ending = READERS[name]

    def timed(path: Path) -> None:
        started = time.process_time()
        faulthandler.dump_traceback_later(4 * SLOWEST_S, exit=True)
        try:
            read(path)
        finally:
            faulthandler.cancel_dump_traceback_later()
            # the alarm of `bounded` may have been taken for an error of the file
            if time.process_time() - started > SLOWEST_S:
                raise AssertionError(
                    f"reading took {time.process_time() - started:.0f} s of the processor"
                )

    with tempfile.TemporaryDirectory() as folder:
        path, count = Path(folder) / f"x{ending}", 0
        if name == "proc":
            count = fuzz(timed, right(), path, also=claims(), seconds=0)
        return count + fuzz(timed, right(), path, seed=seed, seconds=seconds)


if __name__ == "__main__":
    faulthandler.enable()
    for one in sys.argv[1].split(","):
        print(one, main(one, float(sys.argv[2]), int(sys.argv[3])), flush=True)
