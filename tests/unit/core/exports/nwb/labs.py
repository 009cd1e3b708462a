"""What tests of NWB files are made of: a session, a scored recording, a lab's file with ephys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pynwb

from element_mouseface.core.events import Events
from element_mouseface.core.results.scored import DescriptorInfo, MovieFile, MovieInfo
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.params import Crop, HOGParams, Mask
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import EVENTS, TIMES, WINDOWS, contrast_scores

SESSION = {
    "session_start_time": "2025-03-04T10:15:00+01:00",
    "session_description": "A head-fixed mouse was given sucrose and quinine.",
    "experimenter": ["Last, First"],
    "institution": "University of Somewhere",
    "experiment_description": "Facial expressions of tastes.",
    "subject": {"subject_id": "M01", "species": "Mus musculus", "sex": "F", "age": "P90D"},
}
#: of which `scored` has a time for each but five frames
N = len(TIMES)
UNTIMED = [0, 1, 400, 401, N - 1]
ZERO_S = 0.75
REFUSED = Finding("too_few_events", "salt", "one trial {'a': 1}")


def clock_times(seed: int = 0) -> np.ndarray:
    """Times of a camera that wavers, some of which its clock lacks."""
    times_s = TIMES + 1.0 + np.random.default_rng(seed).uniform(0, 0.01, N)
    times_s[UNTIMED] = np.nan
    return times_s


def pictures_of(names):
    """Prototypes of the contrast score, as far as they are drawn."""
    shape = (6, 8)
    rng = np.random.default_rng(3)
    registration = SimpleNamespace(shape=shape, reference=rng.normal(size=48).astype(np.float32))
    return SimpleNamespace(
        names=names,
        model=SimpleNamespace(features=SimpleNamespace(registration=registration)),
        pictures=lambda: np.random.default_rng(4).normal(size=(len(names), *shape)),
    )


def scored_recording(published, folder: Path):
    """Scored by both methods, one stimulus refused, with the file of its movie."""
    movie = folder / "face.mp4"
    movie.write_bytes(b"the movie")
    events = Events.from_rows(
        [
            {
                "event": event.name,
                "onset_s": event.onset_s,
                "offset_s": event.offset_s,
                "trial_id": f"t{number}",
                "amount": 0.5 + number if event.name == "sucrose" else None,
                "amount_unit": "M" if event.name == "sucrose" else None,
            }
            for number, event in enumerate(EVENTS.rows)
        ]
    )
    contrast = contrast_scores([REFUSED])
    scored = scored_by(published, contrast, events, windows=WINDOWS)
    found = scored.methods["contrast"]
    methods = {
        **scored.methods,
        "contrast": replace(found, open_prototypes=lambda: pictures_of(found.names)),
    }
    crop = Crop(4, 8, 60, 40, (Mask("spout: left", "polygon", ((5, 9), (20, 9), (5, 30))),))
    return replace(
        scored,
        movie=MovieInfo((MovieFile("face.mp4", "a" * 64, N, str(movie)),), 20.0, 60.0, True),
        times_s=clock_times(),
        methods=methods,
        descriptors=DescriptorInfo("d" * 64, HOGParams(), crop, (1, 1)),
    )


def lab_file(path: Path, n: int = 400) -> Path:
    """A file of a lab: electrodes, raw and filtered traces, units, trials, a wheel."""
    rng = np.random.default_rng(0)
    made = pynwb.NWBFile(
        session_description="Recordings in the insula.",
        identifier="lab-1",
        session_start_time=datetime(2025, 3, 4, 9, 15, tzinfo=UTC),
        subject=pynwb.file.Subject(subject_id="M01", species="Mus musculus", sex="F", age="P90D"),
    )
    probe = made.create_device(name="probe", description="A probe.")
    shank = made.create_electrode_group(
        name="shank", description="One shank.", location="insula", device=probe
    )
    for k in range(3):
        made.add_electrode(group=shank, location="insula", x=1.0 * k, y=0.0, z=0.0)
    region = made.create_electrode_table_region([0, 1, 2], "all")
    raw = pynwb.ecephys.ElectricalSeries(
        name="raw",
        data=pynwb.H5DataIO(rng.integers(-99, 99, (n, 3)).astype(np.int16), compression="gzip"),
        electrodes=region,
        starting_time=0.0,
        rate=30000.0,
    )
    made.add_acquisition(raw)
    lfp = pynwb.ecephys.ElectricalSeries(
        name="lfp",
        data=rng.normal(size=(n, 3)),
        electrodes=region,
        timestamps=np.cumsum(rng.uniform(0.001, 0.002, n)),
    )
    made.create_processing_module("ecephys", "Filtered.").add(
        pynwb.ecephys.LFP(electrical_series=lfp)
    )
    behavior = made.create_processing_module("behavior", "What the lab measured.")
    behavior.add(pynwb.TimeSeries(name="wheel", data=rng.normal(size=n), unit="cm", timestamps=lfp))
    for k in range(3):
        made.add_unit(spike_times=np.sort(rng.uniform(0, 60, 40)), electrodes=[k])
    for k in range(4):
        made.add_trial(start_time=10.0 * k, stop_time=10.0 * k + 5)
    with pynwb.NWBHDF5IO(path, "w") as io:
        io.write(made)
    return path


def everything(path: Path) -> dict[str, object]:
    """Every dataset and attribute of an HDF5 file by its name, as bytes and texts."""
    found: dict[str, object] = {}

    def value_of(value, file):
        array = np.asarray(value)
        if array.dtype.kind == "O":
            plain = [file[v].name if isinstance(v, h5py.Reference) else v for v in array.ravel()]
            return [v.decode() if isinstance(v, bytes) else str(v) for v in plain]
        return array.dtype.str, array.tobytes()

    def look(group, at):
        for name in group:
            if at == "" and name in ("specifications", "file_create_date"):
                continue
            link, one = group.get(name, getlink=True), group[name]
            key = f"{at}/{name}"
            if isinstance(link, h5py.SoftLink):
                found[key] = link.path
                continue
            for label, value in one.attrs.items():
                found[f"{key}@{label}"] = value_of(value, group.file)
            if isinstance(one, h5py.Group):
                look(one, key)
            else:
                found[key] = value_of(one[()], group.file)

    with h5py.File(path, "r") as file:
        look(file, "")
    return found
