"""Color for the features of a recording, in the pass that its descriptors need anyway."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from .._schema.passes import serve_in_pass
from ..core.extraction.color_extractor import ColorExtractor
from ..descriptors import FaceCrop, HOGTask
from ..errors import InputError
from ._schema import schema
from .paramsets import FeatureParamSet
from .tasks import FeatureTask


@serve_in_pass
def awaited_color(key: Mapping[str, Any], reader: Any) -> list[Any]:
    """The color of a recording, if features of it are asked for and it has color.

    Parameters
    ----------
    key : mapping
        Of a HOGTask.
    reader : VideoReader
        Of its recording.
    """
    if not schema.is_activated():
        return []
    tasks = FeatureTask & (HOGTask & key).proj() & {"feature_mode": "trigger"}
    for task in tasks.to_dicts():
        try:
            if "color" in FeatureParamSet.params(task).groups:
                found = ColorExtractor.if_seen(reader, FaceCrop.crop(task))
                return [] if found is None else [found]
        except InputError as error:
            # FrameFeatures.populate reports it; descriptors need not fail for it
            warnings.warn(f"FeatureTask {task['feature_task_id']}: {error.what}", stacklevel=2)
    return []
