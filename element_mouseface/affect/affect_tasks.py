"""`AffectTask`: what arousal and the valences of a recording are to be made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one, one_key, primary_key_of
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..expression.events import EventSet
from ..expression.paramsets import ExpressionParamSet
from ..expression.prototype_tasks import PrototypeTask
from ..features.tasks import FeatureTask
from ..frame_models.targets import FrameTarget
from ..params import content_hash
from . import _affect_inputs as inputs
from ._schema import schema
from .paramsets import AffectParamSet
from .signs import StimulusSign
from .traces import AffectTrace  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class AffectTask(NumberedTable, dj.Manual):
    """Arousal and valences of a recording to make; immutable, identified by its content.

    Arousal is made from declared sources, valences from stimuli that were signed, or from ratings.
    """

    NAME = "affect_task"
    definition = """
    # Arousal and valences of a recording to make; never edited
    -> EventSet
    affect_task_id: int32
    ---
    -> HOGTask                          # the pass over the movie
    -> AffectParamSet
    -> [nullable] ExpressionParamSet    # contrast, of the face on signed stimuli; null: defaults
    -> [nullable] PrototypeTask         # another recording's face on the stimuli; null: its own
    affect_beside=null: json            # facial signals, their digest
    affect_signal_kinds=null: json      # sources of arousal in these: pupil, whisking, ...
    affect_n_signs: int32
    affect_n_sources: int32             # columns of features that arousal is made from
    affect_n_ratings: int32
    affect_n_features: int32            # tables of features: 0 or 1
    affect_task_hash: char(64)
    affect_task_description="": varchar(255)
    unique index (affect_task_hash)
    """

    class Sign(FixedPart, dj.Part):
        """The sign of a stimulus, by the scheme that was named."""

        definition = """
        # The sign of a stimulus, by the scheme that was named
        -> master
        -> StimulusSign
        """

    # on PostgreSQL a table can refer once by a key that begins with the session's: the names of
    # two indexes would be one
    class Features(FixedPart, dj.Part):
        """The features that sources of arousal, or valences by ratings, are made from."""

        definition = """
        # The features that sources of arousal, or valences by ratings, are made from
        -> master
        -> FeatureTask
        """

    class Source(FixedPart, dj.Part):
        """A column of the features that is a source of arousal."""

        definition = """
        # A column of the features that is a source of arousal
        -> master
        asked_source: varchar(64)       # its name
        ---
        asked_source_column: varchar(160)   # a feature_column
        asked_source_kind: enum('pupil','whisking','running','motion','other')
        asked_source_lag_s=null: float64    # by how much it follows arousal; null: estimated
        asked_source_change: bool       # whether the change from frame to frame is taken
        """

    class Rating(FixedPart, dj.Part):
        """Values that people gave to one of the traces."""

        definition = """
        # Values that people gave to one of the traces
        -> master
        -> AffectTrace
        ---
        -> FrameTarget
        """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        params: Any = None,
        *,
        signs: Mapping[str, Any] | str | None = None,
        sources: Mapping[str, Any] | None = None,
        signal_kinds: Sequence[str] | None = None,
        ratings: Mapping[str, Mapping[str, Any]] | None = None,
        contrast: Any = None,
        prototypes: Mapping[str, Any] | None = None,
        affect_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request arousal and valences unless they are requested already; returns the key.

        Parameters
        ----------
        key : mapping
            Of an EventSet and a HOGTask of one recording.  With `feature_task_id` of a
            FeatureTask, `sources` are its columns; `signals` is the path of facial signals, as
            `FacemapProcessing.signals_path` has it: what of the traces movement explains is then
            told of each signal.
        params : AffectParams, mapping, or key of an AffectParamSet; optional
            By default all of their defaults.
        signs : key of a scheme, or its name, optional
            Of `StimulusSign`: valences are made from its stimuli that are in the events.
        sources : mapping, optional
            By name, each a column of the features, or (column, kind, lag_s), or a mapping of
            `column`, `kind`, `lag_s` and `change`, as `column_source` takes them.
        signal_kinds : sequence of {'pupil', 'whisking', 'running', 'motion'}, optional
            Sources of arousal in the facial signals; by default none.
        ratings : mapping of str to key of a FrameTarget, optional
            By 'arousal', 'positive', 'negative'.  Without signs valences are learned from them.
        contrast : ContrastParams, mapping, or key of an ExpressionParamSet; optional
            How the face on signed stimuli is told from the face without.
        prototypes : key of a PrototypeTask, optional
            Another recording's face on the stimuli.
        affect_task_id : int, optional
            The number to give it; by default the next one of this event set.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is nothing to make a trace from, a key is incomplete or names nothing, or no
            stimulus of the events is signed.
        InputError
            If something is of another recording.
        """
        with server_errors():
            own = one_key(EventSet, primary_key_of(EventSet, key), "EventSet")
            task = one_key(HOGTask, primary_key_of(HOGTask, {**key, **own}), "HOGTask")
            named = inputs.features(key, own)
            parts = {
                cls.Sign: inputs.signs(own, signs),
                cls.Features: named,
                cls.Source: inputs.sources(sources, named),
                cls.Rating: inputs.ratings(own, ratings),
            }
            beside = beside_of(key, ("signals",))
            kinds = inputs.kinds(signal_kinds, beside is not None)
            inputs.check_together({part.__name__: rows for part, rows in parts.items()}, kinds)
            row = {
                **own,
                **task,
                **AffectParamSet.add(params),
                "expression_paramset_id": inputs.contrast(contrast),
                **inputs.prototypes(prototypes),
                "affect_beside": beside,
                "affect_signal_kinds": kinds,
                **{name: len(parts[getattr(cls, part)]) for name, part in _COUNTS.items()},
            }
            return cls.add_row(
                _hash(row, {part.__name__: rows for part, rows in parts.items()}),
                row,
                number=affect_task_id,
                description=description,
                parts={part: rows for part, rows in parts.items() if rows},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row, parts = one(cls & primary_key_of(cls, key), "AffectTask"), cls.asked(key)
        for name, part in _COUNTS.items():
            if row[name] != len(parts[part]):
                return f"of {len(parts[part])} rows of {part}, and {row[name]} were added"
        return _hash(row, parts)

    @classmethod
    def asked(cls, key: Mapping[str, Any]) -> dict[str, list[Row]]:
        """The rows of the Parts of one task, by their names."""
        own = primary_key_of(cls, key)
        return {
            part: (getattr(cls, part) & own).to_dicts(order_by="KEY") for part in _COUNTS.values()
        }


#: column that counts them -> Part
_COUNTS = {
    "affect_n_signs": "Sign",
    "affect_n_features": "Features",
    "affect_n_sources": "Source",
    "affect_n_ratings": "Rating",
}


def _hash(row: Mapping[str, Any], parts: Mapping[str, Iterable[Row]]) -> str:
    """Over the event set, the pass, and all that traces are made from."""
    events = (EventSet & primary_key_of(EventSet, row)).fetch1("event_set_hash")
    content: Row = {"kind": "AffectTask", "events": events}
    parents = {FaceCrop: "crop", HOGParamSet: "hog_paramset", AffectParamSet: "affect_paramset"}
    for table, name in parents.items():
        content[name] = (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
    for table, name in (
        (ExpressionParamSet, "expression_paramset"),
        (PrototypeTask, "prototype_set"),
    ):
        own = {f"{name}_id": row[f"{name}_id"]}
        known = None not in own.values()
        content[name] = (table & own).fetch1(f"{name}_hash") if known else None
    content["beside"] = digests_of(row["affect_beside"] or {})
    content["kinds"] = row["affect_signal_kinds"]
    hashed = {"Sign": StimulusSign, "Features": FeatureTask, "Rating": FrameTarget}
    names = {"Sign": "stimulus_sign_hash", "Features": "feature_task_hash"}
    for part, table in hashed.items():
        name = names.get(part, "frame_target_hash")
        content[part] = sorted(
            [one_row.get("affect_trace", ""), (table & primary_key_of(table, one_row)).fetch1(name)]
            for one_row in parts[part]
        )
    content["Source"] = sorted(
        # a bool is a number on MySQL
        [one_row[f"asked_source{of}"] for of in ("", "_column", "_kind", "_lag_s")]
        + [bool(one_row["asked_source_change"])]
        for one_row in parts["Source"]
    )
    return content_hash(content)
