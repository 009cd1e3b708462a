"""Score a recording of the tables with any method."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from ..core.events.measures import MeasureParams
from ..core.scoring.findings import Finding
from ..core.scoring.method.protocol import ScoringMethod
from ..core.scoring.methods import method
from ..core.scoring.scores import OTHER_SESSION, MethodScores
from ._prototype_rows import findings_of, open_set
from ._score_rows import score_rows
from ._sources import Row, Rows, recording_of


def scored_rows(source: Row, params: Row, set_row: Row, parts: dict[str, list], own: bool) -> Rows:
    """Scores of one recording as rows of FacialExpression and its Parts.

    Parameters
    ----------
    source : dict
        From `_sources.fetch`.
    params : dict
        Of an ExpressionParamSet.
    set_row, parts : dict
        From `PrototypeSet.stored`.
    own : bool
        Whether the set was made from this recording, crop and event set.

    Raises
    ------
    PrototypeError
        If the prototypes were made with other parameters, or do not fit the recording.
    ResultError
        If the result folder is gone, or lacks what the method needs.
    """
    one = method(params["expression_method"])
    wanted = one.params_type.from_dict(params["expression_params"])
    rules = MeasureParams.from_dict(params["measure_params"])
    recording = recording_of(source)
    again = own and one.cross_validates
    if not again and not parts["Prototype"]:
        scores = _refused(one, wanted, rules, findings_of(parts))
    else:
        scores = one.score(
            recording,
            wanted,
            prototypes=None if again else open_set(set_row, parts),
            measures=rules,
            windows=(),
        )
    return score_rows(scores, recording.times_s, recording.events)


def _refused(one: ScoringMethod, params: Any, rules: MeasureParams, reasons) -> MethodScores:
    """The scores of a recording whose prototypes were refused: reasons, no numbers."""
    return MethodScores(
        method=one.name,
        measure=one.measure,
        unit=one.unit,
        names=(),
        source=OTHER_SESSION,
        traces=(),
        params=params,
        measures=rules,
        findings=tuple(
            Finding(row.kind, row.about, f"its prototypes were refused: {row.reason}")
            for row in reasons
        ),
        look_ahead_s=getattr(params, "look_ahead_s", 0.0),
    )


def load_models(one: ScoringMethod, row: Row) -> Any:
    """The models of a row of FacialExpression.Models."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, one.models_file)
        path.write_bytes(row["models_npz"])
        return one.load_models(path)
