"""Compare the ratings of a `UnitAgreementTask`, and train the models of each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.places import store_archive
from .._schema.rows import columns_of, primary_key_of
from ..core.extraction.schedule import connected
from ..core.ratings import RatedUnits, RatingAgreement, UnitRatings, rated_units
from ..core.ratings.pooled import pooled
from ..errors import InputError
from ..features.frame_features import FrameFeatures
from ..frame_models.paramsets import FrameModelParamSet, LearningParamSet
from ..recording import VideoRecording
from ._groups import groups_of
from ._stale import changed
from .agreement_tasks import UnitAgreementTask
from .ratings import UnitRatingSet

Row = dict[str, Any]

_OF_ROW = (
    *("value", "low", "high", "n", "n_units", "interval", "ceiling"),
    *("difference", "difference_low", "difference_high", "reason"),
)


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides an agreement: hashes and digests of its sources, and parameters."""
    task = (UnitAgreementTask & key).fetch1()
    sources = [_source(row) for row in UnitAgreementTask.sources(task)]
    featured = task["learning_paramset_id"] is not None
    return {
        "over": task["unit_agreement_over"],
        "columns": task["unit_agreement_columns"],
        "sources": sources,
        "params": FrameModelParamSet.params(task).to_dict() if featured else None,
        "learning": LearningParamSet.params(task).to_dict() if featured else None,
    }


def _source(row: Row) -> Row:
    ratings = primary_key_of(UnitRatingSet, row)
    about = (UnitRatingSet & ratings).fetch1()
    names = [about[name] for name in VideoRecording().primary_key]
    found = {
        "ratings": ratings,
        "hash": about["unit_rating_set_hash"],
        "animal": row["unit_agreement_animal"],
        "session": row["unit_agreement_session"],
        "movie": ", ".join(map(str, names)) if None not in names else f"pictures {ratings}",
        "features": None,
        "digest": None,
    }
    if row["feature_task_id"] is not None:
        found["features"] = primary_key_of(FrameFeatures, row)
        found["digest"] = (FrameFeatures & found["features"]).fetch1("features_digest")
    return found


def compared(request: Row, scheduler: Any, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Compare raters, and train models of their ratings where there are features.

    Returns
    -------
    row, parts
        Columns of `UnitAgreement`, and rows of its Parts by their names.
    """
    sources = request["sources"]
    ratings = [UnitRatingSet.ratings(source["ratings"]) for source in sources]
    learning = request["learning"]
    found = rated_units(ratings, over=request["over"])
    if learning is not None:
        try:
            found = _with_models(ratings, request, scheduler, workers)
        # the agreement of raters stands, whatever can be learned from it
        except InputError as error:
            why = f"no model: {error.what} {error.got or ''}".strip()
            found = replace(found, findings=(why, *found.findings))
    row = {
        "unit_agreement_of_models": bool(found.models),
        "unit_agreement_taken_over": found.over,
        "unit_agreement_features": [source["digest"] for source in sources]
        if learning is not None
        else None,
        "unit_agreement_findings": list(found.findings) or None,
    }
    return row, _parts(found, sources)


def _with_models(
    ratings: list[UnitRatings], request: Row, scheduler: Any, workers: int | None
) -> RatedUnits:
    columns, sources = request["columns"], request["sources"]
    with connected(scheduler) as client:
        return rated_units(
            ratings,
            [FrameFeatures.open(source["features"], columns) for source in sources],
            groups_of(sources),
            params=FrameModelParamSet.KIND.from_dict(request["params"]),
            learning=LearningParamSet.KIND.from_dict(request["learning"]),
            columns=columns,
            over=request["over"],
            client=client,
            workers=workers,
        )


def _parts(found: RatedUnits, sources: list[Row]) -> dict[str, list[Row]]:
    together = pooled(found.ratings)
    return {
        "Measure": [_measure(row) for row in found.agreement],
        "UnitModel": [
            {
                "action_unit": unit,
                "unit_model_path": store_archive(trained.model, "frame-model"),
                "unit_model_digest": trained.model.digest,
                "unit_model_left_out": trained.crossed.plan.level,
            }
            for unit, trained in found.models.items()
        ],
        "HeldOut": [
            {
                **source["ratings"],
                "action_unit": unit,
                "unit_held_out_level": np.asarray(found.levels[unit][together.recording == n]),
                "unit_held_out_expected": np.asarray(found.expected[unit][together.recording == n]),
            }
            for n, source in enumerate(sources)
            for unit in found.models
        ],
    }


def _measure(row: RatingAgreement) -> Row:
    return {
        "action_unit": row.unit,
        "agreement_of": row.of,
        "agreement_who": row.who,
        "agreement_measure": row.measure,
        **columns_of(row, "agreement", _OF_ROW),
    }


def stale(table: type[dj.Table]) -> list[Row]:
    """Rows whose sources' features are gone, or were computed again in another way.

    Parameters
    ----------
    table : UnitAgreement
    """
    found = []
    made = (table & "unit_agreement_features IS NOT NULL").to_dicts()  # type: ignore[attr-defined]
    for row in made:
        own = {name: row[name] for name in table().primary_key}
        sources = UnitAgreementTask.sources(own)
        for source, digest in zip(sources, row["unit_agreement_features"], strict=True):
            if reason := changed(FrameFeatures, source, "features_digest", digest, "features"):
                found.append({**own, **primary_key_of(UnitRatingSet, source), "reason": reason})
    return found
