"""Pickled objects are read without running anything, and anything else is refused by name."""

from __future__ import annotations

import os
import pickle
import pickletools
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from element_mouseface.core.facial_signals.safe_unpickler import load_pickled_object
from element_mouseface.errors import PathError, ResultError, UnsafeFileError

CONTENT = {
    "text": "läuft",
    "numbers": [1, -(2**70), 1.5, float("inf"), True, None, 2 + 3j],
    "bytes": b"abc",
    "nested": {("a", 1): [{"deep": (np.arange(3),)}]},
    "sets": [{1, 2}, frozenset({3})],
    "ordered": OrderedDict(a=1),
    "scalars": [np.float32(1.5), np.int64(-3), np.bool_(True), np.str_("x")],
    "bool": np.array([[True, False]]),
    "empty": np.zeros((0, 1), np.float32),
    "zero_dim": np.array(2.5),
    "big_endian": np.arange(4, dtype=">i2"),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "not_contiguous": np.arange(20).reshape(4, 5)[::2, ::3],
    "texts": np.array(["a", "longer"]),
    "bytes_array": np.array([b"a", b"longer"]),
    "objects": np.array([None, [1, np.arange(2)], "x"], dtype=object),
    "complex": np.array([1j], np.complex64),
}


def npy(payload: bytes, version: int = 1, descr: str = "'|O'", shape: str = "()") -> bytes:
    """A .npy file with any pickle in it."""
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    width = 2 if version == 1 else 4
    header = header.ljust(118) + b"\n"
    return (
        b"\x93NUMPY"
        + bytes([version, 0])
        + len(header).to_bytes(width, "little")
        + header
        + payload
    )


def written(tmp_path: Path, payload: bytes, **header) -> Path:
    path = tmp_path / "x_proc.npy"
    path.write_bytes(npy(payload, **header))
    return path


def assert_same(a, b):
    if isinstance(b, np.ndarray) and b.shape == ():
        b = b[()]
    assert type(a) is type(b)
    if isinstance(b, dict):
        assert list(a) == list(b)
        for key in b:
            assert_same(a[key], b[key])
    elif isinstance(b, list | tuple):
        assert len(a) == len(b)
        for one, other in zip(a, b, strict=True):
            assert_same(one, other)
    elif isinstance(b, np.ndarray) and b.dtype.kind == "O":
        assert_same(a.tolist(), b.tolist())
    elif isinstance(b, np.ndarray):
        assert a.dtype.newbyteorder("=") == b.dtype.newbyteorder("=")
        np.testing.assert_array_equal(a, b)
    else:
        assert a == b


def test_what_numpy_saves_comes_back(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, CONTENT, allow_pickle=True)
    assert_same(load_pickled_object(path), np.load(path, allow_pickle=True).item())


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("core", [b"numpy.core", b"numpy._core"])
def test_both_names_of_numpy_and_every_protocol(tmp_path, protocol, core):
    content = {k: v for k, v in CONTENT.items() if protocol > 2 or not k.startswith("bytes")}
    if protocol == 2:  # bytes, also those of arrays, go through _codecs.encode there
        content = {"text": "x", "list": [1, 2.5]}
    payload = pickle.dumps(content, protocol)
    renamed = _renamed(payload, core)
    assert_same(load_pickled_object(written(tmp_path, renamed)), content)


def _renamed(payload: bytes, core: bytes) -> bytes:
    """The pickle as the other NumPy would have written it: texts with their lengths, no frames."""
    if b"numpy" not in payload:
        return payload
    out = bytearray()
    ops = list(pickletools.genops(payload))
    ends = [position for _, _, position in ops[1:]] + [len(payload)]
    for (opcode, arg, start), end in zip(ops, ends, strict=True):
        raw = payload[start:end]
        if opcode.name == "FRAME":
            continue
        if opcode.name == "GLOBAL":
            for old in (b"numpy._core", b"numpy.core"):
                raw = raw.replace(b"c" + old + b".", b"c" + core + b".")
        if opcode.name == "SHORT_BINUNICODE" and arg.startswith(("numpy._core.", "numpy.core.")):
            text = core + b"." + arg.split("core.", 1)[1].encode()
            raw = raw[:1] + bytes([len(text)]) + text
        out += raw
    return bytes(out)


class Runs:
    """Pickled as a call."""

    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", range(6))
def test_a_call_is_refused_by_name_and_does_not_run(tmp_path, protocol):
    proof = tmp_path / "ran"
    payload = pickle.dumps({"motion": Runs(os.mkdir, str(proof))}, protocol)
    with pytest.raises(UnsafeFileError, match=r"(posix|nt|os)\.mkdir"):
        load_pickled_object(written(tmp_path, payload))
    assert not proof.exists()


@pytest.mark.parametrize(
    "name",
    [
        "builtins eval",
        "builtins getattr",
        "builtins __import__",
        "builtins bytearray",
        "_codecs encode",
        "numpy load",
        "numpy memmap",
        "numpy.lib.npyio load",
        "numpy.testing._private.utils runstring",
        "numpy.core.multiarray fromfile",
        "numpy._core.multiarray scalar.__class__",
        "pathlib PosixPath",
        "element_mouseface.errors MouseFaceError",
        "copyreg _reconstructor",
    ],
)
@pytest.mark.parametrize("stacked", [False, True], ids=["GLOBAL", "STACK_GLOBAL"])
def test_every_other_name_is_refused(tmp_path, name, stacked):
    module, attribute = name.split()
    if stacked:
        texts = b"".join(b"\x8c" + bytes([len(t)]) + t.encode() for t in (module, attribute))
        payload = b"\x80\x04" + texts + b"\x93."
    else:
        payload = b"c" + module.encode() + b"\n" + attribute.encode() + b"\n."
    with pytest.raises(UnsafeFileError) as caught:
        load_pickled_object(written(tmp_path, payload))
    assert f"{module}.{attribute}" in str(caught.value)


ARRAY = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85C\x01btR"
F8 = b"cnumpy\ndtype\n(X\x02\x00\x00\x00f8K\x00K\x01tR"
F8 += b"(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"


def test_the_hand_written_array_is_one(tmp_path):
    payload = ARRAY + b"(K\x01K\x01\x85" + F8 + b"\x89C\x08" + np.float64(2.5).tobytes() + b"tb."
    np.testing.assert_array_equal(load_pickled_object(written(tmp_path, payload)), [2.5])


@pytest.mark.parametrize(
    ("what", "payload"),
    {
        "contents shorter than the shape": ARRAY + b"(K\x01K\x09\x85" + F8 + b"\x89C\x01atb.",
        "a huge shape": ARRAY + b"(K\x01J\xff\xff\xff\x7f\x85" + F8 + b"\x89C\x00tb.",
        "a negative shape": ARRAY + b"(K\x01J\xff\xff\xff\xff\x85" + F8 + b"\x89C\x00tb.",
        "objects as bytes": ARRAY
        + b"(K\x01K\x01\x85cnumpy\ndtype\n(X\x02\x00\x00\x00O8K\x00K\x01tR\x89C\x08AAAAAAAAtb.",
        "fields": b"cnumpy\ndtype\n(X\x03\x00\x00\x00V16K\x00K\x01tR.",
        "a dtype of a class": b"cnumpy\ndtype\n(cnumpy\nndarray\ntR.",
        "an array that is never filled": ARRAY + b".",
        "the class itself": b"cnumpy\nndarray\n.",
        "a state for a function": b"cnumpy\ndtype\n}X\x01\x00\x00\x00aK\x01sb.",
        "a method on a function": b"cnumpy\ndtype\n(N}X\x08\x00\x00\x00__call__K\x01s\x86b.",
        "a new object of no class": b"\x80\x02cnumpy\nndarray\n)\x81.",
        "a reference outside": b"X\x01\x00\x00\x00aQ.",
        "an extension code": b"\x82\x01.",
        "a list in itself": b"](h\x00]q\x00h\x00ae.",
        "nothing": b"",
        "no end": b"\x80\x04K\x01",
        "an early memo of gigabytes": b"Nr\xff\xff\xff\x0f0cnumpy\nndarray\n.",
        "noise": bytes(range(200, 256)),
    }.items(),
)
def test_malformed_pickles_are_our_errors(tmp_path, what, payload):
    with pytest.raises(ResultError):
        load_pickled_object(written(tmp_path, payload))


def test_a_list_within_itself_ends(tmp_path):
    endless: list = []
    endless.append(endless)
    with pytest.raises(ResultError, match="endlessly nested"):
        load_pickled_object(written(tmp_path, pickle.dumps(endless)))


def test_what_is_shared_is_read_once(tmp_path):
    shared = np.arange(1000)
    for _ in range(3):
        shared = [shared, shared]
    found = load_pickled_object(written(tmp_path, pickle.dumps(shared)))
    assert found[0] is found[1]


def test_a_file_cut_anywhere_is_our_error(tmp_path):
    path = tmp_path / "a_proc.npy"
    np.save(path, {"motion": [np.arange(5.0)]}, allow_pickle=True)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(ResultError, match=r"cannot be read"):
            load_pickled_object(path)


@pytest.mark.parametrize("flipped", range(8))
def test_flipped_bytes_are_read_or_our_error(tmp_path, flipped):
    path = tmp_path / "a_proc.npy"
    np.save(path, {"motion": [np.arange(5.0)], "rois": None}, allow_pickle=True)
    whole = path.read_bytes()
    rng = np.random.default_rng(flipped)
    refused = 0
    for place in rng.choice(len(whole), 60, replace=False):
        path.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << flipped)]) + whole[place + 1 :]
        )
        try:
            load_pickled_object(path)
        except ResultError:
            refused += 1
    assert refused > 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a zip",
        b"\x93NUMPY",
        npy(b"")[:20],
        npy(b"", shape="(2,)"),
        npy(b"", descr="'<f8'"),
    ],
    ids=["empty", "npz", "magic only", "half a header", "an array of objects", "numbers"],
)
def test_other_files_are_our_error(tmp_path, content):
    path = tmp_path / "a_proc.npy"
    path.write_bytes(content)
    with pytest.raises(ResultError, match="cannot be read"):
        load_pickled_object(path)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_of_the_header(tmp_path, version):
    assert load_pickled_object(written(tmp_path, pickle.dumps([1]), version=version)) == [1]


def test_a_header_is_not_evaluated(tmp_path):
    path = written(tmp_path, b"", descr="__import__('os').getcwd()")
    with pytest.raises(ResultError):
        load_pickled_object(path)


def test_no_file(tmp_path):
    with pytest.raises(PathError):
        load_pickled_object(tmp_path / "none_proc.npy")
    with pytest.raises(PathError):
        load_pickled_object(tmp_path)
