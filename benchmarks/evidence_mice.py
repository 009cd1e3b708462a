"""Real mice with graded tail shocks: the score against the current, mouse by mouse.

Sessions of the shared data folder (raffaelemazziotti/DER_videos, MIT) are cut by its own
program, extracted and scored.  The response of a trial is the mean score from 0.2 to 2 s after
the shock minus that of the 2 s before; Spearman's rho is taken over the trials that are used.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import spearmanr

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import score_contrast
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.plots._style import DIVERGING

__all__ = ["DrawnMouse", "mice_figure", "mice_lines", "prepared", "real_mice", "scored_mouse"]

SOURCE = "raffaelemazziotti/DER_videos"
SHUFFLES = 10_000


def real_mice(shared: Path, out: Path) -> dict[str, Any]:
    """Rows by mouse and file of events; {} where the sessions are not there.

    Parameters
    ----------
    shared : Path
        The folder der of the shared data.
    out : Path
        Where movies and extractions are kept.  The figure is drawn by `make figures`.
    """
    folders = prepared(shared, out)
    if not folders:
        return {}
    rows: dict[str, Any] = {}
    for number, folder in enumerate(folders, start=1):
        name = f"mouse {number}"
        rows[name], _ = scored_mouse(name, folder)
        print(name, rows[name], flush=True)
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


@dataclass(frozen=True)
class DrawnMouse:
    """What the figure shows of a mouse; arrays are over its trials.

    Attributes
    ----------
    current : (trials,) array
        Microampere.
    used : (trials,) bool array
    score, similarity : (trials,) arrays
        Responses by the contrast score and by the published one.
    score_rho, similarity_rho : float
        Spearman's rho of them with the current.
    neutral, prototype : (y, x) arrays or None
        The neutral face, and the shock's minus it.
    """

    name: str
    current: np.ndarray
    used: np.ndarray
    score: np.ndarray
    score_rho: float
    similarity: np.ndarray
    similarity_rho: float
    neutral: np.ndarray | None
    prototype: np.ndarray | None


def scored_mouse(
    name: str, folder: Path, kinds: Sequence[str] = ("shock", "all")
) -> tuple[dict[str, Any], DrawnMouse]:
    """Figures of merit of a prepared mouse, and what is drawn of it.

    Parameters
    ----------
    name : str
    folder : Path
        As `prepared` makes it.
    kinds : sequence of {'shock', 'all'}
        Files of events; the drawn ones are those of 'shock'.
    """
    result = mf.open_result(folder / "face.zarr")
    with open(folder / "trials.csv") as file:
        trials = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    current = np.array([row["current_ua"] for row in trials])
    onsets = np.array([row["onset_s"] for row in trials])
    thumbnails = result.thumbnails[:]
    found: dict[str, Any] = {}
    for kind in kinds:
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
            neutral = prototype = None
            if scores.prototypes is not None:
                registration = scores.prototypes.model.features.registration
                neutral = registration.reference.reshape(registration.shape)
                prototype = scores.prototypes.pictures()[column]
            panel = DrawnMouse(
                name, current, used, response, found["shock"]["rho"], similar,
                found["published"]["rho"], neutral, prototype,
            )  # fmt: skip
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


def mice_figure(mice: list[DrawnMouse], path: Path, dpi: float = 110) -> Figure:
    """A column for each mouse: the prototype over the neutral face, and both scores by current."""
    figure = Figure(figsize=(2.5 * len(mice) + 0.3, 6.4))
    figure.subplots_adjust(left=0.075, right=0.985, top=0.9, bottom=0.125, hspace=0.4, wspace=0.24)
    axes = figure.subplots(3, len(mice), squeeze=False)
    for number, (mouse, column) in enumerate(zip(mice, axes.T, strict=True)):
        _draw_face(column[0], mouse)
        for panel, response, rho, color in (
            (column[1], mouse.score, mouse.score_rho, "#0072B2"),
            (column[2], mouse.similarity, mouse.similarity_rho, "#777777"),
        ):
            _draw_responses(panel, mouse, response, color)
            panel.set_title(f"ρ = {rho:.2f}", fontsize=9, color=color, weight="bold", pad=3)
        column[2].set_xlabel("current of the shock (µA)", fontsize=8)
        if number == 0:
            column[1].set_ylabel("contrast score\n(1: mean expression)", fontsize=8)
            column[2].set_ylabel("published similarity\n(Pearson r)", fontsize=8)
    for row in axes[1:]:
        ends = [axis.get_ylim() for axis in row]
        for axis in row:
            axis.set_ylim(min(low for low, _ in ends), max(high for _, high in ends))
            axis.tick_params(labelleft=axis is row[0])
    figure.suptitle("Four mice, tail shocks of five currents", x=0.012, y=0.975, ha="left",
                    fontsize=11, weight="bold")  # fmt: skip
    foot = (
        "dot: a trial, mean from 0.2 to 2 s after the shock less the 2 s before  ·  bar: mean  ·  "
        "orange: brighter than the neutral face, blue: darker\n"
        "recordings: raffaelemazziotti/DER_videos, MIT, © 2025 raffaelemazziotti"
    )
    figure.text(0.012, 0.012, foot, fontsize=7, color="#777777", va="bottom")
    figure.savefig(path, dpi=dpi)
    return figure


def _draw_responses(axes: Axes, mouse: DrawnMouse, response: np.ndarray, color: str) -> None:
    good = np.isfinite(response) & mouse.used
    levels, place = np.unique(mouse.current, return_inverse=True)
    aside = np.random.default_rng(0).uniform(-0.15, 0.15, len(mouse.current))
    axes.axhline(0, color="0.7", linewidth=0.7)
    axes.plot((place + aside)[good], response[good], "o", color=color, markersize=3.5, alpha=0.8)
    means = [response[good & (place == n)].mean() for n in range(len(levels))]
    axes.plot(range(len(levels)), means, "_", color="black", markersize=14, markeredgewidth=1.5)
    axes.set_xticks(range(len(levels)), [f"{level:g}" for level in levels])
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_face(axes: Axes, mouse: DrawnMouse) -> None:
    axes.set_axis_off()
    axes.set_title(f"{mouse.name}: {int(mouse.used.sum())} trials", fontsize=9, pad=3)
    if mouse.neutral is None or mouse.prototype is None:
        return
    most = float(np.quantile(np.abs(mouse.prototype), 0.995))
    strength = np.clip(np.abs(mouse.prototype) / most, 0, 1) * 0.85
    axes.imshow(mouse.neutral, cmap="gray")
    axes.imshow(mouse.prototype, cmap=DIVERGING, vmin=-most, vmax=most, alpha=strength)


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
    figure = "![The prototype over the neutral face, and both scores by the current]"
    return [*lines, "", f"{figure}(images/evidence_mice.png)"]
