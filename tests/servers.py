"""The database server that a test process uses, one a process.

DataJoint binds a schema module once in a process, to one connection: so the
suite runs once a server, and MOUSEFACE_TEST_BACKEND (postgresql or mysql) says
which.  postgresql is the embedded one; mysql is the one that
DJ_TEST_MYSQL_HOST/_PORT/_USER/_PASS name.  A server that was asked for and
cannot be reached fails the tests: nothing is skipped.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import datajoint as dj
import pytest

from element_mouseface.demo import embedded
from tests.schema import upstream

BACKEND = os.environ.get("MOUSEFACE_TEST_BACKEND", "postgresql")
ROOT = Path(__file__).resolve().parents[1]
MODULES = (
    *("recording", "descriptors", "behavior", "expression", "facemap", "confounds"),
    "responses",
    *("features", "frame_models", "failures", "affect"),
    *("export", "_request"),
)
_state = {"version": "not reached"}


@dataclass
class Server:
    backend: str
    prefix: str

    def name(self, suffix: str) -> str:
        """A schema name of this test session, dropped at its end."""
        return f"{self.prefix}_{suffix}"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this process, with a prefix for its schemas."""
    yield from run_server()


def run_server() -> Iterator[Server]:
    """The same for a program that is no test."""
    # each folder's conftest has this fixture as its own: the second takes the first one's server
    if "server" in _state:
        yield _state["server"]
        return
    if BACKEND not in ("postgresql", "mysql"):
        pytest.fail(f"MOUSEFACE_TEST_BACKEND={BACKEND!r}: expected postgresql or mysql")
    dj.config["safemode"] = False
    dj.config["loglevel"] = "WARNING"
    dj.config["display.show_tuple_count"] = False
    with contextlib.ExitStack() as stack:
        if BACKEND == "postgresql":
            stack.enter_context(embedded.start(stack.enter_context(server_folder()) / "pg"))
            careless()
        else:
            connect_mysql()
        connection = dj.conn()
        _state["version"] = connection.query("SELECT version()").fetchone()[0].split(",")[0]
        found = _state["server"] = Server(BACKEND, f"mft{uuid.uuid4().hex[:8]}")
        yield found
        drop_schemas(found)


@contextlib.contextmanager
def server_folder() -> Iterator[Path]:
    """A folder for a server, outside pytest's own.

    As root the server runs as another user, who must be able to enter the folder,
    and every session of pytest closes pytest's base folder again.
    """
    with tempfile.TemporaryDirectory(prefix="mouseface-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def connect_mysql() -> None:
    if not os.environ.get("DJ_TEST_MYSQL_HOST"):
        pytest.fail("MOUSEFACE_TEST_BACKEND=mysql, but DJ_TEST_MYSQL_HOST is not set")
    dj.config["database.backend"] = "mysql"
    dj.config["database.host"] = os.environ["DJ_TEST_MYSQL_HOST"]
    dj.config["database.port"] = int(os.environ.get("DJ_TEST_MYSQL_PORT", "3306"))
    dj.config["database.user"] = os.environ.get("DJ_TEST_MYSQL_USER", "root")
    dj.config["database.password"] = os.environ.get("DJ_TEST_MYSQL_PASS", "")
    dj.config["database.use_tls"] = False
    dj.conn(reset=True)


def careless() -> None:
    """Let the embedded server leave writing to the system: its folder goes with this process."""
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        dj.conn().query(f"ALTER SYSTEM SET {name} = off")
    dj.conn().query("SELECT pg_reload_conf()")


@pytest.fixture(scope="module", autouse=True)
def schemas_end_with_their_module() -> Iterator[None]:
    """Drop the schemas of each test module, and have DataJoint forget them, when it is done.

    For every populate and delete DataJoint asks for the keys of all schemas that its
    connection ever activated: those of modules that are done made it ever slower.
    """
    yield
    if "server" in _state:
        drop_schemas(_state["server"])


def drop_schemas(server: Server) -> None:
    """Drop this session's schemas, and no other's, whatever refers to what."""
    connection = dj.conn()
    rows = connection.query("SELECT schema_name FROM information_schema.schemata").fetchall()
    mine = [name for (name,) in rows if name.startswith(server.prefix + "_")]
    if BACKEND == "mysql":
        connection.query("SET FOREIGN_KEY_CHECKS=0")
    for name in mine:
        quoted = connection.adapter.quote_identifier(name)
        cascade = " CASCADE" if BACKEND == "postgresql" else ""
        connection.query(f"DROP SCHEMA {quoted}{cascade}")
        connection.schemas.pop(name, None)
    connection.dependencies.clear()
    if BACKEND == "mysql":
        connection.query("SET FOREIGN_KEY_CHECKS=1")


@dataclass
class Modules:
    """Freshly imported schema modules, none of them activated."""

    def __getattr__(self, name: str):
        if name not in MODULES:
            raise AttributeError(name)
        return importlib.import_module(f"element_mouseface.{name}")


@contextlib.contextmanager
def fresh_modules() -> Iterator[Modules]:
    """Schema modules imported again, so that they can be activated once more.

    Those that were imported before come back at the end, still activated.
    """
    import element_mouseface
    from element_mouseface import linking
    from element_mouseface._schema import activation, passes

    lists = activation._activated, passes._asked
    before = linking._link, *(list(one) for one in lists)
    linking._link = None
    for one in lists:
        one.clear()
    kept = {name: sys.modules.pop(name) for name in _loaded()}
    _forget_names(element_mouseface)
    try:
        yield Modules()
    finally:
        linking._link, *filled = before
        for one, content in zip(lists, filled, strict=True):
            one[:] = content
        for name in _loaded():
            del sys.modules[name]
        sys.modules.update(kept)
        _forget_names(element_mouseface)
        for name in MODULES:
            if f"element_mouseface.{name}" in kept:
                setattr(element_mouseface, name, kept[f"element_mouseface.{name}"])


def _forget_names(package: ModuleType) -> None:
    """Remove what `from element_mouseface import ...` finds first: modules, and their names."""
    tops = {f"element_mouseface.{name}" for name in MODULES}
    for name, value in list(vars(package).items()):
        home = getattr(value, "__module__", None) or getattr(value, "__name__", "")
        if ".".join(str(home).split(".")[:2]) in tops:
            del vars(package)[name]


def _loaded() -> list[str]:
    """The schema modules in sys.modules, and what is inside those that are packages."""
    tops = [f"element_mouseface.{name}" for name in MODULES]
    return [n for n in sys.modules if any(n == top or n.startswith(top + ".") for top in tops)]


@pytest.fixture
def fresh(server) -> Iterator[Modules]:
    """Schema modules that this test may activate as it likes."""
    with fresh_modules() as modules:
        yield modules


@pytest.fixture(scope="module")
def linking(server, tmp_path_factory):
    """A linking module over a small real upstream, with its own roots, one a test module."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "raw").mkdir()
    (folder / "processed").mkdir()
    name = server.name(f"up_{uuid.uuid4().hex[:6]}")
    return upstream.build(name, folder / "raw", folder / "processed")


def reached() -> str | None:
    """The version of the server that this process's tests ran on; None if they reached none."""
    return _state["version"] if "server" in _state else None


def remember(version: str) -> None:
    """Take the word of a process of pytest-xdist, which ran the tests."""
    _state["version"] = version


def terminal_summary(reporter, config) -> None:
    """One line that names the server, for the reader and for CI."""
    if not getattr(config, "_mouseface_told", False):
        config._mouseface_told = True
        reporter.write_line(f"mouseface server: {BACKEND} ({_state['version']})")
