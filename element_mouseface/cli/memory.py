"""Check the memory limit (`ulimit -v`) before the libraries run into it.

Under `ulimit -v` a library that is refused memory ends the process by itself: LLVM aborts,
OpenBLAS interrupts it, a thread cannot start.  None of them can be caught, so the limit is
looked at before they are loaded.
"""

from __future__ import annotations

import os

from ..errors import StorageError

#: Address space that a command takes, measured with two threads and a tenth to spare; most of
#: it is never touched.  A pass takes 300 MB of memory itself.
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
#: what the parser of the options takes, for it loads NumPy
_LEAST_MB = min(NEEDED_MB.values())
MORE = "raise the limit, as with `ulimit -v unlimited`, or ask your batch system for more memory"


def prepare_memory() -> None:
    """Before NumPy is loaded: one thread of BLAS where memory is limited, and room for it.

    Raises
    ------
    StorageError
    """
    limit_mb = _limit_mb()
    if limit_mb is None:
        return
    # Each of its threads sets memory aside when it is loaded, and it interrupts the process
    # that refuses it.
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
        expected=f"at least {needed_mb} MB for `{what}`, most of it only set aside by libraries",
        got=f"a limit of {limit_mb} MB (ulimit -v)",
        do=MORE,
    )


def told_memory(error: BaseException) -> StorageError | None:
    """The error that says what a library's own says badly; None for any other error."""
    is_thread = isinstance(error, RuntimeError) and "can't start new thread" in str(error)
    if not is_thread and not isinstance(error, MemoryError):
        return None
    limit_mb = _limit_mb()
    return StorageError(
        "No further thread can be started." if is_thread else "There is not enough memory.",
        got=f"a limit of {limit_mb} MB (ulimit -v)" if limit_mb else str(error) or "MemoryError",
        do=f"{MORE}; or give fewer --workers. What is finished is kept",
    )


def _limit_mb() -> int | None:
    """The limit of this process's address space; None where there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft >> 20
