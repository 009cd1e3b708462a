"""Decoders: which stimulus, from the face alone.

decode            every decoder, by trial, session and animal side by side
amount_response   whether a response grows with the amount of a stimulus
Thumbnails, Cells pictures of frames, reduced to components inside each fold
write_decoding, read_decoding  the folder of `mouseface decode`
"""

from .amounts import AmountResponse, amount_response
from .decoding import decode
from .folder import read_decoding, write_decoding
from .params import DECODERS, DecodingParams
from .rows import ConfusionRow, CopyRow, Decoding, DecodingFold, HeldOutRow, MetricRow
from .sources import Cells, Thumbnails

__all__ = [
    "DECODERS",
    "AmountResponse",
    "Cells",
    "ConfusionRow",
    "CopyRow",
    "Decoding",
    "DecodingFold",
    "DecodingParams",
    "HeldOutRow",
    "MetricRow",
    "Thumbnails",
    "amount_response",
    "decode",
    "read_decoding",
    "write_decoding",
]
