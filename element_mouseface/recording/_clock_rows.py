"""Rows of `ClockSource` and `FrameClock` from what `core.sync` finds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from .._schema.rows import null
from ..core.inputs import sha256_of
from ..core.sync import check_method, clock_times
from ..core.sync.drift import times_in_holes
from ..core.sync.packed_times import pack_times
from ..core.sync.prairie_view import read_frame_rate
from ..core.video import read_times
from ..errors import ClockError, ParameterError, PathError
from ..linking import Link
from ..params import content_hash

Row = dict[str, Any]


def source_row(
    link: Link,
    clock: str,
    method: str,
    path: str | os.PathLike | None,
    params: Mapping[str, Any],
    description: str,
) -> Row:
    """A row of ClockSource without its recording, after reading the file once."""
    if not clock or len(clock) > 32 or clock == "movie":
        raise ParameterError(
            "The clock's name cannot be used.",
            expected="1 to 32 characters; 'movie' is the movie's own and needs no source",
            got=repr(clock),
        )
    check_method(method, path, params)
    relative = None if path is None else link.relative(path)
    if relative is not None and len(relative) > 255:
        raise PathError("A path is longer than 255 characters.", got=relative)
    row = {
        "given_clock_method": method,
        "given_clock_path": relative,
        "given_clock_params": _plain(params),
        "given_clock_description": description,
    }
    if relative is not None:
        file = link.find(relative)
        if method == "prairie_view":
            read_frame_rate(file)
        else:
            read_times(file, params.get("column"), params.get("unit"))
    return {**row, "given_clock_hash": stored_hash(link, row)}


def movie_row(movie_s: np.ndarray, content: str) -> Row:
    """A row of FrameClock for the movie's own clock, without its key."""
    holes = times_in_holes(movie_s)
    return {
        "clock_method": "movie",
        "clock_source": "movie",
        "clock_hash": content,
        "clock_first_s": float(movie_s[0]),
        "clock_last_s": float(movie_s[-1]),
        "clock_drift_ppm": 0.0,
        "clock_residual_s": 0.0,
        "clock_residual_max_s": 0.0,
        "clock_n_dropped": len(holes),
        "clock_dropped": holes,
    }


def clock_row(link: Link, source: Mapping[str, Any], movie_s: np.ndarray, content: str) -> Row:
    """A row of FrameClock from a row of ClockSource, without its key.

    Raises
    ------
    ClockError
        If the file has changed since it was added, or the times cannot be found.
    PathError
        If it is gone.
    """
    relative, params = source["given_clock_path"], source["given_clock_params"]
    if stored_hash(link, source) != source["given_clock_hash"]:
        raise ClockError(
            f"The clock's file {relative!r}, or its row of ClockSource, has changed since it was "
            "added.",
            do="put the old file (or row) back, or delete this row of ClockSource and add it again",
        )
    path = None if relative is None else link.find(relative)
    found = clock_times(source["given_clock_method"], movie_s, path=path, **params)
    known = found.times_s[np.isfinite(found.times_s)]
    made_from = source["given_clock_hash"]
    params_row = {"given": params, "found": found.found, "notes": list(found.notes)}
    params_row["source_hash"] = made_from
    identity = {"source": made_from, "video": content}
    edges, steps = found.method == "edges", found.method in ("edges", "times")
    return {
        "clock_method": found.method,
        "clock_source": relative or found.method,
        "clock_params": params_row,
        "clock_hash": content_hash({**identity, "times": found.content_hash()}),
        "clock_first_s": float(known[0]),
        "clock_last_s": float(known[-1]),
        "clock_drift_ppm": null(found.drift_ppm),
        "clock_residual_s": null(found.residual_s),
        "clock_residual_max_s": null(found.residual_max_s),
        # a rate and a line have no gaps, and only edges can lack that of a frame
        "clock_n_dropped": len(found.dropped_s) if steps else None,
        "clock_n_duplicated": len(found.duplicated) if edges else None,
        "clock_dropped": found.dropped_s if steps else None,
        "clock_duplicated": found.duplicated if edges else None,
        "clock_times": pack_times(found.times_s),
    }


def stored_hash(link: Link, row: Mapping[str, Any]) -> str:
    """The hash over a row of ClockSource and the content of its file."""
    path, digest = row["given_clock_path"], None
    if path is not None:
        digest = sha256_of(link.find(path))
    return content_hash(
        {
            "kind": "ClockSource",
            "method": row["given_clock_method"],
            "params": _plain(row["given_clock_params"]),
            "file": digest,
        }
    )


def _plain(params: Mapping[str, Any]) -> Row:
    """Parameters as they are stored and hashed: a server may return 2.0 as 2."""
    given = {name: value for name, value in params.items() if value is not None}
    not_numbers = ("column", "unit", "first_edge", "edges")
    return {n: value if n in not_numbers else float(value) for n, value in given.items()}
