"""Names of all chains, the longest first; importing this notes every part."""

from __future__ import annotations

from . import affect, behaviors, faces, failures, files, many, mice, models, scores, tables

#: chain -> its module
MODULES = {
    "scores": scores,
    "behaviors": behaviors,
    "many": many,
    "affect": affect,
    "models": models,
    "faces": faces,
    "tables": tables,
    "files": files,
    "failures": failures,
    "mice": mice,
}
CHAINS = tuple(MODULES)
