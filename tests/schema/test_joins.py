"""Every pair of tables joins: no column name stands for two things."""

from __future__ import annotations

from itertools import combinations

import datajoint as dj
import pytest

from tests.schema.faces import activated

pytestmark = pytest.mark.server

#: names that issues and the published Facemap element give to two tables each, and which
#: are therefore kept: these two tables join once the column is left out or renamed
SHARED = {
    "task_mode": {"HOGTask", "FacemapTask"},
    "pc_no": {"FacialSignal.MotionSVD", "FacialSignal.MovieSVD"},
    "singular_value": {"FacialSignal.MotionSVD", "FacialSignal.MovieSVD"},
    "projection": {"FacialSignal.MotionSVD", "FacialSignal.MovieSVD"},
}

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
    modules = (pipe.rec, pipe.hog, pipe.beh, pipe.exp, pipe.fmp, pipe.con, pipe.res)
    modules += (pipe.fea, pipe.mod, pipe.fai, pipe.aff)
    found = [t for module in modules for t in masters_and_parts(module)]
    return sorted({t for t in found if t._connection is not None}, key=lambda t: t.__qualname__)


def test_every_pair_of_tables_joins_on_the_server(pipe, tables):
    assert len(tables) > 25 and pipe.exp.FacialExpression.EventSummary in tables
    every = [*tables, *(getattr(pipe.link, name) for name in UPSTREAM)]
    refused = []
    for one, other in combinations(every, 2):
        if {one.__qualname__, other.__qualname__} in SHARED.values():
            continue
        try:
            query = one() * other()
            # without a column in common it is a product, in which nothing is ambiguous
            if set(one().heading.names) & set(other().heading.names):
                query.to_dicts(limit=1)
        except dj.DataJointError as error:
            refused.append(f"{one.__qualname__} * {other.__qualname__}: {error}"[:200])
    assert not refused, "\n".join(refused)


def test_a_column_name_stands_for_one_thing(tables):
    # two tables that share no key join as well, because their names are apart
    where = {}
    for table in tables:
        for name in table().heading.names:
            lineage = table().heading[name].lineage or table.__qualname__
            where.setdefault(name, {}).setdefault(lineage, set()).add(table.__qualname__)
    twice = {name: set.union(*found.values()) for name, found in where.items() if len(found) > 1}
    assert twice == SHARED


def test_tables_that_share_a_name_join_without_it(pipe):
    # as docs/how-to/moving-from-facemap.md says
    signal = pipe.fmp.FacialSignal
    movie = signal.MovieSVD.proj(movie_pc="pc_no", movie_projection="projection")
    for query in (
        pipe.hog.HOGTask.proj() * pipe.fmp.FacemapTask,
        pipe.hog.HOGTask * pipe.fmp.FacemapTask.proj("facemap_engine"),
        signal.MotionSVD * movie,
    ):
        assert query.to_dicts(limit=1) == []
    for one, other in (
        (pipe.hog.HOGTask, pipe.fmp.FacemapTask),
        (signal.MotionSVD, signal.MovieSVD),
    ):
        with pytest.raises(dj.DataJointError):
            (one() * other()).to_dicts(limit=1)
