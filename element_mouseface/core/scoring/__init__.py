"""From descriptors and events to scores: the methods, and what they have in common."""
