"""Run independent folds, or groups of folds, in two threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from threadpoolctl import threadpool_limits

_MOST = 2


def run_parallel(function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What the function gives for each tuple of arguments, in order.

    In up to two threads: the work is compiled code and linear algebra, which let others run.
    Each takes one thread for linear algebra, as two that share the cores wait for each other.
    """
    workers = min(_MOST, len(calls), _cores())
    if workers < 2:
        return [function(*arguments) for arguments in calls]
    with (
        threadpool_limits(limits=1, user_api="blas"),
        ThreadPoolExecutor(workers, thread_name_prefix="contrast") as pool,
    ):
        return list(pool.map(lambda arguments: function(*arguments), calls))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
