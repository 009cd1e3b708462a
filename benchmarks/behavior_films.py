"""Films of planted behaviors for the evidence, with results and labels, made once.

    python -m benchmarks.behavior_films FOLDER [--development]

Drawn mice of 640x480 pixels, about 30 frames a second at a variable rate, with a head that
sways, a lamp that drifts, and six behaviors at 0.5 to 20% of the frames.  No parameter was
chosen on the animals of the evidence; those of development are others, and those of tests
are others again.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import element_mouseface as mf
from element_mouseface.synthetic import Behaviors, Confounds, Encoding, film

#: numbers of animals: nobody looked at films of these while anything was tuned
EVIDENCE = (5003, 5009, 5011, 5021, 5023, 5039, 5051, 5059)
DEVELOPMENT = (211, 223, 227, 229)
_MOVES = Confounds(sway_px=1.2, light_drift=0.05)
_FPS = 30


@dataclass(frozen=True)
class BehaviorFilm:
    """A film, its result folder and label file, and what was planted."""

    animal: str
    session: str
    video: Path
    result: Path
    labels: Path
    names: tuple[str, ...]
    shown: np.ndarray  # (frames, behaviors) bool
    times_s: np.ndarray


def make_film(folder: Path, animal: int, number: int, frames: int) -> BehaviorFilm:
    """One film of one animal; an earlier one is used again."""
    stem = f"mouse{animal}_{number}"
    movie = film(
        folder / f"{stem}.mp4",
        identity=animal,
        seed=10 * animal + number,
        duration_s=frames / _FPS,
        fps=_FPS,
        size_px=(640, 480),
        events=[],
        confounds=_MOVES,
        behaviors=Behaviors(),
        encoding=Encoding(crf=23, jitter=0.15),
    )
    video, result, labels = (folder / f"{stem}{s}" for s in (".mp4", ".zarr", ".csv"))
    if not (movie.reused and result.exists() and labels.exists()):
        mf.extract(mf.open_video(video), result, workers=1, overwrite=True)
        movie.write_labels(labels, overwrite=True)
    names = tuple(str(name) for name in movie.truth["behavior_names"])
    return BehaviorFilm(
        f"mouse{animal}",
        f"day{number}",
        video,
        result,
        labels,
        names,
        movie.truth["behavior"],
        movie.times_s,
    )


def make_films(
    folder: Path, animals: tuple[int, ...], movies: int, frames: int
) -> list[BehaviorFilm]:
    """So many films of each animal, and the list that `mouseface behavior train` takes."""
    films = [
        make_film(folder, animal, number, frames) for animal in animals for number in range(movies)
    ]
    with open(folder / "movies.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["video", "labels", "animal", "session"])
        rows.writerows([f.video.name, f.labels.name, f.animal, f.session] for f in films)
    return films


def evidence_films(folder: Path, short: bool = False) -> list[BehaviorFilm]:
    """Eight animals with three films of 3,000 frames; in the short form three, two and 1,200."""
    if short:
        return make_films(folder / "short", EVIDENCE[:3], 2, 1200)
    return make_films(folder, EVIDENCE, 3, 3000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--development", action="store_true", help="4 animals, 2 x 1,500 frames")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.development:
        films = make_films(given.folder, DEVELOPMENT, 2, 1500)
    else:
        films = evidence_films(given.folder)
    parts = np.mean([f.shown.mean(0) for f in films], 0)
    for name, part in zip(films[0].names, parts, strict=True):
        print(f"{name:12}{part:7.2%}")


if __name__ == "__main__":
    main()
