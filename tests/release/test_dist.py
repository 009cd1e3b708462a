"""What is in the sdist and in the wheel, compared with what the repository tracks."""

from __future__ import annotations

import email
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def version(wheel) -> str:
    return wheel.name.split("-")[1]


@pytest.fixture(scope="module")
def in_wheel(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


@pytest.fixture(scope="module")
def metadata(wheel, version):
    with zipfile.ZipFile(wheel) as opened:
        return email.message_from_bytes(
            opened.read(f"element_mouseface-{version}.dist-info/METADATA")
        )


def test_the_sdist_is_the_repository(sdist, tracked):
    with tarfile.open(sdist) as opened:
        names = {member.name for member in opened.getmembers() if member.isfile()}
    inside = {name.partition("/")[2] for name in names}
    # what setuptools writes
    generated = {"PKG-INFO", "setup.cfg"} | {n for n in inside if ".egg-info/" in n}
    assert inside - generated == tracked


def test_the_sdist_has_the_bytes_of_the_commit(sdist):
    with tarfile.open(sdist) as opened:
        stem = opened.getnames()[0].partition("/")[0]
        for name in ("pyproject.toml", "tests/data/human_face.npz", "docs/images/demo.png"):
            assert opened.extractfile(f"{stem}/{name}").read() == (ROOT / name).read_bytes()


def test_the_wheel_is_the_package_and_nothing_else(in_wheel, tracked, version):
    folder = f"element_mouseface-{version}.dist-info/"
    package = {name for name in tracked if name.startswith("element_mouseface/")}
    assert {name for name in in_wheel if not name.startswith(folder)} == package
    assert {"element_mouseface/py.typed", "element_mouseface/__init__.pyi"} <= in_wheel
    about = {name.removeprefix(folder) for name in in_wheel if name.startswith(folder)}
    assert {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"} <= about


def test_it_is_for_every_system(wheel):
    # the compiled kernels are compiled by Numba on the user's machine
    assert wheel.name.endswith("-py3-none-any.whl")


def test_version_and_metadata_are_those_of_the_project(metadata, version, sdist):
    source = (ROOT / "element_mouseface/__init__.py").read_text(encoding="utf-8")
    assert re.search(r'^__version__ = "(.+)"$', source, re.M)[1] == version == metadata["Version"]
    assert sdist.name == f"element_mouseface-{version}.tar.gz"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert metadata.get_all("Classifier") == PROJECT["classifiers"]
    assert metadata["Description-Content-Type"] == "text/markdown"
    shown = metadata.get_payload(decode=True).decode()
    assert shown.startswith("# element_mouseface\n") and "Citing" in shown
    # relative links lead nowhere on an index's page; they wait for the repository's address
    assert ("](docs/" in shown) == ("Repository" not in PROJECT["urls"])


def test_requirements_are_those_of_the_project(metadata):
    found = [Requirement(text) for text in metadata.get_all("Requires-Dist")]
    plain = {str(one) for one in found if one.marker is None}
    assert plain == {str(Requirement(text)) for text in PROJECT["dependencies"]}
    assert set(metadata.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])


def test_programs_and_codecs_are_found(wheel, version):
    with zipfile.ZipFile(wheel) as opened:
        text = opened.read(f"element_mouseface-{version}.dist-info/entry_points.txt").decode()
    for section in (PROJECT["scripts"], *PROJECT["entry-points"].values()):
        for name, target in section.items():
            assert f"{name} = {target}" in text


def test_files_are_no_larger_than_they_need_be(sdist, wheel):
    assert wheel.stat().st_size < 5e6
    assert sdist.stat().st_size < 60e6
