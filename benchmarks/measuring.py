"""Taking times: in turns, so that what else runs on the machine touches all alike."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Times", "cores", "in_child", "in_turns", "machine", "ratio"]

ROOT = Path(__file__).parents[1]


@dataclass
class Times:
    """Wall and processor seconds of the rounds of one thing."""

    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """Median."""
        return statistics.median(self.wall_s)

    @property
    def cpu(self) -> float:
        """Median, of this process with all its threads."""
        return statistics.median(self.cpu_s)


def in_turns(things: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, Times]:
    """Run each thing once a round: A, B, A, B, …; the order changes from round to round."""
    times = {name: Times() for name in things}
    names = list(things)
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            wall, cpu = time.perf_counter(), time.process_time()
            things[name]()
            times[name].wall_s.append(time.perf_counter() - wall)
            times[name].cpu_s.append(time.process_time() - cpu)
    return times


def ratio(above: Times, below: Times) -> float:
    """Median over the rounds of one wall time over the other: both of the same moment."""
    pairs = zip(above.wall_s, below.wall_s, strict=True)
    return statistics.median(a / b for a, b in pairs)


def in_child(function: str, **arguments: Any) -> dict[str, Any]:
    """Call `benchmarks.child.<function>` in a fresh process; what it returns, as JSON.

    `peak_mb` is added: the most memory the process held.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", function, json.dumps(arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode:
        raise RuntimeError(f"{function} failed in its process:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def machine() -> dict[str, Any]:
    """What the figures were taken on, and how busy it was."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    return {
        "processor": model,
        "cores": cores(),
        "python": platform.python_version(),
        "load": [round(v, 2) for v in os.getloadavg()],
    }
