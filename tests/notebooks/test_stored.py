"""Every notebook is stored with the outputs of its present cells, and nothing of the machine."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import stored
from tests.notebooks.running import FOLDER

NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
each = pytest.mark.parametrize("name", NAMES)


@each
def test_its_outputs_are_of_its_present_cells(name):
    notebook = stored.read(name)
    assert notebook.metadata.mouseface.sources_sha256 == stored.sources_digest(notebook), (
        "a cell has changed since: run `make notebooks`"
    )
    cells = stored.code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    pictures = [o for cell in cells for o in cell.outputs if "image/png" in o.get("data", {})]
    assert len(pictures) >= 3


@each
def test_nothing_of_one_machine_or_hour_is_stored(name):
    notebook = stored.read(name)
    assert stored.of_one_run(notebook) == []
    assert set(notebook.metadata) == {"kernelspec", "language_info", "mouseface"}
    assert notebook.metadata.language_info == {"name": "python"}  # no version of it
    assert not any("execution" in cell.metadata for cell in notebook.cells)


@each
def test_a_run_is_compared_with_it(name):
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    assert any(f'differences("{name}", ran) == []' in text for text in tests)


@each
def test_git_ignores_the_folder_that_it_makes(name):
    """Opened where it lies, it must not leave files that look new."""
    lines = (FOLDER.parent / ".gitignore").read_text(encoding="utf-8").split()
    source = "\n".join(cell.source for cell in stored.code_cells(stored.read(name)))
    (made,) = re.findall(r'"MOUSEFACE_\w+_DIR", "(\w+)"', source)
    assert any(fnmatch(f"{made}/", line) for line in lines)


def test_the_notebooks_stay_small():
    assert sum((FOLDER / name).stat().st_size for name in NAMES) < 4e6


def _code(identity, text="", **data):
    outputs = [nbformat.v4.new_output("stream", text=text)] if text else []
    if data:
        outputs.append(nbformat.v4.new_output("execute_result", data=data))
    return nbformat.v4.new_code_cell("1", id=identity, outputs=outputs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("written: /home/ann/mouseface_tutorial/day1.mp4\n", True),
        ("C:\\Users\\ann\\day1.mp4\n", True),
        ("<Movie at 0x7f3a5c0d2b50>\n", True),
        ("UserWarning: overflow\n", True),
        ("on localhost\n", True),
        ("raw/day1.mp4, 3/4 of 12 px/s, https://example.org/tmp/x\n", False),
    ],
)
def test_what_is_of_one_machine_is_found(text, found):
    notebook = nbformat.v4.new_notebook(cells=[_code("a", text)])
    assert bool(stored.of_one_run(notebook)) is found


def test_warnings_and_errors_are_found():
    cell = nbformat.v4.new_code_cell("1", id="a")
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stderr", text="so\n"),
        nbformat.v4.new_output("error", ename="KeyError", evalue="'x'"),
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    assert stored.of_one_run(notebook) == ["a: so\n", "a: KeyError"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("r 0.41", "r 0.42", True),  # the last digit that is shown
        ("r 0.41", "r 0.43", False),
        ("0.2369158297573", "0.2369158297574", True),
        ("0.2369158297573", "0.2369999297573", False),
        ("750 frames", "751 frames", False),  # a count
        ("quinine   0.5", "quinine 0.5", True),
        ("quinine 0.5", "sucrose 0.5", False),
        ("", "0.5", False),
    ],
)
def test_texts_are_the_same_up_to_what_another_processor_adds(one, other, same):
    assert stored.same_text(one, other) is same


def test_another_text_picture_or_cell_is_found(monkeypatch):
    notebook = stored.read("tutorial.ipynb")
    assert stored.differences("tutorial.ipynb", notebook) == []
    cells = {cell.id: cell for cell in notebook.cells}
    cells["cell-23"].outputs[0].text = "day 1: ok\n"
    cells["cell-13"].outputs[0].data["image/png"] = cells["cell-17"].outputs[0].data["image/png"]
    cells["cell-27"].outputs = []
    told = stored.differences("tutorial.ipynb", notebook)
    assert [line.split(":")[0] for line in told] == ["cell-13", "cell-23", "cell-27"]
    del notebook.cells[1]
    assert stored.differences("tutorial.ipynb", notebook) == ["tutorial.ipynb: other cells"]


def test_lines_that_were_printed_one_by_one_are_one_output():
    cell = _code("a", "one\n")
    cell.outputs.append(nbformat.v4.new_output("stream", text="two\n"))
    cell.metadata["execution"] = {"iopub.execute_input": "2026-11-29T20:40:00Z"}
    made = stored.kept(nbformat.v4.new_notebook(cells=[cell]))
    (out,) = made.cells[0].outputs
    assert out.text == "one\ntwo\n" and "execution" not in made.cells[0].metadata
