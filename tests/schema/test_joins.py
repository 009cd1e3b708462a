"""Every pair of tables joins: no column name stands for two things."""

from __future__ import annotations

from itertools import combinations

import datajoint as dj
import pytest

from tests.schema.faces import activated

pytestmark = pytest.mark.server

#: upstream tables that a lab joins with ours
UPSTREAM = ("Lab", "Subject", "Session", "Equipment", "Trial")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "join") as modules:
        yield modules


def masters_and_parts(module):
    """All tables of a schema module, Parts after their master."""
    for table in vars(module).values():
        if isinstance(table, type) and issubclass(table, dj.Table):
            yield table
            for part in vars(table).values():
                if isinstance(part, type) and issubclass(part, dj.Part):
                    yield part


@pytest.fixture(scope="module")
def tables(pipe):
    found = [t for module in (pipe.rec, pipe.hog, pipe.exp) for t in masters_and_parts(module)]
    return sorted({t for t in found if t._connection is not None}, key=lambda t: t.__qualname__)


def test_every_pair_of_tables_joins_on_the_server(pipe, tables):
    assert len(tables) > 25 and pipe.exp.FacialExpression.EventSummary in tables
    every = [*tables, *(getattr(pipe.link, name) for name in UPSTREAM)]
    refused = []
    for one, other in combinations(every, 2):
        try:
            (one() * other()).to_dicts(limit=1)
        except dj.DataJointError as error:
            refused.append(f"{one.__qualname__} * {other.__qualname__}: {error}"[:200])
    assert not refused, "\n".join(refused)


def test_a_column_name_stands_for_one_thing(tables):
    # two tables that share no key join as well, because their names are apart
    where = {}
    for table in tables:
        for name in table().heading.names:
            lineage = table().heading[name].lineage or table.__qualname__
            where.setdefault(name, set()).add(lineage)
    assert {name: found for name, found in where.items() if len(found) > 1} == {}
