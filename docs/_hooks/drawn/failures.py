"""Frames that fail: a paw comes before the face."""

from __future__ import annotations

from .runner import Runner, part


@part(
    "failures",
    pictures=("failures", "failure_causes", "failure_attributions"),
    outputs=("failures",),
)
def draw_failures(runner: Runner) -> None:
    """Film a mouse whose paw comes before its face, and stack the frames in which it does."""
    from element_mouseface.synthetic import FrameFaults

    fault = FrameFaults("paw", bouts_per_min=14)
    made = runner.film("paw", identity=1, duration_s=40, fps=10, events=[], faults=[fault])
    rows = enumerate((made.truth["faults"][:, 0] > 0.5).astype(int))
    lines = "".join(f"{frame},{one}\n" for frame, one in rows)
    runner.path("failed.csv").write_text(f"frame,failed\n{lines}")
    runner.run("hog", "paw.mp4", "--out", "paw.zarr")
    what = ("--failed", "column:failed.csv:failed")
    runner.show("failures", "failures", "paw.zarr", *what, "--out", "why")
    runner.keep("why/stacks.png", "failures")
    runner.keep("why/causes.png", "failure_causes")
    runner.keep("why/attributions.png", "failure_attributions")
