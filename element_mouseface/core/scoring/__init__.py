"""From descriptors and events to scores: the methods, and their shared code."""
