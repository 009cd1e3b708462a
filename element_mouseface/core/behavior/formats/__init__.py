"""Label files of other programs, in and out.

    read_labels         labels from a file of any known kind, known by its content
    write_labels        labels as a file of another program
    read_probabilities  what a model of DeepEthogram said of each frame
    format_of           which kind of file it is

What contradicts itself or the video is refused with both numbers; `believe` says which of
the two is right.
"""

from .deepethogram_outputs import Probabilities, read_probabilities
from .reading import READ_FORMATS, format_of, read_labels
from .request import BELIEVE, OPEN_BOUTS, UNITS
from .writing import WRITE_FORMATS, labels_as_bytes, write_labels

__all__ = [
    "BELIEVE",
    "OPEN_BOUTS",
    "READ_FORMATS",
    "UNITS",
    "WRITE_FORMATS",
    "Probabilities",
    "format_of",
    "labels_as_bytes",
    "read_labels",
    "read_probabilities",
    "write_labels",
]
