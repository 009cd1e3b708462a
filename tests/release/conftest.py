"""The sdist and the wheel that `make dist` built, and what the repository tracks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items):
    """Without `make test-wheel` there is nothing to test, which is said."""
    if not os.environ.get("MOUSEFACE_DIST"):
        skip = pytest.mark.skip(reason="tests what `make dist` builds: run `make test-wheel`")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


def _only(pattern: str) -> Path:
    found = sorted(Path(os.environ["MOUSEFACE_DIST"]).resolve().glob(pattern))
    assert len(found) == 1, f"{pattern}: {[path.name for path in found]}"
    return found[0]


@pytest.fixture(scope="session")
def wheel() -> Path:
    """The one wheel."""
    return _only("*.whl")


@pytest.fixture(scope="session")
def sdist() -> Path:
    """The one source distribution."""
    return _only("*.tar.gz")


@pytest.fixture(scope="session")
def tracked() -> set[str]:
    """Every file of the commit that was built."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "-z", "HEAD"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(listed.stdout.split("\0")) - {""}
