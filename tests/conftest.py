"""Fixtures for every test: where the shared movies are, and skipping where they are not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_data() -> Path | None:
    """The shared data folder: under MOUSEFACE_SHARED, or beside the checkout; None if absent."""
    parent = Path(os.environ.get("MOUSEFACE_SHARED") or ROOT.parent / "shared")
    return parent / "data" if (parent / "data").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real movies; the test is skipped, saying so, where it is absent."""
    folder = shared_data()
    if folder is None:
        pytest.skip("no shared data: set MOUSEFACE_SHARED to the folder that holds data/")
    return folder


def pytest_sessionfinish(session):
    """A process of pytest-xdist tells the main one which server its tests ran on."""
    told = getattr(session.config, "workeroutput", None)
    servers = sys.modules.get("tests.servers")
    if told is not None and servers is not None:
        told["mouseface_server"] = servers.reached()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """Remember it for the closing line."""
    version = getattr(node, "workeroutput", {}).get("mouseface_server")
    if version:
        from tests import servers

        servers.remember(version)
