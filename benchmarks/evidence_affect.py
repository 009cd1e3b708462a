"""Whether arousal and valences are those that were planted, and what real mice give.

Drawn mice: one film has sweet, bitter, licked water without an expression, and both tastes at once;
another has a pupil and whisking that follow planted arousal.  Real mice: tail shocks of five
currents, of which the strong ones are signed negative and none is neutral; the weak ones are
measured only, by directions made without them.  The truth is used for measuring only.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata, spearmanr

import element_mouseface as mf
from element_mouseface.core.affect import (
    AffectParams,
    ArousalSource,
    arousal,
    measure_affect,
    session_units,
    signal_sources,
)
from element_mouseface.core.affect.motion import explained_by_all
from element_mouseface.core.affect.rows import OK
from element_mouseface.core.affect.separation import separation
from element_mouseface.core.events import Events
from element_mouseface.core.facial_signals.native import SignalParams, extractors_for
from element_mouseface.core.frame_features import FrameTable, result_features
from element_mouseface.core.frame_models import READABLE, FrameModelParams, train_model
from element_mouseface.core.learning import Groups, Target
from element_mouseface.core.learning.metrics import continuous_figures
from element_mouseface.core.store import Result
from element_mouseface.synthetic import Behaviors, Confounds, Responses, SyntheticMovie, film
from element_mouseface.synthetic.landmarks import LANDMARKS, landmarks

from .evidence_mice import prepared

SIGNS = {
    "sucrose": ("positive", "planted"),
    "quinine": ("negative", "planted"),
    "water": ("neutral", "planted"),
}
STIMULI = (*SIGNS, "mixed")
FIRST_MOUSE, SHUFFLES = 110, 20
SHOCKS = {
    "shock": ("negative", "tail shocks of 300 and 500 µA"),
    "none": ("neutral", "no current"),
}


def affect_evidence(out: Path, short: bool, real: Path) -> dict[str, Any]:
    """Rows of drawn mice and of real ones, whose sessions are in the folder `real`."""
    mice = range(FIRST_MOUSE, FIRST_MOUSE + (1 if short else 3))
    found: dict[str, Any] = {"valence": {}, "arousal": {}}
    found["real"] = real_affect(real, out)
    for mouse in mice:
        found["valence"][f"mouse {mouse}"] = _valence(out, mouse)
        print("valence", mouse, found["valence"][f"mouse {mouse}"], flush=True)
        found["arousal"][f"mouse {mouse}"] = _arousal(out, mouse)
        print("arousal", mouse, found["arousal"][f"mouse {mouse}"], flush=True)
    found["shuffled"] = _shuffled(out, FIRST_MOUSE, 5 if short else SHUFFLES)
    print("shuffled", found["shuffled"], flush=True)
    return found


def _extracted(movie: Path, regions: Any = None) -> Result:
    folder = movie.with_suffix(".zarr")
    if folder.exists() and folder.stat().st_mtime > movie.stat().st_mtime:
        return mf.open_result(folder)
    reader = mf.open_video(movie)
    more = [] if regions is None else extractors_for(reader, regions, 4)
    return mf.extract(reader, folder, extractors=more, overwrite=True)


def _tasted(out: Path, mouse: int) -> tuple[SyntheticMovie, Result]:
    movie = film(
        out / f"affect_{mouse}_valence.mp4",
        identity=mouse,
        seed=mouse,
        fps=12,
        size_px=(320, 240),
        duration_s=144.0,
        stimuli=STIMULI,
        trials_per_stimulus=6,
        confounds=Confounds(lick_on=STIMULI),
        responses=Responses(silent=("water",), mixed=("mixed=sucrose+quinine",)),
    )
    return movie, _extracted(Path(str(movie.path)))


def _valence(out: Path, mouse: int) -> dict[str, Any]:
    movie, result = _tasted(out, mouse)
    found = measure_affect(result, signs=SIGNS, events=Events.from_rows(movie.events))
    truth = dict(zip(movie.truth["names"], movie.truth["intensity"].T, strict=True))
    row: dict[str, Any] = {"refused": found.refused}
    for name, stimulus in (("positive", "sucrose"), ("negative", "quinine")):
        trace = found.traces[name]
        good = np.isfinite(trace.values)
        r = np.corrcoef(trace.values[good], truth[stimulus][good])[0, 1] if good.any() else np.nan
        mine = explained_by_all(found.motion, name)
        water = _within(found, "water", name)
        row[name] = {
            "r": float(r),
            "movement": None if mine is None else mine.r2,
            "water_mean": float(np.mean([w[0] for w in water])) if water else None,
            "water_se": float(np.mean([w[1] for w in water])) if water else None,
        }
    licked, mixed = (_pairs(found, stimulus) for stimulus in ("water", "mixed"))
    row["water"] = [sum(all(abs(v) <= 2 * se for v, se in pair) for pair in licked), len(licked)]
    row["mixed"] = [sum(all(v > 2 * se for v, se in pair) for pair in mixed), len(mixed)]
    return row


def _within(found: Any, stimulus: str, name: str) -> list[tuple[float, float]]:
    return [
        (getattr(row, f"{name}_estimate"), getattr(row, f"{name}_se"))
        for row in found.trials
        if row.stimulus == stimulus
    ]


def _pairs(found: Any, stimulus: str) -> list[tuple]:
    """Estimates and errors of both valences, for each trial of a stimulus."""
    both = (_within(found, stimulus, name) for name in ("positive", "negative"))
    return list(zip(*both, strict=True))


def _shuffled(out: Path, mouse: int, count: int) -> dict[str, int]:
    """How often both valences are refused where the stimuli's names were shuffled."""
    movie, result = _tasted(out, mouse)
    events = Events.from_rows(movie.events)
    rng, refused, one = np.random.default_rng(1), 0, 0
    names = [event.name for event in events if event.name in SIGNS]
    for _ in range(count):
        order = iter(rng.permutation(names).tolist())
        rows = [replace(e, name=next(order) if e.name in SIGNS else e.name) for e in events]
        found = measure_affect(result, signs=SIGNS, events=Events.from_rows(rows))
        states = [found.traces[name].state for name in ("positive", "negative")]
        refused += OK not in states
        one += OK in states
    return {"refused": refused, "of": count, "kept": one}


def _arousal(out: Path, mouse: int) -> dict[str, Any]:
    """Planted arousal against that of the measured pupil, whisker pad and motion energy."""
    movie = film(
        out / f"affect_{mouse}_arousal.mp4",
        identity=mouse,
        seed=mouse,
        fps=10,
        size_px=(480, 360),
        duration_s=150.0,
        stimuli=("sucrose", "quinine"),
        trials_per_stimulus=5,
        behaviors=Behaviors(),
    )
    regions = _regions(movie)
    path = Path(str(movie.path))
    result = _extracted(path, regions)
    signals = mf.compute_signals(result, regions, SignalParams(motion_svd=False))
    times_s = result.times_s
    sources, _ = signal_sources(signals, times_s)
    sources.append(ArousalSource("motion", result.quality("motion_energy"), "motion"))
    planted = session_units(movie.truth["arousal"])
    row = _against(sources, times_s, planted)
    row["sources"] = ", ".join(one.name for one in sources)
    row["pupil"] = _against(sources[:1], times_s, planted)
    row["movement"] = _against([s for s in sources if s.kind != "pupil"], times_s, planted)
    return row


def _against(sources: list[ArousalSource], times_s: np.ndarray, planted: np.ndarray) -> dict:
    trace, rows, _ = arousal(sources, times_s)
    good = np.isfinite(trace.values)
    blocks = (times_s[good] // 20).astype(int)
    figures = {f.name: f for f in continuous_figures(planted[good], trace.values[good], blocks)}
    error = np.abs(trace.values - planted)[good]
    return {
        "concordance": figures["concordance"].value,
        "r": figures["r"].value,
        "within": float(np.mean(error <= trace.errors[good])),
        "se": float(np.median(trace.errors[good])),
        "left_out": max(one.n_left_out for one in rows),
        "lag_s": {one.source: one.lag_s for one in rows},
    }


def _regions(movie: SyntheticMovie) -> Any:
    """Where a person would draw the eye, its lids and the whisker pad."""
    points = np.median(landmarks(movie), axis=0)
    at = dict(zip(LANDMARKS, points, strict=True))
    eye = np.mean([at[f"eye_{side}"] for side in ("front", "back", "top", "bottom")], axis=0)
    half = abs(at["eye_front"][0] - at["eye_back"][0]) / 2

    def ellipse(name: str, middle: Any, x: float, y: float, *more: Any) -> Any:
        corners = ((middle[0] - x, middle[1] - y), (middle[0] + x, middle[1] + y))
        return mf.Region(name, "ellipse", corners, *more)

    return mf.Regions(
        (
            ellipse("eye", eye, 0.55 * half, 0.55 * half, "pupil", 40.0),
            ellipse("lid", eye, 0.7 * half, 0.7 * half, "blink", 40.0),
            ellipse("whisker_pad", at["pad"], 3.4 * half, 2.6 * half),
        ),
        True,
    )


def real_affect(shared: Path, out: Path) -> dict[str, Any]:
    """Real mice with graded shocks: valence against the current, by trial and by mouse."""
    folders = prepared(shared, out)
    mice = [
        (f"mouse {number}", mf.open_result(folder / "face.zarr"), folder)
        for number, folder in enumerate(folders, start=1)
    ]
    answers = {name: _answers(result, folder) for name, result, folder in mice}
    rows = {}
    for name, result, folder in mice:
        others = [one for other, one in answers.items() if other != name]
        rows[name] = _real_mouse(result, folder, _by_others(answers[name], others))
        print("real", name, rows[name], flush=True)
    return rows


def _events(folder: Path) -> tuple[Events, np.ndarray]:
    with open(folder / "trials.csv") as file:
        current = np.array([float(row["current_ua"]) for row in csv.DictReader(file)])
    with open(folder / "events_all.csv") as file:
        rows = list(csv.DictReader(file))
    return Events.from_rows(rows), current


def _answers(result: Result, folder: Path) -> tuple[FrameTable, np.ndarray]:
    """Change of each named feature in each trial, in the session's own units; and the current."""
    events, current = _events(folder)
    table = result_features(result)
    units = np.stack([session_units(column) for column in table.values.T], axis=1)
    values = np.stack([_responses(one, result.times_s, events) for one in units.T], axis=1)
    return replace(table.rows(slice(0, len(current))), values=values, reasons={}), current


def _by_others(own: tuple[FrameTable, np.ndarray], others: list) -> np.ndarray:
    """How probable a strong shock is in each trial, by a linear model of the other mice."""
    tables = [table for table, _ in others]
    known = tuple((current == 0) | (current >= 300) for _, current in others)
    strong = tuple((current >= 300).astype(int) for _, current in others)
    names = tuple(f"mouse {number}" for number in range(len(others)))
    trained = train_model(
        tables,
        Target("strong", "binary", strong, known),
        Groups.of(len(others), animal=names),
        params=FrameModelParams(permutations=0, importance_rows=0),
        learning=replace(READABLE, beside=()),
    )
    return np.asarray(trained.model.predict(own[0]).probability[:, 0])


def _real_mouse(result: Result, folder: Path, by_mouse: np.ndarray) -> dict[str, Any]:
    events, current = _events(folder)
    motion = ArousalSource("motion", result.quality("motion_energy"), "motion", 0.0)
    fast = AffectParams(smooth_s=0.3)
    found = measure_affect(result, signs=SHOCKS, events=events, sources=[motion], params=fast)
    trial = _column(found, "negative_estimate")
    moved = _responses(result.quality("motion_energy"), result.times_s, events)
    row = explained_by_all(found.motion, "negative")
    return {
        "trials": len(current),
        "refused": found.refused,
        "negative": _told(trial, current),
        "by_mouse": _told(by_mouse, current),
        "arousal": _told(_column(found, "arousal_change"), current),
        "movement": _told(moved, current),
        "beyond_movement": _partial(trial, current, moved),
        "explained": None if row is None else row.r2,
    }


def _column(found: Any, name: str) -> np.ndarray:
    return np.array([getattr(row, name) for row in found.trials])


def _responses(trace: np.ndarray, times_s: np.ndarray, events: Events) -> np.ndarray:
    """Mean in each trial minus that of the 2 s before."""

    def mean(low_s: float, high_s: float) -> float:
        values = trace[(times_s >= low_s) & (times_s < high_s)]
        values = values[np.isfinite(values)]
        return float(values.mean()) if len(values) else np.nan

    return np.array(
        [mean(e.onset_s + 0.2, e.offset_s) - mean(e.onset_s - 2, e.onset_s) for e in events]
    )


def _told(values: np.ndarray, current: np.ndarray) -> dict[str, Any]:
    """Spearman's rho with the current, and the area under the curve of any current."""
    good = np.isfinite(values)
    if good.sum() < 5:
        return {"rho": None, "auc": None, "n": int(good.sum())}
    any_ = separation(values[current > 0], values[current == 0], AffectParams())
    rho = float(spearmanr(current[good], values[good])[0])
    return {"rho": rho, "auc": any_.auc, "n": int(good.sum())}


def _partial(values: np.ndarray, current: np.ndarray, moved: np.ndarray) -> float | None:
    """Rank correlation with the current beyond that with movement."""
    good = np.isfinite(values) & np.isfinite(moved)
    if good.sum() < 5:
        return None
    ranks = [rankdata(one[good]) for one in (values, current, moved)]
    r = np.corrcoef(ranks)
    return float((r[0, 1] - r[0, 2] * r[1, 2]) / np.sqrt((1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2)))


def _figure(value: float | None, digits: int = 2) -> str:
    return "–" if value is None or not np.isfinite(value) else f"{value:.{digits}f}"


def affect_lines(rows: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not rows:
        return []
    lines = ["", "## Arousal and valences", ""]
    lines += [
        "Drawn mice lick sucrose (signed positive), quinine (negative), water (neutral, without an",
        "expression), and both tastes at once (*mixed*, without a sign: it trains nothing), six",
        "trials each.  *r*: frames against the planted expression.  *water*: trials in which both",
        "valences are within two standard errors of 0; in brackets the mean estimate and the mean",
        "standard error of each.  *mixed*: trials in which both are above two standard errors.",
        "*movement*: what the crop's motion energy explains of a trace in held-out trials.",
        "",
        "| mouse | positive r | negative r | water | mixed | movement of positive, negative |",
        "|---" * 6 + "|",
    ]
    for mouse, row in rows["valence"].items():
        p, n = row["positive"], row["negative"]
        water = f"{row['water'][0]} of {row['water'][1]}"
        water += f" ({_figure(p['water_mean'])} ± {_figure(p['water_se'])},"
        water += f" {_figure(n['water_mean'])} ± {_figure(n['water_se'])})"
        cells = [mouse, _figure(p["r"], 3), _figure(n["r"], 3), water]
        cells += [f"{row['mixed'][0]} of {row['mixed'][1]}"]
        cells += [f"{_figure(p['movement'])}, {_figure(n['movement'])}"]
        lines.append("| " + " | ".join(cells) + " |")
    if "shuffled" in rows:
        shuffled = rows["shuffled"]
        lines += [
            "",
            f"Names of the stimuli shuffled among the trials: both valences refused in "
            f"{shuffled['refused']} of {shuffled['of']}.",
        ]
    lines += [
        "",
        "Arousal of other films of these mice, 150 s each, from the measured pupil, the",
        "motion energy of the whisker pad and that of the crop, against the planted one.  Both are",
        "put on one scale without learning: against their own median, in their own robust standard",
        "deviations.  *within*: frames in which the error is within one standard error.",
        "",
        "| mouse | concordance | r | within | the pupil alone: concordance, r | "
        "without a pupil: concordance, r (standard error) |",
        "|---" * 6 + "|",
    ]
    for mouse, row in rows["arousal"].items():
        alone, without = row["pupil"], row["movement"]
        cells = [mouse, _figure(row["concordance"]), _figure(row["r"]), _figure(row["within"])]
        cells.append(f"{_figure(alone['concordance'])}, {_figure(alone['r'])}")
        cells.append(
            f"{_figure(without['concordance'])}, {_figure(without['r'])} ({_figure(without['se'])})"
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines + _real_lines(rows.get("real", {}))


def _real_lines(rows: dict[str, Any]) -> list[str]:
    if not rows:
        return []
    lines = [
        "",
        "Real mice with tail shocks of five currents (see above): 300 and 500 µA signed negative,",
        "no current neutral; 50 and 150 µA have no sign, and are measured by directions made",
        "without them.  ρ with the current over thirty trials (area under the curve, any current",
        "against none).  *held out*: without the trial.  *by other mice*: the directions of one",
        "mouse are refused on another (its frames cannot be registered), so this is a linear model",
        "of the named features of the crop, their change in a trial in each session's own units,",
        "trained on strong shocks and none of the other three mice: to be read beside *movement*,",
        "motion energy alone.  *arousal*: change of that from motion energy, the only source here,",
        "for there is no pupil.  *beyond movement*: rank correlation of the valence held out with",
        "the current, with movement held fixed.  *explained*: share of the negative valence that",
        "movement explains.",
        "",
        "| mouse | negative, held out | by other mice | arousal | movement | beyond movement | "
        "explained | refused |",
        "|---" * 8 + "|",
    ]

    def told(row: dict[str, Any]) -> str:
        return f"{_figure(row['rho'])} ({_figure(row['auc'])})"

    for mouse, row in rows.items():
        cells = [mouse, told(row["negative"]), told(row["by_mouse"]), told(row["arousal"])]
        cells += [told(row["movement"]), _figure(row["beyond_movement"]), _figure(row["explained"])]
        cells.append("; ".join(f"{k}: {v}" for k, v in row["refused"].items()) or "nothing")
        lines.append("| " + " | ".join(cells) + " |")
    return lines
