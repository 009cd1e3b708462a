"""Frame times on the clock of an experiment.

    times          a file with one time for each frame
    edges          a file of TTL rising edges, of which some have no frame or
                   some frames have none: matched by intervals
    rate           a constant rate from a stated time
    prairie_view   the same, with the rate in a Prairie View file
    line           only the first and the last frame's times are known
    open_ephys     TTL events of a line of an Open Ephys recording (binary format)
    harp           a register of a Harp device: a digital input, or camera events
    spikeglx       edges that CatGT extracted from a SpikeGLX run
    camera         a table of a camera or of Bonsai: its frame counter and time stamps

A frame without a time on the clock has NaN: it belongs to no event and no window, but has a score.
A file of edges is text: one time in seconds per line, or a CSV column; a voltage trace must be
converted to edges first.  With edges of any kind, a camera's hardware frame counter
(`counter_path`) says which edge is whose: the k-th counted exposure is the k-th edge.
"""

from .clock_times import ClockTimes
from .methods import check_method, clock_times

__all__ = ["ClockTimes", "check_method", "clock_times"]
