"""The traces of a pass over a movie, for other libraries."""

from __future__ import annotations

from typing import Any

from ..features.quality import UNITS, flag_attributes
from ..objects import FrameData, Values


def frame_data_of_pass(result: Any) -> FrameData:
    """The quality traces and the flags of each frame."""
    definitions = result.definitions
    arrays = []
    for name in result.quality_names:
        text = definitions.get(f"quality/{name}", "")
        about = {"long_name": text} if text else {}
        arrays.append(Values(name, result.quality(name), UNITS.get(name, ""), about=about))
    arrays.append(Values("flags", result.flags, about=flag_attributes()))
    about = {
        "digest": result.digest,
        "movie": [str(one.get("path", "")) for one in result.info.get("files", [])],
        "fps": result.info.get("fps"),
    }
    return FrameData(len(result), tuple(arrays), result.times_s, about=about)
