"""Behaviors: what an animal does in each frame, as people label it and as a classifier predicts it.

ethogram        the list of behaviors that a labeler looks for
labels          bouts of each behavior, and the spans of frames that were looked at
"""
