"""Frame times on the clock of an experiment.

    times          a file with one time for each frame
    edges          a file of TTL rising edges, of which some have no frame or
                   some frames have none: matched by intervals
    rate           a constant rate from a stated time
    prairie_view   the same, with the rate in a Prairie View file
    line           only the first and the last frame's times are known

A frame without a time on the clock has NaN: it belongs to no event and no window, but has a score.
A file of edges is text: one time in seconds per line, or a CSV column; a voltage trace must be
converted to edges first.
"""

from .clock_times import ClockTimes
from .methods import check_method, clock_times

__all__ = ["ClockTimes", "check_method", "clock_times"]
