"""Contrast prototypes as a record: pictures, and a file that scores."""

from __future__ import annotations

import hashlib
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ..method.fitted import PrototypeRecord
from .result import ContrastPrototypes


def record_of(found: ContrastPrototypes) -> PrototypeRecord:
    """Prototypes as a record: pictures, reference face, and the bytes of the file."""
    registration = found.model.features.registration
    height, width = registration.shape
    with tempfile.TemporaryDirectory() as folder:
        model = found.save(Path(folder, "model.npz")).read_bytes()
    return PrototypeRecord(
        names=found.names,
        vectors=found.pictures().astype(np.float32),
        digest=digest_of_npz(model),
        provenance={"params": found.params.to_dict(), "source": found.source},
        neutral=np.asarray(registration.reference, np.float32).reshape(height, width),
        valid=np.asarray(registration.weights > 0).reshape(height, width),
        grid=(height, width),
        length=height * width,
        model=model,
        findings=found.findings,
        recorded_at=_time_of(found.source.get("recorded_at")),
    )


def prototypes_of(record: PrototypeRecord) -> ContrastPrototypes:
    """The prototypes of the record's file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.npz")
        path.write_bytes(record.model or b"")
        return ContrastPrototypes.load(path)


def digest_of_npz(packed: bytes) -> str:
    """SHA-256 over what an NPZ holds: its own bytes have the time of writing in them."""
    digest = hashlib.sha256()
    with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
        for name in sorted(stored.files):
            array = stored[name]
            digest.update(f"{name}{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _time_of(text: Any) -> str | None:
    """A time that a file states: ISO 8601, UTC, without the offset."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    return found.isoformat()
