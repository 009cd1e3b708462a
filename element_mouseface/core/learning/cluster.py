"""Run folds on a given Dask cluster: each fold is one task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any

from ...errors import ResultError
from .fold_task import FoldOutcome, FoldTask, Shared, run_fold


def run_on_cluster(
    client: Any, shared: Shared, final: Shared, tasks: Sequence[tuple[Any, FoldTask]]
) -> Iterator[FoldOutcome]:
    """What each fold gives, in order; a worker's thread runs one fold at a time.

    Parameters
    ----------
    client : distributed.Client
    shared, final : Shared
        For folds, and for the task without one.
    tasks : sequence of (Fold or None, FoldTask)

    Raises
    ------
    MouseFaceError
        What a worker raised.
    ResultError
        If the cluster has gone, or its workers keep dying.
    """
    import dask
    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker

    # Within the graph, and not scattered: what was scattered is gone with the workers that had it.
    of_folds, of_final = (dask.delayed(one, pure=False, traverse=False) for one in (shared, final))
    fold_run = dask.delayed(run_fold, pure=False, traverse=False)
    runs = [
        fold_run(of_final if fold is None else of_folds, dask.delayed(task, traverse=False), 1)
        for fold, task in tasks
    ]
    futures: list[Any] = []
    try:
        futures = client.compute(runs)
        while futures:  # what has been taken in is not kept on the cluster
            yield futures[0].result()
            del futures[0]
    except KilledWorker as error:
        raise ResultError(
            "The cluster's workers keep dying on this training.",
            got=str(error),
            do="give them more memory, or look into their logs",
        ) from error
    except (CancelledError, CommClosedError) as error:
        raise ResultError(
            "The Dask cluster has gone, or has dropped this training's tasks.",
            got=" ".join(str(error).split()) or type(error).__name__,
            do="start the cluster again, and train again",
        ) from error
    finally:
        with suppress(Exception):  # a client that has gone took its tasks along
            client.cancel(futures)
