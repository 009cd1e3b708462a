"""Check the memory limit (`ulimit -v`) before the libraries run into it.

Under `ulimit -v` a library that gets no memory ends the process: LLVM aborts, OpenBLAS interrupts
it, a thread cannot start. None of these can be caught, so the limit is checked before the libraries
are loaded.
"""

from __future__ import annotations

import os

from ..errors import StorageError

#: Address space that a command needs, measured with two threads, plus a tenth; most of it is
#: never used.  A pass itself uses 300 MB of memory.
NEEDED_MB = {
    "hog": 2300,
    "score": 2300,
    "demo": 2300,
    "why": 2300,
    "transcode": 1300,
    "video": 1300,
    "regions": 1100,
    "info": 900,
    "clean": 900,
}
#: address space for parsing the options, which loads NumPy
_LEAST_MB = min(NEEDED_MB.values())
MORE = "raise the limit, as with `ulimit -v unlimited`, or ask your batch system for more memory"


def prepare_memory() -> None:
    """Before NumPy is loaded, limit BLAS to one thread if memory is limited, and check the limit.

    Raises
    ------
    StorageError
    """
    limit_mb = _limit_mb()
    if limit_mb is None:
        return
    # OpenBLAS reserves memory for each thread when it is loaded, and interrupts the process
    # if it gets none.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if limit_mb < _LEAST_MB:
        raise _too_little(limit_mb, _LEAST_MB, "mouseface")


def check_memory(command: str) -> None:
    """Refuse a limit of the address space under which the libraries would abort.

    Raises
    ------
    StorageError
    """
    limit_mb = _limit_mb()
    needed_mb = NEEDED_MB.get(command, max(NEEDED_MB.values()))
    if limit_mb is not None and limit_mb < needed_mb:
        raise _too_little(limit_mb, needed_mb, f"mouseface {command}")


def _too_little(limit_mb: int, needed_mb: int, what: str) -> StorageError:
    return StorageError(
        f"The address space of this process is limited to {limit_mb} MB.",
        expected=f"at least {needed_mb} MB for `{what}`, most of it only reserved by libraries",
        got=f"a limit of {limit_mb} MB (ulimit -v)",
        do=MORE,
    )


def memory_error_of(error: BaseException) -> StorageError | None:
    """The error for a library's own memory error; None for any other error."""
    is_thread = isinstance(error, RuntimeError) and "can't start new thread" in str(error)
    if not is_thread and not isinstance(error, MemoryError):
        return None
    limit_mb = _limit_mb()
    return StorageError(
        "No more threads can be started." if is_thread else "There is not enough memory.",
        got=f"a limit of {limit_mb} MB (ulimit -v)" if limit_mb else str(error) or "MemoryError",
        do=f"{MORE}; or give fewer --workers. What is finished is kept",
    )


def _limit_mb() -> int | None:
    """The limit of this process's address space; None if there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft >> 20
