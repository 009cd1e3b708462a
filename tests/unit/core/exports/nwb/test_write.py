"""A file gets its name when it is as it was to be; what was there stays until then."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import h5py
import numpy as np
import pynwb
import pytest

from element_mouseface.core.exports.nwb import write as writer
from element_mouseface.core.exports.nwb.clock import FrameTimes
from element_mouseface.core.exports.nwb.content import add_container, add_trace, behavior_module
from element_mouseface.core.exports.nwb.library import library
from element_mouseface.core.exports.nwb.reading_back import lost_from
from element_mouseface.core.exports.nwb.session import new_nwbfile
from element_mouseface.core.exports.nwb.storage import in_parts, stored
from element_mouseface.core.exports.nwb.write import checked_nwb_path, opened_nwb, write_nwb
from element_mouseface.errors import (
    DependencyError,
    InputError,
    PathError,
    ResultError,
    StorageError,
)
from tests.unit.core.exports.nwb.labs import SESSION, everything, lab_file

N = 4000
VALUES = np.random.default_rng(5).normal(size=N)
TIMES_S = np.cumsum(np.random.default_rng(6).uniform(0.01, 0.02, N))


def filled(nwbfile, name="face", values=VALUES):
    times_s = TIMES_S.copy()
    times_s[[3, 77]] = np.nan
    times = FrameTimes(times_s, 0.0, name=name)
    container = add_container(nwbfile, "BehavioralTimeSeries", f"{name}_scores", "scores")
    add_trace(nwbfile, container, times, values, name="a", unit="n.a.", description="A trace.")
    return nwbfile


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return lab_file(tmp_path_factory.mktemp("lab") / "ephys.nwb")


@pytest.fixture
def unchecked(monkeypatch):
    """Without the schema and the inspector, which take most of the time."""
    monkeypatch.setattr(writer, "_check_valid", lambda *given: None)
    monkeypatch.setattr(writer, "_inspected", lambda *given: ())


def only(folder):
    return sorted(path.name for path in folder.iterdir())


# ---- a lab's own file


def test_a_file_with_ephys_keeps_everything(lab, tmp_path):
    """In place of the old file, which is read while the new one is written."""
    path = tmp_path / "ephys.nwb"
    path.write_bytes(lab.read_bytes())
    before = everything(path)
    with opened_nwb(path) as nwbfile:
        written = write_nwb(filled(nwbfile), path, overwrite=True)
    after = everything(path)
    assert written.messages == () and only(tmp_path) == ["ephys.nwb"]
    assert {key: after.get(key) for key in before} == before
    added = {key for key in after if "/face_" in key}
    assert added and len(after) == len(before) + len(added)
    with pynwb.NWBHDF5IO(path, "r") as io:
        found = io.read()
        assert len(found.units) == 3 and len(found.trials) == 4
        wheel = found.processing["behavior"]["wheel"]
        lfp = found.processing["ecephys"]["LFP"]["lfp"]
        assert wheel.timestamps == lfp.timestamps  # a link, still
        assert found.acquisition["raw"].electrodes.table is found.electrodes
        series = found.processing["behavior"]["face_scores"]["a"]
        np.testing.assert_array_equal(series.data[:], np.delete(VALUES, [3, 77]))


def test_a_file_that_is_open_for_writing_is_added_to(lab, tmp_path, unchecked):
    path = tmp_path / "ephys.nwb"
    path.write_bytes(lab.read_bytes())
    before = everything(path)
    with pynwb.NWBHDF5IO(path, "r+") as io:
        write_nwb(filled(io.read()), tmp_path / "more.nwb")
    assert before.items() <= everything(tmp_path / "more.nwb").items()
    assert everything(path) == before


@pytest.mark.parametrize(
    ("harm", "names"),
    [
        (lambda f: f["acquisition/raw/data"].__setitem__((3, 1), 7), "/acquisition/raw/data"),
        (lambda f: f["units/spike_times"].__setitem__(0, np.nan), "/units/spike_times"),
        (lambda f: f.__delitem__("intervals/trials/stop_time"), "/intervals/trials/stop_time"),
        (lambda f: f["units"].attrs.__setitem__("description", "x"), "/units@description"),
        (lambda f: f["units"].attrs.__delitem__("colnames"), "/units@colnames"),
        (lambda f: _to_another(f), "/processing/behavior/wheel/timestamps"),
        (lambda f: _replaced(f, "units/id", np.arange(4)), "/units/id"),
    ],
)
def test_any_loss_of_a_lab_s_file_is_found(lab, tmp_path, harm, names):
    path = tmp_path / "harmed.nwb"
    path.write_bytes(lab.read_bytes())
    assert list(lost_from(lab, path)) == []
    with h5py.File(path, "r+") as file:
        harm(file)
    assert list(lost_from(lab, path)) == [names]


def _to_another(file):
    del file["processing/behavior/wheel/timestamps"]
    file["processing/behavior/wheel/timestamps"] = h5py.SoftLink("/units/spike_times")


def _replaced(file, name, values):
    attributes = dict(file[name].attrs)
    del file[name]
    file[name] = values
    file[name].attrs.update(attributes)


def test_a_file_that_was_closed_is_told(lab, tmp_path):
    with opened_nwb(lab) as nwbfile:
        pass
    with pytest.raises(InputError, match="no longer open"):
        write_nwb(nwbfile, tmp_path / "x.nwb")


@pytest.mark.parametrize("content", [b"", b"text", b"\x89HDF\r\n\x1a\n" + bytes(100)])
def test_files_that_are_not_nwb_are_refused(tmp_path, content):
    path = tmp_path / "x.nwb"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read as an NWB file"), opened_nwb(path):
        pass
    with h5py.File(path, "w") as file:
        file["a"] = 1
    with pytest.raises(InputError, match="cannot be read as an NWB file"), opened_nwb(path):
        pass
    with pytest.raises(PathError), opened_nwb(tmp_path / "none.nwb"):
        pass


# ---- what is not right is not kept


def test_a_file_that_reads_back_otherwise_is_not_kept(tmp_path, monkeypatch, unchecked):
    write = writer._write

    def harmed(nwbfile, fresh, *given):
        write(nwbfile, fresh, *given)
        with h5py.File(fresh, "r+") as file:
            data = file["processing/behavior/face_scores/a/data"]
            data[N // 2] = np.nextafter(data[N // 2], 9.0)

    monkeypatch.setattr(writer, "_write", harmed)
    (tmp_path / "x.nwb").write_bytes(b"what was there")
    made = new_nwbfile(SESSION)
    assert made.objects  # asked for before anything is added, and not again by pynwb
    with pytest.raises(ResultError, match="TimeSeries a: data"):
        write_nwb(filled(made), tmp_path / "x.nwb", overwrite=True)
    assert only(tmp_path) == ["x.nwb"] and (tmp_path / "x.nwb").read_bytes() == b"what was there"


def test_what_the_schema_does_not_allow_is_not_kept(tmp_path, monkeypatch):
    write = writer._write

    def harmed(nwbfile, fresh, *given):
        write(nwbfile, fresh, *given)
        with h5py.File(fresh, "r+") as file:
            del file["processing/behavior/face_scores/a/data"].attrs["unit"]

    monkeypatch.setattr(writer, "_write", harmed)
    monkeypatch.setattr(writer, "_check_read_back", lambda *given: None)
    with pytest.raises(InputError, match=r"would not be valid.*\n.*\n.*data.unit"):
        write_nwb(filled(new_nwbfile(SESSION)), tmp_path / "x.nwb")
    assert only(tmp_path) == []


def test_what_the_archive_would_refuse_is_not_kept_and_suggestions_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "_check_valid", lambda *given: None)
    made = filled(new_nwbfile(SESSION))
    behavior_module(made).add(
        pynwb.TimeSeries(
            name="b",
            data=[1.0, 2.0],
            unit="m",
            timestamps=[-1.0, 0.0],
            description="Before the start.",
        )
    )
    (message,) = write_nwb(made, tmp_path / "x.nwb").messages
    assert "should not be negative" in message and "check_timestamp" in message
    made = filled(new_nwbfile(SESSION))
    behavior_module(made).add(
        pynwb.TimeSeries(
            name="a_b",
            data=np.zeros((2, 3)),
            unit="m",
            rate=1.0,
            starting_time=0.0,
            description="Rows and columns swapped.",
        )
    )
    made.add_acquisition(
        pynwb.image.ImageSeries(
            name="m",
            format="external",
            external_file=["gone.mp4"],
            rate=1.0,
            starting_time=0.0,
            num_samples=3,
            unit="n.a.",
            description="A movie that is not there.",
        )
    )
    with pytest.raises(InputError, match=r"gone\.mp4"):
        write_nwb(made, tmp_path / "y.nwb")
    assert only(tmp_path) == ["x.nwb"]


# ---- places


def test_the_name_ends_in_nwb_and_files_are_not_replaced(tmp_path):
    for name in ("face.h5", "face", "face.nwb.zarr"):
        with pytest.raises(PathError, match="ending of an NWB file"):
            checked_nwb_path(tmp_path / name)
    path = tmp_path / "face.nwb"
    path.write_bytes(b"mine")
    with pytest.raises(PathError, match="exists already"):
        write_nwb(new_nwbfile(SESSION), path)
    with pytest.raises(PathError, match="would replace"):
        write_nwb(new_nwbfile(SESSION), path, overwrite=True, inputs=[path])
    with pytest.raises(StorageError, match="no folder"):
        write_nwb(new_nwbfile(SESSION), tmp_path / "none" / "face.nwb")
    assert path.read_bytes() == b"mine" and only(tmp_path) == ["face.nwb"]


def test_after_a_full_disk_the_same_file_is_written_elsewhere(tmp_path, monkeypatch, unchecked):
    """What was begun is begun again: rows that were read in blocks, and the objects' own place."""
    made, write = filled(new_nwbfile(SESSION)), writer._write

    def full(nwbfile, fresh, made, was_read):
        write(nwbfile, fresh, made, was_read)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "_write", full)
    with pytest.raises(StorageError, match="free space"):
        write_nwb(made, tmp_path / "x.nwb")
    monkeypatch.setattr(writer, "_write", write)
    assert only(tmp_path) == []
    for name in ("y.nwb", "z.nwb"):
        write_nwb(made, tmp_path / name)
        with h5py.File(tmp_path / name, "r") as file:
            found = file["processing/behavior/face_scores/a/data"][:]
        np.testing.assert_array_equal(found, np.delete(VALUES, [3, 77]))


KILLED = """
import json, os, signal, sys
from element_mouseface.core.exports.nwb import write as writer
from element_mouseface.core.exports.nwb.session import new_nwbfile
def killed(made, fresh, source):
    assert os.path.getsize(fresh) > 10_000
    os.kill(os.getpid(), signal.SIGKILL)
writer._check_read_back = killed
writer.write_nwb(new_nwbfile(json.loads(sys.argv[2])), sys.argv[1], overwrite=True)
"""


def test_a_killed_write_leaves_the_old_file_and_the_next_one_clears_up(tmp_path, unchecked):
    path = tmp_path / "face.nwb"
    path.write_bytes(b"what was there")
    typed = [sys.executable, "-c", KILLED, str(path), json.dumps(SESSION)]
    done = subprocess.run(typed, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert path.read_bytes() == b"what was there" and len(only(tmp_path)) == 3
    write_nwb(filled(new_nwbfile(SESSION)), path, overwrite=True)
    assert only(tmp_path) == ["face.nwb"] and h5py.is_hdf5(path)


# ---- large arrays


def test_rows_are_read_in_blocks_and_stored_compressed(tmp_path, unchecked):
    """Arrays of a file: what is in memory at a time is some blocks of it."""
    asked = []

    class Far:
        """An array of a file, which says what is read of it."""

        shape, dtype = (100_000, 30), np.dtype(np.float64)

        def __len__(self):
            return self.shape[0]

        def __getitem__(self, rows):
            start, stop, _ = rows.indices(len(self))
            asked.append(stop - start)
            return np.arange(start, stop, dtype=np.float64)[:, None] + np.arange(30) / 64

    n = 100_000
    times_s = np.arange(n) / 250
    times_s[[5, 1000, n - 1]] = np.nan
    times = FrameTimes(times_s, 0.0)
    made = new_nwbfile(SESSION)
    container = add_container(made, "BehavioralTimeSeries", "face_scores", "scores")
    about = {"name": "a", "unit": "n.a.", "description": "Rows of a file."}
    add_trace(made, container, times, Far(), **about)
    write_nwb(made, tmp_path / "x.nwb")
    assert max(asked) * 30 * 8 < 8 << 20
    with h5py.File(tmp_path / "x.nwb", "r") as file:
        found = file["processing/behavior/face_scores/a/data"]
        assert (found.compression, found.shape) == ("gzip", (n - 3, 30))
        assert np.prod(found.chunks) * 8 <= 1 << 18
        kept = np.delete(np.arange(n), [5, 1000, n - 1])
        for at in (0, 4, 5, 999, 1000, n - 4):
            assert found[at, 0] == kept[at]
    assert (tmp_path / "x.nwb").stat().st_size < n * 30 * 8 / 5


def test_what_is_stored_is_what_was_given():
    for values in (np.arange(12).reshape(3, 4), np.zeros((20_000, 2), np.float32), ["a", "b"]):
        parts = list(in_parts(stored(values)))
        np.testing.assert_array_equal(np.concatenate(parts), np.asarray(values))
    rows = np.array([1, 3, 9_000])
    some = stored(np.arange(20_000.0)[:, None], rows)
    np.testing.assert_array_equal(np.concatenate(list(in_parts(some)))[:, 0], rows)


# ---- without the extra


def test_without_the_extra_the_install_line_is_told(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(DependencyError, match=r"element-mouseface\[nwb\]"):
        library("ndx_pose")
    with pytest.raises(DependencyError, match="need pynwb, which is not installed"):
        new_nwbfile(SESSION)


_EARLIER = """
import sys

import numpy as np
import pynwb

with pynwb.NWBHDF5IO(sys.argv[1], "r") as io:
    nwbfile = io.read()
    import element_mouseface as mf
    from element_mouseface.core.keypoints import Keypoints

    times = mf.nwb.FrameTimes(np.arange(40) / 20, 0.0, name="side")
    xy = np.random.default_rng(3).uniform(0, 99, (40, 2, 2)).astype(np.float32)
    points = Keypoints(("eye", "nose"), xy, np.ones((40, 2), np.float32), "deeplabcut", "f" * 64)
    assert "ndx_pose" not in sys.modules
    mf.nwb.add_keypoints(nwbfile, points, times)
    mf.nwb.write_nwb(nwbfile, sys.argv[2], inspect=False)
"""


@pytest.mark.parametrize("has_extension", [False, True])
def test_a_file_that_was_opened_before_the_extensions_takes_their_objects(
    lab, tmp_path, has_extension
):
    """As a lab's own script does: its reader knows only the types of its time, or of the file."""
    import ndx_pose  # noqa: F401  # from here on, files have the types of it in them

    out = tmp_path / "both.nwb"
    lab = lab_file(tmp_path / "lab.nwb") if has_extension else lab
    with h5py.File(lab) as file:
        assert not has_extension or "ndx-pose" in file["specifications"]
    run = [sys.executable, "-W", "ignore", "-c", _EARLIER, str(lab), str(out)]
    subprocess.run(run, check=True, timeout=120)
    with h5py.File(out) as file:
        (pose,) = (
            one for one in file["processing/behavior"].values() if "PoseEst" in _type_of(one)
        )
        assert _type_of(pose) == "PoseEstimation" and _type_of(pose["eye"]).endswith("Series")
        assert pose["eye/confidence"].shape == (40,)
        assert file["units"]["spike_times"].shape == h5py.File(lab)["units/spike_times"].shape


def _type_of(group):
    return group.attrs.get("neurodata_type", "")
