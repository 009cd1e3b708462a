"""A new NWB file from a description of the session, such as `session.json`.

What DANDI asks for is asked for here, all at once: an archive refuses a file without it months
later, when nobody remembers.
"""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .... import __version__
from ....errors import InputError, MouseFaceError
from ....params.fields import Fields, is_text, read_json, short_repr
from .library import library

_DO = "see 'NWB files' in the documentation for a session.json that can be copied"
_EXPECTED = (
    "a mapping with session_start_time, session_description, experimenter, institution, "
    "experiment_description and subject"
)
_AGE = re.compile(
    r"P(?!$)(\d+(?:\.\d+)?Y)?(\d+(?:\.\d+)?M)?(\d+(?:\.\d+)?W)?(\d+(?:\.\d+)?D)?"
    r"(?:T(?=\d)(\d+(?:\.\d+)?H)?(\d+(?:\.\d+)?M)?(\d+(?:\.\d+)?S)?)?"
)
_PLACEHOLDERS = ("no description", "no desc", "none", "placeholder")
#: what files are about that hold our results, where nobody says
_KEYWORDS = ("mouse", "face", "facial expression", "video")
#: entries that are not of the file itself
_ELSEWHERE = ("clock_zero_s", "camera")
_EARLIEST = datetime(1980, 1, 2, tzinfo=UTC)


def read_session(path: str | Path) -> dict[str, Any]:
    """The description of a session in a JSON file, unchecked; see `new_nwbfile`.

    Raises
    ------
    InputError
        If it is no JSON, or not a mapping.
    """
    found = read_json(path, "session file", _EXPECTED, error=InputError)
    if not isinstance(found, dict):
        raise InputError(
            f"The session file {path} cannot be used.",
            expected=_EXPECTED,
            got=short_repr(found),
            do=_DO,
        )
    return found


def new_nwbfile(session: Mapping[str, Any]) -> Any:
    """A new NWB file of a session, without data.

    Parameters
    ----------
    session : mapping
        Needed: `session_start_time` (ISO 8601 with its offset from UTC, or a datetime with a time
        zone), `session_description`, `experimenter` (a list of "Last, First"), `institution`,
        `experiment_description`, and `subject` with `subject_id`, `species`, `sex`, and `age` or
        `date_of_birth`.  Possible: the other entries of `FILE_ENTRIES` and `SUBJECT_ENTRIES`.

    Returns
    -------
    pynwb.NWBFile

    Raises
    ------
    InputError
        If something is missing, unknown, or not as NWB and DANDI have it; all of it is named.
    """
    if not isinstance(session, Mapping):
        raise InputError(
            "The description of the session cannot be used.",
            expected=_EXPECTED,
            got=short_repr(session),
            do=_DO,
        )
    faults: list[str] = []
    made = _entries(session, FILE_ENTRIES, "", faults, others=("subject", *_ELSEWHERE))
    subject = _subject(session.get("subject"), faults)
    _refuse(faults)
    made.setdefault("identifier", str(uuid.uuid4()))
    made.setdefault("keywords", list(_KEYWORDS))
    subject.setdefault("description", _described(subject))
    pynwb = library("pynwb")
    return pynwb.NWBFile(
        **made,
        subject=pynwb.file.Subject(**subject),
        was_generated_by=[["element_mouseface", __version__]],
    )


def _subject(values: Any, faults: list[str]) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        needed = ", ".join(name for name, entry in SUBJECT_ENTRIES.items() if entry.is_needed)
        got = "nothing" if values is None else short_repr(values)
        faults.append(f"subject: a mapping with {needed} and age; got {got}")
        return {}
    if values.get("age") is None and values.get("date_of_birth") is None:
        faults.append(f"subject.age: {SUBJECT_ENTRIES['age'].expected}; got nothing")
    return _entries(values, SUBJECT_ENTRIES, "subject.", faults)


def _described(subject: Mapping[str, Any]) -> str:
    named = ("strain", "genotype", "sex", "age")
    facts = [f"{key} {subject[key]}" for key in named if subject.get(key)]
    return f"{subject['species']} {subject['subject_id']}, {', '.join(facts)}."


def _entries(
    values: Mapping[str, Any],
    known: Mapping[str, Entry],
    at: str,
    faults: list[str],
    others: Sequence[str] = (),
) -> dict[str, Any]:
    """The entries as NWB takes them; what is wrong is added to the faults.

    An unknown entry is a fault: a misspelled one would be lost and nobody told.
    """
    found = {}
    for name, entry in known.items():
        value = values.get(name)
        if value is None and not entry.is_needed:
            continue
        try:
            if value is None:
                raise ValueError
            found[name] = entry.check(value)
        except ValueError:
            got = "nothing" if value is None else short_repr(value)
            faults.append(f"{at}{name}: {entry.expected}; got {got}")
    names = (*known, *others)
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, 1)
            meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            faults.append(f"{at}{name}: there is no such entry; {meant}")
    return found


def _refuse(faults: list[str]) -> None:
    if faults:
        entries = "entry is" if len(faults) == 1 else "entries are"
        raise InputError(
            f"The description of the session cannot be used: {len(faults)} {entries} missing or "
            "wrong.",
            expected="what NWB and DANDI ask for",
            got="\n    ".join(["", *faults]),
            do=_DO,
        )


def _text(value: Any) -> str:
    if not is_text(value) or value.strip().lower().strip(".") in ("", *_PLACEHOLDERS):
        raise ValueError
    return value.strip()


def _plain_name(value: Any) -> str:
    text = _text(value)
    if "/" in text or "\\" in text:
        raise ValueError
    return text


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(value) if is_text(value) else value
    if not isinstance(found, datetime) or found.tzinfo is None:
        raise ValueError
    if not _EARLIEST <= found <= datetime.now(UTC):
        raise ValueError
    return found


def _birth(value: Any) -> datetime:
    """A date of birth: a day is enough."""
    if is_text(value) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = f"{value}T00:00:00+00:00"
    return _moment(value)


def _matching(pattern: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not is_text(value) or not re.fullmatch(pattern, value):
            raise ValueError
        return value

    return check


def _list_of(check: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    def check_all(value: Any) -> list[str]:
        values = [value] if is_text(value) else value
        if not isinstance(values, list | tuple) or not values:
            raise ValueError
        return [check(one) for one in values]

    return check_all


def _age(value: Any) -> str:
    parts = value.split("/") if is_text(value) else []
    days = [_days(part) if part else None for part in parts]
    if not 1 <= len(parts) <= 2 or days == [None] or days == [None, None]:
        raise ValueError
    low, high = days[0], days[-1]
    if len(days) == 2 and low is not None and high is not None and low >= high:
        raise ValueError
    return value


def _days(text: str) -> float:
    """How long an ISO 8601 duration is, to compare two of them (ValueError if it is none)."""
    match = _AGE.fullmatch(text)
    if match is None:
        raise ValueError
    sizes = (365.25, 30.44, 7.0, 1.0, 1 / 24, 1 / 1440, 1 / 86_400)
    return sum(
        size * float(part[:-1]) for size, part in zip(sizes, match.groups(), strict=True) if part
    )


@dataclass(frozen=True)
class Entry:
    """An entry of the description: what is expected, for messages, and the check of a value."""

    expected: str
    check: Callable[[Any], Any]
    is_needed: bool = False


_SAYING = Entry("a text that says something", _text)
FILE_ENTRIES = {
    "session_start_time": Entry(
        "a time in the past with its offset from UTC, such as 2025-03-04T10:15:00+01:00",
        _moment,
        True,
    ),
    "session_description": Entry("what was done in the session", _text, True),
    "experimenter": Entry(
        'a list of names, each as "Last, First"',
        _list_of(_matching(r"[\w\s\-.']+,\s+[\w\s\-.']+")),
        True,
    ),
    "institution": Entry("where it was done", _text, True),
    "experiment_description": Entry("what the experiment is about", _text, True),
    "identifier": Entry("a text that no other file has (default: a new UUID)", _text),
    "session_id": Entry("a name without slashes", _plain_name),
    "keywords": Entry("a list of words", _list_of(_text)),
    "related_publications": Entry(
        "a list of DOIs, such as doi:10.1126/science.aaz9468",
        _list_of(_matching(r"(doi:|http://dx\.doi\.org/|https://doi\.org/)\S+")),
    ),
    **dict.fromkeys(
        ("lab", "notes", "protocol", "pharmacology", "surgery", "virus", "stimulus_notes"), _SAYING
    ),
    "data_collection": _SAYING,
}
SUBJECT_ENTRIES = {
    "subject_id": Entry("a name without slashes", _plain_name, True),
    "species": Entry(
        "a species in Latin, such as Mus musculus",
        _matching(r"[A-Z][a-z]* [a-z]+|http://purl\.obolibrary\.org/obo/NCBITaxon_\d+"),
        True,
    ),
    "sex": Entry("M, F, O (other) or U (not known)", _matching("[MFOU]"), True),
    "age": Entry("an age such as P90D or P12W (ISO 8601), a range such as P10W/P12W", _age),
    "date_of_birth": Entry("a day, such as 2025-03-04", _birth),
    "weight": Entry("a weight with its unit, such as 25.3 g", _matching(r"\d+(\.\d+)? (kg|g|mg)")),
    **dict.fromkeys(("description", "strain", "genotype"), _SAYING),
}


def zero_of(session: Mapping[str, Any], given: float | None) -> Any:
    """The zero of the clock: as it was given, or that of the session (`clock_zero_s`).

    Raises
    ------
    InputError
        If both say something else.
    """
    stated = session.get("clock_zero_s")
    if given is not None and stated is not None and given != stated:
        raise InputError(
            "The zero of the clock is given twice, and differently.",
            expected="one value: what the clock showed at session_start_time, in seconds",
            got=f"{given!r} and, as clock_zero_s of the session, {stated!r}",
            do="leave one of them out",
        )
    return stated if given is None else given


def camera_of(nwbfile: Any, session: Mapping[str, Any]) -> Any:
    """The camera as a device of the file, from `camera` of the session; None without.

    Raises
    ------
    InputError
        If it is not a mapping with name and description.
    """
    if session.get("camera") is None:
        return None

    def refused(name: str, expected: str, got: str) -> MouseFaceError:
        return InputError(
            "The camera in the description of the session cannot be used.",
            expected=f"{name}: {expected}",
            got=got,
            do=_DO,
        )

    fields = Fields(session["camera"], refused, "camera")
    for name in fields.names():
        if name not in ("name", "description"):
            raise fields.refused(name, "name and description only", "an unknown entry")
    values = {}
    for name, check in (("name", _plain_name), ("description", _text)):
        try:
            values[name] = check(fields.text(name))
        except ValueError as error:
            raise fields.refused(name, "a text without slashes", "another text") from error
    return nwbfile.create_device(**values)
