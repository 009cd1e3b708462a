"""Results as objects of NWB, and NWB files that are checked before they get their name."""
