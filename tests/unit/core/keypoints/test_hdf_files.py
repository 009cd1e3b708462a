"""HDF5 of DeepLabCut and SLEAP: by their own writers, and with what must not be there."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from element_mouseface.core.keypoints import detect_source, load_keypoints
from element_mouseface.errors import (
    ParameterError,
    ResultError,
    ResultMismatchError,
    UnsafeFileError,
)

DATA = Path(__file__).resolve().parents[3] / "data" / "keypoints"
NAMES = ("nose", "eye_back", "ear")
N = 8
X = np.arange(N)[:, None] + 10.0 * np.arange(3)
TRUTH = np.stack([X, X + 1], axis=2).astype(np.float32)
SURE = 0.5 + 0.05 * np.arange(N)


@pytest.mark.parametrize("name", ["pandas_fixed.h5", "pandas_table.h5"])
def test_both_layouts_of_pandas(name):
    assert detect_source(DATA / name) == "deeplabcut"
    found = load_keypoints(DATA / name, n_frames=N)
    assert found.names == NAMES and found.notes == ()
    assert np.array_equal(found.xy, TRUTH)
    assert np.allclose(found.likelihood[:, 0], SURE, atol=1e-6)


def test_rows_named_by_images_are_paired_by_name_and_gaps_are_told():
    # rows stand as text sorts them: img1, img10, img11, img12, img2, ...
    frame_of_row = np.array([1, 10, 11, 12, 2, 3, 4, 5])
    names = [f"folder/img{k}.png" for k in range(1, 13)]
    for given in (names, None):
        found = load_keypoints(DATA / "pandas_images.h5", n_frames=12, frame_names=given)
        assert np.array_equal(found.xy[frame_of_row - 1], TRUTH)
        assert np.isnan(found.xy[5:9]).all()
        assert any("4 frames have no row" in note for note in found.notes)
    # an image folder without some numbers: frames are fewer, names say which
    kept = [f"img{k}.png" for k in (1, 2, 3, 4, 5, 10, 11, 12)]
    found = load_keypoints(DATA / "pandas_images.h5", n_frames=8, frame_names=kept)
    assert np.array_equal(found.xy, TRUTH[[0, 4, 5, 6, 7, 1, 2, 3]])
    with pytest.raises(ResultMismatchError, match=r"(?s)not in the recording.*img1\.png"):
        load_keypoints(DATA / "pandas_images.h5", n_frames=12, frame_names=["img7.png"] * 12)


def test_animals_of_a_table_are_chosen():
    with pytest.raises(ParameterError, match=r"(?s)2 animals.*left, right"):
        load_keypoints(DATA / "pandas_two_animals.h5")
    found = load_keypoints(DATA / "pandas_two_animals.h5", individual="right")
    assert np.array_equal(found.xy, TRUTH + 100)


@pytest.mark.parametrize("name", ["analysis.h5", "analysis_standard.h5"])
def test_sleaps_analysis_in_either_order_of_axes(name):
    found = load_keypoints(DATA / name)
    assert found.software == "sleap" and found.names == NAMES
    assert np.array_equal(found.xy[:N], TRUTH)
    assert np.allclose(found.likelihood[:N, 2], SURE, atol=1e-6)


def test_a_project_of_two_videos():
    path = DATA / "two_videos.slp"
    with pytest.raises(ParameterError, match=r"(?s)2 videos.*day1\.mp4, videos/day2\.mp4"):
        load_keypoints(path)
    with pytest.raises(ParameterError, match=r"(?s)day3"):
        load_keypoints(path, recording_files=["day3.mp4"])
    with pytest.raises(ParameterError, match=r"none of them"):
        load_keypoints(path, video="day3")
    expected = TRUTH.copy()
    expected[3], expected[4], expected[5, 1] = np.nan, TRUTH[4] + 1, np.nan
    # the project knows how many frames day1 has, but not day2
    first = load_keypoints(path, recording_files=["day1.mp4"], n_frames=10)
    assert np.array_equal(first.xy[:N], expected, equal_nan=True)
    assert np.isnan(first.xy[N:]).all()
    assert np.isnan(first.likelihood[4]).all(), "a person's labels have no likelihood"
    assert any("4 frames have more than one instance" in note for note in first.notes)
    second = load_keypoints(path, video="videos/day2.mp4", n_frames=N)
    assert np.array_equal(second.xy, expected + np.array([100, 0]), equal_nan=True)
    with pytest.raises(ResultMismatchError, match="pad_end"):
        load_keypoints(path, video="day2", n_frames=N + 2)
    both = load_keypoints([path, path], recording_files=["day1.mp4", "day2.mp4"], n_frames=[10, N])
    assert np.array_equal(both.xy[10:], second.xy, equal_nan=True)


class _Runs:
    def __init__(self, flag):
        self.flag = flag

    def __reduce__(self):
        return os.mkdir, (str(self.flag),)


def _replace(file, name, make):
    del file[name]
    make(name)


def _objects(file, flag, name):
    """A dataset as PyTables writes objects: arrays of bytes of any length, pickled."""
    code = np.frombuffer(pickle.dumps(_Runs(flag)), np.uint8)

    def make(name):
        rows = file.create_dataset(name, (1,), h5py.vlen_dtype(np.uint8))
        rows[0] = code
        rows.attrs["PSEUDOATOM"] = np.bytes_(b"object")

    _replace(file, name, make)


def _external(file, flag, name):
    size, kind = file[name].shape, file[name].dtype
    _replace(
        file,
        name,
        lambda n: file.create_dataset(
            n, size, kind, external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)]
        ),
    )


def _virtual(file, flag, name):
    layout = h5py.VirtualLayout(file[name].shape, file[name].dtype)
    layout[...] = h5py.VirtualSource("other.h5", "x", file[name].shape)
    _replace(file, name, lambda n: file.create_virtual_dataset(n, layout))


def _link(link):
    return lambda file, flag, name: _replace(file, name, lambda n: file.__setitem__(n, link))


def _filter(file, flag, name):
    values = file[name][()]
    _replace(file, name, lambda n: file.create_dataset(n, data=values, compression="lzf"))


def _references(file, flag, name):
    _replace(file, name, lambda n: file.create_dataset(n, (1,), h5py.ref_dtype))


def _reference_in_an_attribute(file, flag, name):
    file[name].attrs.create("r", file.ref, dtype=h5py.ref_dtype)


def _stranger(file, flag, name):
    file["df_with_missing/more"] = np.zeros(3)


BAD = {
    "objects": (_objects, "objects"),
    "external storage": (_external, "bytes in another file"),
    "virtual": (_virtual, "virtual"),
    "external link": (_link(h5py.ExternalLink("other.h5", "/x")), "another file"),
    "soft link": (_link(h5py.SoftLink("/df_with_missing/axis1")), "another place"),
    "filter": (_filter, "filter"),
    "references": (_references, "references"),
    "reference in an attribute": (_reference_in_an_attribute, "references"),
    "a stranger": (_stranger, "/df_with_missing/more"),
}


@pytest.mark.parametrize("where", ["block0_values", "axis1", "axis0_level1"])
@pytest.mark.parametrize("bad", BAD)
def test_what_reaches_out_or_runs_is_refused_by_name(tmp_path, bad, where):
    path, flag = tmp_path / "face.h5", tmp_path / "ran"
    shutil.copy(DATA / "pandas_fixed.h5", path)
    change, message = BAD[bad]
    with h5py.File(path, "a") as file:
        change(file, flag, f"df_with_missing/{where}")
    with pytest.raises(UnsafeFileError, match=message) as caught:
        load_keypoints(path)
    assert where in str(caught.value) or bad == "a stranger"
    assert not flag.exists()


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("attribute", ["nan_rep", "values_block_0_kind"])
def test_code_in_an_attribute_is_refused_and_not_run(tmp_path, protocol, attribute):
    path, flag = tmp_path / "face.h5", tmp_path / "ran"
    shutil.copy(DATA / "pandas_table.h5", path)
    with h5py.File(path, "a") as file:
        holder = file["df_with_missing/table"]
        code = pickle.dumps([(_Runs(flag), "x")], protocol)
        holder.attrs[attribute] = np.void(code) if protocol else np.bytes_(code)
    with pytest.raises(UnsafeFileError, match=r"mkdir|bytes without"):
        load_keypoints(path)
    assert not flag.exists()
    # whoever unpickles it runs it
    pickle.loads(code)
    assert flag.exists()


def _never_written(file):
    del file["df_with_missing/block0_values"]
    file.create_dataset(
        "df_with_missing/block0_values", (10**9, 9), "f8", chunks=(100, 9), fillvalue=7.0
    )


def _half_written(file):
    del file["df_with_missing/block0_values"]
    file.create_dataset("df_with_missing/block0_values", (N, 9), "f8", chunks=(2, 9))[:4] = 1


def _zeros(file):
    del file["df_with_missing/block0_values"]
    zeros = np.zeros((3 * 10**6, 9), np.int8)  # 108 MB as float32
    file.create_dataset("df_with_missing/block0_values", data=zeros, compression=1)


def _long_item(file):
    del file["df_with_missing/axis0_level1"]
    file.create_dataset("df_with_missing/axis0_level1", (3,), "S100000000")


@pytest.mark.parametrize("claim", [_never_written, _half_written, _zeros, _long_item])
def test_sizes_that_a_file_only_claims_are_refused_before_room_is_made(tmp_path, claim):
    path = tmp_path / "face.h5"
    shutil.copy(DATA / "pandas_fixed.h5", path)
    with h5py.File(path, "a") as file:
        claim(file)
    with pytest.raises(ResultError, match=r"declares more|never written|an item of"):
        load_keypoints(path)


def test_a_plain_attribute_is_no_harm_and_a_second_name_is_a_stranger(tmp_path):
    path = tmp_path / "face.h5"
    shutil.copy(DATA / "pandas_fixed.h5", path)
    with h5py.File(path, "a") as file:
        file["df_with_missing"].attrs["note"] = np.bytes_(b"Tracked by the lab's own model.")
    assert np.array_equal(load_keypoints(path).xy, TRUTH)
    with h5py.File(path, "a") as file:
        file["df_with_missing/again"] = file["df_with_missing/axis1"]
    with pytest.raises(UnsafeFileError, match="/df_with_missing/again"):
        load_keypoints(path)


def test_texts_of_no_size_do_not_go_round_for_ever(tmp_path):
    path = tmp_path / "face.slp"
    data = bytearray((DATA / "two_videos.slp").read_bytes())
    heap = data.index(b"GCOL\x01")
    data[heap + 16 : heap + 32] = bytes(16)  # free space of no size
    path.write_bytes(data)
    with pytest.raises(ResultError, match="without an end"):
        load_keypoints(path, video="day1")
