"""True expressions accused, and bodies that move found: many small drawn sessions, not filmed.

Frames are drawn, averaged to thumbnails as the engine has them, and scored; nothing is encoded or
kept.  The mice are none that a threshold was set on.  Each session differs from the others in
its stimuli, amplitudes, timing, size of picture and number of components.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from scipy.stats import beta

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastParams, ContrastScores, score_contrast
from element_mouseface.synthetic import Artifact, Responses, frames, plan

from .evidence_artifacts import ACCUSED, FOUR
from .evidence_planted import at_once

__all__ = ["many_lines", "many_sessions"]

FIRST_TRUE, FIRST_BODY = 800, 860
THUMBNAIL_PX = (80, 60)
SIZES_PX = ((160, 120), (240, 180), (320, 240))
# The stimuli of a session, and the trials of each: few, but enough to be scored.
SESSIONS = ((FOUR[2:3], 5), (FOUR[:2], 4), (FOUR[3:], 4), (FOUR[2:], 4), (FOUR[1:2], 5))
TIMINGS = (
    Responses(),
    Responses(latency_s=(0.02, 0.1), decay_s=(0.08, 0.25)),
    Responses(latency_s=(0.2, 0.5), decay_s=(0.6, 1.5)),
)
NOD_DEG = 1.5


@dataclass(frozen=True)
class Session:
    """What is drawn; `nods` are the stimuli at which the whole head turns about its neck."""

    mouse: int
    stimuli: tuple[str, ...]
    trials: int
    event_s: float = 2.0
    size_px: tuple[int, int] = SIZES_PX[0]
    components: int | None = None
    nods: tuple[str, ...] = ()
    drawn: dict[str, Any] = field(default_factory=dict)

    def scored(self) -> ContrastScores:
        """Drawn and scored."""
        rng, rows, at_s = np.random.default_rng(self.mouse), [], 3.0
        for _ in range(self.trials):
            for name in rng.permutation(self.stimuli):
                onset_s = round(at_s + float(rng.uniform(0, 0.5)), 3)
                rows.append((str(name), onset_s, onset_s + self.event_s))
                at_s += self.event_s + 4.0
        settings: dict[str, Any] = {"identity": self.mouse, "seed": self.mouse, "fps": 15.0}
        settings |= {
            "events": rows,
            "size_px": self.size_px,
            "duration_s": rows[-1][2] + 4.5,
            **self.drawn,
        }
        planned = plan(**settings)
        seen = self._nodding(frames(**settings), planned.times_s, rows)
        small = [cv2.resize(f, THUMBNAIL_PX, interpolation=cv2.INTER_AREA) for f in seen]
        params = ContrastParams(n_components=self.components) if self.components else None
        flags = np.zeros(len(small), np.uint16)
        events = Events.from_rows(planned.events)
        return score_contrast(np.array(small), planned.times_s, flags, events, params)

    def _nodding(self, drawn, times_s: np.ndarray, rows) -> Iterator[np.ndarray]:
        if not self.nods:
            yield from drawn
            return
        rng = np.random.default_rng(self.mouse + 1)
        angle = 0.1 * np.sin(2 * np.pi * times_s / 7.0)  # each frame is interpolated alike
        for name, onset_s, offset_s in rows:
            size = NOD_DEG * rng.uniform(0.7, 1.2) * (name in self.nods)
            since, after = times_s - onset_s - rng.uniform(0.1, 0.25), times_s - offset_s - 0.1
            course = (1 - np.exp(-np.clip(since, 0, None) / 0.2)) * np.exp(
                -np.clip(after, 0, None) / 0.4
            )
            angle += size * course
        width, height = self.size_px
        neck = (0.85 * width, 0.75 * height)
        for frame, deg in zip(drawn, angle.tolist(), strict=True):
            turn = cv2.getRotationMatrix2D(neck, deg, 1.0)
            yield cv2.warpAffine(frame, turn, self.size_px, borderMode=cv2.BORDER_REPLICATE)


def true_session(mouse: int) -> Session:
    """Expressions, and nothing planted beside them."""
    stimuli, trials = SESSIONS[mouse % len(SESSIONS)]
    return Session(
        mouse,
        stimuli,
        trials,
        event_s=(2.0, 1.0, 3.0, 1.5)[mouse % 4],
        size_px=SIZES_PX[mouse % 7 % 3],
        components=24 if mouse % 4 == 3 else None,
        drawn={
            "responses": TIMINGS[mouse % 3],
            "expression": float(np.random.default_rng(mouse).uniform(0.6, 1.4)),
        },
    )


#: what moves -> the stimuli, their trials, at which of them it moves
BODIES = {
    "the body at the only stimulus": (FOUR[2:3], 5, FOUR[2:3]),
    "the body at one of two stimuli": (FOUR[2:], 4, FOUR[2:3]),
    "the body at two of three stimuli": (FOUR[1:], 3, FOUR[2:]),
    "the head nods at one of two stimuli": (FOUR[2:], 4, FOUR[2:3]),
}


def body_session(label: str, mouse: int) -> Session:
    """A body that is pulled, or a head that nods, with some stimuli, and no expression."""
    stimuli, trials, moving = BODIES[label]
    if "nods" in label:
        return Session(mouse, stimuli, trials, nods=moving, drawn={"expression": 0.0})
    rng = np.random.default_rng(mouse)
    pulls = [
        Artifact(
            kind="body",
            on=(name,),
            at=tuple(rng.uniform(0.3, 0.7, 2)),
            size_px=rng.uniform(200, 500),
            strength=rng.uniform(3, 8),
            angle_deg=rng.uniform(0, 360),
        )
        for name in moving
    ]
    drawn = {"expression": 0.0, "artifacts": pulls}
    return Session(mouse, stimuli, trials, size_px=SIZES_PX[1], drawn=drawn)


def _true(mouse: int) -> dict[str, Any]:
    scores = true_session(mouse).scored()
    told = (*scores.findings, *scores.remarks)
    accused = sorted({s.about for s in scores.findings if s.kind in ACCUSED})
    noted = sorted({s.about for s in told if s.kind in (*ACCUSED, "place_responds")})
    shown = sum(bool(np.isfinite(scores.score[:, k]).any()) for k in range(len(scores.names)))
    return {
        "mouse": mouse,
        "stimuli": len(scores.names),
        "scored": shown,
        "accused": accused,
        "noted": noted,
        "findings": sorted({s.kind for s in scores.findings}),
    }


def _body(label: str, mouse: int) -> dict[str, Any]:
    session = body_session(label, mouse)
    scores = session.scored()
    moving = BODIES[label][2]
    told = {s.about for s in (*scores.findings, *scores.remarks) if s.kind in ACCUSED}
    shown = [n for k, n in enumerate(scores.names) if np.isfinite(scores.score[:, k]).any()]
    return {
        "label": label,
        "mouse": mouse,
        "stimuli": len(moving),
        "found": len(told & set(moving)),
        "scored": len(set(shown) & set(moving)),
        "findings": sorted({f"{s.kind} {s.about}".strip() for s in scores.findings}),
    }


def many_sessions(true: int, bodies: int) -> dict[str, Any]:
    """So many sessions of true expressions, and so many of each body that moves."""
    found = at_once(_true, [(FIRST_TRUE + n,) for n in range(true)])
    jobs = [
        (label, FIRST_BODY + 10 * k + n) for k, label in enumerate(BODIES) for n in range(bodies)
    ]
    return {"true": found, "bodies": at_once(_body, jobs)}


def at_most(accused: int, of: int) -> float:
    """The rate that so few would be seen at in one series of twenty: an upper bound of 95%."""
    return 1.0 if accused >= of else float(beta.ppf(0.95, accused + 1, of - accused))


def many_lines(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not found:
        return []
    true, bodies = found["true"], found["bodies"]
    judged = [row for row in true if row["scored"] or row["accused"]]
    wrong = [row for row in judged if row["accused"]]
    stimuli = sum(row["scored"] + len(row["accused"]) for row in judged)
    accused = sum(len(row["accused"]) for row in wrong)
    lines = [
        "",
        "## Places that respond unlike a face: many small sessions",
        "",
        "Drawn and scored without a film, of mice that no threshold was set on: pictures of",
        "160x120 to 320x240 pixels, one or two stimuli with four or five trials, events of 1 to",
        "3 s, expressions of 0.6 to 1.4 times the usual size, a third of them with a fast onset",
        "and offset, a third late and slow; every fourth with 24 components.",
        "",
        f"True expressions with nothing planted beside them: accused in {len(wrong)} of",
        f"{len(judged)} sessions (due: at most 5%; with 95% confidence the rate is below",
        f"{at_most(len(wrong), len(judged)):.1%}), that is {accused} of {stimuli} stimuli.",
        f"{len(true) - len(judged)} more are refused for other causes and do not count.",
        "",
        "Nothing on the face; counted are the stimuli at which something moves.  *due*: found",
        "in all, scored in none.",
        "",
        "| what moves | found and told | scored all the same |",
        "|---|---|---|",
    ]
    for label in dict.fromkeys(row["label"] for row in bodies):
        mine = [row for row in bodies if row["label"] == label]
        of = sum(row["stimuli"] for row in mine)
        told, shown = (sum(row[key] for row in mine) for key in ("found", "scored"))
        lines.append(f"| {label} | {told} of {of} | {shown} of {of} |")
    return lines
