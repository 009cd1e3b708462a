"""`ExpressionParamSet`: parameters of prototypes, scores and measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import NumberedTable
from .._schema.rows import one, primary_key_of
from ..core.events.measures import MeasureParams
from ..core.scoring.contrast import ContrastParams
from ..core.scoring.methods import method, method_of_params
from ..errors import ParameterError
from ..params import ScoreParams, content_hash
from ._schema import schema


@schema
class ExpressionParamSet(NumberedTable, dj.Manual):
    """Parameters of prototypes and scores; immutable, identified by their content."""

    NAME = "expression_paramset"
    definition = """
    # How prototypes are made and frames are scored; never edited
    expression_paramset_id: int32
    ---
    expression_method: varchar(32)          # a scoring method: published, contrast, ...
    expression_params: json
    measure_params: json                    # of bouts, and of measures around events
    expression_paramset_hash: char(64)      # over all of these
    expression_paramset_description="": varchar(255)
    unique index (expression_paramset_hash)
    """

    @classmethod
    def add(
        cls,
        params: ScoreParams | ContrastParams | Mapping[str, Any] | None = None,
        *,
        method: str | None = None,
        measures: MeasureParams | Mapping[str, Any] | None = None,
        expression_paramset_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert parameters unless the same set exists; returns its key.

        Parameters
        ----------
        params : ScoreParams, ContrastParams or mapping
            Their class determines the method.  By default the method's default parameters.
        method : str, optional
            Name of a scoring method, such as 'published' or 'contrast', where `params` is a
            mapping or left out; by default 'published'.
        measures : MeasureParams or mapping, optional
            Thresholds of bouts of the contrast score, and of measures around events.  The
            published method's bouts have parameters of their own in ScoreParams.
        expression_paramset_id : int, optional
            Its number; by default the next free one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        ParameterError
            If a parameter or method is unknown or out of range, or the number is taken.
        """
        one, chosen = method_of_params(params, method)
        given = measures
        if isinstance(given, Mapping):
            given = MeasureParams.from_dict({**MeasureParams().to_dict(), **given})
        rules = one.measure_params(chosen, given)
        if given is not None and rules != given:
            raise ParameterError(
                f"The {one.name} method has its own parameters for bouts.",
                expected=f"them in {type(chosen).__name__}",
                do="leave them out of `measures`",
            )
        row = {
            "expression_method": one.name,
            "expression_params": chosen.to_dict(),
            "measure_params": rules.to_dict(),
        }
        return cls.add_row(
            _hash(chosen, rules), row, number=expression_paramset_id, description=description
        )

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> ScoreParams | ContrastParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        cls.check(primary_key_of(cls, key))
        return cls._stored(key)[0]

    @classmethod
    def measures(cls, key: Mapping[str, Any]) -> MeasureParams:
        """The parameters of bouts and of measures around events; errors as `params`."""
        cls.check(primary_key_of(cls, key))
        return cls._stored(key)[1]

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return _hash(*cls._stored(key))

    @classmethod
    def _stored(cls, key: Mapping[str, Any]) -> tuple[Any, MeasureParams]:
        row = one(cls & primary_key_of(cls, key), "ExpressionParamSet")
        params = method(row["expression_method"]).params_type.from_dict(row["expression_params"])
        return params, MeasureParams.from_dict(row["measure_params"])


def _hash(params: ScoreParams | ContrastParams, rules: MeasureParams) -> str:
    return content_hash({"params": params.content_hash(), "measures": rules.content_hash()})
