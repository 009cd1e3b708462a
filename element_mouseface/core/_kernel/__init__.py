"""Compiled parts of the frame kernel; use them through `element_mouseface.core.hog`."""
