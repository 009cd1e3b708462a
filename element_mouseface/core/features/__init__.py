"""Features of a frame: gradient histograms, quality traces, a thumbnail."""
