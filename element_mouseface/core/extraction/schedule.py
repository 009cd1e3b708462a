"""Run the spans on Dask: threads of this machine, or a `dask.distributed` cluster.

Both run the same graph of `run_span`; the output does not depend on where.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import dask

from ...errors import DependencyError, ParameterError, ResultError, check_whole, raised_as
from ..video.base import VideoReader
from .extractors import FrameExtractor
from .worker import SpanTask, run_span, stop_spans

_POLL_S = 0.5
#: Address space that the libraries reserve, and that of a thread with its decoder.
_LIBRARIES_MB, _THREAD_MB = 2000, 150


def count_workers(workers: int | None, client: Any) -> int:
    """The number of spans that run at once.

    Raises
    ------
    ParameterError
        If `workers` is not a positive whole number.
    """
    if workers is not None:
        return check_whole("workers", workers, 1, or_else=", or None for all cores")
    if client is not None:
        return max(1, sum(client.nthreads().values()))
    return _usable_cores()


def _usable_cores() -> int:
    # A batch system gives a job some of a node's cores; cpu_count would count all of them.
    try:
        cores = max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        cores = os.cpu_count() or 1
    return min(cores, _threads_that_fit())


def _threads_that_fit() -> int:
    """The number of threads that fit in the limit of the address space (`ulimit -v`)."""
    try:
        import resource
    except ImportError:  # Windows
        return sys.maxsize
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return sys.maxsize
    return max(1, ((limit >> 20) - _LIBRARIES_MB) // _THREAD_MB)


@contextmanager
def connected(scheduler: Any):
    """A distributed client for `scheduler`; None for threads. Closed again if opened here.

    Parameters
    ----------
    scheduler : None, str or distributed.Client
        None or 'threads' for this machine; else a client, or a scheduler's address.

    Raises
    ------
    DependencyError
        If `dask.distributed` is not installed.
    ParameterError
        If no scheduler responds at the address.
    """
    if scheduler is None or scheduler == "threads":
        yield None
        return
    if not isinstance(scheduler, str):
        yield scheduler
        return
    install = "pip install 'element-mouseface[distributed]'"
    lacking = "dask.distributed is not installed."
    with raised_as(DependencyError, lacking, do=install, of=(ImportError,)):
        from distributed import Client
    silent = f"No Dask scheduler responds at {scheduler!r}."
    expected = "an address as `dask scheduler` prints it, tcp://host:8786"
    with raised_as(ParameterError, silent, expected=expected, of=(OSError, ValueError)):
        client = Client(scheduler, timeout="10s", set_as_default=False)
    try:
        yield client
    finally:
        client.close()


def run_tasks(
    tasks: Sequence[SpanTask],
    reader: VideoReader,
    extractors: Sequence[FrameExtractor],
    *,
    workers: int,
    client: Any = None,
    on_poll: Callable[[], None],
) -> None:
    """Run every span.

    Parameters
    ----------
    tasks : sequence of SpanTask
        They start in this order.
    reader, extractors
        Sent to each worker once.
    workers : int
        Threads, without a client.
    client : distributed.Client, optional
    on_poll : callable
        Called repeatedly while a cluster works.

    Raises
    ------
    MouseFaceError
        The first error of a worker; `ResultError` if the cluster is gone.
    """
    shared = dask.delayed((reader, list(extractors)), pure=False, traverse=False)
    # Of equal tasks Dask starts the one whose key is last in the alphabet.
    spans = [
        dask.delayed(_run_shared, pure=False)(
            task, shared, dask_key_name=f"span-{len(tasks) - i:06d}-{task.token}"
        )
        for i, task in enumerate(tasks)
    ]
    if client is not None:
        _run_on_cluster(spans, client, on_poll)
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="mouseface")
    try:
        dask.compute(*spans, scheduler="threads", pool=pool, num_workers=workers)
    except (KeyboardInterrupt, SystemExit):
        for task in tasks:
            stop_spans(task.token)
        raise
    finally:
        # Nothing may write after the lock is released.
        pool.shutdown(wait=True, cancel_futures=True)


def _run_shared(task: SpanTask, shared: tuple[VideoReader, list[FrameExtractor]]) -> int:
    return run_span(task, *shared)


def _run_on_cluster(spans: Sequence[Any], client: Any, on_poll: Callable[[], None]) -> None:
    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker

    pending: set[Any] = set()
    try:
        # No `retries`: a dead worker's spans go to another worker anyway, and an error would recur.
        pending |= set(client.compute(list(spans)))
        _wait_for(pending, client, on_poll)
    except KilledWorker as error:
        raise ResultError(
            "The cluster's workers keep dying with this movie.",
            got=str(error),
            do="give them more memory, or see their logs; finished chunks are kept",
        ) from error
    except (CancelledError, CommClosedError) as error:
        raise ResultError(
            "The Dask cluster has gone, or has dropped this run's tasks.",
            got=" ".join(str(error).partition("Futures:")[0].split()) or type(error).__name__,
            do="start the cluster again, and give the same command: finished chunks are kept, and "
            "the run resumes",
        ) from error
    finally:
        # A lost client raises errors of several kinds, and its tasks are gone: an error from here
        # would hide why the run ended.
        with suppress(Exception):
            client.cancel(list(pending))


def _wait_for(pending: set[Any], client: Any, on_poll: Callable[[], None]) -> None:
    """Wait for futures, and remove finished ones from the set."""
    from distributed import wait

    while pending:
        try:
            # `wait` uses the default client, and a client made from an address is not the default.
            with client.as_current():
                states = wait(pending, timeout=_POLL_S, return_when="FIRST_COMPLETED")
        except TimeoutError:
            on_poll()
            continue
        for future in states.done:
            future.result()
        pending &= set(states.not_done)
        on_poll()
