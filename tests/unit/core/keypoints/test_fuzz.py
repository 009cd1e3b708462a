"""Damaged files have two ends: a right result or an error of ours; nothing runs, nothing hangs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.core.keypoints.fuzz_readers import READERS

ROOT = Path(__file__).resolve().parents[4]
#: longer where somebody looks for more than the short form finds
SECONDS = os.environ.get("MOUSEFACE_FUZZ_SECONDS", "1")
SEED = os.environ.get("MOUSEFACE_FUZZ_SEED", "0")


#: one process for all of a kind: most of its time is Python's start
KINDS = {
    "hdf5": [name for name in READERS if name not in ("text", "proc")],
    "text and pickles": ["text", "proc"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files(kind):
    names = KINDS[kind]
    call = [sys.executable, "-m", "tests.unit.core.keypoints.fuzz_readers", ",".join(names)]
    done = subprocess.run(
        [*call, SECONDS, SEED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120 + 10 * float(SECONDS),
    )
    told = f"exit {done.returncode} after {done.stdout!r}\n{done.stderr[-3000:]}"
    assert done.returncode == 0, told
    counts = dict(line.split() for line in done.stdout.splitlines())
    assert list(counts) == names and min(map(int, counts.values())) > 10, told
