"""Rows of long recordings: time and memory of training and of predicting, against their length.

Planted rows of 250 features at 30 frames a second are written block by block, as `mouseface
features` writes them.  Each length is trained on and predicted in processes of their own, and every
frame is labeled: ten hours are 1.08 million rows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.events import Events
from element_mouseface.core.frame_features import REGISTRY, FrameTable, about_table, open_table
from element_mouseface.core.frame_features.writing import open_writer
from element_mouseface.core.frame_models import READABLE, event_table, load_model, train_model
from element_mouseface.core.learning import Target
from element_mouseface.core.results.model_folder import write_model, write_model_prediction
from element_mouseface.core.structure import structure

from .child import peak_mb
from .measuring import ROOT
from .movies import OUT
from .table import Row

__all__ = ["compared", "long_recordings", "predicted", "trained", "written"]

_FOLDER = OUT / "scale"
_PER_S, _COLUMNS, _AT_ONCE = 30, 250, 8192
_REGIONS = ("crop", "eye", "ear", "cheek", "mouth", "nose")
_CLASSES = ("rest", "licking", "grooming")
#: a bout in each period, half of them of each kind
_PERIOD_S, _BOUT_S = 12, 3
HOURS = (1, 2, 5, 10)
_SHORT = (0.1, 0.5)
#: rounds of boosting beside the linear model: their time grows as that of all else, and no memory
_ROUNDS = 10


def names() -> tuple[str, ...]:
    """Features of the thumbnail, of several regions."""
    own = [name for name, one in REGISTRY.items() if one.source == "thumbnail"]
    return tuple(f"{region}:{name}" for region in _REGIONS for name in own)[:_COLUMNS]


def classes(first: int, stop: int) -> np.ndarray:
    """The class of each frame."""
    second = np.arange(first, stop) // _PER_S
    kind = 1 + second // _PERIOD_S * 7 % 5 % 2
    return np.where(second % _PERIOD_S < _BOUT_S, kind, 0).astype(np.int16)


def written(path: Path, hours: float) -> None:
    """Write the planted rows of so many hours."""
    columns, n = names(), round(hours * 3600 * _PER_S)
    weights = np.random.default_rng(0).normal(size=(len(_CLASSES), len(columns)))
    about = {"kind": "frames", "params": {}}
    with open_writer(path, about) as writer:
        for first in range(0, n, _AT_ONCE):
            stop = min(first + _AT_ONCE, n)
            rng = np.random.default_rng([1, first])
            values = rng.normal(size=(stop - first, len(columns)))
            values += 0.15 * weights[classes(first, stop)]
            values[rng.random(len(values)) < 0.001] = np.nan
            times_s = np.arange(first, stop) / _PER_S
            writer.add(FrameTable(columns, values, times_s=times_s, about=about))


def trained(path: str, out: str, iterations: int = _ROUNDS) -> dict[str, Any]:
    """Train on a table, test on what was left out, and write the model, in this process."""
    began = _Clock()
    table = open_table(path)
    values = classes(0, len(table))
    target = Target("behavior", "category", (values,), (np.ones(len(values), bool),), _CLASSES)
    found = train_model([table], target, learning=replace(READABLE, iterations=iterations))
    Path(out).mkdir()
    write_model(found, out)
    told = {"balanced_accuracy": found.metric("balanced_accuracy").value}
    return {"frames": len(table), **told, **began.told()}


def predicted(path: str, model: str, out: str) -> dict[str, Any]:
    """Predict every row of a table, write it, and make a table of its bouts, in this process."""
    began = _Clock()
    table = open_table(path)
    found = load_model(model).predict(table)
    write_model_prediction(found, out, table.kind)
    right = float((found.decided == classes(0, len(table))).mean())
    hours = len(table) / _PER_S / 3600
    bouts = [(_CLASSES[1], s, s + _BOUT_S) for s in range(0, int(hours * 3600), _PERIOD_S)]
    events = event_table(table, Events.from_rows(bouts))
    return {"frames": len(table), "right": right, "events": len(events), **began.told()}


def compared(path: str) -> dict[str, Any]:
    """Compare sampled frames of a table without labels, in this process."""
    began = _Clock()
    frames = int(about_table(path)["n_rows"])
    found = structure(path)
    return {"frames": frames, "compared": len(found), **began.told()}


class _Clock:
    """Seconds since it was made, and the most memory."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def told(self) -> dict[str, float]:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return {"wall_s": wall, "cpu_s": cpu, "peak_mb": peak_mb()}


def _apart(call: str) -> dict[str, Any]:
    """What a function of this module gives, in a process of its own."""
    code = f"import json; from benchmarks import scale_rows as s; print(json.dumps(s.{call}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{call} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _of_length(hours: float) -> dict[str, dict[str, Any]]:
    """Training and prediction of so many hours; their file is gone afterwards."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        path, model = Path(folder) / "features.parquet", Path(folder) / "model"
        written(path, hours)
        train = _apart(f"trained({str(path)!r}, {str(model)!r})")
        out = str(Path(folder) / "predicted.csv")
        predict = _apart(f"predicted({str(path)!r}, {str(model / 'model.npz')!r}, {out!r})")
        without_labels = _apart(f"compared({str(path)!r})")
        megabytes = path.stat().st_size / 1e6
    return {"training": {"file_mb": megabytes, **train}, "prediction": predict,
            "structure": without_labels}  # fmt: skip


def long_recordings(short: bool) -> list[Row]:
    """One, two, five and ten hours of frames, each labeled; in the short form half an hour."""
    lengths = _SHORT if short else HOURS
    found = {hours: _of_length(hours) for hours in lengths}
    least, most = min(lengths), max(lengths)
    _draw(found, OUT / ("scale_short.png" if short else "scale.png"))
    rows = []
    for what in ("training", "prediction", "structure"):
        few, many = found[least][what], found[most][what]
        each = {f"{hours:g} h": one[what] for hours, one in found.items()}
        told = f"{what}, {many['frames']} frames of {_COLUMNS} features"
        grows = (many["cpu_s"] / many["frames"]) / (few["cpu_s"] / few["frames"])
        memory = f"{what}, {most:g} hours against {least:g}: memory"
        rows += [
            Row(told, many["wall_s"], "s", details=each),
            Row(memory, many["peak_mb"] / few["peak_mb"], "x", 1.2, at_most=True,
                details={"MB": [round(one[what]["peak_mb"]) for one in found.values()]}),
            Row(f"{what}, {most:g} hours against {least:g}: processor time a frame", grows, "x",
                1.15, at_most=True),
        ]  # fmt: skip
    return rows


def _draw(found: dict[float, dict[str, dict[str, Any]]], path: Path) -> None:
    """Time and memory against length."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    hours = list(found)
    colors = {"training": "tab:blue", "prediction": "tab:orange", "structure": "tab:green"}
    for what, color in colors.items():
        own = [one[what] for one in found.values()]
        left.plot(hours, [one["cpu_s"] / 60 for one in own], "o-", color=color, label=what)
        right.plot(hours, [one["peak_mb"] for one in own], "o-", color=color, label=what)
    whole = [one["training"]["frames"] * _COLUMNS * 8 / 1e6 for one in found.values()]
    right.plot(hours, whole, ":", color="gray", label="the numbers alone")
    left.set(xlabel="hours at 30 frames/s", ylabel="processor time, min", ylim=(0, None))
    right.set(xlabel="hours at 30 frames/s", ylabel="most memory, MB", ylim=(0, None))
    left.legend()
    right.legend()
    figure.savefig(path, dpi=120)
    plt.close(figure)
