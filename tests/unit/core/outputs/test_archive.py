"""Our NPZ files: what was saved comes back, and nothing else is taken for it."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from element_mouseface.core.outputs import whole_folder
from element_mouseface.core.outputs.archive import Archive, digest_of
from element_mouseface.errors import PathError, ResultError, StorageError

KIND = Archive("numbers", {"format": "numbers/1"}, "what save wrote", "save again", ResultError)
ARRAYS = {"b": np.arange(6, dtype=">i4").reshape(2, 3), "a": np.array([0.5, np.nan])}


@pytest.fixture()
def saved(tmp_path):
    return KIND.save(tmp_path / "a.npz", {"names": ["é"]}, ARRAYS)


def parts(path):
    with np.load(path) as file:
        return dict(file)


def test_text_and_arrays_come_back(saved):
    about, npz = KIND.open(saved)
    assert about.texts("names") == ("é",)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(npz.arrays[name], array)
    plain = KIND.save(saved.with_name("b.npz"), {"names": ["é"]}, ARRAYS, compressed=False)
    assert KIND.open(plain)[0].plain() == about.plain()


def test_the_digest_is_that_of_the_text_and_of_little_endian_arrays():
    text = json.dumps({"digest": "", "x": 1}, separators=(",", ":"))
    bytes_of_a = b"a<f8(2,)" + np.array([0.5, np.nan], "<f8").tobytes()
    bytes_of_b = b"b<i4(2, 3)" + np.arange(6, dtype="<i4").tobytes()
    due = hashlib.sha256(text.encode() + bytes_of_a + bytes_of_b).hexdigest()
    assert digest_of({"x": 1}, ARRAYS) == digest_of({"x": 1, "digest": "?"}, ARRAYS) == due


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: {**p, "a": p["a"] + 1e-9}, "match their digest"),
        (lambda p: {**p, "c": p["a"]}, "match their digest"),
        (lambda p: {n: v for n, v in p.items() if n != "b"}, "match their digest"),
        (lambda p: {**p, "about": np.array(str(p["about"]).replace("00e9", "00e8"))}, "digest"),
        (lambda p: {**p, "about": np.array(str(p["about"]).replace("s/1", "s/2"))}, "numbers/2"),
        (lambda p: {**p, "about": np.array('{"format": "numbers/1"}')}, "no digest"),
        (lambda p: {**p, "about": np.array("[1]")}, "mapping"),
        (lambda p: {**p, "a": np.array([{}], object)}, "object"),
        (lambda p: {"a": p["a"]}, "no text 'about'"),
    ],
)
def test_what_was_changed_is_refused(saved, change, told):
    np.savez(saved, **change(parts(saved)))
    with pytest.raises(ResultError, match=told) as caught:
        KIND.open(saved)
    assert caught.value.do == "save again"


def test_no_file_and_another_file_in_its_place(saved):
    with pytest.raises(PathError, match="no file of numbers"):
        KIND.open(saved.with_name("none.npz"))
    with pytest.raises(PathError, match="exists already"):
        KIND.save(saved, {"names": []}, ARRAYS)
    KIND.save(saved, {"names": []}, ARRAYS, overwrite=True)
    assert KIND.open(saved)[0].items("names") == []


def test_a_folder_is_whole_or_as_it_was(tmp_path):
    folder = tmp_path / "out"
    for content in ("first", "second"):
        with whole_folder(folder, what="the numbers") as fresh:
            (fresh / "a").write_text(content)
        assert (folder / "a").read_text() == content
    with pytest.raises(KeyError), whole_folder(folder, what="the numbers") as fresh:
        (fresh / "a").write_text("third")
        raise KeyError
    with pytest.raises(StorageError, match="cannot be written"):
        with whole_folder(folder, what="the numbers"):
            raise OSError(28, "No space left on device")
    assert (folder / "a").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
