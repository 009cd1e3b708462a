"""Results as objects of NWB, and NWB files that are checked before they get their name.

clock.py       FrameTimes: the frames' seconds from `session_start_time`, and what is refused
content.py     the behavior module, series whose time stamps are linked, tables
intervals.py   tables of intervals
storage.py     how arrays are stored: compressed, in blocks
movie.py, scores.py, events.py, prototypes.py, provenance.py   what a file gets of a recording
recording.py   all of them for one scored recording
session.py     a new file from a description of the session
write.py       write, read back, validate, inspect, rename;  reading_back.py: the comparison
library.py     pynwb and its extensions, imported when they are needed

Every adder takes the file and the `FrameTimes` of its recording: `add_…(nwbfile, result, times)`.
"""
