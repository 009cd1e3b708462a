"""Files as acquisition systems and cameras write them, with planted times."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

STREAM = "Acquisition_Board-100.Rhythm Data"


def open_ephys(
    recording: Path,
    lines: dict[int, tuple[np.ndarray, np.ndarray]],
    *,
    rate_hz: float = 30_000.0,
    first_sample: int = 0,
    old: bool = False,
    stream: str = STREAM,
    synchronized_s: float | None = None,
) -> Path:
    """A recording in the GUI's binary format; returns the folder of its TTL events.

    `lines` has the sample numbers of rising and falling edges of each line; `old` writes the names
    of GUI 0.5; several calls add streams to one recording.
    """
    ttl = recording / "events" / stream / ("TTL_1" if old else "TTL")
    ttl.mkdir(parents=True)
    states = [np.full(len(x), sign * n) for n, ud in lines.items() for sign, x in zip((1, -1), ud)]  # noqa: B905
    samples = np.concatenate([x for ud in lines.values() for x in ud]).astype(np.int64)
    order = np.argsort(samples, kind="stable")
    states, samples = np.concatenate(states).astype(np.int16)[order], samples[order]
    word = np.cumsum(np.sign(states).astype(np.int64) << (np.abs(states) - 1))
    np.save(ttl / ("channel_states.npy" if old else "states.npy"), states)
    np.save(ttl / ("timestamps.npy" if old else "sample_numbers.npy"), samples)
    np.save(ttl / "full_words.npy", word.astype(np.uint8 if old else np.uint64))
    if old:
        np.save(ttl / "channels.npy", np.abs(states))
    else:
        seconds = np.full(len(samples), -1.0)
        if synchronized_s is not None:
            seconds = synchronized_s + samples / rate_hz
        np.save(ttl / "timestamps.npy", seconds)
    continuous = recording / "continuous" / stream
    continuous.mkdir(parents=True)
    numbers = first_sample + np.arange(300)
    if not old:
        np.save(continuous / "sample_numbers.npy", numbers)
    path = recording / "structure.oebin"
    about = {"GUI version": "0.5.5" if old else "0.6.7", "continuous": [], "events": []}
    if path.exists():
        about = json.loads(path.read_text())
    np.zeros(300, np.int16).tofile(continuous / "continuous.dat")
    np.save(continuous / "timestamps.npy", numbers if old else numbers / rate_hz)
    channel = {"channel_name": "CH1", "bit_volts": 0.195, "units": "uV"}
    node, _, name = stream.partition(".")
    entry = {"source_processor_id": int(node.split("-")[-1]), "stream_name": name}
    entry |= {"folder_name": f"{stream}/", "sample_rate": rate_hz, "num_channels": 1}
    about["continuous"].append({**entry, "channels": [channel]})
    folder = f"{stream}/{ttl.name}/"
    about["events"].append({**entry, "folder_name": folder, "type": "int16", "channel_name": "TTL"})
    path.write_text(json.dumps(about, indent=4))
    return ttl


def pulses(times_s: np.ndarray, rate_hz: float = 30_000.0, width_s: float = 0.005):
    """Sample numbers of the rising and the falling edges of pulses."""
    rising = np.rint(np.asarray(times_s) * rate_hz).astype(np.int64)
    return rising, rising + round(width_s * rate_hz)


def harp_states(path: Path, times_s: np.ndarray, values: np.ndarray, *, address: int = 32,
                dtype=np.uint8, types: list[str] | None = None) -> Path:  # fmt: skip
    """Messages of one register, written by harp-python itself."""
    import harp
    import pandas as pd

    table = pd.DataFrame({0: np.asarray(values, dtype)}, index=pd.Index(times_s, name="Time"))
    kinds = types or ["EVENT"] * len(table)
    table["MessageType"] = pd.Categorical(kinds, categories=["NA", "READ", "WRITE", "EVENT"])
    harp.to_file(table, str(path), address)
    return path
