"""What arousal and valences are made from, as `AffectTask.add` takes it and its rows have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._schema.rows import one_key, primary_key_of
from ..core.affect import AffectRatings
from ..core.affect.rows import TRACES
from ..core.affect.sources import KINDS
from ..core.scoring.contrast import ContrastParams
from ..errors import InputError, ParameterError, check_choice
from ..expression.events import EventSet
from ..expression.paramsets import ExpressionParamSet
from ..expression.prototype_tasks import PrototypeTask
from ..features.tasks import FeatureTask
from ..frame_models.targets import FrameTarget
from ._columns import checked_columns
from ._targets import numbers_of
from .signs import StimulusSign, primary_key_of_scheme

Row = dict[str, Any]

#: of the columns of a source
LONGEST_SOURCE, LONGEST_COLUMN = 64, 160
#: kinds that facial signals have
SIGNALS = tuple(kind for kind in KINDS if kind != "other")
_DEFAULTS = {"kind": "other", "lag_s": None, "change": False}


def signs(own: Row, given: Any) -> list[Row]:
    """The keys of the signs of stimuli that are in the events.

    Raises
    ------
    ParameterError
        If there is no such scheme, or it signs none of them positive or negative.
    FixedRowError
        If a sign was edited.
    """
    if given is None:
        return []
    name = given if isinstance(given, str) else primary_key_of_scheme(given)["sign_scheme"]
    stimuli = set((EventSet.Event & own).to_arrays("stimulus"))
    found = StimulusSign.signs(name, stimuli)
    if not any(sign in ("positive", "negative") for sign, _ in found.values()):
        raise ParameterError(
            f"No stimulus of the events is signed positive or negative by the scheme {name!r}.",
            expected=f"a sign of one of {', '.join(sorted(stimuli)) or 'no events'}",
            got=", ".join(f"{stimulus}: {sign}" for stimulus, (sign, _) in found.items()) or "none",
            do="sign them: StimulusSign.add(scheme, {stimulus: (sign, source)})",
        )
    return [{"stimulus": stimulus, "sign_scheme": name} for stimulus in found]


def features(key: Mapping[str, Any], own: Row) -> list[Row]:
    """The FeatureTask that a key names, or none (ParameterError)."""
    if key.get("feature_task_id") is None:
        return []
    asked = primary_key_of(FeatureTask, {**key, **own})
    return [one_key(FeatureTask, asked, "FeatureTask")]


def sources(given: Any, of: list[Row]) -> list[Row]:
    """Sources of arousal that are columns of features.

    Parameters
    ----------
    given : mapping or None
        As `AffectTask.add` takes them.
    of : list of dict
        The key of the features, or none.

    Raises
    ------
    ParameterError
        If they are no sources, or computed features have no such column.
    """
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise ParameterError(
            "The sources of arousal cannot be used.",
            expected="{name: column}, {name: (column, kind, lag_s)}, or a mapping of these",
            got=f"{given!r:.200}",
        )
    rows = [_source(name, one) for name, one in given.items()]
    names = [row["asked_source"].casefold() for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ParameterError(
            "Two sources of arousal have the same name.",
            expected="names that differ in more than capitals",
            got=", ".join(twice),
        )
    # another column would stop every later populate
    checked_columns(list(dict.fromkeys(row["asked_source_column"] for row in rows)) or None, of)
    return rows


def _source(name: Any, given: Any) -> Row:
    if isinstance(given, str):
        given = {"column": given}
    elif isinstance(given, list | tuple):
        given = dict(zip(("column", "kind", "lag_s", "change"), given, strict=False))
    fields = {**_DEFAULTS, **given} if isinstance(given, Mapping) else {}
    column, lag_s = fields.get("column"), fields.get("lag_s")
    good = (
        isinstance(name, str)
        and 0 < len(name.strip()) <= LONGEST_SOURCE
        and isinstance(column, str)
        and 0 < len(column) <= LONGEST_COLUMN
        and set(fields) == {"column", *_DEFAULTS}
        and (lag_s is None or (isinstance(lag_s, int | float) and abs(lag_s) <= 60))
        and isinstance(fields["change"], bool)
    )
    if not good:
        raise ParameterError(
            f"The source of arousal {name!r:.80} cannot be used.",
            expected="a column of the features; its kind, its lag in seconds (-60 to 60) and "
            "change=True where the change from frame to frame is meant",
            got=f"{given!r:.200}",
        )
    check_choice(f"The source {name!r} is of an unknown kind.", fields["kind"], KINDS)
    return {
        "asked_source": name,
        "asked_source_column": column,
        "asked_source_kind": fields["kind"],
        "asked_source_lag_s": None if lag_s is None else float(lag_s) + 0.0,
        "asked_source_change": fields["change"],
    }


def kinds(given: Any, has_signals: bool) -> list[str] | None:
    """Kinds of sources of arousal in facial signals (ParameterError)."""
    if given is None:
        return None
    several = isinstance(given, Iterable) and not isinstance(given, str)
    found = list(dict.fromkeys(given)) if several else [given]
    for one in found:
        check_choice("There is no such kind of source in facial signals.", one, SIGNALS)
    if found and not has_signals:
        raise ParameterError(
            "Sources of arousal in facial signals are asked for, and there are none.",
            expected="`signals` in the key: FacemapProcessing.signals_path",
            got=", ".join(found),
        )
    return found or None


def ratings(own: Row, given: Any) -> list[Row]:
    """Ratings of the traces: targets of frames of the same recording.

    Raises
    ------
    ParameterError, InputError
    """
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise ParameterError(
            "The ratings cannot be used.",
            expected=f"the key of a FrameTarget by {', '.join(TRACES)}",
            got=f"{given!r:.200}",
        )
    rows = []
    for trace, key in given.items():
        check_choice("There is no such trace to rate.", trace, TRACES)
        target = one_key(FrameTarget, primary_key_of(FrameTarget, {**own, **key}), "FrameTarget")
        kind = (FrameTarget & target).fetch1("target_kind")
        same = all(target[name] == own[name] for name in target if name in own)
        if not same or kind not in ("ordinal", "continuous"):
            raise InputError(
                f"The ratings of {trace!r} cannot be used.",
                expected="a FrameTarget of this recording, of numbers or of categories in order",
                got=f"{kind}, {target}",
            )
        AffectRatings({trace: numbers_of(FrameTarget.values(target))})  # refuses what is none
        rows.append({"affect_trace": trace, **target})
    return rows


def contrast(given: Any) -> int | None:
    """The number of an ExpressionParamSet of the contrast method, or None (ParameterError)."""
    if given is None:
        return None
    if isinstance(given, Mapping) and "expression_paramset_id" in given:
        key = primary_key_of(ExpressionParamSet, given)
        if not isinstance(ExpressionParamSet.params(key), ContrastParams):
            raise ParameterError(
                "These parameters are of another method.",
                expected="an ExpressionParamSet of the contrast method",
                got=str(key),
            )
        return int(key["expression_paramset_id"])
    method = None if isinstance(given, ContrastParams) else "contrast"
    return int(ExpressionParamSet.add(given, method=method)["expression_paramset_id"])


def prototypes(key: Mapping[str, Any] | None) -> Row:
    """The key of another recording's prototypes, or none (ParameterError)."""
    if key is None:
        return {"prototype_set_id": None}
    own = one_key(PrototypeTask, primary_key_of(PrototypeTask, key), "PrototypeTask")
    number = (PrototypeTask & own).fetch1("prototype_paramset_id")
    if number is not None:  # of a file it is known when it is read
        contrast({"expression_paramset_id": number})
    return own


def check_together(parts: Mapping[str, list[Row]], from_signals: list[str] | None) -> None:
    """Refuse a task without anything to make, or whose columns have no features.

    Raises
    ------
    ParameterError
    """
    if not (parts["Sign"] or parts["Source"] or parts["Rating"] or from_signals):
        raise ParameterError(
            "There is nothing to make arousal or a valence from.",
            expected="signs of stimuli, sources of arousal, kinds of signals, or ratings",
            got="none of them",
        )
    if parts["Source"] and not parts["Features"]:
        raise ParameterError(
            "Sources of arousal are columns of features, and no features are named.",
            expected="the key of a FeatureTask beside that of the EventSet",
            got=", ".join(row["asked_source"] for row in parts["Source"]),
        )
