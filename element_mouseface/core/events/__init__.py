"""Events of a recording: stimuli with their onset and offset.

A frame belongs to an event when onset <= time < offset, on the frame's own
time: never on a frame number computed from a rate, which is wrong for variable
frame rates and for dropped frames.
"""

from .event import Event
from .events import Events, fold_of_frames
from .reading import read_events

__all__ = ["Event", "Events", "fold_of_frames", "read_events"]
