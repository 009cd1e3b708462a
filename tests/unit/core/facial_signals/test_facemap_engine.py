"""What is asked of Facemap is checked before; Facemap itself runs in tests/facemap."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from element_mouseface.core.facial_signals.facemap_engine import run_facemap
from element_mouseface.errors import DependencyError, ParameterError


@pytest.mark.skipif(importlib.util.find_spec("facemap") is not None, reason="facemap is here")
def test_without_facemap_the_error_says_how_to_get_it(tmp_path):
    with pytest.raises(DependencyError, match=r"element-mouseface\[facemap\]") as caught:
        run_facemap([tmp_path / "a.mp4"], tmp_path / "out")
    assert "native" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_something_must_be_asked_for(tmp_path):
    with pytest.raises(ParameterError):
        run_facemap([tmp_path / "a.mp4"], tmp_path, motion_svd=False)


def test_the_extra_names_the_release_whose_source_was_read():
    pyproject = Path(__file__).resolve().parents[4] / "pyproject.toml"
    assert 'facemap = ["facemap==1.0.8"' in pyproject.read_text()
