"""`LabelAgreement`: how far two label sets of one recording agree."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import null
from ..core.behavior.agreement import Agreement, agreement
from ..recording import VideoRecording, frame_times
from ._schema import schema
from .ethograms import Behavior  # noqa: F401 (named in a definition)
from .label_sets import LabelSet

#: what `Agreement` calls a number -> its column
_COLUMNS = {
    "n_frames": "agreement_n_frames",
    "n_a": "agreement_n_present",
    "n_b": "agreement_other_n_present",
    "n_both": "agreement_both_n_present",
    "kappa": "agreement_kappa",
    "frame_f1": "agreement_frame_f1",
    "bouts_a": "agreement_n_bouts",
    "bouts_b": "agreement_other_n_bouts",
    "bout_f1": "agreement_bout_f1",
    "boundary_ms": "agreement_boundary_ms",
    "boundary_p90_ms": "agreement_boundary_p90_ms",
}


@schema
class LabelAgreement(PipelineTable, dj.Computed):
    """How far two label sets of a recording agree, over the frames that both assessed.

    A classifier agrees with a person where one of the sets holds its prediction.
    """

    definition = """
    # How far two label sets of a recording agree
    -> LabelSet
    -> LabelSet.proj(other_label_set_id='label_set_id')
    ---
    agreement_n_behaviors: int32        # that both have
    agreement_overlap=null: float64     # least intersection over union of two bouts that match
    agreement_code_version: varchar(32)
    """

    class Behavior(PipelineTable, dj.Part):
        """How far they agree on one behavior."""

        definition = """
        # How far two label sets agree on a behavior
        -> master
        -> Behavior
        ---
        agreement_n_frames: int64           # that both assessed; all numbers are over these
        agreement_n_present: int64          # frames in which the first set has it
        agreement_other_n_present: int64    # in which the other has it
        agreement_both_n_present: int64     # in which both have it
        agreement_kappa=null: float64       # Cohen's, of frames
        agreement_frame_f1=null: float64
        agreement_n_bouts: int64            # of the first set, cut where either did not look
        agreement_other_n_bouts: int64
        agreement_bout_f1=null: float64     # matched one to one
        agreement_boundary_ms=null: float64     # median difference of onsets and offsets
        agreement_boundary_p90_ms=null: float64 # its 90th percentile
        """

    @property
    def key_source(self):
        """Every two label sets of a recording, once."""
        pairs = LabelSet.proj() * LabelSet.proj(other_label_set_id="label_set_id")
        return pairs & "label_set_id < other_label_set_id"

    def make(self, key):
        """Compare the two."""
        recording = {name: key[name] for name in VideoRecording().primary_key}
        numbers = key["label_set_id"], key["other_label_set_id"]
        first, other = (LabelSet.labels({**recording, "label_set_id": n}) for n in numbers)
        shared = set(first.ethogram.names) & set(other.ethogram.names)
        found = agreement(first, other, frame_times(recording)) if shared else []
        row = {
            "agreement_n_behaviors": len(found),
            "agreement_overlap": found[0].overlap if found else None,
            "agreement_code_version": __version__,
        }
        self.insert1({**key, **row})
        self.Behavior.insert([{**key, **_row(one)} for one in found])


def _row(found: Agreement) -> dict[str, Any]:
    told = asdict(found)
    numbers = {column: null(told[name]) for name, column in _COLUMNS.items()}
    return {"behavior": found.behavior, **numbers}
