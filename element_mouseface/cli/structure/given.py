"""The recordings that `mouseface structure` compares."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PASSES = ("descriptors.zarr", "pass.zarr")


def open_sources(args: argparse.Namespace) -> list[Any]:
    """The recordings (`StructureSource`), in their order.

    Raises
    ------
    PathError, ResultError, EventsError
        If a file is not there, or is another one.
    ParameterError
        If events, or tables, and recordings differ in number, or the groups lack a recording.
    """
    from dataclasses import replace

    from ...core.events import read_events
    from ...core.structure.sources import sources_of
    from ..model.groups_file import rows_of

    sources = sources_of(_named([_source(Path(path)) for path in args.recordings], args.recordings))
    rows = rows_of(
        argparse.Namespace(
            features=args.recordings, groups=args.groups, labels=[], events=args.events or []
        )
    )
    found = [
        replace(source, animal=row.animal, session=row.session)
        if row.events is None
        else replace(source, animal=row.animal, session=row.session, events=read_events(row.events))
        for source, row in zip(sources, rows, strict=True)
    ]
    if args.features is not None:
        _check_number("features", args.features, found)
        found = [
            replace(source, table=_table(source, path))
            for source, path in zip(found, args.features, strict=True)
        ]
    return found


def _named(sources: list[Any], paths: Sequence[str]) -> list[Any]:
    """Recordings whose files have one name are named by their folders, too."""
    from dataclasses import replace

    names = [source.name for source in sources]
    return [
        replace(source, name=f"{Path(path).resolve().parent.name}/{source.name}")
        if names.count(source.name) > 1
        else source
        for source, path in zip(sources, paths, strict=True)
    ]


def _check_number(name: str, given: Sequence[str], sources: Sequence[Any]) -> None:
    from ...errors import ParameterError

    if len(given) != len(sources):
        raise ParameterError(
            f"The files of --{name} and the recordings differ in number.",
            expected=f"one for each of {len(sources)} recordings, in their order",
            got=f"{len(given)}",
            do=f"give --{name} as many files as there are recordings",
        )


def _table(source: Any, path: str) -> Path:
    from ...errors import ParameterError

    if source.table is not None:
        raise ParameterError(
            f"--features is given, and the recording {source.name!r} is a table itself.",
            expected="--features beside result folders or scored folders",
            got=f"{source.table} and {path}",
            do="leave --features out, or give the folder of the pass",
        )
    return Path(path)


def _source(path: Path) -> Any:
    """A table of features, a pass, or a folder with a pass in it, scored or not."""
    from ...core.results.names import FORMAT as SCORED
    from ...core.store import open_result
    from ...core.structure import StructureSource
    from ...params.fields import json_mapping

    if path.suffix.lower() in (".parquet", ".csv"):
        return StructureSource(path.stem, table=path)
    name = path.resolve().stem
    if json_mapping(path / "report.json").get("format") == SCORED:
        return _scored(path, name)
    inside = next((path / one for one in _PASSES if (path / one).is_dir()), path)
    return StructureSource(name, result=open_result(inside))


def _scored(path: Path, name: str) -> Any:
    """A scored folder: its pass, events, clock, and where registration found the head."""
    import numpy as np

    from ...core.results.read_folder import read_folder
    from ...core.store import open_result
    from ...core.structure import StructureSource

    scored = read_folder(path)
    usable = shift_px = None
    for scores in scored.methods.values():
        if scores.lost is not None and "shift_x_px" in scores.frame_traces:
            usable = ~scores.lost
            shift_px = np.stack([scores.frame_trace(f"shift_{axis}_px") for axis in "xy"], axis=1)
    return StructureSource(
        name,
        result=open_result(path / _PASSES[0]),
        events=scored.events,
        times_s=scored.times_s,
        usable=usable,
        shift_px=shift_px,
    )


def params_of(args: argparse.Namespace) -> Any:
    """The parameters (`StructureParams`): of --params, with what options say in their place.

    Raises
    ------
    ParameterError
        If one is unknown or out of its range.
    """
    from ...core.structure import StructureParams
    from ...core.structure.params import AUTO, METHODS
    from ...errors import ParameterError, check_choice
    from ..params_file import read_params_file

    values = dict(read_params_file(args.params, ("structure",)).get("structure", {}))
    if args.method is not None:
        names = [name.strip() for name in args.method.split(",") if name.strip()]
        for name in names:
            check_choice("There are no such coordinates.", name, METHODS, do="see --help")
        values["methods"] = names
    if args.clusters is not None:
        text = args.clusters.strip().lower()
        number = int(text) if text.isascii() and text.isdigit() else 0
        if text != "auto" and not number:
            raise ParameterError(
                "--clusters cannot be used.",
                expected="auto, or a whole number from 1",
                got=repr(args.clusters),
                do="leave it out to have the number chosen",
            )
        values["clusters"] = AUTO if text == "auto" else number
    for name in ("frames", "source", "center", "seed"):
        if (given := getattr(args, name)) is not None:
            values[name] = given
    return StructureParams.from_dict(values)
