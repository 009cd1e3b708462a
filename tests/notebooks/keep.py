"""Run the notebooks and store them with their outputs, as `make notebooks` does.

python -m tests.notebooks.keep [NAME ...]    without a name: all of them

Each runs in a folder of its own that goes with the run, on the embedded PostgreSQL that it starts
itself, as it does for somebody who opens it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from tests.notebooks.running import FOLDER, run
from tests.notebooks.stored import kept, of_one_run


def keep(name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="mouseface-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # as root the server runs as another user
        notebook = kept(run(name, Path(folder), _readers()))
    told = of_one_run(notebook)
    if told:
        raise SystemExit(f"{name} is not stored, mend these first:\n" + "\n".join(told))
    path = FOLDER / name
    beside = path.with_suffix(".partial")
    nbformat.write(notebook, beside)
    beside.replace(path)


def _readers() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJ_", "MOUSEFACE_"))
    }


def main(names: list[str]) -> None:
    for name in names or sorted(path.name for path in FOLDER.glob("*.ipynb")):
        begun = time.monotonic()
        keep(name)
        size = (FOLDER / name).stat().st_size
        print(f"{name}: {time.monotonic() - begun:.0f} s, {size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
