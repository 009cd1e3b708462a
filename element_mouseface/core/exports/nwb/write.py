"""Write an NWB file: beside its place, read back, validated and inspected, then renamed.

A file that is already there keeps its content and its name until the new one is complete: a run
that is killed leaves it as it was.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import InputError, PathError, ResultError, check_type, raised_as
from ...inputs import regular_file
from ...outputs import checked_file, whole_files
from .library import library, load_extensions, teach_extensions
from .reading_back import differences, lost_from
from .storage import rewind

_WHAT = "the NWB file"
_SUFFIX = ".nwb"
_SHOWN = 5
_ANY = (Exception,)  # what pynwb and h5py raise for other files is of many kinds


@dataclass(frozen=True)
class Written:
    """An NWB file that was written.

    Attributes
    ----------
    path : Path
    messages : tuple of str
        What NWB's inspector suggests with DANDI's configuration, of what was added.
    """

    path: Path
    messages: tuple[str, ...] = ()


def checked_nwb_path(
    path: str | Path, *, inputs: Iterable[Any] = (), overwrite: bool = False
) -> Path:
    """Check the path of an NWB file, before any work.

    Raises
    ------
    PathError
        If it does not end in .nwb, is an input, or exists and may not be replaced.
    StorageError
        If its folder is missing or cannot be written.
    """
    path = Path(check_type("path", path, str | Path, "the path of an NWB file"))
    if path.suffix != _SUFFIX:
        raise PathError(
            f"{path} has not the ending of an NWB file.",
            expected=f"a name that ends in {_SUFFIX}",
            got=path.suffix or "no ending",
            do=f"call it {path.with_suffix(_SUFFIX).name}",
        )
    return checked_file(path, what=_WHAT, inputs=inputs, overwrite=overwrite)


@contextmanager
def opened_nwb(path: str | Path) -> Iterator[Any]:
    """An NWB file that exists, to be added to; it is read, and never written in place.

    Raises
    ------
    InputError
        If it is not an NWB file.
    PathError
        If there is no such file.
    """
    path = regular_file(path, "NWB file")
    what = f"{path} cannot be read as an NWB file."
    load_extensions()
    with raised_as(InputError, what, do="check that it is the right file", of=_ANY), _quiet():
        reader = library("pynwb").NWBHDF5IO(str(path), mode="r")
    with reader:
        with raised_as(InputError, what, do="check it with `pynwb-validate`", of=_ANY), _quiet():
            nwbfile = reader.read()
        yield nwbfile


def write_nwb(
    nwbfile: Any,
    path: str | Path,
    *,
    overwrite: bool = False,
    inspect: bool = True,
    inputs: Iterable[Any] = (),
) -> Written:
    """Write an NWB file, and check it before it gets its name.

    It is written beside its place and read back: every value, time and text is compared with what
    was to be written.  Of a file that was read with `NWBHDF5IO` and added to, everything that it
    had is compared, too, by another reader.  Then it is validated and inspected.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
        Made in memory, or read from a file that is still open, and added to.
    path : str or Path
        Ending in .nwb; may be the file that it was read from, with `overwrite`.
    overwrite : bool
        Whether an existing file is replaced.
    inspect : bool
        Whether NWB's inspector looks at the file, as the DANDI archive does.
    inputs : iterable
        Paths that were read for it, and are never replaced: the movie.

    Returns
    -------
    Written
        With the inspector's suggestions for what was added; none as a rule.

    Raises
    ------
    PathError, StorageError
        If the file exists, or cannot be written.
    InputError
        If the file that it was read from is closed, or what was added is not valid.
    ResultError
        If what was read back differs.
    """
    expected = "a pynwb.NWBFile: of `new_nwbfile`, or of `NWBHDF5IO(path).read()`"
    check_type("nwbfile", nwbfile, library("pynwb").NWBFile, expected)
    path = checked_nwb_path(path, inputs=inputs, overwrite=overwrite)
    source = _source_of(nwbfile)
    # `objects` may have been asked for before something was added: this looks anew
    made = [one for one in nwbfile.all_children() if one.container_source is None]
    with whole_files(path, what=_WHAT, inputs=inputs, overwrite=overwrite) as (fresh,):
        with _quiet():
            _write(nwbfile, fresh, made, source is not None)
            _check_read_back(made, fresh, source)
            _check_valid(fresh, source)
            messages = _inspected(fresh, source) if inspect else ()
    return Written(path, messages)


def _source_of(nwbfile: Any) -> Path | None:
    """The file that it was read from; None where it was made in memory."""
    if nwbfile.container_source is None:
        return None
    source = Path(nwbfile.container_source)
    reader = nwbfile.get_read_io()
    if reader is None or not getattr(reader, "_file", None) or not source.is_file():
        raise InputError(
            "The NWB file that was read is no longer open.",
            expected=f"{source}, open in NWBHDF5IO",
            got="a file that was closed, or one that pynwb has written itself",
            do='call write_nwb inside `with NWBHDF5IO(path, "r") as io: nwbfile = io.read()`',
        )
    return source


def _write(nwbfile: Any, fresh: Path, made: list[Any], was_read: bool) -> None:
    for one in made:
        for value in (getattr(one, "data", None), one.fields.get("timestamps")):
            rewind(value)
    hdf5 = library("pynwb").NWBHDF5IO
    with hdf5(str(fresh), mode="w") as io:
        if was_read:
            reader = nwbfile.get_read_io()
            teach_extensions(reader)
            io.export(src_io=reader, nwbfile=nwbfile)
            return
        try:
            io.write(nwbfile)
        finally:
            _forget_place(made)


def _forget_place(made: list[Any]) -> None:
    """Take from objects the path that they got: it is that of the unfinished file.

    Otherwise they could be written to no other path, and no second time after a full disk.
    """
    for one in made:
        one._AbstractContainer__container_source = None


def _check_read_back(made: list[Any], fresh: Path, source: Path | None) -> None:
    with library("pynwb").NWBHDF5IO(str(fresh), mode="r") as io:
        found = list(differences(made, io.read().objects))
    if source is not None:
        found += [f"{name} of {source.name}" for name in lost_from(source, fresh)]
    if found:
        raise ResultError(
            "The NWB file was read back with other content, and was not kept.",
            expected="every value, time and text as it was",
            got=_some(found),
            do="check the disk, and report it with these names if it happens again",
        )


def _check_valid(fresh: Path, source: Path | None) -> None:
    """Refuse what the schema does not allow; faults that a lab's file had are its own."""
    found = _faults(fresh)
    if source is not None and found:
        before = _faults(source)
        found = [fault for fault in found if fault not in before]
    if found:
        raise InputError(
            "The NWB file would not be valid, and was not kept.",
            expected="what the schema of NWB and of its extensions allows",
            got=_some(found),
            do="correct what was added to the file",
        )


def _faults(path: Path) -> list[str]:
    found = library("pynwb").validate(path=path)
    return [f"{fault.location} ({fault.name}): {fault.reason}" for fault in found]


def _inspected(fresh: Path, source: Path | None) -> tuple[str, ...]:
    """The inspector's messages of what was added (InputError if one is critical)."""
    found = _messages(fresh)
    if source is not None and found:
        before = _messages(source)
        found = {text: critical for text, critical in found.items() if text not in before}
    critical = [text for text, is_critical in found.items() if is_critical]
    if critical:
        raise InputError(
            "The DANDI archive would refuse the NWB file, and it was not kept.",
            expected="no critical message of NWB's inspector",
            got=_some(critical),
            do="correct what the messages name",
        )
    return tuple(found)


def _messages(path: Path) -> dict[str, bool]:
    """Each message of the inspector, and whether it is critical."""
    inspector = library("nwbinspector")
    found = inspector.inspect_nwbfile(
        nwbfile_path=str(path), config=inspector.load_config("dandi"), skip_validate=True
    )
    worst = inspector.Importance.CRITICAL.value
    return {
        f"{one.location or '/'} {one.object_name}: {one.message} ({one.check_function_name})": (
            one.importance.value >= worst
        )
        for one in found
    }


def _some(texts: list[str]) -> str:
    more = f" (and {len(texts) - _SHOWN} more)" if len(texts) > _SHOWN else ""
    return "; ".join(texts[:_SHOWN]) + more


@contextmanager
def _quiet() -> Iterator[None]:
    """Without warnings of the libraries, which are about what the checks here look at, too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
