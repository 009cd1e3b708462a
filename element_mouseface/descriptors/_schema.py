"""The schema of `descriptors`."""

from __future__ import annotations

import datajoint as dj

__all__ = ["schema"]

schema = dj.Schema()
