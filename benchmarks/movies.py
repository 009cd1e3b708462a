"""Movies to measure on: a synthetic mouse, filmed once and kept in benchmarks/out/movies.

A long movie is a short one whose packets are written again and again with later
timestamps; each repetition begins with a key frame, so that decoding it costs what
decoding a movie of that length costs, and making it takes seconds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from element_mouseface.synthetic import Confounds, frames
from element_mouseface.synthetic.settings import Encoding
from element_mouseface.synthetic.writing import encode

__all__ = [
    "MOVIES",
    "OUT",
    "Recipe",
    "film_like",
    "forth_and_back",
    "movie",
    "repeated",
    "shared_movie",
]

OUT = Path(__file__).parent / "out"
_RATE = Fraction(30)
_DRAWN = 150  # different frames, shown forth and back
_MOVING = {"whisking_deg": 9.0, "sway_px": 0.8, "licking": 1.0, "breathing": 1.0}


@dataclass(frozen=True)
class Recipe:
    """A movie of `filmed * copies` frames.

    `noise` is the sensor's, in luma levels at black; 0 switches its shot noise off too.
    """

    filmed: int
    copies: int = 1
    size_px: tuple[int, int] = (640, 480)
    noise: float = 0.0
    crf: float = 20
    gop: int = 250

    @property
    def n_frames(self) -> int:
        return self.filmed * self.copies


#: H.264 wants even heights: 916x475 is a crop of 916x476.
MOVIES = {
    "clean": Recipe(1000, 6),
    "clean, short": Recipe(1000, 2),
    "like face_crf19": Recipe(900, 6, noise=1.6, crf=19),
    "noisy, crf 15": Recipe(500, 10, noise=4.0, crf=15),
    "noisy, short": Recipe(500, 4, noise=4.0, crf=15),
    "44,000 frames": Recipe(2000, 22, size_px=(916, 476)),
    "916x476, short": Recipe(2000, 2, size_px=(916, 476)),
    "large": Recipe(300, 4, size_px=(1280, 1024)),
    "one long GOP": Recipe(1500, gop=100_000),
    "all intra": Recipe(1000, gop=1),
    "length 1": Recipe(1000, 2),
    "length 10": Recipe(1000, 20),
}


def movie(name: str) -> Path:
    """The movie's file, made if it is not there."""
    return film_like(MOVIES[name], name)


def film_like(recipe: Recipe, name: str) -> Path:
    """A movie by its recipe; the file is named by the recipe, too."""
    stem = "".join(c if c.isalnum() else "_" for c in name)
    path, note = OUT / "movies" / f"{stem}.mp4", OUT / "movies" / f"{stem}.json"
    wanted = json.loads(json.dumps({**asdict(recipe), "drawn": _DRAWN, "moving": _MOVING}))
    if path.exists() and note.exists() and json.loads(note.read_text()) == wanted:
        return path
    print(f"filming {name}: {recipe.n_frames} frames", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    once = path.with_name(f"{stem}.once.mp4")
    _film(recipe, once)
    if recipe.copies > 1:
        repeated(once, path, recipe.filmed, recipe.copies)
        once.unlink()
    else:
        os.replace(once, path)
    note.write_text(json.dumps(wanted))
    return path


def _film(recipe: Recipe, path: Path) -> None:
    encoding = Encoding(crf=recipe.crf, gop=recipe.gop)
    encode(
        path,
        forth_and_back(recipe),
        np.arange(recipe.filmed),
        1 / _RATE,
        _RATE,
        recipe.size_px,
        encoding,
    )


def forth_and_back(recipe: Recipe) -> Iterator[np.ndarray]:
    """The recipe's gray frames, (y, x) of uint8, one after the other."""
    quiet = Confounds.none(**_MOVING)
    drawn = list(
        frames(
            duration_s=_DRAWN / float(_RATE),
            fps=_RATE,
            size_px=recipe.size_px,
            events=[("quinine", 1.0, 4.0)],
            confounds=quiet,
        )
    )
    rng = np.random.default_rng(0)
    height, width = drawn[0].shape
    # Noise is new in every frame, also where the face repeats: a bank at random offsets.
    bank = rng.normal(0, recipe.noise, (height + 64, width + 64)).astype(np.float32)
    cycle = [*range(_DRAWN), *range(_DRAWN - 2, 0, -1)]
    for number in range(recipe.filmed):
        frame = drawn[cycle[number % len(cycle)]]
        if recipe.noise:
            y, x = rng.integers(0, 65, 2)
            noisy = frame + bank[y : y + height, x : x + width]
            frame = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
        yield frame


def repeated(source: Path, target: Path, n_frames: int, copies: int) -> None:
    """Write the packets of a movie `copies` times, one after the other."""
    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        stream = given.streams.video[0]
        out = made.add_stream_from_template(stream)
        tick = Fraction(stream.time_base or 1)
        span = int(n_frames / _RATE / tick)
        for copy in range(copies):
            if copy:
                given.seek(0, stream=stream)
            for packet in given.demux(stream):
                if packet.dts is None or packet.pts is None:
                    continue
                packet.pts += copy * span
                packet.dts += copy * span
                packet.stream = out
                made.mux(packet)


def shared_movie() -> Path | None:
    """The shared movie face_crf19; None where the shared folder is absent."""
    root = Path(__file__).parents[1]
    shared = Path(os.environ.get("MOUSEFACE_SHARED") or root.parent / "shared")
    path = shared / "data" / "face_crf19" / "face.mp4"
    return path if path.is_file() else None
