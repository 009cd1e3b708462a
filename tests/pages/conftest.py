"""Where pages are run, and what is told of their blocks at the end."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.pages import world as world_module

_told: list[str] = []


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """The folder that each page gets a copy of: that of MOUSEFACE_PAGES, or made now."""
    given = os.environ.get("MOUSEFACE_PAGES")
    if given:
        folder = Path(given).resolve()
        assert folder.is_dir(), f"no such folder: {folder}: run `make test-pages`"
        yield folder
        return
    # outside pytest's own folders, which another user's server cannot enter
    with tempfile.TemporaryDirectory(prefix="mouseface-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)
        world_module.main(str(Path(name) / "world"))
        yield Path(name) / "world"


def pytest_terminal_summary(terminalreporter):
    """How many blocks ran, and why the others did not."""
    counts: dict[str, int] = {}
    told = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "blocks":
                    counts[value] = counts.get(value, 0) + 1
                elif name == "not run":
                    told.append(value)
    if counts or told:
        said = ", ".join(f"{n} {name}" for name, n in sorted(counts.items()))
        terminalreporter.write_line(f"blocks of the pages: {said}, {len(told)} not run:")
        for line in sorted(set(told)):
            terminalreporter.write_line(f"  {line}")
