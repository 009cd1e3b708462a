"""`mouseface ratings`: what it is given, what it writes, what it prints."""
