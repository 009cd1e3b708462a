"""Structure without labels of drawn and real mice: clusters, and what they follow.

Run `python -m benchmarks.evidence_structure OUT [SESSIONS]`: films are kept in OUT; SESSIONS is the
folder der of the shared data.  It prints the tables of docs/how-to/structure.md.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import element_mouseface as mf
from element_mouseface.core.structure import Structure

__all__ = ["drawn_rows", "mice_rows"]

#: identity of the drawn mouse -> seed of its film
IDENTITIES = {1: 3, 2: 4, 3: 5, 4: 6}
FILM: dict[str, Any] = {"duration_s": 150, "fps": 15, "size_px": (320, 240)}
TRIALS = 4
COLUMNS = (
    *("recording", "compared", "clusters", "stimulus: adjusted Rand (chance), p"),
    *("stimulus", "motion", "brightness", "head", "time"),
)


def drawn_rows(out: Path) -> Iterator[list[str]]:
    """Mice with four stimuli, and the same ones that express nothing but move and lick."""
    for expression in (1.0, 0.0):
        for identity, seed in IDENTITIES.items():
            name = f"mouse {identity}" + ("" if expression else ", no expression")
            stored = out / f"structure_{identity}_{expression:g}"
            film = mf.film(
                stored.with_suffix(".mp4"),
                identity=identity,
                seed=seed,
                expression=expression,
                trials_per_stimulus=TRIALS,
                **FILM,
            )
            events = mf.Events.from_rows(film.events)
            folder = stored.with_suffix(".zarr")
            result = mf.extract(mf.open_video(film.path), folder, overwrite=True)
            for source in ("descriptors", "cells"):
                found = mf.structure(result, events, params=mf.StructureParams(source=source))
                yield _row(name, source, found)


def mice_rows(sessions: Path, out: Path) -> Iterator[list[str]]:
    """Real mice with tail shocks, each by itself and all together; nothing where none are there."""
    from benchmarks.evidence_mice import prepared

    folders = prepared(sessions, out)
    events = [mf.read_events(folder / "events_all.csv") for folder in folders]
    results = [mf.open_result(folder / "face.zarr") for folder in folders]
    for number, (result, own) in enumerate(zip(results, events, strict=True), start=1):
        yield _row(f"mouse {number}", "descriptors", mf.structure(result, own))
    if not results:
        return
    for center in ("none", "recording"):
        found = mf.structure(results, events, params=mf.StructureParams(center=center))
        row = found.comparison("recording", "adjusted_rand")
        told = f"all, center {center}; recording: {row.value:.2f}" if row else "all"
        yield _row(told, "descriptors", found)


def _row(name: str, source: str, found: Structure) -> list[str]:
    rand = found.comparison("stimulus", "adjusted_rand")
    cells = [name, source, str(found.n_clusters) if found.n_clusters > 1 else "none"]
    if rand is None or found.n_clusters < 2:
        return [*cells, *[""] * 6]
    cells.append(f"{rand.value:.2f} ({rand.null_low:.2f} to {rand.null_high:.2f}), {rand.p:.3f}")
    for against in ("stimulus", "motion_energy", "luminance", "head_shift", "time"):
        row = found.comparison(against, "correlation_ratio")
        mark = "" if row is None or row.p > 0.05 else "*"
        cells.append("" if row is None else f"{row.value:.2f}{mark}")
    return cells


def main(words: list[str]) -> None:
    """Print both tables, and write them as CSV files into OUT."""
    out = Path(words[0])
    out.mkdir(parents=True, exist_ok=True)
    tables = {"drawn": drawn_rows(out)}
    if len(words) > 1:
        tables["mice"] = mice_rows(Path(words[1]), out)
    for name, rows in tables.items():
        print(f"\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
        with open(out / f"structure_{name}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for row in rows:
                writer.writerow(row)
                print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
