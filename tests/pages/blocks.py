"""The blocks of code on a page, and what comments of the page say about running them.

A comment of a page, which the built page does not have, may say:

`not run: REASON`   the next block is not run, because it cannot be here
`file: NAME`        the next block is a file of that name, not a program
`tables`            the page runs beside the tables of a small laboratory (see `world`)
`run LANGUAGE`      its further lines are run here, though the page does not show them
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: what is run; other blocks are outputs, files, or diagrams
LANGUAGES = ("python", "sh", "bash", "matlab", "r", "sql")
_PARTS = re.compile(
    r"^ *<!-- (?P<mark>not run|file|tables|run)(?P<said>.*?)-->"
    r"|^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A piece of a page that is run, or says why not."""

    language: str
    text: str
    line: int
    why_not: str = ""
    file: str = ""
    hidden: bool = False

    @property
    def is_run(self) -> bool:
        return self.language in LANGUAGES and not self.why_not and not self.file


@dataclass(frozen=True)
class Page:
    path: Path
    blocks: tuple[Block, ...]
    needs_tables: bool

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


def read(path: Path) -> Page:
    """A page's blocks, in order.

    Raises
    ------
    ValueError
        If a comment says something of a block that is not there, or gives no reason.
    """
    text = path.read_text(encoding="utf-8")
    blocks, needs_tables = [], False
    pending: dict[str, str] = {}
    for part in _PARTS.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        mark, said = part["mark"], (part["said"] or "").strip(" ")
        where = f"{path.name}, line {line}"
        if mark == "tables":
            needs_tables = True
        elif mark == "run":
            language, _, code = said.partition("\n")
            if language not in LANGUAGES or not code.strip():
                raise ValueError(f"{where}: expected 'run LANGUAGE' and lines of it")
            blocks.append(Block(language, code, line + 1, hidden=True))
        elif mark:
            value = said.removeprefix(":").strip()
            if pending or not value:
                raise ValueError(f"{where}: {mark!r} without a reason, or for no block")
            pending = {"why_not" if mark == "not run" else "file": value}
        else:
            indent = len(part["indent"])
            code = "".join(row[indent:] for row in part["text"].splitlines(keepends=True))
            blocks.append(Block(part["language"], code, line + 1, **pending))
            pending = {}
    if pending:
        raise ValueError(f"{path.name}: a comment at the end is for no block")
    return Page(path, tuple(blocks), needs_tables)


def pages() -> list[Page]:
    """Every page with blocks that are run or say why not; records of design show no programs."""
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "notebooks" / "README.md"]
    paths += sorted((ROOT / "docs").rglob("*.md"))
    found = [read(path) for path in paths]
    return [page for page in found if any(one.language in LANGUAGES for one in page.blocks)]
