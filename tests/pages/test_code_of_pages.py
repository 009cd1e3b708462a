"""The code that the pages show runs, from each page's first block to its last."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.pages.blocks import ROOT, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_it_runs(page, world, record_property):
    for block in page.blocks:
        if block.why_not:
            record_property("not run", f"{page.name}, line {block.line}: {block.why_not}")
    with tempfile.TemporaryDirectory(prefix="mouseface-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # as root the server runs as another user
        folder = Path(name) / "page"
        _copied(world, folder)
        words = [sys.executable, "-W", "ignore", "-m", "tests.pages.run", page.path, folder]
        asked = "yes\n" * 50  # what the reader of a page answers where a method asks
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, input=asked, timeout=1800
        )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for row in rows:
        if row["state"] == "absent":
            record_property("not run", f"{page.name}, line {row['line']}: {row['told']}")
        elif row["state"] == "ran" and not row["hidden"]:
            record_property("blocks", row["language"])
    failed = [
        f"{page.name}, line {r['line']}:\n{r['told']}" for r in rows if r["state"] == "failed"
    ]
    assert not failed, "\n".join(failed)
    assert len(rows) == sum(block.is_run for block in page.blocks), done.stderr[-3000:]
    assert done.returncode == 0, done.stderr[-3000:]


def _copied(world: Path, folder: Path) -> None:
    """A copy in which files that nobody writes into are the same ones on the disk."""
    shutil.copytree(world, folder)
    database = folder / "database"
    if database.is_dir() and os.geteuid() == 0:
        owner = (world / "database").stat()
        for path in (database, *database.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
