"""Damaged files of acquisition systems and cameras: a right result or an error of this package."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from tests.acquisition_files import harp_states, open_ephys, pulses
from tests.fuzzing import fuzz

SECONDS = 0.3
SHOT = 5.0 + np.arange(40) / 30
MOVIE = np.arange(40) / 30
TABLE = "FrameID;Value.Timestamp\n" + "".join(
    f"{65_520 + k if k < 16 else k - 16};2026-03-05T09:30:{k / 30:010.7f}-04:00\n"
    for k in range(40)
)


@pytest.mark.parametrize(
    "name", ["states.npy", "sample_numbers.npy", "timestamps.npy", "structure.oebin"]
)
def test_damaged_files_of_open_ephys(tmp_path, name):
    ttl = open_ephys(tmp_path / "rec", {1: pulses(SHOT)}, synchronized_s=0.0)
    path = tmp_path / "rec" / name if name == "structure.oebin" else ttl / name
    right = path.read_bytes()

    def read(_):
        given = {"edges": "rising", "zero": "synchronized" if name == "timestamps.npy" else None}
        return clock_times("open_ephys", MOVIE, path=tmp_path / "rec", **given)

    read(path)
    fuzz(read, right, path, allowed=[tmp_path], seconds=SECONDS)


def test_damaged_files_of_harp(tmp_path):
    pytest.importorskip("harp")
    path = harp_states(tmp_path / "a_92.bin", SHOT, np.ones(40), address=92)
    clock_times("harp", MOVIE, path=path)
    fuzz(lambda p: clock_times("harp", MOVIE, path=p), path.read_bytes(), path, seconds=SECONDS)


def test_damaged_tables_of_cameras(tmp_path):
    path = tmp_path / "cam.csv"

    def read(found):
        return clock_times("camera", MOVIE, path=found, zero="2026-03-05T09:30:00-04:00")

    path.write_text(TABLE)
    assert read(path).found["counter_wraps"] == 1
    fuzz(read, TABLE.encode(), path, seconds=2 * SECONDS)
