"""Definitions of named features: complete, each name once."""

import re
import subprocess
import sys

import pytest

from element_mouseface.core.features.named.color import COLOR
from element_mouseface.core.features.named.definitions import GROUPS
from element_mouseface.core.features.named.edges import CELL_EDGES, EDGES
from element_mouseface.core.features.named.intensity import INTENSITY
from element_mouseface.core.features.named.texture import TEXTURE

DEFINITIONS = (*INTENSITY, *COLOR, *TEXTURE, *EDGES, *CELL_EDGES)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
def test_a_definition_is_complete(definition):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", definition.name)
    assert definition.group in GROUPS
    assert definition.unit and definition.source in ("thumbnail", "chroma", "cells")
    assert "NaN if" in definition.definition and definition.definition.endswith(".")
    assert definition.since == 1


def test_each_name_is_once():
    assert len({definition.name for definition in DEFINITIONS}) == len(DEFINITIONS) == 92


def test_definitions_are_read_without_compiling_anything():
    names = ("definitions", "intensity", "color", "texture", "edges")
    modules = ", ".join(f"element_mouseface.core.features.named.{name}" for name in names)
    code = f"import sys, {modules}; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
