"""Facial signals keep what they were given, on the disk too, and refuse what does not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from element_mouseface._schema.codec import _compare_with_hashes
from element_mouseface.core.facial_signals import (
    Blink,
    Components,
    FacialSignals,
    Pupil,
    RegionSignals,
    Running,
)
from element_mouseface.errors import (
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
    StorageError,
)
from tests.fuzzing import fuzz, mutated_json

FRAMES = 12


def components(seed: int = 0, with_values: bool = True) -> Components:
    rng = np.random.default_rng(seed)
    values = np.array([3.0, 2.0, 1.0]) if with_values else None
    return Components(rng.random((3, 4, 5)), rng.random((FRAMES, 3)), values)


def region(number: int = 0, **changes) -> RegionSignals:
    parts = {
        "roi_no": number,
        "roi_name": f"ärea {number}",
        "yrange": range(16),
        "xrange": range(20),
        "yrange_bin": range(4),
        "xrange_bin": range(5),
        "motion": [np.nan, *range(FRAMES - 1)],
        "motion_svd": components(1),
        "movie_svd": components(2, with_values=False),
    }
    return RegionSignals(**(parts | changes))


def signals(**changes) -> FacialSignals:
    rng = np.random.default_rng(3)
    parts = {
        "n_frames": FRAMES,
        "sbin": 4,
        "avgframe": (rng.random((4, 5)), rng.random((2, 3))),
        "avgmotion": (rng.random((4, 5)), rng.random((2, 3))),
        "regions": (region(0, view=None), region(1, movie_svd=None)),
        "pupil": (Pupil("p", rng.random(FRAMES), rng.random((FRAMES, 2))),),
        "blink": (Blink("b", rng.random(FRAMES), 1),),
        "running": (Running("r", rng.random((FRAMES, 2))),),
        "version": "1.0",
    }
    return FacialSignals(**(parts | changes))


def assert_equal(a, b):
    assert type(a) is type(b) or isinstance(b, np.ndarray)
    if isinstance(b, np.ndarray):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)
    elif isinstance(b, tuple):
        assert len(a) == len(b)
        for one, other in zip(a, b, strict=True):
            assert_equal(one, other)
    elif hasattr(b, "__dataclass_fields__"):
        for name in b.__dataclass_fields__:
            assert_equal(getattr(a, name), getattr(b, name))
    else:
        assert a == b


@pytest.mark.parametrize("mmap", [False, True])
def test_what_is_saved_comes_back(tmp_path, mmap):
    made = signals()
    digest = made.save(tmp_path / "deep" / "out")
    found = FacialSignals.load(tmp_path / "deep" / "out", mmap=mmap)
    assert_equal(found, made)
    assert found.digest == digest == made.digest
    assert (
        FacialSignals(**{n: getattr(found, n) for n in found.__dataclass_fields__}).digest == digest
    )


def test_units_and_types():
    made = signals()
    assert made.regions[0].motion.dtype == np.float64
    assert made.regions[0].yrange.dtype == np.int64
    assert made.avgframe[1].dtype == made.regions[0].motion_svd.masks.dtype == np.float32
    assert made.region(1).roi_name == "ärea 1"
    with pytest.raises(ParameterError, match="no region 7"):
        made.region(7)


@pytest.mark.parametrize(
    "changes",
    [
        {"sbin": 2},
        {"sample": "facemap"},
        {"pupil": ()},
        {"regions": (region(0, view=None), region(2, movie_svd=None))},
        {"regions": (region(0, view=None), region(1, movie_svd=None, motion=np.zeros(FRAMES)))},
        {
            "regions": (
                region(0, view=None),
                region(1, movie_svd=None, motion_svd=components(1, False)),
            )
        },
    ],
)
def test_the_digest_sees_every_change(changes):
    assert signals(**changes).digest != signals().digest


def test_the_digest_does_not_see_memory_layout():
    one = components(1)
    other = Components(np.asfortranarray(one.masks), one.projections[::1], one.singular_values)
    two = replace(signals(), regions=(region(0, view=None, motion_svd=other), signals().regions[1]))
    assert two.digest == signals().digest


@pytest.mark.parametrize(
    "make",
    [
        lambda: Components(np.zeros((3, 4, 5)), np.zeros((FRAMES, 2))),
        lambda: Components(np.zeros((3, 4, 5)), np.zeros((FRAMES, 3)), np.zeros(2)),
        lambda: Components(np.zeros((3, 20)), np.zeros((FRAMES, 3))),
        lambda: region(yrange_bin=range(3)),
        lambda: region(motion=np.zeros(FRAMES + 1)),
        lambda: signals(n_frames=FRAMES + 1),
        lambda: signals(regions=(region(1), region(1))),
        lambda: signals(blink=(Blink("b", np.zeros(3)),)),
        lambda: Pupil("p", np.zeros(3), np.zeros((4, 2))),
    ],
)
def test_what_does_not_fit_is_refused(make):
    with pytest.raises(ResultError):
        make()


@pytest.mark.parametrize("name", ["engine", "sample", "motion_alignment"])
def test_unknown_words_are_refused(name):
    with pytest.raises(ParameterError, match=name):
        signals(**{name: "other"})


def test_saving_again(tmp_path):
    out = tmp_path / "out"
    digest = signals().save(out)
    before = (out / "facial_signals.json").stat().st_mtime_ns
    assert signals().save(out) == digest
    assert (out / "facial_signals.json").stat().st_mtime_ns == before
    with pytest.raises(ResultMismatchError):
        signals(sbin=2).save(out)
    assert FacialSignals.load(out).sbin == 4
    signals(sbin=2).save(out, overwrite=True)
    assert FacialSignals.load(out).sbin == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_not_touched(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(ResultMismatchError, match="no facial signals"):
        signals().save(tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "x"


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError):
        signals().save(tmp_path / "file" / "out")


def edit_json(out: Path, change) -> None:
    path = out / "facial_signals.json"
    about = json.loads(path.read_text())
    change(about)
    path.write_text(json.dumps(about))


def flip(out: Path) -> None:
    path = out / "003.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        lambda out: (out / "003.npy").unlink(),
        lambda out: (out / "003.npy").write_bytes(b""),
        lambda out: np.save(out / "003.npy", np.zeros(3)),
        lambda out: np.save(out / "003.npy", np.array([{}], object), allow_pickle=True),
        lambda out: (out / "facial_signals.json").write_text("{"),
        lambda out: edit_json(out, lambda about: about.update(format="other")),
        lambda out: edit_json(out, lambda about: about.update(format_version=99)),
        lambda out: edit_json(out, lambda about: about["signals"]["fields"].update(sbin=8)),
        lambda out: edit_json(out, lambda about: about["signals"].update(type="dict")),
        lambda out: edit_json(out, lambda about: about["arrays"][0].update(file="../000.npy")),
        lambda out: edit_json(out, lambda about: about.pop("arrays")),
    ],
)
def test_damage_is_found(tmp_path, damage):
    signals().save(tmp_path / "out")
    damage(tmp_path / "out")
    with pytest.raises(ResultError):
        FacialSignals.load(tmp_path / "out")


def test_a_mapped_array_is_compared_when_its_column_is_read(tmp_path):
    """Columns read arrays from the disk one by one, without loading the whole."""
    signals().save(tmp_path / "out")
    motion = FacialSignals.load(tmp_path / "out", check=False, mmap=True).avgframe[0]
    _compare_with_hashes((motion[:, ::2], np.arange(3)))
    name = Path(motion.base.filename).name
    raw = bytearray((tmp_path / "out" / name).read_bytes())
    raw[-1] ^= 1
    (tmp_path / "out" / name).write_bytes(bytes(raw))
    with pytest.raises(ResultChangedError, match=f"{name} differs from what was written"):
        _compare_with_hashes(FacialSignals.load(tmp_path / "out", check=False, mmap=True).avgframe)


def test_damaged_folders_give_the_right_signals_or_an_error_of_ours(tmp_path):
    right = signals()
    right.save(tmp_path / "out")

    def read(_):
        assert FacialSignals.load(tmp_path / "out", mmap=True).digest == right.digest

    about, array = tmp_path / "out" / "facial_signals.json", tmp_path / "out" / "003.npy"
    for path in (array, about):
        content = path.read_bytes()
        count = fuzz(read, content, path, seconds=0.7, allowed=[tmp_path])
        assert count > 15
        path.write_bytes(content)
    values = json.loads(about.read_text())
    odd = [mutated_json(values, seed).encode() for seed in range(40)]
    fuzz(read, about.read_bytes(), about, also=odd, seconds=0, allowed=[tmp_path])


def test_nothing_there(tmp_path):
    with pytest.raises(ResultError, match="no facial signals"):
        FacialSignals.load(tmp_path)
