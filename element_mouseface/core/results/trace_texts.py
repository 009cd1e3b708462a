"""What each trace of a scored recording is, in a sentence, for who has only the written file."""

from __future__ import annotations

_OF_STIMULI = {
    "score": "0 is the neutral face, 1 the mean expression of the stimulus",
    "similarity": "Pearson correlation of the frame's HOG descriptor with the prototype, as in"
    " Dolensek et al., Science 2020",
}
_OF_FRAMES = {
    "neutral_similarity": "Pearson correlation of the frame's HOG descriptor with the neutral face",
    "consecutive_similarity": "Pearson correlation of the HOG descriptors of this frame and the one"
    " before: low where the face moves",
    "misfit": "what neither the neutral face nor any expression explains of the frame: about 1 in"
    " neutral frames, large where something else is seen, such as a paw",
    "shift_x_px": "shift of the head against the reference face, to the right, in crop pixels",
    "shift_y_px": "shift of the head against the reference face, down, in crop pixels",
    "residual_shift_x_px": "shift to the right that remains after registration, in crop pixels",
    "residual_shift_y_px": "shift down that remains after registration, in crop pixels",
    "light": "brightness of the frame as a factor of that of the reference face",
}
#: of columns that all tables of frames have
SHARED = {
    "frame": "Number of the frame, from 0.",
    "time_s": "Time of the frame, on the clock of the events; blank where it has none.",
    "flags": "What is wrong with the frame; blank for an ordinary one.",
}
#: of `lost`
LOST = "1 where the frame could not be registered to the reference face."


def text_of_stimuli(measure: str) -> str:
    """What a measure with a trace a stimulus is; its name where nothing is known of it."""
    return _OF_STIMULI.get(measure, f"{measure} of the frame")


def text_of_frames(name: str) -> str:
    """What a trace of no stimulus is; its name where nothing is known of it."""
    return _OF_FRAMES.get(name, f"{name} of the frame")
