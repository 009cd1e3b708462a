"""The built pages: every link leads somewhere, and nothing is loaded from the network."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: attributes whose address a browser loads by itself
_LOADED = {
    ("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"),
    ("audio", "src"), ("embed", "src"), ("object", "data"), ("link", "href"), ("image", "href"),
}  # fmt: skip
#: what a browser does not load although it is in a `link`
_NOT_LOADED = {"canonical", "prev", "next", "alternate"}


@dataclass
class Document(HTMLParser):
    """The addresses and the anchors of an HTML page."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    styles: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        self.classes.update(given.get("class", "").split())
        self.styles += given.get("style", "")
        for name, value in given.items():
            if (tag, name) in _LOADED and given.get("rel") not in _NOT_LOADED:
                self.loaded.append(value)
            elif name == "srcset":
                self.loaded += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name == "href":
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        if "url(" in data or "@import" in data:
            self.styles += data


def parsed(text: str) -> Document:
    document = Document()
    document.feed(text)
    return document


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def documents(site) -> dict[Path, Document]:
    pages = sorted(site.rglob("*.html"))
    return {page: parsed(page.read_text(encoding="utf-8")) for page in pages}


def targets(page: Path, site: Path, addresses: list[str]) -> Iterator[tuple[str, Path, str]]:
    """(as written, file, anchor) of the addresses that stay in the site."""
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        path = unquote(parts.path)
        start = site if path.startswith("/") else page.parent
        there = (start / path.lstrip("/")).resolve() if path else page
        yield address, there / "index.html" if there.is_dir() else there, unquote(parts.fragment)


def dead(documents: dict[Path, Document], site: Path) -> list[str]:
    found = []
    for page, document in documents.items():
        if page.name == "404.html":
            continue  # its addresses are of wherever the site will be
        for address, there, anchor in targets(page, site, document.links + document.loaded):
            where = f"{page.relative_to(site)}: {address}"
            if not there.is_file():
                found.append(where)
            elif anchor and there in documents and anchor not in documents[there].anchors:
                found.append(f"{where} (no such anchor)")
    return found


def test_every_link_and_anchor_leads_somewhere(documents, site):
    assert len(documents) > 60
    assert sum(len(one.links) for one in documents.values()) > 3000
    assert dead(documents, site) == []


def test_no_page_loads_anything_from_the_network(documents, site):
    for page, document in documents.items():
        where = page.relative_to(site)
        outside = [address for address in document.loaded if urlsplit(address).netloc]
        assert outside == [], where
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", document.styles), where
        # the theme would load the program for these from the network, and the stars of a repository
        assert not document.classes & {"mermaid", "arithmatex", "md-source"}, where
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", text), sheet.name


def test_marks_for_those_who_run_the_code_are_not_on_the_built_pages(site):
    for page in site.rglob("*.html"):
        assert not re.search(r"<!-- (?:not run|run \w|file:|tables)", page.read_text("utf-8"))


def test_every_notebook_and_picture_of_the_pages_is_there(site):
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        assert (site / "notebooks" / notebook.stem / "index.html").is_file()
        assert (site / "notebooks" / notebook.name).read_bytes() == notebook.read_bytes()


def test_a_dead_link_a_dead_anchor_and_a_foreign_script_are_found(tmp_path):
    one, other = tmp_path / "index.html", tmp_path / "a" / "index.html"
    other.parent.mkdir()
    one.write_text('<a href="a/#there">1</a><a href="a/#gone">2</a><a href="b/">3</a>')
    other.write_text('<h2 id="there"></h2><script src="https://example.org/x.js"></script>')
    found = {page: parsed(page.read_text()) for page in (one, other)}
    assert dead(found, tmp_path) == ["index.html: a/#gone (no such anchor)", "index.html: b/"]
    assert found[other].loaded == ["https://example.org/x.js"]
