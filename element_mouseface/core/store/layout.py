"""The layout of a result folder, and its hashes.

A finished result is a Zarr v3 group::

    OUT/  zarr.json                    attributes: what, from what, how, and the digest
          cells/ thumbnail/ …          what an extractor gives for a frame: (frames, …), in chunks
          flags quality/luminance …    one number per frame: (frames,)
          times_s  unit_hashes         the movie's clock; SHA-256 of every 16 frames

While a run writes it, it is `OUT.partial`, with `element_mouseface.json` (that the
folder is ours), `spec.json` (what is being made), `run.json` (which run may write),
`chunks/000012` (a marker for each finished chunk, which also carries the chunk's
one-number-a-frame traces) and `chunks/piece-…` (parts of chunks that two spans
share).  `OUT.lock` lies beside it.

Attributes also hold, for each array, the CRC-32C of the file of each chunk: the hashes
say whether frames are what was computed, and the checksums say which file is not.

Hashes are over raw values of 16 frames each, for any chunk size, so the digest does not depend on
chunks, codecs, schedulers, workers or resumed runs: two results with the same digest have the same
bits.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError
from ...params import canonical_json

#: The group attribute with all metadata of a result.
ATTRIBUTE = "element_mouseface"
FORMAT = "element_mouseface.result"
FORMAT_VERSION = 1

#: Frames hashed together. Chunks are whole units, so any chunk size gives the same hashes.
UNIT_FRAMES = 16

#: Frames of a trace in one chunk: one number per frame is read whole, or nearly.
TRACE_CHUNK_FRAMES = 1 << 16

#: A chunk of everything stays under this, so that workers x chunk is small beside a decoder.
_CHUNK_BYTES = 4 << 20
_MOST_CHUNK_FRAMES = 256
#: The fewest chunks, so that workers can share a short movie.
_LEAST_CHUNKS = 20


@dataclass(frozen=True)
class Output:
    """One thing that is stored for every frame.

    Parameters
    ----------
    name : str
        Its name in the result; 'quality/luminance' is an array in a subgroup.
    shape : tuple of int
        Shape for one frame; () for a trace.
    dtype : str
        NumPy's little-endian name, '<f4'.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str

    @classmethod
    def make(cls, name: str, shape: Sequence[int], dtype: Any) -> Output:
        """An output with shape and dtype in their plain form."""
        little = np.dtype(dtype).newbyteorder("<")
        return cls(name, tuple(int(n) for n in shape), little.str)

    @property
    def is_trace(self) -> bool:
        """Whether it is one number per frame."""
        return not self.shape

    @property
    def frame_bytes(self) -> int:
        """Bytes for one frame."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.dtype).itemsize

    @property
    def fill(self) -> float | int:
        """The value where there is none: NaN in floats, else 0."""
        return math.nan if np.dtype(self.dtype).kind == "f" else 0


TIMES = Output("times_s", (), "<f8")
HASHES = Output("unit_hashes", (32,), "|u1")


@dataclass(frozen=True)
class Layout:
    """The outputs of a run and how its frames are cut into chunks."""

    outputs: tuple[Output, ...]
    n_frames: int
    chunk_frames: int

    def __post_init__(self) -> None:
        if self.chunk_frames < UNIT_FRAMES or self.chunk_frames % UNIT_FRAMES:
            raise ParameterError(
                "chunk_frames does not fit the result's format.",
                expected=f"a multiple of {UNIT_FRAMES}",
                got=repr(self.chunk_frames),
            )

    @property
    def arrays(self) -> tuple[Output, ...]:
        """The outputs that are more than one number per frame."""
        return tuple(o for o in self.outputs if not o.is_trace)

    @property
    def traces(self) -> tuple[Output, ...]:
        """The outputs that are one number per frame."""
        return tuple(o for o in self.outputs if o.is_trace)

    @property
    def n_chunks(self) -> int:
        """Number of chunks; the last may be short."""
        return -(-self.n_frames // self.chunk_frames)

    @property
    def raw_bytes(self) -> int:
        """Size of all outputs without compression."""
        return self.n_frames * sum(o.frame_bytes for o in self.outputs)

    @property
    def slab_frames(self) -> int:
        """Frames in one chunk of a trace: whole chunks of the arrays, read whole or nearly."""
        return max(1, TRACE_CHUNK_FRAMES // self.chunk_frames) * self.chunk_frames

    @property
    def at_the_end(self) -> tuple[Output, ...]:
        """What is written when all chunks are there: traces, the clock and the hashes."""
        return (*self.traces, TIMES, HASHES)

    def rows(self, output: Output, frames: int) -> int:
        """Number of rows of an array for a number of frames: hashes have one for 16."""
        return -(-frames // UNIT_FRAMES) if output == HASHES else frames

    def shape(self, output: Output) -> tuple[int, ...]:
        """Shape of the array that holds an output."""
        return (self.rows(output, self.n_frames), *output.shape)

    def chunk_rows(self, output: Output) -> int:
        """Rows of a chunk of that array: a short movie is one chunk."""
        at_once = self.slab_frames if output in self.at_the_end else self.chunk_frames
        return min(self.rows(output, f) for f in (at_once, self.n_frames))

    def n_chunks_of(self, output: Output) -> int:
        """Number of chunks of that array."""
        return -(-self.shape(output)[0] // self.chunk_rows(output))

    def frames(self, chunk: int) -> tuple[int, int]:
        """First frame of a chunk, and the frame after its last."""
        first = chunk * self.chunk_frames
        return first, min(first + self.chunk_frames, self.n_frames)

    def buffers(self) -> dict[str, np.ndarray]:
        """One array a chunk long for each output, to be used again for every chunk."""
        return {o.name: np.zeros((self.chunk_frames, *o.shape), o.dtype) for o in self.outputs}

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: outputs by name, n_frames, chunk_frames."""
        outputs = {o.name: [list(o.shape), o.dtype] for o in self.outputs}
        return {
            "outputs": outputs,
            "n_frames": self.n_frames,
            "chunk_frames": self.chunk_frames,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Layout:
        """The layout that `to_dict` wrote."""
        outputs = [Output.make(n, s, d) for n, (s, d) in sorted(values["outputs"].items())]
        return cls(tuple(outputs), int(values["n_frames"]), int(values["chunk_frames"]))


def choose_chunk_frames(outputs: Sequence[Output], n_frames: int) -> int:
    """A chunk size in frames: a power of two of at least 16, by bytes and length.

    It depends only on the outputs and the movie's length, so that runs with other
    numbers of workers write the same files.
    """
    frame_bytes = max(1, sum(o.frame_bytes for o in outputs))
    most = min(_MOST_CHUNK_FRAMES, _CHUNK_BYTES // frame_bytes, n_frames // _LEAST_CHUNKS)
    return UNIT_FRAMES << max(0, (most // UNIT_FRAMES).bit_length() - 1)


def unit_hashes(values: Mapping[str, np.ndarray]) -> list[bytes]:
    """SHA-256 of each 16 frames of a chunk, over all outputs in the order of their names.

    Parameters
    ----------
    values : mapping of str to ndarray (frames, …)
        The outputs of consecutive frames, from a unit's first frame on.
    """
    names = sorted(values)
    n_frames = len(values[names[0]])
    plain = {n: np.ascontiguousarray(values[n], values[n].dtype.newbyteorder("<")) for n in names}
    hashes = []
    for first in range(0, n_frames, UNIT_FRAMES):
        unit = hashlib.sha256()
        for name in names:
            unit.update(plain[name][first : first + UNIT_FRAMES].reshape(-1).view(np.uint8).data)
        hashes.append(unit.digest())
    return hashes


def digest_of(layout: Layout, times_s: np.ndarray, hashes: Sequence[bytes]) -> str:
    """The digest of a result: 64 hexadecimal digits over outputs, clock and unit hashes."""
    declared = layout.to_dict()
    del declared["chunk_frames"]
    whole = hashlib.sha256(canonical_json(declared).encode())
    whole.update(np.ascontiguousarray(times_s, "<f8").data)
    for unit in hashes:
        whole.update(unit)
    return whole.hexdigest()


def partial_path(out: Path) -> Path:
    """Where a run writes before it is finished."""
    return out.with_name(out.name + ".partial")
