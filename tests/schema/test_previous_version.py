"""A database of an earlier version: restored by SQL, activated by the present code, and used.

Every folder of tests/data/schemas has the tables of a version as the servers told them, with rows
that were populated then; see tests/schema/kept.py.  New versions are added by `make keep-schemas`.
"""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import datajoint as dj
import numpy as np
import pytest

from element_mouseface._schema.fixed import FixedTable
from element_mouseface.errors import ResultError, SchemaMismatchError
from tests.schema import kept, upstream
from tests.schema.faces import SHORT, activated, film_events, insert_movie
from tests.servers import BACKEND, ROOT, fresh_modules

pytestmark = pytest.mark.server

VERSIONS = kept.versions(BACKEND)
PAGE = ROOT / "docs" / "reference" / "versions.md"


def test_every_version_is_kept_for_both_servers():
    folders = [path for path in kept.FOLDER.iterdir() if path.is_dir()]
    assert folders and len(VERSIONS) == len(folders)
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"mysql.sql", "postgresql.sql"}
        for path in folder.iterdir():
            text = path.read_text(encoding="utf-8")
            assert text.count(kept.PREFIX) > 1000 and "/tmp" not in text


@pytest.fixture(scope="module", params=VERSIONS, ids=[path.parent.name for path in VERSIONS])
def old(request, server, tmp_path_factory):
    """A database of an earlier version beside its small pipeline; nothing is activated."""
    name = "old" + re.sub(r"\D", "", request.param.parent.name)
    rows = kept.restore(server, request.param, server.name(name))
    folder = tmp_path_factory.mktemp(name)
    (folder / "raw").mkdir()
    (folder / "processed").mkdir()
    link = upstream.build(f"{server.name(name)}_up", folder / "raw", folder / "processed")
    return SimpleNamespace(name=name, rows=rows, link=link)


@pytest.fixture(scope="module")
def pipe(old, server):
    """It, activated by the present code."""
    with contextlib.ExitStack() as stack:
        try:
            modules = stack.enter_context(activated(server, old.link, old.name))
        except SchemaMismatchError as error:
            pytest.fail(
                f"{error}\nA table of an earlier version has changed: add a table instead, or give "
                "its migration in docs/reference/versions.md. If that version was never tagged: "
                "make keep-schemas."
            )
        yield modules


def test_it_is_activated_with_all_its_rows(old, pipe):
    counts = (f"SELECT '{full}', COUNT(*) FROM {_quoted(full)}" for full in old.rows)
    now = dict(dj.conn().query(" UNION ALL ".join(counts)).fetchall())
    assert sum(old.rows.values()) > 1000 and set(now) == set(old.rows)
    for full, then in old.rows.items():
        # DataJoint's own tables and contents of a Lookup may have more rows by now
        more = full.partition(".")[2].startswith(("#", "~")) and now[full] > then
        assert now[full] == then or more, full
    assert len(pipe.exp.FacialExpression()) == 1 and len(pipe.exp.EventResponse.Event()) > 4


def _quoted(full: str) -> str:
    return ".".join(map(dj.conn().adapter.quote_identifier, full.split(".", 1)))


def test_every_hash_is_what_the_present_code_computes(pipe):
    checked = 0
    for module in vars(pipe).values():
        for table in getattr(module, "TABLES", ()):
            if issubclass(table, FixedTable) and len(table()):
                table.check({})
                checked += 1
    assert checked >= 15


def test_rows_are_joined_and_agree_with_each_other(old, pipe):
    exp = pipe.exp
    everything = (
        old.link.Session * pipe.rec.VideoRecording * pipe.rec.RecordingInfo * pipe.hog.HOGTask
        * pipe.hog.HOGProcessing * exp.FacialExpressionTask * exp.FacialExpression
    )  # fmt: skip
    assert len(everything) == 1 and everything.fetch1("nframes") == 360
    # a mean that was stored then, from the trace that was stored then
    (key,) = exp.FacialExpression().keys()
    times_s, trace = exp.FacialExpression.trace(key, "sucrose", "similarity")
    assert len(trace) == 360
    rows = (exp.FacialExpression.EventSummary * exp.EventSet.Event & key).to_dicts()
    rows = [r for r in rows if (r["prototype"], r["measure"]) == ("sucrose", "similarity")]
    assert len(rows) == 4
    for row in rows:
        inside = (times_s >= row["onset_s"]) & (times_s < row["offset_s"])
        assert row["event_mean"] == pytest.approx(np.nanmean(trace[inside]), abs=1e-3)


def test_populate_continues_from_stored_rows_alone(pipe):
    """A window that is added now is measured in the traces of then; their folder is gone."""
    (score,) = pipe.exp.FacialExpression().keys()
    window = pipe.exp.EventWindow.add("late second", 0.5, 1.5)
    pipe.exp.EventResponse.populate(window, display_progress=False)
    assert len(pipe.exp.EventResponse & score & window) == 1
    means = (pipe.exp.EventResponse.Event & score & window).to_arrays("response_mean")
    assert np.isfinite(means.astype(float)).all() and len(means) > 4
    with pytest.raises(ResultError, match="gone from the processed folder"):
        pipe.hog.HOGProcessing.open((pipe.hog.HOGProcessing & score).fetch1("KEY"))


def test_a_recording_of_today_is_scored_by_the_prototypes_of_then(pipe):
    (score,) = pipe.exp.FacialExpression().keys()
    movie = film_events(pipe.link.RAW / "today.mp4")
    key = insert_movie(pipe, movie, session={**upstream.SESSION, "session_id": 2})
    own = {name: score[name] for name in ("crop_id", "hog_paramset_id")}
    pipe.hog.HOGTask.insert1({**key, **own, "task_mode": "trigger"})
    asked = {**score, **key, **pipe.exp.EventSet.without_events(key)}
    pipe.exp.FacialExpressionTask.insert1(asked)
    pipe.hog.HOGProcessing.populate(key, display_progress=False)
    pipe.exp.FacialExpression.populate(key, display_progress=False)
    # the movie is drawn as it was then, and scored as then
    now, then = (
        pipe.exp.FacialExpression.trace(one, "sucrose", "similarity")[1] for one in (asked, score)
    )
    assert np.corrcoef(now, then)[0, 1] > 0.98


# ----------------------------------------------------------------- migration, as the page has it

NOTE = "hog_task_note = null : varchar(64)    # free text"


def later(modules) -> None:
    """The code of a later release: a nullable column more in two tables."""
    task, crop = modules.descriptors.HOGTask, modules.descriptors.FaceCrop
    task.definition = task.definition.rstrip() + f"\n    {NOTE}\n    "
    crop.definition = crop.definition.replace(
        "unique index", "crop_note = null : varchar(64)\n    unique index", 1
    )


def block(language: str, about: str) -> str:
    """The one block of the page in a language that has these words."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    (one,) = [text for text in found if about in text]
    return one


@pytest.fixture
def lab(old, server, monkeypatch):
    """The names of the page: its linking module, and its schemas."""
    monkeypatch.setitem(sys.modules, "my_linking", old.link)
    names = {
        f"lab_mouseface_{long}": server.name(f"{old.name}_{short}") for long, short in SHORT.items()
    }

    def renamed(text: str) -> str:
        for name, here in names.items():
            text = text.replace(name, here)
        return text

    return renamed


def test_the_worked_migration_keeps_every_row(old, pipe, server, lab, monkeypatch):
    """The lines of docs/reference/versions.md, on a database that has rows."""
    n_tasks, n_crops = len(pipe.hog.HOGTask()), len(pipe.hog.FaceCrop())
    tasks = pipe.hog.HOGTask().to_dicts()
    recordings, descriptors = (server.name(f"{old.name}_{n}") for n in ("rec", "hog"))
    with fresh_modules() as modules:
        later(modules)
        modules.recording.activate(recordings, linking_module=old.link)
        with pytest.raises(SchemaMismatchError) as caught:
            modules.descriptors.activate(descriptors)
    message = str(caught.value)
    assert "HOGTask: column hog_task_note is missing" in message
    assert "FaceCrop: column crop_note is missing" in message
    assert PAGE.relative_to(ROOT).as_posix() in message

    asked = []
    monkeypatch.setattr("datajoint.table.user_choice", lambda text: asked.append(text) or "yes")
    with fresh_modules() as modules:
        later(modules)
        exec(lab(block("python", "HOGTask.alter()")), {})
    assert len(asked) == 1 and re.search(r"ADD .hog_task_note.", asked[0])
    assert "DROP" not in asked[0] and asked[0].count("hog_task_note") == asked[0].count("ADD")
    dj.conn().query(_of_this_server(lab(block("sql", "crop_note"))))

    with fresh_modules() as modules:
        later(modules)
        modules.recording.activate(recordings, linking_module=old.link)
        modules.descriptors.activate(descriptors)  # now it fits
        task, crop = modules.descriptors.HOGTask, modules.descriptors.FaceCrop
        assert (len(task()), len(crop())) == (n_tasks, n_crops)
        assert task().to_dicts() == [{**row, "hog_task_note": None} for row in tasks]
        assert len(task * modules.descriptors.HOGProcessing) == n_tasks
        added = crop.add({"x": 8, "y": 8, "width": 64, "height": 64})
        key = {k: v for k, v in tasks[0].items() if k != "task_mode"} | added
        task.insert1({**key, "task_mode": "trigger", "hog_task_note": "after the migration"})
        crop.check({})
    # and the code of before says that this database is later than itself
    with fresh_modules() as modules:
        modules.recording.activate(recordings, linking_module=old.link)
        with pytest.raises(SchemaMismatchError, match="hog_task_note is not in the code"):
            modules.descriptors.activate(descriptors)
        # as the page warns, its alter() would take the column away
        monkeypatch.setattr("datajoint.table.user_choice", lambda text: asked.append(text) or "no")
        modules.descriptors.schema.activate(descriptors, create_tables=False)
        modules.descriptors.HOGTask.alter()
        assert re.search(r"DROP .hog_task_note.", asked[-1])


def _of_this_server(sql: str) -> str:
    return sql.strip() if BACKEND == "postgresql" else sql.strip().replace('"', "`")


def test_where_alter_cannot_the_page_says_so(old, server):
    """The reason for the page's line of SQL: on PostgreSQL, tables with a unique index."""
    with fresh_modules() as modules:
        crop = modules.descriptors.FaceCrop
        crop.definition = crop.definition.replace(
            "unique index", "crop_other = null : varchar(64)\n    unique index", 1
        )
        modules.recording.activate(server.name(f"{old.name}_rec"), linking_module=old.link)
        modules.descriptors.schema.activate(server.name(f"{old.name}_hog"), create_tables=False)
        if BACKEND == "postgresql":
            with pytest.raises(NotImplementedError, match="cannot alter indexes"):
                crop.alter(prompt=False)
        else:
            crop.alter(prompt=False)
        assert ("crop_other" in crop().heading.names) == (BACKEND == "mysql")


def test_which_version_made_a_row_is_asked_in_sql(pipe, old, lab):
    sql = _of_this_server(lab(block("sql", "hog_code_version")))
    (rows,) = [dj.conn().query(sql).fetchall()]
    versions = {version for version, _ in rows}
    assert Path(kept.versions(BACKEND)[0]).parent.name in versions
