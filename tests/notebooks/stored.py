"""Notebooks as they are stored, with outputs: what is kept of a run, and is a run still the same?

`python -m tests.notebooks.keep` (`make notebooks`) stores them. The tests run each notebook
anyway, and compare what it gives with what is stored.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from PIL import Image

from tests.notebooks.running import FOLDER

#: fewer colors: a third of the bytes, and nobody sees it
COLORS = 128
#: mean difference of the pixels, of 255, with few colors and another version of Matplotlib
MOST_DIFFERENT = 2.0
#: of numbers in a text, where the last digit shown is not coarser: other processors add otherwise
RELATIVE = 1e-4
_PICTURE = "image/png"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
#: what belongs to one machine, or to one moment
_OF_ONE_RUN = re.compile(
    r"(?<![\w.:/<])/(?:home|root|tmp|var|usr|opt|private|mnt|Users|work)/\S*"  # a folder
    r"|\b[A-Z]:\\\S*"
    r"|\bat 0x[0-9a-fA-F]{6,}"  # an object's place in memory
    r"|\b(?:localhost|127\.0\.0\.1)\b"
    r"|\b\w*Warning: .*"
)


@cache
def pictures() -> Any:
    """The module that compares the pages' pictures: no package, so it is loaded by its path."""
    path = FOLDER.parent / "docs" / "_hooks" / "drawn" / "pictures.py"
    spec = importlib.util.spec_from_file_location("docs_pictures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> Any:
    return nbformat.read(FOLDER / name, as_version=4)


def sources_digest(notebook: Any) -> str:
    """Of the code of every cell: a changed cell was not run yet. Prose may change without a run."""
    cells = [f"{cell.id}\n{cell.source}" for cell in code_cells(notebook)]
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()


def kept(ran: Any) -> Any:
    """A notebook that ran, with nothing of the machine and the hour."""
    notebook = nbformat.from_dict(ran)
    for number, cell in enumerate(code_cells(notebook), start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        cell.outputs = list(_joined(cell.outputs))
        for out in cell.outputs:
            if "execution_count" in out:
                out.execution_count = number
            if _PICTURE in out.get("data", {}):
                out.data[_PICTURE] = _few_colors(out.data[_PICTURE])
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "mouseface": {"sources_sha256": sources_digest(notebook)},
        }
    )
    return notebook


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _joined(outputs: list[Any]) -> Iterator[Any]:
    """Lines that were printed one by one may arrive together or apart: together."""
    last = None
    for out in outputs:
        if last is not None and out.output_type == "stream" == last.output_type:
            if out.name == last.name:
                last.text += out.text
                continue
        last = nbformat.from_dict(out)
        yield last


def _few_colors(encoded: str) -> str:
    with Image.open(io.BytesIO(base64.b64decode(encoded))) as image:
        few = image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")


def of_one_run(notebook: Any) -> list[str]:
    """What must not be stored: errors, warnings, folders of this machine, places in memory."""
    found = []
    for cell in code_cells(notebook):
        for out in cell.outputs:
            if out.output_type == "error" or out.get("name") == "stderr":
                found.append(f"{cell.id}: {out.get('ename') or out.text}")
            texts = [
                out.get("text", ""),
                *(t for m, t in out.get("data", {}).items() if m[0] == "t"),
            ]
            found += [f"{cell.id}: {hit[0]}" for t in texts for hit in _OF_ONE_RUN.finditer(t)]
    return found


def differences(name: str, ran: Any) -> list[str]:
    """Where a run of today gives other texts or pictures than are stored; [] if nowhere."""
    stored = code_cells(read(name))
    now = code_cells(ran)
    if [cell.id for cell in stored] != [cell.id for cell in now]:
        return [f"{name}: other cells"]
    with tempfile.TemporaryDirectory(prefix="mouseface-") as folder:
        pairs = zip(stored, now, strict=True)
        return [told for one, other in pairs for told in _of_cell(one, other, Path(folder))]


def _of_cell(stored: Any, now: Any, folder: Path) -> Iterator[str]:
    before, after = list(stored.outputs), list(_joined(now.outputs))
    if [_kinds(out) for out in before] != [_kinds(out) for out in after]:
        yield f"{stored.id}: outputs of other kinds"
        return
    for one, other in zip(before, after, strict=True):
        for kind in _kinds(one)[1:]:
            pair = [out.text if kind == "text" else out.data[kind] for out in (one, other)]
            if kind == _PICTURE:
                apart = _apart(*pair, folder)
                if apart > MOST_DIFFERENT:
                    yield f"{stored.id}: a picture is {apart:.1f} of 255 apart"
            elif not same_text(*pair):
                yield f"{stored.id}: {kind} was\n{pair[0]}\nand is\n{pair[1]}"


def _kinds(out: Any) -> list[str]:
    data = sorted(out.get("data", {}))
    return [out.output_type, *(data or ["text"])]


def same_text(one: str, other: str) -> bool:
    """Same words; numbers alike up to their last digit shown, or to one part in ten thousand."""
    if one == other:
        return True
    words = [" ".join(_NUMBER.sub("#", text).split()) for text in (one, other)]
    numbers = [_NUMBER.findall(text) for text in (one, other)]
    return words[0] == words[1] and all(map(_alike, *numbers))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not ("." in one and "." in other):
        return False  # a count
    unit = 10.0 ** -len(one.partition(".")[2].partition("e")[0])
    apart = abs(float(one) - float(other))
    return apart <= max(1.01 * unit, RELATIVE * abs(float(one)))


def _apart(one: str, other: str, folder: Path) -> float:
    paths = folder / "one.png", folder / "other.png"
    for path, encoded in zip(paths, (one, other), strict=True):
        path.write_bytes(base64.b64decode(encoded))
    return pictures().difference(*paths)
