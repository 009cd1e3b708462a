"""A study as JSON and arrays, and back."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from ...params.fields import Fields, is_number, is_text, is_whole, short_repr
from ..inputs.npz import Npz
from ..outputs.archive import digest_of
from ..outputs.tables import plain_row
from .params import FailureParams
from .rows import (
    STATES,
    CauseRow,
    FailureModel,
    FailureStudy,
    FeatureRow,
    RemedyRow,
    Stacks,
)

ROWS = {"causes": CauseRow, "features": FeatureRow, "remedies": RemedyRow}
_PICTURES = tuple(field.name for field in dataclasses.fields(Stacks) if field.type == "np.ndarray")[
    2:
]
_NUMBERS = ("auc", "low", "high", "null_low", "null_high", "p")
_WEIGHTS = ("weights", "weights_se", "same_sign")
_TYPES = {"str": is_text, "int": is_whole, "bool": lambda v: isinstance(v, bool)}


def content_of(study: FailureStudy) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What describes a study as JSON, null for NaN, and its arrays by name."""
    about: dict[str, Any] = {
        "what": study.what,
        "state": study.state,
        "reason": study.reason,
        **{name: [plain_row(row) for row in getattr(study, name)] for name in ROWS},
        "measures": list(study.measures),
        "notes": list(study.notes),
        "params": study.params.to_dict(),
        "about": study.about,
        "model": None,
        "stacks": None,
    }
    arrays: dict[str, np.ndarray] = {
        "failed": study.failed,
        "known": study.known,
        "bouts": study.bouts.astype(np.int64),
    }
    if study.times_s is not None:
        arrays["times_s"] = np.asarray(study.times_s, np.float64)
    if study.measures:
        arrays["measures"] = np.stack(list(study.measures.values()), axis=1).astype(np.float32)
    if (stacks := study.stacks) is not None:
        about["stacks"] = {"n_unmatched": stacks.n_unmatched}
        arrays["matched"] = np.stack([stacks.failures, stacks.successes], axis=1)
        arrays |= {name: getattr(stacks, name) for name in _PICTURES}
    if (model := study.model) is not None:
        about["model"] = {
            "names": list(model.names),
            "state": model.state,
            "reason": model.reason,
            **{name: _number(getattr(model, name)) for name in _NUMBERS},
        }
        arrays |= {f"model_{name}": getattr(model, name) for name in _WEIGHTS}
        arrays |= {"contributions": model.contributions, "scores": model.scores}
    return about, arrays


def study_of(about: Fields, npz: Npz) -> FailureStudy:
    """The study of `content_of`; whatever else is there is refused by `about` or `npz`."""
    failed = npz.take("failed", (None,), "b")
    n = len(failed)
    rows = {
        name: tuple(_row(kind, item, about) for item in about.items(name))
        for name, kind in ROWS.items()
    }
    names = about.texts("measures")
    measures = {}
    if names:
        table = npz.take("measures", (n, len(names)), finite=False)
        measures = {name: table[:, column].copy() for column, name in enumerate(names)}
    return FailureStudy(
        what=about.text("what"),
        state=about.text("state", STATES),
        reason=about.text("reason"),
        failed=failed,
        known=npz.take("known", (n,), "b"),
        times_s=npz.take("times_s", (n,), finite=False) if "times_s" in npz.arrays else None,
        bouts=npz.take("bouts", (None, 2), "i"),
        measures=measures,
        stacks=_stacks(about.inner("stacks"), npz) if about.has("stacks") else None,
        model=_model(about.inner("model"), npz, n) if about.has("model") else None,
        notes=about.texts("notes"),
        params=about.made("params", FailureParams.from_dict),
        about=about.inner("about").plain(),
        **rows,
    )


def _stacks(about: Fields, npz: Npz) -> Stacks:
    matched = npz.take("matched", (None, 2), "i")
    shape = npz.take("mean_failures", (None, None)).shape
    pictures = {name: npz.take(name, shape) for name in _PICTURES}
    return Stacks(
        failures=matched[:, 0],
        successes=matched[:, 1],
        n_unmatched=about.whole("n_unmatched"),
        **pictures,
    )


def _model(about: Fields, npz: Npz, n: int) -> FailureModel:
    names = about.texts("names")
    k = len(names)
    values: dict[str, Any] = {
        name: about.number(name) if about.has(name) else math.nan for name in _NUMBERS
    }
    values |= {name: npz.take(f"model_{name}", (k,), finite=False) for name in _WEIGHTS}
    return FailureModel(
        names=names,
        state=about.text("state"),
        reason=about.text("reason"),
        contributions=npz.take("contributions", (n, k), finite=False),
        scores=npz.take("scores", (n,), finite=False),
        **values,
    )


def _row(kind: type, item: Any, of: Fields) -> Any:
    given = Fields(item, of.refused, kind.__name__)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        value = given.take(field.name)
        check = _TYPES.get(str(field.type), _is_number_or_none)
        if not check(value):
            raise given.refused(field.name, f"a value of type {field.type}", short_repr(value))
        values[field.name] = math.nan if value is None else value
    return kind(**values)


def _is_number_or_none(value: Any) -> bool:
    return value is None or is_number(value)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def digest_of_study(study: FailureStudy) -> str:
    """SHA-256 (64 hexadecimal digits) over everything in a study."""
    about, arrays = content_of(study)
    return digest_of(about, arrays)
