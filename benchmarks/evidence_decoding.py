"""Decoders: drawn mice that nothing was tuned on, shuffled names, and real mice with graded shocks.

Real mice are the sessions of `evidence_mice`: which of five currents a trial had, whether it had
any, by trial and by mouse, beside what movement alone decodes; and whether responses follow the
current, also by prototypes that were made of the strongest shocks alone.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface import plots
from element_mouseface.core.decoding import (
    DECODERS,
    Decoding,
    DecodingParams,
    Thumbnails,
    amount_response,
    decode,
)
from element_mouseface.core.decoding.building import build
from element_mouseface.core.decoding.figures import Level, metric_rows, shuffled_codes
from element_mouseface.core.decoding.sources import sources_of
from element_mouseface.core.decoding.testing import run_level
from element_mouseface.core.decoding.trials import codes_of, strata_of, trials_of
from element_mouseface.core.events import Events
from element_mouseface.core.frame_features import FeatureParams, result_features
from element_mouseface.core.learning import Groups
from element_mouseface.core.learning.parallel import count_workers, in_threads
from element_mouseface.core.scoring.contrast import score_by_strongest

from .evidence_mice import prepared

__all__ = ["decoder_lines", "decoders"]

MICE, SESSIONS, TRIALS = (41, 42, 43), (1, 2), 4
FILM: dict[str, Any] = {"duration_s": 100.0, "fps": 15, "size_px": (320, 240)}
WINDOW_S = (0.2, 2.0)
SHUFFLES, PERMUTATIONS = 100, 19
HEADLINE = "balanced_accuracy"


def decoders(out: Path, short: bool, der: Path, pictures: Path) -> dict[str, Any]:
    """Rows of drawn mice, of shuffled names, and of real mice where their sessions are there.

    Parameters
    ----------
    out : Path
        Where films and passes are kept.
    short : bool
        With one mouse and fewer shuffles.
    der : Path
        The folder der of the shared data.
    pictures : Path
        Where the figures of real mice go.
    """
    recordings = _drawn(out, 1 if short else len(MICE))
    found: dict[str, Any] = {"drawn": _table(_decoded(recordings, short))}
    print("drawn", found["drawn"], flush=True)
    found["shuffled"] = _shuffled(recordings, 20 if short else SHUFFLES)
    print("shuffled", found["shuffled"], flush=True)
    folders = prepared(der, out)
    if not folders:
        return found
    mice = _real(folders)
    for by in ("amount", "any"):
        decoded = _decoded(mice, short, classes=by, window_s=WINDOW_S)
        found[by] = _table(decoded)
        print(by, found[by], flush=True)
        if by == "amount":
            pictures.mkdir(parents=True, exist_ok=True)
            title = "Real mice: which of five currents"
            plots.decoding_figure(decoded, title=title, path=pictures / "evidence_decoding.png")
            plots.amounts_figure(decoded.amounts, path=pictures / "evidence_amounts.png")
            found["responses"] = _responses(decoded, mice)
            print("responses", found["responses"], flush=True)
    return found


class _Recordings:
    """Passes with their events and groups."""

    def __init__(self, results: list[Any], events: list[Events], groups: Groups):
        self.results, self.events, self.groups = results, events, groups

    @property
    def pictures(self) -> list[Thumbnails]:
        return [Thumbnails(one) for one in self.results]

    @property
    def movement(self) -> list[Any]:
        params = FeatureParams(groups=("motion",))
        return [result_features(one, params=params) for one in self.results]


def _drawn(out: Path, n_mice: int) -> _Recordings:
    results, events, animals, sessions = [], [], [], []
    for mouse in MICE[:n_mice]:
        for session in SESSIONS:
            stored = out / f"decoding_{mouse}_{session}"
            film = mf.film(
                stored.with_suffix(".mp4"), identity=mouse, seed=session,
                trials_per_stimulus=TRIALS, **FILM,
            )  # fmt: skip
            folder = stored.with_suffix(".zarr")
            if not (film.reused and folder.is_dir()):
                mf.extract(mf.open_video(film.path), folder, overwrite=True)
            results.append(mf.open_result(folder))
            events.append(Events.from_rows(film.events))
            animals.append(f"mouse {mouse}")
            sessions.append(str(session))
    groups = Groups.of(len(results), animal=animals, session=sessions)
    return _Recordings(results, events, groups)


def _real(folders: Sequence[Path]) -> _Recordings:
    events = []
    for folder in folders:
        with open(folder / "trials.csv") as file:
            rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
        events.append(
            Events.from_rows(
                ("shock", r["onset_s"], r["onset_s"] + 2.0, None, r["current_ua"], "uA")
                for r in rows
            )
        )
    names = [f"mouse {number}" for number in range(1, len(folders) + 1)]
    results = [mf.open_result(folder / "face.zarr") for folder in folders]
    return _Recordings(results, events, Groups.of(len(folders), animal=names))


def _decoded(given: _Recordings, short: bool, **params: Any) -> Decoding:
    return decode(
        [None] * len(given.results), given.events, given.groups, pictures=given.pictures,
        beside={"movement": given.movement},
        params=DecodingParams(permutations=19 if short else PERMUTATIONS, **params),
    )  # fmt: skip


def _table(decoded: Decoding) -> list[dict[str, Any]]:
    return [
        {
            "left_out": row.left_out, "features": row.features, "estimator": row.estimator,
            "value": _number(row.value), "low": _number(row.low), "high": _number(row.high),
            "chance": row.chance, "p": _number(row.p), "retrained": row.n_retrained,
            "trials": row.n_trials,
        }
        for row in decoded.metrics
        if row.metric == HEADLINE and not row.group and row.category is None
    ]  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _shuffled(given: _Recordings, n: int) -> list[dict[str, Any]]:
    """How often the interval of a decoder that learned shuffled names holds chance."""
    sources, columns = sources_of([None] * len(given.results), given.pictures)
    trials, names, _ = trials_of(given.events, "auto")
    params = DecodingParams(permutations=n, temporal=False)
    rows = build(sources, columns, trials, given.groups, params).rows["trial"]
    codes = codes_of(trials, names)
    learning = replace(DECODERS, estimator="discriminant", beside=())
    quiet = replace(params, permutations=0)
    found = []
    for level in ("trial", "session"):
        strata = strata_of(given.groups, level)
        if not strata.parts:
            continue
        asked = (names, strata, params, learning, ("discriminant",))
        whole = Level.of("face", rows, codes, names, strata, run_level(rows, codes, *asked))

        def figures(shuffled: np.ndarray, strata=strata, asked=asked) -> Any:
            tested = run_level(rows, shuffled, *asked)
            one = Level.of("face", rows, shuffled, names, strata, tested)
            made = metric_rows(one, quiet, learning, lambda f, items: [f(i) for i in items])
            return next(r for r in made if r.metric == HEADLINE and not r.group)

        with in_threads(count_workers(None)) as run_all:
            made = run_all(figures, shuffled_codes(whole, params))
        held = sum(row.low <= row.chance <= row.high for row in made)
        mean = float(np.mean([row.value for row in made]))
        found.append({"left_out": level, "shuffles": len(made), "held": held, "mean": mean})
    return found


def _responses(decoded: Decoding, mice: _Recordings) -> list[dict[str, Any]]:
    """Whether responses follow the current, mouse by mouse and over mice."""
    rows = list(decoded.amounts)
    values, currents, names, weaker = [], [], [], []
    for number, (result, events) in enumerate(zip(mice.results, mice.events, strict=True), start=1):
        shorter = Events.from_rows(replace(event, offset_s=event.onset_s + 1.5) for event in events)
        given = (result.thumbnails[:], result.times_s, result.flags)
        scores = score_by_strongest(*given, shorter, "shock")
        trace = scores.score[:, scores.names.index("shock")]
        for event in events:
            since = result.times_s - event.onset_s
            after = trace[(since >= WINDOW_S[0]) & (since < WINDOW_S[1])]
            before = trace[(since >= -2.0) & (since < 0)]
            some = [one[np.isfinite(one)] for one in (after, before)]
            values.append(some[0].mean() - some[1].mean() if all(map(len, some)) else np.nan)
            currents.append(float(event.amount or 0))
            names.append(f"mouse {number}")
        most = max(float(event.amount or 0) for event in events)
        weaker += [float(event.amount or 0) < most for event in events]
    kept = np.array(weaker)
    for source, own in (
        ("score by the strongest", np.ones(len(kept), bool)),
        ("the same, weaker trials only", kept),
    ):
        response = np.array(values, float)[own]
        mouse = [name for name, used in zip(names, own, strict=True) if used]
        rows += amount_response(
            response, np.array(currents)[own], groups=mouse, source=source, stimulus="shock",
            amount_unit="uA",
        )  # fmt: skip
    return [
        {
            "source": row.source, "mouse": row.mouse, "n": row.n, "rho": row.rho,
            "low": _number(row.rho_low), "high": _number(row.rho_high), "p": row.p,
            "slope": row.slope, "slope_se": _number(row.slope_se),
        }
        for row in rows
    ]  # fmt: skip


def decoder_lines(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not found:
        return []
    lines = ["", "## Decoders: which stimulus, from the face", ""]
    lines += [
        "Balanced accuracy of held-out trials with its 95% interval.  By trial, others of the",
        "same session are trained on; by session, the animal's other sessions; by animal, the",
        f"other animals.  *p*: of {PERMUTATIONS} shuffles of names within sessions, trained again",
        "(forest, boosted and movement: compared with what was predicted).  *face*: components of",
        "small pictures, less the second before the onset; *movement*: how much changes from frame",
        "to frame, alone.",
        "",
        f"Drawn mice that nothing was tuned on ({', '.join(map(str, MICE))}), "
        f"{len(SESSIONS)} sessions each, four stimuli with {TRIALS} trials a session:",
        "",
        *_lines(found["drawn"]),
    ]
    for row in found["shuffled"]:
        lines += [
            "",
            f"Names shuffled within sessions, by {row['left_out']}: the discriminant's interval "
            f"holds chance in {row['held']} of {row['shuffles']}; mean {row['mean']:.2f}.",
        ]
    for by, told in (
        ("amount", "which of the five currents"),
        ("any", "whether there was any current"),
    ):
        if by in found:
            lines += ["", f"Real mice (the sessions above), {told}:", "", *_lines(found[by])]
    if "amount" in found:
        lines += ["", "![Which of five currents](images/evidence_decoding.png)"]
    if "responses" in found:
        head = "| response | mouse | trials | ρ (95%) | p | slope per µA |"
        lines += [
            "",
            "Whether the response follows the current.  *decoder*: log-odds of 500 µA against",
            "none, trained on these two; *score by the strongest*: the contrast score of",
            "prototypes that were made of 500 µA alone.  Over mice, the mouse is the unit.",
            "",
            head,
            "|---" * 6 + "|",
        ]
        for row in found["responses"]:
            slope = (
                "–" if row["slope_se"] is None else f"{row['slope']:.2g} ± {row['slope_se']:.1g}"
            )
            lines.append(
                f"| {row['source']} | {row['mouse']} | {row['n']} | {row['rho']:.2f} "
                f"{_interval(row)} | {row['p']:.2g} | {slope} |"
            )
        lines += ["", "![Responses against the current](images/evidence_amounts.png)"]
    return lines


def _lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """A row for each level and set of features, a column for each decoder."""
    estimators = list(dict.fromkeys(row["estimator"] for row in rows))
    lines = [f"| left out | features | chance | {' | '.join(estimators)} |"]
    lines.append("|---" * (len(estimators) + 3) + "|")
    for level, features in dict.fromkeys((row["left_out"], row["features"]) for row in rows):
        own = {
            row["estimator"]: row
            for row in rows
            if (row["left_out"], row["features"]) == (level, features)
        }
        chance = next(iter(own.values()))["chance"]
        lines.append(
            f"| {level} | {features} | {chance:.2f} | {' | '.join(map(_told, own.values()))} |"
        )
    return lines


def _told(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return "–"
    p = "" if row["p"] is None else f", p {row['p']:.2g}"
    return f"{row['value']:.2f} {_interval(row)}{p}"


def _interval(row: dict[str, Any]) -> str:
    return "" if row["low"] is None else f"({row['low']:.2f} to {row['high']:.2f})"
