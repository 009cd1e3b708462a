"""Transcoding: a copy of a recording in H.264, with a record of the loss."""

from .copying import SCORING_SAFE, transcode
from .growth import expected_growth
from .record import TranscodeRecord, record_path

__all__ = ["SCORING_SAFE", "TranscodeRecord", "expected_growth", "record_path", "transcode"]
