"""Run a notebook of the project on the server of this process, and read what it printed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import datajoint as dj
import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"


def executed(name: str, folder: Path, **settings: str) -> Any:
    """The notebook with its outputs; an error in a cell is raised with that cell's traceback."""
    password = dj.config["database.password"]
    if hasattr(password, "get_secret_value"):
        password = password.get_secret_value()
    connection = {
        "DJ_HOST": dj.config["database.host"],
        "DJ_PORT": str(dj.config["database.port"]),
        "DJ_USER": dj.config["database.user"],
        "DJ_PASS": password or "",
        "DJ_BACKEND": dj.config["database.backend"],
    }
    return run(name, folder, {**os.environ, **connection, **settings})


def run(name: str, folder: Path, environment: dict[str, str]) -> Any:
    """The notebook with its outputs, run in a folder with these environment variables."""
    notebook = nbformat.read(FOLDER / name, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=environment)
    return notebook


def text(notebook: Any, tag: str) -> str:
    """Everything that the one cell with this tag printed or showed as text."""
    (cell,) = [c for c in notebook.cells if tag in c.metadata.get("tags", ())]
    parts = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs]
    return "\n".join(parts)
