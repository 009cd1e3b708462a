"""Schemas of the published Facemap element that DataJoint 0.14 declared: listed, never written.

    reading   read_old_schema: recordings, tasks, models and inference tasks, by plain SQL
    listing   listing: what was found, and what cannot be moved, as text
    script    script: a Python file that inserts the recordings and loads the results
    loading   Loading: what that file uses

DataJoint 2 cannot activate such tables.  They are read in one transaction that the server itself
keeps read-only.
"""

from __future__ import annotations

from .listing import listing
from .loading import Loading
from .reading import read_old_schema
from .script import script

__all__ = ["Loading", "listing", "read_old_schema", "script"]
