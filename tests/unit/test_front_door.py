"""The names of `import element_mouseface as mf`: said once each, and the same everywhere."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import element_mouseface as mf

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(mf.__file__).parent
SCHEMAS = tuple(
    f"element_mouseface.{name}"
    for name in (
        *("recording", "descriptors", "behavior", "expression", "facemap", "confounds"),
        *("responses", "features", "frame_models", "failures", "affect"),
    )
)
HEAVY = {"numba", "dask", "datajoint", "matplotlib", "numpy", "zarr", "av", "cv2", "pandas"}


def stub(package: str = "") -> dict[str, str]:
    """Name -> the module that the stub takes it from."""
    tree = ast.parse((PACKAGE / package / "__init__.pyi").read_text(encoding="utf-8"))
    whole = f"element_mouseface.{package}".rstrip(".")
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert alias.asname == alias.name, f"editors see no re-export of {alias.name}"
                found[alias.name] = f"{whole}.{node.module or alias.name}"
    return found


def lines(text: str, pattern: str) -> dict[str, str]:
    return dict(re.findall(pattern, text, re.M))


def test_docstring_stub_and_page_have_the_same_names_and_lines():
    told = lines(mf.__doc__, r"^    (\w+)  +(.+)$")
    page = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    section = page.split("## The front door")[1].split("\n## ")[0]
    assert lines(section, r"^\| `(\w+)` \| (.+) \|$") == told
    assert set(told) == set(stub()) == set(mf.__all__)
    assert set(told) <= set(dir(mf))
    assert len(told) > 15 and all(len(text) > 20 for text in told.values())


def test_the_worker_activates_every_module():
    worker = (ROOT / "docker/worker.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^    (\w+)\.activate\(", worker, re.M)) >= {
        name.split(".")[1] for name in SCHEMAS
    }


def test_every_name_is_what_its_module_defines_and_says_what_it_is():
    for name, module in stub().items():
        found = getattr(mf, name)
        if inspect.ismodule(found):
            assert found.__name__ in (module, f"{module}.{name}")
        else:
            assert found is getattr(importlib.import_module(module), name)
            assert found.__name__ == name
        assert inspect.getdoc(found), name


def test_figures_have_a_front_of_their_own():
    told = lines(mf.plots.__doc__, r"^    (\w+)  +(.+)$")
    page = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    section = page.split("## Figures")[1].split("\n## ")[0]
    assert lines(section, r"^\| `(\w+)` \| (.+) \|$") == told
    assert set(told) == set(stub("plots")) == set(mf.plots.__all__)
    for name, module in stub("plots").items():
        assert getattr(mf.plots, name) is getattr(importlib.import_module(module), name)


def test_nwb_has_a_front_of_its_own():
    told = lines(mf.nwb.__doc__, r"^    (\w+)  +(.+)$")
    page = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    section = page.split("## NWB")[1].split("\n## ")[0]
    assert lines(section, r"^\| `(\w+)` \| (.+) \|$") == told
    assert set(told) == set(stub("core/exports/nwb")) == set(mf.nwb.__all__)
    for name in told:
        assert getattr(mf.nwb, name).__name__ == name


def test_importing_it_is_light():
    code = "import sys, element_mouseface as mf; mf.__doc__, dir(mf); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_files_and_arrays_need_no_database():
    code = (
        "import sys, element_mouseface as mf\n"
        "mf.open_video, mf.extract, mf.open_result, mf.read_events, mf.Regions, mf.load_keypoints\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"datajoint", "matplotlib", "pymysql"} & set(done.stdout.split())


def test_type_checkers_are_told_that_the_package_has_types():
    assert (PACKAGE / "py.typed").is_file()
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"*" = ["py.typed", "*.pyi"]' in text


def test_pages_and_notebooks_use_it():
    """No page imports from deep within the package what the front door gives."""
    sources = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
        sources += [(page.name, block) for block in blocks]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        sources += [(path.name, cell) for cell in code]
    used = set()
    for name, source in sources:
        plain = re.sub(r"^%.*$", "", source, flags=re.M)
        for node in ast.walk(ast.parse(plain)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("element_mouse"):
                imported = {alias.name for alias in node.names}
                if node.module == "element_mouseface":
                    used |= imported
                elif not node.module.startswith(SCHEMAS):
                    assert not imported & set(mf.__all__), f"{name}: {node.module}"
    assert len(used & set(mf.__all__)) > 10
