"""What `mouseface score --prototypes` was given: files of either method, or a folder of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["CONTRAST_FILE", "METHODS", "PUBLISHED_FILE", "Given", "given_prototypes"]

PUBLISHED_FILE, CONTRAST_FILE = "prototypes.npz", "contrast_prototypes.npz"
METHODS = ("published", "contrast", "both")


@dataclass(frozen=True)
class Given:
    """Prototypes of another recording, by method; and what to tell of them."""

    published: Any = None
    contrast: Any = None
    paths: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def given_prototypes(paths: Sequence[str] | None, method: str | None) -> Given:
    """Load what was given, as far as the method asks for it.

    A folder stands for both of its files, a folder of such folders for all of them.  Of a
    file, the one of the other method beside it is taken along, if it was made from the same
    movie and no method was named.  Several are pooled, which the contrast score's cannot be.

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
    if len(found) > 1:
        return _pooled(found, method)
    return _one(found[0], method)


def _expanded(path: Path) -> list[Path]:
    """A scored folder or a file as it is; the scored folders in any other folder."""
    if not path.is_dir() or any(
        (path / name).is_file() for name in (PUBLISHED_FILE, CONTRAST_FILE)
    ):
        return [path]
    below = [p for p in sorted(path.iterdir()) if (p / PUBLISHED_FILE).is_file()]
    return below or [path]


def _pooled(paths: Sequence[Path], method: str | None) -> Given:
    """The published prototypes of several recordings as one set."""
    from ...core.results.sessions.pooling import least_agreement, pool_prototypes
    from ...errors import PrototypeError

    if method in ("contrast", "both"):
        raise PrototypeError(
            "Prototypes of the contrast score cannot be pooled.",
            expected="those of one recording: each set has its own reference face, components and "
            "errors, found from its movie, and no mean of them is the set of all movies",
            got=f"{len(paths)} sets",
            do="give one of them; or pool similarity with --method published",
        )
    each = [_one(path, "published") for path in paths]
    sets = [one.published for one in each]
    pooled = pool_prototypes(sets)
    told = f"{len(sets)} sets of prototypes pooled, {len(pooled.source_frames)} source frames"
    alike = (
        f"nothing is laid over: their neutral faces agree with r {least_agreement(sets):.3f} or "
        "more; a shift of half a cell moves r as much as an expression does"
    )
    notes = [told, alike, *(note for one in each for note in one.notes)]
    if method is None:
        notes.append("prototypes of the contrast score cannot be pooled, and are left out")
    files = tuple(path for one in each for path in one.paths)
    return Given(published=pooled, paths=files, notes=tuple(notes))


def _one(given: Path, method: str | None) -> Given:
    """What one path stands for."""
    path = str(given)
    if given.is_dir():
        return _of_folder(given, method)
    first = _load(Path(path))
    kind = next(iter(first))
    if method not in (None, kind):
        _refuse_method(Path(path), kind, str(method))
    paths = [Path(path)]
    if method is None:
        other = Path(path).with_name(CONTRAST_FILE if kind == "published" else PUBLISHED_FILE)
        if other != Path(path) and other.is_file():
            beside = _load(other)
            if len(first | beside) == 2 and _sources(first) == _sources(beside):
                first, paths = first | beside, [*paths, other]
    return Given(**first, paths=tuple(paths), notes=_notes(first))


def _of_folder(folder: Path, method: str | None) -> Given:
    from ...errors import PathError

    wanted = {"published": PUBLISHED_FILE, "contrast": CONTRAST_FILE}
    if method in wanted:
        wanted = {method: wanted[method]}
    paths = [folder / name for name in wanted.values() if (folder / name).is_file()]
    if not paths or (method == "both" and len(paths) < 2):
        raise PathError(
            f"The folder {str(folder)!r} does not hold the prototypes.",
            expected=" and ".join(wanted.values()) + ", as `mouseface score` writes them",
            got=", ".join(p.name for p in paths) or "neither" if len(wanted) > 1 else "nothing",
            do="give the folder of a run that was not refused, or name the --method it has",
        )
    found: dict[str, Any] = {}
    for path in paths:
        found |= _load(path)
    return Given(**found, paths=tuple(paths), notes=_notes(found))


def _load(path: Path) -> dict[str, Any]:
    """The prototypes in a file under the name of their method."""
    from ...core.inputs.npz import npz_names
    from ...core.scoring.contrast import ContrastPrototypes
    from ...core.scoring.published.prototypes import Prototypes

    names = npz_names(path)
    if "about" in names or (not names and path.name == CONTRAST_FILE):
        return {"contrast": ContrastPrototypes.load(path)}
    return {"published": Prototypes.load(path)}


def _refuse_method(path: Path, kind: str, method: str) -> None:
    from ...errors import PrototypeError

    raise PrototypeError(
        f"{path.name} holds prototypes of the {kind} score only.",
        expected=f"prototypes for --method {method}",
        do="give the folder that `mouseface score` wrote, or leave --method out",
    )


def _sources(found: dict[str, Any]) -> set[str]:
    """Checksums of the movies that prototypes were made from."""
    if "published" in found:
        return {file.sha256 for file in found["published"].source_files}
    return {file.get("sha256", "") for file in found["contrast"].source.get("files", [])}


def _notes(found: dict[str, Any]) -> tuple[str, ...]:
    """Which recording the prototypes are from, and how old they are."""
    notes = []
    if "published" in found:
        made = found["published"]
        files = ", ".join(file.name for file in made.source_files) or "an unnamed movie"
        notes.append(f"prototypes from {files}{_age(made.created_at)}")
    if "contrast" in found:
        source = found["contrast"].source
        files = ", ".join(file["name"] for file in source.get("files", [])) or "an unnamed movie"
        notes.append(f"contrast prototypes from {files}{_age(source.get('created_at', ''))}")
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
