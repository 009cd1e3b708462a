"""Result folders without a video: layout, hashes, markers, the lock, resuming, committing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from element_mouseface.core.outputs import RunLock
from element_mouseface.core.outputs.identity import mark_partial
from element_mouseface.core.store import clean, find_leftovers, open_result
from element_mouseface.core.store.attributes import about_result
from element_mouseface.core.store.chunk_writer import ChunkWriter, RunSuperseded
from element_mouseface.core.store.commit import commit, missing_chunks
from element_mouseface.core.store.layout import Layout, Output, choose_chunk_frames, unit_hashes
from element_mouseface.core.store.marker import read_marker, write_marker
from element_mouseface.core.store.writer import PartialResult
from element_mouseface.errors import (
    ParameterError,
    PathError,
    ResultBusyError,
    ResultError,
    ResultIncompleteError,
    ResultMismatchError,
    StorageError,
)
from element_mouseface.params import Crop, HOGParams

N = 100
OUTPUTS = tuple(
    Output.make(*o)
    for o in [
        ("cells", (2, 3, 8), "f4"),
        ("flags", (), "u2"),
        ("quality/luminance", (), "f4"),
        ("thumbnail", (6, 8), "u1"),
    ]
)
SPEC = {
    "content": {
        "params": HOGParams().to_dict(),
        "crop": Crop().to_dict(),
        "video": "abc",
        "n_frames": N,
        "frame_px": [64, 96],
        "extractors": [{"name": "hog"}],
    },
    "code": {"element_mouseface": "1"},
}
ABOUT = {
    "video": {"height_px": 64, "width_px": 96, "n_frames": N},
    "grid": [2, 3],
    "cell_coverage": [[1.0] * 3] * 2,
    "provenance": {"computed_frames": N},
}
TIMES = np.arange(N) / 30


def content(seed=0):
    rng = np.random.default_rng(seed)
    values = {o.name: (rng.random((N, *o.shape)) * 200).astype(o.dtype) for o in OUTPUTS}
    values["cells"][17] = np.nan
    return values


def chunk_of(values, layout, chunk):
    first, stop = layout.frames(chunk)
    return {name: array[first:stop] for name, array in values.items()}


def fill(partial, values, chunks=None):
    writer = ChunkWriter(partial.folder, partial.token, partial.layout)
    for chunk in range(partial.layout.n_chunks) if chunks is None else chunks:
        writer.write(chunk, chunk_of(values, partial.layout, chunk))


def make(out, chunk_frames=32, values=None, spec=SPEC):
    partial = PartialResult(out, spec, Layout(OUTPUTS, N, chunk_frames))
    fill(partial, values or content())
    commit(partial, TIMES, ABOUT)
    return open_result(out)


# ---- layout and hashes


def test_chunk_sizes_are_units_of_16_by_bytes_and_length():
    small, large = OUTPUTS, (Output.make("cells", (60, 80, 9), "f4"),)
    assert choose_chunk_frames(small, 100_000) == 256
    assert choose_chunk_frames(small, 994) == 32
    assert choose_chunk_frames(small, 1) == 16
    assert choose_chunk_frames(large, 100_000) == 16
    with pytest.raises(ParameterError, match="chunk_frames"):
        Layout(OUTPUTS, N, 40)


@pytest.mark.parametrize("chunk_frames", [16, 48, 64, 256])
def test_hashes_do_not_know_the_chunk_size(chunk_frames):
    values, layout = content(), Layout(OUTPUTS, N, chunk_frames)
    by_chunk = [h for c in range(layout.n_chunks) for h in unit_hashes(chunk_of(values, layout, c))]
    assert by_chunk == unit_hashes(values)


def test_hashes_see_every_bit_and_not_the_memory_order():
    values = content()
    before = unit_hashes(values)
    turned = {k: np.asfortranarray(v) for k, v in values.items()}
    assert unit_hashes(turned) == before
    values["thumbnail"][33, 5, 7] ^= 1
    after = unit_hashes(values)
    assert [a != b for a, b in zip(before, after, strict=True)] == [False, False, True] + [
        False
    ] * 4


def test_a_marker_that_is_not_whole_is_no_marker(tmp_path):
    traces = {"a": np.arange(5, dtype="<f4"), "b": np.arange(5, dtype="<u2")}
    write_marker(tmp_path / "m", [b"x" * 32, b"\n" * 32], traces, {"cells": 7})
    marker = read_marker(tmp_path / "m")
    assert marker.hashes == [b"x" * 32, b"\n" * 32] and marker.sums == {"cells": 7}
    for name, trace in traces.items():
        np.testing.assert_array_equal(marker.traces[name], trace)
    whole = (tmp_path / "m").read_bytes()
    for cut in (0, 10, 40, len(whole) - 1):
        (tmp_path / "m").write_bytes(whole[:cut])
        assert read_marker(tmp_path / "m") is None
    (tmp_path / "m").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert read_marker(tmp_path / "m") is None
    assert read_marker(tmp_path / "none") is None


# ---- the whole way


def test_what_is_written_is_read(tmp_path):
    values = content()
    result = make(tmp_path / "o.zarr", values=values)
    np.testing.assert_array_equal(np.asarray(result.cells), values["cells"])
    np.testing.assert_array_equal(np.asarray(result.thumbnails), values["thumbnail"])
    np.testing.assert_array_equal(result.flags, values["flags"])
    np.testing.assert_array_equal(result.quality("luminance"), values["quality/luminance"])
    np.testing.assert_array_equal(result.times_s, TIMES)
    assert (result.n_frames, result.grid, result.params) == (N, (2, 3), HOGParams())
    assert result.quality_names == ("luminance",)
    with pytest.raises(ParameterError, match="luminance"):
        result.quality("loudness")
    result.verify()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.zarr"]
    left = {p.name for p in (tmp_path / "o.zarr").iterdir()}
    assert left == {"zarr.json", "cells", "flags", "quality", "thumbnail", "times_s", "unit_hashes"}


def test_the_digest_is_of_content_alone(tmp_path):
    digests = {make(tmp_path / f"{c}", chunk_frames=c).digest for c in (16, 32, 48, 112)}
    assert len(digests) == 1
    other = content()
    other["quality/luminance"][99] += 1
    assert make(tmp_path / "other", values=other).digest not in digests


def test_a_long_result_puts_its_traces_together_slab_by_slab(tmp_path):
    n = 70_000
    flags = np.arange(n).astype("<u2")
    spec = {**SPEC, "content": {**SPEC["content"], "n_frames": n}}
    partial = PartialResult(tmp_path / "o", spec, Layout(OUTPUTS[:2], n, 4096 * 3))
    cells = np.broadcast_to(flags[:, None, None, None], (n, *OUTPUTS[0].shape)).astype("<f4")
    fill(partial, {"flags": flags, "cells": cells})
    commit(partial, np.arange(n) / 60, {**ABOUT, "video": {**ABOUT["video"], "n_frames": n}})
    result = open_result(tmp_path / "o")
    np.testing.assert_array_equal(result.flags, flags)
    assert result.array("flags").chunk_frames < n
    result.verify()


def test_damage_is_found(tmp_path):
    result = make(tmp_path / "o")
    (victim,) = (tmp_path / "o" / "cells").glob("c.2.*")
    shutil.copyfile(str(victim).replace("/c.2.", "/c.1."), victim)
    with pytest.raises(ResultError, match="frames 64 to 95"):
        result.verify()


# ---- resuming


def test_a_resumed_result_is_the_same_and_keeps_finished_chunks(tmp_path):
    whole = make(tmp_path / "whole")
    first = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    fill(first, content(), [0, 2])
    # Another chunk size is asked for now: what is there decides.
    again = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 16))
    assert again.layout.chunk_frames == 32
    assert again.finished_chunks() == {0, 2}
    assert missing_chunks(again) is not None
    fill(again, content(), [1, 3])
    commit(again, TIMES, ABOUT)
    assert open_result(tmp_path / "o").digest == whole.digest


def test_a_chunk_torn_after_it_was_marked_is_done_again(tmp_path):
    partial = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    fill(partial, content())
    files = [next((partial.folder / "cells").glob(f"c.{c}.*")) for c in range(4)]
    files[0].write_bytes(files[0].read_bytes()[:50])
    files[1].unlink()
    (partial.folder / "chunks" / "000002").write_bytes(b"")
    again = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    assert again.finished_chunks(workers=2) == {3}
    assert again.count_marked() == 1


def test_a_folder_that_died_before_its_spec_is_begun_anew(tmp_path):
    dead = tmp_path / "o.partial"
    (dead / "cells").mkdir(parents=True)
    mark_partial(dead, TOKEN)
    (dead / "zarr.json").write_text("{")
    partial = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    assert partial.finished_chunks() == set()
    fill(partial, content())
    commit(partial, TIMES, ABOUT)


def test_another_run_s_partial_result_is_not_gone_on_with(tmp_path):
    PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    for part, name, value in [("content", "video", "xyz"), ("code", "element_mouseface", "2")]:
        other = json.loads(json.dumps(SPEC))
        other[part][name] = value
        with pytest.raises(ResultMismatchError, match=rf"(?s){part}\.{name} there is .*overwrite"):
            PartialResult(tmp_path / "o", other, Layout(OUTPUTS, N, 32))


def test_a_commit_that_died_half_way_is_done_again(tmp_path):
    whole = make(tmp_path / "whole")
    partial = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    fill(partial, content())
    # As far as a commit gets before its rename.
    commit(partial, TIMES, ABOUT)
    os.rename(tmp_path / "o", tmp_path / "o.partial")
    died = PartialResult(tmp_path / "p", SPEC, Layout(OUTPUTS, N, 32))
    fill(died, content())
    shutil.copytree(tmp_path / "o.partial" / "flags", died.folder / "flags")
    (died.folder / "times_s").mkdir()
    commit(died, TIMES, ABOUT)
    assert open_result(tmp_path / "p").digest == whole.digest


def test_replacing_keeps_the_old_until_the_new_is_whole(tmp_path):
    old = make(tmp_path / "o")
    other = content(seed=5)
    partial = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    fill(partial, other, [0, 1, 2])
    open_result(tmp_path / "o").verify()
    with pytest.raises(StorageError, match="chunk 3"):
        commit(partial, TIMES, ABOUT)
    assert open_result(tmp_path / "o").digest == old.digest
    fill(partial, other, [3])
    commit(partial, TIMES, ABOUT)
    assert open_result(tmp_path / "o").digest != old.digest
    assert [p.name for p in tmp_path.iterdir()] == ["o"]


def test_a_worker_of_a_run_that_ended_writes_nothing(tmp_path):
    partial = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    late = ChunkWriter(partial.folder, partial.token, partial.layout)
    again = PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    with pytest.raises(RunSuperseded):
        late.write(0, chunk_of(content(), late.layout, 0))
    again.end_run()
    with pytest.raises(RunSuperseded):
        ChunkWriter(again.folder, again.token, again.layout)
    assert again.count_marked() == 0
    shutil.rmtree(again.folder)
    with pytest.raises(StorageError, match="no longer exists"):
        late.check()
    assert not again.folder.exists()


# ---- opening what is not a result


def test_each_thing_that_is_no_result_is_told(tmp_path):
    import zarr

    with pytest.raises(ResultError, match="no result at"):
        open_result(tmp_path / "nothing")
    PartialResult(tmp_path / "o", SPEC, Layout(OUTPUTS, N, 32))
    for name in ("o", "o.partial"):
        with pytest.raises(ResultIncompleteError, match="not finished"):
            open_result(tmp_path / name)
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    zarr.create_group(tmp_path / "group")
    zarr.save_array(tmp_path / "array", np.zeros(3))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("x")
    for name, what in [
        ("file", "a file"),
        ("empty", "an empty folder"),
        ("group", "without the attributes"),
        ("array", "a Zarr array"),
        ("folder", "but no Zarr group"),
    ]:
        with pytest.raises(ResultError, match=what):
            open_result(tmp_path / name)
        assert about_result(tmp_path / name) is None


def test_a_newer_format_is_refused(tmp_path):
    import zarr

    make(tmp_path / "o")
    group = zarr.open_group(tmp_path / "o", mode="r+")
    group.attrs["element_mouseface"] = {**group.attrs["element_mouseface"], "format_version": 99}
    with pytest.raises(ResultError, match="newer"):
        open_result(tmp_path / "o")


# ---- the lock

TOKEN = "0123456789abcdef" * 2


def signed(**owner):
    """What a run of this package writes into its lock."""
    return json.dumps({"format": "element_mouseface.lock", "token": TOKEN, **owner})


HOLD = """
import sys, time
from pathlib import Path
from element_mouseface.core.outputs import RunLock
lock = RunLock(Path(sys.argv[1]), use_flock=sys.argv[2] == "flock")
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def hold(path, kind):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), kind], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline().strip() == "held"
    return child


@pytest.mark.parametrize("kind", ["flock", "owner"])
def test_a_held_lock_is_busy_and_a_killed_holder_s_is_free(tmp_path, kind):
    path = tmp_path / "o.lock"
    lock = RunLock(path, use_flock=kind == "flock")
    child = hold(path, kind)
    try:
        with pytest.raises(ResultBusyError, match=f"process {child.pid}"):
            lock.acquire()
        assert lock.is_held()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert path.exists() and not lock.is_held()
    with lock:
        assert RunLock(path, use_flock=kind == "flock").is_held()
    assert not path.exists() and not lock.is_held()


def test_an_owner_elsewhere_is_dead_when_it_has_been_silent(tmp_path):
    path = tmp_path / "o.lock"
    path.write_text(signed(pid=1, host="another machine", since=0))
    lock = RunLock(path, use_flock=False)
    assert lock.is_held()
    os.utime(path, (time.time() - 3600,) * 2)
    assert not lock.is_held()
    with lock:
        before = path.stat().st_mtime
        os.utime(path, (before - 100,) * 2)
        lock.heartbeat()
        assert path.stat().st_mtime >= before - 1


@pytest.mark.parametrize("kind", ["flock", "owner"])
def test_of_many_that_begin_at_once_one_wins(tmp_path, kind):
    path, won, lost = tmp_path / "o.lock", [], []
    gate = threading.Barrier(8)

    def run():
        lock = RunLock(path, use_flock=kind == "flock")
        gate.wait()
        try:
            lock.acquire()
        except ResultBusyError:
            lost.append(lock)
        else:
            won.append(lock)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Signing over each other, none may be left; two never may.
    assert len(won) <= 1 and len(won) + len(lost) == 8
    assert kind == "owner" or len(won) == 1
    for lock in won:
        lock.release()


# ---- what dead runs leave


def test_cleaning_removes_what_is_dead_and_nothing_else(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    make(folder / "done.zarr")
    fill(PartialResult(folder / "dead.zarr", SPEC, Layout(OUTPUTS, N, 32)), content(), [0, 1])
    (folder / "dead.zarr.lock").write_text(signed(pid=999999999))
    PartialResult(folder / "sub" / "live.zarr", SPEC, Layout(OUTPUTS, N, 32))
    shutil.copytree(folder / "done.zarr", folder / "done.zarr.1234abcd.old")
    (folder / "poetry.lock").write_text("someone else's")
    (folder / "notes.partial").mkdir()
    (folder / "notes.partial" / "mine.txt").write_text("keep")
    child = hold(folder / "sub" / "live.zarr.lock", "flock")
    try:
        found = {x.path.relative_to(folder).as_posix(): x for x in find_leftovers(folder)}
        assert set(found) == {
            "dead.zarr.partial",
            "dead.zarr.lock",
            "done.zarr.1234abcd.old",
            "sub/live.zarr.partial",
            "sub/live.zarr.lock",
        }
        assert found["dead.zarr.partial"].chunks == 2 and found["dead.zarr.partial"].n_bytes > 1000
        assert {n for n, x in found.items() if x.is_live} == {n for n in found if "live" in n}
        clean(folder)
    finally:
        child.kill()
        child.wait()
    assert sorted(p.name for p in folder.iterdir()) == [
        "done.zarr",
        "notes.partial",
        "poetry.lock",
        "sub",
    ]
    assert sorted(p.name for p in (folder / "sub").iterdir()) == [
        "live.zarr.lock",
        "live.zarr.partial",
    ]
    open_result(folder / "done.zarr").verify()
    clean(folder / "sub" / "live.zarr.partial")
    assert not (folder / "sub" / "live.zarr.partial").exists()
    with pytest.raises(PathError):
        find_leftovers(tmp_path / "nowhere")
