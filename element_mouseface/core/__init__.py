"""The computation, on plain arrays and files: no database, no plots, no command line.

What is used every day is in `element_mouseface` itself: `open_video`, `extract`,
`open_result`, `open_descriptors`.
"""
