"""Rows of the contrast score: an hour with 300 trials, and that time grows with the trials.

Runs in a process of its own, which tells its processor time and the most memory it held.
Pictures are made as they are read: a smooth face, four small movements, sway and noise.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np
from scipy.ndimage import gaussian_filter

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import score_contrast

from .measuring import ROOT, cores
from .table import Row

__all__ = ["many_trials"]

FPS, PERIOD_S, SHAPE = 30.0, 12.0, (60, 80)
NAMES = ("sucrose", "quinine", "tail_shock", "lithium")


class Drawn:
    """Thumbnails of a session with so many trials; sliced in order, never held whole."""

    def __init__(self, trials: int):
        rng = np.random.default_rng(0)
        n = int(trials * PERIOD_S * FPS)
        self.shape, self.times_s = (n, *SHAPE), np.arange(n) / FPS
        self.face = 120 + 400 * gaussian_filter(rng.standard_normal(SHAPE), 3.0)
        self.steps = np.stack(np.gradient(self.face))
        places = [gaussian_filter(rng.standard_normal(SHAPE), 4.0) for _ in NAMES]
        self.moves = np.stack([self.steps[k % 2] * 4 * p for k, p in enumerate(places)])
        order = [k for _ in range(-(-trials // 4)) for k in rng.permutation(4)][:trials]
        onsets = 5 + np.arange(trials) * PERIOD_S
        self.events = Events.from_rows(
            [(NAMES[k], t, t + 2) for k, t in zip(order, onsets, strict=True)]
        )
        self.shown = np.zeros((n, 4))
        for k, t in zip(order, onsets, strict=True):
            near = slice(*np.searchsorted(self.times_s, [t + 0.2, t + 8]))
            since = self.times_s[near] - t - 0.2
            fade = np.exp(-np.clip(since - 2, 0, None) / 0.4)
            self.shown[near, k] += (1 - np.exp(-since / 0.2)) * fade * rng.uniform(0.7, 1)

    def __getitem__(self, rows: slice) -> np.ndarray:
        start, stop, _ = rows.indices(self.shape[0])
        times = self.times_s[start:stop]
        sway = 0.3 * np.stack([np.sin(0.9 * times), np.cos(0.53 * times)], axis=1)
        pictures = self.face - np.tensordot(sway, self.steps, 1)
        pictures = pictures + np.tensordot(self.shown[start:stop], self.moves, 1)
        noise = np.stack([np.random.default_rng(f).standard_normal(SHAPE, np.float32)
                          for f in range(start, stop)])  # fmt: skip
        return np.clip(pictures + noise + 0.5, 0, 255).astype(np.uint8)


def measured(trials: int) -> dict[str, float]:
    """Seconds, processor seconds and memory of scoring so many trials, in this process."""
    drawn = Drawn(trials)
    flags = np.zeros(drawn.shape[0], np.uint16)
    first = Drawn(8)  # compiles
    score_contrast(first, first.times_s, np.zeros(first.shape[0], np.uint16), first.events)
    wall, cpu = time.perf_counter(), time.process_time()
    found = score_contrast(drawn, drawn.times_s, flags, drawn.events)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    r = [
        np.corrcoef(np.nan_to_num(found.score[:, found.names.index(n)]), drawn.shown[:, k])[0, 1]
        for k, n in enumerate(NAMES)
    ]
    took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    return {**took, "peak_mb": held, "least_r": float(np.min(r))}


def many_trials(short: bool) -> list[Row]:
    """An hour of 300 trials (in the short form 60), and how time grows with a quarter of them."""
    many = 60 if short else 300
    few, all_ = (_apart(n) for n in (many // 4, many))
    grows = all_["cpu_s"] / few["cpu_s"] / 4
    about = {"trials": many, "few": few, "all": all_, "cores": cores()}
    name, due = f"contrast score, {many} trials", None if short else 180.0
    return [
        Row(name, all_["wall_s"], "s", due, at_most=True, details=about),
        Row(f"{name}: memory", all_["peak_mb"], "MB", 1024.0, at_most=True),
        Row(f"{name}: processor time a trial to a quarter of them", grows, "x", 1.15, at_most=True),
    ]


def _apart(trials: int) -> dict[str, float]:
    code = "import json; from benchmarks.score_rows import measured; "
    code += f"print(json.dumps(measured({trials})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    return json.loads(done.stdout.decode().splitlines()[-1])
