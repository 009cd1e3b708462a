"""Frame times on the clock of an experiment.

    times          a file with one time for each frame: taken as it is
    edges          a file of TTL rising edges, of which some have no frame or
                   some frames have none: matched by intervals
    rate           a constant rate from a stated time
    prairie_view   likewise, with the rate that a Prairie View file states
    line           only the first and the last frame's times are known

A frame that the clock lacks has the time NaN: it belongs to no event and no
window, but has a score.  A file of edges is text: one time in seconds a line, or
a CSV column of that name; a voltage trace has to be turned into edges first.
"""

from .clock_times import ClockTimes
from .methods import check_method, clock_times

__all__ = ["ClockTimes", "check_method", "clock_times"]
