"""What the fuzz tests of readers share: damaged files, and an eye on what a reader does.

A reader of a file that was not written here a moment ago knows two ends only: a right
result, or an error of this package.  `fuzz` reads many damaged copies of a file and fails on any
other error, on memory beyond a limit, on a hang, and on code, processes, sockets or other
files that the reading touches.

    fuzz(read, bytes_of_a_right_file, tmp_path / "x.npz")

`read` gets the path.  The mutants come from a seeded generator, so a failure names the
seed and the number that show it again.
"""

from __future__ import annotations

import copy
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from element_mouseface.errors import MouseFaceError

__all__ = ["ODD_VALUES", "bounded", "fuzz", "mutants", "mutated_json", "watched"]

#: values that JSON can hold and that no field expects
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, "", " ", "x", "nan", "1e999", "\x00", "../..", "é" * 300),
    *([], {}, [[]], [None], {"a": 1}, [1, 2, 3, 4, 5], [[["deep"]]]),
    *(0, -1, 1, 0.5, -0.0, 1e308, 2**31, 2**63, 10**30, 10**400),
    *(float("nan"), float("inf"), float("-inf")),
)

_FORBIDDEN = {
    *("exec", "import", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
    *("os.spawn", "socket.connect", "socket.bind", "ctypes.dlopen", "pickle.find_class"),
    *("marshal.loads", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "code.__new__"),
}

_watch = threading.local()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    seen: list[str] | None = getattr(_watch, "seen", None)
    if seen is None or (event != "open" and event not in _FORBIDDEN):
        return
    if event == "open":
        where = arguments[0]
        if isinstance(where, int) or where is None:
            return
        path = os.path.realpath(os.fsdecode(where))
        if any(path == a or path.startswith(a + os.sep) for a in _watch.allowed):
            return
    seen.append(f"{event} {arguments[:1]!r}"[:200])


_hooked = False


@contextmanager
def watched(*allowed: str | Path) -> Iterator[list[str]]:
    """What this thread does in the block that a reader of files must not do.

    Parameters
    ----------
    allowed : path
        Files and folders that may be opened.

    Yields
    ------
    list of str
        Filled while the block runs: code that was executed, modules imported, processes,
        sockets, files removed, and files opened that are not `allowed`.
    """
    global _hooked
    if not _hooked:  # an audit hook cannot be taken away again
        sys.addaudithook(_hook)
        _hooked = True
    _watch.allowed = [os.path.realpath(path) for path in allowed]
    _watch.seen = seen = []
    try:
        yield seen
    finally:
        _watch.seen = None


@contextmanager
def bounded(*, megabytes: int = 600, seconds: float = 20.0) -> Iterator[None]:
    """The block gets this much more memory and time: MemoryError or TimeoutError beyond it."""
    try:
        import resource
    except ImportError:  # no such limits on this system
        yield
        return

    def late(number: int, frame: Any) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    limit = pages * resource.getpagesize() + (megabytes << 20)
    alarms = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, late) if alarms else None
    try:
        if pages:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        if alarms:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        if alarms:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def mutants(right: bytes, seed: int = 0) -> Iterator[bytes]:
    """Damaged copies of a file without end: bits flipped, cut, stretched, zeroed, mixed."""
    rng = random.Random(seed)
    yield b""
    yield b"\x00" * min(len(right), 1 << 16)
    while True:
        data = bytearray(right)
        for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
            _damage(data, rng)
        yield bytes(data)


def _damage(data: bytearray, rng: random.Random) -> None:
    if not data:
        return
    # headers and directories stand at the ends, and decide most
    near = rng.choice((len(data), min(256, len(data)), -min(256, len(data))))
    at = rng.randrange(near) if near > 0 else len(data) + rng.randrange(near, 0)
    size = rng.choice((1, 2, 4, 8, 64))
    kind = rng.randrange(7)
    if kind <= 1:
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 2:
        data[at : at + size] = rng.randbytes(size)
    elif kind == 3:
        data[at : at + size] = rng.choice((b"\x00", b"\xff", b"\x7f")) * size
    elif kind == 4:
        del data[at:]
    elif kind == 5:
        del data[at : at + size]
    else:
        other = rng.randrange(len(data))
        data[at:at] = data[other : other + size]


def mutated_json(value: Any, seed: int) -> str:
    """JSON text of a value in which one place is missing, doubled, renamed or odd."""
    rng = random.Random(seed)
    value = copy.deepcopy(value)
    places = list(_places(value))
    if not places:
        return json.dumps(rng.choice(ODD_VALUES))
    holder, key = rng.choice(places)
    kind = rng.randrange(8)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[f"{key}_"] = holder.pop(key)
    elif kind == 2 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif kind == 3:
        nested: Any = 1
        for _ in range(300):
            nested = [nested]
        holder[key] = nested
    else:
        holder[key] = rng.choice(ODD_VALUES)
    return json.dumps(value)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (holder, key) in nested lists and mappings."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def fuzz(
    read: Callable[[Path], Any],
    right: bytes,
    path: Path,
    *,
    also: Sequence[bytes] = (),
    allowed: Sequence[str | Path] = (),
    seed: int = 0,
    seconds: float = 2.0,
    megabytes: int = 600,
) -> int:
    """Read damaged copies of a file until the time is up; how many were read.

    Parameters
    ----------
    read : callable(path)
    right : bytes
        A file that can be read: tried first.
    path : Path
        Where the copies are written, one after the other.
    also : sequence of bytes
        Copies that are tried whatever the time.
    allowed : sequence of path
        What `read` may open beside `path`.
    """
    path.write_bytes(right)
    read(path)  # a file that cannot be read would make every refusal below look right
    _same_bytes_again(read, path, allowed, megabytes, "the right file")
    stop = time.monotonic() + seconds
    count = 0
    for number, data in enumerate(also):
        path.write_bytes(data)
        _same_bytes_again(read, path, allowed, megabytes, f"also[{number}]")
        count += 1
    for number, data in enumerate(mutants(right, seed)):
        if time.monotonic() > stop:
            break
        path.write_bytes(data)
        _same_bytes_again(read, path, allowed, megabytes, f"mutant {number} of seed {seed}")
        count += 1
    return count


def _same_bytes_again(read, path: Path, allowed, megabytes: int, which: str) -> None:
    """Read once; where something forbidden was seen, again: an import comes once, code in the
    file as often as it is read."""
    for _ in range(2):
        with bounded(megabytes=megabytes), watched(path, *allowed) as seen:
            try:
                read(path)
            except MouseFaceError:
                pass
            except Exception as error:
                raise AssertionError(f"{which}: {type(error).__name__}: {error}") from error
        if not seen:
            return
    raise AssertionError(f"{which}: reading it did {seen[:5]}")
