"""The behaviors of a file beside those of an ethogram that is given: missing, extra, misspelled."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from ..ethogram import BACKGROUND, Behavior, Ethogram, folded, refuse_spellings
from .request import Request, refuse_conflict, short_list


def without_background(names: Sequence[str]) -> list[str]:
    """The names of behaviors: without the one for frames in which none happens."""
    return [name for name in names if folded(name) != BACKGROUND]


def conformed(
    names: Sequence[str],
    request: Request,
    file: str,
    *,
    kinds: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
    exclusive: bool = False,
) -> tuple[Ethogram, dict[str, str], tuple[str, ...]]:
    """The ethogram of the labels, and where each of its behaviors is in the file.

    Parameters
    ----------
    names : sequence of str
        Behaviors of the file, without the background.
    request : Request
    file : str
        Its name, for messages.
    kinds, definitions : mapping of str to str, optional
        As the file has them.
    exclusive : bool
        Whether the file says so.

    Returns
    -------
    ethogram : Ethogram
    sources : dict of str to str
        Name in the ethogram -> name in the file.
    absent : tuple of str
        Behaviors that the file does not name, and that never happened.

    Raises
    ------
    LabelsError
        If a behavior is missing, or in two spellings, or not in the ethogram.
    """
    refuse_spellings(names, f"The label file {file!r}")
    if request.ethogram is None:
        kinds, definitions = kinds or {}, definitions or {}
        behaviors = [Behavior(n, kinds.get(n, "state"), definitions.get(n, "")) for n in names]
        ethogram = Ethogram(tuple(behaviors), exclusive or request.exclusive)
        return ethogram, {name: name for name in names}, ()
    wanted = request.ethogram.names
    by_fold = {folded(name): name for name in names}
    sources = {name: by_fold[folded(name)] for name in wanted if folded(name) in by_fold}
    _refuse_differences(names, wanted, sources, request, file)
    missing = tuple(name for name in wanted if name not in sources)
    return request.ethogram, sources, missing if request.believes("absent") else ()


def _refuse_differences(
    names: Sequence[str],
    wanted: Sequence[str],
    sources: Mapping[str, str],
    request: Request,
    file: str,
) -> None:
    what = f"The label file {file!r} and the ethogram"
    other = [
        f"{s!r} and {name!r}" for name, s in sources.items() if _composed(s) != _composed(name)
    ]
    if other:
        refuse_conflict(
            request,
            f"{what} spell a behavior differently.",
            expected="the same capitals, spaces, hyphens and accents",
            got=", ".join(other[:5]),
            options=("ethogram",),
        )
    extra = [name for name in names if name not in sources.values()]
    if extra:
        refuse_conflict(
            request,
            f"{what} do not have the same behaviors.",
            expected=f"{len(wanted)}: {short_list(wanted)}",
            got=f"{len(names)}; not in the ethogram: {short_list(extra)}",
            options=("ethogram",),
        )
    missing = [name for name in wanted if name not in sources]
    if missing:
        refuse_conflict(
            request,
            f"{what} do not have the same behaviors.",
            expected=f"{len(wanted)}: {short_list(wanted)}",
            got=f"{len(names)}; not in the file: {short_list(missing)}",
            options=("ethogram", "absent"),
        )


def _composed(name: str) -> str:
    """A name with each accent in its letter: programs write the same text in two ways."""
    return unicodedata.normalize("NFC", name)
