"""A description of a session: what DANDI asks for, all of it at once."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import pytest

from element_mouseface.core.exports.nwb.session import (
    camera_of,
    new_nwbfile,
    read_session,
    zero_of,
)
from element_mouseface.errors import InputError
from tests.unit.core.exports.nwb.labs import SESSION


def changed(path, value):
    session = copy.deepcopy(SESSION)
    *within, last = path.split(".")
    place = session
    for name in within:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return session


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("session_start_time", None, "session_start_time: a time in the past .* got nothing"),
        ("session_start_time", "2025-03-04T10:15:00", "offset from UTC"),
        ("session_start_time", datetime(2025, 3, 4, 10), "offset from UTC"),
        ("session_start_time", "4.3.2025 10:15", "offset from UTC"),
        ("session_start_time", "2199-01-01T00:00:00+00:00", "in the past"),
        ("session_start_time", "1970-01-01T00:00:00+00:00", "in the past"),
        ("session_start_time", 1741079700, "offset from UTC"),
        ("session_description", "", "session_description"),
        ("session_description", "None", "session_description"),
        ("session_description", 5, "session_description"),
        ("session_description", "a\x00b", "session_description"),
        ("experimenter", "Jane Doe", 'each as "Last, First"'),
        ("experimenter", [], 'each as "Last, First"'),
        ("experimenter", ["Last, First", 5], 'each as "Last, First"'),
        ("institution", None, "institution"),
        ("experiment_description", None, "experiment_description"),
        ("keywords", [], "keywords"),
        ("session_id", "a/b", "without slashes"),
        ("related_publications", ["science.aaz9468"], "DOIs"),
        ("lab", "no description", "lab"),
        ("experimentor", ["Last, First"], "did you mean experimenter"),
        ("zero", 0, "no such entry"),
        ("subject", None, "subject: a mapping with subject_id, species, sex and age"),
        ("subject", "M01", "subject: a mapping"),
        ("subject.subject_id", "M/01", "subject.subject_id"),
        ("subject.species", "mouse", "species in Latin"),
        ("subject.sex", "female", "M, F, O"),
        ("subject.sex", ["F"], "M, F, O"),
        ("subject.age", "90 days", "P90D"),
        ("subject.age", None, "subject.age: .* got nothing"),
        ("subject.age", "P12W/P10W", "P90D"),
        ("subject.age", "P", "P90D"),
        ("subject.age", "/", "P90D"),
        ("subject.weight", "25", "25.3 g"),
        ("subject.date_of_birth", "yesterday", "2026-|2025-"),
        ("subject.strian", "C57BL/6J", "did you mean strain"),
    ],
)
def test_what_an_archive_would_refuse_is_refused_by_its_name(path, value, words):
    with pytest.raises(InputError, match=words) as caught:
        new_nwbfile(changed(path, value))
    assert "1 entry is missing or wrong" in str(caught.value) and caught.value.do


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(InputError) as caught:
        new_nwbfile({"subject": {"name": "M01"}})
    told = str(caught.value)
    needed = set(SESSION) - {"subject"} | {f"subject.{name}" for name in SESSION["subject"]}
    assert all(f"{name}:" in told for name in (*needed, "subject.name"))
    with pytest.raises(InputError, match="a mapping with session_start_time"):
        new_nwbfile([SESSION])


def test_a_session_is_a_file_with_its_entries():
    session = {
        **SESSION,
        "session_id": "day1",
        "keywords": ["taste"],
        "related_publications": ["doi:10.1126/science.aaz9468"],
        "camera": {"name": "camera", "description": "At 30 Hz."},
    }
    session["subject"] = {**SESSION["subject"], "weight": "25.3 g", "date_of_birth": "2024-12-01"}
    made = new_nwbfile(session)
    assert made.session_start_time == datetime(2025, 3, 4, 9, 15, tzinfo=UTC)
    assert made.session_start_time.utcoffset().total_seconds() == 3600
    assert (made.session_id, list(made.keywords)) == ("day1", ["taste"])
    assert made.subject.date_of_birth == datetime(2024, 12, 1, tzinfo=UTC)
    assert made.subject.weight == "25.3 g" and "Mus musculus M01" in made.subject.description
    assert camera_of(made, session) is made.devices["camera"]
    assert camera_of(made, SESSION) is None
    assert new_nwbfile(SESSION).identifier != new_nwbfile(SESSION).identifier
    for camera in ("top", {"name": "a/b", "description": "x"}, {"name": "a"}, {"fps": 3}):
        with pytest.raises(InputError, match="camera"):
            camera_of(made, {"camera": camera})


@pytest.mark.parametrize("age", ["P12W", "P1Y2M", "P90D/", "/P90D", "P10W/P12W", "PT36H", "P1.5M"])
def test_ages_of_iso_8601_are_taken(age):
    assert new_nwbfile(changed("subject.age", age)).subject.age == age


def test_the_zero_is_said_once_or_twice_the_same():
    assert zero_of({}, None) is None
    assert zero_of({"clock_zero_s": 2.0}, None) == 2.0 == zero_of({"clock_zero_s": 2.0}, 2.0)
    with pytest.raises(InputError, match="given twice"):
        zero_of({"clock_zero_s": 2.0}, 0.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot be read"),
        ("[]", "cannot be used"),
        ('{"a": 1, "a": 2}', "occurs twice"),
        ('{"clock_zero_s": NaN}', "not a number"),
        ("{'a': 1}", "double quotes"),
    ],
)
def test_files_that_are_no_description_are_refused(tmp_path, text, words):
    path = tmp_path / "session.json"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_session(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_session(tmp_path)


def test_a_file_is_read_as_it_is(tmp_path):
    path = tmp_path / "session.json"
    path.write_text("\ufeff" + json.dumps(SESSION), encoding="utf-8")
    assert read_session(path) == SESSION
