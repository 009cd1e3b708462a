"""Real mice with graded tail shocks: the score against the current, mouse by mouse.

Sessions of the shared data folder (raffaelemazziotti/DER_videos, MIT) are cut by its own
program, extracted and scored.  The response of a trial is the mean score from 0.2 to 2 s after
the shock minus that of the 2 s before; Spearman's rho is taken over the trials that are used.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import spearmanr

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import score_contrast
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.store import Result

__all__ = ["mice_figure", "mice_lines", "prepared", "real_mice"]

SOURCE = "raffaelemazziotti/DER_videos"
SHUFFLES = 10_000


def real_mice(shared: Path, out: Path, pictures: Path) -> dict[str, Any]:
    """Rows by mouse and file of events; {} where the sessions are not there.

    Parameters
    ----------
    shared : Path
        The folder der of the shared data.
    out : Path
        Where movies and extractions are kept.
    pictures : Path
        Where the figure goes.
    """
    folders = prepared(shared, out)
    if not folders:
        return {}
    rows: dict[str, Any] = {}
    drawn = []
    for number, folder in enumerate(folders, start=1):
        found, panel = _mouse(mf.open_result(folder / "face.zarr"), folder)
        rows[f"mouse {number}"] = found
        drawn.append((f"mouse {number}", *panel))
        print(f"mouse {number}", found, flush=True)
    pictures.mkdir(parents=True, exist_ok=True)
    mice_figure(drawn, pictures / "evidence_mice.png")
    return rows


def prepared(shared: Path, out: Path) -> list[Path]:
    """A folder of each session with its movie, its pass and its events; made if they are not there.

    Parameters
    ----------
    shared : Path
        The folder der of the shared data.
    out : Path
        Where they are kept.
    """
    mosaics = sorted(shared.glob("*-der.mp4")) if (shared / "cut.py").is_file() else []
    if not mosaics:
        print(f"real mice: left out, there are no sessions in {shared}")
    folders = []
    for number, mosaic in enumerate(mosaics, start=1):
        folder = out / f"mouse_der_{number}"
        if not (folder / "face.mp4").is_file():
            subprocess.run([sys.executable, shared / "cut.py", mosaic, folder], check=True)
        stored = folder / "face.zarr"
        if not stored.exists():
            mf.extract(mf.open_video(folder / "face.mp4"), stored, overwrite=True)
        folders.append(folder)
    return folders


def _mouse(result: Result, folder: Path) -> tuple[dict[str, Any], tuple]:
    with open(folder / "trials.csv") as file:
        trials = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    current = np.array([row["current_ua"] for row in trials])
    onsets = np.array([row["onset_s"] for row in trials])
    thumbnails = result.thumbnails[:]
    found: dict[str, Any] = {}
    panel: tuple = ()
    for kind in ("shock", "all"):
        with open(folder / f"events_{kind}.csv") as file:
            events = Events.from_rows(list(csv.DictReader(file)))
        scores = score_contrast(thumbnails, result.times_s, result.flags, events)
        column = scores.names.index("shock")
        used = np.array([trial.used for trial in scores.trials])
        response = _responses(scores.score[:, column], result.times_s, onsets)
        found[kind] = _row(current, response, used)
        found[kind]["refused"] = sorted(s.about for s in scores.findings)
        found[kind]["findings"] = [f"{s.kind} {s.about}".strip() for s in scores.findings]
        if kind == "shock":
            descriptors = mf.open_descriptors(result.path)
            published = score_published(descriptors, result.times_s, result.flags, events)
            similar = published.similarity[:, published.names.index("shock")]
            similar = _responses(similar, result.times_s, onsets)
            moved = _movement(thumbnails)
            explained = _explained(scores.score[:, column], moved)
            movement = _responses(moved, result.times_s, onsets)
            found["published"] = _row(current, similar, used)
            found["movement"] = _row(current, movement, used) | {"explains": explained}
            picture = None
            if scores.prototypes is not None:
                registration = scores.prototypes.model.features.registration
                picture = (
                    registration.reference.reshape(registration.shape),
                    scores.prototypes.pictures()[column],
                )
            panel = (current, response, used, picture)
    return found, panel


def _responses(trace: np.ndarray, times_s: np.ndarray, onsets_s: np.ndarray) -> np.ndarray:
    def mean(low: float, high: float) -> np.ndarray:
        inside = [trace[(times_s >= low + o) & (times_s < high + o)] for o in onsets_s]
        return np.array([m[np.isfinite(m)].mean() if np.isfinite(m).any() else np.nan
                         for m in inside])  # fmt: skip

    return mean(0.2, 2.0) - mean(-2.0, 0.0)


def _row(current: np.ndarray, response: np.ndarray, used: np.ndarray) -> dict[str, Any]:
    """Spearman's rho, and what 97.5% of shuffles of the currents stay below."""
    good = np.isfinite(response) & used
    if good.sum() < 3:
        return {"rho": None, "chance": None, "trials": int(good.sum())}
    rng = np.random.default_rng(0)
    ranks = [np.argsort(np.argsort(a)).astype(float) for a in (current[good], response[good])]
    ranks[0] = np.unique(current[good], return_inverse=True)[1].astype(float)
    shuffled = [np.corrcoef(rng.permutation(ranks[0]), ranks[1])[0, 1] for _ in range(SHUFFLES)]
    return {
        "rho": float(spearmanr(current[good], response[good])[0]),
        "chance": float(np.quantile(shuffled, 0.975)),
        "trials": int(good.sum()),
    }


def _movement(thumbnails: np.ndarray) -> np.ndarray:
    """Mean absolute difference from the frame before, luma levels."""
    steps = np.abs(np.diff(thumbnails.astype(np.int16), axis=0)).mean((1, 2))
    return np.r_[steps[:1], steps]


def _explained(score: np.ndarray, moved: np.ndarray) -> float | None:
    """Share of the score's variance that movement from 1 s before to 0.5 s after explains.

    By ordinary least squares on lags, each fifth of the recording predicted from the others.
    """
    lags = range(-10, 21)
    design = np.stack([np.ones(len(moved)), *(np.roll(moved, lag) for lag in lags)], axis=1)
    good = np.isfinite(score)
    good[:20] = good[-10:] = False
    if good.sum() < 200:
        return None
    part = np.arange(len(score)) * 5 // len(score)
    left = np.full(len(score), np.nan)
    for number in range(5):
        fit, test = good & (part != number), good & (part == number)
        weights = np.linalg.lstsq(design[fit], score[fit], rcond=None)[0]
        left[test] = score[test] - design[test] @ weights
    return float(1 - np.nanvar(left[good]) / np.var(score[good]))


def mice_figure(mice: list[tuple], path: Path) -> Figure:
    """Above the response against the current, below the prototype over the neutral face."""
    figure = Figure(figsize=(2.6 * len(mice), 4.8), layout="constrained")
    axes = figure.subplots(2, len(mice), squeeze=False)
    for (name, current, response, used, picture), upper, lower in zip(mice, *axes, strict=True):
        good = np.isfinite(response) & used
        levels, place = np.unique(current, return_inverse=True)
        aside = np.random.default_rng(0).uniform(-0.15, 0.15, len(current))
        upper.axhline(0, color="0.7", linewidth=0.7)
        upper.plot((place + aside)[good], response[good], "o", color="#0072B2", markersize=3.5)
        means = [response[good & (place == n)].mean() for n in range(len(levels))]
        upper.plot(range(len(levels)), means, "_", color="black", markersize=16)
        upper.set_xticks(range(len(levels)), [f"{level:g}" for level in levels], fontsize=8)
        upper.set_title(f"{name}: {int(good.sum())} trials", fontsize=9)
        upper.set_xlabel("current (µA)", fontsize=8)
        upper.set_ylabel("response (1: mean expression)", fontsize=8)
        upper.tick_params(labelsize=8)
        lower.set_axis_off()
        if picture is not None:
            neutral, prototype = picture
            most = float(np.quantile(np.abs(prototype), 0.995))
            lower.imshow(neutral, cmap="gray")
            strength = np.clip(np.abs(prototype) / most, 0, 1) * 0.85
            shown = lower.imshow(prototype, cmap="PuOr_r", vmin=-most, vmax=most, alpha=strength)
            bar = figure.colorbar(shown, ax=lower, location="bottom", shrink=0.8)
            bar.set_label("shock minus neutral (luma levels)", fontsize=7)
            bar.ax.tick_params(labelsize=7)
    figure.savefig(path, dpi=110)
    return figure


def mice_lines(rows: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not rows:
        return []

    def told(row: dict[str, Any]) -> str:
        return "–" if row["rho"] is None else f"{row['rho']:.2f}"

    head = "| mouse | trials | ρ | chance | ρ, three classes | published ρ | movement ρ "
    head += "| explained | refused |"
    lines = ["", "## Real mice: graded tail shocks", ""]
    lines += [
        "Four sessions of head-fixed mice, five currents with six trials each, at 20 frames/s",
        f"({SOURCE}, MIT, © 2025 raffaelemazziotti; the license stands beside the data).  The",
        "response of a trial is the mean score from 0.2 to 2 s after the shock minus that of the",
        "2 s before.  ρ is Spearman's, between current and response over the trials that are used,",
        "scored by the prototype of shocks of 150 µA and more; *three classes*: by that of 300 and",
        "500 µA, beside weak ones and none.  *chance*: 97.5% of shuffles stay below.  Movement",
        "follows the current too: *movement ρ* is that of the difference between frames, and",
        "*explained* the share of the score's variance that it predicts (lags of −0.5 to 1 s,",
        "cross-validated).",
        "",
        head,
        "|---" * 9 + "|",
    ]
    for name, row in rows.items():
        shock, share = row["shock"], row["movement"]["explains"]
        explained = "–" if share is None else f"{share:.0%}"
        cells = [name, shock["trials"], told(shock), f"{shock['chance'] or 0:.2f}"]
        cells += [told(row["all"]), told(row["published"]), told(row["movement"]), explained]
        cells.append(", ".join(filter(None, shock["findings"])) or "nothing")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    figure = "![The response against the current, and the prototype over the neutral face]"
    return [*lines, "", f"{figure}(images/evidence_mice.png)"]
