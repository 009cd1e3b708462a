"""What `mouseface structure` is given, and what it writes."""
