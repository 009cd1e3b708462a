"""Functions that compile on first use."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from element_mouseface.core.features._kernel.codegen import made_once


def test_several_threads_compile_once():
    calls, start = [], threading.Barrier(4)

    @made_once
    def make():
        calls.append(1)
        time.sleep(0.05)
        return object()

    def wait_and_get(_):
        start.wait()
        return make()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(wait_and_get, range(4)))
    assert len(calls) == len(found) == 1
