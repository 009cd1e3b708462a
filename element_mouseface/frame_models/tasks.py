"""`FrameModelTask`: which features of which recordings a model is trained on, to say what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.groups import LONGEST_GROUP, animal_of, session_of
from .._schema.rows import one, one_key, primary_key_of
from ..core.frame_models.event_table import SUMMARIES
from ..errors import InputError, ParameterError, check_choice
from ..features.frame_features import FrameFeatures
from ..features.tasks import FeatureTask
from ..params import content_hash
from ..recording import VideoRecording
from ._schema import schema
from .paramsets import FrameModelParamSet, LearningParamSet
from .targets import FrameTarget

Row = dict[str, Any]

#: what one row of a model is of
ROWS = ("frame", "trial")
#: what all targets of a task have in common
_OF_TARGET = ("target_name", "target_kind")


@schema
class FrameModelTask(NumberedTable, dj.Manual):
    """A model to train on named features of recordings; immutable, identified by its content.

    A source names a FeatureTask, never a row of FrameFeatures: computing a recording's features
    again deletes no model.
    """

    NAME = "frame_model"
    definition = """
    # A model to train on named features of recordings; never edited
    frame_model_id: int32
    ---
    -> FrameModelParamSet
    -> LearningParamSet
    frame_model_rows: enum('frame','trial')     # what one row of the model is
    frame_model_options=null: json      # trial: window_s, summary, baseline_s, as event_table has
    frame_model_columns=null: json      # features to look at, by feature_column; null: all
    frame_model_n_sources: int32
    frame_model_hash: char(64)          # over sources, rows, columns and parameters
    frame_model_description="": varchar(255)
    unique index (frame_model_hash)
    """

    class Source(FixedPart, dj.Part):
        """Features of one recording, and whom it shows."""

        definition = """
        # Features of one recording, and whom it shows
        -> master
        -> FeatureTask
        ---
        frame_model_animal=null: varchar(255)   # whose frames are left out together; null: unknown
        frame_model_session: varchar(255)       # of this animal
        """

    # on PostgreSQL a table can refer once by a key that begins with the session's: the names of
    # two indexes would be one
    class Target(FixedPart, dj.Part):
        """What is known of the frames of a source."""

        definition = """
        # What is known of the frames of a source
        -> master.Source
        -> FrameTarget
        """

    @classmethod
    def add(
        cls,
        sources: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        params: Any = None,
        learning: Any = None,
        *,
        columns: Sequence[str] | None = None,
        rows: str = "frame",
        window_s: tuple[float, float] | None = None,
        baseline_s: tuple[float, float] | None = None,
        summary: str = "mean",
        frame_model_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a model unless it is requested already; returns its key.

        Parameters
        ----------
        sources : iterable of mapping
            For each recording the keys of its FeatureTask and of its FrameTarget in one
            mapping.  The animal and the session are taken from the linked pipeline's keys;
            `frame_model_animal` and `frame_model_session` in the mapping stand instead of them.
        params : FrameModelParams, mapping, or key of a FrameModelParamSet; optional
            By default all of their defaults.
        learning : LearningParams, mapping, or key of a LearningParamSet; optional
            By default a linear model with boosted trees beside it; a mapping changes some of
            its parameters.
        columns : sequence of str, optional
            The features to look at, by `feature_column`; by default all.  Names are checked
            where the features have been computed.
        rows : {'frame', 'trial'}
            Whether the model has a row for each frame, or one for each trial of the targets.
        window_s, baseline_s, summary
            Of trials: which frames, in seconds after its first frame, make its row, and how;
            see `event_table` of `core.frame_models`.  By default the mean of all of them.
        frame_model_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is no source, one comes twice, a key is incomplete or names nothing, or
            computed features have no such column.
        InputError
            If the targets differ in name, kind or categories, or there are no trials.
        """
        with server_errors():
            chosen = [_source(given) for given in mappings_of(sources, "sources")]
            _check_sources(chosen, rows)
            ordered = sorted(chosen, key=_identity)
            row: Row = FrameModelParamSet.add(params) | LearningParamSet.add(learning)
            row["frame_model_rows"] = rows
            row["frame_model_options"] = _options(rows, window_s, baseline_s, summary)
            row["frame_model_columns"] = None if columns is None else _names(columns, ordered)
            row["frame_model_n_sources"] = len(ordered)
            return cls.add_row(
                _hash(row, ordered),
                row,
                number=frame_model_id,
                description=description,
                parts={cls.Source: _sources_alone(ordered), cls.Target: _targets_alone(ordered)},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "FrameModelTask")
        rows = (cls.Source * cls.Target & primary_key_of(cls, key)).to_dicts()
        if len(rows) != row["frame_model_n_sources"]:
            return f"of {len(rows)} sources, and {row['frame_model_n_sources']} were added"
        return _hash(row, rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one task in the order in which they are trained on.

        Raises
        ------
        FixedRowError
            If a row was edited, or that of a target.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        return sorted((cls.Source * cls.Target & own).to_dicts(), key=_identity)


def _source(given: Mapping[str, Any]) -> Row:
    """A source as its row has it, without the task's key."""
    features = one_key(FeatureTask, primary_key_of(FeatureTask, given), "FeatureTask")
    target = one_key(FrameTarget, primary_key_of(FrameTarget, given), "FrameTarget")
    recording = {name: target[name] for name in VideoRecording().primary_key}
    groups = {
        "frame_model_animal": given.get("frame_model_animal", animal_of(recording)),
        "frame_model_session": given.get("frame_model_session", session_of(recording)),
    }
    for name, value in groups.items():
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST_GROUP):
            raise ParameterError(
                f"{name} cannot have this value.",
                expected=f"text of at most {LONGEST_GROUP} characters",
                got=repr(value),
            )
    return {**features, **target, **groups}


def _sources_alone(rows: list[Row]) -> list[Row]:
    """Rows of the Part Source: one where several people rated the same frames."""
    names = (*FeatureTask().primary_key, "frame_model_animal", "frame_model_session")
    found = [{name: row[name] for name in names} for row in rows]
    return [row for n, row in enumerate(found) if row not in found[:n]]


def _targets_alone(rows: list[Row]) -> list[Row]:
    return [primary_key_of(FeatureTask, row) | primary_key_of(FrameTarget, row) for row in rows]


def _check_sources(chosen: list[Row], rows: str) -> None:
    check_choice("There is no such kind of rows.", rows, ROWS)
    if not chosen:
        raise ParameterError(
            "A model has no source.",
            expected="at least one mapping, with the keys of a FeatureTask and a FrameTarget",
        )
    keys = [primary_key_of(FeatureTask, r) | primary_key_of(FrameTarget, r) for r in chosen]
    if twice := [key for n, key in enumerate(keys) if key in keys[:n]]:
        raise ParameterError("A source comes twice.", expected="each once", got=str(twice[0]))
    _check_groups(chosen)
    found: dict[Any, Row] = {}
    for key in keys:
        row = (FrameTarget & primary_key_of(FrameTarget, key)).fetch1()
        names = (FrameTarget.Category & primary_key_of(FrameTarget, key)).to_arrays(
            "target_category", order_by="target_category_no"
        )
        found.setdefault((*(row[name] for name in _OF_TARGET), tuple(names)), key)
        if rows == "trial" and not row["target_n_trials"]:
            raise InputError(
                "A target has no trials, and the model is to have a row for each.",
                expected="targets with trials: of events, or with trials= when they are added",
                got=f"none in {primary_key_of(FrameTarget, key)}",
            )
    if len(found) > 1:
        told = [f"{kind} {name!r} {', '.join(names)}" for name, kind, names in found]
        raise InputError(
            "The targets of the sources are not one.",
            expected="one name, one kind, and the same categories in the same order",
            got="; ".join(told[:4]),
            do="add them again with the same name, kind and categories",
        )


def _check_groups(chosen: list[Row]) -> None:
    """One animal and one session for each recording's features."""
    found: dict[Any, tuple[Any, Any]] = {}
    for row in chosen:
        key = tuple(primary_key_of(FeatureTask, row).values())
        own = row["frame_model_animal"], row["frame_model_session"]
        if found.setdefault(key, own) != own:
            raise ParameterError(
                "A recording is of two animals or sessions.",
                expected="the same with each of its targets",
                got=f"{found[key]} and {own}",
            )


def _options(rows: str, window_s: Any, baseline_s: Any, summary: str) -> Row | None:
    if rows == "frame":
        if window_s is not None or baseline_s is not None or summary != "mean":
            raise ParameterError(
                "A window, a baseline and a summary are of trials.",
                expected="rows='trial'",
                got=f"rows={rows!r}",
            )
        return None
    check_choice("There is no such summary of frames.", summary, SUMMARIES)
    spans = {"window_s": window_s, "baseline_s": baseline_s}
    told = {name: None if span is None else _span(name, span) for name, span in spans.items()}
    return {**told, "summary": summary}


def _span(name: str, span: Any) -> list[float]:
    try:
        first, stop = (float(value) for value in span)
    except (TypeError, ValueError):
        first = stop = float("nan")
    if not first < stop:
        raise ParameterError(
            f"{name} cannot be used.",
            expected="two finite numbers of seconds, the first smaller",
            got=f"{span!r:.80}",
        )
    return [first, stop]


def _names(columns: Sequence[str], sources: Sequence[Row]) -> list[str]:
    """The names, checked against the features that have been computed of the sources."""
    given: Any = columns
    several = isinstance(given, Iterable) and not isinstance(given, str)
    found: list[Any] = list(given) if several else [given]
    if not found or len(set(found)) < len(found) or not all(isinstance(n, str) for n in found):
        raise ParameterError(
            "The columns cannot be used.",
            expected="names of features, each once, such as crop:intensity_mean",
            got=f"{columns!r:.200}",
        )
    for source in sources:
        computed = FrameFeatures.Column & primary_key_of(FeatureTask, source)
        known = set(computed.to_arrays("feature_column"))
        if missing := [name for name in found if known and name not in known]:
            raise ParameterError(
                "The features of a source have no such column.",
                expected="names of `FrameFeatures.Column`, such as crop:intensity_mean",
                got=", ".join(missing[:5]),
                do="name columns that are there: patterns are not taken here",
            )
    return found


def _identity(row: Row) -> list[str]:
    """What a source stands for, by content."""
    features = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1("feature_task_hash")
    target = (FrameTarget & primary_key_of(FrameTarget, row)).fetch1("frame_target_hash")
    return [features, target, row["frame_model_animal"] or "", row["frame_model_session"]]


def _hash(row: Row, sources: Iterable[Row]) -> str:
    content: Row = {"kind": "FrameModelTask", "sources": sorted(map(_identity, sources))}
    for table in (FrameModelParamSet, LearningParamSet):
        name = f"{table.NAME}_hash"
        content[name] = (table & primary_key_of(table, row)).fetch1(name)
    for name in ("rows", "options", "columns"):
        content[name] = row[f"frame_model_{name}"]
    return content_hash(content)
