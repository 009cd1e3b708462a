"""A file lock: one run at a time writes to an output; the lock ends with its process.

The lock is the operating system's (`flock`) on the file `OUT.lock`: it ends
with the process that holds it, however that process ends.  On a file system
without such locks (some network mounts, Windows) the file itself is the lock:
it names its owner, whose process is checked on the same machine, and whose heartbeat must be recent
on another machine.

The file appears signed and locked, by a hard link, so an unsigned file is never ours: other
programs have files with such names (`uv.lock`). Those, and links, are refused and not changed.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...errors import PathError, ResultBusyError
from .identity import LOCK_FORMAT, lock_owner

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Age of the last heartbeat of an owner on another machine that is assumed dead.
_SILENT_S = 900.0
#: Without flock, time until two runs that sign at once detect each other.
_SETTLE_S = 0.1
_NO_FLOCK = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
#: Errors of a file system without hard links.
_NO_LINK = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}
#: Do not follow links, and do not wait for the other end of a pipe.
_OPEN = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def lock_path(out: Path) -> Path:
    """The lock file of the run that may write to `out`."""
    return out.with_name(out.name + ".lock")


class RunLock:
    """Exclusive right to write a result, from `acquire` to `release`.

    Parameters
    ----------
    path : Path
        The lock file.
    use_flock : bool
        False uses the owner's name in the file as the lock, as on a file system
        without locks.
    """

    def __init__(self, path: Path, *, use_flock: bool = True):
        self.path = path
        self.token = uuid.uuid4().hex
        self._flock = use_flock and fcntl is not None
        self._fd: int | None = None

    def acquire(self) -> dict[str, Any] | None:
        """Take the lock, or raise an error with its owner.

        Returns
        -------
        dict or None
            The former owner, if the lock was taken over from a dead run; else None.

        Raises
        ------
        ResultBusyError
            If another run holds it.
        PathError
            If the existing file is not a lock of this package.
        OSError
            If the lock file cannot be made.
        """
        before: dict[str, Any] | None = None
        while self._fd is None:
            fd = self._open()
            try:
                self._hold(fd)
                # The last owner may have removed the file between our open and our lock.
                if self._is_ours(fd):
                    owner = lock_owner(_content(fd))
                    before = owner if owner and owner["token"] != self.token else None
                    self._sign(fd)
                    self._fd, fd = fd, -1
            finally:
                if fd >= 0:
                    os.close(fd)
        return before

    def heartbeat(self) -> None:
        """Show machines without a common lock that this run is alive."""
        if self._fd is None:
            return
        # The next write of a chunk reports the error.
        with suppress(OSError):
            os.utime(self.path)

    def release(self) -> None:
        """Release the lock and remove its file."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        try:
            # If the folder became read-only, the file stays, and `mouseface clean` removes it. An
            # error here would hide why the run ended.
            with suppress(OSError):
                # Remove it before unlocking, so that no run locks a file that is being removed; but
                # not if the folder was replaced, since then it is another run's.
                if self._is_ours(fd):
                    self.path.unlink(missing_ok=True)
        finally:
            os.close(fd)

    def __enter__(self) -> RunLock:
        self.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()

    def is_held(self) -> bool:
        """Whether a live run holds the lock (including this object's own)."""
        if self._fd is not None:
            return True
        try:
            fd = os.open(self.path, _OPEN)
        except OSError:
            return False  # no file, or not one that we could lock
        try:
            self._hold(fd)
        except ResultBusyError:
            return True
        except PathError:
            return False
        finally:
            os.close(fd)
        return False

    def _open(self) -> int:
        """Open the lock file, or create it together with its signature."""
        try:
            return os.open(self.path, _OPEN)
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
                raise self._foreign() from error
            raise
        fresh = self.path.with_name(f".{self.token}.mouseface.lock")
        fd = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            self._write(fd)
            if self._flock:
                self._flock_now(fd)
            os.link(fresh, self.path)
        except FileExistsError:
            os.close(fd)
            return self._open()
        except OSError as error:
            os.close(fd)
            if error.errno not in _NO_LINK:
                raise
            return self._create_unlinked()
        finally:
            fresh.unlink(missing_ok=True)
        return fd

    def _create_unlinked(self) -> int:
        """The lock file on a file system without hard links."""
        try:
            fd = os.open(self.path, _OPEN | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            time.sleep(_SETTLE_S)  # until its owner has signed
            return os.open(self.path, _OPEN)
        self._write(fd)
        return fd

    def _hold(self, fd: int) -> None:
        owner = lock_owner(_content(fd)) if stat.S_ISREG(os.fstat(fd).st_mode) else None
        if owner is None:
            raise self._foreign()
        if self._flock and self._flock_now(fd):
            return
        if owner["token"] != self.token and self._is_alive(owner):
            raise self._busy(owner)

    def _flock_now(self, fd: int) -> bool:
        """Lock the file; False, and never tried again, if the file system has no locks."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise self._busy(lock_owner(_content(fd)) or {}) from None
        except OSError as error:
            if error.errno not in _NO_FLOCK:
                raise
            self._flock = False
        return self._flock

    def _write(self, fd: int) -> dict[str, Any]:
        owner = {
            "format": LOCK_FORMAT,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": time.time(),
            "token": self.token,
        }
        text = json.dumps(owner).encode()
        # One write, padded with spaces over the old content, so that the file is never empty.
        os.pwrite(fd, text.ljust(os.fstat(fd).st_size), 0)
        return owner

    def _sign(self, fd: int) -> None:
        """Write the owner; without flock, check whether another run wrote at the same time."""
        self._write(fd)
        if not self._flock:
            time.sleep(_SETTLE_S)
            now = lock_owner(_content(fd))
            if now is None or now["token"] != self.token:
                raise self._busy(now or {})

    def _is_ours(self, fd: int) -> bool:
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            return False
        return os.path.samestat(there, os.fstat(fd))

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
            do="wait until it is done, or stop it; its finished parts are kept",
        )

    def _foreign(self) -> PathError:
        return PathError(
            f"{self.path} exists and is not a lock of this package.",
            expected="no such file: a run creates it as its lock",
            do="give another name for the output; the existing file is never changed",
        )


def _content(fd: int) -> bytes:
    return os.pread(fd, 4096, 0)
