"""Locks and cleaning where things happen at the wrong moment."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from element_mouseface import extract, open_video
from element_mouseface.core.outputs import RunLock
from element_mouseface.core.store import clean, find_leftovers, open_result
from element_mouseface.core.store import cleaning as cleaning_module
from element_mouseface.errors import MouseFaceError, ResultBusyError, StorageError
from element_mouseface.params import HOGParams
from tests.unit.core.store.test_store import make


def refuse(*args, **kwargs):
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_place_gone_read_only_leaves_a_file_and_not_a_held_lock(tmp_path, monkeypatch):
    """An error on giving up would hide why the run ended; a lock kept would block the next."""
    path = tmp_path / "o.lock"
    lock = RunLock(path)
    lock.acquire()
    with monkeypatch.context() as read_only:
        read_only.setattr(Path, "unlink", refuse)
        read_only.setattr(os, "utime", refuse)
        lock.heartbeat()
        lock.release()
    assert path.exists() and not RunLock(path).is_held()
    with RunLock(path):
        assert RunLock(path).is_held()
    assert not path.exists()


def test_a_lock_whose_folder_was_removed_is_given_up_quietly(tmp_path):
    lock = RunLock(tmp_path / "run" / "o.lock")
    (tmp_path / "run").mkdir()
    lock.acquire()
    shutil.rmtree(tmp_path / "run")
    lock.heartbeat()
    lock.release()
    assert not lock.is_held()


def test_a_run_does_not_remove_the_lock_of_the_one_that_came_after_its_folder_went(tmp_path):
    first, second = RunLock(tmp_path / "o.lock"), RunLock(tmp_path / "o.lock")
    first.acquire()
    (tmp_path / "o.lock").unlink()
    second.acquire()
    first.release()
    with pytest.raises(ResultBusyError):
        RunLock(tmp_path / "o.lock").acquire()
    second.release()
    assert not (tmp_path / "o.lock").exists()


def test_a_result_moved_away_by_a_run_that_died_before_its_successor_came_is_put_back(tmp_path):
    """The commit's two renames: killed between them, the old result is the only whole one."""
    digest = make(tmp_path / "o.zarr").digest
    (tmp_path / "o.zarr").rename(tmp_path / "o.zarr.12ab34cd.old")
    assert [x.path.name for x in find_leftovers(tmp_path)] == ["o.zarr.12ab34cd.old"]
    clean(tmp_path)
    result = open_result(tmp_path / "o.zarr")
    result.verify()
    assert result.digest == digest
    assert [p.name for p in tmp_path.iterdir()] == ["o.zarr"]


def test_what_a_run_takes_up_while_cleaning_looks_is_left(tmp_path, monkeypatch):
    make(tmp_path / "o.zarr").path.rename(tmp_path / "o.zarr.partial")
    make(tmp_path / "p.zarr").path.rename(tmp_path / "p.zarr.partial")
    run = RunLock(tmp_path / "o.zarr.lock")

    class Late(RunLock):
        def is_held(self):
            held = super().is_held()
            if self.path == run.path and not held:
                run.acquire()  # right after the look
            return held

    leftovers = find_leftovers(tmp_path)
    monkeypatch.setattr(cleaning_module, "find_leftovers", lambda folder: leftovers)
    monkeypatch.setattr(cleaning_module, "RunLock", Late)
    try:
        removed = clean(tmp_path)
    finally:
        run.release()
    assert [x.path.name for x in removed] == ["p.zarr.partial"]
    assert (tmp_path / "o.zarr.partial").exists()


def test_what_goes_while_cleaning_looks_is_no_error(tmp_path, monkeypatch):
    """A live run commits: its folder and lock are there when listed and gone when looked at."""
    make(tmp_path / "o.zarr").path.rename(tmp_path / "o.zarr.partial")
    (tmp_path / "o.zarr.lock").write_text(
        json.dumps({"format": "element_mouseface.lock", "token": "0" * 32})
    )
    look = RunLock.is_held

    def commits(self):
        if (tmp_path / "o.zarr.partial").exists():
            (tmp_path / "o.zarr.partial").rename(tmp_path / "o.zarr")
            (tmp_path / "o.zarr.lock").unlink()
        return look(self)

    monkeypatch.setattr(RunLock, "is_held", commits)
    assert sum(x.n_bytes for x in find_leftovers(tmp_path)) == 0
    open_result(tmp_path / "o.zarr").verify()


def test_a_place_gone_read_only_in_mid_run_is_told(tmp_path, monkeypatch):
    frames = np.random.default_rng(0).integers(0, 255, (64, 64, 96), dtype=np.uint8)
    reader, params = open_video(frames, fps=30), HOGParams(pixels_per_cell=(16, 16))

    def after_two_chunks(done, total):
        if done >= 32:
            monkeypatch.setattr(Path, "write_bytes", refuse)
            monkeypatch.setattr(Path, "unlink", refuse)

    where = {"workers": 1, "chunk_frames": 16}
    with pytest.raises(StorageError, match="Read-only"):
        extract(reader, tmp_path / "o", params, **where, progress=after_two_chunks)
    monkeypatch.undo()
    result = extract(reader, tmp_path / "o", params, **where)
    assert result.provenance["computed_frames"] == 32


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_foreign_folder_in_the_way_is_never_removed(tmp_path, kind):
    partial = tmp_path / "o.partial"
    if kind == "folder":
        partial.mkdir()
        (partial / "thesis.tex").write_text("years of work")
    else:
        partial.write_text("years of work")
    with pytest.raises(MouseFaceError, match="not begun by a run"):
        make(tmp_path / "o")
    kept = partial / "thesis.tex" if kind == "folder" else partial
    assert kept.read_text() == "years of work"
