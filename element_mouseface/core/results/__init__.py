"""A scored recording: in memory, in a folder, and over a folder of sessions."""
