"""Results that were damaged or changed: refused by name, and repaired to the same bits."""

from __future__ import annotations

import json
import os
import shutil
import time

import google_crc32c
import numpy as np
import pytest
import zarr

from element_mouseface import extract, open_descriptors, open_result, open_video
from element_mouseface.core.extraction.places import reusable
from element_mouseface.errors import (
    MouseFaceError,
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures
from tests.fuzzing import bounded, mutated_json, watched

PARAMS, N = HOGParams(pixels_per_cell=(16, 16)), 75
CELLS, THUMBS = "cells/c.{}.0.0.0", "thumbnail/c.{}.0.0"


@pytest.fixture(scope="module")
def reader():
    return open_video(pictures(N), fps=30)


@pytest.fixture(scope="module")
def right(reader, tmp_path_factory):
    return extract(reader, tmp_path_factory.mktemp("right") / "o.zarr", PARAMS)


@pytest.fixture
def path(right, tmp_path):
    shutil.copytree(right.path, tmp_path / "o.zarr")
    return tmp_path / "o.zarr"


def read_all(path):
    """As scoring does: descriptors, thumbnails, traces."""
    result = open_result(path)
    found = [np.asarray(open_descriptors(path)), np.asarray(result.thumbnails), result.flags]
    return [*found, *(result.quality(name) for name in result.quality_names), result.times_s]


def flip(place, at):
    def damage(path):
        data = bytearray((path / place).read_bytes())
        data[at] ^= 1
        (path / place).write_bytes(data)

    return damage


def swap(one, other):
    def damage(path):
        os.rename(path / one, path / "aside")
        os.rename(path / other, path / one)
        os.rename(path / "aside", path / other)

    return damage


def cut(place, n_bytes):
    return lambda path: (path / place).write_bytes((path / place).read_bytes()[:n_bytes])


def folder(place):
    def damage(path):
        (path / place).unlink()
        (path / place).mkdir()

    return damage


def rewritten(name, row, value):
    """What somebody does with zarr: the file is sound, its numbers are others."""

    def damage(path):
        array = zarr.open_array(path / name, mode="r+")
        array[row] = value

    return damage


def edited(place, change):
    def damage(path):
        content = json.loads((path / place).read_text())
        change(content)
        (path / place).write_text(json.dumps(content))

    return damage


def gone(place):
    return lambda path: (path / place).unlink()


DAMAGE = {
    "a bit of cells": (flip(CELLS.format(2), 700), "chunk 2 of cells, frames 32 to 47", 16),
    "a bit of thumbnails": (
        flip(THUMBS.format(1), -3),
        "chunk 1 of thumbnail, frames 16 to 31",
        16,
    ),
    "a bit beyond the last frame": (
        flip(CELLS.format(4), -1),
        "chunk 4 of cells, frames 64 to 74",
        11,
    ),
    "swapped": (swap(CELLS.format(1), CELLS.format(3)), "chunk 1 of cells, frames 16 to 31", 32),
    "missing": (gone(THUMBS.format(3)), "chunk 3 of thumbnail, frames 48 to 63: it is missing", 16),
    "truncated": (cut(CELLS.format(0), 100), "chunk 0 of cells, frames 0 to 15", 16),
    "no bytes": (cut(CELLS.format(1), 0), "chunk 1 of cells.* 0 bytes", 16),
    "a folder": (folder(THUMBS.format(0)), "chunk 0 of thumbnail.*not a file", 16),
    "a thumbnail": (rewritten("thumbnail", 20, 7), "chunk 1 of thumbnail, frames 16 to 31", 16),
    "flags": (rewritten("flags", 70, 1), "chunk 0 of flags, frames 0 to 74", N),
    "quality": (rewritten("quality/luminance", 3, 0), "chunk 0 of quality/luminance", N),
    "times": (rewritten("times_s", 5, 99.0), "chunk 0 of times_s", 0),
    "hashes": (rewritten("unit_hashes", 1, 0), "chunk 0 of unit_hashes", 0),
    "hashes gone": (gone("unit_hashes/c.0.0"), "chunk 0 of unit_hashes.*missing", 0),
    "array's metadata gone": (gone("cells/zarr.json"), "metadata of cells", 0),
    "subgroup's metadata gone": (gone("quality/zarr.json"), "metadata of quality", 0),
    "another shape": (
        edited("flags/zarr.json", lambda j: j.update(shape=[7])),
        "shape of flags",
        0,
    ),
    "another dtype": (
        edited("cells/zarr.json", lambda j: j.update(data_type="int32")),
        "data_type of cells",
        0,
    ),
    "an unknown codec": (
        edited("thumbnail/zarr.json", lambda j: j["codecs"][1].update(name="magic")),
        "thumbnail has other codecs",
        0,
    ),
    "attributes gone": (gone("zarr.json"), "zarr.json is missing", 16),
    "attributes empty": (cut("zarr.json", 0), "zarr.json cannot be read", 16),
    "attributes of another": (
        edited("zarr.json", lambda j: j["attributes"].clear()),
        "attributes are not those",
        16,
    ),
    "the digest": (
        edited("zarr.json", lambda j: j["attributes"]["element_mouseface"].update(digest="0" * 64)),
        "are inconsistent",
        0,
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_refused_by_name_and_repaired_to_the_same_bits(kind, path, reader, right):
    damage, named, n_anew = DAMAGE[kind]
    damage(path)
    with pytest.raises(ResultChangedError, match=named):
        read_all(path)
    repaired = extract(reader, path, PARAMS, repair=True)
    assert repaired.digest == right.digest
    assert repaired.provenance["computed_frames"] == n_anew and repaired.was_computed
    assert repaired.repaired or n_anew == 0
    for ours, theirs in zip(read_all(path), read_all(right.path), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    files = [{p.relative_to(r): p.read_bytes() for p in r.rglob("c.*")} for r in (path, right.path)]
    assert files[0] == files[1]
    assert [p.name for p in path.parent.iterdir()] == ["o.zarr"]


def test_a_forged_chunk_with_its_checksum_does_not_have_its_hash(path):
    """Checksums stand in a file that can be edited; the hashes make the digest."""
    rewritten("thumbnail", 20, 7)(path)
    new = google_crc32c.value((path / THUMBS.format(1)).read_bytes())

    def forge(content):
        content["attributes"]["element_mouseface"]["crc32c"]["thumbnail"][1] = new

    edited("zarr.json", forge)(path)
    with pytest.raises(ResultChangedError, match="frames 16 to 31 do not match their hash"):
        read_all(path)


def test_what_nobody_reads_is_not_in_the_way_and_verify_finds_it(path):
    flip(CELLS.format(3), 90)(path)
    result = open_result(path)
    np.asarray(result.thumbnails[:48])
    with pytest.raises(ResultChangedError, match="chunk 3 of cells"):
        result.thumbnails[50]  # hashes are over all that is stored of a frame
    with pytest.raises(ResultChangedError, match="chunk 3 of cells"):
        result.verify()


def test_results_without_checksums_are_held_against_their_hashes(path, right):
    """As they were written before checksums were kept."""
    edited("zarr.json", lambda j: j["attributes"]["element_mouseface"].pop("crc32c"))(path)
    assert open_result(path).digest == right.digest
    open_result(path).verify()
    rewritten("flags", 70, 1)(path)
    with pytest.raises(ResultChangedError, match=r"frames 64 to 74 .*hash"):
        open_result(path).quality("luminance")
    rewritten("flags", 70, right.flags[70])(path)
    rewritten("thumbnail", 20, 7)(path)
    with pytest.raises(ResultChangedError, match=r"frames 16 to 31 .*hash"):
        read_all(path)


def test_a_whole_result_is_read_and_left_alone(path, reader):
    before = {p: p.stat().st_mtime_ns for p in path.rglob("*")}
    result = extract(reader, path, PARAMS, repair=True)
    assert not result.was_computed and result.repaired == ()
    assert {p: p.stat().st_mtime_ns for p in path.rglob("*")} == before


def test_without_repair_a_damaged_result_is_neither_replaced_nor_taken(path, reader):
    gone("zarr.json")(path)
    before = sorted(path.rglob("*"))
    with pytest.raises(ResultChangedError, match="--repair"):
        extract(reader, path, PARAMS)
    assert sorted(path.rglob("*")) == before
    with pytest.raises(ParameterError, match="not both"):
        extract(reader, path, PARAMS, overwrite=True, repair=True)
    assert extract(reader, path, PARAMS, overwrite=True).was_computed


def test_repair_refuses_another_movie_and_files_of_somebody(path, tmp_path):
    flip(CELLS.format(2), 700)(path)
    other = open_video(pictures(N)[::-1].copy(), fps=30)
    with pytest.raises(ResultMismatchError, match="video"):
        extract(other, path, PARAMS, repair=True)
    gone("zarr.json")(path)
    (path / "notes.txt").write_text("mine")
    with pytest.raises(ResultError):
        extract(other, path, PARAMS, repair=True)
    assert (path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("lost", ["zarr.json", "zarr.json unit_hashes/c.0.0"])
def test_another_movie_is_not_passed_off_as_a_repair(path, lost):
    """With the attributes gone only the hashes know what was there; without them, nothing does."""
    for place in lost.split():
        gone(place)(path)
    other = open_video(pictures(N)[::-1].copy(), fps=30)
    before = {p: p.read_bytes() for p in path.rglob("c.*")}
    with pytest.raises(ResultChangedError, match="cannot be repaired"):
        extract(other, path, PARAMS, repair=True)
    assert {p: p.read_bytes() for p in path.rglob("c.*")} == before


def test_a_repair_that_was_killed_is_gone_on_with(path, reader, right, monkeypatch):
    for chunk in (1, 3):
        flip(CELLS.format(chunk), 700)(path)

    def stop(done, total):
        if done >= total - 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(reader, path, PARAMS, repair=True, workers=1, progress=stop)
    with pytest.raises(ResultChangedError, match="chunk 1 of cells"):
        open_result(path).verify()  # still there, as it was
    assert extract(reader, path, PARAMS, repair=True).digest == right.digest


def test_a_newer_result_is_neither_repaired_nor_replaced(path, reader):
    edited("zarr.json", lambda j: j["attributes"]["element_mouseface"].update(format_version=9))(
        path
    )
    for repair in (False, True):
        with pytest.raises(ResultError, match="newer"):
            extract(reader, path, PARAMS, repair=repair)
    with pytest.raises(ResultError, match="newer"):
        reusable(path, {}, False)


KEYS = (
    "content",
    "grid",
    "digest",
    "layout",
    "video",
    "provenance",
    "format_version",
    "cell_coverage",
)


@pytest.mark.parametrize("value", [None, "text", -1, [], {}, True, 10**400, "missing"])
@pytest.mark.parametrize("key", KEYS)
def test_each_attribute_is_checked(path, key, value):
    def change(content):
        about = content["attributes"]["element_mouseface"]
        if value == "missing":
            del about[key]
        else:
            about[key] = value

    edited("zarr.json", change)(path)
    with pytest.raises(ResultError, match=r"not a result of this package|newer"):
        open_result(path)


def test_mutated_attributes_give_the_right_result_or_an_error_of_ours(path, right):
    times_s, thumbnails = right.times_s, right.thumbnails[::9]
    files = ["zarr.json"] * 4 + ["cells/zarr.json", "flags/zarr.json"]
    whole = {name: (path / name).read_text() for name in files}
    stop, seed, opened = time.monotonic() + 2.0, 0, 0
    np.asarray(open_result(path).thumbnails)
    while time.monotonic() < stop:
        name = files[seed % len(files)]
        (path / name).write_text(mutated_json(json.loads(whole[name]), seed))
        with bounded(), watched(path) as seen:
            try:
                result = open_result(path)
                assert result.digest == right.digest, seed
                np.testing.assert_array_equal(result.times_s, times_s)
                np.testing.assert_array_equal(result.thumbnails[::9], thumbnails)
                opened += 1
            except MouseFaceError:
                pass
            except Exception as error:
                raise AssertionError(f"{name}, seed {seed}: {error!r}") from error
        assert not seen, (name, seed, seen)
        (path / name).write_text(whole[name])
        seed += 1
    assert seed > 50 and opened < seed / 2
