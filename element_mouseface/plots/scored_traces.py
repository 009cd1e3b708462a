"""The traces of a movie from an output folder of `mouseface score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..core import open_result
from ..core.events import Events
from ..core.events.windows import EventRow
from ..errors import ParameterError, PathError, ResultMismatchError
from ._panels import Panel
from .scored_folder import read_bouts, read_numbers, read_report, read_rows, thresholds_of

__all__ = ["ScoredTraces", "read_traces"]


@dataclass(frozen=True, eq=False)
class ScoredTraces:
    """What is drawn of a scored movie over time.

    Attributes
    ----------
    times_s : (frames,) float64 array
        On the events' clock; NaN where a frame has no time.
    panels : tuple of Panel
        One a stimulus: its score, or its similarity.
    events : Events or None
    report : mapping
        report.json.
    """

    times_s: np.ndarray
    panels: tuple[Panel, ...]
    events: Events | None
    report: Mapping[str, Any]

    def movie_paths(self, folder: Path) -> list[Path]:
        """Where the movie's files are: as it was scored, seen from the folder or from here.

        Raises
        ------
        PathError
            If one is nowhere.
        """
        found = []
        for file, told in zip(self.report["video"]["files"], self._paths(), strict=True):
            places = [folder / told, Path(told), folder.absolute().parent / file["name"]]
            there = [path for path in places if path.exists()]
            if not there:
                raise PathError(
                    f"The movie {file['name']} is not where it was scored.",
                    expected=told,
                    do="say where it is: --video PATH",
                )
            found.append(there[0])
        return found

    def _paths(self) -> list[str]:
        files = self.report["video"]["files"]
        return list(self.report["video"].get("paths") or [file["name"] for file in files])

    def given_times(self, folder: Path) -> np.ndarray | None:
        """Frame times that were given for a movie without a clock of its own, else None."""
        if self.report["video"]["clock"] in ("timestamps", "header"):
            return None
        return np.asarray(open_result(folder / "descriptors.zarr").times_s, float)

    def check_movie(self, files: Sequence[Any]) -> None:
        """Refuse another movie than the one that was scored.

        Raises
        ------
        ResultMismatchError
        """
        scored = [file["sha256"] for file in self.report["video"]["files"]]
        if [file.sha256 for file in files] != scored:
            raise ResultMismatchError(
                "This is not the movie that was scored.",
                expected="files of the checksums in report.json",
                got=", ".join(Path(file.path).name for file in files),
                do="give the movie that was scored, its files in the same order",
            )


def read_traces(
    folder: str | Path, measure: str | None = None, names: Sequence[str] | None = None
) -> ScoredTraces:
    """The traces of a scored folder.

    Parameters
    ----------
    folder : str or Path
        With the scores.csv, bouts.csv and report.json of `mouseface score`, and events.csv
        where there were events.
    measure : {'score', 'similarity'}, optional
        By default the score, and similarity in place of a score that was refused.
    names : sequence of str, optional
        Only these stimuli, in this order.

    Raises
    ------
    PathError, InputError, ResultError
        If a file is missing, or something else.
    ParameterError
        If the movie was not scored by this measure, or a stimulus has no trace.
    """
    folder = Path(folder)
    report = read_report(folder)
    header, table = read_numbers(folder / "scores.csv")
    found = _measures(report, header, measure)
    wanted = list(found) if names is None else list(dict.fromkeys(names))
    unknown = [name for name in wanted if name not in found]
    if unknown or not wanted:
        raise ParameterError(
            f"There is no {measure or 'trace'} of {', '.join(unknown) or 'any stimulus'} here.",
            expected="some of " + (", ".join(found) or "none: the reasons are in report.json"),
        )
    bouts = {kind: read_bouts(folder / "bouts.csv", kind) for kind in set(found.values())}
    panels = tuple(_panel(report, table, name, found[name], bouts[found[name]]) for name in wanted)
    return ScoredTraces(table["time_s"], panels, _events(folder, report), report)


def _measures(
    report: Mapping[str, Any], header: Sequence[str], measure: str | None
) -> dict[str, str]:
    """The measure to show of each stimulus that has one."""
    contrast = report["contrast"] or {}
    stimuli = contrast.get("stimuli", {})
    kept = [n for n, about in stimuli.items() if about["finding"] == "ok"]
    scored = [n for n in kept if f"{n}_score" in header and not contrast.get("refused")]
    similar = [n for n in report.get("names", ()) if f"{n}_similarity" in header]
    if measure == "score":
        return dict.fromkeys(scored, "score")
    if measure == "similarity":
        return dict.fromkeys(similar, "similarity")
    order = list(dict.fromkeys([*stimuli, *similar]))
    found = {n: "score" if n in scored else "similarity" for n in order}
    return {n: kind for n, kind in found.items() if kind == "score" or n in similar}


def _panel(
    report: Mapping[str, Any], table: Mapping[str, np.ndarray], name: str, kind: str, bouts: Any
) -> Panel:
    return Panel(
        name=name,
        measure=kind,
        times_s=table["time_s"],
        values=table[f"{name}_{kind}"],
        errors=table.get(f"{name}_{kind}_se"),
        enter=thresholds_of(report, kind, [name]).get(name, float("nan")),
        bouts=[bout for bout in bouts if bout.name == name],
    )


def _events(folder: Path, report: Mapping[str, Any]) -> Events | None:
    """The events of events.csv, which has a row for each measure, prototype and window too."""
    if report["events"] is None:
        return None
    found = {row.event_index: row for _, row in read_rows(folder / "events.csv", EventRow)}
    rows = [(row.stimulus, row.onset_s, row.offset_s) for row in found.values()]
    return Events.from_rows(rows) if rows else None
