"""Spans, and passes over arrays in memory: what is stored, what is refused, who may write."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import threading

import numpy as np
import pytest

from element_mouseface import extract, open_descriptors, open_result, open_video
from element_mouseface.core.extraction.extractors import HOGExtractor, declared_outputs
from element_mouseface.core.extraction.schedule import run_tasks
from element_mouseface.core.extraction.spans import Span, cut_into_spans
from element_mouseface.core.extraction.worker import SpanTask
from element_mouseface.core.features.block_norm import normalized
from element_mouseface.core.features.frame_kernel import cell_histograms
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.outputs import RunLock
from element_mouseface.core.store.commit import missing_chunks
from element_mouseface.core.store.layout import Layout
from element_mouseface.core.store.writer import PartialResult
from element_mouseface.errors import (
    CropError,
    MouseFaceError,
    ParameterError,
    ResultBusyError,
    ResultMismatchError,
    StorageError,
)
from element_mouseface.params import Crop, HOGParams, Mask
from tests.contract.movies import pictures

PARAMS = HOGParams(pixels_per_cell=(16, 16))
N = 75


@pytest.fixture(scope="module")
def frames():
    return pictures(N)


@pytest.fixture
def reader(frames):
    return open_video(frames, fps=30)


# ---- spans


def frames_of(spans):
    return sorted(f for s in spans for f in range(s.start, s.stop))


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 64])
@pytest.mark.parametrize("gop", [1, 12, 250, 10**9])
@pytest.mark.parametrize("n_frames", [1, 40, 700, 44_000])
def test_spans_cover_what_is_unfinished_once(workers, gop, n_frames):
    starts = np.arange(0, n_frames, gop)
    n_chunks = -(-n_frames // 64)
    for unfinished in (range(n_chunks), range(1, n_chunks, 2), [n_chunks - 1], []):
        spans = cut_into_spans(unfinished, n_frames, 64, starts, workers)
        due = [f for c in unfinished for f in range(64 * c, min(64 * c + 64, n_frames))]
        assert frames_of(spans) == due
        lengths = [s.stop - s.start for s in spans]
        assert lengths == sorted(lengths, reverse=True)
        assert all(1 <= s.decoder_threads <= workers for s in spans)


def test_a_long_movie_with_keyframes_keeps_every_worker_busy():
    spans = cut_into_spans(range(172), 44_000, 256, np.arange(0, 44_000, 250), 2)
    assert len(spans) >= 6 and {s.decoder_threads for s in spans} == {1}
    assert spans[-1].stop - spans[-1].start < 0.15 * 44_000


def test_one_long_gop_is_one_span_with_all_threads():
    assert cut_into_spans(range(100), 25_600, 256, np.array([0]), 4) == [Span(0, 25_600, 4)]


@pytest.mark.parametrize(("workers", "part"), [(2, 0.005), (4, 0.01), (16, 0.05)])
def test_hardly_a_frame_is_decoded_in_vain(workers, part):
    starts = np.arange(0, 64_000, 300)
    spans = cut_into_spans(range(1000), 64_000, 64, starts, workers)
    assert len(spans) >= workers
    waste = [(s.start - 1) % 300 for s in spans if s.start]
    assert sum(waste) < part * 64_000


def test_cuts_follow_irregular_start_frames():
    starts = np.unique(np.r_[0, np.random.default_rng(3).integers(1, 64_000, 300)])
    spans = cut_into_spans(range(1000), 64_000, 64, starts, 4)
    assert np.isin([s.start - 1 for s in spans if s.start], starts).mean() > 0.6


@pytest.mark.parametrize(("n_frames", "gop"), [(160, 10**9), (2700, 250), (44_000, 12)])
def test_one_worker_has_one_span(n_frames, gop):
    starts = np.arange(0, n_frames, gop)
    spans = cut_into_spans(range(-(-n_frames // 16)), n_frames, 16, starts, 1)
    assert spans == [Span(0, n_frames, 1)]


def test_a_cut_within_a_group_evens_out_what_groups_leave_uneven():
    """Eleven groups of pictures, two workers: by whole groups one has 1450 frames to do."""
    spans = cut_into_spans(range(22), 2700, 128, np.arange(0, 2700, 250), 2)
    ends = [0.0, 0.0]
    for span in spans:  # in their order, each to who is free first
        vain = (span.start - 1) % 250 if span.start else 0
        ends[ends.index(min(ends))] += span.stop - span.start + 0.75 * vain
    assert max(ends) < 1430
    assert frames_of(spans) == list(range(2700))


# ---- what is stored


@pytest.mark.parametrize("chunk_frames", [16, 48, None])
def test_cells_thumbnails_and_traces_are_those_of_the_frames(
    reader, frames, tmp_path, chunk_frames
):
    crop = Crop(8, 4, 80, 56, (Mask("spout", "ellipse", ((10, 10), (40, 30))),))
    result = extract(reader, tmp_path / "o", PARAMS, crop, workers=2, chunk_frames=chunk_frames)
    box = crop.box(64, 96)
    from element_mouseface.core.features.masks import mask_px

    mask = mask_px(crop, 64, 96)
    cells = cell_histograms(frames[:, *box], PARAMS, mask=mask)
    np.testing.assert_array_equal(np.asarray(result.cells), cells)
    np.testing.assert_array_equal(result.times_s, reader.times_s)
    inside = frames[:, *box][:, ~mask].astype(float)
    np.testing.assert_allclose(result.quality("luminance"), inside.mean(1), rtol=1e-5)
    motion = result.quality("motion_energy")
    assert np.isnan(motion[0])
    np.testing.assert_allclose(motion[1:], np.abs(np.diff(inside, axis=0)).mean(1), rtol=1e-5)
    assert result.thumbnails.shape == (N, 60, 80)
    assert result.flags[0] == FrameFlag.FIRST and not result.flags[1:].any()
    assert (result.params, result.crop, result.grid) == (PARAMS, crop, (3, 5))
    assert result.info["n_frames"] == N and result.info["fps"] == pytest.approx(30)
    assert set(result.definitions) == set(result.output_names)
    # A cell next to no mask is whole; one under it has numbers that are always zero.
    assert result.cell_coverage.shape == (3, 5) and result.cell_coverage[2, 4] == 1
    descriptors = open_descriptors(tmp_path / "o", block_norm="L1", cells_per_block=(2, 2))
    other = dataclasses.replace(PARAMS, block_norm="L1", cells_per_block=(2, 2))
    np.testing.assert_array_equal(np.asarray(descriptors), normalized(cells, other))
    result.verify()


def test_the_digest_depends_on_content_only(reader, frames, tmp_path):
    digests = {
        extract(reader, tmp_path / f"{w}-{c}", PARAMS, workers=w, chunk_frames=c).digest
        for w in (1, 2, 5)
        for c in (16, 32, 80)
    }
    assert len(digests) == 1
    changed = frames.copy()
    changed[40, 5:20, 5:20] += 1
    other = extract(open_video(changed, fps=30), tmp_path / "other", PARAMS)
    assert other.digest not in digests
    slower = extract(open_video(frames, fps=25), tmp_path / "slower", PARAMS)
    assert slower.digest not in digests


@pytest.mark.parametrize("n_spans", [2, 5, 12])
def test_spans_are_begun_in_the_order_given(tmp_path, n_spans):
    # The planner gives long spans first, so that short ones even the end out: Dask must not
    # turn that round.
    begun = []

    class Noted(Damaged):
        def read(self, start, stop, *, threads=1):
            begun.append((start + 16) // 16 if start else 0)
            return self._reader.read(start, stop, threads=threads)

    reader = Noted(open_video(pictures(16 * n_spans), fps=30), [])
    hog = HOGExtractor(PARAMS, Crop(), reader.info.height_px, reader.info.width_px)
    layout = Layout(declared_outputs([hog]), reader.info.n_frames, 16)
    partial = PartialResult(tmp_path / "o", {"content": {}, "code": {}}, layout)
    given = [*range(1, n_spans, 2), *range(0, n_spans, 2)]
    spans = [Span(16 * c, 16 * c + 16) for c in given]
    tasks = [SpanTask(str(partial.folder), partial.token, layout, span) for span in spans]
    run_tasks(tasks, reader, [hog], workers=1, on_poll=lambda: None)
    assert begun == given and missing_chunks(partial) is None


class Damaged:
    """A reader some of whose frames cannot be decoded; all else is the array reader's."""

    def __init__(self, reader, lost):
        self._reader, self._lost = reader, set(lost)

    def __getattr__(self, name):
        return getattr(self.__dict__["_reader"], name)

    def read(self, start, stop, *, threads=1):
        for n, frame in self._reader.read(start, stop, threads=threads):
            yield n, None if n in self._lost else frame


@pytest.mark.parametrize("chunk_frames", [16, 80])
def test_lost_frames_are_flagged_and_never_repeated(reader, frames, tmp_path, chunk_frames):
    lost = [0, 15, 16, 40, 74]
    result = extract(
        Damaged(reader, lost), tmp_path / "o", PARAMS, workers=2, chunk_frames=chunk_frames
    )
    missing = (result.flags & FrameFlag.MISSING) != 0
    np.testing.assert_array_equal(np.flatnonzero(missing), lost)
    cells = np.asarray(result.cells)
    assert np.isnan(cells[lost]).all() and not np.asarray(result.thumbnails)[lost].any()
    np.testing.assert_array_equal(cells[~missing], cell_histograms(frames[~missing], PARAMS))
    for name in result.quality_names:
        assert np.isnan(result.quality(name)[lost]).all()
    motion = np.isnan(result.quality("motion_energy"))
    np.testing.assert_array_equal(np.flatnonzero(motion), [0, 1, 15, 16, 17, 40, 41, 74])
    assert (result.flags[[1, 17, 41]] == FrameFlag.FIRST).all()


def test_a_reader_that_skips_is_caught(reader, tmp_path):
    class Skips(Damaged):
        def read(self, start, stop, *, threads=1):
            return ((n, f) for n, f in self._reader.read(start, stop) if n != 33)

    with pytest.raises(MouseFaceError, match="Frame 33"):
        extract(Skips(reader, []), tmp_path / "o", PARAMS, workers=2)


def test_extractors_of_the_same_pass_are_stored_beside(reader, frames, tmp_path):
    result = extract(
        reader, tmp_path / "o", PARAMS, extractors=[RowMeans()], workers=2, chunk_frames=16
    )
    np.testing.assert_allclose(np.asarray(result.array("row_means")), frames.mean(2), rtol=1e-5)
    plain = extract(reader, tmp_path / "plain", PARAMS)
    np.testing.assert_array_equal(np.asarray(result.cells), np.asarray(plain.cells))
    with pytest.raises(ParameterError, match="Two extractors"):
        extract(reader, tmp_path / "p", PARAMS, extractors=[RowMeans(), RowMeans()])
    with pytest.raises(ResultMismatchError, match="extractors"):
        extract(reader, tmp_path / "plain", PARAMS, extractors=[RowMeans()])


class RowMeans:
    """The mean of every row of the frame, as motion SVD will store its bins."""

    name = "row_means"
    outputs = {"row_means": ((64,), np.float32)}
    definitions = {"row_means": "mean of each row"}

    def identity(self):
        return {"name": self.name}

    def row(self, buffers, index):
        return buffers["row_means"][index]

    def __call__(self, luma, previous, row):
        luma.mean(1, out=row)

    def missing(self, row):
        row[:] = np.nan


# ---- again, and where not


def test_a_result_that_is_there_is_returned_and_another_is_not_replaced(reader, tmp_path):
    first = extract(reader, tmp_path / "o", PARAMS)
    stamp = (tmp_path / "o" / "zarr.json").stat().st_mtime_ns
    assert extract(reader, tmp_path / "o", PARAMS, chunk_frames=64).digest == first.digest
    assert (tmp_path / "o" / "zarr.json").stat().st_mtime_ns == stamp
    other = HOGParams(pixels_per_cell=(8, 8))
    with pytest.raises(ResultMismatchError, match="pixels_per_cell"):
        extract(reader, tmp_path / "o", other)
    assert open_result(tmp_path / "o").digest == first.digest
    replaced = extract(reader, tmp_path / "o", other, overwrite=True)
    assert replaced.params == other and open_result(tmp_path / "o").digest != first.digest
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o"]


def test_what_is_not_ours_is_never_overwritten(reader, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("x")
    for overwrite in (False, True):
        with pytest.raises(ResultMismatchError, match="not a result"):
            extract(reader, tmp_path / "thesis", PARAMS, overwrite=overwrite)
    assert (tmp_path / "thesis" / "chapter.tex").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["thesis"]


def test_bad_input_is_refused_before_anything_is_written(reader, tmp_path):
    for params, crop, error in [
        (PARAMS, Crop(90, 0, 20, 20), CropError),
        (HOGParams(pixels_per_cell=(65, 65)), Crop(), CropError),
        (PARAMS, Crop(masks=(Mask("all", points=((0, 0), (96, 64))),)), CropError),
    ]:
        with pytest.raises(error):
            extract(reader, tmp_path / "o", params, crop)
    with pytest.raises(ParameterError, match="chunk_frames"):
        extract(reader, tmp_path / "o", PARAMS, chunk_frames=10)
    for workers in (0, -1, 1.5, True):
        with pytest.raises(ParameterError, match="workers"):
            extract(reader, tmp_path / "o", PARAMS, workers=workers)
    for name in ("o.partial", "o.lock", "o.old"):
        with pytest.raises(ParameterError, match="called"):
            extract(reader, tmp_path / name, PARAMS)
    assert not any(tmp_path.iterdir())


def test_places_that_cannot_be_written_are_told(reader, tmp_path):
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file" / "o.zarr", "/proc/nowhere/o.zarr"):
        with pytest.raises(StorageError, match="folder"):
            extract(reader, out, PARAMS)


def test_too_little_room_is_told_before_the_work(reader, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    called = []
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=50_000))
    with pytest.raises(StorageError, match="not enough disk space"):
        extract(reader, tmp_path / "o", PARAMS, progress=lambda *a: called.append(a))
    assert not called
    # Room that may do, and may not: told, and tried.
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=300_000))
    with pytest.warns(UserWarning, match="may take"):
        extract(reader, tmp_path / "o", PARAMS)


def test_the_second_of_two_runs_is_busy(reader, tmp_path):
    with RunLock(tmp_path / "o.lock"), pytest.raises(ResultBusyError, match="Another run"):
        extract(reader, tmp_path / "o", PARAMS)
    extract(reader, tmp_path / "o", PARAMS)


def test_of_runs_that_begin_at_once_one_computes(reader, tmp_path):
    outcomes = []

    def run():
        try:
            outcomes.append(extract(reader, tmp_path / "o", PARAMS, workers=1).digest)
        except ResultBusyError:
            outcomes.append("busy")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    digests = set(outcomes) - {"busy"}
    # Whoever came after the winner was done got its result; whoever came before was told.
    assert len(outcomes) == 4 and digests == {open_result(tmp_path / "o").digest}


def test_an_error_midway_keeps_what_is_finished_and_ends_all_writing(reader, tmp_path):
    class Breaks(Damaged):
        def read(self, start, stop, *, threads=1):
            for n, frame in self._reader.read(start, stop):
                if n == 70:
                    raise StorageError("the network share is gone")
                yield n, frame

    with pytest.raises(StorageError, match="network share"):
        extract(Breaks(reader, []), tmp_path / "o", PARAMS, workers=1, chunk_frames=16)
    markers = sorted((tmp_path / "o.partial" / "chunks").iterdir())
    assert markers and not (tmp_path / "o.lock").exists()
    stamps = [m.stat().st_mtime_ns for m in markers]
    seen = []
    result = extract(reader, tmp_path / "o", PARAMS, workers=1, progress=lambda *a: seen.append(a))
    assert seen[0] == (16 * len(markers), N) and seen[-1] == (N, N)
    assert result.provenance["computed_frames"] == N - 16 * len(markers)
    assert result.digest == extract(reader, tmp_path / "p", PARAMS).digest
    assert stamps  # the markers went with the commit


def test_progress_ends_at_the_whole_and_its_error_ends_the_run(reader, tmp_path):
    seen = []
    extract(reader, tmp_path / "o", PARAMS, workers=3, progress=lambda *a: seen.append(a))
    assert seen[0] == (0, N) and seen[-1] == (N, N)
    assert [d for d, _ in seen] == sorted({d for d, _ in seen})

    def stop(done, total):
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(reader, tmp_path / "p", PARAMS, workers=2, progress=stop, chunk_frames=16)
    assert not (tmp_path / "p.lock").exists() and not (tmp_path / "p").exists()
    assert extract(reader, tmp_path / "p", PARAMS).digest == open_result(tmp_path / "o").digest


LIMITED = """
import resource, sys
import numpy as np
from element_mouseface import extract, open_video
from element_mouseface.errors import StorageError
from element_mouseface.params import HOGParams
noise = np.random.default_rng(0).integers(0, 255, (64, 128, 192), dtype=np.uint8)
reader = open_video(noise, fps=30)
import element_mouseface.core.extraction  # compiled code is cached before files are limited
soft = int(sys.argv[2])
if soft:
    extract(reader, sys.argv[1] + "-warm", HOGParams(pixels_per_cell=(8, 8)), workers=1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))
try:
    result = extract(reader, sys.argv[1], HOGParams(pixels_per_cell=(8, 8)), workers=1)
    print("done", result.digest, result.provenance["computed_frames"])
except StorageError as error:
    print("StorageError", error.got)
"""


def test_a_disk_that_refuses_midway_is_told_and_gone_on_from(tmp_path):
    """A limit on the size of files stands in for a full disk: writes fail in the middle."""
    run = [sys.executable, "-c", LIMITED, str(tmp_path / "o")]
    refused = subprocess.run([*run, "100000"], capture_output=True, text=True, check=True)
    assert refused.stdout.startswith("StorageError"), refused.stdout + refused.stderr
    assert not (tmp_path / "o").exists() and (tmp_path / "o.partial").exists()
    done = subprocess.run([*run, "0"], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == open_result(tmp_path / "o-warm").digest
