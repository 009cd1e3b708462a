"""`extract`: one pass over a movie into a result folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import ParameterError, check_type
from ...params import Crop, HOGParams
from ..outputs import RunLock, lock_path
from ..store import Result, open_result
from ..store.chunk_writer import storage_errors
from ..store.commit import commit, missing_chunks, prepare
from ..store.layout import Layout, choose_chunk_frames, partial_path
from ..store.repair import Damage, check_repaired, kept_layout, take_over
from ..store.writer import PartialResult
from ..video.base import VideoReader
from .color_extractor import ColorExtractor
from .extractors import FrameExtractor, HOGExtractor, declared_outputs, takes_color
from .places import check_space, checked_out, refuse_to_replace, remove_begun, reusable
from .provenance import about, library_versions
from .schedule import connected, count_workers, run_tasks
from .spans import cut_into_spans
from .worker import SpanTask, chunk_listener

Progress = Callable[[int, int], None]


def extract(
    reader: VideoReader,
    out: str | Path,
    params: HOGParams | None = None,
    crop: Crop | None = None,
    *,
    workers: int | None = None,
    scheduler: Any = None,
    progress: Progress | None = None,
    overwrite: bool = False,
    repair: bool = False,
    chunk_frames: int | None = None,
    color: bool = False,
    color_matrix: str | None = None,
    extractors: Sequence[FrameExtractor] = (),
) -> Result:
    """Pass once over a movie and store the descriptors, thumbnail and quality of each frame.

    To resume a killed run, call again with the same arguments: finished chunks are not computed
    again, and the result is identical. An existing result of the same video and parameters is
    returned unchanged.

    Parameters
    ----------
    reader : VideoReader
        From `open_video`.
    out : str or Path
        The result folder to write.  `OUT.partial` and `OUT.lock` exist next to it
        during the run.
    params : HOGParams, optional
    crop : Crop, optional
        The whole frame by default.
    workers : int, optional
        Spans processed in parallel; by default every usable core, or every thread
        of the cluster.
    scheduler : None, 'threads', str or distributed.Client
        None runs on this machine's threads; a client or an address on a
        `dask.distributed` cluster whose workers see video and `out` under the
        same paths.
    progress : callable(done_frames, total_frames), optional
        Called from time to time, from any thread but never twice at once.
    overwrite : bool
        Replace a result, or a partial one, instead of reusing it.
    repair : bool
        Verify an existing result and recompute damaged or missing parts from the video, with
        the same digest.  `Result.repaired` lists them.
    chunk_frames : int, optional
        Frames in a chunk, a multiple of 16; chosen by size by default.  It does
        not change the digest; a resumed result keeps its own.
    color : bool
        Also store a small picture of the crop's chroma for each frame; `open_colors` reads the
        colored thumbnails.
    color_matrix : {'bt601', 'bt709', 'bt2020', 'smpte240m', 'fcc'}, optional
        Of the video's luma and chroma, with `color`; by default as it signals, or else guessed.
    extractors : sequence of FrameExtractor
        Further extractors of the same pass.

    Returns
    -------
    Result

    Raises
    ------
    CropError, ParameterError
        Before anything is written; also if `color` is asked of a gray recording.
    ResultMismatchError
        If `out` has another result, or an unfinished one.
    ResultChangedError
        If the result at `out` is damaged, unless `repair` repairs it.
    ResultBusyError
        If another run is writing there.
    StorageError
        If the folder cannot be written, or the disk is full; finished chunks are kept.
    ResultError
        If a cluster's workers keep dying, or the cluster stops; finished chunks are kept.
    VideoError
        If the video changes or cannot be read.
    """
    if not hasattr(reader, "info"):  # anything with the interface of a VideoReader
        check_type("reader", reader, VideoReader, "a reader from `open_video(path)`")
    check_type("crop", crop, Crop | None, "Crop(x=..., y=..., width=..., height=...)")
    check_type("params", params, HOGParams | None, "HOGParams(...)")
    params, crop, out = params or HOGParams(), crop or Crop(), checked_out(out, reader)
    info = reader.info
    hog = HOGExtractor(params, crop, info.height_px, info.width_px, luma_table=reader.luma_table)
    everything: list[FrameExtractor] = [hog, *extractors]
    everything += _color(reader, crop, color, color_matrix, extractors)
    outputs = declared_outputs(everything)
    chunk_frames = chunk_frames or choose_chunk_frames(outputs, info.n_frames)
    layout = Layout(outputs, info.n_frames, chunk_frames)
    spec = {
        "content": _content(reader, params, crop, everything),
        "code": {"element_mouseface": __version__},
    }
    if overwrite and repair:
        raise ParameterError(
            "A result is repaired or replaced, not both.", do="leave out overwrite, or repair"
        )
    if not overwrite and (result := reusable(out, spec, repair)):
        return result
    with connected(scheduler) as client:
        n_workers = count_workers(workers, client)
        run = _Run(reader, everything, n_workers, client, progress or _no_progress)
        with storage_errors(out.parent, "preparing the folder"):
            out.parent.mkdir(parents=True, exist_ok=True)
            lock = RunLock(lock_path(out))
            lock.acquire()
        try:
            # Another run may have finished during the preparation.
            if not overwrite and (result := reusable(out, spec, repair)):
                return result
            damage = _made(run, out, spec, layout, hog, lock, overwrite)
        finally:
            lock.release()
    result = open_result(out)
    result.was_computed = True
    result.repaired = tuple(damage.found) if damage else ()
    return result


def _made(
    run: _Run,
    out: Path,
    spec: dict[str, Any],
    layout: Layout,
    hog: HOGExtractor,
    lock: RunLock,
    overwrite: bool,
) -> Damage | None:
    """Make the result at `out`; returns the faults of a repaired result."""
    refuse_to_replace(out)
    if overwrite:
        remove_begun(partial_path(out))
    damage, repairing = None, out.exists() and not overwrite
    if repairing:
        layout = kept_layout(out, layout)
    partial = PartialResult(out, spec, layout)
    if repairing:
        damage = take_over(out, partial)
    run.compute(partial, lock)
    if damage:
        check_repaired(out, partial, run.reader.times_s, damage)
    told = about(hog, run.extractors, run.reader.info, spec, run.provenance())
    commit(partial, run.reader.times_s, told)
    return damage


def _color(
    reader: VideoReader,
    crop: Crop,
    color: bool,
    matrix: str | None,
    others: Sequence[FrameExtractor],
) -> list[FrameExtractor]:
    """The extractor of color, if it is asked for."""
    if not color:
        if matrix is not None:
            raise ParameterError(
                "A color matrix is given, but no color is asked for.",
                do="give color=True (--color) too, or leave it out",
            )
        for other in filter(takes_color, others):
            # says why the recording has no color, where it has none
            ColorExtractor.for_reader(reader, crop, getattr(other, "matrix", None))
        return []
    return [ColorExtractor.for_reader(reader, crop, matrix)]


class _Run:
    """The computation of one result, with its provenance."""

    def __init__(
        self,
        reader: VideoReader,
        extractors: Sequence[FrameExtractor],
        workers: int,
        client: Any,
        progress: Progress,
    ):
        self.reader, self.extractors = reader, extractors
        self.workers, self.client, self.progress = workers, client, progress
        self.started = datetime.now(UTC)
        self.computed_frames = 0
        self.duration_s = 0.0

    def provenance(self) -> dict[str, Any]:
        """Time, duration, versions and machine."""
        return {
            **library_versions(),
            "started_at": self.started.isoformat(timespec="seconds"),
            "duration_s": self.duration_s,
            "computed_frames": self.computed_frames,
            "workers": self.workers,
            "scheduler": "threads" if self.client is None else "distributed",
        }

    def compute(self, partial: PartialResult, lock: RunLock) -> None:
        """Compute every unfinished chunk of a partial result."""
        layout, total = partial.layout, self.reader.info.n_frames
        begin = time.perf_counter()
        try:
            finished = partial.finished_chunks(self.workers)
            unfinished = sorted(set(range(layout.n_chunks)) - finished)
            check_space(partial.folder, layout, len(unfinished))
            done = total - sum(b - a for a, b in map(layout.frames, unfinished))
            self.computed_frames = total - done
            self.progress(done, total)
            spans = cut_into_spans(
                unfinished, total, layout.chunk_frames, self.reader.start_frames, self.workers
            )
            tasks = [SpanTask(str(partial.folder), partial.token, layout, s) for s in spans]
            counted = _Counter(done, total, self.progress)

            def poll() -> None:
                lock.heartbeat()
                marked = partial.count_marked()
                counted.at_least(min(total, marked * layout.chunk_frames))

            with chunk_listener(partial.token, counted.add):
                # Prepare files of the commit during the work, not after it.
                with ThreadPoolExecutor(1) as beside:
                    prepared = beside.submit(prepare, partial)
                    run_tasks(
                        tasks,
                        self.reader,
                        self.extractors,
                        workers=self.workers,
                        client=self.client,
                        on_poll=poll,
                    )
                    prepared.result()
            partial.join_pieces()
            if error := missing_chunks(partial):
                raise error
        finally:
            partial.end_run()
        self.duration_s = time.perf_counter() - begin


class _Counter:
    """Count finished frames and report them to `progress`."""

    def __init__(self, done: int, total: int, progress: Progress):
        self._done, self._total, self._progress = done, total, progress

    def add(self, frames: int) -> None:
        self.at_least(self._done + frames)

    def at_least(self, done: int) -> None:
        if done > self._done:
            self._done = done
            self._progress(done, self._total)


def _no_progress(done: int, total: int) -> None:
    return None


def _content(
    reader: VideoReader, params: HOGParams, crop: Crop, extractors: Sequence[FrameExtractor]
) -> dict[str, Any]:
    """Everything that decides the numbers of a result, to compare two runs."""
    return {
        "video": reader.content_hash(),
        "n_frames": reader.info.n_frames,
        "frame_px": [reader.info.height_px, reader.info.width_px],
        "params": params.to_dict(),
        "crop": crop.to_dict(),
        "extractors": [e.identity() for e in extractors],
    }
