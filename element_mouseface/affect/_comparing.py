"""Compare the mice of a `PopulationTask`, and store what was found in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import same_digest, still_there
from .._schema.rows import columns_of, null, primary_key_of
from ..core.population import Population, population
from ..core.population.faces import FaceSource
from ..core.population.folder import (
    digest_of_population,
    read_population,
    write_population,
)
from ..core.population.reading import WhoseRecording, rows_of_scored
from ..errors import InputError, ParameterError
from ..expression.scores import FacialExpression
from ..linking import link
from ..params import content_hash
from .population_tasks import PopulationParamSet, PopulationTask

Row = dict[str, Any]

_OF_MOUSE = (
    *("group", "n_sessions", "n_trials", "value", "effect", "correct", "correct_chance", "auc"),
    *("rho", "distance", "usual_distance", "distance_limit", "distance_p", "outlier", "reason"),
)
_OF_EFFECT = (
    *("level", "against", "varies", "state", "reason", "estimate", "se", "low", "high", "df", "p"),
    *("p_holm", "n_mice", "n_trials", "naive_p", "wald_low", "wald_high"),
)
_OF_NEEDED = (
    *("n_mice", "n_trials", "effect_size", "groups", "power", "power_se", "formula", "cautious"),
    *("reaches", "smallest"),
)
_OF_PROTOTYPE = (
    *("n_others", "n_trials", "n_rest", "correct", "correct_chance", "correct_p", "auc"),
    *("auc_chance", "auc_p", "auc_rest", "rho", "rho_p"),
)
_OF_DIGEST = ("expression_result_digest", "expression_prototype_digest", "expression_clock_hash")


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a comparison: keys and digests of the scores, and parameters."""
    task = (PopulationTask & key).fetch1()
    sources = []
    for row in PopulationTask.sources(task):
        own = primary_key_of(FacialExpression, row)
        digests = (FacialExpression & own).fetch1(*_OF_DIGEST)
        who = {n: row[f"population_source_{n}"] for n in ("animal", "session", "group")}
        sources.append({"scores": own, "digests": [*digests], **who})
    asked = ("measure", "prototype", "window", "quantity", "between", "of_faces")
    return {
        "sources": sources,
        "params": PopulationParamSet.params(task).to_dict(),
        "hash": task["population_task_hash"],
        **{name: task[f"population_{name}"] for name in asked},
    }


def compared(request: Row) -> tuple[Row, dict[str, list[Row]]]:
    """Compare the mice of a task, and write the folder.

    Returns
    -------
    row, parts
        Columns of `Population`, and rows of its Parts by their names.
    """
    opened_ = [(FacialExpression.open(one["scores"]), _who(one)) for one in request["sources"]]
    params = PopulationParamSet.KIND.from_dict(request["params"])
    asked = {name: request[name] for name in ("prototype", "window", "quantity", "between")}
    notes: list[str] = []
    rows = None
    try:
        rows = rows_of_scored(opened_, measure=request["measure"] or None, **asked)
    except InputError as error:
        if not request["of_faces"] or isinstance(error, ParameterError):
            raise  # what was asked for is to be corrected, not passed over
        notes.append(f"no group statistics: {error.what} {error.got or ''}".strip())
    sources = [
        FaceSource.of_scored(scored, who.mouse, who.session, who.name)
        for scored, who in (opened_ if request["of_faces"] else ())
    ]
    about = {"task": request["hash"], "digests": [one["digests"] for one in request["sources"]]}
    found = population(sources, rows, params=params.for_rows(rows), about=about)
    return _row(found, request, notes), _parts(found)


def _who(source: Row) -> WhoseRecording:
    own = ", ".join(str(value) for value in source["scores"].values())
    name = f"{source['animal']} {source['session'] or own}"
    return WhoseRecording(source["animal"], source["session"] or own, source["group"], name)


def _row(found: Population, request: Row, notes: list[str]) -> Row:
    model = found.model
    row: Row = {
        "population_path": _store(found, request),
        "population_digest": digest_of_population(found),
        "population_n_mice": len(found.mice),
        "population_n_sessions": 0,
        "population_n_trials": 0,
        "population_n_undefined": 0,
        "population_n_faces": sum(one.used for one in found.faces),
        "population_notes": [*notes, *found.notes, *(model.notes if model else ())] or None,
    }
    if model is not None:
        row |= columns_of(model, "population", ("n_sessions", "n_trials", "n_undefined", "icc"))
        row |= columns_of(
            model.components, "population_variance", ("mouse", "session", "response", "residual")
        )
        row |= {
            "population_effect_kind": model.kind,
            "population_unit": model.unit,
            "population_converged": model.components.converged,
            "population_warnings": list(model.warnings) or None,
        }
    for one in found.figures:
        if (one.features, one.figure) == ("both", "correct"):
            row["population_correct"] = null(one.value)
            row |= columns_of(one, "population_correct", ("low", "high", "chance", "p"))
        elif (one.features, one.figure) == ("motion", "correct"):
            row["population_correct_of_motion"] = null(one.value)
    return row


def _store(found: Population, request: Row) -> str:
    """Write a population to its folder; the path as the table has it."""
    digests = [one["digests"] for one in request["sources"]]
    content = content_hash([request["hash"], digests])[:NAME_DIGITS]
    relative = f"{FOLDER}/population-{content}"
    folder = Path(link().processed_dir()) / relative
    folder.mkdir(parents=True, exist_ok=True)
    write_population(found, folder)
    return relative


def _parts(found: Population) -> dict[str, list[Row]]:
    effects = found.model.effects if found.model else ()
    number = {(row.effect, row.level): k for k, row in enumerate(effects)}
    return {
        "Mouse": [
            {"population_animal": row.mouse, **columns_of(row, "population_mouse", _OF_MOUSE)}
            for row in found.mice
        ],
        "Effect": [
            {
                "population_effect_id": k,
                "population_effect": row.effect,
                **columns_of(row, "population_effect", _OF_EFFECT),
            }
            for k, row in enumerate(effects)
        ],
        "Needed": [
            {
                "population_effect_id": number[row.effect, row.level],
                **columns_of(row, "population_needed", _OF_NEEDED),
            }
            for row in (found.power.rows if found.power else ())
        ],
        "Prototype": [
            {
                "population_animal": row.mouse,
                "population_stimulus": row.stimulus,
                "population_features": row.features,
                **columns_of(row, "population_prototype", _OF_PROTOTYPE),
            }
            for row in found.prototypes
        ],
    }


def opened(row: Row) -> Population:
    """The population in the folder of a row of `Population`."""
    found = read_population(still_there(link(), row["population_path"], "Population"))
    same_digest(
        digest_of_population(found), row["population_digest"], row["population_path"], "Population"
    )
    return found


def stale(table: type[dj.Table]) -> list[Row]:
    """Rows whose scores are gone, or were computed again in another way."""
    found = []
    for row in table.to_dicts():  # type: ignore[attr-defined]
        own = {name: row[name] for name in table().primary_key}
        made = opened(row).about.get("digests", [])
        for source, digests in zip(PopulationTask.sources(own), made, strict=True):
            now = (FacialExpression & primary_key_of(FacialExpression, source)).to_dicts()
            if not now or [now[0][name] for name in _OF_DIGEST] != list(digests):
                reason = "other scores now" if now else "its scores are gone"
                animal = source["population_source_animal"]
                found.append({**own, "population_animal": animal, "reason": reason})
    return found
