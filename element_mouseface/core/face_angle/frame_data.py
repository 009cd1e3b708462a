"""The angle of the head in each frame, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..objects import FrameData, Values
from .reasons import Reason


def frame_data_of_angle(angle: Any) -> FrameData:
    """Each angle in degrees with its standard error, why it is undefined, and agreement."""
    arrays = []
    for name in angle.degrees:
        degrees, errors = angle.trace(name)
        arrays += [
            Values(f"{name}_deg", degrees, "deg"),
            Values(f"{name}_se_deg", errors, "deg"),
        ]
    codes = {
        "flag_values": np.array([int(reason) for reason in Reason], np.uint8),
        "flag_meanings": " ".join(reason.name.lower() for reason in Reason),
    }
    arrays += [Values(f"{key}_reason", angle.reasons[key], about=codes) for key in angle.reasons]
    agree = {
        "flag_values": np.array([-1, 0, 1], np.int8),
        "flag_meanings": "not_both differ agree",
    }
    arrays.append(Values("rolls_agree", angle.agrees, about=agree))
    others = []
    for name in ("reference", "weights"):
        if (picture := getattr(angle, name)) is not None:
            y, x = picture.shape
            others.append(Values(f"{name}_picture", picture, "", {"y": range(y), "x": range(x)}))
    about = {**angle.about, "notes": list(angle.notes)}
    return FrameData(
        angle.n_frames, tuple(arrays), angle.times_s, about=about, others=tuple(others)
    )
