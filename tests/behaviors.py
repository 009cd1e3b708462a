"""Small movies of planted behaviors with their result folders and labels, made once a run.

Three animals with two movies each, 24 s at 20 frames a second, 160x120 pixels: cells of 16
pixels, with the rare behaviors often enough that each is in every movie.  The fixture
`behavior_films` (of tests/conftest.py) gives them; `small_film` makes others.
"""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

import element_mouseface as mf
from element_mouseface.params import HOGParams
from element_mouseface.synthetic import Behaviors, Encoding, SyntheticMovie, film

__all__ = ["ANIMALS", "OFTEN", "Film", "small_film", "small_films"]

ANIMALS = (3, 4, 9)
OFTEN = Behaviors(
    licking_per_min=7.5,
    licking_s=(0.6, 1.6),
    grooming_per_min=5.0,
    grooming_s=(1.0, 2.0),
    blinks_per_min=10.0,
    whisking_per_min=8.0,
    whisking_s=(0.6, 2.0),
    chewing_per_min=5.0,
    chewing_s=(1.0, 2.0),
    startles_per_min=7.5,
)


@dataclass(frozen=True)
class Film:
    """A movie of an animal, its result folder, and its labels as DeepEthogram's CSV.

    The truth is `movie.truth`: `behavior_names`, `behavior` (frames, behaviors), `bouts`.
    """

    animal: str
    session: str
    movie: SyntheticMovie
    video: Path
    result: Path
    labels: Path


def small_film(folder: Path, animal: int, number: int, **settings) -> Film:
    """Film one, extract it and write its labels, once a folder.

    `settings` are those of `synthetic.film` that differ from the module's.
    """
    stem = f"mouse{animal}_{number}"
    given = {
        "identity": animal,
        "seed": 1000 * animal + number,
        "duration_s": 24.0,
        "fps": 20.0,
        "size_px": (160, 120),
        "events": [],
        "behaviors": OFTEN,
        "encoding": Encoding(jitter=0.1),
    }
    movie = film(folder / f"{stem}.mp4", **given | settings)
    result = folder / f"{stem}.zarr"
    if not result.exists():
        mf.extract(mf.open_video(folder / f"{stem}.mp4"), result, HOGParams(8, 16, 1), workers=1)
    labels = movie.write_labels(folder / f"{stem}.csv", overwrite=True)
    return Film(f"mouse{animal}", f"day{number}", movie, folder / f"{stem}.mp4", result, labels)


def small_films(folder: Path) -> tuple[Film, ...]:
    """The movies of the module: three animals, two each."""
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:  # parallel processes of one run share them
        fcntl.flock(lock, fcntl.LOCK_EX)
        return tuple(small_film(folder, animal, number) for animal in ANIMALS for number in (0, 1))
