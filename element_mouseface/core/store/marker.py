"""The marker file of a finished chunk: hashes, checksums, and traces.

The traces are in the marker because a Zarr chunk of 256 numbers would have more overhead than data;
the commit assembles them.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Marker:
    """What `read_marker` gives: 32-byte hashes of each 16 frames, the traces by name, and the
    CRC-32C of the chunk's file in each array.
    """

    hashes: list[bytes]
    traces: dict[str, np.ndarray]
    sums: dict[str, int]


def write_marker(
    path: Path,
    hashes: Sequence[bytes],
    traces: Mapping[str, np.ndarray],
    sums: Mapping[str, int],
) -> None:
    """Write a marker by an atomic rename: it is there whole, or not at all.

    Parameters
    ----------
    path : Path
    hashes : sequence of bytes
        SHA-256 of each 16 frames (`layout.unit_hashes`).
    traces : mapping of str to ndarray (frames,)
    sums : mapping of str to int
        CRC-32C of the file that the chunk has in each array.
    """
    names = sorted(traces)
    head = {
        "units": len(hashes),
        "traces": [[n, traces[n].dtype.str, len(traces[n])] for n in names],
        "crc32c": dict(sums),
    }
    body = b"".join([json.dumps(head).encode(), b"\n", *hashes])
    body += b"".join(np.ascontiguousarray(traces[n]).tobytes() for n in names)
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    fresh.write_bytes(hashlib.sha256(body).digest() + body)
    os.replace(fresh, path)


def read_marker(path: Path) -> Marker | None:
    """The marker at `path`; None if there is none, or it is incomplete."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    seal, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != seal:
        return None
    head_text, _, rest = body.partition(b"\n")
    head = json.loads(head_text)
    at = 32 * head["units"]
    hashes = [rest[i : i + 32] for i in range(0, at, 32)]
    traces = {}
    for name, dtype, length in head["traces"]:
        traces[name] = np.frombuffer(rest, dtype, count=length, offset=at)
        at += traces[name].nbytes
    return Marker(hashes, traces, head.get("crc32c", {}))
