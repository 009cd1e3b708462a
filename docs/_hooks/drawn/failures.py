"""Frames that fail: a paw comes before the face."""

from __future__ import annotations

from .desk import Desk, part


@part(
    "failures",
    pictures=("failures", "failure_causes", "failure_attributions"),
    outputs=("failures",),
)
def draw_failures(desk: Desk) -> None:
    """Film a mouse whose paw comes before its face, and stack the frames in which it does."""
    from element_mouseface.synthetic import FrameFaults

    fault = FrameFaults("paw", bouts_per_min=14)
    made = desk.film("paw", identity=1, duration_s=40, fps=10, events=[], faults=[fault])
    rows = enumerate((made.truth["faults"][:, 0] > 0.5).astype(int))
    lines = "".join(f"{frame},{one}\n" for frame, one in rows)
    desk.path("failed.csv").write_text(f"frame,failed\n{lines}")
    desk.run("hog", "paw.mp4", "--out", "paw.zarr")
    what = ("--failed", "column:failed.csv:failed")
    desk.show("failures", "failures", "paw.zarr", *what, "--out", "why")
    desk.keep("why/stacks.png", "failures")
    desk.keep("why/causes.png", "failure_causes")
    desk.keep("why/attributions.png", "failure_attributions")
