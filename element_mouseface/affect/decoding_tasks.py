"""`DecodingTask`: which stimulus is to be told from which recordings' faces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.rows import one, one_key, primary_key_of
from ..core.decoding import DECODERS, DecodingParams
from ..core.decoding.trials import strata_of, trials_of
from ..core.learning import Groups, LearningParams
from ..errors import InputError, ParameterError, check_choice
from ..expression.events import EventSet
from ..features.tasks import FeatureTask
from ..frame_models.paramsets import LearningParamSet
from ..params import content_hash
from ._columns import checked_columns
from ._groups import groups_of_source
from ._schema import schema
from .paramsets import DecodingParamSet

Row = dict[str, Any]

#: pictures that may be decoded from, beside named features or instead of them
PICTURES = ("none", "thumbnails", "cells")


@schema
class DecodingTask(NumberedTable, dj.Manual):
    """Stimuli to decode from the faces of recordings; immutable, identified by its content.

    A source names a FeatureTask, never a row of FrameFeatures: computing a recording's features
    again deletes no decoder.
    """

    NAME = "decoding"
    definition = """
    # Stimuli to decode from the faces of recordings; never edited
    decoding_id: int32
    ---
    -> DecodingParamSet
    -> LearningParamSet
    decoding_named: bool                # whether named features are decoded from
    decoding_columns=null: json         # which, by feature_column; null: all
    decoding_pictures: enum('none','thumbnails','cells')    # of the pass, too
    decoding_beside=null: json          # sets of columns that are decoded from by themselves
    decoding_n_sources: int32
    decoding_hash: char(64)             # over sources, columns and parameters
    decoding_description="": varchar(255)
    unique index (decoding_hash)
    """

    class Source(FixedPart, dj.Part):
        """Features of one recording, and whom it shows."""

        definition = """
        # Features of one recording, and whom it shows
        -> master
        -> FeatureTask
        ---
        decoding_animal=null: varchar(255)  # whose trials are left out together; null: unknown
        decoding_session: varchar(255)      # of this animal
        """

    # on PostgreSQL a table can refer once by a key that begins with the session's: the names of
    # two indexes would be one
    class Events(FixedPart, dj.Part):
        """The events of a source."""

        definition = """
        # The events of a source
        -> master.Source
        -> EventSet
        """

    @classmethod
    def add(
        cls,
        sources: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        params: Any = None,
        learning: Any = None,
        *,
        columns: Sequence[str] | None = None,
        named: bool = True,
        pictures: str | None = None,
        beside: Mapping[str, Sequence[str]] | None = None,
        decoding_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request decoders unless they are requested already; returns the key.

        Parameters
        ----------
        sources : mapping or iterable of mapping
            For each recording the keys of its FeatureTask and of its EventSet in one mapping.
            The animal and the session are taken from the linked pipeline's keys;
            `decoding_animal` and `decoding_session` in the mapping stand instead of them.
        params : DecodingParams, mapping, or key of a DecodingParamSet; optional
            By default all of their defaults.
        learning : LearningParams, mapping, or key of a LearningParamSet; optional
            By default logistic regression, with linear discriminant, random forest and boosted
            trees beside it; a mapping changes some of the parameters.
        columns : sequence of str, optional
            The named features to decode from, by `feature_column`; by default all.
        named : bool
            Whether named features are decoded from; without them, `pictures` are.
        pictures : {'thumbnails', 'cells'}, optional
            Pictures of the pass that the features were made from, reduced to components within
            each fold.
        beside : mapping of str to sequence of str, optional
            Sets of columns that are decoded from by themselves, such as
            {'movement': ['crop:motion_energy']}: what movement alone tells.
        decoding_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is no source, one comes twice, a key is incomplete or names nothing, or
            computed features have no such column.
        InputError
            If a source has no events, or no pass for its pictures.
        """
        with server_errors():
            chosen = sorted(map(_source, mappings_of(sources, "sources")), key=_identity)
            shown = "none" if pictures is None else pictures
            _check_sources(chosen, shown)
            if not named and (shown == "none" or columns is not None):
                raise ParameterError(
                    "There is nothing to decode from.",
                    expected="named features, or pictures='thumbnails' without columns",
                    got=f"named={named!r}, pictures={pictures!r}, columns={columns!r:.80}",
                )
            asked = DecodingParamSet.given(params)
            _check_classes(chosen, asked)
            row: Row = {
                **DecodingParamSet.add(asked),
                **LearningParamSet.add(_learning(learning)),
                "decoding_named": bool(named),
                "decoding_columns": checked_columns(columns, chosen),
                "decoding_pictures": shown,
                "decoding_beside": _beside(beside, chosen),
                "decoding_n_sources": len(chosen),
            }
            return cls.add_row(
                _hash(row, chosen),
                row,
                number=decoding_id,
                description=description,
                parts={cls.Source: _sources_alone(chosen), cls.Events: _events_alone(chosen)},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "DecodingTask")
        rows = (cls.Source * cls.Events & primary_key_of(cls, key)).to_dicts()
        if len(rows) != row["decoding_n_sources"]:
            return f"of {len(rows)} sources, and {row['decoding_n_sources']} were added"
        return _hash(row, rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one task in the order in which they are decoded.

        Raises
        ------
        FixedRowError
            If a row was edited, or that of an event set.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        return sorted((cls.Source * cls.Events & own).to_dicts(), key=_identity)


def _source(given: Mapping[str, Any]) -> Row:
    """A source as its row has it, without the task's key."""
    features = one_key(FeatureTask, primary_key_of(FeatureTask, given), "FeatureTask")
    events = one_key(EventSet, primary_key_of(EventSet, given), "EventSet")
    recording = {name: value for name, value in events.items() if name != "event_set_id"}
    groups = groups_of_source(given, recording, "decoding")
    return {**features, **events, **groups}


def _sources_alone(rows: list[Row]) -> list[Row]:
    names = (*FeatureTask().primary_key, "decoding_animal", "decoding_session")
    return [{name: row[name] for name in names} for row in rows]


def _events_alone(rows: list[Row]) -> list[Row]:
    return [primary_key_of(FeatureTask, row) | primary_key_of(EventSet, row) for row in rows]


def _check_sources(chosen: list[Row], pictures: str) -> None:
    check_choice("There are no such pictures.", pictures, PICTURES)
    if not chosen:
        raise ParameterError(
            "A decoder has no source.",
            expected="at least one mapping, with the keys of a FeatureTask and an EventSet",
        )
    keys = [primary_key_of(EventSet, row) for row in chosen]
    names = [name for name in keys[0] if name != "event_set_id"]
    recordings = [[key[name] for name in names] for key in keys]
    if twice := [key for n, key in enumerate(recordings) if key in recordings[:n]]:
        raise ParameterError("A recording comes twice.", expected="each once", got=str(twice[0]))
    for row, key in zip(chosen, keys, strict=True):
        if not (EventSet & key).fetch1("n_events"):
            raise InputError(
                "A source has no events, and there is nothing to decode.",
                expected="an event set with events",
                got=str(key),
            )
        mode = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1("feature_mode")
        if pictures != "none" and mode != "trigger":
            raise InputError(
                "The features of a source were loaded from a file, so that it has no pass with "
                "pictures.",
                expected="FeatureTask.add, which names the pass",
                got=str(primary_key_of(FeatureTask, row)),
                do="decode from named features alone, or make the features here",
            )


def _check_classes(chosen: list[Row], params: DecodingParams) -> None:
    """Refuse events without two classes, and levels that cannot be left out.

    Raises
    ------
    EventsError, InputError
    """
    events = [EventSet.events(primary_key_of(EventSet, row)) for row in chosen]
    trials_of([one for one in events if one is not None], params.classes)
    groups = Groups.of(
        len(chosen),
        animal=[row["decoding_animal"] for row in chosen],
        session=[row["decoding_session"] for row in chosen],
    )
    for level in params.left_out:
        if not (strata := strata_of(groups, level)).parts:
            raise InputError(
                f"There are no two {level}s to leave one out.",
                expected=f"recordings of two {level}s",
                got="; ".join(strata.told) or f"one {level}, or none named",
                do=f"give recordings of another {level}, or do not ask for it",
            )


def _learning(given: Any) -> Any:
    """Parameters by name are over those of `DECODERS`."""
    named = given is None or (isinstance(given, Mapping) and "learning_paramset_id" not in given)
    # an object: parameters by name would be taken over those of readable models
    return LearningParams.from_dict({**DECODERS.to_dict(), **(given or {})}) if named else given


def _beside(given: Any, chosen: list[Row]) -> dict[str, list[str]] | None:
    if not given:
        return None
    if not isinstance(given, Mapping) or not all(isinstance(n, str) and n.strip() for n in given):
        raise ParameterError(
            "What stands beside cannot be used.",
            expected="{name: columns}, such as {'movement': ['crop:motion_energy']}",
            got=f"{given!r:.200}",
        )
    if long := [name for name in given if len(name) > 32 or name == "face"]:
        raise ParameterError(
            "A set of columns has no usable name.",
            expected="at most 32 characters, and not 'face'",
            got=f"{long[0]!r:.80}",
        )
    return {name: checked_columns(columns, chosen) or [] for name, columns in given.items()}


def _identity(row: Row) -> list[str]:
    """What a source stands for, by content."""
    features = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1("feature_task_hash")
    events = (EventSet & primary_key_of(EventSet, row)).fetch1("event_set_hash")
    return [features, events, row["decoding_animal"] or "", row["decoding_session"]]


def _hash(row: Row, sources: Iterable[Row]) -> str:
    content: Row = {"kind": "DecodingTask", "sources": sorted(map(_identity, sources))}
    for table in (DecodingParamSet, LearningParamSet):
        name = f"{table.NAME}_hash"
        content[name] = (table & primary_key_of(table, row)).fetch1(name)
    for name in ("columns", "pictures", "beside"):
        content[name] = row[f"decoding_{name}"]
    return content_hash({**content, "named": bool(row["decoding_named"])})
