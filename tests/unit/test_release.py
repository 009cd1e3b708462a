"""Files of a release agree with each other and with the code; tests/release has the rest."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from element_mouseface import __version__
from tests.release.pythons import find
from tests.release.ready import missing

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(set((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")) - {
    ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"})  # fmt: skip
#: what a conda package is called where it is not what pip calls it
CONDA = {
    "dask": "dask-core", "lazy-loader": "lazy_loader", "matplotlib": "matplotlib-base",
    "opencv-python-headless": "py-opencv",
}  # fmt: skip


def read_yaml(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- numbers, people, addresses


def test_one_version_stands_everywhere():
    assert read_yaml(ROOT / "CITATION.cff")["version"] == __version__
    assert read_yaml(ROOT / "conda/recipe.yaml")["context"]["version"] == __version__
    assert set(PROJECT["dynamic"]) == {"version", "readme"}
    top = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1]
    assert top == "Unreleased" or top.startswith(f"{__version__} (")


def test_nobody_is_named_who_is_not_on_the_license():
    (author,) = PROJECT["authors"]
    assert author["name"] in (ROOT / "LICENSE").read_text(encoding="utf-8")
    citation = read_yaml(ROOT / "CITATION.cff")
    assert citation["authors"] == [author] and citation["license"] == PROJECT["license"]


def test_the_paper_of_the_method_is_cited_by_one_address():
    (paper,) = read_yaml(ROOT / "CITATION.cff")["references"]
    assert PROJECT["urls"]["Method"] == f"https://doi.org/{paper['doi']}"
    assert [one["family-names"] for one in paper["authors"]] == [
        "Dolensek", "Gehrlach", "Klein", "Gogolla"]  # fmt: skip
    assert (paper["journal"], paper["year"]) == ("Science", 2020)


def test_no_host_of_a_registry_is_named():
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|anaconda|conda)\.(org|com|io)|files\.pyth")
    named = [ROOT / name for name in ("pyproject.toml", "Makefile", "conda/recipe.yaml")]
    named += [path for folder in (".", "docker", ".ci") for path in (ROOT / folder).glob("*.md")]
    named += [*(ROOT / "docker").glob("*"), *(ROOT / ".ci").glob("*"), *WORKFLOWS, *FORMS]
    for path in named:
        if path.is_file():
            assert not hosts.search(path.read_text(encoding="utf-8")), path.name


def test_links_of_the_description_lead_into_the_repository():
    spec = importlib.util.spec_from_file_location("mouseface_setup", ROOT / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if "Repository" not in PROJECT["urls"]:
        assert module.description() == readme
    made = module.absolute(readme, "https://git.example/mice/face/", "v1.2.3")
    assert (
        "![Faces above score traces and events](https://git.example/mice/face/raw/v1.2.3/docs/"
        in made
    )
    assert "[LICENSE]" not in made and "(https://git.example/mice/face/blob/v1.2.3/LICENSE)" in made
    targets = re.findall(r"\]\(([^)\s]+)\)", made)
    assert len(targets) > 15
    for target in targets:
        assert target.startswith(("https://", "#")), target
        if (here := target.partition("/v1.2.3/")[2]) and not here.startswith("#"):
            assert (ROOT / here.partition("#")[0]).exists(), target
    kept = "[a](https://b.c) [d](#e) [f](mailto:g)"
    assert module.absolute(kept, "https://h", "v1") == kept


# -------------------------------------------------------------------------- conda, container


def test_the_conda_recipe_needs_what_the_package_needs():
    recipe = read_yaml(ROOT / "conda/recipe.yaml")
    wanted = {f"python {PROJECT['requires-python']}"}
    for text in PROJECT["dependencies"]:
        one = Requirement(text)
        limits = sorted(map(str, one.specifier), key=lambda s: s.startswith("<"))
        wanted.add(f"{CONDA.get(one.name, one.name)} {','.join(limits)}")
    context = recipe["context"]
    told = [t.replace("${{ python_min }}", context["python_min"]) for t in
            recipe["requirements"]["run"]]  # fmt: skip
    assert set(told) == wanted and len(told) == len(wanted)
    (setuptools,) = PYPROJECT["build-system"]["requires"]
    assert setuptools.replace(">=", " >=") in recipe["requirements"]["host"]


def test_the_conda_recipe_makes_the_same_program():
    recipe = read_yaml(ROOT / "conda/recipe.yaml")
    programs = [f"{name} = {target}" for name, target in PROJECT["scripts"].items()]
    assert recipe["build"]["python"]["entry_points"] == programs
    assert (ROOT / "conda" / recipe["source"]["path"]).resolve() == ROOT
    assert recipe["about"]["summary"] == PROJECT["description"]
    assert (ROOT / recipe["about"]["license_file"]).is_file()


def test_the_development_container_sets_itself_up_with_make():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    words = container["postCreateCommand"].split()
    assert words[0] == "make" and re.search(rf"^{words[1]}:.*##", MAKEFILE, re.M)
    dockerfile = ROOT / ".devcontainer" / container["build"]["dockerfile"]
    text = dockerfile.read_text(encoding="utf-8")
    (version,) = re.findall(r"^FROM python:([\d.]+)-", text, re.M)
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]
    assert f" {container['remoteUser']}\n" in text


# ------------------------------------------------------------------------------- GitHub


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_run_make_with_little_rights_and_pinned_actions(path):
    workflow = read_yaml(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job or "uses" in job, name
        assert job.get("permissions", {}) in ({}, {"id-token": "write"}), name
        for step in job.get("steps", []):
            if "uses" in step:
                assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), step
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
            # nothing that somebody else may write is pasted into a command
            assert "${{" not in step.get("run", ""), step
            for target in re.findall(r"^make ((?:[a-z-]+ ?)+)", step.get("run", "")):
                for one in target.split():
                    assert re.search(rf"^{one}:.*##", MAKEFILE, re.M), one
    text = path.read_text(encoding="utf-8")
    assert "secrets" not in text
    # each pin says which release it is
    assert len(re.findall(r"@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", text, re.M)) == text.count(
        "uses: "
    ) - (text.count("uses: ./"))


def test_a_release_is_of_a_tag_built_once_and_published_without_a_password():
    workflow = read_yaml(ROOT / ".github/workflows/release.yml")
    # `on` is a truth value of YAML 1.1
    assert workflow[True] == {"push": {"tags": ["v*"]}}
    jobs = workflow["jobs"]
    assert jobs["build"]["needs"] == "test" and jobs["publish"]["needs"] == "build"
    publish = jobs["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"] == "release"
    download, last = publish["steps"]
    assert "download-artifact@" in download["uses"] and "gh-action-pypi-publish@" in last["uses"]
    # what was tried is what is published: no password, no other source
    assert "with" not in last
    built = [step.get("run", step.get("uses")) for step in jobs["build"]["steps"]]
    ready, wheel, upload = built[-3:]
    assert ready.startswith("make release-ready TAG=") and wheel == "make test-wheel"
    assert "upload-artifact@" in upload
    names = {jobs["build"]["steps"][-1]["with"]["name"], download["with"]["name"]}
    assert len(names) == 1


def test_the_wheel_is_tried_on_the_versions_that_the_workflow_installs():
    workflow = read_yaml(ROOT / ".github/workflows/test.yml")
    (versions,) = [step["with"]["python-version"] for step in workflow["jobs"]["wheel"]["steps"]
                   if "setup-python" in step.get("uses", "")]  # fmt: skip
    (tried,) = re.findall(r"^PYTHONS \?= (.+)$", MAKEFILE, re.M)
    image = re.findall(r"^FROM python:([\d.]+)-slim", (ROOT / "docker/Dockerfile").read_text())
    assert {*tried.split(), *image} <= set(versions.split())
    classifiers = {c.rpartition(" ")[2] for c in PROJECT["classifiers"] if ":: 3." in c}
    assert classifiers == {*tried.split(), *image}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_issue_forms_ask_for_what_answers_need(path):
    form = read_yaml(path)
    assert set(form) == {"name", "description", "title", "labels", "body"}
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w-]+", one) for one in ids)
    assert any(field.get("validations", {}).get("required") for field in fields)
    assert "mouseface info" in path.read_text(encoding="utf-8")
    if path.stem in ("bug", "wrong-numbers"):
        (installed,) = [field for field in fields if field["id"] == "installed"]
        assert installed["attributes"]["label"] == "`mouseface info`"
        assert installed["validations"]["required"] is True


def test_three_forms_and_the_policies_are_there():
    assert {path.stem for path in FORMS} == {"bug", "wrong-numbers", "feature"}
    for name in ("CODE_OF_CONDUCT.md", "SECURITY.md", "CONTRIBUTING.md", "LICENSE"):
        assert (ROOT / name).stat().st_size > 500
    assert "SECURITY.md" in (ROOT / ".github/ISSUE_TEMPLATE/bug.yml").read_text(encoding="utf-8")


# ------------------------------------------------------------------- sdist, interpreters, tags


def test_the_manifest_names_every_folder_and_file_at_the_top():
    manifest = (ROOT / "MANIFEST.in").read_text(encoding="utf-8")
    grafted = set(re.findall(r"^graft (\S+)$", manifest, re.M))
    assert all((ROOT / folder).is_dir() for folder in grafted)
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    made = {".git", "dist", "node_modules", "*.egg-info", *ignored}
    there = {p.name for p in ROOT.iterdir() if p.is_dir()} - grafted
    assert [name for name in there if not any(fnmatch(name, word) for word in made)] == []
    (line,) = re.findall(r"^include (.+)$", manifest, re.M)
    # setuptools takes these by itself
    own = {"LICENSE", "README.md", "pyproject.toml", "setup.py", "MANIFEST.in"}
    for path in (p for p in ROOT.iterdir() if p.is_file() and p.name != ".git"):
        assert path.name in own or any(path.match(word) for word in line.split()), path.name


def test_an_interpreter_that_is_absent_is_told_with_what_to_do():
    with pytest.raises(LookupError, match=r"Python 3\.99 .*\n.*\n.*pyenv install 3\.99.*PYTHONS="):
        find("3.99")
    with pytest.raises(LookupError, match="no/python"):
        find("/no/python")


@pytest.fixture
def repository(tmp_path):
    """A copy of the files of a release, filled in as a maintainer would."""
    for name in ("CHANGELOG.md", "CITATION.cff", "pyproject.toml", "conda/recipe.yaml",
                 "element_mouseface/__init__.py"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    kept = tmp_path / "tests/data/schemas" / __version__
    kept.mkdir(parents=True)
    for server in ("mysql", "postgresql"):
        (kept / f"{server}.sql").write_text("")
    edit(tmp_path / "CHANGELOG.md", "## Unreleased", f"## {__version__} (2027-01-31)")
    address = "https://git.example/mice/element_mouseface"
    edit(tmp_path / "CITATION.cff", "license: MIT",
         f"license: MIT\ndate-released: 2027-01-31\nrepository-code: {address}")  # fmt: skip
    edit(
        tmp_path / "pyproject.toml", "[project.urls]\n", f'[project.urls]\nRepository="{address}"\n'
    )
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_release_that_is_filled_in_is_ready(repository):
    assert missing(repository) == []
    address = "https://git.example/mice/element_mouseface"
    assert missing(repository, f"v{__version__}", address) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("CHANGELOG.md", f"## {__version__} (", "## Unreleased (", "CHANGELOG.md begins with"),
        ("CITATION.cff", f"version: {__version__}", "version: 9.9", "CITATION.cff has version 9.9"),
        ("CITATION.cff", "date-released: 2027-01-31", "", "date-released none"),
        ("CITATION.cff", "date-released: 2027-01-31", "date-released: 2027-02-01", "2027-02-01"),
        ("CITATION.cff", "repository-code", "repository-artifact", "repository-code is missing"),
        ("conda/recipe.yaml", f'"{__version__}"', '"0.0.1"', "conda/recipe.yaml has version 0.0.1"),
        ("pyproject.toml", "Repository=", "Home=", "Repository is missing"),
        ("pyproject.toml", "git.example/mice", "git.example/rats", "publishes"),
    ],
)
def test_what_is_not_ready_is_told(repository, name, old, new, told):
    edit(repository / name, old, new)
    found = missing(repository, None, "https://git.example/mice/element_mouseface/")
    assert len(found) == 1 and told in found[0]


def test_another_tag_and_tables_that_are_not_kept_are_told(repository):
    (found,) = missing(repository, "v7.0.0")
    assert "the tag is v7.0.0" in found
    shutil.rmtree(repository / "tests/data/schemas")
    (found,) = missing(repository)
    assert "make keep-schemas" in found
