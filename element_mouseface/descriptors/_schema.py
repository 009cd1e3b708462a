"""The schema of `descriptors`."""

from __future__ import annotations

import datajoint as dj

schema = dj.Schema()
