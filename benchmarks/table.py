"""A row of the table, and the table in print, as JSON and drawn."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Row", "draw", "print_table", "write_json", "write_markdown"]


@dataclass
class Row:
    """One figure beside its goal.

    Parameters
    ----------
    measure : str
    value : float
    unit : str
    due : float, optional
        What it must reach; None where the figure is only told.
    goal : float, optional
        What it should reach, where that is more than what is due.
    at_most : bool
        Whether less is better.
    details : dict
        What else was measured.
    note : str
        What bounds it, where it is missed.
    """

    measure: str
    value: float
    unit: str
    due: float | None = None
    goal: float | None = None
    at_most: bool = False
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    def reaches(self, level: float | None) -> bool:
        """Whether the value is as good as a level; True where there is none."""
        if level is None:
            return True
        return self.value <= level if self.at_most else self.value >= level

    @property
    def verdict(self) -> str:
        """'missed', 'due' (reached, but not the goal), 'reached', or '' without either."""
        if self.due is None and self.goal is None:
            return ""
        if not self.reaches(self.due):
            return "MISSED"
        return "reached" if self.reaches(self.goal) else "due, not the goal"


def _level(row: Row) -> str:
    sign = "<=" if row.at_most else ">="
    parts = [f"{sign} {row.due:g}"] if row.due is not None else []
    if row.goal is not None:
        parts.append(f"goal {row.goal:g}")
    return ", ".join(parts)


def _shown(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def print_table(rows: list[Row], machine: dict[str, Any]) -> None:
    """Print it, each figure with its goal, then what else was measured."""
    print("\n" + ", ".join(f"{name} {value}" for name, value in machine.items()))
    print(f"\n{'measure':66}{'value':>8}  {'unit':24}{'required':20}verdict")
    for row in rows:
        print(f"{row.measure:66}{row.value:8.3g}  {row.unit:24}{_level(row):20}{row.verdict}")
        if row.details:
            text = ", ".join(f"{name} {_shown(value)}" for name, value in row.details.items())
            print(f"    {text}")
        if row.note:
            print(f"    {row.note}")
    missed = [row.measure for row in rows if row.verdict == "MISSED"]
    print(f"\n{len(missed)} of {len(rows)} figures missed" + ("" if not missed else ":"))
    for measure in missed:
        print(f"    {measure}")


def write_json(rows: list[Row], about: dict[str, Any], path: Path) -> None:
    """Write the rows, with verdicts, and what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = [{**asdict(row), "verdict": row.verdict} for row in rows]
    path.write_text(json.dumps({"about": about, "rows": table}, indent=1))


def write_markdown(rows: list[Row], about: dict[str, Any], path: Path) -> None:
    """Write the table as the pages show it."""
    lines = ["| measure | figure | unit | required | |", "|---|---|---|---|---|"]
    for row in rows:
        cells = [row.measure, f"{row.value:.3g}", row.unit, _level(row), row.verdict]
        lines.append("| " + " | ".join(cells) + " |")
    notes = [f"- {row.measure}: {row.note}" for row in rows if row.note]
    taken = ", ".join(f"{name} {value}" for name, value in about.items())
    path.write_text("\n".join([*lines, "", *notes, "", f"Taken on: {taken}.", ""]))


def draw(rows: list[Row], path: Path) -> None:
    """Draw each figure that has a goal as a part of it, on a logarithmic axis."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    judged = [(row, row.due) for row in rows if row.due is not None][::-1]
    if not judged:
        return
    good = [due / row.value if row.at_most else row.value / due for row, due in judged]
    figure, axes = plt.subplots(figsize=(9, 1 + 0.3 * len(judged)), layout="constrained")
    colors = ["tab:red" if row.verdict == "MISSED" else "tab:green" for row, _ in judged]
    axes.barh(range(len(judged)), [v - 1 for v in good], left=1, color=colors)
    for at, ((row, due), part) in enumerate(zip(judged, good, strict=True)):
        axes.annotate(f" {row.value:.3g}", (part, at), va="center", fontsize=7)
        if row.goal is not None:
            better = due / row.goal if row.at_most else row.goal / due
            axes.plot([better, better], [at - 0.4, at + 0.4], color="black", linewidth=1)
    axes.set_xscale("log")
    axes.axvline(1, color="black")
    axes.set_yticks(range(len(judged)), [row.measure for row, _ in judged], fontsize=7)
    axes.set_xlabel("times as good as what is due (line); small bars: the goal")
    figure.savefig(path, dpi=120)
    plt.close(figure)
