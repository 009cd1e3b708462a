"""Interrupts: Control-C ends a command within two seconds.

Python raises KeyboardInterrupt only between two of its own steps, and a thread pool waits for its
threads: a checksum of a large file, a library's long computation. So the command has a moment to
end by itself and clean up; then its process is ended. Nothing is lost: every output is written so
that a killed run can be resumed (`core.store`, `core.outputs`).
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: How long a command may take to end by itself.
GRACE_S = 1.2
#: The exit code of an interrupted command, as in a shell.
INTERRUPTED = 130
MESSAGE = "\nmouseface: interrupted; what is finished is kept"


@contextmanager
def stopped_soon(grace_s: float = GRACE_S) -> Iterator[None]:
    """End the process if an interrupt does not end this block within `grace_s`.

    Nothing changes if interrupts are ignored (a shell's background job) or handled elsewhere, or
    outside the main thread.
    """
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    # The system's signal handler writes into this even while Python is blocked.
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(ours, over, grace_s), daemon=True)
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    watch.start()
    try:
        yield
    finally:
        over.set()
        signal.set_wakeup_fd(before)
        theirs.close()  # which ends the watch
        watch.join()
        ours.close()


def _watch(signals: socket.socket, over: threading.Event, grace_s: float) -> None:
    while number := signals.recv(1):
        if number[0] == signal.SIGINT:
            if not over.wait(grace_s):
                _end()
            return


def _end() -> None:
    from ..core.outputs import remove_unfinished

    with suppress(Exception):
        remove_unfinished()
    with suppress(Exception):
        print(MESSAGE, file=sys.stderr, flush=True)
    os._exit(INTERRUPTED)
