"""A third scoring method: one package, and one line in the table of methods."""
