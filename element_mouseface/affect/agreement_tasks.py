"""`UnitAgreementTask`: whose ratings are compared, and with models of which features."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.rows import one, one_key, primary_key_of
from ..core.ratings.pooled import OVER
from ..errors import InputError, ParameterError, check_choice
from ..features.tasks import FeatureTask
from ..frame_models.paramsets import FrameModelParamSet, LearningParamSet
from ..params import content_hash
from ..recording import VideoRecording
from ._columns import checked_columns
from ._groups import groups_of_source
from ._schema import schema
from .ratings import UnitRatingSet

Row = dict[str, Any]


@schema
class UnitAgreementTask(NumberedTable, dj.Manual):
    """Ratings whose agreement is asked for, and models of them; immutable, by its content.

    Without features it is the agreement of raters alone.
    """

    NAME = "unit_agreement"
    definition = """
    # Ratings to compare with each other, and with models of named features; never edited
    unit_agreement_id: int32
    ---
    -> [nullable] FrameModelParamSet    # null: of raters alone
    -> [nullable] LearningParamSet      # null: of raters alone
    unit_agreement_over: varchar(16)    # what intervals are over: auto, rating, trial, session, ...
    unit_agreement_columns=null: json   # features to look at, by feature_column; null: all
    unit_agreement_n_sources: int32
    unit_agreement_hash: char(64)       # over sources, columns and parameters
    unit_agreement_description="": varchar(255)
    unique index (unit_agreement_hash)
    """

    class Source(FixedPart, dj.Part):
        """Ratings of one recording or set of pictures, and the features of what was rated."""

        definition = """
        # Ratings, and the features of what was rated
        -> master
        -> UnitRatingSet
        ---
        -> [nullable] FeatureTask
        unit_agreement_animal=null: varchar(255)    # whose frames are left out together
        unit_agreement_session=null: varchar(255)   # of this animal
        """

    @classmethod
    def add(
        cls,
        sources: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        params: Any = None,
        learning: Any = None,
        *,
        columns: Sequence[str] | None = None,
        over: str = "auto",
        unit_agreement_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request the agreement of ratings unless it is requested already; returns the key.

        Parameters
        ----------
        sources : mapping or iterable of mapping
            For each recording the key of its UnitRatingSet, and, for models of the ratings, that
            of its FeatureTask in the same mapping.  Animal and session are taken from the linked
            pipeline; `unit_agreement_animal` and `unit_agreement_session` stand instead of them.
        params : FrameModelParams, mapping, or key of a FrameModelParamSet; optional
            Of the models, as for `FrameModelTask.add`.
        learning : LearningParams, mapping, or key of a LearningParamSet; optional
        columns : sequence of str, optional
            The features to look at, by `feature_column`; by default all.
        over : {'auto', 'rating', 'trial', 'session', 'animal', 'recording'}
            What intervals of agreement are over; 'auto': trials where the ratings name some.
        unit_agreement_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is no source, one comes twice, or a key is incomplete or names nothing.
        InputError
            If scales differ, or only some sources have features.
        """
        with server_errors():
            check_choice("Intervals of ratings cannot be over this.", over, OVER)
            chosen = sorted(map(_source, mappings_of(sources, "sources")), key=_identity)
            featured = _check_sources(chosen)
            row: Row = {"frame_model_paramset_id": None, "learning_paramset_id": None}
            if featured:
                row |= FrameModelParamSet.add(params) | LearningParamSet.add(learning)
            elif params is not None or learning is not None or columns is not None:
                raise ParameterError(
                    "Models of ratings need features.",
                    expected="the key of a FeatureTask in each source",
                    got="parameters of models, and no features",
                )
            row["unit_agreement_over"] = over
            row["unit_agreement_columns"] = checked_columns(columns, chosen)
            row["unit_agreement_n_sources"] = len(chosen)
            return cls.add_row(
                _hash(row, chosen),
                row,
                number=unit_agreement_id,
                description=description,
                parts={cls.Source: chosen},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "UnitAgreementTask")
        rows = (cls.Source & primary_key_of(cls, key)).to_dicts()
        if len(rows) != row["unit_agreement_n_sources"]:
            return f"of {len(rows)} sources, and {row['unit_agreement_n_sources']} were added"
        return _hash(row, rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one task in the order in which they are compared.

        Raises
        ------
        FixedRowError
            If a row was edited.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        return sorted((cls.Source & own).to_dicts(), key=_identity)


def _source(given: Mapping[str, Any]) -> Row:
    """A source as its row has it, without the task's key."""
    ratings = one_key(UnitRatingSet, primary_key_of(UnitRatingSet, given), "UnitRatingSet")
    names = VideoRecording().primary_key
    recording = {n: v for n, v in (UnitRatingSet & ratings).fetch1().items() if n in names}
    features = dict.fromkeys(FeatureTask().primary_key)
    if given.get("feature_task_id") is not None:
        asked = {**recording, **{n: given[n] for n in features if n in given}}
        features = one_key(FeatureTask, primary_key_of(FeatureTask, asked), "FeatureTask")
        if any(features[name] != recording[name] for name in names):
            raise InputError(
                "Ratings and features are not of one recording.",
                expected=f"features of {recording}",
                got=str({name: features[name] for name in names}),
            )
    known = None if None in recording.values() else recording
    return {**ratings, **features, **groups_of_source(given, known, "unit_agreement")}


def _check_sources(chosen: list[Row]) -> bool:
    """Whether the sources have features."""
    if not chosen:
        raise ParameterError("There is no source.", expected="the key of a UnitRatingSet, or more")
    keys = [row["unit_rating_set_id"] for row in chosen]
    if len(set(keys)) < len(keys):
        raise ParameterError("A source comes twice.", expected="each once", got=str(keys))
    scales = {
        tuple((UnitRatingSet & {"unit_rating_set_id": key}).fetch1("rating_levels")) for key in keys
    }
    if len(scales) > 1:
        raise InputError(
            "These ratings cannot be compared.",
            expected="ratings on one scale",
            got="; ".join(", ".join(f"{level:g}" for level in scale) for scale in scales),
        )
    featured = {row["feature_task_id"] is not None for row in chosen}
    if len(featured) > 1:
        raise InputError(
            "Only some of the ratings have features.",
            expected="a FeatureTask with each UnitRatingSet, or with none",
            got=f"{sum(row['feature_task_id'] is not None for row in chosen)} of {len(chosen)}",
        )
    return featured.pop()


def _identity(row: Row) -> list[str]:
    """What a source stands for, by content."""
    ratings = (UnitRatingSet & primary_key_of(UnitRatingSet, row)).fetch1("unit_rating_set_hash")
    features = ""
    if row["feature_task_id"] is not None:
        features = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1("feature_task_hash")
    groups = (row["unit_agreement_animal"] or "", row["unit_agreement_session"] or "")
    return [ratings, features, *groups]


def _hash(row: Row, sources: Iterable[Row]) -> str:
    content: Row = {"kind": "UnitAgreementTask", "sources": sorted(map(_identity, sources))}
    for table in (FrameModelParamSet, LearningParamSet):
        own = {f"{table.NAME}_id": row[f"{table.NAME}_id"]}
        known = None not in own.values()
        content[table.NAME] = (table & own).fetch1(f"{table.NAME}_hash") if known else None
    content |= {name: row[f"unit_agreement_{name}"] for name in ("over", "columns")}
    return content_hash(content)
