"""Edges of a camera's line, read from what acquisition systems write.

    open_ephys   a recording of the Open Ephys GUI in its binary format: TTL events of a line
    harp         messages of one register of a Harp device: a digital input, or camera events
    spikeglx     edges that CatGT extracted from a SpikeGLX run: text files or arrays of times

Each reader lists what there is to choose from, with its number of edges, and chooses nothing that
was not named unless there is only one.
"""
