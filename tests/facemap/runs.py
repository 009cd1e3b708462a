"""What Facemap is asked to process: every way of asking that changes what it writes.

    python -m tests.facemap.runs FOLDER

makes the movies and lets Facemap process them, one after the other; a run that is
there already is not made again.  Needs an environment with Facemap.  It works in
FOLDER, so that the paths Facemap writes into its files are relative.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.facial_signals.regions import Region, Regions
from tests.conftest import shared_data

from .movies import planted_luma, with_pupil, write_lossless

SBIN = 4


@dataclass(frozen=True)
class Run:
    """One call of Facemap.

    movies: names of files, in lists of cameras filmed together.
    """

    name: str
    movies: list[list[str]]
    regions: Regions = field(default_factory=Regions)
    motion: bool = True
    movie: bool = True
    rois: tuple[dict[str, Any], ...] = ()
    is_kept_whole: bool = False

    def proc(self, folder: Path) -> Path:
        """Where its `_proc.npy` is or will be."""
        return folder / "out" / self.name / f"{Path(self.movies[0][0]).stem}_proc.npy"


def only(name: str, x: int, y: int, width: int, height: int) -> Regions:
    """One region and no full frame: one region a run."""
    return Regions((Region.box(name, x, y, width, height),), full_frame=False)


def drawn(kind: int, name: str, y: range, x: range, saturation: float) -> dict[str, Any]:
    """A pupil (0), blink (2) or running (3) region, as Facemap's window makes it."""
    height, width = len(y), len(x)
    rows, columns = np.mgrid[:height, :width]
    inside = ((rows - (height - 1) / 2) / (height / 2)) ** 2
    inside = inside + ((columns - (width - 1) / 2) / (width / 2)) ** 2 <= 1
    about = {"ellipse": inside if kind != 3 else np.ones_like(inside), "saturation": saturation}
    if kind == 0:
        about["pupil_sigma"] = 2.0
    ranges = {"yrange": np.array(y), "xrange": np.array(x)}
    names = ("Pupil", "motion SVD", "Blink", "Running")
    more = {"rind": kind, "rtype": names[kind], "iROI": kind, "ivid": 0, "color": (0, 200, 50)}
    return ranges | about | more | {"roi_name": name}


#: file -> how it is made; a movie of the shared data is not made.
MOVIES: dict[str, Callable[[], np.ndarray]] = {
    "planted_2300.avi": lambda: planted_luma(2300),
    "planted_600.avi": lambda: planted_luma(600, seed=2),
    "pupil_620.avi": lambda: with_pupil(planted_luma(620, seed=3)),
    "tiny.avi": lambda: with_pupil(planted_luma(70, 24, 32, seed=4)),
    "tiny_a.avi": lambda: planted_luma(40, 24, 32, seed=5),
    "tiny_b.avi": lambda: planted_luma(30, 24, 32, seed=6),
    "tiny_side_a.avi": lambda: planted_luma(40, 16, 24, seed=7),
    "tiny_side_b.avi": lambda: planted_luma(30, 16, 24, seed=8),
    "tiny_long.avi": lambda: planted_luma(2100, 16, 16, seed=9),
}
FACE = "face_crf19/face.mp4"

_TWO = (Region.box("left", 0, 4, 13, 17), Region.box("right", 8, 0, 24, 20))
_SMALL = (Region.box("upper", 0, 0, 12, 12),)
_PARTS = (
    drawn(0, "eye", range(2, 22), range(4, 28), 130.0),
    drawn(2, "lid", range(1, 23), range(3, 29), 140.0),
    drawn(3, "ball", range(0, 24), range(0, 30), 255.0),
)
#: Of our own kinds, and apart: in Facemap a pupil's corners whiten what lies below them.
APART = Regions(
    (
        Region("eye", "ellipse", ((40, 30), (120, 90)), "pupil", 130.0),
        Region("lid", "ellipse", ((10, 96), (70, 119)), "blink", 140.0),
        Region("ball", "box", ((124, 0), (160, 60)), "running"),
    )
)
RUNS = (
    Run("crf19_full", [[FACE]]),
    Run("crf19_eye", [[FACE]], only("eye", 300, 150, 104, 80)),
    Run("crf19_whiskers", [[FACE]], only("whiskers", 80, 240, 160, 160)),
    Run("crf19_mouth", [[FACE]], only("mouth", 200, 330, 152, 120)),
    Run("planted_full", [["planted_2300.avi"]]),
    Run("planted_box", [["planted_2300.avi"]], only("box", 60, 40, 60, 48)),
    Run("planted_short", [["planted_600.avi"]]),
    Run(
        "planted_overlap",
        [["planted_2300.avi"]],
        Regions((Region.box("one", 0, 0, 60, 60), Region.box("two", 40, 20, 60, 60))),
    ),
    Run(
        "pupil_long",
        [["pupil_620.avi"]],
        Regions(),
        movie=False,
        rois=(
            drawn(0, "eye", range(20, 100), range(30, 130), 130.0),
            drawn(2, "lid", range(10, 110), range(20, 140), 140.0),
            drawn(3, "ball", range(0, 60), range(0, 60), 255.0),
        ),
    ),
    Run("parts_apart", [["pupil_620.avi"]], APART, movie=False),
    Run("tiny_everything", [["tiny.avi"]], Regions(_TWO), rois=_PARTS, is_kept_whole=True),
    Run("tiny_full", [["tiny.avi"]], movie=False, is_kept_whole=True),
    Run("tiny_region", [["tiny.avi"]], only("left", 0, 4, 13, 17), is_kept_whole=True),
    Run("tiny_movie_svd", [["tiny.avi"]], Regions(_TWO), motion=False, is_kept_whole=True),
    Run(
        "tiny_views",
        [["tiny_a.avi", "tiny_side_a.avi"], ["tiny_b.avi", "tiny_side_b.avi"]],
        Regions(_TWO[:1]),
        movie=False,
        is_kept_whole=True,
    ),
    Run("tiny_long", [["tiny_long.avi"]], Regions(_SMALL), movie=False, is_kept_whole=True),
    Run(
        "tiny_long_movie_svd",
        [["tiny_long.avi"]],
        Regions(_SMALL, full_frame=False),
        motion=False,
        is_kept_whole=True,
    ),
)


def movie_path(folder: Path, name: str) -> Path | None:
    """A movie, relative to `folder` and made there if need be; None if the data is absent."""
    if name not in MOVIES:
        data = shared_data()
        return None if data is None else data / name
    path = Path("movies") / name
    if not (folder / path).exists():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_lossless(folder / path, MOVIES[name]())
    return path


def process(run: Run, folder: Path) -> Path | None:
    """Let Facemap do one run; None where its movie is absent."""
    from element_mouseface.core.facial_signals.facemap_engine import run_facemap

    movies = [[movie_path(folder, name) for name in names] for names in run.movies]
    if any(path is None for names in movies for path in names):
        return None
    proc = run.proc(folder)
    if not proc.exists():
        with contextlib.chdir(folder):
            run_facemap(
                movies,
                proc.parent.relative_to(folder),
                regions=run.regions,
                sbin=SBIN,
                motion_svd=run.motion,
                movie_svd=run.movie,
                other_rois=run.rois,
            )
    return proc


def main() -> None:
    """Every run, in order."""
    folder = Path(sys.argv[1]).resolve()
    for run in RUNS:
        print(f"{run.name}: {process(run, folder) or 'skipped, no shared data'}", flush=True)


if __name__ == "__main__":
    main()
