"""The dependency rules of the house, read from the source and from a fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import element_mouseface

PACKAGE = Path(element_mouseface.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ON_TOP = {"export", "plots", "cli", "demo"}
#: library -> the only places (below the package) that may import it
OWNERS = {
    "datajoint": (
        *(
            "linking",
            "_activation",
            "_deleting",
            "_fixed",
            "_folders",
            "_headings",
            "_jobs",
            "_request",
            "_server",
            "_tables",
            "_signal_codec",
        ),
        *("recording", "descriptors", "expression", "facemap", "confounds", "behavior", "demo"),
    ),
    "dask": ("core/engine",),
    "distributed": ("core/engine",),
    "zarr": ("core/store", "core/published_zarr"),
    "matplotlib": ("plots",),
    "argparse": ("cli",),
}


def imports(path: Path) -> set[str]:
    """Absolute dotted names of everything a module imports, anywhere in it."""
    package = ("element_mouseface", *path.relative_to(PACKAGE).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {stem, *(f"{stem}.{alias.name}" for alias in node.names)}
    return found


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_libraries_are_imported_only_by_their_owner(path):
    roots = {name.split(".")[0] for name in imports(path)}
    for library, owners in OWNERS.items():
        if library in roots:
            assert place(path).startswith(owners), f"{place(path)} imports {library}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_imports_point_downwards(path):
    layer = place(path).split("/")[0]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("element_mouseface.")}
    if layer not in ON_TOP:
        assert not used & ON_TOP, f"{place(path)} imports what lies on top of it: {used & ON_TOP}"
    if layer == "core":
        schema_side = {"linking", "recording", "descriptors", "expression", "facemap"}
        schema_side |= {"confounds", "behavior"}
        assert not used & schema_side, f"core imports the schema side: {used & schema_side}"


def test_the_walk_sees_every_module():
    assert len(MODULES) > 20
    assert "dask" in {name.split(".")[0] for path in MODULES for name in imports(path)}


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_core_leaves_the_database_and_the_plots_out():
    loaded = loaded_after(
        "import element_mouseface.core; from element_mouseface.core import "
        "open_descriptors, open_video, extract"
    )
    assert not loaded & {"datajoint", "matplotlib", "pymysql", "psycopg2"}


def test_help_is_light():
    loaded = loaded_after("from element_mouseface.cli.main import build_parser; build_parser()")
    assert not loaded & {"datajoint", "matplotlib", "numba", "dask", "zarr", "av", "cv2"}


def borrowed(source: str) -> list[tuple[str, bool]]:
    """What functions borrow, and whether it is an argument of the innermost of them."""
    found = []

    def look(node: ast.AST, arguments: set[str]) -> None:
        if isinstance(node, ast.FunctionDef):
            arguments = {a.arg for a in node.args.args}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "borrow":
            (given,) = node.args
            found.append((ast.unparse(given), getattr(given, "id", "") in arguments))
        for child in ast.iter_child_nodes(node):
            look(child, arguments)

    look(ast.parse(source), set())
    return found


def test_compiled_functions_borrow_arguments_only():
    """A local array is freed after its last use: what was borrowed from it is then written to
    memory that is somebody else's, and hardly a test sees it."""
    sources = [path.read_text() for path in MODULES]
    everything = [pair for source in sources for pair in borrowed(source)]
    assert len(everything) > 20 and all(own for _, own in everything), everything
    assert borrowed("def f(a):\n b = borrow(g(a))\n c = borrow(a)") == [
        ("g(a)", False),
        ("a", True),
    ]
