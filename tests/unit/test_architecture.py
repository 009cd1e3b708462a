"""The dependency rules of the house, read from the source and from a fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import element_mouseface

PACKAGE = Path(element_mouseface.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
#: The rooms of the house: every import points to a room further up this list.
ROOMS = (
    "errors",
    "params",
    "core/inputs",
    "core/outputs",
    "core/objects",
    "core/learning",
    "core/video",
    "core/sync",
    "core/events",
    "core/features",
    "core/store",
    "core/extraction",
    "core/facial_signals",
    "core/confounds",
    "core/keypoints",
    "core/frame_features",
    "core/face_angle",
    "core/behavior",
    "core/frame_models",
    "core/ratings",
    "core/action_units",
    "core/decoding",
    "core/structure",
    "core/scoring/findings",
    "core/scoring/scores",
    "core/scoring/method",
    "core/scoring/published",
    "core/scoring/contrast",
    "core/scoring",
    "core/results",
    "core/failures",
    "core/affect",
    "core/population",
    "core/exports",
    "core",
    "synthetic",
    "plots",
    "linking",
    "_schema",
    "recording",
    "descriptors",
    "behavior",
    "facemap",
    "expression",
    "confounds",
    "responses",
    "features",
    "frame_models",
    "failures",
    "affect",
    "export",
    "_request",
    "demo",
    "cli",
)
#: neighbors that do not know each other, in either order
STRANGERS = (
    ("expression", "facemap"),
    ("behavior", "expression"),
    ("behavior", "facemap"),
    ("core/scoring/published", "core/scoring/contrast"),
    ("core/facial_signals", "core/scoring/published"),
)
#: library -> the only rooms, or modules, that may import it
OWNERS = {
    "datajoint": (
        *("linking", "_schema", "_request"),
        *(
            "recording",
            "descriptors",
            "behavior",
            "expression",
            "facemap",
            "confounds",
            "responses",
            "features",
            "frame_models",
            "failures",
            "affect",
            "export",
            "demo",
        ),
    ),
    "dask": ("core/extraction", "core/learning"),
    "distributed": ("core/extraction", "core/learning"),
    "sklearn": ("core/learning", "core/structure"),
    "statsmodels": ("core/population",),
    "umap": ("core/structure",),
    "pyarrow": ("core/frame_features", "core/exports"),
    "mediapipe": ("core/frame_features",),
    "shap": ("core/frame_models",),
    "altair": ("plots",),
    "pympi": ("core/behavior/formats",),
    "pynwb": ("core/exports/nwb",),
    "hdmf": ("core/exports/nwb",),
    "ndx_pose": ("core/exports/nwb",),
    "ndx_ethogram": ("core/exports/nwb",),
    "nwbinspector": ("core/exports/nwb",),
    "xarray": ("core/objects",),
    "pynapple": ("core/objects",),
    "harp": ("core/sync",),
    "zarr": ("core/store", "core/extraction/published_zarr"),
    "matplotlib": ("plots",),
    "argparse": ("cli",),
}


@cache
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


def room(name: str) -> str:
    """The innermost room of a module or a name in one; "" for the package itself."""
    parts = name.split(".")[1:]
    within = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return next((found for found in within if found in ROOMS), parts[0] if parts else "")


#: dotted name of every module -> its file
NAMES = {
    ".".join(("element_mouseface", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in MODULES
}


@cache
def imported_modules(path: Path) -> set[str]:
    """Modules of this package that a module imports, at its top or within a function."""
    return {name for name in imports(path) if name in NAMES}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_imports_point_up_the_list_of_rooms(name):
    here = room(name)
    if name == "element_mouseface":
        return  # the front door: its names are imported when they are asked for
    assert here in ROOMS, f"{name} is in a room that is not on the list: {here}"
    for used in imported_modules(NAMES[name]) - {"element_mouseface"}:
        there = room(used)
        assert ROOMS.index(there) <= ROOMS.index(here), f"{name} imports {used}"
        for pair in STRANGERS:
            assert {here, there} != set(pair), f"{name} imports {used}: {pair} are strangers"


def test_no_module_is_loose_in_core():
    loose = [path.name for path in (PACKAGE / "core").glob("*.py") if path.stem != "__init__"]
    assert not loose, f"move into a room of core: {loose}"


def test_modules_do_not_import_each_other_in_a_circle():
    waiting = {name: imported_modules(path) - {name} for name, path in NAMES.items()}
    packages = {name for name, path in NAMES.items() if path.stem == "__init__"}
    for name, used in waiting.items():  # a package's own front is loaded before its modules
        used -= {package for package in packages if name.startswith(f"{package}.")}
    while free := {name for name, used in waiting.items() if not used & set(waiting)}:
        for name in free:
            del waiting[name]
    assert not waiting, f"in a circle, or behind one: {sorted(waiting)}"


def test_nothing_reaches_for_modules_behind_the_imports():
    """Reading `sys.modules` of our own package is an import that no list shows."""
    for path in MODULES:
        found = [line for line in path.read_text().splitlines() if "sys.modules" in line]
        allowed = ("psycopg2", "pymysql", "sys.modules[table.__module__]")
        assert all(any(word in line for word in allowed) for line in found), f"{path}: {found}"


def test_the_walk_sees_every_module():
    assert len(MODULES) > 20
    assert "dask" in {name.split(".")[0] for path in MODULES for name in imports(path)}


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_core_leaves_the_database_and_the_plots_out():
    loaded = loaded_after(
        "import element_mouseface.core; from element_mouseface import "
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


def private_names(path: Path) -> list[str]:
    """Names that begin with an underscore, imported from a module that is not this one."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            level = path.parents[node.level - 1] if node.level else PACKAGE.parent
            source = level.joinpath(*(node.module or "").split("."))
            for name in (alias.name for alias in node.names):
                module = (source / name).is_dir() or (source / f"{name}.py").is_file()
                if name.startswith("_") and name != "__version__" and not module:
                    found.append(f"{node.module}.{name}")
    return found


def test_private_names_stay_in_their_module(tmp_path):
    """An underscore is the one mark of what is not for others: there is no second list of it."""
    assert {place(path): found for path in MODULES if (found := private_names(path))} == {}
    other = tmp_path / "other.py"
    other.write_text("from element_mouseface.errors import _hidden, check_type\n")
    assert private_names(other) == ["element_mouseface.errors._hidden"]
