"""Chunks that two spans share: pieces, and what they are put together to."""

from __future__ import annotations

import shutil
import threading
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest

from element_mouseface.core.store import clean, find_leftovers, open_result
from element_mouseface.core.store.chunk_writer import ChunkWriter, RunSuperseded
from element_mouseface.core.store.commit import commit
from element_mouseface.core.store.layout import Layout
from element_mouseface.core.store.pieces import Pieces
from element_mouseface.core.store.writer import PartialResult
from tests.unit.core.store.test_store import ABOUT, OUTPUTS, SPEC, TIMES, N, content, fill, make

LAYOUT = Layout(OUTPUTS, N, 32)


def part(values, start, stop):
    return {name: array[start:stop] for name, array in values.items()}


@pytest.fixture
def partial(tmp_path):
    return PartialResult(tmp_path / "o", SPEC, LAYOUT)


@pytest.fixture
def writer(partial):
    return ChunkWriter(partial.folder, partial.token, partial.layout)


def names(partial, pattern="piece-*"):
    return sorted(p.name for p in (partial.folder / "chunks").glob(pattern))


@pytest.mark.parametrize("cuts", [(32, 33, 64), (32, 40, 41, 63, 64), (32, 64)])
def test_pieces_that_tile_a_chunk_are_the_chunk(tmp_path, cuts):
    pieces, values = Pieces(tmp_path, "abc", LAYOUT), content()
    spans = list(pairwise(cuts))
    for a, b in reversed(spans):
        assert pieces.together(1) is None and not pieces.has(a, b)
        pieces.write(a, b, part(values, a, b))
        assert pieces.has(a, b)
    whole = pieces.together(1)
    assert set(whole) == {o.name for o in OUTPUTS} and pieces.chunks() == {1}
    for name, array in part(values, 32, 64).items():
        assert whole[name].dtype == array.dtype
        np.testing.assert_array_equal(whole[name], array)
    pieces.remove(1)
    assert not any(tmp_path.iterdir())


def test_the_last_chunk_of_a_movie_is_short(tmp_path):
    pieces, values = Pieces(tmp_path, "abc", LAYOUT), content()
    pieces.write(96, 98, part(values, 96, 98))
    pieces.write(98, N, part(values, 98, N))
    assert len(pieces.together(3)["cells"]) == N - 96


@pytest.mark.parametrize(
    "spans",
    [
        [(33, 48), (48, 64)],  # the first frame is missing
        [(32, 48), (48, 63)],  # the last
        [(32, 48), (49, 64)],  # one between
        [(32, 48), (47, 64)],  # they overlap
        [(0, 32), (64, 96)],  # of the chunks beside it
        [],
    ],
)
def test_what_does_not_tile_a_chunk_is_not_one(tmp_path, spans):
    pieces, values = Pieces(tmp_path, "abc", LAYOUT), content()
    for a, b in spans:
        pieces.write(a, b, part(values, a, b))
    assert pieces.together(1) is None


def test_a_torn_or_foreign_piece_is_none(tmp_path):
    pieces, values = Pieces(tmp_path, "abc", LAYOUT), content()
    pieces.write(32, 48, part(values, 32, 48))
    Pieces(tmp_path, "other", LAYOUT).write(48, 64, part(values, 48, 64))
    assert pieces.together(1) is None and not pieces.has(48, 64)
    pieces.write(48, 64, part(values, 48, 64))
    assert pieces.together(1) is not None
    path = tmp_path / "piece-abc-48-64"
    sound = path.read_bytes()
    flipped = bytearray(sound)
    flipped[200] ^= 1
    for torn in (b"", sound[:20], sound[:-1], bytes(flipped)):
        path.write_bytes(torn)
        assert pieces.together(1) is None


def test_the_second_piece_makes_the_chunk_and_both_go(partial, writer):
    values = content()
    writer.write_piece(32, 40, part(values, 32, 40))
    assert names(partial) == [f"piece-{partial.token}-32-40"] and not writer.is_finished(1)
    assert writer.has(1, 32, 40) and not writer.has(1, 40, 64)
    writer.write_piece(40, 64, part(values, 40, 64))
    assert writer.is_finished(1) and names(partial, "*") == ["000001"]
    assert writer.has(1, 40, 64)
    fill(partial, values, [0, 2, 3])
    commit(partial, TIMES, ABOUT)
    result = open_result(partial.out)
    result.verify()
    assert result.digest == make(partial.out.with_name("whole")).digest


def test_the_last_piece_is_neither_written_nor_read(partial, writer, monkeypatch):
    values, written = content(), []
    write = Pieces.write

    def noted(self, start, stop, given):
        written.append((start, stop))
        write(self, start, stop, given)

    monkeypatch.setattr(Pieces, "write", noted)
    for a, b in [(50, 64), (32, 40), (40, 50)]:
        writer.write_piece(a, b, part(values, a, b))
    assert written == [(50, 64), (32, 40)] and partial.finished_chunks() == {1}


def test_two_who_put_it_together_at_once_write_the_same(tmp_path, monkeypatch):
    values, wanted = content(), make(tmp_path / "whole").digest
    together, both = Pieces.together, threading.Barrier(2)

    def wait_for_the_other(self, chunk, *at_hand):
        found = together(self, chunk, *at_hand)
        if found is not None:
            both.wait(timeout=30)  # both hold all pieces before either has stored them
        return found

    for n in range(5):
        partial = PartialResult(tmp_path / f"o{n}", SPEC, LAYOUT)
        writers = [ChunkWriter(partial.folder, partial.token, LAYOUT) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(ChunkWriter, "join", lambda self, chunk, *at_hand: False)
            writers[0].write_piece(32, 45, part(values, 32, 45))
            writers[1].write_piece(45, 64, part(values, 45, 64))
        errors = []

        def join(writer, errors=errors):
            try:
                writer.join(1)
            except BaseException as error:
                errors.append(error)

        monkeypatch.setattr(Pieces, "together", wait_for_the_other)
        threads = [threading.Thread(target=join, args=(w,)) for w in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        monkeypatch.setattr(Pieces, "together", together)
        assert errors == [] and names(partial, "*") == ["000001"]
        assert partial.finished_chunks() == {1}
        fill(partial, values, [0, 2, 3])
        assert commit(partial, TIMES, ABOUT) == wanted


def test_what_neither_put_together_is_put_together_at_the_end(partial, writer, monkeypatch):
    values = content()
    with monkeypatch.context() as patch:  # each looked before it could see the other's
        patch.setattr(Pieces, "together", lambda self, chunk, *at_hand: None)
        for a, b in [(32, 50), (50, 64), (64, 70)]:
            writer.write_piece(a, b, part(values, a, b))
    assert not writer.is_finished(1)
    partial.join_pieces()
    assert partial.finished_chunks() == {1}
    assert names(partial) == [f"piece-{partial.token}-64-70"]  # half a chunk is none


def test_a_run_that_goes_on_removes_the_pieces_of_the_dead_one(partial, writer):
    values = content()
    fill(partial, values, [0])
    writer.write_piece(32, 40, part(values, 32, 40))
    (partial.folder / "chunks" / "0123.new").write_bytes(b"half")
    again = PartialResult(partial.out, SPEC, LAYOUT)
    assert names(again, "*") == ["000000"] and again.finished_chunks() == {0}
    # A worker of the dead run that comes late neither leaves a piece nor finishes a chunk.
    with pytest.raises(RunSuperseded):
        writer.write_piece(40, 64, part(values, 40, 64))
    assert names(again, "*") == ["000000"]


def test_pieces_do_not_stay_in_a_finished_result(partial, writer):
    values = content()
    writer.write_piece(32, 40, part(values, 32, 40))
    fill(partial, values)  # the chunk came whole: the span was computed again
    commit(partial, TIMES, ABOUT)
    left = [p.name for p in partial.out.rglob("*") if "piece" in p.name or p.suffix == ".new"]
    assert left == [] and not (partial.out / "chunks").exists()


def test_cleaning_knows_pieces(partial, writer):
    values = content()
    fill(partial, values, [0])
    before = find_leftovers(partial.folder)[0]
    writer.write_piece(32, 40, part(values, 32, 40))
    (found,) = find_leftovers(partial.folder.parent)
    assert found.path == partial.folder and found.chunks == before.chunks == 1
    piece = partial.folder / "chunks" / f"piece-{partial.token}-32-40"
    assert found.n_bytes == before.n_bytes + piece.stat().st_size
    clean(partial.folder.parent)
    assert not partial.folder.exists()


# ---- what a partial result may have lost


@pytest.mark.parametrize("gone", ["chunks", "zarr.json", "cells/zarr.json", "cells", "thumbnail"])
def test_a_partial_result_that_lost_a_part_is_gone_on_with(partial, gone):
    values = content()
    fill(partial, values, [0, 1])
    victim = partial.folder / gone
    if victim.is_dir():
        shutil.rmtree(victim)
    else:
        victim.unlink()
    again = PartialResult(partial.out, SPEC, LAYOUT)
    # What is whole is kept: metadata can be written again, pixels cannot.
    assert again.finished_chunks() == ({0, 1} if gone.endswith(".json") else set())
    fill(again, values, set(range(4)) - again.finished_chunks())
    commit(again, TIMES, ABOUT)
    open_result(partial.out).verify()


@pytest.mark.parametrize("torn", ["zarr.json", "cells/zarr.json", "spec.json", "run.json"])
@pytest.mark.parametrize("left", [b"", b"{}", b"[1"])
def test_a_power_cut_right_after_the_beginning(partial, torn, left):
    values = content()
    fill(partial, values, [0, 1])
    (partial.folder / torn).write_bytes(left)
    again = PartialResult(partial.out, SPEC, LAYOUT)
    assert again.finished_chunks() == (set() if torn == "spec.json" else {0, 1})
    fill(again, values, set(range(4)) - again.finished_chunks())
    commit(again, TIMES, ABOUT)
    open_result(partial.out).verify()


@pytest.mark.parametrize("torn", ["quality/zarr.json", "quality/luminance/zarr.json", "flags/c.0"])
def test_a_power_cut_in_the_middle_of_the_commit(partial, torn, monkeypatch):
    values = content()
    fill(partial, values)
    with monkeypatch.context() as patch:
        patch.setattr(import_module(commit.__module__), "_flush_tree", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            commit(partial, TIMES, ABOUT)
    assert (partial.folder / torn).exists()
    (partial.folder / torn).write_bytes(b"")
    (partial.folder / "spec.json.0123.new").write_bytes(b"")
    again = PartialResult(partial.out, SPEC, LAYOUT)
    assert again.finished_chunks() == {0, 1, 2, 3}
    commit(again, TIMES, ABOUT)
    result = open_result(partial.out)
    result.verify()
    assert result.digest == make(partial.out.with_name("whole")).digest
    roots = {"cells", "thumbnail", "flags", "quality", "times_s", "unit_hashes", "zarr.json"}
    assert {p.name for p in result.path.iterdir()} == roots


def test_a_late_worker_of_a_dead_run_cannot_tear_a_finished_chunk(partial, writer, monkeypatch):
    values = content()
    again = PartialResult(partial.out, SPEC, LAYOUT)
    fill(again, values)

    def die_half_way(path, data):
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise KeyboardInterrupt

    # It looked whether its run was on before the other took over.
    monkeypatch.setattr(writer, "check", lambda: None)
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_bytes", die_half_way)
        with pytest.raises(KeyboardInterrupt):
            writer.write(1, part(values, 32, 64))
    assert again.finished_chunks() == {0, 1, 2, 3}
    commit(again, TIMES, ABOUT)
    open_result(partial.out).verify()
    assert not list(partial.out.rglob("*.new"))
