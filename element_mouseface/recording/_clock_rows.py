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
from ..core.sync.method_checks import OF_EDGES, OF_FOLDERS
from ..core.sync.methods import read_counter, read_source, source_files
from ..core.sync.packed_times import pack_times
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
    relative = _relative(link, path)
    if params.get("counter_path") is not None:
        params = {**params, "counter_path": _relative(link, params["counter_path"])}
    row = {
        "given_clock_method": method,
        "given_clock_path": relative,
        "given_clock_params": _plain(params),
        "given_clock_description": description,
    }
    if relative is not None:
        read_source(method, link.find(relative), params)
    if params.get("counter_path") is not None:
        read_counter(link.find(params["counter_path"]), params)
    return {**row, "given_clock_hash": stored_hash(link, row)}


def _relative(link: Link, path: str | os.PathLike | None) -> str | None:
    """A path as tables store it, not too long for a column."""
    relative = None if path is None else link.relative(path)
    if relative is not None and len(relative) > 255:
        raise PathError(
            "A path is longer than 255 characters.",
            got=relative,
            do="shorten the names of its folders, or give a root folder that is further inside",
        )
    return relative


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
    given = dict(params)
    if given.get("counter_path") is not None:
        given["counter_path"] = str(link.find(given["counter_path"]))
    found = clock_times(source["given_clock_method"], movie_s, path=path, **given)
    known = found.times_s[np.isfinite(found.times_s)]
    made_from = source["given_clock_hash"]
    params_row = {"given": params, "found": found.found, "notes": list(found.notes)}
    params_row["source_hash"] = made_from
    identity = {"source": made_from, "video": content}
    counted = found.method in OF_EDGES or "counter_exposures" in found.found
    steps = counted or found.method in ("times", "camera")
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
        # a rate and a line have no gaps, and only edges and a counter can lack that of a frame
        "clock_n_dropped": len(found.dropped_s) if steps else None,
        "clock_n_duplicated": len(found.duplicated) if counted else None,
        "clock_dropped": found.dropped_s if steps else None,
        "clock_duplicated": found.duplicated if counted else None,
        "clock_times": pack_times(found.times_s),
    }


def stored_hash(link: Link, row: Mapping[str, Any]) -> str:
    """The hash over a row of ClockSource and the content of its file."""
    path, method, params = (row[f"given_clock_{name}"] for name in ("path", "method", "params"))
    params = _plain(params)
    about = {"kind": "ClockSource", "method": method, "params": params, "file": None}
    if path is not None and method in OF_FOLDERS:
        files = source_files(method, link.find(path), params)
        about["files"] = {name: sha256_of(file) for name, file in sorted(files.items())}
    elif path is not None:
        about["file"] = sha256_of(link.find(path))
    if "counter_path" in params:
        about["counter"] = sha256_of(link.find(params["counter_path"]))
    return content_hash(about)


def _plain(params: Mapping[str, Any]) -> Row:
    """Parameters as they are stored and hashed: a server may return 2.0 as 2."""
    given = {name: value for name, value in params.items() if value is not None}
    reals = ("rate_hz", "start_s", "stop_s")
    return {n: float(value) if n in reals else value for n, value in given.items()}
