"""`PopulationTask`: which mice are compared, by what of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import ContentTable, NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.groups import LONGEST_GROUP
from .._schema.rows import one, one_key, primary_key_of
from ..core.population import PopulationParams
from ..core.population.reading import QUANTITIES
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import ParameterError, check_choice
from ..expression.events import EventSet
from ..expression.paramsets import ExpressionParamSet
from ..expression.prototype_tasks import PrototypeTask
from ..expression.tasks import FacialExpressionTask
from ..params import content_hash
from ..recording import VideoRecording
from ._groups import groups_of_source
from ._schema import schema

Row = dict[str, Any]
_TEXTS = {"measure": 32, "prototype": 64, "window": 64, "quantity": 32, "between": 64}


@schema
class PopulationParamSet(ContentTable[PopulationParams], dj.Manual):
    """How mice are compared; immutable, identified by its content."""

    NAME, KIND, COLUMN = "population_paramset", PopulationParams, "population_params"
    definition = """
    # How mice are compared with each other; never edited
    population_paramset_id: int32
    ---
    population_params: json
    population_paramset_hash: char(64)
    population_paramset_description="": varchar(255)
    unique index (population_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> PopulationParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class PopulationTask(NumberedTable, dj.Manual):
    """Scored recordings of several mice to compare; immutable, identified by its content."""

    NAME = "population_task"
    definition = """
    # Scored recordings of several mice, to be compared; never edited
    population_task_id: int32
    ---
    -> PopulationParamSet
    population_measure="": varchar(32)  # of the scores; blank: their own (score, similarity)
    population_prototype="": varchar(64)    # that scores all events; blank: each by its own
    population_window: varchar(64)      # of events: event, or a row of EventWindow
    population_quantity: varchar(32)    # mean, change, peak, latency_s, ...
    population_between="": varchar(64)  # what the groups of mice differ in; blank: no groups
    population_of_faces: bool           # whether faces are compared, too
    population_n_sources: int32
    population_task_hash: char(64)      # over sources, parameters and what is compared
    population_task_description="": varchar(255)
    unique index (population_task_hash)
    """

    class Source(FixedPart, dj.Part):
        """One scored recording, and whom it shows."""

        definition = """
        # One scored recording, and whom it shows
        -> master
        -> FacialExpressionTask
        ---
        population_source_animal: varchar(255)          # the mouse: what is counted
        population_source_session=null: varchar(255)    # of this animal
        population_source_group=null: varchar(255)      # of this animal: genotype, treatment
        """

    @classmethod
    def add(
        cls,
        sources: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        params: Any = None,
        *,
        measure: str = "",
        prototype: str = "",
        window: str = "event",
        quantity: str = "change",
        between: str = "",
        faces: bool = True,
        population_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a comparison of mice unless it is requested already; returns the key.

        Parameters
        ----------
        sources : iterable of mapping
            Keys of FacialExpressionTask.  Animal and session are taken from the linked pipeline;
            `population_source_animal` and `population_source_session` stand instead of them, and
            `population_source_group` names the animal's genotype or treatment.
        params : PopulationParams, mapping, or key of a PopulationParamSet; optional
        measure, prototype, window, quantity : str
            What of the scores is compared, as for `rows_of_scored`.
        between : str
            What groups differ in; '' for none.
        faces : bool
            Whether each mouse is scored by prototypes of the others.
        population_task_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there are fewer than two sources, one comes twice, an animal or group is not known,
            or a key is incomplete or names nothing.
        """
        with server_errors():
            check_choice(
                "There is no such number of events.", quantity, QUANTITIES, do="name one of these"
            )
            given = {"measure": measure, "prototype": prototype, "window": window}
            given |= {"quantity": quantity, "between": between}
            row: Row = {f"population_{name}": _text(name, one) for name, one in given.items()}
            chosen = [_source(one, bool(between)) for one in mappings_of(sources, "sources")]
            _check(chosen)
            row |= PopulationParamSet.add(params)
            row |= {"population_of_faces": bool(faces), "population_n_sources": len(chosen)}
            return cls.add_row(
                _hash(row, chosen),
                row,
                number=population_task_id,
                description=description,
                parts={cls.Source: chosen},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "PopulationTask")
        rows = (cls.Source & primary_key_of(cls, key)).to_dicts()
        if len(rows) != row["population_n_sources"]:
            return f"of {len(rows)} sources, and {row['population_n_sources']} were added"
        return _hash(row, rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one task, by animal and session (FixedRowError if a row was edited)."""
        own = primary_key_of(cls, key)
        cls.check(own)
        return sorted((cls.Source & own).to_dicts(), key=_identity)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > _TEXTS[name]:
        raise ParameterError(
            f"{name} cannot have this value.",
            expected=f"text of at most {_TEXTS[name]} characters",
            got=f"{value!r:.80}",
            do="shorten it",
        )
    return value


def _source(given: Mapping[str, Any], grouped: bool) -> Row:
    """A source as its row has it, without the task's key."""
    own = one_key(
        FacialExpressionTask, primary_key_of(FacialExpressionTask, given), "FacialExpressionTask"
    )
    row = {**own, **groups_of_source(given, primary_key_of(VideoRecording, own),
                                     "population_source")}  # fmt: skip
    group = given.get("population_source_group")
    if row["population_source_animal"] is None:
        raise ParameterError(
            "The animal of a recording is not known.",
            expected="a Session that refers to its animal, or population_source_animal",
            got=str(own),
            do="give population_source_animal with the key: mice are what is counted",
        )
    known = isinstance(group, str) and 0 < len(group) <= LONGEST_GROUP
    if known != grouped or (group is not None and not known):
        raise ParameterError(
            "The group of an animal cannot be used.",
            expected="population_source_group of every source with between=, and of none without",
            got=repr(group),
            do="name it for each, or leave it out for all",
        )
    return {**row, "population_source_group": group}


def _check(chosen: list[Row]) -> None:
    names = FacialExpressionTask().primary_key
    keys = [tuple(row[name] for name in names) for row in chosen]
    recordings = [tuple(row[n] for n in VideoRecording().primary_key) for row in chosen]
    if len(chosen) < 2 or len(set(keys)) < len(keys) or len(set(recordings)) < len(keys):
        raise ParameterError(
            "These recordings cannot be compared.",
            expected="two recordings or more, each once",
            got=f"{len(chosen)} sources of {len(set(recordings))} recordings",
            do="give one scored recording of each session",
        )


def _identity(row: Row) -> list[str]:
    """What a source stands for, by content."""
    names = ("crop_hash", "hog_paramset_hash", "event_set_hash", "expression_paramset_hash")
    asked = HOGTask * FaceCrop * HOGParamSet * EventSet * ExpressionParamSet
    found = (asked & row).proj(*names).fetch1()
    parts = [found[name] for name in names]
    parts.append((PrototypeTask & primary_key_of(PrototypeTask, row)).fetch1("prototype_set_hash"))
    own = [row[f"population_source_{name}"] or "" for name in ("animal", "session", "group")]
    return [*own, *parts]


def _hash(row: Row, sources: Iterable[Row]) -> str:
    own = {"population_paramset_id": row["population_paramset_id"]}
    params = (PopulationParamSet & own).fetch1("population_paramset_hash")
    return content_hash(
        {
            "kind": "PopulationTask",
            "params": params,
            "sources": sorted(map(_identity, sources)),
            "faces": bool(row["population_of_faces"]),
            **{name: row[f"population_{name}"] for name in _TEXTS},
        }
    )
