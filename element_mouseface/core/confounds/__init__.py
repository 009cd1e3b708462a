"""Confounds: how much of a score the movement of the face explains, cross-validated."""
