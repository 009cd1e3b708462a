"""Files in and out: movies, images, copies, labels, prototypes of another day, what is refused."""

from __future__ import annotations

import itertools
import shutil
from typing import Any

import numpy as np

from .runner import Runner, part

_SMALL: dict[str, Any] = {"fps": 10, "size_px": (160, 120)}
_TWO: dict[str, Any] = {
    "stimuli": ("quinine", "sucrose"),
    "trials_per_stimulus": 4,
    "duration_s": 60,
}


@part("files", outputs=("several_files", "images", "transcode", "hog_workers", "clean", "refused"))
def draw_files(runner: Runner) -> None:
    """Look at files of one camera, copy one, and clean up after a killed run."""
    import av

    for number in (1, 2):
        runner.film(f"cam_{number}", identity=1, seed=number, duration_s=8, events=[], **_SMALL)
    runner.show("several_files", "info", "cam_1.mp4", "cam_2.mp4", first=10)
    runner.path("frames").mkdir(exist_ok=True)
    with av.open(str(runner.path("cam_1.mp4"))) as movie:
        for number, frame in zip(range(30), movie.decode(video=0), strict=False):
            frame.to_image().convert("L").save(runner.path(f"frames/frame_{number:03}.png"))
    runner.show("images", "info", "frames/", "--fps", 60, first=6)
    copied = ("--crf", 22, "--overwrite")
    runner.show("transcode", "transcode", "cam_1.mp4", "smaller.mp4", *copied, first=10)
    runner.show("hog_workers", "hog", "cam_1.mp4", "--out", "face.zarr", "--workers", 2)
    results = runner.path("results")
    shutil.rmtree(results, ignore_errors=True)
    shutil.copytree(runner.path("face.zarr"), results / "m01.zarr.partial")
    runner.show("clean", "clean", "results/")
    runner.refused("refused", "score", "cam_1.mp4", "--events", "cam_1.csv", "--out", "scored")


@part("files", outputs=("labels_converted", "other_day", "pictures"))
def draw_more_files(runner: Runner) -> None:
    """Convert labels, score a second day by the first, and measure still pictures."""
    import av

    from element_mouseface.synthetic import Behaviors

    runner.film(
        "labeled",
        identity=2,
        duration_s=12,
        events=[],
        labels=True,
        behaviors=Behaviors(),
        **_SMALL,
    )
    written = ("--to", "intervals-seconds", "--fps", 10)
    runner.run("behavior", "convert", "labeled_labels.csv", "bouts.csv", *written, "--overwrite")
    typed = "$ mouseface behavior convert labels.csv bouts.csv --to intervals-seconds --fps 10"
    rows = runner.path("bouts.csv").read_text()
    runner.write("labels_converted", f"{typed}\n$ head -5 bouts.csv", rows, first=5)
    for day in (1, 2):
        runner.film(f"day{day}", identity=3, seed=day, **_TWO, **_SMALL)
    quick = ("--method", "contrast")
    runner.run("score", "day1.mp4", "--events", "day1.csv", *quick, "--out", "scored_day1")
    given = ("--events", "day2.csv", "--prototypes", "scored_day1", *quick)
    runner.show("other_day", "score", "day2.mp4", *given, "--out", "scored_day2", first=7)
    for label in ("quinine", "sucrose"):
        runner.path(f"faces/{label}").mkdir(parents=True, exist_ok=True)
    starts = [row.split(",") for row in runner.path("day1.csv").read_text().splitlines()[1:]]
    with av.open(str(runner.path("day1.mp4"))) as movie:
        frames = [frame.to_image().convert("L") for frame in movie.decode(video=0)]
    for number, (label, onset_s, _) in enumerate(starts):
        for place in range(4):
            frame = frames[int(float(onset_s) * 10) + 8 + 3 * place]
            frame.save(runner.path(f"faces/{label}/{number}{place}.png"))
    runner.show(
        "pictures", "features", "faces/", "--labels", "folders", "--out", "faces.csv", "--overwrite"
    )


@part("files", pictures=("clock",), outputs=("clock",))
def draw_clock(runner: Runner) -> None:
    """Score a movie with lost frames by the edges that the camera's exposures gave."""
    from element_mouseface.synthetic import Encoding

    lossy = Encoding(jitter=0.1, dropped=0.01)
    shown = {"duration_s": 40, "fps": 20, "size_px": (160, 120), "trials_per_stimulus": 1}
    made = runner.film("gaps", identity=1, seed=6, encoding=lossy, **shown)
    edges_s = [made.times_s[:1]]
    for before_s, after_s in itertools.pairwise(made.times_s):
        count = round((after_s - before_s) * 20)
        edges_s.append(np.linspace(before_s, after_s, count + 1)[1:])
    clock_s = 100 + (1 + 40e-6) * np.concatenate(edges_s)
    clock_s += np.random.default_rng(0).normal(0, 2e-4, len(clock_s))
    rows = "".join(f"{edge:.6f}\n" for edge in clock_s)
    runner.path("ttl.csv").write_text(f"time_s\n{rows}")
    shifted = "".join(f"{n},{a + 100:.3f},{b + 100:.3f}\n" for n, a, b in made.events)
    runner.path("daq.csv").write_text(f"event,onset_s,offset_s\n{shifted}")
    given = ("--events", "daq.csv", "--clock", "ttl.csv", "--method", "published")
    runner.show("clock", "score", "gaps.mp4", *given, "--out", "timed")
    runner.keep("timed/clock.png", "clock")
