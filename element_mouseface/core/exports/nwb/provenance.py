"""How a result was made, as a table of names and values, and its findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .... import __version__
from ...results.report import is_told
from ...results.scored import ScoredRecording
from ...scoring.findings import Finding
from .clock import FrameTimes
from .content import Column, add_table, check_given
from .movie import relative_path


def add_provenance(
    nwbfile: Any,
    scored: ScoredRecording,
    times: FrameTimes,
    more: Mapping[str, Any] | None = None,
) -> list[Any]:
    """Add how the scores were made: files, digests, methods, parameters, clock; and the findings.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    scored : ScoredRecording
    times : FrameTimes
    more : mapping, optional
        Further facts, JSON-ready.

    Returns
    -------
    list of pynwb.core.DynamicTable
        `<name>_provenance`, and `<name>_findings` where there are some.
    """
    check_given(nwbfile, times, scored, ScoredRecording)
    facts = {**_facts(scored, times), **(more or {})}
    made = [add_facts(nwbfile, f"{times.name}_provenance", "How the scores were made.", facts)]
    findings = [pair for pair in scored.findings if is_told(pair[1], scored.events)]
    if findings:
        made.append(add_findings(nwbfile, f"{times.name}_findings", findings))
    return made


def add_facts(nwbfile: Any, name: str, description: str, facts: Mapping[str, Any]) -> Any:
    """Add facts as a table of two columns, `key` and `value`; nested names have dots.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    name, description : str
        Of the table.
    facts : mapping
        JSON-ready.
    """
    rows = list(_flat(facts))
    return add_table(
        nwbfile,
        name,
        description,
        [
            Column("key", "Name of the fact.", [key for key, _ in rows]),
            Column("value", "Its value: a text, or JSON.", [value for _, value in rows]),
        ],
        what="facts",
    )


def add_findings(nwbfile: Any, name: str, findings: list[tuple[str, Finding]]) -> Any:
    """Add findings, (method, finding), as a table with a row for each."""
    return add_table(
        nwbfile,
        name,
        "What limits the meaning of the results.",
        [
            Column("method", "Method that has it.", [method for method, _ in findings]),
            Column("kind", "Kind of the finding.", [one.kind for _, one in findings]),
            Column("severity", "ok, note or refused.", [one.severity for _, one in findings]),
            Column("about", "Stimulus; empty for the whole.", [one.about for _, one in findings]),
            Column("reason", "The finding in words.", [one.reason for _, one in findings]),
        ],
        what="findings",
    )


def _facts(scored: ScoredRecording, times: FrameTimes) -> dict[str, Any]:
    movie, clock = scored.movie, scored.clock
    return {
        "written_by": f"element_mouseface {__version__}",
        **dict(scored.provenance),
        "movie": {
            "files": {
                str(k): {"name": f.name, "sha256": f.sha256, "n_frames": f.n_frames}
                for k, f in enumerate(movie.files)
            },
            "fps": movie.fps,
            "is_vfr": movie.is_vfr,
            "recorded_at": movie.recorded_at,
            "notes": list(movie.notes),
        },
        "clock": {
            "name": times.clock,
            "zero_s": times.clock_zero_s,
            **({} if clock is None else clock.to_dict()),
        },
        "events": {}
        if scored.events is None
        else {"n": len(scored.events), "content_hash": scored.events.content_hash()},
        "method": {
            name: {
                "prototypes_from": scores.source,
                "params_hash": scores.params.content_hash(),
                "params": scores.params.to_dict(),
                "measures": scores.measures.to_dict(),
                "look_ahead_s": scores.look_ahead_s,
                "n_neutral_frames": scores.n_neutral,
                "prototype_age_days": scores.prototype_age_days,
                "p_values": {key: float(value) for key, value in scores.p_values.items()},
            }
            for name, scores in scored.methods.items()
        },
        "motion_explained": dict(scored.motion_explained),
    }


def cell_facts(scored: ScoredRecording, folder: Path, path: Path | None) -> dict[str, Any]:
    """The pass over the movie, which stays where it is: path and digest of its cells.

    Parameters
    ----------
    scored : ScoredRecording
    folder : Path
        Of the NWB file, which the path is relative to.
    path : Path or None
        The folder of the pass, if it is there.
    """
    found = scored.descriptors
    if found is None:
        return {}
    return {
        "cells": {
            "path": None if path is None else relative_path(path, folder),
            "digest": found.digest,
            "grid": list(found.grid),
            "hog": found.hog.to_dict(),
            "crop": found.crop.to_dict(),
        }
    }


def _flat(facts: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of each value that is not a mapping; those that are None are left out."""
    for key, value in facts.items():
        name = f"{at}.{key}" if at else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
            yield from _flat({str(k): one for k, one in enumerate(value)}, name)
        elif value is not None and value != "" and value != []:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
