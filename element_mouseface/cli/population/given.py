"""What `mouseface population` was given: recordings with their mice, or rows of trials."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Given:
    """Recordings whose faces are compared, and rows of trials; and what to call all of it."""

    sources: list[Any] = field(default_factory=list)
    rows: Any = None
    about: dict[str, Any] = field(default_factory=dict)


def params_of(args: argparse.Namespace) -> Any:
    """`PopulationParams` of the file, with options over them.

    Raises
    ------
    ParameterError
    """
    from ...core.population import PopulationParams
    from ..params_file import read_params_file

    values = dict(read_params_file(args.params, ("population",)).get("population", {}))
    for option in ("effect", "reference", "effect_size", "power", "mice", "trials", "seed"):
        if (given := getattr(args, option)) is not None:
            values[option] = given
    if args.between_reference is not None:
        values["between_reference"] = args.between_reference
    return PopulationParams.from_dict(values)


def open_given(args: argparse.Namespace) -> Given:
    """Open what was given.

    Raises
    ------
    ParameterError
        If it is neither recordings nor rows, or both.
    InputError, PathError, ResultError
    """
    from ...errors import ParameterError

    if bool(args.recordings) == bool(args.rows):
        raise ParameterError(
            "Give recordings or rows of trials.",
            expected="SCORED... with --groups, or --rows FILE",
            got="both" if args.rows else "neither",
            do="leave one of them out" if args.rows else "give one of them",
        )
    if args.rows:
        from ...core.population.reading import read_trial_rows

        rows = read_trial_rows(args.rows, value=args.value, between=args.between or "")
        return Given([], rows, {"rows": rows.about})
    if args.groups is None:
        raise ParameterError(
            "Whose recordings these are is not known.",
            expected="--groups FILE.csv with the columns recording, mouse and session",
            got="no --groups",
            do="name the mouse of each recording: mice are what is counted",
        )
    return _recordings(args)


def _recordings(args: argparse.Namespace) -> Given:
    from ...core.population.reading import rows_of_tables
    from .groups_file import whose

    found = whose(args.recordings, args.groups)
    people = [_who(one, args.between) for one in found]
    tables = [one for one in found if one.path.suffix.lower() in (".parquet", ".csv")]
    if not tables:
        return _scored(args, found, people)
    from ...core.frame_features import read_table
    from ...errors import ParameterError

    if len(tables) < len(found) or not args.measure:
        raise ParameterError(
            "Tables of events need one column, and nothing beside them.",
            expected="only tables, and --measure COLUMN",
            got=f"{len(tables)} tables and {len(found) - len(tables)} folders"
            if len(tables) < len(found)
            else "no --measure",
            do="give recordings of one kind, and name the column",
        )
    opened = [(read_table(one.path), who) for one, who in zip(found, people, strict=True)]
    rows = rows_of_tables(opened, args.measure, between=args.between or "")
    return Given([], rows, {"rows": rows.about})


def _scored(args: argparse.Namespace, found: list[Any], people: list[Any]) -> Given:
    from ...core.population.faces import FaceSource
    from ...core.population.reading import rows_of_scored
    from ...core.results.read_folder import read_folder
    from ...errors import InputError, ParameterError

    opened = [(read_folder(one.path), who) for one, who in zip(found, people, strict=True)]
    notes, rows = [], None
    try:
        rows = rows_of_scored(
            opened,
            measure=args.measure,
            prototype=args.prototype or "",
            window=args.window,
            quantity=args.quantity,
            between=args.between or "",
        )
    except InputError as error:
        if args.no_faces or isinstance(error, ParameterError):
            raise  # what was typed is to be corrected, not passed over
        notes.append(f"no group statistics: {error.what} {error.got or ''}".strip())
    sources = []
    if not args.no_faces:
        sources = [
            FaceSource.of_scored(scored, who.mouse, who.session, who.name) for scored, who in opened
        ]
    about: dict[str, Any] = {
        "recordings": [
            {"name": who.name, "mouse": who.mouse, "session": who.session, "group": who.group,
             "digest": scored.descriptors.digest if scored.descriptors else None}
            for scored, who in opened
        ],
        "notes": notes,
    }  # fmt: skip
    if rows is not None:
        about["rows"] = rows.about
    return Given(sources, rows, about)


def _who(one: Any, between: str | None) -> Any:
    from ...core.population.reading import WhoseRecording
    from ...errors import ParameterError

    group = None
    if between:
        group = one.more.get(between.lower())
        if not group:
            raise ParameterError(
                f"The file of groups does not say the {between} of {one.mouse!r}.",
                expected=f"a column {between} that is filled in for each recording",
                got=", ".join(one.more) or "no further column",
                do="add it, or leave --between out",
            )
    return WhoseRecording(one.mouse, one.session, group, Path(one.path).name)
