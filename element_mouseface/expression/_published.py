"""The published score in tables: prototypes from frames, similarity, its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from .._schema.fixed import check_digest
from .._schema.rows import null
from ..core.events.measures import MeasureParams
from ..core.scoring.published.joined import JoinedRows, join_events, join_times, split_frames
from ..core.scoring.published.prototypes import Prototypes, SourceFile, SourceFrame
from ..core.scoring.published.score import make_prototypes, score_published
from ..core.scoring.published.similarity import pearson_rows
from ..params import Crop, HOGParams, ScoreParams
from . import _score_rows
from ._sources import DescriptorInput, File, Row, Rows

__all__ = ["MEASURE", "PARAMS", "check_sources", "load", "make", "measures", "open", "rows_of"]

PARAMS = ScoreParams
MEASURE = "similarity"
load = Prototypes.load


def check_sources(sources: Sequence[Row]) -> None:
    """Any number of recordings can give frames to one set."""


def measures(params: ScoreParams, given: MeasureParams | None = None) -> MeasureParams:
    """Bouts by the method's own parameters; what is given besides is about events."""
    own = {name: getattr(params, name) for name in ("bout_min_s", "bout_merge_s", "max_gap_s")}
    return MeasureParams.from_dict({**(given or MeasureParams()).to_dict(), **own})


def make(sources: Sequence[Row], params: Row) -> Rows:
    """Prototypes from the events of one or several recordings, as rows.

    Several recordings are taken as one, with a gap of an hour between them: the
    neutral face and the choice of frames are over all of them together.

    Raises
    ------
    PrototypeError, EventsError, ClockError, ResultError
        If a stimulus has no usable frame, grids differ, or a result is gone.
    """
    opened = [DescriptorInput(source) for source in sources]
    counts = [len(one.times_s) for one in opened]
    times_s, shifts = join_times([one.times_s for one in opened])
    flags = [
        np.zeros(n, np.uint16) if one.flags is None else one.flags
        for one, n in zip(opened, counts, strict=True)
    ]
    found = make_prototypes(
        JoinedRows([one.descriptors for one in opened]),
        times_s,
        np.concatenate(flags),
        join_events([one.events for one in opened], shifts),
        PARAMS.from_dict(params),
        source_files=_files(opened, counts),
        crop=opened[0].crop if len(opened) == 1 else None,
    )
    part, number = split_frames(np.array([f.frame for f in found.source_frames]), counts)
    frames = [
        {
            **opened[p].recording,
            "prototype": frame.prototype,
            "source_frame": int(n),
            "source_rank": frame.rank,
            "source_time_s": frame.time_s - shifts[p],
            "source_r_neutral": frame.r_neutral,
            "source_digest": opened[p].digest,
        }
        for frame, p, n in zip(found.source_frames, part, number, strict=True)
    ]
    return rows_of(found) | {"SourceFrame": frames}


def rows_of(found: Prototypes) -> Rows:
    """Columns of PrototypeSet under None, and the rows of its Parts by their names."""
    r = pearson_rows(found.vectors[:, found.valid], found.neutral[None, found.valid])[:, 0]
    counts = Counter(frame.prototype for frame in found.source_frames)
    return {
        None: {
            "prototype_hog_params": found.hog.to_dict(),
            "prototype_cells_hash": found.hog.cells_hash(),
            "prototype_grid_rows": found.grid[0],
            "prototype_grid_columns": found.grid[1],
            "prototype_length": len(found.neutral),
            "neutral_vector": found.neutral,
            "valid_features": np.asarray(found.valid),
            "prototype_provenance": _provenance(found),
            "prototype_digest": found.content_hash(),
        },
        "Prototype": [
            {
                "prototype": name,
                "prototype_order": order,
                "prototype_n_frames": counts[name],
                "prototype_r_neutral": null(r[order]),
                "prototype_vector": found.vectors[order],
            }
            for order, name in enumerate(found.names)
        ],
    }


def open(row: Row, parts: dict[str, list[Row]]) -> Prototypes:
    """The set of a PrototypeSet row and its Parts' rows, in their order.

    Raises
    ------
    FixedRowError
        If they are not what was made: somebody edited them.
    """
    told, vectors = row["prototype_provenance"], parts["Prototype"]
    found = Prototypes(
        names=tuple(part["prototype"] for part in vectors),
        vectors=np.array([part["prototype_vector"] for part in vectors]),
        neutral=row["neutral_vector"],
        valid=row["valid_features"],
        grid=(row["prototype_grid_rows"], row["prototype_grid_columns"]),
        hog=HOGParams.from_dict(row["prototype_hog_params"]),
        crop=None if told["crop"] is None else Crop.from_dict(told["crop"]),
        score_params=told["score_params"],
        source_frames=tuple(SourceFrame(**frame) for frame in told["source_frames"]),
        source_files=tuple(SourceFile(**file) for file in told["source_files"]),
        created_by=told["created_by"],
        created_at=told["created_at"],
    )
    own = {"prototype_set_id": row["prototype_set_id"]}
    check_digest("PrototypeSet", own, row["prototype_digest"], found.content_hash())
    return found


def score(source: Row, params: Row, rules: MeasureParams, given: Row) -> Rows:
    """Scores of one recording as rows of FacialExpression and its Parts.

    Parameters
    ----------
    source : dict
        What `_sources.fetch` gave.
    params : dict
        Of a ScoreParams.
    rules : MeasureParams
    given : dict
        `row` and `parts`, as `open` takes them.

    Raises
    ------
    PrototypeError
        If the prototypes are of another grid or other parameters.
    ResultError
        If the result folder is gone.
    """
    opened = DescriptorInput(source)
    scores = score_published(
        opened.descriptors,
        opened.times_s,
        opened.flags,
        opened.events,
        PARAMS.from_dict(params),
        prototypes=open(given["row"], given["parts"]),
        windows=(),
        source_files=opened.files,
    )
    return _score_rows.of_published(scores, opened.events, rules)


def _provenance(found: Prototypes) -> Row:
    """What `open` needs beside the arrays to give the same set back, as JSON."""
    return {
        "crop": None if found.crop is None else found.crop.to_dict(),
        "score_params": found.score_params,
        "source_frames": [asdict(frame) for frame in found.source_frames],
        "source_files": [asdict(file) for file in found.source_files],
        "created_by": found.created_by,
        "created_at": found.created_at,
    }


def _files(opened: Sequence[DescriptorInput], counts: Sequence[int]) -> list[File]:
    """All files with their first frame in the joined recordings."""
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return [
        File(file.path, file.sha256, file.first_frame + int(begin))
        for one, begin in zip(opened, begins, strict=True)
        for file in one.files
    ]
