"""Schemas that DataJoint 0.14 made, put back on a MySQL server."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data" / "old_schema"
PLACE = "@PREFIX@"


def restore(connection: Any, release: str, prefix: str) -> list[str]:
    """Make the schemas of one release, with a prefix of the test's own; their names."""
    text = (DATA / f"element_facemap_{release}.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    made = []
    for statement in "\n".join(lines).replace(PLACE, prefix).split(";\n"):
        if statement.strip(" \n;"):
            connection.query(statement.replace("%", "%%"))
        if statement.startswith("CREATE DATABASE"):
            made.append(statement.split("`")[1])
    return made


def drop(connection: Any, names: list[str]) -> None:
    """Drop schemas, whatever refers to what."""
    connection.query("SET FOREIGN_KEY_CHECKS=0")
    for name in names:
        connection.query(f"DROP DATABASE IF EXISTS `{name}`")
    connection.query("SET FOREIGN_KEY_CHECKS=1")


def state(connection: Any, names: list[str]) -> dict[str, str]:
    """A checksum of the definition and of all rows of every table, DataJoint's own included."""
    found = {}
    for name in names:
        for (table,) in connection.query(f"SHOW TABLES IN `{name}`").fetchall():
            whole = f"`{name}`.`{table}`"
            rows = sorted(map(repr, connection.query(f"SELECT * FROM {whole}").fetchall()))
            made = connection.query(f"SHOW CREATE TABLE {whole}").fetchone()[1]
            found[whole] = hashlib.sha256("\n".join([made, *rows]).encode()).hexdigest()
    return found
