"""Compiled code is kept for the user, never in the package."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import element_mouseface
from element_mouseface.core.features._kernel.cache_folder import cache_folder, kept_in_cache

PACKAGE = Path(element_mouseface.__file__).parent
ROOT = hasattr(os, "getuid") and os.getuid() == 0

COMPILES = """
import numpy as np
from element_mouseface.core.scoring.contrast.traces import running_baseline
values, times = np.arange(12.0).reshape(6, 2), np.arange(6.0)
out = running_baseline(values, times, np.array([1, 1, 0, 1, 1, 1], bool), 2.0)
print(np.round(out, 9).tolist())
"""


def by_hand():
    """The running baseline in plain Python."""
    rows, total, weight, last = [], [0.0, 0.0], 0.0, 0.0
    for i, neutral in enumerate([1, 1, 0, 1, 1, 1]):
        if neutral:
            keep = 2.718281828459045 ** (-(i - last) / 2.0)
            weight = weight * keep + 1.0
            total = [t * keep + v for t, v in zip(total, (2.0 * i, 2.0 * i + 1), strict=True)]
            last = float(i)
        rows.append([round(t / (weight + 0.25), 9) for t in total])
    return rows


def where(**environment):
    return cache_folder(environment)


def test_the_folder_follows_what_the_user_and_the_system_say(tmp_path, monkeypatch):
    version = f"numba-{element_mouseface.__version__}"
    home = str(tmp_path / "home")
    assert where(NUMBA_CACHE_DIR=str(tmp_path / "n"), HOME=home) == tmp_path / "n"
    xdg = where(XDG_CACHE_HOME=str(tmp_path / "x"), HOME=home)
    assert xdg == tmp_path / "x" / "element_mouseface" / version
    if sys.platform == "linux":
        for relative in ("", "caches"):
            found = where(XDG_CACHE_HOME=relative, HOME=home)
            assert found == Path(home) / ".cache" / "element_mouseface" / version


def test_without_a_home_that_can_be_written_there_is_a_private_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = where(
        HOME=str(tmp_path / "file" / "home"), NUMBA_CACHE_DIR=str(tmp_path / "file" / "n")
    )
    private = tmp_path / f"element_mouseface-{os.getuid()}"
    assert found is not None and found.parent == private
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    # What others may write to would run their code.
    private.chmod(0o777)
    assert where(HOME=str(tmp_path / "file" / "home")) is None
    shutil.rmtree(private)
    private.symlink_to(tmp_path)
    assert where(HOME=str(tmp_path / "file" / "home")) is None


def test_numba_s_own_setting_is_put_back():
    import numba

    before = numba.config.CACHE_DIR
    with pytest.raises(RuntimeError), kept_in_cache() as kept:
        assert kept and str(PACKAGE) not in numba.config.CACHE_DIR
        raise RuntimeError
    assert before == numba.config.CACHE_DIR


@pytest.mark.slow
@pytest.mark.parametrize("home", ["there", "read-only"])
def test_a_package_that_compiles_has_no_file_more(tmp_path, home):
    """A copy of the package as `pip install` would put it, run twice from elsewhere."""
    site = tmp_path / "site"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, site / PACKAGE.name, ignore=ignore)
    before = sorted(p for p in site.rglob("*"))
    place = tmp_path / "home"
    if home == "there":
        place.mkdir()
    else:
        place.write_text("")  # no folder can be made in it, whoever asks
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")},
        **{"HOME": str(place), "TMPDIR": str(tmp_path), "PYTHONPATH": str(site)},
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for _ in range(2 if home == "there" else 1):
        done = subprocess.run(
            [sys.executable, "-P", "-c", COMPILES],
            **{"capture_output": True, "text": True, "env": environment, "cwd": tmp_path},
        )
        assert done.returncode == 0 and done.stderr == "", done.stderr
        assert json.loads(done.stdout) == by_hand()
    assert sorted(p for p in site.rglob("*")) == before
    kept = [p for p in tmp_path.rglob("*.nbc")]
    assert len(kept) == 1 and (home == "read-only" or kept[0].is_relative_to(place))
