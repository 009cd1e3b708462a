"""Load the argument of `mouseface score --prototypes`: prototypes files, or folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.scoring.method.protocol import ScoringMethod
from ...core.scoring.methods import load_prototypes_file, method, methods

ALL = "all"
"""The value of --method that stands for every method."""


@dataclass(frozen=True)
class Given:
    """Prototypes of another recording.

    Attributes
    ----------
    prototypes : mapping of str to prototypes
        By the name of their method, in the order of `METHODS`.
    paths : tuple of Path
        The files.
    notes : tuple of str
        Notes to print.
    """

    prototypes: Mapping[str, Any] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def chosen(name: str | None) -> list[ScoringMethod]:
    """The methods that --method names: one, or all of them."""
    return list(methods()) if name in (None, ALL) else [method(str(name))]


def given_prototypes(paths: Sequence[str] | None, name: str | None) -> Given:
    """Load the given prototypes of the requested methods.

    A folder stands for the files of all methods, a folder of such folders for all of them. With a
    file, those of other methods beside it are loaded too, if they were made from the same movie and
    no method is named. Several are pooled, if the method can.

    Parameters
    ----------
    paths : sequence of str or None
    name : str or None
        The argument of --method.

    Raises
    ------
    PathError
        If there is no such file, or the folder holds none.
    PrototypeError
        If a file holds no prototypes, or those of another method than the one named.
    """
    if not paths:
        return Given()
    found = [one for path in paths for one in _expanded(Path(path))]
    return _one(found[0], name) if len(found) == 1 else _pooled(found, name)


def _files_of(folder: Path, wanted: Iterable[ScoringMethod]) -> dict[str, Path]:
    """The prototypes files in a folder, by the name of their method."""
    files = {one.name: folder / one.prototypes_file for one in wanted}
    return {name: path for name, path in files.items() if path.is_file()}


def _expanded(path: Path) -> list[Path]:
    """A scored folder or a file unchanged; for any other folder, the scored folders in it."""
    if not path.is_dir() or _files_of(path, methods()):
        return [path]
    pooling = [one for one in methods() if one.pools]
    return [below for below in sorted(path.iterdir()) if _files_of(below, pooling)] or [path]


def _pooled(paths: Sequence[Path], name: str | None) -> Given:
    """Pool the prototypes of several recordings, for each method that can."""
    prototypes: dict[str, Any] = {}
    files: list[Path] = []
    notes: list[str] = []
    left_out = []
    for one in chosen(name):
        if name is None and not one.pools:
            if any(_files_of(path, [one]) for path in paths):
                left_out.append(f"prototypes of the method {one.name} cannot be pooled")
            continue
        # refuse a method that cannot pool, before anything is read
        each = [_one(path, one.name) for path in paths] if one.pools else []
        sets = [given.prototypes[one.name] for given in each] or list(paths)
        prototypes[one.name], told = one.pool(sets)
        files += [path for given in each for path in given.paths]
        notes += [*told, *(note for given in each for note in given.notes)]
    return Given(prototypes, tuple(files), (*notes, *(f"{n}, and are left out" for n in left_out)))


def _one(given: Path, name: str | None) -> Given:
    """The prototypes of one path."""
    if given.is_dir():
        return _of_folder(given, name)
    first, prototypes = load_prototypes_file(given)
    if name not in (None, first.name):
        _refuse_method(given, first.name, str(name))
    found, paths = {first.name: prototypes}, [given]
    movies = _movies(first, prototypes)
    others = _files_of(given.parent, methods()) if name is None else {}
    for other, path in others.items():
        if other != first.name and path != given:
            kind, beside = load_prototypes_file(path)
            if kind.name == other and _movies(kind, beside) == movies:
                found[other] = beside
                paths.append(path)
    ordered = {one.name: found[one.name] for one in methods() if one.name in found}
    return Given(ordered, tuple(paths), _notes(ordered))


def _of_folder(folder: Path, name: str | None) -> Given:
    from ...errors import PathError

    wanted = chosen(name)
    paths = _files_of(folder, wanted)
    if not paths or (name == ALL and len(paths) < len(wanted)):
        there = ", ".join(path.name for path in paths.values())
        raise PathError(
            f"The folder {str(folder)!r} does not hold the prototypes.",
            expected=" and ".join(one.prototypes_file for one in wanted)
            + ", as `mouseface score` writes them",
            got=there or ("none of them" if len(wanted) > 1 else "nothing"),
            do="give the folder of a run that was not refused, or the --method of its prototypes",
        )
    found = {one: method(one).load(path) for one, path in paths.items()}
    return Given(found, tuple(paths.values()), _notes(found))


def _refuse_method(path: Path, kind: str, name: str) -> None:
    from ...errors import PrototypeError

    raise PrototypeError(
        f"{path.name} holds prototypes of the {kind} score only.",
        expected=f"prototypes for --method {name}",
        do="give the folder that `mouseface score` wrote, or leave --method out",
    )


def _movies(one: ScoringMethod, prototypes: Any) -> set[str]:
    """Checksums of the movies that prototypes were made from."""
    return {file.get("sha256", "") for file in one.source_files(prototypes)}


def _notes(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Notes on the recordings of the prototypes, and their age."""
    notes = []
    for name, prototypes in found.items():
        one = method(name)
        files = ", ".join(file["name"] for file in one.source_files(prototypes))
        made = _age(one.made_at(prototypes))
        notes.append(f"{name} prototypes from {files or 'an unnamed movie'}{made}")
    return tuple(notes)


def _age(created_at: str) -> str:
    from datetime import UTC, datetime

    try:
        made = datetime.fromisoformat(created_at)
    except ValueError:
        return ""
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    days = (datetime.now(UTC) - made).days
    old = "today" if days < 1 else f"{days} day{'s' * (days != 1)} ago"
    return f", made {old} ({created_at})"
