"""Populations of mice: whether intervals over few mice cover, and prototypes of other mice.

Simulated trials with a planted effect, fitted as `mixed_model` fits them: how often the interval
has the effect in it, how often nothing is taken for something, and how far the estimate is off.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.population import (
    Population,
    PopulationParams,
    TrialRows,
    mixed_model,
    needed_trials,
    population,
)
from element_mouseface.core.population.cluster_errors import (
    cluster_error,
    clusters_of,
    drawn_interval,
    fit_clusters,
    model_error,
)
from element_mouseface.core.population.components import fit_components
from element_mouseface.core.population.counted import naive_error
from element_mouseface.core.population.design import make_design
from element_mouseface.core.population.faces import FaceSource
from element_mouseface.core.population.mixed_model import within_each_mouse
from element_mouseface.core.scoring.contrast import score_contrast
from element_mouseface.plots.population import population_figure

from .evidence_mice import prepared
from .evidence_planted import Movie, Planted

__all__ = ["coverage", "population_lines", "populations", "simulated"]

MICE = (4, 6, 8, 12)
EFFECT = 1.0
#: name -> what is planted: variances' roots, trials, and whether their number varies
DESIGNS: dict[str, dict[str, Any]] = {
    "conditions within mice": {"response": 0.5},
    "the same, trials differ in number": {"response": 0.5, "uneven": True},
    "the same, two sessions a mouse": {"response": 0.5, "sessions": 2, "session": 0.5},
    "the same, mice respond alike": {"response": 0.0},
    "two groups of mice": {"between": True},
    "the same, uneven groups and trials": {"between": True, "uneven": True},
}


def simulated(
    rng: np.random.Generator,
    n_mice: int,
    effect: float,
    *,
    response: float = 0.0,
    session: float = 0.0,
    sessions: int = 1,
    trials: int = 6,
    uneven: bool = False,
    between: bool = False,
) -> TrialRows:
    """Trials with a planted effect: of a condition, or of a group of mice.

    Mice differ by 1 (standard deviation), trials by 1; uneven groups are as 1 to 2.
    """
    rows: list[tuple[str, str, str, str, float, str]] = []
    for mouse in range(n_mice):
        level = rng.normal()
        treated = mouse % (3 if uneven else 2) == 0
        responses = response * rng.normal(size=2)
        for day in range(sessions):
            of_day = level + session * rng.normal() if session else level
            for place in range(1 if between else 2):
                own = int(rng.integers(2, 2 * trials)) if uneven else trials
                planted = effect * (treated if between else place) + responses[place]
                for trial in range(own):
                    value = of_day + planted + rng.normal()
                    name, group = ("water", "quinine")[place], "treated" if treated else "control"
                    rows.append((f"m{mouse}", f"s{day}", f"{place}-{trial}", name, value, group))
    mice, days, numbers, conditions, values, groups = zip(*rows, strict=True)
    return TrialRows(
        mice, days, numbers, conditions, np.array(values), group=groups if between else None,
        between="treatment" if between else "",
    )  # fmt: skip


def coverage(n: int, bootstrap: int = 300) -> dict[str, Any]:
    """Rows by design and number of mice, from n simulated experiments each.

    Half of them have the planted effect, half have none.
    """
    found: dict[str, Any] = {}
    for place, (name, planted) in enumerate(DESIGNS.items()):
        for n_mice in MICE:
            rng = np.random.default_rng([place, n_mice])
            done = [
                _one(simulated(rng, n_mice, EFFECT * (k % 2), **planted), EFFECT * (k % 2), k,
                     bootstrap if k % 4 < 2 else 0)
                for k in range(n)
            ]  # fmt: skip
            found[f"{name}, {n_mice} mice"] = _told(done)
            print(name, n_mice, found[f"{name}, {n_mice} mice"], flush=True)
    return found


def _one(rows: TrialRows, planted: float, number: int, bootstrap: int) -> dict[str, float]:
    from scipy import stats

    params = PopulationParams(between_reference="control" if rows.group else "")
    design = make_design(rows, params)
    effect = "treatment" if rows.group else "condition"
    contrast = next(c for c in design.contrasts if c.effect == effect)
    fit = fit_clusters(clusters_of(rows, design, fit_components(rows, design)))
    estimate = float(contrast.weights @ fit.coefficients)
    se, df = cluster_error(fit, contrast.weights)
    own = model_error(fit, contrast.weights)
    off = abs(estimate - planted)
    naive_se, naive_p = naive_error(rows, params, contrast)
    drawn = float("nan")
    if bootstrap:
        groups = rows.group_of()
        strata = [groups.get(mouse, "") for mouse in rows.mice]
        low, high, _ = drawn_interval(fit, contrast.weights, bootstrap, 0.95, number, strata)
        drawn = float(low <= planted <= high) if np.isfinite(low) else float("nan")
    p = 2 * stats.t.sf(abs(estimate) / se, df)
    return {
        "planted": planted, "off": estimate - planted,
        "cluster": off <= stats.t.ppf(0.975, df) * se,
        "wald": off <= 1.959964 * own, "bootstrap": drawn, "naive": off <= 1.96 * naive_se,
        "p": p, "naive_p": naive_p,
    }  # fmt: skip


def _told(done: list[dict[str, float]]) -> dict[str, float]:
    def share(name: str) -> float:
        values = np.array([one[name] for one in done], float)
        return float(values[np.isfinite(values)].mean())

    null = [one for one in done if one["planted"] == 0]
    return {
        "n": len(done),
        "bias": float(np.mean([one["off"] for one in done if one["planted"]])),
        "bias_se": float(
            np.std([one["off"] for one in done if one["planted"]]) / np.sqrt(len(done) / 2)
        ),
        **{name: share(name) for name in ("cluster", "wald", "bootstrap", "naive")},
        "null_p05": float(np.mean([one["p"] < 0.05 for one in null])),
        "null_naive_p05": float(np.mean([one["naive_p"] < 0.05 for one in null])),
    }


# ------------------------------------------------------------------------------------------- faces

#: drawn mice on which nothing was tuned, by their numbers
DRAWN = tuple(range(700, 708))
STIMULI = ("quinine", "sucrose", "tail_shock")
#: after the shock artifact, as in the other evidence of these sessions
RESPONSE_S = (0.2, 2.0)


def drawn_faces(out: Path, n_mice: int) -> dict[str, Any]:
    """Drawn mice of different coats, sizes and cameras, each by prototypes of the others.

    The figure of the page about populations is drawn into the folder.
    """
    planted = Planted("pop", STIMULI, trials=6)
    sources, trials = [], []
    for mouse in DRAWN[:n_mice]:
        movie = Movie(out, planted, mouse)
        times, name = movie.result.times_s, f"mouse {mouse}"
        sources.append(FaceSource(name, name, "1", movie.result, movie.events, times))
        moved = movie.result.quality("motion_energy")
        for event in movie.events:
            after = (times >= event.onset_s) & (times < event.offset_s)
            before = (times >= event.onset_s - 2) & (times < event.onset_s)
            change = float(np.nanmean(moved[after]) - np.nanmean(moved[before]))
            trials.append((name, event.name, change))
    mice, stimuli, values = zip(*trials, strict=True)
    rows = TrialRows(
        mice, ("1",) * len(mice), tuple(map(str, range(len(mice)))), stimuli, np.array(values),
        measure="change of motion energy", unit="luma levels",
    )  # fmt: skip
    found = population(sources, rows, params=PopulationParams(effect="mean"))
    population_figure(found, title="Drawn mice", path=out / "population.png")
    return _faces(found)


def real_faces(folders: list[Path]) -> dict[str, Any]:
    """Real mice with shocks of five currents, each by prototypes of the others."""
    sources = []
    for number, folder in enumerate(folders, start=1):
        with open(folder / "trials.csv") as file:
            rows = list(csv.DictReader(file))
        events = [
            {
                "event": "shock" if float(row["current_ua"]) else "none",
                "onset_s": float(row["onset_s"]),
                "offset_s": float(row["onset_s"]) + 1.5,
                "amount": float(row["current_ua"]),
            }
            for row in rows
        ]
        result, name = mf.open_result(folder / "face.zarr"), f"mouse {number}"
        given = Events.from_rows(events)
        sources.append(FaceSource(name, name, "1", result, given, result.times_s))
    return _faces(population(sources, params=PopulationParams(response_s=RESPONSE_S)))


def _faces(found: Population) -> dict[str, Any]:
    told = {
        "figures": [vars(row) for row in found.figures],
        "likeness": [[row.likeness, row.upside_down] for row in found.faces],
        "mice": {row.mouse: [row.correct, row.correct_chance] for row in found.mice},
        "distances": {row.mouse: [row.distance, row.limit] for row in found.distances},
    }
    return json.loads(json.dumps(told).replace("NaN", "null"))


def shock_slopes(folders: list[Path]) -> dict[str, Any]:
    """The score of real mice over the current: one slope a mouse, and how many mice it takes."""
    values, amounts, names = [], [], []
    for number, folder in enumerate(folders, start=1):
        result = mf.open_result(folder / "face.zarr")
        with open(folder / "events_shock.csv") as file:
            events = Events.from_rows(list(csv.DictReader(file)))
        with open(folder / "trials.csv") as file:
            rows = list(csv.DictReader(file))
        scores = score_contrast(result.thumbnails[:], result.times_s, result.flags, events)
        trace = scores.score[:, scores.names.index("shock")]
        for row in rows:
            after, before = (
                trace[(result.times_s >= low) & (result.times_s < high)]
                for at in [float(row["onset_s"])]
                for low, high in ((at + RESPONSE_S[0], at + RESPONSE_S[1]), (at - 2.0, at))
            )
            values.append(float(np.nanmean(after) - np.nanmean(before)) if len(after) else np.nan)
            amounts.append(float(row["current_ua"]) / 100)
            names.append(f"mouse {number}")
    n = len(values)
    rows_ = TrialRows(
        tuple(names), ("1",) * n, tuple(map(str, range(n))), ("shock",) * n, np.array(values),
        amount=np.array(amounts), measure="score", unit="expression", amount_unit="100 uA",
    )  # fmt: skip
    model = mixed_model(rows_, PopulationParams(effect="amount"))
    power = needed_trials(model, PopulationParams(trials=(1, 2, 6), mice=(2, 3, 4, 6)))
    least = next((row for row in power.rows if row.smallest), None)
    told = {
        "effect": vars(model.effects[0]),
        "mice": within_each_mouse(rows_, model),
        "icc": model.icc,
        "least": None if least is None else vars(least),
        "warnings": list(model.warnings),
    }
    return json.loads(json.dumps(told).replace("NaN", "null"))


def populations(out: Path, short: bool, shared: Path) -> dict[str, Any]:
    """All of the part: simulated trials, drawn faces, and real ones where they are.

    Parameters
    ----------
    out : Path
        Where movies and extractions are kept.
    short : bool
    shared : Path
        The folder der of the shared data.
    """
    folders = prepared(shared, out)
    return {
        "coverage": coverage(40 if short else 600),
        "drawn": drawn_faces(out, 4 if short else len(DRAWN)),
        "real": real_faces(folders) if folders else {},
        "slopes": shock_slopes(folders) if folders else {},
    }


def population_lines(rows: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not rows:
        return []
    keys = {"cluster": "interval", "wald": "the model's own", "bootstrap": "mice drawn again"}
    keys |= {"naive": "trials as mice", "null_p05": "p < .05", "null_naive_p05": "trials as mice"}
    lines = ["", "## Populations of mice", ""]
    lines += [
        "Simulated experiments with a planted effect (half of them with none): how often a 95%",
        "interval has it in it, by the interval that is used, the mixed model's own, by drawing",
        "mice again, and with trials counted as mice; and how often no effect has p < .05, with",
        "the interval that is used and with trials counted as mice.  *bias* is of an effect of 1.",
        "",
        "| design | n | bias | " + " | ".join(keys.values()) + " |",
        "|---" * (3 + len(keys)) + "|",
    ]
    for name, row in rows["coverage"].items():
        shares = " | ".join(f"{row[key]:.1%}" for key in keys)
        lines.append(
            f"| {name} | {row['n']} | {row['bias']:+.3f} ± {row['bias_se']:.3f} | {shares} |"
        )
    for name, title in (
        ("drawn", "Drawn mice, each scored by prototypes of the others"),
        ("real", "Real mice with tail shocks, each scored by prototypes of the others"),
    ):
        lines += _face_lines(rows.get(name) or {}, title)
    return [*lines, *_slope_lines(rows.get("slopes") or {})]


def _face_lines(rows: dict[str, Any], title: str) -> list[str]:
    if not rows:
        return []
    lines = ["", f"### {title}", "", "| of the face | figure | value | interval | chance | p "]
    lines[-1] += "| mice above chance |"
    lines.append("|---" * 7 + "|")
    for row in rows["figures"]:
        span = "–" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
        p = "–" if row["p"] is None else f"{row['p']:.3f}"
        cells = [row["features"], row["figure"], f"{row['value']:.2f}", span]
        cells += [f"{row['chance']:.2f}", p, f"{row['n_above']} of {row['n_mice']}"]
        lines.append("| " + " | ".join(cells) + " |")
    pairs = [pair for pair in rows["likeness"] if None not in pair]
    least = min(a for a, _ in pairs)
    apart = min(a - b for a, b in pairs)
    lines += [
        "",
        f"Likeness of a face to the one that all lie over: at least {least:.2f}, and at least",
        f"{apart:.2f} more than the same picture upside down.",
    ]
    return lines


def _slope_lines(rows: dict[str, Any]) -> list[str]:
    if not rows:
        return []
    effect, least = rows["effect"], rows["least"]
    own = ", ".join(f"{value:.2f}" for value in rows["mice"].values())
    lines = [
        "",
        "The contrast score of these mice over the current (mixed model, the mouse as the unit):",
        f"{effect['estimate']:.2f} for 100 µA ({effect['low']:.2f} to {effect['high']:.2f},",
        f"p = {effect['p']:.2g}); of each mouse {own}.  Trials counted as mice would have given",
        f"p = {effect['naive_p']:.1g}.  The unit of the score is each recording's own mean",
        "response, so that slopes of mice are more alike than their responses are.",
    ]
    if least:
        lines += [
            f"Of the designs tried, {least['n_mice']} mice with {least['n_trials']} trials at each",
            f"current are the smallest with a power of 0.8 ({least['power']:.2f};",
            f"{least['cautious']:.2f} if mice differ more).",
        ]
    return lines
