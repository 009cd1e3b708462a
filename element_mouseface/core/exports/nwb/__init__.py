"""Results as objects of NWB, and NWB files that are checked before they get their name.

clock.py      FrameTimes: the frames' seconds from `session_start_time`, and what is refused
content.py    the behavior module, series whose time stamps are linked, tables
intervals.py  tables of intervals
storage.py    how arrays are stored
library.py    pynwb and its extensions, imported when they are needed

Every adder takes the file and the `FrameTimes` of its recording: `add_…(nwbfile, result, times)`.
"""
