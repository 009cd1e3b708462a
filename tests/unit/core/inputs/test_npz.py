"""NPZ files of ours that are no such thing, or were changed: refused by name, at no cost."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.inputs.npz import read_npz
from element_mouseface.core.outputs.archive import digest_of
from element_mouseface.core.scoring.published.prototypes import (
    Prototypes,
    SourceFile,
    SourceFrame,
)
from element_mouseface.errors import MouseFaceError, PathError, PrototypeError, ResultError
from element_mouseface.params import Crop, HOGParams, ScoreParams
from tests.fuzzing import bounded, fuzz, mutated_json, watched

HOG = HOGParams(pixels_per_cell=(16, 16))
RNG = np.random.default_rng(3)
WHOLE = Prototypes(
    names=("sucrose", "quinine"),
    vectors=RNG.random((2, 2 * 3 * 8)),
    neutral=RNG.random(48),
    valid=np.arange(48) > 7,
    grid=(2, 3),
    hog=HOG,
    crop=Crop(8, 8, 48, 32),
    score_params=ScoreParams().to_dict(),
    source_frames=(SourceFrame("sucrose", 0, 17, 0.566, 0.91, "face.mp4", 17),),
    source_files=(SourceFile("face.mp4", "ab" * 32),),
    created_by="element_mouseface 0",
    created_at="2024-01-02T03:04:05+00:00",
)


def refuse(got):
    return ResultError("no such file", got=got)


@pytest.fixture
def path(tmp_path):
    return WHOLE.save(tmp_path / "p.npz")


def npy(array=None, header=None, body=b""):
    """The bytes of an NPY file; with a header of its own."""
    if array is not None:
        stream = io.BytesIO()
        np.lib.format.write_array(stream, np.asarray(array), allow_pickle=True)
        return stream.getvalue()
    text = repr(header).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + body


def archive(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return path


def described(shape, descr="<f8", fortran=False):
    return {"descr": descr, "fortran_order": fortran, "shape": shape}


def claims(shape, descr="<f8", body=b"\0" * 8):
    return [("a.npy", npy(header=described(shape, descr), body=body))]


BAD = {
    "a shape of terabytes": (claims((10**14,)), r"shape \(1000"),
    "a shape beyond any": (claims((10**30, 10**30)), "shape"),
    "a negative shape": (claims((-1,)), "shape|header"),
    "more than there is": (claims((2,)), "8 bytes"),
    "less than there is": (claims((1,), body=b"\0" * 16), "16 bytes"),
    "objects": ([("a.npy", npy(np.array([{}], object)))], "type object"),
    "records": ([("a.npy", npy(np.zeros(2, "i4,f4")))], "type"),
    "complex": ([("a.npy", npy(np.zeros(2, complex)))], "type complex"),
    "dates": ([("a.npy", npy(np.zeros(2, "M8[s]")))], "type datetime"),
    "a header of code": ([("a.npy", npy(header="__import__('os')"))], "no header"),
    "no header": ([("a.npy", b"")], "no header"),
    "twice": ([("a.npy", npy([1.0])), ("a.npy", npy([2.0]))], "twice"),
    "a path": ([("../a.npy", npy([1.0]))], "called"),
    "an absolute path": ([("/etc/a.npy", npy([1.0]))], "called"),
    "a text": ([("a.txt", b"x")], "called"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", BAD)
def test_each_kind_of_bad_member_is_refused(kind, tmp_path):
    members, words = BAD[kind]
    path = archive(tmp_path / "x.npz", members)
    with pytest.raises(ResultError):
        read_npz(path, "file", refuse)  # what is imported for it is imported once
    with bounded(megabytes=200), watched(path) as seen, pytest.raises(ResultError, match=words):
        read_npz(path, "file", refuse)
    assert not seen


def test_an_archive_that_inflates_is_refused_before_it_does(tmp_path, monkeypatch):
    path = archive(tmp_path / "bomb.npz", [("a.npy", npy(np.zeros(1 << 20)))])
    monkeypatch.setattr("element_mouseface.core.inputs.npz._MOST_BYTES", 1 << 20)
    assert path.stat().st_size < 1 << 16
    with bounded(megabytes=20, seconds=5), pytest.raises(ResultError, match="when inflated"):
        read_npz(path, "file", refuse)
    monkeypatch.undo()
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 3 << 30)
    path.write_bytes(data)
    with bounded(megabytes=100, seconds=5), pytest.raises(ResultError, match="when inflated"):
        read_npz(path, "file", refuse)


def test_encrypted_unknown_compression_and_what_hides_behind_an_archive(path, tmp_path):
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    for offset, value, words in ((8, 1, "encrypted"), (10, 99, "compressed in a way")):
        changed = bytearray(data)
        changed[at + offset] = value
        (tmp_path / "c.npz").write_bytes(changed)
        with pytest.raises(PrototypeError, match=words):
            Prototypes.load(tmp_path / "c.npz")
    archive(tmp_path / "lzma.npz", [("a.npy", npy([1.0]))], zipfile.ZIP_LZMA)
    with pytest.raises(PrototypeError, match="compressed"):
        Prototypes.load(tmp_path / "lzma.npz")
    for garbage in (b"\x80\x04.", b"garbage"):
        (tmp_path / "g.npz").write_bytes(garbage + bytes(data))
        with pytest.raises(PrototypeError, match="at its start") as caught:
            Prototypes.load(tmp_path / "g.npz")
        assert "pickle" not in str(caught.value)
    with pytest.raises(PathError):
        Prototypes.load(tmp_path)


def test_what_numpy_writes_is_read_as_numpy_reads_it(tmp_path):
    arrays = {
        "c": RNG.random((3, 4)),
        "f": np.asfortranarray(RNG.random((3, 4))),
        "big": np.arange(5, dtype=">i4"),
        "text": np.array("é" * 9),
        "empty": np.zeros((0, 3), np.float32),
        "flags": np.array([True, False]),
        "scalar": np.array(2.5),
    }
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "x.npz", **arrays)
        found = read_npz(tmp_path / "x.npz", "file", refuse).arrays
        with np.load(tmp_path / "x.npz") as theirs:
            assert set(found) == set(theirs.files)
            for name, array in found.items():
                np.testing.assert_array_equal(array, theirs[name])
                assert array.dtype == theirs[name].dtype.newbyteorder("=")


def rewritten(path, **changes):
    """The file with other arrays or entries of its header, and a digest that is right again."""
    with np.load(path) as file:
        parts = dict(file)
    about = json.loads(str(parts.pop("about")))
    about.update(changes.pop("header", {}))
    text = changes.pop("text", None)
    parts.update(changes)
    np.savez(path, **parts, about=np.array(text or signed(about, parts)))
    return path


def signed(about, arrays):
    """The text of a header, with the digest of all where it states one."""
    if isinstance(about, dict) and isinstance(about.get("digest"), str):
        about["digest"] = digest_of(about, arrays)
    return json.dumps(about)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"header": {"grid": [10**9, 10**9]}}, "grid"),
        ({"header": {"grid": ["2", "3"]}}, "grid"),
        ({"header": {"grid": [2.5, 3]}}, "grid"),
        ({"header": {"names": ["sucrose", "sucrose"]}}, "names"),
        ({"header": {"names": []}}, "names"),
        ({"header": {"hog": {"orientations": 10**7}}}, "hog"),
        ({"header": {"hog": None}}, "hog"),
        ({"header": {"created_at": "yesterday"}}, "created_at"),
        ({"header": {"created_at": "2999-01-01T00:00:00"}}, "created_at.*past"),
        ({"header": {"source_frames": [{"prototype": 1}]}}, "source_frames"),
        ({"header": {"source_files": [{"name": "x", "sha256": None}]}}, "source_files"),
        ({"header": {"digest": 5}}, "digest"),
        ({"header": {"format": ["x"]}}, "format"),
        ({"vectors": WHOLE.vectors.astype(complex)}, "complex"),
        ({"vectors": WHOLE.vectors.astype(str)}, "type"),
        ({"vectors": WHOLE.vectors[:1]}, "vectors of shape"),
        ({"vectors": WHOLE.vectors * np.nan}, "not finite"),
        ({"neutral": WHOLE.neutral[:5]}, "neutral of shape"),
        ({"valid": np.ones(48)}, "valid of type"),
        ({"text": "[" * 10_000}, "nested|header"),
        ({"text": '{"format": 1, "format": 2}'}, "twice"),
    ],
)
def test_a_header_or_array_of_another_kind_is_refused_by_name(path, changes, words):
    with pytest.raises(PrototypeError, match=words):
        Prototypes.load(rewritten(path, **changes))


def test_a_part_that_is_missing_is_named(path):
    for name in ("vectors", "neutral", "valid", "about"):
        with np.load(path) as file:
            parts = {key: value for key, value in file.items() if key != name}
        if name != "about":
            about = json.loads(str(parts.pop("about")))
            parts["about"] = np.array(signed(about, parts))
        np.savez(path.with_name("less.npz"), **parts)
        with pytest.raises(PrototypeError, match=name):
            Prototypes.load(path.with_name("less.npz"))


def test_masked_numbers_may_be_anything(tmp_path):
    vectors = WHOLE.vectors.copy()
    vectors[:, 0] = np.nan
    path = replace(WHOLE, vectors=vectors).save(tmp_path / "m.npz")
    np.testing.assert_array_equal(Prototypes.load(path).vectors, vectors)


def test_damaged_files_give_the_right_set_or_an_error_of_ours(path, tmp_path):
    def read(place):
        assert Prototypes.load(place).content_hash() == WHOLE.content_hash()

    assert fuzz(read, path.read_bytes(), tmp_path / "fuzzed.npz", seconds=1.5) > 100


@pytest.mark.parametrize("forged", [False, True], ids=["digest as it was", "digest made right"])
def test_mutated_headers_give_the_right_set_or_an_error_of_ours(path, tmp_path, forged):
    with np.load(path) as file:
        parts = dict(file)
    about, read = json.loads(str(parts.pop("about"))), 0
    for seed in range(150):
        text = mutated_json(about, seed)
        if forged:
            try:
                text = signed(json.loads(text), parts)
            except (ValueError, RecursionError, UnicodeError):
                continue
        np.savez(tmp_path / "h.npz", **parts, about=np.array(text))
        with bounded(), watched(tmp_path / "h.npz") as seen:
            try:
                found = Prototypes.load(tmp_path / "h.npz")
            except MouseFaceError:
                continue
        assert forged or found.content_hash() == WHOLE.content_hash()
        assert not seen or seed == 0, (seed, seen)
        read += 1
    assert read < 75
