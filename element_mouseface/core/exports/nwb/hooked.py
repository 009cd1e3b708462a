"""A new NWB file of what a pipeline says of a session and its subject.

A pipeline may describe them in plain values, as `session.json` does, or give the objects of pynwb
that it makes for its own files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....errors import InputError
from ....params.fields import short_repr
from .library import library
from .session import SUBJECT_ENTRIES, new_nwbfile


def nwbfile_of(session: Any, subject: Any = None) -> Any:
    """A new NWB file of a session.

    Parameters
    ----------
    session : mapping or pynwb.NWBFile
        As `new_nwbfile` takes it; a file is taken as it is.
    subject : mapping or pynwb.file.Subject, optional
        Where the session does not have one.

    Returns
    -------
    pynwb.NWBFile

    Raises
    ------
    InputError
        If it is neither, the subject is described twice or not at all, or an entry is missing or
        wrong.
    """
    pynwb = library("pynwb")
    if isinstance(session, pynwb.NWBFile):
        return _with_subject(session, subject)
    if not isinstance(session, Mapping):
        raise _unfit("session", "a mapping, or a pynwb.NWBFile", session)
    if subject is None:
        return new_nwbfile(session)
    if session.get("subject") is not None:
        raise _twice()
    return new_nwbfile({**session, "subject": _entries(subject)})


def has_subject(session: Any) -> bool:
    """Whether a session, as `nwbfile_of` takes it, describes its subject."""
    found = session.get("subject") if isinstance(session, Mapping) else None
    return found is not None or getattr(session, "subject", None) is not None


def _with_subject(nwbfile: Any, subject: Any) -> Any:
    """A pipeline's own file, with the subject where it has none."""
    if subject is None:
        return nwbfile
    if nwbfile.subject is not None:
        raise _twice()
    pynwb = library("pynwb")
    is_made = isinstance(subject, pynwb.file.Subject)
    nwbfile.subject = subject if is_made else pynwb.file.Subject(**_entries(subject))
    return nwbfile


def _entries(subject: Any) -> dict[str, Any]:
    """The entries of a subject, which is a mapping or an object of pynwb."""
    if isinstance(subject, Mapping):
        return dict(subject)
    if not isinstance(subject, library("pynwb").file.Subject):
        raise _unfit("subject", "a mapping, or a pynwb.file.Subject", subject)
    found = {name: subject.fields.get(name) for name in SUBJECT_ENTRIES}
    return {name: value for name, value in found.items() if value is not None}


def _unfit(what: str, expected: str, got: Any) -> InputError:
    return InputError(
        f"The description of the {what} cannot be used.",
        expected=expected,
        got=short_repr(got),
        do=f"return such a one from the linking module's {what}_to_nwb(key), or give {what}=",
    )


def _twice() -> InputError:
    return InputError(
        "The subject is described twice.",
        expected="a subject in the session, or one beside it",
        got="both",
        do="leave out one of them",
    )
