"""The schema of `recording`."""

import datajoint as dj

schema = dj.Schema()
