"""Run independent fits in threads, each with one thread of its own.

The libraries' own threads would wait for each other, and sums that are split among more of
them differ in their last digits: with one each, results are the same on any machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from ...errors import check_whole

RunAll = Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]
"""Gives what a function gives for each item, in order."""


def one_by_one(function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """The same without threads: for what runs in one of several already."""
    return [function(item) for item in items]


def count_workers(workers: int | None) -> int:
    """How many threads: those given, or one for each core that this process may use."""
    if workers is not None:
        return check_whole("workers", workers, 1, or_else=", or None for all cores")
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


@contextmanager
def in_threads(workers: int) -> Iterator[RunAll]:
    """A function that runs another for each of some items, in so many threads.

    An error of one ends the others, as does an interrupt.
    """
    import sklearn.ensemble  # noqa: F401  its OpenMP has to be there to be limited

    with _blas_on_one_thread():
        pool = ThreadPoolExecutor(workers, "learning", initializer=_openmp_on_one_thread)
        try:
            yield lambda function, items: list(pool.map(function, items))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _openmp_on_one_thread() -> None:
    # OpenMP keeps this number for each thread by itself.
    threadpool_limits(limits=1, user_api="openmp")


_lock = threading.Lock()
_holders: list[threadpool_limits] = []
_count = 0


@contextmanager
def _blas_on_one_thread() -> Iterator[None]:
    """Linear algebra keeps one number for the process: the last of several users puts it back."""
    global _count
    with _lock:
        _count += 1
        if _count == 1:
            _holders.append(threadpool_limits(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            _count -= 1
            if not _count:
                _holders.pop().restore_original_limits()
