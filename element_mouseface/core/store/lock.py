"""One run at a time writes to a place: a lock that a killed run cannot leave behind.

The lock is the operating system's (`flock`) on the file `OUT.lock`: it ends
with the process that holds it, however that process ends.  On a file system
without such locks (some network mounts, Windows) the file itself is the lock:
it names its owner, whose process is looked up on the same machine, and whose
heartbeat must be recent on another.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import time
import uuid
from pathlib import Path
from typing import Any

from ...errors import ResultBusyError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["RunLock"]

#: An owner on another machine that has not been heard of for so long is taken for dead.
_SILENT_S = 900.0
#: Without flock, two runs that sign at once see it after this long.
_SETTLE_S = 0.1
_NO_FLOCK = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class RunLock:
    """Exclusive right to write a result, from `acquire` to `release`.

    Parameters
    ----------
    path : Path
        The lock file.
    use_flock : bool
        False takes the owner's name in the file for the lock, as on a file
        system that knows no locks.
    """

    def __init__(self, path: Path, *, use_flock: bool = True):
        self.path = path
        self._flock = use_flock and fcntl is not None
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock, or say who has it.

        Raises
        ------
        ResultBusyError
            If another run holds it.
        OSError
            If the lock file cannot be made.
        """
        while self._fd is None:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                self._hold(fd)
                # The last holder may have removed the file between our open and our lock.
                if self._is_ours(fd):
                    self._sign(fd)
                    self._fd, fd = fd, -1
            finally:
                if fd >= 0:
                    os.close(fd)

    def heartbeat(self) -> None:
        """Show machines without a common lock that this run is alive."""
        if self._fd is None:
            return
        try:
            os.utime(self.path)
        except OSError:
            # The next chunk to be written says what is wrong with the place.
            pass

    def release(self) -> None:
        """Give the lock up and remove its file."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        try:
            # Removed before it is unlocked, so that nobody locks a file about to go; and not
            # if the folder was replaced meanwhile, where it is another run's.
            if self._is_ours(fd):
                self.path.unlink(missing_ok=True)
        except OSError:
            # The place went read-only: the file stays, and `mouseface clean` removes it. An
            # error here would hide why the run ended.
            pass
        finally:
            os.close(fd)

    def __enter__(self) -> RunLock:
        self.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()

    def is_held(self) -> bool:
        """Whether some live run holds the lock (this object's own included)."""
        if self._fd is not None:
            return True
        try:
            fd = os.open(self.path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            self._hold(fd)
        except ResultBusyError:
            return True
        finally:
            os.close(fd)
        return False

    def _hold(self, fd: int) -> None:
        if self._flock:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                raise self._busy(_owner(fd)) from None
            except OSError as error:
                if error.errno not in _NO_FLOCK:
                    raise
                self._flock = False
        owner = _owner(fd)
        if owner and self._is_alive(owner):
            raise self._busy(owner)

    def _sign(self, fd: int) -> None:
        """Write who holds it; without flock, look again whether another wrote at the same time."""
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": time.time(),
            "token": uuid.uuid4().hex,
        }
        os.ftruncate(fd, 0)
        os.pwrite(fd, json.dumps(owner).encode(), 0)
        if not self._flock:
            time.sleep(_SETTLE_S)
            if (now := _owner(fd)) != owner:
                raise self._busy(now)

    def _is_ours(self, fd: int) -> bool:
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (os.fstat(fd).st_dev, os.fstat(fd).st_ino)

    def _is_alive(self, owner: dict[str, Any]) -> bool:
        if owner.get("host") == socket.gethostname():
            try:
                os.kill(int(owner.get("pid", -1)), 0)
            except (ProcessLookupError, OverflowError):
                return False
            except PermissionError:
                return True
            return True
        return time.time() - self.path.stat().st_mtime < _SILENT_S

    def _busy(self, owner: dict[str, Any]) -> ResultBusyError:
        since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(owner.get("since", time.time())))
        who = f"process {owner.get('pid', '?')} on {owner.get('host', '?')}, since {since}"
        return ResultBusyError(
            f"Another run is writing {str(self.path).removesuffix('.lock')}.",
            got=who,
            do="wait until it is done, or stop it; what it has finished is kept",
        )


def _owner(fd: int) -> dict[str, Any]:
    try:
        owner = json.loads(os.pread(fd, 4096, 0) or b"{}")
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}
