"""Run the code of one page, from its first block to its last, in a folder made for it.

python -m tests.pages.run PAGE FOLDER    FOLDER is a copy of what `tests.pages.world` makes

Each block's end is one line of JSON. Blocks of Python share their names, as in a notebook; a block
of shell is one script. What is not installed (Octave, R) is said, and nothing else is left out.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

from tests.pages.blocks import Block, read

_PROGRAMS = {"matlab": ("octave-cli", "--quiet"), "r": ("Rscript",)}
_SHELL = ("bash", "-euo", "pipefail", "-c")


def outcome(block: Block, page: str, names: dict[str, Any]) -> tuple[str, str]:
    """('ran' | 'failed' | 'absent', what is told of it)."""
    if block.language == "python":
        return _python(block, page, names)
    if block.language == "sql":
        return _sql(block)
    if block.language in _PROGRAMS:
        program, *options = _PROGRAMS[block.language]
        if shutil.which(program) is None:
            return "absent", f"{program} is not installed"
        with tempfile.NamedTemporaryFile("w", suffix=f".{block.language[0]}") as file:
            file.write(block.text)
            file.flush()
            return _program([program, *options, file.name])
    return _program([*_SHELL, block.text])


def _python(block: Block, page: str, names: dict[str, Any]) -> tuple[str, str]:
    code = "\n" * (block.line - 1) + block.text  # so that errors name the page's line
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page, "exec"), names)
    except Exception:
        return "failed", traceback.format_exc(limit=-4)
    return "ran", printed.getvalue()


def _sql(block: Block) -> tuple[str, str]:
    import datajoint as dj

    try:
        asked = [dj.conn().query(one) for one in block.text.split(";") if one.strip()]
        rows = [one.fetchall() for one in asked if one.description]
    except Exception:
        return "failed", traceback.format_exc(limit=-2)
    return "ran", f"{rows}"


def _program(words: list[str]) -> tuple[str, str]:
    done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    told = done.stdout + done.stderr
    return ("failed" if done.returncode else "ran"), told


def main(page_path: str, folder: str) -> int:
    warnings.simplefilter("ignore")
    page = read(Path(page_path).resolve())
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    os.environ.update(MPLBACKEND="Agg", PYTHONWARNINGS="ignore")
    os.chdir(folder)
    sys.path.insert(0, os.getcwd())
    names: dict[str, Any] = {"__name__": "__main__"}
    out = sys.stdout
    bad = 0
    with contextlib.ExitStack() as stack:
        if page.needs_tables:
            from tests.pages.laboratory import opened

            stack.enter_context(opened(Path(folder), names))
        for block in filter(lambda one: one.file, page.blocks):
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
        for block in filter(lambda one: one.is_run, page.blocks):
            begun = time.monotonic()
            state, told = outcome(block, page.name, names)
            bad += state == "failed"
            row = {"line": block.line, "language": block.language, "state": state}
            row |= {"hidden": block.hidden, "seconds": round(time.monotonic() - begun, 1)}
            print(json.dumps({**row, "told": told[-3000:]}), file=out, flush=True)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
