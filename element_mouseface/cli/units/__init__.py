"""What `mouseface units` is given, and its output folder."""
