"""Small movies whose picture changes in a known way during events, and their pipeline."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np

from tests.schema.upstream import EQUIPMENT, SESSION
from tests.servers import fresh_modules

FPS = 20
#: event, onset, offset: two trials of two stimuli
EVENTS = [("sucrose", 2.0, 3.5), ("quinine", 6.0, 7.5), ("sucrose", 10.0, 11.5),
          ("quinine", 14.0, 15.5)]  # fmt: skip
DURATION_S = 18.0
HEIGHT, WIDTH = 96, 128
#: of `answers`: how long they take to rise and to fall, and how large one after the other is
RISE_S, SIZES = 0.3, (1.1, 0.9, 1.05, 0.95)
_numbers = count(1)


def intensity(events, times_s, name) -> np.ndarray:
    """1 in the stimulus's events, else 0; (frames,)."""
    return np.any([(times_s >= a) & (times_s < b) for n, a, b in events if n == name], axis=0) * 1.0


def answers(events, times_s, name) -> np.ndarray:
    """As `intensity`, and as faces answer: over tenths of a second, and not each time alike."""
    size = np.zeros(len(times_s))
    for repetition, (_, a, b) in enumerate(e for e in events if e[0] == name):
        course = np.clip((times_s - a) / RISE_S, 0, 1) * np.clip(1 - (times_s - b) / RISE_S, 0, 1)
        size += course * SIZES[repetition % len(SIZES)]
    return size


def film_events(
    path,
    *,
    events=EVENTS,
    seed=0,
    duration_s=DURATION_S,
    size=(WIDTH, HEIGHT),
    amount=0.5,
    drop=(),
    course=intensity,
) -> Path:
    """Smooth texture; during an event `amount` of it turns into that stimulus's own texture.

    `course` is `intensity`, at once as a lamp, or `answers`.  Frames in `drop` are filmed and
    not written: the timestamps have a hole there.
    """
    rng = np.random.default_rng(seed)
    times_s = np.arange(int(duration_s * FPS)) / FPS
    names = list(dict.fromkeys(name for name, _, _ in events))
    width, height = size
    base = _texture(np.random.default_rng(100), height, width)
    others = {
        name: _texture(np.random.default_rng(k), height, width) for k, name in enumerate(names)
    }
    strength = {name: course(events, times_s, name) for name in names}
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "18"}
        for k in range(len(times_s)):
            picture = base + rng.normal(0, 2, base.shape)
            for name in names:
                picture = picture + amount * strength[name][k] * (others[name] - base)
            if k in drop:
                continue
            frame = av.VideoFrame.from_ndarray(np.clip(picture, 20, 230).astype(np.uint8), "gray8")
            frame = frame.reformat(format="yuv420p")
            frame.pts = k
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return Path(path)


def _texture(rng, height, width) -> np.ndarray:
    coarse = rng.uniform(40, 210, (height // 8, width // 8))
    return np.kron(coarse, np.ones((8, 8)))


#: schemas in the order in which they are activated, and what they are called in tests
SHORT = {"recording": "rec", "descriptors": "hog", "behavior": "beh", "expression": "exp",
         "facemap": "fmp", "confounds": "con", "responses": "res", "features": "fea",
         "frame_models": "mod", "failures": "fai", "affect": "aff"}  # fmt: skip
#: of whom only asks for some: making the tables of the others takes seconds on a server
BEHAVIORS = ("recording", "descriptors", "behavior")
EXPLAINED = ("recording", "descriptors", "expression", "facemap", "confounds")
RESPONSES = ("recording", "descriptors", "behavior", "expression", "responses")
SCORES = ("recording", "descriptors", "expression")
SIGNALS = ("recording", "descriptors", "facemap")
FEATURES = ("recording", "descriptors", "behavior", "expression", "features", "frame_models",
            "failures")  # fmt: skip
AFFECT = ("recording", "descriptors", "expression", "features", "frame_models", "affect")


@contextmanager
def activated(server, linking, name, schemas=tuple(SHORT)):
    """Schema modules, activated for one test module: all of them, or those that are named."""
    with fresh_modules() as modules:
        found = SimpleNamespace(link=linking)
        for schema in schemas:
            short = SHORT[schema]
            module = getattr(modules, schema)
            module.activate(server.name(f"{name}_{short}"), linking_module=linking)
            setattr(found, short, module)
        yield found


def insert_movie(pipe, path, *, session=SESSION) -> dict:
    """A recording of one file, read and on the movie's clock."""
    key = {**session, "recording_id": next(_numbers)}
    pipe.rec.VideoRecording.insert_files(key, path, EQUIPMENT, allow_reuse=True)
    pipe.rec.RecordingInfo.populate(key)
    pipe.rec.FrameClock.populate(key)
    return key
