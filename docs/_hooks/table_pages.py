"""Reference of the tables, from the classes: columns, methods, and a diagram of references."""

from __future__ import annotations

import importlib
import inspect
import re
from html import escape
from pathlib import Path
from typing import Any

MODULES = (
    *("recording", "descriptors", "behavior", "expression", "facemap", "confounds"),
    *("responses", "features", "frame_models", "failures", "affect"),
)
#: tables of the user's pipeline
LINKED = ("Session", "Equipment", "Trial")
_KINDS = ("Lookup", "Manual", "Imported", "Computed", "Part")
_COLUMN = re.compile(r"^(\w+)\s*(?:=\s*([^:]*?))?\s*:\s*([^#]*?)\s*(?:#\s*(.*))?$")
_REFERENCE = re.compile(r"^->\s*(?:\[(\w+)\]\s*)?([\w.]+)(?:\.proj\(([^)]*)\))?\s*(?:#\s*(.*))?$")


def tables_of(module_name: str) -> list[type]:
    """Every table class of a schema module, masters in the order of the source."""
    import datajoint as dj

    module = importlib.import_module(module_name)
    found = [
        member
        for member in vars(module).values()
        if inspect.isclass(member)
        and issubclass(member, dj.Table)
        and member.__module__.startswith(module_name)
    ]
    order = list(getattr(module, "TABLES", ()))
    return sorted(found, key=lambda t: order.index(t) if t in order else len(order))


def parts_of(table: type) -> list[type]:
    """The Parts of a table, in the order of the source."""
    import datajoint as dj

    return [m for m in vars(table).values() if inspect.isclass(m) and issubclass(m, dj.Part)]


def methods_of(table: type) -> list[str]:
    """Names of the methods that a table has beside DataJoint's own, in the order of the source."""
    import datajoint as dj

    own = (
        vars(dj.Table)
        | vars(dj.Computed)
        | {"make_fetch": 0, "make_compute": 0, "make_insert": 0, "make": 0, "hash_of": 0}
        | {"row_of": 0, "value_of": 0, "parts_of": 0, "regressors": 0}
    )
    return [
        name
        for name, value in vars(table).items()
        if not name.startswith("_")
        and isinstance(value, classmethod | staticmethod | type(tables_of))
        and name not in own
    ]


def kind_of(table: type) -> str:
    """Lookup, Manual, Imported, Computed or Part."""
    return next(k for k in _KINDS if any(base.__name__ == k for base in table.__mro__))


def columns_of(table: type) -> list[dict[str, Any]]:
    """What a definition says, a row a line: name, type, meaning, whether it is in the key."""
    found: list[dict[str, Any]] = []
    in_key = True
    for line in inspect.cleandoc(table.definition).splitlines():  # type: ignore[attr-defined]
        line = line.strip()
        if not line or line.startswith("#") or line.startswith(("index", "unique")):
            continue
        if line.startswith("---"):
            in_key = False
        elif reference := _REFERENCE.match(line):
            option, target, renamed, comment = reference.groups()
            found.append({"name": "", "target": target, "type": option or "", "key": in_key,
                          "renamed": renamed or "", "comment": comment or ""})  # fmt: skip
        elif column := _COLUMN.match(line):
            name, default, kind, comment = column.groups()
            found.append({"name": name, "target": "", "type": kind, "key": in_key,
                          "default": default, "comment": comment or ""})  # fmt: skip
        else:
            raise ValueError(f"{table.__name__}: cannot read {line!r}")
    return found


def pages_of(module_name: str) -> str:
    """Every table of a module with its columns and methods, as Markdown."""
    blocks = []
    for table in tables_of(module_name):
        blocks += [f"### {table.__name__}", _table(table)]
        for part in parts_of(table):
            blocks += [f"#### {table.__name__}.{part.__name__}", _table(part)]
        for name in methods_of(table):
            where = f"{table.__module__}.{table.__qualname__}.{name}"
            blocks.append(f"::: {where}\n    options:\n      heading_level: 5")
    return "\n\n".join(blocks)


def _table(table: type) -> str:
    about = inspect.cleandoc(table.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    lines = [
        f"*{kind_of(table)}.* {about}",
        "",
        "| | column | type | meaning |",
        "|---|---|---|---|",
    ]
    for row in columns_of(table):
        mark = "key" if row["key"] else ""
        if row["target"]:
            name = f"→ {_link(table, row['target'])}"
            told = row["comment"] or (f"as {row['renamed']}" if row["renamed"] else "")
            lines.append(f"| {mark} | {name} | {row['type']} | {_cell(told)} |")
        else:
            null = "" if row["default"] is None else _default(row["default"])
            kind = f"`{_cell(row['type'])}`{null}"
            lines.append(f"| {mark} | `{row['name']}` | {kind} | {_cell(row['comment'])} |")
    return "\n".join(lines)


def _link(table: type, target: str) -> str:
    if target == "master":
        return "its master"
    if target in LINKED:
        return f"your `{target}`"
    if target.startswith("master."):  # another Part of the same master
        target = table.__qualname__.split(".")[0] + target.removeprefix("master")
    return f"[`{target}`](#{target.lower().replace('.', '')})"


def _default(default: str) -> str:
    return ", or NULL" if default.strip() == "null" else f", by default `{default.strip()}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# --- the diagram ------------------------------------------------------------------------------

_WIDE, _HIGH, _ACROSS, _DOWN = 168, 24, 210, 34
_INK = {"Lookup": "#777777", "Manual": "#009E73", "Imported": "#0072B2", "Computed": "#D55E00"}
_LANE = "#F4F4F4"


def references() -> dict[str, list[str]]:
    """The tables that each master refers to, by itself or in a Part; those linked are named too."""
    found: dict[str, list[str]] = {}
    for module in MODULES:
        for table in tables_of(f"element_mouseface.{module}"):
            targets = []
            for one in (table, *parts_of(table)):
                targets += [row["target"].split(".")[0] for row in columns_of(one) if row["target"]]
            own = {table.__name__, "master"}
            found[table.__name__] = [t for t in dict.fromkeys(targets) if t not in own]
    return found


def diagram() -> str:
    """The tables and their foreign keys as an SVG: a lane a module, parents at the left."""
    refers = _direct(references())
    lanes = {"your pipeline": list(LINKED)} | {
        module: [t.__name__ for t in tables_of(f"element_mouseface.{module}")] for module in MODULES
    }
    kinds = {t.__name__: kind_of(t) for m in MODULES for t in tables_of(f"element_mouseface.{m}")}
    place, heads, down = {}, [], 28
    for lane, names in lanes.items():
        steps = _steps(names, refers)
        rows = max(len(step) for step in steps)
        heads.append((lane, down, rows * _DOWN + 26))
        for across, step in enumerate(steps):
            for row, name in enumerate(step):
                place[name] = (24 + across * _ACROSS, down + 24 + row * _DOWN)
        down += rows * _DOWN + 40
    width = max(x for x, _ in place.values()) + _WIDE + 24
    return "\n".join([_head(width, down), *_lanes(heads, width), *_arrows(refers, place),
                      *_boxes(place, kinds), "</svg>", ""])  # fmt: skip


def _direct(refers: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without the references that others imply: what is left to draw can be followed."""

    def above(name: str) -> set[str]:
        return {t for target in refers.get(name, ()) for t in (target, *above(target))}

    return {
        name: [t for t in targets if not any(t in above(other) for other in targets)]
        for name, targets in refers.items()
    }


def _steps(names: list[str], refers: dict[str, list[str]]) -> list[list[str]]:
    """The tables of a lane by how many of the lane's tables lie between them and its parents."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            above = [t for t in refers.get(name, ()) if t in names]
            depth[name] = 1 + max((of(t) for t in above), default=-1)
        return depth[name]

    steps: list[list[str]] = [[] for _ in range(max(map(of, names)) + 1)]
    for name in names:
        steps[of(name)].append(name)
    return steps


def _head(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n'
        + "".join(
            f'<circle cx="{30 + 110 * k}" cy="14" r="5" fill="{ink}"/>'
            f'<text x="{40 + 110 * k}" y="18" fill="#222222">{kind}</text>\n'
            for k, (kind, ink) in enumerate(_INK.items())
        )
    )


def _lanes(heads: list[tuple[str, int, int]], width: int) -> list[str]:
    return [
        f'<rect x="10" y="{y}" width="{width - 20}" height="{high}" rx="6" fill="{_LANE}"/>'
        f'<text x="20" y="{y + 16}" fill="#555555" font-weight="bold">{escape(lane)}</text>'
        for lane, y, high in heads
    ]


def _arrows(refers: dict[str, list[str]], place: dict[str, tuple[int, int]]) -> list[str]:
    lines = []
    for name, targets in refers.items():
        x, y = place[name][0], place[name][1] + _HIGH // 2
        for target in targets:
            left, top = place[target]
            if left + _WIDE < x:  # beside: from edge to edge
                x0, y0 = left + _WIDE, top + _HIGH // 2
                path = f"M{x0},{y0} C{x0 + 30},{y0} {x - 30},{y} {x},{y}"
            else:  # above: round the left edge
                x0, y0 = left, top + _HIGH // 2
                path = f"M{x0},{y0} C{x0 - 26},{y0 + 12} {x - 26},{y - 12} {x},{y}"
            lines.append(f'<path d="{path}" fill="none" stroke="#B0B0B0" stroke-width="1">'
                         f"<title>{name} refers to {target}</title></path>")  # fmt: skip
    return lines


def _boxes(place: dict[str, tuple[int, int]], kinds: dict[str, str]) -> list[str]:
    return [
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="4" fill="white" '
        f'stroke="{_INK.get(kinds.get(name, ""), "#222222")}" stroke-width="1.5"/>'
        f'<text x="{x + _WIDE // 2}" y="{y + 16}" text-anchor="middle" fill="#222222">'
        f"{escape(name)}</text>"
        for name, (x, y) in place.items()
    ]


if __name__ == "__main__":
    picture = Path(__file__).parents[1] / "images" / "tables.svg"
    picture.write_text(diagram(), encoding="utf-8")
    print(f"written: {picture.name}")
