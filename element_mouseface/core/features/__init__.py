"""What is taken from a frame: gradient histograms, quality, a thumbnail."""
