"""Compiled parts of the frame kernel; `core.features.frame_features` calls them."""
