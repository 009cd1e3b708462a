"""What may be replaced in an output folder: what this command wrote, of the same recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ...errors import PathError
from .identity import is_our_picture
from .place import checked_file
from .reported import REPORT, UNFINISHED, ReportedFolder


def refuse_other_files(
    out: Path,
    folder: ReportedFolder,
    files: Sequence[str],
    *,
    figures: Sequence[str] = (),
    others: Sequence[str] = (),
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
    as_written: str,
    also: str = "",
) -> None:
    """Refuse to replace files of others, and files that were changed since they were written.

    Parameters
    ----------
    out : Path
        The output folder, which need not be there.
    folder : ReportedFolder
        What kind it is.
    files : sequence of str
        That are written, with a checksum in the report.
    figures, others : sequence of str
        That are written, without one.
    inputs : iterable
        Paths that are read, and so never written.
    overwrite : bool
    as_written : str
        What may be replaced, for the message: 'action units as they were written'.
    also : str
        More of what to do.

    Raises
    ------
    PathError, StorageError
    """
    if not out.is_dir():
        return
    given = [one for one in inputs if one is not None]
    written = (*files, *others, *figures, REPORT)
    for name in (*written, UNFINISHED):
        checked_file(out / name, what=name, inputs=given, overwrite=True, try_writing=False)
    if overwrite or folder.is_unfinished(out):
        return
    there = [name for name in written if (out / name).exists()]
    ours = bool(folder.stated(out))
    kept = there
    if ours:
        kept = [name for name in folder.changed(out, files) if name in there]
        kept += [name for name in figures if name in there and not is_our_picture(out / name)]
    if kept:
        how = "changed since it was written." if ours else "not written by this command."
        raise PathError(
            f"{str(out)!r} holds {', '.join(kept)}, {how}",
            expected=f"a free folder, or one with {as_written}",
            do=f"give another folder, or --overwrite to replace them{also}",
        )


def refuse_other_recording(
    out: Path, stated: str | None, found: str, what: str, *, overwrite: bool
) -> None:
    """Refuse to replace what was computed from something else.

    Parameters
    ----------
    out : Path
        The output folder.
    stated : str or None
        Digest of what the output that is there was computed from; None if there is none.
    found : str
        Digest of what is to be computed from now.
    what : str
        'the face angle', for the message.
    overwrite : bool

    Raises
    ------
    PathError
    """
    if overwrite or stated is None or stated == found:
        return
    raise PathError(
        f"{str(out)!r} holds {what} of another recording.",
        expected="a free folder, or one with the same of this recording",
        got=f"digest {stated[:12]} in its report, {found[:12]} now",
        do="give another folder, or --overwrite to replace it",
    )
