"""What is still missing before a tag: `make release-ready TAG=v0.1.0`.

    python -m tests.release.ready [TAG [REPOSITORY]]

prints a line for each thing that a maintainer has to fill in or bring up to date, and ends with 1
if there is one.  The workflow of releases runs it, so that nothing unfinished is published.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def missing(root: Path, tag: str | None = None, repository: str | None = None) -> list[str]:
    """What keeps the folder from being released.

    Parameters
    ----------
    root : path
        The repository.
    tag : str, optional
        The tag that is or will be made; by default that of the code's version.
    repository : str, optional
        Address of the repository that publishes it, if it is known.
    """
    source = (root / "element_mouseface" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', source, re.M)[1]
    found = []
    if tag and tag != f"v{version}":
        found.append(f"the tag is {tag}, the code's version {version}: __version__, or the tag")
    return [*found, *_files(root, version), *_addresses(root, repository), *_schemas(root, version)]


def _files(root: Path, version: str) -> list[str]:
    """Dates and numbers: changelog, citation, recipe."""
    found = []
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    top = re.search(r"^## (.+)$", changes, re.M)[1]
    dated = re.fullmatch(rf"{re.escape(version)} \((\d{{4}}-\d\d-\d\d)\)", top)
    if not dated:
        found.append(f"CHANGELOG.md begins with {top!r}, not with '{version} (YYYY-MM-DD)'")
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    if str(citation["version"]) != version:
        found.append(f"CITATION.cff has version {citation['version']}, the code {version}")
    released = str(citation.get("date-released", "none"))
    if released != (dated[1] if dated else released) or released == "none":
        found.append(f"CITATION.cff has date-released {released}: the date of the changelog")
    recipe = yaml.safe_load((root / "conda" / "recipe.yaml").read_text(encoding="utf-8"))
    if recipe["context"]["version"] != version:
        found.append(f"conda/recipe.yaml has version {recipe['context']['version']}, not {version}")
    return found


def _addresses(root: Path, repository: str | None) -> list[str]:
    """Where the project lives: it cannot know that itself."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    urls = {
        "pyproject.toml, [project.urls] Repository": project["urls"].get("Repository"),
        "CITATION.cff, repository-code": citation.get("repository-code"),
    }
    found = [f"{name} is missing" for name, url in urls.items() if not url]
    found += [
        f"{name} is {url}, but {repository} publishes"
        for name, url in urls.items()
        if url and repository and url.rstrip("/") != repository.rstrip("/")
    ]
    return found


def _schemas(root: Path, version: str) -> list[str]:
    """The tables of this version, on which later code is tried."""
    folder = root / "tests" / "data" / "schemas" / version
    if all((folder / f"{server}.sql").is_file() for server in ("mysql", "postgresql")):
        return []
    return [f"tests/data/schemas/{version} is missing: make keep-schemas"]


def main(*words: str) -> int:
    """Print what is missing; 1 if anything is."""
    found = missing(ROOT, *(word or None for word in words))
    for line in found:
        print(f"not ready: {line}")
    print("ready" if not found else f"{len(found)} to do; CONTRIBUTING.md, Releasing")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
