"""A pipeline that one process has made is activated and used by the next one."""

from __future__ import annotations

import os
import subprocess
import sys

import datajoint as dj
import pytest

pytestmark = pytest.mark.server

PROGRAM = """
import sys
from element_mouseface import descriptors, expression, facemap, recording
from element_mouseface.demo import upstream

prefix, create = sys.argv[1], sys.argv[2] == "create"
upstream.activate(prefix + "upstream")
for module in (recording, descriptors, expression, facemap):
    name = prefix + module.__name__.rpartition(".")[2]
    module.activate(name, create_tables=create, linking_module=upstream)
if create:
    descriptors.HOGParamSet.add()
else:
    print(len(descriptors.HOGParamSet()), len(expression.EventWindow()))
"""


def run(server, tmp_path, what: str) -> str:
    """The program in a process of its own, connected to this process's server."""
    config = dj.config
    environment = {
        **os.environ,
        "DJ_BACKEND": server.backend,
        "DJ_HOST": config["database.host"],
        "DJ_PORT": str(config["database.port"]),
        "DJ_USER": config["database.user"],
        "DJ_PASS": config["database.password"] or "",
        "MOUSEFACE_ROOT_DATA_DIR": str(tmp_path),
        "MOUSEFACE_PROCESSED_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", PROGRAM, server.name("two_"), what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_second_process_finds_the_tables_of_the_first(server, tmp_path):
    run(server, tmp_path, "create")
    sets, windows = run(server, tmp_path, "reuse").split()[-2:]
    assert int(sets) == 1
    assert int(windows) > 0
