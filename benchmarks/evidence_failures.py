"""Whether the planted cause of failures is found, and nothing where none was planted.

Bouts of frames of drawn mice are blurred, darkened, saturated, covered by a paw or put into a haze,
and the movies are encoded and extracted like any other; so are movies of real mice whose frames
are spoiled in the same way.  Failed are the spoiled frames.  Where nothing was planted, failures
are bouts at random places.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.failures import FailureParams, FailureStudy, study_failures
from element_mouseface.core.failures.comparing import cause_rows, feature_rows
from element_mouseface.core.failures.frames import ComparedFrames
from element_mouseface.core.failures.matching import Matched
from element_mouseface.core.failures.measures import measure_frames
from element_mouseface.core.failures.remedies import try_remedies, wilson
from element_mouseface.core.frame_features import result_features
from element_mouseface.core.store import Result
from element_mouseface.synthetic import FAULTS, Encoding, FrameFaults, film
from element_mouseface.synthetic.faults import fault_courses, spoil
from element_mouseface.synthetic.writing import encode

CAUSES = dict(zip(FAULTS, ("blurred", "dark", "saturated", "covered", "low contrast"), strict=True))
FIRST_MOUSE = 70
SIZE_PX = (480, 360)
FPS, DURATION_S = 15, 60.0
MILD = 0.5
RANDOM_SERIES = 40
#: movies of real mice of the shared folder, and how many frames of each are taken
REAL = {
    "a mouse on a treadmill": ("treadmill_250hz.mp4", 994),
    "a mouse from below": ("real/licking_from_below_500hz.mp4", 501),
    "a warped still": ("face_crf19/face.mp4", 1200),
}
_NOTHING = Matched(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)


def _extracted(movie: Path) -> Result:
    folder = movie.with_suffix(".zarr")
    if folder.exists() and folder.stat().st_mtime > movie.stat().st_mtime:
        return mf.open_result(folder)
    return mf.extract(mf.open_video(movie), folder, overwrite=True)


def drawn(
    out: Path, mouse: int, faults: Sequence[FrameFaults], name: str
) -> tuple[Result, np.ndarray, Path]:
    """A film of a drawn mouse with faults: the pass, how far each fault shows, and the file."""
    path = out / f"failures_{mouse}_{name}.mp4"
    movie = film(
        path,
        identity=mouse,
        seed=mouse,
        duration_s=DURATION_S,
        fps=FPS,
        size_px=SIZE_PX,
        encoding=Encoding(crf=20 + 2 * (mouse % 4)),
        faults=faults,
    )
    return _extracted(path), movie.truth["faults"], path


def real(out: Path, source: Path, n_frames: int, fault: FrameFaults) -> tuple[Result, np.ndarray]:
    """A movie of a real mouse whose frames are spoiled in bouts, encoded again."""
    path = out / f"failures_{source.stem}_{fault.kind.replace(' ', '_')}.mp4"
    reader = mf.open_video(source)
    n, rate = min(n_frames, len(reader)), Fraction(30)
    high, wide = reader.info.height_px // 2 * 2, reader.info.width_px // 2 * 2
    courses = fault_courses([fault], np.arange(n) / 30, n / 30, 1)
    pictures = (
        spoil(np.array(luma[:high, :wide]), [fault], courses[number], number)
        for number, luma in reader.read_luma(0, n)
        if luma is not None
    )
    encode(path, pictures, np.arange(n), 1 / rate, rate, (wide, high), Encoding(crf=20))
    return _extracted(path), courses


def told(found: FailureStudy, due: str) -> dict[str, Any]:
    """What matters of a study: whether the planted cause is first, and its numbers."""
    first, mine = found.causes[0], found.cause(due)
    model = found.model
    if mine is None or model is None:
        raise ValueError("the study was not done")
    return {
        "first": first.cause,
        "found": first.cause == due and first.above_null,
        "auc": mine.auc,
        "auc_matched": mine.auc_matched,
        "p_corrected": mine.p_corrected,
        "model_auc": None if np.isnan(model.auc) else model.auc,
        "n_failed": found.n_failed,
        "n_bouts": found.n_bouts,
    }


def mixed(failed: np.ndarray, seed: int, share: float = 0.2) -> np.ndarray:
    """Failures of which a fifth are something else: frames at random places, in bouts of five."""
    rng, out = np.random.default_rng(seed), failed.copy()
    for start in rng.integers(0, len(failed) - 5, round(share * failed.sum() / 5)):
        out[start : start + 5] = True
    return out


def random_failures(n: int, rng: np.random.Generator) -> np.ndarray:
    """Two to a dozen bouts of failures at random places."""
    failed = np.zeros(n, bool)
    while failed.sum() < 20:
        for _ in range(int(rng.integers(2, 13))):
            length = int(rng.integers(3, 40))
            start = int(rng.integers(0, n - length))
            failed[start : start + length] = True
    return failed


def none_planted(result: Result, seed: int, with_features: bool) -> tuple[int, int, int]:
    """Random series with a cause above the null, with a feature above it, and how many."""
    params, rng = FailureParams(), np.random.default_rng(seed)
    measures = measure_frames(result)
    table = result_features(result) if with_features else None
    causes = features = 0
    for _ in range(RANDOM_SERIES):
        frames = ComparedFrames.of(random_failures(len(result), rng), None, table, result, params)
        causes += any(row.above_null for row in cause_rows(frames, measures, _NOTHING, params))
        if table is not None:
            features += any(row.above_null for row in feature_rows(frames, table, _NOTHING, params))
    return causes, features, RANDOM_SERIES


def failures(out: Path, short: bool) -> dict[str, Any]:
    """The part `failures` of the evidence."""
    mice = [FIRST_MOUSE + k for k in range(2 if short else 4)]
    rows: list[dict[str, Any]] = []
    remedies: list[dict[str, Any]] = []
    above = {"causes": 0, "features": 0, "n": 0, "n_features": 0}

    def note(case: str, mouse: Any, kind: str, found: FailureStudy) -> None:
        rows.append({"case": case, "movie": mouse, "planted": kind, **told(found, CAUSES[kind])})
        print(rows[-1], flush=True)

    for mouse in mice:
        for kind in FAULTS:
            name = kind.replace(" ", "_")
            result, shown, path = drawn(out, mouse, [FrameFaults(kind)], name)
            failed = shown[:, 0] > 0.5
            found = study_failures(failed, result=result, what=kind)
            note("one fault", mouse, kind, found)
            note(
                "a fifth of the failures are something else",
                mouse,
                kind,
                study_failures(mixed(failed, mouse), result=result, what=kind),
            )
            tried = try_remedies(found, result, mf.open_video(path))
            remedies += [
                {"movie": mouse, "planted": kind, **vars(row)}
                for row in tried.remedies
                if row.measure in ("similarity", CAUSES[kind])
            ]
            with_features = kind == FAULTS[0]
            a, b, n = none_planted(result, mouse, with_features)
            above["causes"] += a
            above["features"] += b
            above["n"] += n
            above["n_features"] += n if with_features else 0
            mild, shown, _ = drawn(out, mouse, [FrameFaults(kind, strength=MILD)], f"{name}_mild")
            note(
                "half as strong",
                mouse,
                kind,
                study_failures(shown[:, 0] > 0.5, result=mild, what=kind),
            )
        together = [FrameFaults(kind, bouts_per_min=6, bout_s=0.8) for kind in FAULTS]
        result, shown, _ = drawn(out, mouse, together, "all")
        for column, kind in enumerate(FAULTS):
            failed = shown[:, column] > 0.5
            if failed.sum() >= 20:
                note(
                    "all five in one movie",
                    mouse,
                    kind,
                    study_failures(failed, result=result, what=kind),
                )
    for label, (place, n_frames) in REAL.items():
        source = _shared() / "data" / place
        if source.exists() and not (short and rows[-1]["case"] == "real"):
            for kind in FAULTS:
                fault = FrameFaults(kind, bouts_per_min=30 if n_frames < 600 else 20, bout_s=0.7)
                result, shown = real(out, source, n_frames, fault)
                note(
                    "real", label, kind, study_failures(shown[:, 0] > 0.5, result=result, what=kind)
                )
    return {"rows": rows, "remedies": remedies, "none_planted": above}


def _shared() -> Path:
    return Path(os.environ.get("MOUSEFACE_SHARED") or Path(__file__).parents[2] / "shared")


_CASES = {
    "one fault": "one fault",
    "half as strong": "one fault, half as strong",
    "a fifth of the failures are something else": "one fault; a fifth more fails at random",
    "all five in one movie": "all five in one movie, failures are of one",
    "real": "movies of real mice, spoiled",
}


def failure_lines(report: dict[str, Any]) -> list[str]:
    """The part as Markdown."""
    if not report:
        return []
    lines = [
        "",
        "## Why frames fail",
        "",
        "Bouts of frames are spoiled by one of five faults; failed are these frames.  *first*: the",
        "planted cause has rank 1 and is above the null.  Then the least and the median area under",
        "the ROC curve over the movies, and the least area of a linear model on parts of the movie",
        "that it was not trained on.",
        "",
        "| movies | planted | first | least area | median area | model, least |",
        "|---|---|---|---|---|---|",
    ]
    for case, label in _CASES.items():
        for kind in FAULTS:
            rows = [r for r in report["rows"] if (r["case"], r["planted"]) == (case, kind)]
            if not rows:
                continue
            areas = [row["auc"] for row in rows]
            models = [row["model_auc"] for row in rows if row["model_auc"] is not None]
            least = f"{min(models):.2f}" if models else "–"
            lines.append(
                f"| {label} | {kind} | {sum(r['found'] for r in rows)} of {len(rows)} | "
                f"{min(areas):.3f} | {np.median(areas):.3f} | {least} |"
            )
    lines += _none_lines(report["none_planted"])
    return lines + _remedy_lines(report["remedies"])


def _none_lines(above: dict[str, int]) -> list[str]:
    told = []
    for what, n in (("causes", above["n"]), ("features", above["n_features"])):
        low, high = wilson(above[what], n)
        told.append(
            f"{above[what]} of {n} ({above[what] / n:.1%}, 95% from {low:.1%} to {high:.1%})"
        )
    return [
        "",
        "None planted: failures are bouts at random places of these movies, and the level is 1%.",
        "",
        f"- a cause is above the null in {told[0]};",
        f"- any of all named features of the crop is above the null in {told[1]}.",
    ]


def _remedy_lines(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "",
        "Failed frames, filtered and extracted again: the share that is as good ones are, by the",
        "planted cause's own measure and by the similarity of the descriptor to good frames.",
        "",
        "| planted | by | without | sharpened | stretched | both |",
        "|---|---|---|---|---|---|",
    ]
    for kind in FAULTS:
        for measure in (CAUSES[kind], "similarity"):
            mine = [r for r in rows if (r["planted"], r["measure"]) == (kind, measure)]
            if not mine:
                continue
            cells = [_share(mine, "n_usual_before")]
            for remedy in ("sharpen", "stretch", "sharpen and stretch"):
                cells.append(_share([r for r in mine if r["remedy"] == remedy], "n_usual_after"))
            lines.append(f"| {kind} | {measure} | " + " | ".join(cells) + " |")
    return lines


def _share(rows: list[dict[str, Any]], name: str) -> str:
    n = sum(row["n"] for row in rows)
    return f"{sum(row[name] for row in rows) / n:.0%}" if n else "–"
