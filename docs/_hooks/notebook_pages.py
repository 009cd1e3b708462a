"""Notebooks as pages: their cells and stored outputs as Markdown, their pictures as files.

mkdocs-jupyter would do it with a dozen packages more, and its pages load MathJax from the network.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
#: of the built pages, where the notebooks' pages are
FOLDER = "notebooks"
_PICTURE = "image/png"
_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}


def names() -> list[str]:
    return sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def files(name: str) -> dict[str, str | bytes]:
    """What the pages get of one notebook: its page, its pictures, and the notebook itself."""
    import nbformat

    path = NOTEBOOKS / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    made: dict[str, str | bytes] = {f"{FOLDER}/{name}.ipynb": path.read_bytes()}
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(relinked(cell.source, f"{FOLDER}/{name}.md", f"{FOLDER}/{name}.ipynb"))
            continue
        parts.append(_fenced("python", cell.source))
        for number, out in enumerate(cell.outputs):
            data = out.get("data", {})
            if _PICTURE in data:
                picture = f"{name}/{cell.id}-{number}.png"
                made[f"{FOLDER}/{picture}"] = base64.b64decode(data[_PICTURE])
                parts.append(_picture(picture, out))
            elif "text/html" in data:
                parts.append(table(data["text/html"]))
            else:
                parts.append(_fenced('text title="output"', out.get("text") or data["text/plain"]))
    title, _, rest = "\n\n".join(parts).partition("\n")
    where = (
        f"With what its cells give: [{name}.ipynb]({name}.ipynb). To run it: [Notebooks](index.md)."
    )
    made[f"{FOLDER}/{name}.md"] = f"{title}\n\n{where}\n{rest}\n"
    return made


def index() -> str:
    """The page that lists them: the folder's own README."""
    text = (NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    return relinked(text, f"{FOLDER}/index.md", f"{FOLDER}/README.md")


def relinked(markdown: str, page: str, source: str | None = None) -> str:
    """Links to notebooks, and of notebooks to pages, as links between the built pages.

    In the repository they lead to files beside `docs`: `../../notebooks/x.ipynb`.
    """
    start = Path("docs", page).parent if source is None else Path(source).parent

    def linked(found: re.Match[str]) -> str:
        there = _plain(start / found[2])
        if there.parts[:1] == (FOLDER,) and there.suffix in (".ipynb", ".md"):
            target = there.with_suffix(".md")
        elif source is not None and there.parts[:1] == ("docs",):
            target = there.relative_to("docs")
        else:
            return found[0]
        up = "../" * (len(Path(page).parts) - 1)
        return f"{found[1]}({up}{target.as_posix()}{found[3]})"

    return re.sub(r"(\[[^\]]*\])\(([^)#:\s]+)((?:#[^)\s]*)?)\)", linked, markdown)


def _plain(path: Path) -> Path:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return Path(*parts)


def _picture(path: str, out: Any) -> str:
    width = out.get("metadata", {}).get(_PICTURE, {}).get("width")
    size = f' width="{width}"' if width else ""
    return f'![what the cell above draws]({path}){{ loading="lazy"{size} }}'


def _fenced(language: str, text: str) -> str:
    fence = "`" * (1 + max(2, *(len(run) for run in re.findall("`+", text)), 0))
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


class _Table(HTMLParser):
    """Rows and heads of a table that DataJoint or pandas shows, without their styles."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._open.append(tag)
        if tag in _TAGS:
            self.parts.append(f"<{tag}>")
        given = dict(attrs)
        if tag == "span" and given.get("id") == "primary":
            self.parts.append("*")  # as DataJoint marks keys in plain text
        if tag == "p":
            self.parts.append("<p>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._open.pop()
        if tag in _TAGS or tag == "p":
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.parts.append(html.escape(" ".join(data.split())))


def table(source: str) -> str:
    """A table of an output as plain HTML that the theme lays out."""
    reader = _Table()
    reader.feed(source)
    return f"<div>{''.join(reader.parts)}</div>"


def generated() -> Iterator[tuple[str, str | bytes]]:
    """Every file that the notebooks add to the pages, with its content."""
    yield f"{FOLDER}/index.md", index()
    for name in names():
        yield from files(name).items()
