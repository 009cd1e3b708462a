"""The description for a package index; all other metadata is in pyproject.toml.

An index shows the README outside the repository, where relative links and pictures lead nowhere.
"""

import re
import tomllib
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
#: [text](target) and ![text](target), but for targets with a protocol or within the page
_LINK = re.compile(r"(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)")


def absolute(text: str, repository: str, tag: str) -> str:
    """Markdown whose relative links lead into a repository, at a tag."""

    def link(found: re.Match[str]) -> str:
        kind = "raw" if found[1] else "blob"
        return f"{found[1]}{found[2]}({repository.rstrip('/')}/{kind}/{tag}/{found[3]})"

    return _LINK.sub(link, text)


def description() -> str:
    """The README; with absolute links as soon as pyproject.toml says where the repository is."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    source = (HERE / "element_mouseface" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', source, re.M)[1]
    repository = project["urls"].get("Repository")
    return absolute(text, repository, f"v{version}") if repository else text


if __name__ == "__main__":
    setup(long_description=description(), long_description_content_type="text/markdown")
