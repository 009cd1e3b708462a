"""An output folder of one recording is not replaced by that of another."""

from __future__ import annotations

from pathlib import Path


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
    from ..errors import PathError

    if overwrite or stated is None or stated == found:
        return
    raise PathError(
        f"{str(out)!r} holds {what} of another recording.",
        expected="a free folder, or one with the same of this recording",
        got=f"digest {stated[:12]} in its report, {found[:12]} now",
        do="give another folder, or --overwrite to replace it",
    )
