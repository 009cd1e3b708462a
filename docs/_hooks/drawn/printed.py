"""Blocks of pages that show what a command prints.

A line `<!-- make figures: NAME -->` stands before each; the block after it is written anew by
`make figures`, and compared by `make check-figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(
    r"^(<!-- make figures: (\w+) -->\n\n?```\w+\n)(.*?)^```$", re.MULTILINE | re.DOTALL
)
_NUMBER = re.compile(r"[-−+]?\d+(?:\.\d+)?(?:e[-+]\d+)?")
#: another processor may round differently
_CLOSE, _CLOSE_SHARE = 0.011, 0.02
#: real mice are encoded by as many threads as there are cores, each time a little else
_LOOSE = {"mice": 0.1}


def pages() -> list[Path]:
    """Every page that may have blocks."""
    return sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def blocks_of(page: Path) -> dict[str, str]:
    """The text of each marked block of a page, by its name."""
    text = page.read_text(encoding="utf-8")
    return {found[2]: found[3] for found in _BLOCK.finditer(text)}


def fill(page: Path, outputs: dict[str, str]) -> bool:
    """Write the blocks of a page anew; whether anything changed."""
    text = page.read_text(encoding="utf-8")

    def filled(found: re.Match[str]) -> str:
        return f"{found[1]}{outputs.get(found[2], found[3])}```"

    new = _BLOCK.sub(filled, text)
    if new != text:
        page.write_text(new, encoding="utf-8")
    return new != text


def stale(page: Path, outputs: dict[str, str]) -> Iterator[str]:
    """Names of blocks that say something else than what is printed now."""
    for name, text in blocks_of(page).items():
        close = _LOOSE.get(name, _CLOSE)
        if name in outputs and not alike(text, outputs[name], close):
            yield name


def alike(one: str, other: str, close: float = _CLOSE) -> bool:
    """Whether two texts have the same words, and numbers that differ in rounding only."""
    words = [" ".join(_NUMBER.sub("#", text).split()) for text in (one, other)]
    if words[0] != words[1]:
        return False
    numbers = [
        [float(number.replace("−", "-")) for number in _NUMBER.findall(text)]
        for text in (one, other)
    ]
    return all(
        abs(a - b) <= max(close, _CLOSE_SHARE * abs(a)) for a, b in zip(*numbers, strict=True)
    )
