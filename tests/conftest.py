"""Fixtures for every test: where the shared movies are, skipping where they are not; the order."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

if importlib.util.find_spec("hypothesis"):  # not in the environments of facemap and movement
    from hypothesis import settings

    # a full machine takes longer than any limit of an example: that is no fault of the code
    settings.register_profile("without-limit", deadline=None)
    settings.load_profile("without-limit")

ROOT = Path(__file__).resolve().parents[1]

#: Files that take longest, the longest first, for `pytest_collection_modifyitems`.
LONGEST = (
    # what needs no server
    "unit/core/scoring/contrast/test_score.py",
    "whole/test_score_real.py",
    "whole/test_behavior_command.py",
    "unit/core/features/test_frame_kernel.py",
    "whole/test_contrast_command.py",
    "unit/core/facial_signals/test_against_facemap.py",
    "whole/test_engine_pieces.py",
    "whole/test_engine_movies.py",
    "whole/test_engine_survives.py",
    "unit/core/features/test_quality.py",
    "whole/test_behavior_real.py",
    "whole/test_score_clock.py",
    "whole/test_score_command.py",
    "unit/cli/test_hog_command.py",
    "whole/test_engine_cluster.py",
    "unit/core/confounds/test_explained.py",
    "whole/test_engine_unlucky.py",
    # what needs one
    "integration/test_pipeline.py",
    "notebooks/test_results_notebook.py",
    "notebooks/test_signals_notebook.py",
    "notebooks/test_behaviors_notebook.py",
    "notebooks/test_features_notebook.py",
    "notebooks/test_affect_notebook.py",
    "schema/test_expression.py",
    "integration/test_engine_populate.py",
    "notebooks/test_notebook.py",
    "integration/test_docker_worker.py",
    "schema/test_expression_contrast.py",
    "schema/test_descriptors.py",
    "schema/test_scored_recording.py",
    "schema/test_previous_version.py",
    "schema/test_facemap_trigger.py",
    "schema/test_linking.py",
    "integration/test_readme.py",
    "schema/test_another_process.py",
)


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


@pytest.fixture(scope="session")
def behavior_films(tmp_path_factory):
    """Small movies of planted behaviors with results and labels; read them, do not change them."""
    from tests.behaviors import small_films

    own = tmp_path_factory.getbasetemp()
    return small_films(
        (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "behavior_films"
    )


def pytest_collection_modifyitems(config, items):
    """The longest files first, so that no process is left with one while the other is done.

    With `--dist=loadfile` a process takes a file at a time, of those that wait the first.
    """
    tests = Path(__file__).resolve().parent
    if unknown := [name for name in LONGEST if not (tests / name).is_file()]:
        raise pytest.UsageError(f"LONGEST in tests/conftest.py names no file: {unknown}")
    place = {tests / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


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
