"""Where a part works: it runs commands, and keeps pictures and printed lines."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import pictures

#: lines that are others in each run: how long it took, and digests of what was encoded anew
_VARIES = re.compile(r"^digest [0-9a-f]{8}| frames in [\d.]+ s, |^content +[0-9a-f]{8}")
#: a cut output ends so
CUT = "..."


@dataclass(frozen=True)
class Part:
    """A function that draws, and the names of what it keeps."""

    chain: str
    draw: Callable[[Runner], None]
    pictures: tuple[str, ...]
    outputs: tuple[str, ...]


PARTS: list[Part] = []


def part(chain: str, *, pictures: tuple[str, ...] = (), outputs: tuple[str, ...] = ()) -> Any:
    """Note a function as a part of a chain, after those that were noted before."""

    def note(draw: Callable[[Runner], None]) -> Callable[[Runner], None]:
        PARTS.append(Part(chain, draw, pictures, outputs))
        return draw

    return note


@dataclass(frozen=True)
class Runner:
    """The folder of a chain, and where what it keeps goes."""

    folder: Path
    out: Path
    stored: Path | None = None  # pictures to be like in size and colors, when they are compared

    def path(self, name: str) -> Path:
        return self.folder / name

    def film(self, name: str, *, labels: bool = False, **settings: Any) -> Any:
        """A drawn movie NAME.mp4; its events and labels are beside it."""
        from element_mouseface.synthetic import film

        made = film(self.path(f"{name}.mp4"), **settings)
        if made.events:
            made.write_events(self.path(f"{name}.csv"), overwrite=True)
        if labels:
            made.write_labels(self.path(f"{name}_labels.csv"), overwrite=True)
        return made

    def run(self, *words: object) -> str:
        """Run `mouseface WORDS` in the folder; what it prints."""
        from element_mouseface.cli.main import main

        said, told = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(told),
        ):
            try:
                code = main([str(word) for word in words])
            except SystemExit as stopped:  # by argparse
                code = stopped.code
        if code:
            typed = shlex.join(map(str, words))
            text = said.getvalue() + told.getvalue()
            raise RuntimeError(f"mouseface {typed}\nended with {code}\n{text}")
        return said.getvalue()

    def show(self, name: str, *words: object, first: int = 12, skip: int = 0) -> str:
        """Run a command, and keep what it prints first, below the command itself."""
        said = self.run(*words)
        typed = [str(word) for word in words if word != "--overwrite"]  # a reader has none
        self.write(name, f"$ mouseface {shlex.join(typed)}", said, first=first, skip=skip)
        return said

    def refused(self, name: str, *words: object) -> None:
        """Run a command that is refused, and keep what it says."""
        from element_mouseface.cli.main import main

        told = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stderr(told):
            code = main([str(word) for word in words])
        if code != 2:
            raise RuntimeError(f"mouseface {shlex.join(map(str, words))} was not refused")
        typed = f"$ mouseface {shlex.join(map(str, words))}"
        self.write(name, typed, told.getvalue())

    def write(self, name: str, typed: str, said: str, *, first: int = 12, skip: int = 0) -> None:
        """Keep lines of an output, below what was typed."""
        lines = [line for line in said.rstrip().splitlines()[skip:] if not _VARIES.search(line)]
        shown = lines[:first] + ([CUT] if len(lines) > first else [])
        text = "\n".join(line.rstrip() for line in [typed, *shown])
        (self.out / f"{name}.txt").write_text(text + "\n", encoding="utf-8")

    def keep(self, drawn: str | os.PathLike, name: str) -> None:
        """Keep a picture that a command drew."""
        stored = self.stored / f"{name}.png" if self.stored else None
        pictures.keep(self.path(str(drawn)), self.out / f"{name}.png", stored)

    def figure(self, name: str, draw: Callable[..., Any], *args: Any, **options: Any) -> None:
        """Call a figure function with a path, and keep what it draws."""
        path = self.path(f"{name}.drawn.png")
        path.unlink(missing_ok=True)
        draw(*args, path=path, **options)
        self.keep(path, name)
