"""Compiled parts of the frame kernel; `core.features.frame_kernel` calls them."""
