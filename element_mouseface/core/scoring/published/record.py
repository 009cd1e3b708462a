"""Published prototypes as tables keep them, and back."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import numpy as np

from ....errors import PrototypeError
from ....params import Crop
from ..method.fitted import PrototypeRecord
from .prototypes import Prototypes, SourceFile, SourceFrame
from .similarity import pearson_rows


def record_of(found: Prototypes) -> PrototypeRecord:
    """Vectors, neutral face and all that `prototypes_of` needs to give the same set back."""
    r = pearson_rows(found.vectors[:, found.valid], found.neutral[None, found.valid])[:, 0]
    return PrototypeRecord(
        names=found.names,
        vectors=found.vectors,
        digest=found.content_hash(),
        provenance={
            "crop": None if found.crop is None else found.crop.to_dict(),
            "score_params": found.score_params,
            "source_frames": [asdict(frame) for frame in found.source_frames],
            "source_files": [asdict(file) for file in found.source_files],
            "created_by": found.created_by,
            "created_at": found.created_at,
        },
        recorded_at=found.recorded_at or None,
        neutral=found.neutral,
        valid=np.asarray(found.valid),
        grid=found.grid,
        length=len(found.neutral),
        hog=found.hog,
        n_frames=Counter(frame.prototype for frame in found.source_frames),
        r_neutral=dict(zip(found.names, map(float, r), strict=True)),
    )


def prototypes_of(record: PrototypeRecord) -> Prototypes:
    """The set that `record_of` was given."""
    told, neutral, valid, grid, hog = (
        record.provenance,
        record.neutral,
        record.valid,
        record.grid,
        record.hog,
    )
    if neutral is None or valid is None or grid is None or hog is None:
        raise PrototypeError(
            "The stored prototypes are not those of the published method.",
            expected="a neutral face, its grid and the parameters of its descriptor",
            got="a set without one of these",
            do="make the set again, with the parameters of its own method",
        )
    return Prototypes(
        names=record.names,
        vectors=np.array(record.vectors),
        neutral=neutral,
        valid=valid,
        grid=grid,
        hog=hog,
        crop=None if told["crop"] is None else Crop.from_dict(told["crop"]),
        score_params=told["score_params"],
        source_frames=tuple(SourceFrame(**frame) for frame in told["source_frames"]),
        source_files=tuple(SourceFile(**file) for file in told["source_files"]),
        created_by=told["created_by"],
        created_at=told["created_at"],
        recorded_at=record.recorded_at or "",
    )
