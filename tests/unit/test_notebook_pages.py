"""Notebooks become pages: Markdown with outputs and pictures, and links that lead to pages."""

from __future__ import annotations

import base64
import importlib.util
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages():
    path = ROOT / "docs/_hooks/notebook_pages.py"
    spec = importlib.util.spec_from_file_location("notebook_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_cell_and_output_is_on_the_page(pages):
    for name in pages.names():
        made = pages.files(name)
        page = made[f"notebooks/{name}.md"]
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert page.startswith("# ") and page.count("```python\n") == len(code)
        outputs = [out for cell in code for out in cell.outputs]
        pictures = [base64.b64decode(o.data["image/png"]) for o in outputs if _has(o, "image/png")]
        assert [c for path, c in made.items() if path.endswith(".png")] == pictures
        assert page.count("](" + name + "/") == len(pictures) > 0
        assert page.count("<table>") == sum(_has(out, "text/html") for out in outputs)
        for out in outputs:
            if out.output_type == "stream":
                assert out.text.rstrip() in page
        for forbidden in ("<style", "<script", "://", "data:image"):
            assert forbidden not in page


def _has(out, kind):
    return kind in out.get("data", {})


@pytest.mark.parametrize(
    ("page", "source", "written", "built"),
    [
        ("how-to/why.md", None, "../../notebooks/results.ipynb", "../notebooks/results.md"),
        ("tutorial.md", None, "../notebooks/results.ipynb#1-a", "notebooks/results.md#1-a"),
        ("how-to/why.md", None, "regions.md#ear", "regions.md#ear"),
        ("how-to/why.md", None, "https://example.org/x.ipynb", "https://example.org/x.ipynb"),
        ("notebooks/a.md", "notebooks/a.ipynb", "tutorial.ipynb", "../notebooks/tutorial.md"),
        ("notebooks/a.md", "notebooks/a.ipynb", "../docs/how-to/why.md", "../how-to/why.md"),
    ],
)
def test_links_between_notebooks_and_pages_are_those_of_the_built_pages(
    pages, page, source, written, built
):
    assert pages.relinked(f"see [it]({written}).", page, source) == f"see [it]({built})."


def test_a_table_of_datajoint_keeps_its_cells_and_marks_its_keys(pages):
    shown = (
        "<style>.Table{color: #ffffff}</style><div><table border='1' class='Table'><thead><tr>"
        "<th> <span id='primary' title='None'>subject</span></th><th><span id='nonprimary'>fps"
        "</span></th></tr></thead><tbody><tr><td>a &lt;b&gt;</td>\n<td>15.0</td></tr></tbody>"
        "</table><p>Total: 1</p></div>"
    )
    assert pages.table(shown) == (
        "<div><table><thead><tr><th>*subject</th><th>fps</th></tr></thead><tbody><tr>"
        "<td>a &lt;b&gt;</td><td>15.0</td></tr></tbody></table><p>Total: 1</p></div>"
    )
