"""Faces of mice made of blobs: mirrored, turned, scaled, with planted responses."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from element_mouseface.core.events import Events
from element_mouseface.core.population.faces import FaceSource

#: small, so that tests are quick; places and sizes are told for 80 x 60 pixels
SHAPE, RATE, SMALLER = (48, 64), 8.0, 0.8
#: place (x, y) of what each stimulus changes, and whether it grows brighter
PLACES = {"sweet": ((24.0, 38.0), 1.0), "bitter": ((52.0, 24.0), -1.0)}


def blob(x, y, size):
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]] / SMALLER
    return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * size**2))


def head():
    """An ear, an eye, a nose: nothing that is like itself upside down."""
    texture = gaussian_filter(np.random.default_rng(3).normal(size=SHAPE), 2.4)
    face = 110 + 50 * blob(30, 40, 16) - 70 * blob(50, 22, 4) + 60 * blob(64, 12, 6)
    face = face - 60 * blob(12, 46, 4) + 40 * blob(22, 30, 3)
    return face + 14 * texture / texture.std()


def source(
    mouse,
    *,
    seed=0,
    trials=6,
    stimuli=tuple(PLACES),
    mirrored=False,
    turn_deg=0.0,
    scale=1.0,
    shift=(0.0, 0.0),
    gain=1.0,
    strength=16.0,
    picture=None,
    amounts=None,
    upside_down=False,
    session="1",
):
    """A recording of such a face; every stimulus moves its own place."""
    rng = np.random.default_rng([seed, 5])
    order = [name for _ in range(trials) for name in rng.permutation(stimuli)]
    rows, at_s = [], 5.0
    for k, name in enumerate(order):
        row = {"event": name, "onset_s": at_s, "offset_s": at_s + 2.0}
        if amounts is not None:
            row |= {"amount": amounts[k % len(amounts)], "amount_unit": "uA"}
        rows.append(row)
        at_s += 7.0
    n = int((at_s + 2) * RATE)
    times = np.arange(n) / RATE
    base = head() if picture is None else picture
    turn = cv2.getRotationMatrix2D((31.5, 23.5), turn_deg, scale)
    turn[:, 2] += shift
    frames = np.empty((n, *SHAPE), np.uint8)
    whisking, changed = blob(20, 44, 3), {name: blob(*place, 3.5) for name, (place, _) in (
        {"shock": ((40.0, 30.0), 1.0)} | PLACES).items()}  # fmt: skip
    for k, time in enumerate(times):
        face = base + 4 * np.sin(time) * whisking
        for row in rows:
            if row["onset_s"] <= time < row["offset_s"]:
                sign = PLACES.get(row["event"], (None, 1.0))[1]
                much = strength if amounts is None else strength * row["amount"]
                face = face + sign * much * changed[row["event"]]
        face = cv2.warpAffine(face, turn, SHAPE[::-1], borderMode=cv2.BORDER_REPLICATE)
        face = face[:, ::-1] if mirrored else face
        face = face[::-1] if upside_down else face
        noisy = gain * face + rng.normal(0, 2, SHAPE)
        frames[k] = np.clip(noisy, 1, 254)
    result = SimpleNamespace(
        thumbnails=frames, flags=np.zeros(n, np.uint16), digest=f"{mouse}-{session}-{seed}"
    )
    return FaceSource(f"{mouse} {session}", mouse, session, result, Events.from_rows(rows), times)


def lab(**more):
    """Four mice, each filmed in its own way."""
    ways = [
        {},
        {"mirrored": True, "gain": 0.7},
        {"turn_deg": 6.0, "scale": 1.08, "shift": (2.0, -2.0)},
        {"turn_deg": -4.0, "scale": 0.93, "gain": 1.2},
    ]
    return [source(f"mouse {k}", seed=k, **{**way, **more}) for k, way in enumerate(ways)]
