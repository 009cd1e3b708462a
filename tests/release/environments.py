"""Clean virtual environments, away from the source tree and from this process's settings."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.release.pythons import find, version_of

#: what a command in such an environment takes from this process: how to reach packages, and how
#: many processors to use
_KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "TMPDIR")
_KEPT_BEGINNINGS = ("PIP_", "HTTP_", "HTTPS_", "http_", "https_", "OPENBLAS_", "OMP_", "OPENCV_")
TIMEOUT_S = 1500


@dataclass(frozen=True)
class Environment:
    """A virtual environment with nothing in it, a folder to work in, and a home of its own."""

    version: str
    folder: Path

    @property
    def bin(self) -> Path:
        """Where its programs are."""
        return self.folder / "venv" / "bin"

    @property
    def here(self) -> Path:
        """The folder in which its commands run."""
        return self.folder / "work"

    def run(self, program: str, *words: object, **settings: str) -> str:
        """Run a program of the environment; returns what it printed.

        Raises
        ------
        AssertionError
            If it does not end with 0, with all that it said.
        """
        home = {"HOME": str(self.folder / "home"), "PYTHONNOUSERSITE": "1"}
        done = subprocess.run(
            [str(self.bin / program), *map(str, words)],
            cwd=self.here,
            env=_settings() | home | settings,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
        )
        said = f"{program} {' '.join(map(str, words))[:500]}: {done.returncode}\n"
        assert done.returncode == 0, said + done.stdout[-5000:] + done.stderr[-5000:]
        return done.stdout

    def pip_install(self, *words: object) -> None:
        """Install something by pip."""
        self.run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words)


def _settings() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
    }


@contextlib.contextmanager
def environment(version: str) -> Iterator[Environment]:
    """A new virtual environment of this Python; removed at the end.

    Its folder is outside pytest's own: as root, the embedded database runs as another user, who
    must be able to enter it.
    """
    interpreter = find(version)
    with tempfile.TemporaryDirectory(prefix="mouseface-wheel-", ignore_cleanup_errors=True) as made:
        found = Environment(version_of(interpreter) or version, Path(made).resolve())
        for folder in (found.folder / "home", found.here):
            folder.mkdir()
        subprocess.run([interpreter, "-m", "venv", found.folder / "venv"], check=True)
        found.run("python", "-m", "pip", "install", "--quiet", "--upgrade", "pip")
        yield found
