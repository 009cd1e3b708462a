"""A copy of a recording as H.264, with a record of what it cost."""

from .copying import SCORING_SAFE, TranscodeRecord, record_path, transcode
from .growth import expected_growth

__all__ = ["SCORING_SAFE", "TranscodeRecord", "expected_growth", "record_path", "transcode"]
