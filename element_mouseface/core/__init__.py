"""The computation, on plain arrays and files: no database, no plots, no command line.

The everyday functions are in `element_mouseface` itself: `open_video`, `extract`, `open_result`,
`open_descriptors`.
"""
