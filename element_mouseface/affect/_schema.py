"""The schema object that every module of this package declares its tables in."""

from __future__ import annotations

import datajoint as dj

schema = dj.Schema()
