"""Tables of confounds: how much of a score motion, licking and the pupil predict.

    MotionParamSet     how it is measured
    MotionExplained    for each score and its recording's facial signals, a row a regressor
    KeypointsExplained the same for the traces of its keypoints

This module uses `expression` and `facemap`, which do not import each other: either can be used
without the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from . import __version__
from ._schema.activation import PipelineTable
from ._schema.codec import open_points, open_signals
from ._schema.content import ContentTable
from ._schema.module import SchemaModule
from ._schema.rows import columns_of
from .core.confounds.explained import Explained, held_out_folds, motion_explained
from .core.confounds.params import MotionParams
from .core.confounds.regressors import signal_regressors
from .core.keypoints import keypoint_regressors
from .errors import ParameterError, ResultMismatchError
from .expression import EventSet, FacialExpression
from .expression import schema as expression_schema
from .expression._score_rows import is_error
from .facemap import FacemapProcessing, FacialSignal, Keypoints  # noqa: F401 (named in a definition)
from .facemap import schema as facemap_schema

schema = dj.Schema()


@schema
class MotionParamSet(ContentTable[MotionParams], dj.Manual):
    """Parameters of the motion regression; immutable, identified by its content."""

    NAME, KIND, COLUMN = "motion_paramset", MotionParams, "motion_params"
    definition = """
    # How the explained variance of a score is measured; never edited
    motion_paramset_id: int32
    ---
    motion_params: json
    motion_paramset_hash: char(64)
    motion_paramset_description="": varchar(255)
    unique index (motion_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> MotionParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


class _ExplainedTable(PipelineTable):
    """Mixin of a table that explains scores by the data of `SOURCE` for the same recording.

    `PREFIX` is the prefix of its columns, `PLACE` are the columns of `SOURCE` with the path and the
    digest, and `DIGEST` is the column that holds the digest.
    """

    PREFIX: str
    SOURCE: Any
    PLACE: tuple[str, str]
    DIGEST: str

    @staticmethod
    def regressors(path: str, digest: str, params: MotionParams) -> tuple[list[Any], int]:
        """The regressors at a path, and their number of frames."""
        raise NotImplementedError

    def make_fetch(self, key):
        """Paths of the regressors, parameters, and names of traces."""
        place = (self.SOURCE & key).fetch1(*self.PLACE)
        return *place, MotionParamSet.params(key).to_dict(), _scores(key)

    def make_compute(self, key, path, digest, params, scores):
        """Explain one trace after the other; outside the transaction."""
        params = MotionParams.from_dict(params)
        regressors, n_frames = self.regressors(path, digest, params)
        rows = _explain(key, scores, regressors, n_frames, params, self.PREFIX)
        row = {
            f"{self.PREFIX}_n_regressors": len(regressors),
            self.DIGEST: digest,
            f"{self.PREFIX}_code_version": __version__,
        }
        return row, {"Regressor": rows}


@schema
class MotionExplained(_ExplainedTable, dj.Computed):
    """Variance of a recording's scores that its facial signals explain in held-out trials."""

    PREFIX, DIGEST = "explained", "explained_signals_digest"
    SOURCE, PLACE = FacemapProcessing, ("signals_path", "signals_digest")
    definition = """
    # How much of the scores the facial signals explain
    -> FacialExpression
    -> FacialSignal
    -> MotionParamSet
    ---
    explained_n_regressors: int32
    explained_signals_digest: char(64)      # of the facial signals
    explained_code_version: varchar(32)
    """

    class Regressor(PipelineTable, dj.Part):
        """One regressor, or all together, for one trace."""

        definition = """
        # What one regressor explains of one trace
        -> master
        -> FacialExpression.Trace
        regressor: varchar(96)          # motion: ear, licking, pupil, ...; all: together
        ---
        regressor_kind: varchar(16)     # motion, licking, pupil, blink, running; all
        explained_r2=null: float64      # share of the variance of held-out trials; may be below 0
        explained_r2_se=null: float64   # over trials
        explained_null_q95=null: float64        # 95th percentile with the trace shifted in time
        explained_p=null: float64       # share of shifts that explain as much or more
        explained_r=null: float64       # correlation at the same frame
        explained_n_valid: int64        # frames used
        explained_n_folds: int32        # trials used
        explained_reason="": varchar(255)       # why there is no r2
        """

    @staticmethod
    def regressors(path: str, digest: str, params: MotionParams) -> tuple[list[Any], int]:
        """The regressors of facial signals, and their number of frames."""
        signals = open_signals(path, digest)
        return signal_regressors(signals, params), signals.n_frames

    @classmethod
    def explained(cls, key: Mapping[str, Any], prototype: str | None = None) -> list[Explained]:
        """The rows of one trace as objects of `core`, for `plots`.

        Parameters
        ----------
        key : mapping
            Names one trace of one row; with its `measure`, if there are several.
        prototype : str, optional
            The stimulus; by default the key's.

        Raises
        ------
        ParameterError
            If the key names no trace, or several.
        """
        return _one_trace(cls.Regressor(), key, prototype, cls.PREFIX)


@schema
class KeypointsExplained(_ExplainedTable, dj.Computed):
    """Variance of a recording's scores that its keypoint traces explain in held-out trials."""

    PREFIX, DIGEST = "keypoint_explained", "keypoint_explained_points_digest"
    SOURCE, PLACE = Keypoints, ("keypoints_path", "keypoints_digest")
    definition = """
    # How much of the scores the traces of tracked points explain
    -> FacialExpression
    -> Keypoints
    -> MotionParamSet
    ---
    keypoint_explained_n_regressors: int32
    keypoint_explained_points_digest: char(64)    # of points, traces and mapping
    keypoint_explained_code_version: varchar(32)
    """

    class Regressor(PipelineTable, dj.Part):
        """One trace of the keypoints, or all together, for one score."""

        definition = """
        # What one trace of tracked points explains of one score
        -> master
        -> FacialExpression.Trace
        keypoint_regressor: varchar(96)         # eye_area, ear_angle, nose_x, ...; all: together
        ---
        keypoint_regressor_kind: varchar(16)        # keypoint; all
        keypoint_explained_r2=null: float64         # share of held-out variance; may be below 0
        keypoint_explained_r2_se=null: float64      # over trials
        keypoint_explained_null_q95=null: float64   # 95th percentile with the score shifted in time
        keypoint_explained_p=null: float64          # share of shifts that explain as much or more
        keypoint_explained_r=null: float64          # correlation at the same frame
        keypoint_explained_n_valid: int64           # frames used
        keypoint_explained_n_folds: int32           # trials used
        keypoint_explained_reason="": varchar(255)  # why there is no r2
        """

    @staticmethod
    def regressors(path: str, digest: str, params: MotionParams) -> tuple[list[Any], int]:
        """The regressors of the traces of keypoints, and their number of frames."""
        stored = open_points(path, digest)
        return keypoint_regressors(stored), stored.keypoints.n_frames

    @classmethod
    def explained(cls, key: Mapping[str, Any], prototype: str | None = None) -> list[Explained]:
        """The rows of one trace as objects of `core`; see `MotionExplained.explained`.

        Raises
        ------
        ParameterError
            If the key names no trace, or several.
        """
        return _one_trace(cls.Regressor(), key, prototype, cls.PREFIX)


#: attributes of `Explained` that are numbers, and the others
_NUMBERS = ("r2", "r2_se", "null_q95", "p", "r")
_OTHERS = ("n_valid", "n_folds", "reason")
#: prefix of a table's columns -> its columns of the name and of the kind
_OWN = {
    "explained": ("regressor", "regressor_kind"),
    "keypoint_explained": ("keypoint_regressor", "keypoint_regressor_kind"),
}


def _scores(key: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Prototype and measure of each score of a row, without standard errors."""
    traces = (FacialExpression.Trace.proj() & key).keys(order_by="prototype, measure")
    named = [(t["prototype"], t["measure"]) for t in traces]
    measures = {measure for _, measure in named}
    return [pair for pair in named if not is_error(pair[1], measures)]


def _explain(key, scores, regressors, n_frames, params, prefix) -> list[dict[str, Any]]:
    """Rows of a Part Regressor without the master's key."""
    times_s = FacialExpression.times(key)
    _check_frames(n_frames, len(times_s))
    folds = held_out_folds(times_s, EventSet.events(key), params)
    rows = []
    for prototype, measure in scores if regressors else ():
        _, values = FacialExpression.trace(key, prototype, measure)
        for found in motion_explained(values, regressors, times_s, folds, params):
            rows.append({"prototype": prototype, "measure": measure, **_row(found, prefix)})
    return rows


def _one_trace(
    rows: dj.Table, key: Mapping[str, Any], prototype: str | None, prefix: str
) -> list[Explained]:
    """The rows of the one trace that a key names."""
    wanted = {} if prototype is None else {"prototype": prototype}
    found = (rows & dict(key) & wanted).to_dicts()
    names = [name for name in rows.primary_key if name != _OWN[prefix][0]]
    traces = {tuple(row[name] for name in names) for row in found}
    if len(traces) != 1:
        shown = sorted({(row["prototype"], row["measure"]) for row in found})
        raise ParameterError(
            f"The key names {'more than one trace' if traces else 'no trace'}.",
            expected=f"a key that names one, with {', '.join(names)}",
            got=", ".join(f"{m} of {p}" for p, m in shown) or str(dict(key)),
        )
    return sorted((_explained(row, prefix) for row in found), key=lambda e: e.regressor == "all")


def _row(found: Explained, prefix: str) -> dict[str, Any]:
    name, kind = _OWN[prefix]
    own = {name: found.regressor[:96], kind: found.kind, f"{prefix}_reason": found.reason[:255]}
    return columns_of(found, prefix, (*_NUMBERS, *_OTHERS)) | own


def _explained(row: Mapping[str, Any], prefix: str) -> Explained:
    name, kind = (row[column] for column in _OWN[prefix])
    found: dict[str, Any] = {n: row[f"{prefix}_{n}"] for n in (*_NUMBERS, *_OTHERS)}
    found |= {n: float("nan") for n in _NUMBERS if found[n] is None}
    return Explained(regressor=name, kind=kind, **found)


def _check_frames(found: int, n_frames: int) -> None:
    if found != n_frames:
        raise ResultMismatchError(
            "The signals and the scores have different numbers of frames.",
            expected=f"{n_frames} frames, as in the scores",
            got=f"{found}",
            do="compute both from the same recording",
        )


TABLES = (MotionParamSet, MotionExplained, KeypointsExplained)
activate = SchemaModule(
    "confounds",
    schema,
    TABLES,
    after={"expression": expression_schema, "facemap": facemap_schema},
).activate
